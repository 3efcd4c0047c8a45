import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { knownFields } from '../core/options.ts';
import { type MemoryReplayOptions, memoryReplayStore } from './memory.ts';
import { memoryDocumentStore } from './memory-documents.ts';
import { memoryLinkStore } from './memory-links.ts';
import { type MemoryPendingOptions, memoryPendingStore } from './memory-pending.ts';
import { type MemorySessionOptions, memorySessionIndex, memorySessionStore } from './memory-sessions.ts';
import type { Stores } from './stores.ts';

/** Options of {@link memoryStores}: those of each store. */
export interface MemoryStoresOptions {
  readonly pending?: MemoryPendingOptions;
  readonly replay?: MemoryReplayOptions;
  readonly sessions?: MemorySessionOptions;
  readonly sessionIndex?: MemorySessionOptions;
}

/**
 * All stores in the memory of this process: for one process and for trials. What they hold is gone when it ends, links among it.
 *
 * @param env - as each of them takes it
 * @throws SsoError `config.invalid`; they throw `store.full` rather than forget what still counts
 */
export function memoryStores(options: MemoryStoresOptions = {}, env: Pick<Env, 'now' | 'random'> = systemEnv): Stores {
  const { pending, replay, sessions, sessionIndex } = knownFields(options, ['pending', 'replay', 'sessions', 'sessionIndex']);
  return {
    pending: memoryPendingStore(pending, env),
    replay: memoryReplayStore(replay, env),
    links: memoryLinkStore(),
    sessions: memorySessionStore(sessions, env),
    sessionIndex: memorySessionIndex(sessionIndex, env),
    documents: memoryDocumentStore(),
  };
}
