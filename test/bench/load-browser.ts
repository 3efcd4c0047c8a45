import { type Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { inflateRawSync } from 'node:zlib';
import { toBase64, utf8 } from '../../src/core/bytes.ts';
import { names } from './messages.ts';
import { signedResponse } from './workloads.ts';

/** A service that people sign in to. */
export interface Service {
  readonly port: number;
  /** Keeps connections, as a proxy in front of it does. */
  readonly agent: Agent;
}

/** A login that has begun in a browser: who asks, and what the provider posts. */
export interface Begun {
  readonly cookies: OutgoingHttpHeaders;
  readonly requestId: string;
  readonly relayState: string | null;
}

/** Begins a login, and reads the request that is sent to the provider. */
export async function begin(service: Service): Promise<Begun> {
  const answer = await asked(service, 'GET', new URL(names.loginUrl).pathname, {});
  const { searchParams } = new URL(locationOf(answer));
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const [, requestId = ''] = / ID="([^"]+)"/.exec(xml) ?? [];
  return { cookies: cookiesOf(answer), requestId, relayState: searchParams.get('RelayState') };
}

/** The provider's answer to that very request, as a form; the number tells it from all others. */
export function answerTo({ requestId, relayState }: Begun, groups: number, number: number): string {
  const xml = signedResponse({ number, now: new Date(), groups, typed: true, signed: 'assertion', requestId });
  const form = { SAMLResponse: toBase64(utf8(xml)), ...(relayState === null ? {} : { RelayState: relayState }) };
  return new URLSearchParams(form).toString();
}

/** Posts the answer, and says who was signed in, and with how many groups, as the service says. */
export async function end(service: Service, { cookies }: Begun, form: string): Promise<string> {
  const answer = await asked(service, 'POST', new URL(names.acsUrl).pathname, cookies, form);
  if (answer.headers['set-cookie'] === undefined) throw new Error('there is no session');
  const said = new URL(locationOf(answer), names.returnTo).searchParams;
  return `${said.get('as')} ${said.get('groups')}`;
}

async function asked(
  { port, agent }: Service,
  method: string,
  path: string,
  more: OutgoingHttpHeaders,
  body?: string,
): Promise<IncomingMessage> {
  const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  const headers = { ...usual, ...more, ...form };
  return await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, agent, method, path, headers });
    sent.on('error', reject);
    sent.on('response', (answer) => answer.resume().on('end', () => resolve(answer)));
    sent.end(body);
  });
}

function locationOf({ statusCode, headers: { location } }: IncomingMessage): string {
  if (location === undefined) throw new Error(`answered ${statusCode}, and leads nowhere`);
  return location;
}

function cookiesOf({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const pairs = (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]);
  return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
}

/** What browsers send. */
const usual = {
  host: 'sp.example',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-US,en;q=0.5',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'upgrade-insecure-requests': '1',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'cross-site',
};
