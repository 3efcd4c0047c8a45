import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import type { Stores } from '../stores.ts';
import type { RedisClient } from './client.ts';
import type { RedisOptions } from './connection.ts';
import { redisDocumentStore } from './documents.ts';
import { redisLinkStore } from './links.ts';
import { redisPendingStore } from './pending.ts';
import { redisReplayStore } from './replay.ts';
import { redisSessionIndex } from './session-index.ts';
import { redisSessionStore } from './sessions.ts';

/**
 * All stores in one Redis. It must drop nothing by itself (`maxmemory-policy noeviction`), and write to disk what must not be lost.
 *
 * @param client - the application's own, connected, with a listener for its errors
 * @throws SsoError `config.invalid`; they throw `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisStores(
  client: RedisClient,
  options: RedisOptions = {},
  env: Pick<Env, 'now' | 'random' | 'wait'> = systemEnv,
): Stores {
  return {
    pending: redisPendingStore(client, options, env),
    replay: redisReplayStore(client, options, env),
    links: redisLinkStore(client, options, env),
    sessions: redisSessionStore(client, options, env),
    sessionIndex: redisSessionIndex(client, options, env),
    documents: redisDocumentStore(client, options, env),
  };
}
