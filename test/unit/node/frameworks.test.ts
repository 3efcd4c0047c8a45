import { once } from 'node:events';
import { type ClientHttp2Stream, connect, createSecureServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isSsoError } from '../../../src/core/errors.ts';
import { toNode, type WebHandler } from '../../../src/node/index.ts';
import { deferred } from '../../support/deferred.ts';
import { serverIdentity } from '../../support/server-identity.ts';
import { serveHttp } from '../../support/servers.ts';

/** Answers what is posted to it, fails where it is told to, and leaves all else to others. */
const handler: WebHandler = async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === '/fails') throw new Error('secret');
  if (pathname !== '/ours') return undefined;
  const headers = new Headers();
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(`ours: ${await request.text()}`, { headers });
};
const cookies = ['a=1', 'b=2'];
const chunk = new Uint8Array(65_536);

describe('Express', () => {
  const app = express()
    .use(toNode(handler))
    .use(express.text())
    .post('/theirs', ({ body }, response) => void response.send(`theirs: ${body}`))
    .use((error: Error, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
      response.status(502).send(`failed: ${error.message}`);
    });

  it('goes on where the handler does not answer, with the body unread', async () => {
    const { port } = await serveHttp(app);
    expect(await posted(port, '/ours')).toEqual([200, 'ours: abc', cookies]);
    expect(await posted(port, '/theirs')).toEqual([200, 'theirs: abc', []]);
  });

  it('hears what went wrong', async () => {
    const { port } = await serveHttp(app);
    expect(await posted(port, '/fails')).toEqual([502, 'failed: secret', []]);
  });

  it('hears that something that reads bodies was mounted before', async () => {
    const failed = (error: Error, _request: express.Request, response: express.Response, _next: express.NextFunction) =>
      void response.send(isSsoError(error) ? error.code : 'another');
    const { port } = await serveHttp(express().use(express.text(), toNode(handler), failed));
    expect(await posted(port, '/ours')).toEqual([200, 'config.invalid', []]);
  });
});

describe('Fastify', () => {
  const started = async () => {
    const listener = toNode(handler);
    const app = fastify();
    app.addHook('onRequest', ({ raw }, reply, done) => listener(raw, reply.raw, done));
    app.post('/theirs', async ({ body }) => `theirs: ${body}`);
    onTestFinished(() => app.close());
    return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
  };

  it('goes on where the handler does not answer, with the body unread', async () => {
    const port = await started();
    expect(await posted(port, '/ours')).toEqual([200, 'ours: abc', cookies]);
    expect(await posted(port, '/theirs')).toEqual([200, 'theirs: abc', []]);
    expect(await posted(port, '/nobodys')).toMatchObject([404, expect.anything(), []]);
  });

  it('hears what went wrong', async () => {
    expect(await posted(await started(), '/fails')).toMatchObject([500, expect.stringContaining('secret'), []]);
  });
});

describe('HTTP/2', () => {
  it('is answered as HTTP/1.1 is', async () => {
    const ask = await dialled(async (request) => {
      const headers = new Headers({ connection: 'close', 'keep-alive': 'timeout=5', 'x-a': 'b' });
      for (const cookie of cookies) headers.append('set-cookie', cookie);
      const { cookie, host } = Object.fromEntries(request.headers);
      return Response.json([request.url, request.method, cookie, host, await request.text()], { headers });
    });
    const stream = ask({ ':method': 'POST', ':path': '/ours?a', cookie: cookies });
    stream.end('abc');
    const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    expect(headers).toMatchObject({ ':status': 200, 'set-cookie': cookies, 'x-a': 'b' });
    expect(JSON.parse(await textOf(stream))).toEqual(
      ['http://request.invalid/ours?a', 'POST', 'a=1; b=2', undefined, 'abc'].map((value) => value ?? null),
    );
  });

  it.for([
    { ':path': '/nobodys' },
    { ':path': '*', ':method': 'OPTIONS' },
    { ':path': '/ours', ':method': 'get' },
    { ':path': '/ours', ':method': 'trace' },
  ])('is not answered where nobody does: %j', async (asked) => {
    const ask = await dialled(handler);
    const [headers] = await once(ask(asked).resume(), 'response');
    expect(headers).toMatchObject({ ':status': 404 });
  });

  it('tells the handler that the client has left', async () => {
    const asked = deferred<Request>();
    const failed = deferred<unknown>();
    const ask = await dialled(async (request) => {
      asked.resolve(request);
      await request.text().catch(failed.resolve);
      return new Response('too late');
    });
    const stream = ask({ ':method': 'POST', ':path': '/' });
    stream.on('error', () => {}).write('abc');
    const { signal } = await asked.promise;
    stream.destroy(new Error('left'));
    expect(await failed.promise).toBe(signal.reason);
  });

  it.for([0, 5_000_000])('hears an answer of %d octets before the end of what it says, and is left where there is none', async (size) => {
    const ask = await dialled(async () => new Response(size === 0 ? null : new Uint8Array(size), { status: 413 }));
    const stream = ask({ ':method': 'POST', ':path': '/' });
    const closed = once(stream, 'close');
    const go = () => {
      while (!stream.destroyed && stream.write(chunk));
    };
    stream.on('drain', go);
    go();
    const [headers] = await once(stream, 'response');
    expect(headers).toMatchObject({ ':status': 413 });
    expect((await textOf(stream)).length).toBe(size);
    await closed;
  });

  it('is cut where an answer cannot be ended as it began', async () => {
    const begun = deferred<ReadableStreamDefaultController<Uint8Array>>();
    const ask = await dialled(async () => new Response(new ReadableStream({ start: begun.resolve })));
    const stream = ask({ ':path': '/' });
    const controller = await begun.promise;
    controller.enqueue(new Uint8Array(3));
    await once(stream, 'response');
    controller.error(new Error('no more'));
    await expect(textOf(stream)).rejects.toThrow();
  });
});

async function posted(port: number, path: string): Promise<[status: number, body: string, cookies: readonly string[]]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    body: 'abc',
    headers: { 'content-type': 'text/plain' },
  });
  return [response.status, await response.text(), response.headers.getSetCookie()];
}

/** Asks a server that speaks HTTP/2, over TLS as browsers do. */
async function dialled(answer: WebHandler): Promise<(headers: OutgoingHttpHeaders) => ClientHttp2Stream> {
  const { cert, key } = serverIdentity(['localhost']);
  const server = createSecureServer({ cert, key }, toNode(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  const session = connect(`https://localhost:${port}`, {
    ca: cert,
    lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  onTestFinished(async () => {
    session.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (headers) => session.request(headers, { endStream: headers[':method'] === undefined });
}

async function textOf(stream: ClientHttp2Stream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
