/** What the fakes of the four products have in common: calls that are counted, routes, and the ways in which a product refuses. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env } from '../../../src/core/env.ts';
import { fold, type People, type Person } from './people.ts';

/** One call, as it came in. */
export interface Call {
  readonly method: string;
  /** Without the context path; encoded as it came. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** A way in which a product is in trouble, whatever it is asked. */
export type Trouble = 'captcha' | 'websudo' | 'credentials' | 'permission' | 'busy' | 'down' | 'login-page';

/** A product that is none. */
export interface FakeProduct {
  readonly baseUrl: string;
  readonly people: People;
  readonly calls: readonly Call[];
  /** The calls that change something. */
  readonly writes: readonly Call[];
  /** How long somebody waited between calls, in milliseconds. */
  readonly waits: readonly number[];
  readonly env: Env;
  /** What it answers to whatever comes next, or to so many calls of that. */
  trouble(kind: Trouble | Response, times?: number): void;
  forget(): void;
}

/** Where a call goes: `{}` in the path is one segment, handed over decoded. */
export type Route = readonly [method: string, path: string, answer: (call: Call, ...names: string[]) => Response];

/** What is a product's own. */
export interface FakeDialect {
  readonly baseUrl: string;
  readonly people: People;
  readonly routes: readonly Route[];
  /** An error in the product's own form. */
  refuse(status: number, message: string, exception?: string): Response;
  /** How it says that somebody who signed in may not do that: not all say 403. */
  readonly missingRight: () => Response;
}

export interface FakeOptions {
  readonly baseUrl?: string;
  readonly people?: readonly (Partial<Person> & { readonly name: string; readonly groups?: readonly string[] })[];
  readonly groups?: readonly string[];
  /** How many active people may be in its licensed groups. */
  readonly seats?: number;
  readonly licensedGroups?: readonly string[];
  readonly version?: string;
}

/** The credentials that every fake takes. */
export const authentication = { kind: 'token', token: 'a-token-of-an-administrator' } as const;
export const passwordAuthentication = { kind: 'basic', user: 'admin', password: 'correct horse' } as const;

/** A product of a dialect, to be used as a `fetch`. */
export function fakeProduct(dialect: FakeDialect): FakeProduct {
  const [calls, waits]: [Call[], number[]] = [[], []];
  const troubles: (() => Response)[] = [];
  const answer = (call: Call): Response => {
    calls.push(call);
    const trouble = troubles.shift();
    if (trouble !== undefined) return trouble();
    if (!accepted.includes(call.headers['authorization'] ?? '')) return dialect.refuse(401, 'Authentication failed.');
    if (call.method !== 'GET' && call.headers['x-atlassian-token'] !== 'no-check')
      return new Response('XSRF check failed', { status: 403 });
    return routed(dialect, call);
  };
  return {
    baseUrl: dialect.baseUrl,
    people: dialect.people,
    calls,
    waits,
    get writes() {
      return calls.filter(({ method }) => method !== 'GET');
    },
    env: {
      now: () => new Date('2026-01-01T00:00:00Z'),
      random: (bytes) => new Uint8Array(bytes).fill(7),
      // Nobody waits for an answer that is there; who waits on purpose has waited at once.
      wait: async (milliseconds, signal) => {
        if (signal !== undefined) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        waits.push(milliseconds);
      },
      fetch: async (input, init) => answer(callOf(dialect.baseUrl, new Request(input, init), await new Request(input, init).text())),
    },
    trouble: (kind, times = 1) => {
      const made = kind instanceof Response ? () => kind.clone() : () => troubled(dialect, kind);
      troubles.push(...Array.from({ length: times }, () => made));
    },
    forget: () => {
      calls.length = 0;
      waits.length = 0;
    },
  };
}

/** The same over HTTP, for a program of its own. */
export async function served(product: FakeProduct): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { origin } = new URL(product.baseUrl);
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const bodied = request.method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      const answer = product.env.fetch(`${origin}${request.url}`, {
        method: request.method ?? 'GET',
        headers: forwarded(headers),
        ...bodied,
      });
      answer.then(
        async (told) => response.writeHead(told.status, Object.fromEntries(told.headers)).end(Buffer.from(await told.arrayBuffer())),
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}${new URL(product.baseUrl).pathname.replace(/\/$/, '')}`, close };
}

/** JSON, as all of the products answer. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers } });
}

/** An answer without anything in it. */
export function empty(status = 204): Response {
  return new Response(null, { status });
}

/** The fields of what was sent; nothing where it was no object. */
export function fieldsOf({ body }: Call): Readonly<Record<string, unknown>> {
  // Sound: whatever its members are, they are only compared.
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** A field that is a text, else nothing. */
export function textOf(call: Call, name: string): string {
  const value = fieldsOf(call)[name];
  return typeof value === 'string' ? value : '';
}

/** Are there more active people in these groups than the licence has seats for, once somebody joins? */
export function isFull(people: People, { seats, licensedGroups = [] }: FakeOptions, joining: Person, group: string): boolean {
  if (seats === undefined || !licensedGroups.some((name) => fold(name) === fold(group))) return false;
  const members = new Set(licensedGroups.flatMap((name) => [...(people.group(name)?.members ?? [])]));
  return !members.has(joining.key) && members.size >= seats;
}

function routed({ routes, refuse }: FakeDialect, call: Call): Response {
  const known = routes.map(([method, path, answer]) => [method, matched(path, call.path), answer] as const).filter(([, names]) => names);
  const [found] = known.filter(([method]) => method === call.method);
  if (found !== undefined) return found[2](call, ...(found[1] ?? []));
  return known.length > 0
    ? refuse(405, 'Method Not Allowed')
    : new Response('<html>Oops, you have found a dead link.</html>', { status: 404, headers: { 'content-type': 'text/html' } });
}

function matched(pattern: string, path: string): readonly string[] | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  if (wanted.some((segment, at) => segment !== '{}' && segment !== given[at])) return undefined;
  return given.filter((_, at) => wanted[at] === '{}').map(decodeURIComponent);
}

function troubled({ refuse, missingRight }: FakeDialect, kind: Trouble): Response {
  switch (kind) {
    case 'captcha':
      return json({ message: 'Login denied' }, 403, {
        'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.example/login.jsp',
      });
    case 'websudo':
      return json({ message: 'This resource requires WebSudo.', 'status-code': 401 }, 401);
    case 'credentials':
      return refuse(401, 'Authentication failed.');
    case 'permission':
      return missingRight();
    case 'busy':
      return json({ message: 'Rate limit exceeded.' }, 429, { 'retry-after': '7', 'x-ratelimit-remaining': '0' });
    case 'down':
      return new Response('<html>restarting</html>', { status: 503, headers: { 'content-type': 'text/html' } });
    case 'login-page':
      return new Response('<html>Log in</html>', { status: 200, headers: { 'content-type': 'text/html' } });
  }
}

function callOf(baseUrl: string, { method, url, headers }: Request, body: string): Call {
  const { pathname, searchParams } = new URL(url);
  const context = new URL(baseUrl).pathname.replace(/\/$/, '');
  return {
    method,
    path: pathname.slice(context.length),
    query: Object.fromEntries(searchParams),
    body: body === '' ? undefined : JSON.parse(body),
    headers: Object.fromEntries(headers),
  };
}

function forwarded(headers: readonly [string, string][]): [string, string][] {
  return headers.filter(([name]) => !['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'].includes(name));
}

const accepted = [
  `Bearer ${authentication.token}`,
  `Basic ${Buffer.from(`${passwordAuthentication.user}:${passwordAuthentication.password}`).toString('base64')}`,
];
