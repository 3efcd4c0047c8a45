import { systemEnv } from '#env';
import { toBase64Url } from '../../core/bytes.ts';
import { type Env, instantOf } from '../../core/env.ts';
import type { PendingStore } from '../../identity/pending-store.ts';
import { done } from './answers.ts';
import type { RedisClient } from './client.ts';
import { connection, type RedisOptions } from './connection.ts';
import { readEntry, writeEntry } from './entry.ts';

/**
 * Keeps logins that have begun in Redis (6.2 or later): they end in whichever process their answers come to. Whoever asks for a login
 * takes room there, signed in or not.
 *
 * @param client - the application's own, connected
 * @throws SsoError `config.invalid`; its functions throw `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisPendingStore(
  client: RedisClient,
  options: RedisOptions = {},
  env: Pick<Env, 'now' | 'random' | 'wait'> = systemEnv,
): PendingStore {
  const redis = connection('pending', client, options, env);
  return {
    put: async (handle, pending, until) => {
      const ticket = toBase64Url(env.random(32));
      await redis.ask(done, 'SET', redis.keyFor('pending', handle, ticket), writeEntry(pending, until), 'PX', redis.lifetime(until));
      return ticket;
    },
    // By both, so that one with another ticket finds nothing that it could take away.
    take: (handle, ticket) => redis.ask((answer) => readEntry(answer, instantOf(env)), 'GETDEL', redis.keyFor('pending', handle, ticket)),
  };
}
