import type { ReplayStore } from '../../../src/identity/login.ts';
import { memoryReplayStore } from '../../../src/stores/index.ts';
import { nowOf, type Vector } from './format.ts';

/** What remembers what was used, in the state that a vector names. */
export async function replayOf(vector: Vector): Promise<ReplayStore> {
  if (vector.header.get('replay') === 'broken') return { firstUse: () => Promise.reject(new Error('the network is down')) };
  const full = vector.header.get('replay') === 'full';
  const store = memoryReplayStore({ capacity: full ? 1 : 10 }, { now: () => nowOf(vector) });
  if (full) await store.firstUse('another', new Date('9999-01-01T00:00:00Z'));
  return store;
}
