import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import { isJsonFault, type Json, type JsonObject, member, parseObject } from '../../core/json.ts';
import type { Link, LinkStore } from '../../identity/link.ts';
import { textOrNone, unexpected, whetherDone } from './answers.ts';
import type { RedisClient } from './client.ts';
import { connection, type RedisOptions } from './connection.ts';

/**
 * Keeps links in Redis, those of a product in one hash. They are there for good: Redis must write them to disk (`appendonly yes`), and
 * they belong into its backups.
 *
 * @param client - the application's own, connected
 * @throws SsoError `config.invalid`; its functions throw `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisLinkStore(client: RedisClient, options: RedisOptions = {}, env: Pick<Env, 'now' | 'wait'> = systemEnv): LinkStore {
  const redis = connection('links', client, options, env);
  const linksOf = (product: string): string => redis.plainKey('links', product);
  return {
    find: async (product, subject) => await redis.ask(readLink, 'HGET', linksOf(product), person({ subject })),
    owner: async (product, userKey) => await redis.ask(readLink, 'HGET', linksOf(product), account({ userKey })),
    claim: async (link) => await redis.run(whetherDone, claiming, linksOf(link.product), writeLink(link), person(link), account(link)),
    replace: async (before, next) => {
      const after = next === undefined ? none : writeLink(next);
      const [had, has] = [account(before), account(next ?? {})];
      return await redis.run(whetherDone, replacing, linksOf(before.product), writeLink(before), after, person(before), had, has);
    },
  };
}

/** The field of a person. */
function person({ subject }: Pick<Link, 'subject'>): string {
  return `person ${subject}`;
}

/** The field of an account, which has the same link as its person. */
function account({ userKey }: Pick<Link, 'userKey'>): string {
  return userKey === undefined ? none : `account ${userKey}`;
}

/** Always in the same order, since what is there is compared by its text. */
function writeLink(link: Link): string {
  return JSON.stringify(link, Object.keys(fields));
}

function readLink(answer: unknown): Link | undefined {
  const text = textOrNone(answer);
  if (text === undefined) return undefined;
  const link = parseObject(text);
  if (isJsonFault(link) || !isLink(link)) throw unexpected;
  return Object.freeze(link);
}

function isLink(object: JsonObject): object is JsonObject & Link {
  return Object.entries(fields).every(([name, fits]) => fits(member(object, name)));
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string';
}

function isTextOrAbsent(value: Json | undefined): boolean {
  return value === undefined || isText(value);
}

/** What may stand in each field. */
const fields: Readonly<Record<keyof Link, (value: Json | undefined) => boolean>> = {
  product: isText,
  subject: isText,
  userKey: isTextOrAbsent,
  userName: isText,
  state: (value) => value === 'creating' || value === 'created' || value === 'linked',
  since: isTextOrAbsent,
  setAside: (value) => value === undefined || (Array.isArray(value) && value.every(isText)),
};
const none = '';

const claiming = `
local key, link, person, account = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
if redis.call('HEXISTS', key, person) == 1 then return false end
if account == '' then redis.call('HSET', key, person, link) return redis.status_reply('OK') end
if redis.call('HEXISTS', key, account) == 1 then return false end
redis.call('HSET', key, person, link, account, link)
return redis.status_reply('OK')
`;
/** What would need room comes first: once a script has written, nothing of it is refused. */
const replacing = `
local key, before, after, person, had, has = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if redis.call('HGET', key, person) ~= before then return false end
local owner = has ~= '' and redis.call('HGET', key, has)
if owner and owner ~= before then return false end
if after ~= '' then redis.call('HSET', key, person, after) else redis.call('HDEL', key, person) end
if has ~= '' then redis.call('HSET', key, has, after) end
if had ~= '' and had ~= has then redis.call('HDEL', key, had) end
return redis.status_reply('OK')
`;
