import { connect, type Socket } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { toBase64, utf8 } from '../../src/core/bytes.ts';
import { names } from './messages.ts';
import { signedResponse } from './workloads.ts';

/** A login that has begun: what the browser holds of it, and what the provider is asked. */
export interface Begun {
  readonly cookie: string;
  readonly requestId: string;
  readonly relayState: string | null;
}

/**
 * A browser with one connection that is kept. It does as little as it can: one that takes longer to ask than the service to answer would
 * leave that waiting, and whoever waits finds its caches cold.
 */
export class Browser {
  readonly #socket: Socket;
  #heard = '';
  #asked: { readonly resolve: (answer: Answer) => void; readonly reject: (reason: Error) => void } | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    this.#socket.on('data', (octets: string) => this.#hear(octets));
    this.#socket.on('error', (reason) => this.#asked?.reject(reason));
    this.#socket.on('close', () => this.#asked?.reject(new Error('the service has left a question unanswered')));
    // Else a service that is stuck would be waited for without end.
    this.#socket.setTimeout(60_000, () => this.#asked && this.#socket.destroy());
  }

  /** Begins a login, and reads the request that is sent to the provider. */
  async begin(): Promise<Begun> {
    const { location, cookie } = await this.#ask(`GET ${pathOf(names.loginUrl)} HTTP/1.1\r\n${usual}\r\n`);
    const { searchParams } = new URL(location);
    const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
    const [, requestId = ''] = / ID="([^"]+)"/.exec(xml) ?? [];
    return { cookie, requestId, relayState: searchParams.get('RelayState') };
  }

  /** Posts the provider's answer, and says who was signed in, and with how many groups, as the service says. */
  async end({ cookie }: Begun, form: string): Promise<string> {
    const cookies = cookie === '' ? '' : `cookie: ${cookie}\r\n`;
    const type = 'content-type: application/x-www-form-urlencoded\r\n';
    const head = `POST ${pathOf(names.acsUrl)} HTTP/1.1\r\n${usual}${cookies}${type}content-length: ${form.length}\r\n\r\n`;
    const ended = await this.#ask(head + form);
    if (ended.cookie === '') throw new Error('there is no session');
    const said = new URL(ended.location, names.returnTo).searchParams;
    return `${said.get('as')} ${said.get('groups')}`;
  }

  close(): void {
    this.#socket.destroy();
  }

  #ask(octets: string): Promise<Answer> {
    this.#socket.write(octets, 'latin1');
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
    });
  }

  #hear(octets: string): void {
    this.#heard += octets;
    const end = this.#heard.indexOf('\r\n\r\n') + 4;
    const length = Number(/^content-length: (\d+)\r$/im.exec(this.#heard)?.[1] ?? Number.NaN);
    if (end < 4 || this.#heard.length < end + length) return;
    const head = this.#heard.slice(0, end);
    this.#heard = '';
    const asked = this.#asked;
    this.#asked = undefined;
    try {
      asked?.resolve(answerIn(head));
    } catch (cause) {
      asked?.reject(new Error('the service has answered otherwise', { cause }));
    }
  }
}

/** The provider's answer to that very request, as a form; the number tells it from all others. */
export function answerTo({ requestId, relayState }: Begun, groups: number, number: number): string {
  const xml = signedResponse({ number, now: new Date(), groups, typed: true, signed: 'assertion', requestId });
  const form = { SAMLResponse: toBase64(utf8(xml)), ...(relayState === null ? {} : { RelayState: relayState }) };
  return new URLSearchParams(form).toString();
}

/** Where an answer leads, and what cookies it sets. */
interface Answer {
  readonly location: string;
  readonly cookie: string;
}

function answerIn(head: string): Answer {
  const [, location] = /^location: (.*)\r$/im.exec(head) ?? [];
  if (location === undefined) throw new Error(`this leads nowhere: ${head}`);
  const cookies = [...head.matchAll(/^set-cookie: ([^;\r]*)/gim)].map(([, cookie]) => cookie);
  return { location, cookie: cookies.join('; ') };
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

/** What browsers send. */
const usual = `host: sp.example
user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
accept-language: en-US,en;q=0.5
accept-encoding: gzip, deflate, br, zstd
connection: keep-alive
upgrade-insecure-requests: 1
sec-fetch-dest: document
sec-fetch-mode: navigate
sec-fetch-site: cross-site
`.replaceAll('\n', '\r\n');
