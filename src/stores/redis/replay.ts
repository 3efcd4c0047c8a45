import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import type { ReplayStore } from '../../identity/login.ts';
import { whetherDone } from './answers.ts';
import type { RedisClient } from './client.ts';
import { connection, type RedisOptions } from './connection.ts';

/**
 * A replay store in Redis, for as many processes as there are. What it knew can be lost when a copy takes the place of a Redis that has
 * failed, and when one that writes nothing to disk is started anew: see the README for what that means.
 *
 * @param client - the application's own, connected
 * @throws SsoError `config.invalid`; its `firstUse` throws `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisReplayStore(client: RedisClient, options: RedisOptions = {}, env: Pick<Env, 'now' | 'wait'> = systemEnv): ReplayStore {
  const redis = connection('replay', client, options, env);
  return {
    firstUse: async (key, until) => await redis.ask(whetherDone, 'SET', redis.keyFor('used', key), '', 'NX', 'PX', redis.lifetime(until)),
  };
}
