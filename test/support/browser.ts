import type { Outgoing } from '../../src/identity/login.ts';
import { CookieJar } from './cookie-jar.ts';
import { type Form, formsIn } from './html.ts';
import { type Navigation, navigated } from './navigation.ts';

/** A page that is shown. */
export interface Page {
  readonly url: string;
  readonly html: string;
  readonly forms: readonly Form[];
}

/** What was sent to us: by a redirect in the query, or by a form. */
export interface Arrival {
  /** Our address, without the query. */
  readonly url: string;
  readonly method: 'get' | 'post';
  readonly parameters: URLSearchParams;
  /** Of a redirect, the octets of the query as they came. */
  readonly query?: string;
}

/** What a person types where a page asks for it, by the name of the field. */
export type Answers = Readonly<Record<string, string>>;

/** As much of a browser as a login needs: cookies, redirects, and forms, which it sends whether a script or a person would. */
export class Browser {
  readonly #homes: ReadonlySet<string>;
  readonly #cookies = new CookieJar();

  /** @param homes - the addresses of ours at which answers are awaited; what is sent there is handed over in place of being sent */
  constructor(...homes: readonly string[]) {
    this.#homes = new Set(homes);
  }

  /**
   * Goes where a login leads, and through all pages to the answer for us.
   *
   * @returns what was sent to us, or the page at which a person would be stuck
   */
  async carryOut(begin: Outgoing | string, answers: Answers = {}): Promise<Arrival | Page> {
    const outgoing: Outgoing = typeof begin === 'string' ? { kind: 'redirect', url: begin } : begin;
    let page =
      outgoing.kind === 'redirect'
        ? await this.#get(outgoing.url)
        : await this.#post(outgoing.action, new URLSearchParams(outgoing.fields));
    for (let clicks = 0; clicks < 10 && 'forms' in page; clicks += 1) {
      const form = page.forms.find((one) => this.#homes.has(one.action) || answered(one, answers));
      if (form === undefined) return page;
      page = await this.submit(page, form, answers);
    }
    return page;
  }

  /** What is at an address, wherever it may send people. */
  async open(url: string): Promise<Response> {
    return await this.#send(url, { method: 'GET' });
  }

  /** Sends a form of a page, which says where it comes from. */
  async submit({ url }: Page, { action, method, fields }: Form, answers: Answers = {}): Promise<Arrival | Page> {
    const filled = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, answers[name] ?? value]));
    if (method === 'get') return await this.#get(`${action.split('?')[0]}?${filled}`);
    return await this.#post(action, filled, { origin: new URL(url).origin });
  }

  async #post(url: string, body: URLSearchParams, headers: Navigation['headers'] = {}): Promise<Arrival | Page> {
    if (this.#homes.has(url)) return { url, method: 'post', parameters: body };
    return await this.#arrive(url, await this.#send(url, { method: 'POST', body, headers }));
  }

  async #get(address: string): Promise<Arrival | Page> {
    const [url = '', ...query] = address.split('?');
    if (this.#homes.has(url)) return { url, method: 'get', parameters: new URLSearchParams(query.join('?')), query: query.join('?') };
    return await this.#arrive(address, await this.#send(address, { method: 'GET' }));
  }

  async #arrive(url: string, response: Response): Promise<Arrival | Page> {
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) return await this.#get(new URL(location, url).href);
    const html = await response.text();
    return { url, html, forms: formsIn(html, url) };
  }

  async #send(url: string, { headers, ...request }: Partial<Navigation> & Pick<Navigation, 'method'>): Promise<Response> {
    const response = await navigated(url, {
      ...request,
      headers: { ...headers, cookie: this.#cookies.headerFor(url), accept: 'text/html' },
    });
    this.#cookies.keep(url, response.headers.getSetCookie());
    return response;
  }
}

/** A form that a person or a script would send: one that carries a message, or one that asks for what we can answer. */
function answered({ fields }: Form, answers: Answers): boolean {
  const names = fields.map(([name]) => name);
  return names.includes('SAMLResponse') || names.includes('SAMLRequest') || names.some((name) => name in answers);
}
