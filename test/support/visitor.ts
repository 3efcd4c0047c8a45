import { formsIn } from './html.ts';

/** What answers requests. */
export type Answering = (request: Request) => Promise<Response | undefined>;

/** Where a navigation comes from: typed or within our own pages, or from a page of another site. */
export type From = 'here' | 'elsewhere';

/**
 * A browser in front of handlers, as strict about cookies as browsers are: those with the prefix `__Host-` must be what it promises, and
 * what another site sends comes without the cookies that are not meant for that (RFC 6265bis 4.1.3.2 and 5.6.7.1).
 */
export class Visitor {
  readonly #answer: Answering;
  readonly #now: () => Date;
  readonly #cookies = new Map<string, Cookie>();

  constructor(answer: Answering, now: () => Date) {
    this.#answer = answer;
    this.#now = now;
  }

  /** The cookies that it has now, by name. */
  get cookies(): ReadonlyMap<string, string> {
    return new Map([...this.#cookies].filter(([, { until }]) => until > this.#now().getTime()).map(([name, { value }]) => [name, value]));
  }

  /** Has it hold a cookie that nobody set, or one that was changed. */
  plant(name: string, value: string): void {
    this.#cookies.set(name, { value, sameSite: 'None', until: Number.POSITIVE_INFINITY });
  }

  /** Opens an address, as by a link or by typing it. */
  async open(url: string, from: From = 'here', headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return await this.send(new Request(url, { headers }), from);
  }

  /** Posts a form, as a page of another site does unless told otherwise. */
  async post(url: string, fields: Readonly<Record<string, string>> | URLSearchParams, from: From = 'elsewhere'): Promise<Response> {
    const headers = from === 'here' ? { origin: new URL(url).origin } : { origin: 'https://idp.example' };
    return await this.send(new Request(url, { method: 'POST', body: new URLSearchParams(fields), headers }), from);
  }

  /** Sends the one form of a page of ours, as its script or its button does. */
  async submit(page: Response, url: string): Promise<Response> {
    const [form] = formsIn(await page.text(), url);
    if (form === undefined) throw new Error('the page has no form');
    return await this.post(form.action, new URLSearchParams(form.fields.map(([name, value]): [string, string] => [name, value])), 'here');
  }

  /** Sends a request with the cookies that belong to it, and keeps those that the answer sets. */
  async send(request: Request, from: From = 'here'): Promise<Response> {
    const sent = new Request(request);
    const cookie = this.#header(request.method, from);
    if (cookie !== '') sent.headers.set('cookie', cookie);
    const response = await this.#answer(sent);
    if (response === undefined) throw new Error(`nothing is at ${request.url}`);
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #header(method: string, from: From): string {
    const sent = [...this.#cookies].filter(
      ([name, { sameSite }]) =>
        this.cookies.has(name) && (from === 'here' || sameSite === 'None' || (sameSite === 'Lax' && method === 'GET')),
    );
    return sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    const has = (attribute: string) => attributes.includes(attribute);
    if (!name.startsWith('__Host-') || !has('Path=/') || !has('Secure') || !has('HttpOnly') || line.includes('Domain'))
      throw new Error(`no browser would keep ${line}`);
    if (pair.length > 4_096) throw new Error(`no browser would keep ${pair.length} characters`);
    const [, sameSite = ''] = /; SameSite=(\w+)/.exec(line) ?? [];
    const [, seconds] = /; Max-Age=(\d+)/.exec(line) ?? [];
    const until = seconds === undefined ? Number.POSITIVE_INFINITY : this.#now().getTime() + Number(seconds) * 1000;
    this.#cookies.set(name, { value, sameSite, until });
  }
}

interface Cookie {
  readonly value: string;
  readonly sameSite: string;
  readonly until: number;
}
