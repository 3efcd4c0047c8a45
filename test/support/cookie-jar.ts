/** The cookies of one browser. All are of one host: ports are not told apart (RFC 6265 8.5), paths are (5.1.4). */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** What is sent along with a request for an address. */
  headerFor(url: string): string {
    const { pathname } = new URL(url);
    const fitting = [...this.#cookies.values()].filter(({ path }) => within(pathname, path));
    return fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  /** Keeps what an answer sets, and drops what it takes back. */
  keep(url: string, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', ...value] = pair.split('=');
      if (!isKept(name, attributes)) throw new Error(`no browser would keep ${line}`);
      const path = attribute(attributes, 'path') ?? new URL(url).pathname.replace(/\/[^/]*$/, '/');
      if (takenBack(value.join('='), attributes)) this.#cookies.delete(`${path} ${name}`);
      else this.#cookies.set(`${path} ${name}`, { name, value: value.join('='), path });
    }
  }
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** What a name with that prefix promises must be so (RFC 6265bis 4.1.3.2). Loopback counts as secure by http, too. */
function isKept(name: string, attributes: readonly string[]): boolean {
  if (!name.startsWith('__Host-')) return true;
  const has = (wanted: string) => attributes.some((one) => one.toLowerCase() === wanted);
  return has('secure') && has('path=/') && attribute(attributes, 'domain') === undefined;
}

function within(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function takenBack(value: string, attributes: readonly string[]): boolean {
  const expires = attribute(attributes, 'expires');
  return attribute(attributes, 'max-age') === '0' || value === 'deleted' || (expires !== undefined && new Date(expires).getTime() <= 0);
}

function attribute(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find((one) => one.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
