import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { clientKeys, jwkOf } from './openid-keys.ts';

/** An answer as it would be given by a provider that means well. */
export interface Honest {
  readonly type: string;
  readonly body: string;
}

/** How a provider behaves that does not: answers in place of the honest answer, and says when it will not say any more. */
export type Misdeed = (response: ServerResponse, honest: Honest, stuck: () => void) => void;

/** What can be done wrong wherever JSON is asked for. */
export const misdeeds = {
  'answers with a page of HTML': (response) => send(response, { type: 'text/html', body: '<!doctype html><h1>Maintenance</h1>' }),
  'answers JSON under the wrong type': (response, { body }) => send(response, { type: 'text/plain', body }),
  'answers JSON under no type': (response, { body }) => void response.writeHead(200).end(body),
  'answers with 24 MiB': (response, { type }) => flood(response.writeHead(200, { 'content-type': type }), 24),
  'says that 24 MiB follow': (response, { type, body }, stuck) =>
    void response.writeHead(200, { 'content-type': type, 'content-length': 24 * mebibyte }).write(body, stuck),
  'answers with 24 MiB in 24 KiB': (response, { type }) =>
    void response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(bomb),
  'never answers': (_, __, stuck) => stuck(),
  'never ends its headers': ({ socket }, _, stuck) => void socket?.write('HTTP/1.1 200 OK\r\nx-a: 1\r\n', stuck),
  'never ends its answer': (response, { type, body }, stuck) =>
    void response.writeHead(200, { 'content-type': type }).write(body.slice(0, -1), stuck),
  'answers drop by drop': (response, { type, body }, stuck) => drip(response.writeHead(200, { 'content-type': type }), body, stuck),
  'sends us elsewhere': (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
  'sends us elsewhere with the request': (response, honest) => send(response, honest, 307, { location: '/elsewhere' }),
  'answers with nothing': (response) => void response.writeHead(204).end(),
  'answers with an empty text': (response, { type }) => send(response, { type, body: '' }),
  'answers that it is not there': (response, honest) => send(response, honest, 404),
  'answers that it has failed': (response, honest) => send(response, honest, 503),
  'answers with half a number of octets': (response, { type, body }) =>
    response.writeHead(200, { 'content-type': type, 'content-length': body.length * 2 }).write(body, () => response.destroy()),
  'closes at once': (response) => void response.destroy(),
  'answers with headers of 64 KiB': (response, honest) => send(response, honest, 200, { 'x-long': 'x'.repeat(65_536) }),
  'answers no HTTP': ({ socket }) => void socket?.end('220 mail.example ESMTP\r\n'),
  'names a member twice': (response, { type, body }) =>
    send(response, { type, body: body.replace('{', '{"issuer":"https://a.example","issuer":"b",') }),
  'names a member twice, once escaped': (response, { type, body }) =>
    send(response, { type, body: body.replace('{', '{"x":1,"\\u0078":2,') }),
  'answers an array': (response, { type, body }) => send(response, { type, body: `[${body}]` }),
  'answers null': (response, { type }) => send(response, { type, body: 'null' }),
  'answers with a text after the JSON': (response, { type, body }) => send(response, { type, body: `${body} {}` }),
  'answers with brackets a million deep': (response, { type }) => send(response, { type, body: '['.repeat(1_000_000) }),
  'answers with octets that are no UTF-8': (response, { type, body }) =>
    void response
      .writeHead(200, { 'content-type': type })
      .end(Buffer.concat([Buffer.from(body.slice(0, -1)), Buffer.from(',"x":"\xff"}', 'latin1')])),
} satisfies Readonly<Record<string, Misdeed>>;

/** What can be done wrong with a key set. */
export const keySetMisdeeds = {
  'publishes a private key': (response, { type }) =>
    send(response, { type, body: JSON.stringify({ keys: [{ ...jwkOf(clientKeys.requests.privateKey), kid: 'ours' }] }) }),
  'publishes a shared secret': (response, { type }) =>
    send(response, { type, body: JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'ours' }] }) }),
  'publishes 10,000 keys': (response, { type }) =>
    send(response, { type, body: JSON.stringify({ keys: Array.from({ length: 10_000 }, smallKey) }) }),
  'publishes no list': (response, { type }) => send(response, { type, body: '{"keys":{}}' }),
} satisfies Readonly<Record<string, Misdeed>>;

/** Does what it is asked. */
export const obliging: Misdeed = (response, honest) => send(response, honest);

/** Answers as told. */
export function send(response: ServerResponse, { type, body }: Honest, status = 200, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

/** Writes for as long as somebody takes it. */
function flood(response: ServerResponse, mebibytes: number): void {
  if (response.destroyed) return;
  if (mebibytes === 0) return void response.end('"}');
  response.write(`${mebibytes === 24 ? '{"x":"' : ''}${'x'.repeat(mebibyte)}`, () => flood(response, mebibytes - 1));
}

/** An octet at a time; what is said after ten is enough for whoever waits. */
function drip(response: ServerResponse, body: string, stuck: () => void, at = 0): void {
  if (at === 10) stuck();
  if (!response.destroyed) response.write(body[at % body.length] ?? '', () => setImmediate(() => drip(response, body, stuck, at + 1)));
}

function smallKey(_: unknown, index: number): object {
  return { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: String(index) };
}

const mebibyte = 1_048_576;
const bomb = gzipSync(Buffer.concat([Buffer.from('{"x":"'), Buffer.alloc(24 * mebibyte, 'x'), Buffer.from('"}')]));
