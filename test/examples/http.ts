import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the examples look at it. */
export interface Asked {
  readonly route: string;
  /** As received, without the question mark: a signature may cover these very octets. */
  readonly query: string;
  readonly cookies: ReadonlyMap<string, string>;
  /** The fields of a posted form. */
  readonly form: URLSearchParams;
}

/** What is answered to it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server on a free port of this machine's loopback. */
export interface Running {
  readonly url: string;
  close(): Promise<void>;
}

/** What is answered to what, by method and path, such as `GET /login`. */
export type Routes = ReadonlyMap<string, (asked: Asked) => Promise<Answer>>;

/** Starts a server; its routes are given once its address is known, since messages name it. */
export async function serve(): Promise<Running & { answer(routes: Routes): void }> {
  let routes: Routes = new Map();
  const server = createServer((request, response) => {
    answered(request, response, routes).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (given) => {
      routes = given;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answered(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
  const asked = await readRequest(request);
  const { status, headers, body } = (await routes.get(asked.route)?.(asked)) ?? page(404, 'There is nothing here.');
  response.writeHead(status, headers).end(body);
}

/** A page of text or of HTML that was escaped where it had to be. */
export function page(status: number, html: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: `<!doctype html><body>${html}</body>` };
}

/** Sends the browser elsewhere. */
export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 303, headers: { location, ...headers } };
}

/** A form that posts itself. */
export function formHtml(action: string, fields: Readonly<Record<string, string>>, visible = ''): string {
  const hidden = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`);
  return `<form method="post" action="${escapeHtml(action)}">${hidden.join('')}${visible}<button>Continue</button></form>`;
}

/** Text as HTML shows it: whatever comes from outside goes through here, also what was signed. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const cookies = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=') as [string, string]);
  return {
    route: `${request.method} ${path}`,
    query: query.join('?'),
    cookies: new Map(cookies),
    form: new URLSearchParams(await bodyOf(request)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('a form of more than 2 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const mostBytes = 2_097_152;
