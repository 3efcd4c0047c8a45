import type { Env } from './env.ts';
import type { SsoError } from './errors.ts';

/**
 * What an action comes to, if it does so within the time; whether or not the action heeds the signal that is then aborted.
 *
 * @throws SsoError what `late` says once the time is over
 */
export async function within<T>(
  seconds: number,
  action: (signal: AbortSignal) => Promise<T>,
  late: () => SsoError,
  env: Pick<Env, 'wait'>,
): Promise<T> {
  // Ends both: the waiting once there is an answer, and the action once it is too late.
  const over = new AbortController();
  const overdue = env.wait(seconds * 1000, over.signal).then(() => {
    throw late();
  });
  try {
    return await Promise.race([action(over.signal), overdue]);
  } finally {
    over.abort(ended);
  }
}

/** Why the signal is aborted; made once, since a reason of its own for each costs more than reading an answer. */
const ended = new Error('nobody waits any longer');
