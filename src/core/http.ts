import type { Env } from './env.ts';
import { isSsoError, SsoError } from './errors.ts';
import { isJsonFault, type Json, type JsonFault, type JsonObject, parseList, parseObject } from './json.ts';
import { parsedAddress } from './options.ts';
import { within } from './within.ts';

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
  /** XML to send, where it is neither. */
  readonly xml?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is understood: `application/json`, or `application/*+json` for all that is JSON. */
  readonly accept: string;
  /** For headers and body together. Default: 5. */
  readonly seconds?: number;
  /** How large the body may be, on the way and once it is unpacked. Default: 1 MiB. */
  readonly mostOctets?: number;
  /** Asks for a body that is packed with gzip, and unpacks it. */
  readonly gzip?: boolean;
  /** Takes the body part by part, once it is all there: to put a large one together would keep everybody waiting. */
  readonly take?: (part: Uint8Array) => void;
  /** How often an answer may send elsewhere on the same origin; a question with a body is never sent twice. Default: 0. */
  readonly redirects?: number;
}

/** What was answered, whatever its status: nothing of it has been judged but its size and that it came from where it was asked. */
export interface Answer {
  /** Where it came from, for errors: without query. */
  readonly from: string;
  readonly status: number;
  readonly headers: Headers;
  /** Lower-case, without parameters; empty where there is none. */
  readonly mediaType: string;
  /** The body; empty where `take` has it. */
  readonly octets: Uint8Array;
}

/**
 * The one way in which anything is fetched: no redirect leads to another origin, no more is read than may be, and the time for headers
 * and body together is limited, whatever the fetch of the environment does with its signal.
 *
 * @throws SsoError `transport.unreachable`, `transport.timeout`, `transport.redirect`, `transport.too-large`, and what `env.fetch` throws
 *   of this package, such as `transport.address`
 */
export async function exchange(question: Exchange, env: Pick<Env, 'fetch' | 'wait'>): Promise<Answer> {
  const { seconds = usualSeconds } = question;
  const url = question.shown ?? shown(question.url);
  return await within(
    seconds,
    (signal) => answerTo(question, url, signal, env),
    () => new SsoError('transport.timeout', { url, seconds }),
    env,
  );
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
    const next = redirected(question, response);
    if (next !== undefined) {
      response.body?.cancel().catch(() => undefined);
      return await answerTo(next, next.shown ?? shown(next.url), signal, env);
    }
    if (sendsElsewhere(question, response)) throw new SsoError('transport.redirect', { url, status: response.status });
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';');
    const { status, headers } = response;
    return { from: url, status, headers, mediaType: mediaType.trim(), octets: await bodyOf(question, response, url, signal) };
  } catch (cause) {
    throw isSsoError(cause) ? cause : new SsoError('transport.unreachable', { url }, cause);
  }
}

/** What follows redirects by itself, or hides them, has no business here. "Not modified" is an answer where it was asked for. */
function sendsElsewhere({ headers = {} }: Exchange, { redirected, type, status }: Response): boolean {
  const isAsked = 'if-none-match' in headers || 'if-modified-since' in headers;
  return redirected || type === 'opaqueredirect' || (status >= 300 && status < 400 && !(status === 304 && isAsked));
}

/** The question that an answer leads to, where it may lead on; undefined where it does not or may not. */
function redirected(question: Exchange, { status, headers, redirected }: Response): Exchange | undefined {
  const { url, redirects = 0 } = question;
  const location = headers.get('location');
  if (redirects < 1 || redirected || location === null || !following.has(status) || methodOf(question) !== 'GET') return undefined;
  const [here, there] = [parsedAddress(url), parsedAddress(location, url)];
  const isSame = here !== undefined && here.origin === there?.origin && there.username === '' && there.password === '';
  return isSame ? { ...question, url: there.href, redirects: redirects - 1 } : undefined;
}

function methodOf(question: Exchange): string {
  return question.method ?? (contentOf(question) === undefined ? 'GET' : 'POST');
}

/** What is sent, and what it is; undefined where nothing is. */
function contentOf({ form, json, xml }: Exchange): { readonly type: string; readonly body: string } | undefined {
  if (form !== undefined) return { type: 'application/x-www-form-urlencoded', body: form.toString() };
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) };
  return xml === undefined ? undefined : { type: 'text/xml; charset=utf-8', body: xml };
}

function requestOf(question: Exchange, signal: AbortSignal): GuardedInit {
  const { headers = {}, accept, learntFrom, gzip = false } = question;
  const content = contentOf(question);
  return {
    method: methodOf(question),
    headers: {
      accept,
      ...(gzip ? { 'accept-encoding': 'gzip' } : {}),
      ...(content === undefined ? {} : { 'content-type': content.type }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content.body }),
    redirect: 'manual',
    signal,
    ...(learntFrom === undefined ? {} : { learntFrom }),
  };
}

async function bodyOf(question: Exchange, { body }: Response, url: string, signal: AbortSignal): Promise<Uint8Array> {
  const { gzip = false, mostOctets = usualOctets, take } = question;
  const received = body === null ? [] : await partsOf(body, url, signal, mostOctets);
  const parts = gzip && isPacked(received) ? await partsOf(unpacked(received), url, signal, mostOctets) : received;
  if (take === undefined) return parts.length > 0 ? Buffer.concat(parts) : new Uint8Array();
  for (const part of parts) take(part);
  return new Uint8Array();
}

/** Some that fetch unpack by themselves, and leave the header that says it is packed: only the octets tell. */
function isPacked(parts: readonly Uint8Array[]): boolean {
  const [first, second] = Buffer.concat(parts.filter(({ byteLength }) => byteLength > 0).slice(0, 2));
  return first === 0x1f && second === 0x8b;
}

function unpacked(parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new Blob([...parts]).stream().pipeThrough(new DecompressionStream('gzip'));
}

async function partsOf(body: ReadableStream<Uint8Array>, url: string, signal: AbortSignal, mostOctets: number): Promise<Uint8Array[]> {
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
  return parts;
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

const usualSeconds = 5;
const usualOctets = 1_048_576;
const following: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const longestType = 100;
