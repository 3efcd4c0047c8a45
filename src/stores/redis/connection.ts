import { toBase64Url, toHex } from '../../core/bytes.ts';
import { type Env, instantOf } from '../../core/env.ts';
import { isSsoError, SsoError } from '../../core/errors.ts';
import { invalid, knownFields, wholeNumber } from '../../core/options.ts';
import { legible } from '../../core/rules.ts';
import { digest } from '../../crypto/algorithms.ts';
import { endOf } from '../until.ts';
import { type Ask, askBy, type RedisClient } from './client.ts';

/** Options of every store over Redis. */
export interface RedisOptions {
  /** What all keys begin with (default `signon:`); services that share a Redis and are to share nothing else need one each. */
  readonly prefix?: string;
  /** How long an answer may take (default 2,000); clients keep questions to themselves for as long as they are not connected. */
  readonly timeoutMilliseconds?: number;
}

/** The way from one store to Redis. Whatever it does not answer plainly and in time is `store.unavailable`, no room `store.full`. */
export interface Connection {
  /** A key of ours for what is called so, which may be of any length, and a secret. */
  keyFor(kind: string, ...name: readonly string[]): string;
  /** A key of ours whose name is to be read. */
  plainKey(kind: string, name: string): string;
  /** How many milliseconds something is kept, as Redis wants it; what is over already still needs one. */
  lifetime(until: Date): string;
  /** Asks about a key by a command, and reads the answer; what the reader throws is an answer that could not be. */
  ask<T>(read: (answer: unknown) => T, command: string, key: string, ...parameters: readonly string[]): Promise<T>;
  /** Runs a script on one key, which Redis does in one step. */
  run<T>(read: (answer: unknown) => T, script: string, key: string, ...parameters: readonly string[]): Promise<T>;
}

/**
 * Connects a store with what the user's client leads to.
 *
 * @param store - its name in errors
 * @throws SsoError `config.invalid`
 */
export function connection(store: string, client: RedisClient, options: RedisOptions, env: Pick<Env, 'now' | 'wait'>): Connection {
  knownFields(options, ['prefix', 'timeoutMilliseconds']);
  const { prefix = 'signon:' } = options;
  if (typeof prefix !== 'string') throw invalid('prefix', 'must be a text');
  const milliseconds = wholeNumber('timeoutMilliseconds', options.timeoutMilliseconds, { initial: 2_000, least: 1, most: 60_000 });
  const asked = askBy(client);
  const answer = async <T>(read: (answer: unknown) => T, question: (signal: AbortSignal) => Promise<unknown>): Promise<T> => {
    try {
      return read(await inTime(question, milliseconds, env));
    } catch (cause) {
      throw refusal(store, cause);
    }
  };
  return {
    keyFor: (kind, ...name) => `${prefix}${kind}:${toBase64Url(digest({ hash: 'sha256' }, JSON.stringify(name)))}`,
    plainKey: (kind, name) => `${prefix}${kind}:${name}`,
    lifetime: (until) => `${Math.max(1, endOf(until) - instantOf(env).getTime())}`,
    ask: (read, command, key, ...parameters) => answer(read, (signal) => asked(key, [command, key, ...parameters], signal)),
    run: (read, script, key, ...parameters) => answer(read, (signal) => runBy(asked, script, [key, ...parameters], signal)),
  };
}

/** By the script's digest, which is all that Redis needs to be told once it has seen it. */
async function runBy(
  asked: Ask,
  script: string,
  [key, ...parameters]: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await asked(key, ['EVALSHA', toHex(digest({ hash: 'sha1' }, script)), '1', key, ...parameters], signal);
  } catch (cause) {
    // Redis keeps scripts until it is started anew, each node for itself.
    if (!wordsOf(cause).startsWith('NOSCRIPT')) throw cause;
    return await asked(key, ['EVAL', script, '1', key, ...parameters], signal);
  }
}

async function inTime<T>(ask: (signal: AbortSignal) => Promise<T>, milliseconds: number, env: Pick<Env, 'wait'>): Promise<T> {
  const over = new AbortController();
  const late = env.wait(milliseconds, over.signal).then(() => {
    throw new Error(`no answer within ${milliseconds} ms`);
  });
  try {
    return await Promise.race([ask(over.signal), late]);
  } finally {
    over.abort(answered);
  }
}

function refusal(store: string, cause: unknown): SsoError {
  if (isSsoError(cause)) return cause;
  const words = wordsOf(cause);
  if (outOfMemory.test(words)) return new SsoError('store.full', { store });
  // The error itself has the command with it, and so what is to be kept; of an unknown one even its words have.
  return new SsoError('store.unavailable', { store }, new Error(legible(words.replace(/, with args.*/s, ''))));
}

/** What an error says; one of several connections says nothing, but has a code. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no error, but something else was thrown';
  return cause.message || ('code' in cause && typeof cause.code === 'string' ? cause.code : cause.name);
}

/** Before Redis 7 a script says so in the middle of its own words. */
const outOfMemory = /(?:^|-)OOM /;
/** Why nobody waits any longer; made once, since none of its own is ever seen. */
const answered = new Error('the question was answered');
