import { systemEnv } from '#env';
import { type Env, instantOf } from '../../core/env.ts';
import type { SessionIndex } from '../../identity/session-store.ts';
import { endOf } from '../until.ts';
import { done, removed, texts, unexpected } from './answers.ts';
import type { RedisClient } from './client.ts';
import { connection, type RedisOptions } from './connection.ts';

/**
 * Knows sessions by their names in Redis: for each name the sessions that have it and what has ended, and for each session where its names
 * are.
 *
 * @param client - the application's own, connected
 * @throws SsoError `config.invalid`; its functions throw `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisSessionIndex(
  client: RedisClient,
  options: RedisOptions = {},
  env: Pick<Env, 'now' | 'wait'> = systemEnv,
): SessionIndex {
  const redis = connection('session-index', client, options, env);
  const placeOf = (name: string): string => redis.keyFor('sessions-of', name);
  const placesOf = (id: string): string => redis.keyFor('names-of', id);
  const closedPlaceOf = (name: string): string => redis.keyFor('closed', name);
  const now = (): string => `${instantOf(env).getTime()}`;
  const note = (place: string, members: readonly string[], until: Date): Promise<void> =>
    redis.run(done, noteBeside, place, now(), `${until.getTime()}`, redis.lifetime(until), ...members);
  return {
    add: async (id, names, until) => {
      const places = [...new Set(names.map(placeOf))];
      // First where its names are: what is found by a name can then be forgotten, too, wherever this is cut off.
      await note(placesOf(id), places, until);
      await Promise.all(places.map((place) => note(place, [id], until)));
    },
    find: async (name) => await redis.ask(texts, 'ZRANGEBYSCORE', placeOf(name), `(${now()}`, '+inf'),
    remove: async (id) => {
      const places = await redis.ask(texts, 'ZRANGE', placesOf(id), '0', '-1');
      await Promise.all(places.map((place) => redis.ask(removed, 'ZREM', place, id)));
      await redis.ask(removed, 'DEL', placesOf(id));
    },
    close: async (name, provenUntil, until) => await note(closedPlaceOf(name), [`${endOf(provenUntil)}`], until),
    closed: async (names) => {
      const noted = names.map((name) => redis.ask(instantsIn, 'ZRANGEBYSCORE', closedPlaceOf(name), `(${now()}`, '+inf'));
      const instants = (await Promise.all(noted)).flat();
      return instants.length === 0 ? undefined : new Date(instants.reduce((one, other) => Math.max(one, other)));
    },
  };
}

/** Instants that are written as milliseconds. @throws for every other answer */
function instantsIn(answer: unknown): readonly number[] {
  const instants = texts(answer).map(Number);
  if (instants.some(Number.isNaN)) throw unexpected;
  return instants;
}

/** Nobody's end comes earlier by what is noted later, neither that of a member nor that of all. What would need room comes first. */
const noteBeside = `
local key, now, last, lifetime = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
for at = 4, #ARGV do redis.call('ZADD', key, 'GT', last, ARGV[at]) end
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
if redis.call('PTTL', key) < tonumber(lifetime) then redis.call('PEXPIRE', key, lifetime) end
return redis.status_reply('OK')
`;
