/** What a browser has come to. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

/** A form, ready to be sent; its fields may be filled in. */
export interface Form {
  readonly action: string;
  readonly fields: URLSearchParams;
}

/** As much of a browser as a login needs: cookies for each address, redirects, forms. */
export interface Browser {
  visit(url: string): Promise<Page>;
  submit(form: Form): Promise<Page>;
}

/** A browser without cookies. `passing` hears of each address that it is redirected to. */
export function browser(passing: (url: string) => void = () => undefined): Browser {
  const cookies = new Map<string, Map<string, string>>();

  async function send(url: string, form?: URLSearchParams): Promise<Page> {
    const { origin } = new URL(url);
    const jar = cookies.get(origin) ?? new Map<string, string>();
    cookies.set(origin, jar);
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    const html = await response.text();
    if (location === null) return { status: response.status, url, html };
    const next = new URL(location, url).href;
    passing(next);
    return await send(next);
  }

  return { visit: (url) => send(url), submit: ({ action, fields }) => send(action, fields) };
}

/** The one form of a page, with its fields as the page has filled them in. */
export function formOf({ url, html }: Page): Form {
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) throw new Error(`no form at ${url}`);
  const inputs = [...html.matchAll(/<input[^>]* name="([^"]*)"(?: value="([^"]*)")?/g)];
  const fields = inputs.map(([, name = '', value = '']) => [unescapeHtml(name), unescapeHtml(value)] as [string, string]);
  return { action: new URL(unescapeHtml(action), url).href, fields: new URLSearchParams(fields) };
}

/** The form with some fields filled in anew. */
export function filled({ action, fields }: Form, values: Readonly<Record<string, string>>): Form {
  const all = new URLSearchParams(fields);
  for (const [name, value] of Object.entries(values)) all.set(name, value);
  return { action, fields: all };
}

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
