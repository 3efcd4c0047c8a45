import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SignJWT } from 'jose';
import { type Env, systemEnv } from '../../src/index.ts';
import { keyPair } from './keys.ts';
import { type Honest, type Misdeed, send } from './misdeeds.ts';
import { jwkOf } from './openid-keys.ts';

/** What is asked of a provider behind the browser's back. */
export type Place = 'discovery' | 'keys' | 'token' | 'userinfo';

/** A provider that behaves in one place as badly as it can, and well in all others. */
export interface HostileProvider {
  readonly issuer: string;
  readonly paths: Readonly<Record<Place, string>>;
  /** The paths that were asked for so far, in order. */
  readonly requests: readonly string[];
  /** How many octets it got rid of. */
  octets(): number;
  /** The world at one instant, in which whoever waits has waited as soon as the provider says no more. */
  readonly env: Env;
  /** How long somebody wanted to wait, in milliseconds. */
  readonly waits: readonly number[];
  close(): Promise<void>;
}

/** Starts a provider on a free port of the loopback; `fetching` is how it is asked. */
export async function startHostileProvider(place: Place, misdeed: Misdeed, fetching = systemEnv.fetch): Promise<HostileProvider> {
  const [requests, waits]: [string[], number[]] = [[], []];
  const nonces = new Map<string, string>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { promise: silence, resolve: stuck } = promised();
  server.on('request', (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    requests.push(pathname);
    if (pathname === '/authorize') return authorize(searchParams, nonces, response);
    answered(pathname, issuer, nonces, request).then(
      (honest) => {
        if (honest === undefined) response.writeHead(404).end();
        else if (pathname === paths[place]) misdeed(response, honest, stuck);
        else send(response, honest);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  return {
    issuer,
    paths,
    requests,
    waits,
    octets: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    env: {
      now: () => instant,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      wait: (milliseconds, signal) => {
        waits.push(milliseconds);
        return Promise.race([silence, aborted(signal)]);
      },
      fetch: fetching,
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signs in whoever comes, at once. */
function authorize(asked: URLSearchParams, nonces: Map<string, string>, response: ServerResponse): void {
  const code = crypto.randomUUID();
  nonces.set(code, asked.get('nonce') ?? '');
  const answer = new URLSearchParams({ code, state: asked.get('state') ?? '' });
  response.writeHead(303, { location: `${asked.get('redirect_uri')}?${answer}` }).end();
}

async function answered(
  path: string,
  issuer: string,
  nonces: ReadonlyMap<string, string>,
  request: IncomingMessage,
): Promise<Honest | undefined> {
  if (path === paths.discovery) return json(metadata(issuer));
  if (path === paths.keys) return json({ keys: [{ ...jwkOf(signing.publicKey), kid: 'one', alg: 'RS256', use: 'sig' }] });
  if (path === paths.userinfo) return json({ sub: 'alice', name: 'Alice' });
  if (path !== paths.token) return undefined;
  const code = new URLSearchParams(await text(request)).get('code') ?? '';
  const idToken = await new SignJWT({ nonce: nonces.get(code) ?? '' })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(issuer)
    .setAudience('client')
    .setSubject('alice')
    .setIssuedAt(instant)
    .setExpirationTime(new Date(instant.getTime() + 300_000))
    .sign(signing.privateKey);
  return json({ access_token: 'token', token_type: 'Bearer', id_token: idToken });
}

function metadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: issuer + paths.token,
    userinfo_endpoint: issuer + paths.userinfo,
    jwks_uri: issuer + paths.keys,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

function json(value: object): Honest {
  return { type: 'application/json', body: JSON.stringify(value) };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function promised(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

const paths: Readonly<Record<Place, string>> = {
  discovery: '/.well-known/openid-configuration',
  keys: '/keys',
  token: '/token',
  userinfo: '/userinfo',
};
const instant = new Date('2026-01-01T12:00:00Z');
const signing = keyPair('rsa-2048', 'hostile provider');
