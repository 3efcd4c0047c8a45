import { systemEnv } from '#env';
import type { DocumentStore } from '../../core/document-store.ts';
import type { Env } from '../../core/env.ts';
import { done, textOrNone, unexpected } from './answers.ts';
import type { RedisClient } from './client.ts';
import { connection, type RedisOptions } from './connection.ts';

/**
 * A document store in Redis, for as many processes as there are. Documents stay there until another takes their place.
 *
 * @param client - the application's own, connected
 * @throws SsoError `config.invalid`; its functions throw `store.unavailable`, and `store.full` where Redis has no room
 */
export function redisDocumentStore(
  client: RedisClient,
  options: RedisOptions = {},
  env: Pick<Env, 'now' | 'wait'> = systemEnv,
): DocumentStore {
  const redis = connection('document', client, options, env);
  return {
    read: async (name) => await redis.ask(documentIn, 'GET', redis.keyFor('document', name)),
    write: async (name, document) => await redis.ask(done, 'SET', redis.keyFor('document', name), `${mark}${document}`),
  };
}

/** @throws for what was not written here */
function documentIn(answer: unknown): string | undefined {
  const entry = textOrNone(answer);
  if (entry === undefined) return undefined;
  if (!entry.startsWith(mark)) throw unexpected;
  return entry.slice(mark.length);
}

/** A document may be any text: without it, whatever a client answers would be one. */
const mark = 'document ';
