import type { Outgoing } from '../../src/identity/login.ts';
import { type Form, formsIn } from './html.ts';

/** A page that is shown. */
export interface Page {
  readonly url: string;
  readonly html: string;
  readonly forms: readonly Form[];
}

/** What a person types where a page asks for it, by the name of the field. */
export type Answers = Readonly<Record<string, string>>;

/** As much of a browser as a login needs: cookies, redirects, and forms, which it sends whether a script or a person would. */
export class Browser {
  readonly #home: string;
  readonly #cookies = new Map<string, string>();

  /** @param home - the address of ours at which the answer is awaited; what is posted there is handed over in place of being sent */
  constructor(home: string) {
    this.#home = home;
  }

  /**
   * Goes where a login leads, and through all pages to the form for us.
   *
   * @returns what was posted to us, or the page at which a person would be stuck
   */
  async carryOut(begin: Outgoing | string, answers: Answers = {}): Promise<URLSearchParams | Page> {
    const outgoing: Outgoing = typeof begin === 'string' ? { kind: 'redirect', url: begin } : begin;
    let page: URLSearchParams | Page =
      outgoing.kind === 'redirect'
        ? await this.#get(outgoing.url)
        : await this.#post(outgoing.action, new URLSearchParams(outgoing.fields));
    for (let clicks = 0; clicks < 10 && !(page instanceof URLSearchParams); clicks += 1) {
      const form = page.forms.find((one) => answered(one, answers));
      if (form === undefined) return page;
      page = await this.#submit(form, answers);
    }
    return page;
  }

  async #submit({ action, method, fields }: Form, answers: Answers): Promise<URLSearchParams | Page> {
    const filled = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, answers[name] ?? value]));
    if (action === this.#home) return filled;
    return method === 'post' ? await this.#post(action, filled) : await this.#get(`${action.split('?')[0]}?${filled}`);
  }

  async #post(url: string, body: URLSearchParams): Promise<Page> {
    return await this.#arrive(url, await this.#send(url, { method: 'POST', body }));
  }

  async #get(url: string): Promise<Page> {
    return await this.#arrive(url, await this.#send(url, { method: 'GET' }));
  }

  async #arrive(url: string, response: Response): Promise<Page> {
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) return await this.#get(new URL(location, url).href);
    const html = await response.text();
    return { url, html, forms: formsIn(html, url) };
  }

  async #send(url: string, request: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...request, headers: { cookie }, redirect: 'manual', signal: AbortSignal.timeout(20_000) });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** All cookies are of one host: ports are not told apart (RFC 6265 8.5). */
  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', ...value] = pair.trim().split('=');
    const expired = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute)) || value.join('=') === 'deleted';
    if (expired) this.#cookies.delete(name);
    else this.#cookies.set(name, value.join('='));
  }
}

/** A form that a person or a script would send: one that carries a message, or one that asks for what we can answer. */
function answered({ fields }: Form, answers: Answers): boolean {
  const names = fields.map(([name]) => name);
  return names.includes('SAMLResponse') || names.includes('SAMLRequest') || names.some((name) => name in answers);
}
