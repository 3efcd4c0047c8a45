import { systemEnv } from '#env';
import { type Env, instantOf } from '../../core/env.ts';
import type { SessionStore } from '../../identity/session-store.ts';
import { done, removed } from './answers.ts';
import type { RedisClient } from './client.ts';
import { connection, type RedisOptions } from './connection.ts';
import { readEntry, writeEntry } from './entry.ts';

/**
 * Keeps sessions in Redis. Whoever reads there finds what is in them, but no id that would let anybody in.
 *
 * @param client - the application's own, connected
 * @throws SsoError `config.invalid`; its functions throw `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisSessionStore(
  client: RedisClient,
  options: RedisOptions = {},
  env: Pick<Env, 'now' | 'wait'> = systemEnv,
): SessionStore {
  const redis = connection('sessions', client, options, env);
  return {
    put: async (id, session, until) =>
      await redis.ask(done, 'SET', redis.keyFor('session', id), writeEntry(session, until), 'PX', redis.lifetime(until)),
    find: async (id) => await redis.ask((answer) => readEntry(answer, instantOf(env)), 'GET', redis.keyFor('session', id)),
    end: async (id) => await redis.ask(removed, 'DEL', redis.keyFor('session', id)),
  };
}
