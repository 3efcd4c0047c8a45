import type { Env } from './env.ts';
import { isSsoError, SsoError } from './errors.ts';
import { isJsonFault, type Json, type JsonFault, type JsonObject, parseList, parseObject } from './json.ts';
import { parsedAddress } from './options.ts';

/**
 * What `env.fetch` is given beside what every `fetch` knows. A fetch that judges addresses may be more careful with one that was only
 * learnt: whoever wrote the document chose it, and not the administrator.
 */
export interface GuardedInit extends RequestInit {
  /** The address that was typed and that led to this one; absent where this one was typed itself. */
  readonly learntFrom?: string;
}

/** One question to a provider. */
export interface Exchange {
  readonly url: string;
  /** What errors say in place of the address, where its path holds something personal. */
  readonly shown?: string;
  /** As in {@link GuardedInit}. */
  readonly learntFrom?: string | undefined;
  /** Default: POST where there is something to send, else GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A form to send. */
  readonly form?: URLSearchParams;
  /** JSON to send, where it is no form. */
  readonly json?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is understood: `application/json`, or `application/*+json` for all that is JSON. */
  readonly accept: string;
  /** For headers and body together. Default: 5. */
  readonly seconds?: number;
}

/** What was answered, whatever its status: nothing of it has been judged but its size and that it came from where it was asked. */
export interface Answer {
  /** Where it came from, for errors: without query. */
  readonly from: string;
  readonly status: number;
  readonly headers: Headers;
  /** Lower-case, without parameters; empty where there is none. */
  readonly mediaType: string;
  readonly octets: Uint8Array;
}

/**
 * The one way in which anything is fetched: no redirect is followed, at most 1 MiB is read, and the time for headers and body together
 * is limited, whatever the fetch of the environment does with its signal.
 *
 * @throws SsoError `transport.unreachable`, `transport.timeout`, `transport.redirect`, `transport.too-large`, and what `env.fetch` throws
 *   of this package, such as `transport.address`
 */
export async function exchange(question: Exchange, env: Pick<Env, 'fetch' | 'wait'>): Promise<Answer> {
  const { seconds = usualSeconds } = question;
  const url = question.shown ?? shown(question.url);
  // Ends both: the waiting once there is an answer, and the fetching once it is too late.
  const over = new AbortController();
  const late = env.wait(seconds * 1000, over.signal).then(() => {
    throw new SsoError('transport.timeout', { url, seconds });
  });
  try {
    return await Promise.race([answerTo(question, url, over.signal, env), late]);
  } finally {
    over.abort(ended);
  }
}

/**
 * The JSON object that an answer holds.
 *
 * @param suffixed - takes `application/*+json` for JSON too (RFC 6839 3.1), as key sets come
 * @throws SsoError `transport.status` where the status is no success; `transport.content-type`, `transport.json`
 */
export function objectOf(answer: Answer, { suffixed = false } = {}): JsonObject {
  return withoutFault(answer, parseObject(jsonIn(answer, suffixed)));
}

/** The JSON list that an answer holds. @throws as {@link objectOf} */
export function listOf(answer: Answer): readonly Json[] {
  return withoutFault(answer, parseList(jsonIn(answer, false)));
}

/** The error that a provider names in an answer without success, if it speaks JSON there; all of it is its own text. */
export function errorOf({ mediaType, octets }: Answer): JsonObject | undefined {
  const object = isAnyJson(mediaType) ? parseObject(octets) : undefined;
  return object === undefined || isJsonFault(object) ? undefined : object;
}

/** @throws SsoError `transport.status` */
export function checkStatus({ from, status }: Answer): void {
  if (status < 200 || status > 299) throw new SsoError('transport.status', { url: from, status });
}

function jsonIn(answer: Answer, suffixed: boolean): Uint8Array {
  checkStatus(answer);
  const { from, mediaType, octets } = answer;
  if ((suffixed ? isAnyJson : isJson)(mediaType)) return octets;
  throw new SsoError('transport.content-type', { url: from, expected: 'application/json', found: mediaType.slice(0, longestType) });
}

function withoutFault<T extends JsonObject | readonly Json[]>({ from }: Answer, read: T | JsonFault): T {
  if (typeof read === 'string') throw new SsoError('transport.json', { url: from, reason: read });
  return read;
}

async function answerTo(question: Exchange, url: string, signal: AbortSignal, env: Pick<Env, 'fetch'>): Promise<Answer> {
  try {
    const response = await env.fetch(question.url, requestOf(question, signal));
    // What follows redirects by itself, or hides them, has no business here.
    if (response.redirected || response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
      throw new SsoError('transport.redirect', { url, status: response.status });
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';');
    const { status, headers } = response;
    return { from: url, status, headers, mediaType: mediaType.trim(), octets: await octetsOf(response, url, signal) };
  } catch (cause) {
    throw isSsoError(cause) ? cause : new SsoError('transport.unreachable', { url }, cause);
  }
}

function requestOf({ method, form, json, headers = {}, accept, learntFrom }: Exchange, signal: AbortSignal): GuardedInit {
  const type = form !== undefined ? 'application/x-www-form-urlencoded' : json !== undefined ? 'application/json' : undefined;
  const body = form?.toString() ?? (json && JSON.stringify(json));
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { accept, ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
    signal,
    ...(learntFrom === undefined ? {} : { learntFrom }),
  };
}

async function octetsOf({ body }: Response, url: string, signal: AbortSignal): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength;
    if (length > mostOctets || signal.aborted) {
      // Nobody waits for what else would come, nor for the end of it.
      reader.cancel().catch(() => undefined);
      throw new SsoError('transport.too-large', { url, maximum: mostOctets });
    }
    parts.push(read.value);
  }
  return Buffer.concat(parts, length);
}

/** Without what an address may carry of secrets. */
function shown(address: string): string {
  const { origin, pathname } = parsedAddress(address) ?? { origin: '', pathname: '' };
  return `${origin}${pathname}`;
}

function isJson(mediaType: string): boolean {
  return mediaType === 'application/json';
}

function isAnyJson(mediaType: string): boolean {
  return isJson(mediaType) || /^application\/[a-z0-9!#$&^_.-]+\+json$/.test(mediaType);
}

/** Why the signal of a question is aborted; made once, since a reason of its own for each costs more than reading the answer. */
const ended = new Error('the exchange has ended');
const usualSeconds = 5;
const mostOctets = 1_048_576;
const longestType = 100;
