import { isSsoError } from '../../src/core/errors.ts';
import { fetchBy } from '../../src/node/guarded-fetch.ts';
import type { Address } from '../../src/node/look-up.ts';
import { type GuardedFetchOptions, settingsOf } from '../../src/node/settings.ts';

/** The guarded fetch in a world where names lead to what is told here, and nowhere else. */
export function guardedWith(names: Readonly<Record<string, readonly string[]>>, options: GuardedFetchOptions = {}) {
  const asked: string[] = [];
  const lookUp = async (name: string): Promise<readonly Address[]> => {
    asked.push(name);
    const addresses = names[name];
    if (addresses === undefined) throw new Error(`nobody knows ${name}`);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const fetched = fetchBy({ settings: settingsOf(options), lookUp, idleMilliseconds: 10_000 });
  return {
    /** The names that were looked up, each as often as it was. */
    asked,
    fetch: fetched,
    /** The same where the address was learnt from what another one leads to. */
    learnt: (address: string, learntFrom: string, init: RequestInit = {}) => fetched(address, Object.assign(init, { learntFrom })),
  };
}

/** Why an exchange failed: the reason that an address was refused for, `network` for what `fetch` itself would fail by, or that it answered. */
export async function failureOf(exchange: Promise<Response>): Promise<string> {
  try {
    const response = await exchange;
    await response.arrayBuffer();
    return `answered ${response.status}`;
  } catch (error) {
    if (isSsoError(error) && error.code === 'transport.address') return error.details.reason;
    if (error instanceof TypeError && error.cause instanceof Error) return 'network';
    throw error;
  }
}
