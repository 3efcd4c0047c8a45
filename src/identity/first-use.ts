import { isSsoError, SsoError } from '../core/errors.ts';
import type { ReplayStore } from './login.ts';

/** True for the first use of a key. @throws SsoError what the store says, `store.unavailable` where it does not answer */
export async function firstUse(replay: ReplayStore, key: string, until: Date): Promise<boolean> {
  // A store that answers with anything but a plain yes has not said that it was the first.
  return (await answerOf('replay', () => replay.firstUse(key, until))) === true;
}

/** What a store of that name answers. @throws SsoError what the store says of this package, `store.unavailable` for everything else */
export async function answerOf<T>(store: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw isSsoError(cause) ? cause : new SsoError('store.unavailable', { store }, cause);
  }
}
