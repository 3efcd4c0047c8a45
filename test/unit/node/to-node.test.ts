import express from 'express';
import { describe, expect, it } from 'vitest';
import { type NodeListener, toNode, type WebHandler } from '../../../src/node/index.ts';
import { deferred } from '../../support/deferred.ts';
import { answerTo, bodyIn, headersIn, line, statusesIn } from '../../support/octets.ts';
import { refusal } from '../../support/refusal.ts';
import { serveHttp } from '../../support/servers.ts';

describe('a request', () => {
  it.for([
    ['/saml/acs?a=1&b=%20', '/saml/acs?a=1&b=%20'],
    ['//evil.example/saml/acs', '//evil.example/saml/acs'],
    ['/saml//acs/', '/saml//acs/'],
    ['http://evil.example/saml/acs?a', '/saml/acs?a'],
    ['HTTPS://user:word@evil.example:1/saml/acs', '/saml/acs'],
    ['/%2Fsaml%5Cacs/%C3%BC', '/%2Fsaml%5Cacs/%C3%BC'],
    ['/?a=/../b\\c', '/?a=/../b\\c'],
    [`/?a='"<>`, `/?a='"<>`],
  ] as const)('for %s has path and query as they were sent, at the origin of nobody', async ([target, expected]) => {
    const { port } = await serveHttp(toNode(async ({ url }) => new Response(url)));
    const answer = await answerTo(port, `GET ${target} HTTP/1.1`, 'host: evil.example', 'x-forwarded-host: evil.example');
    expect(bodyIn(answer)).toBe(`http://request.invalid${expected}`);
  });

  it.for([
    'GET /a/../saml/acs',
    'GET /a/%2e%2E/saml/acs',
    'GET /./saml/acs',
    'GET /saml\\acs',
    'GET /saml/acs#',
    'GET /saml/{acs}',
    'GET *',
    'GET http://evil.example',
    'GET http://',
    'OPTIONS *',
    'TRACE /',
  ])('by %s is passed on unseen', async (asked) => {
    const { port } = await serveHttp(toNode(async () => new Response('seen')));
    const answer = await answerTo(port, `${asked} HTTP/1.1`, 'host: sp.example');
    expect([statusesIn(answer), bodyIn(answer)]).toEqual([[404], '']);
  });

  it('has its whole path where a framework cuts off what it is mounted at', async () => {
    const handler: WebHandler = async ({ url }) => new Response(url);
    const { port } = await serveHttp(express().use('/auth', toNode(handler)));
    expect(bodyIn(await answerTo(port, 'GET /auth/acs?a HTTP/1.1', 'host: sp.example'))).toBe('http://request.invalid/auth/acs?a');
  });

  it('has every header, and the cookies of several as one', async () => {
    const { port } = await serveHttp(toNode(async ({ headers }) => Response.json([...headers])));
    const cookies = ['Cookie: a=1', 'cookie: b=2'];
    const others = ['X-A: 1', 'x-a: 2', 'Content-Type: a/b', 'Content-Type: c/d'];
    expect(JSON.parse(bodyIn(await answerTo(port, 'GET / HTTP/1.1', 'Host: sp.example', ...cookies, ...others)))).toEqual([
      ['connection', 'close'],
      ['content-type', 'a/b, c/d'],
      ['cookie', 'a=1; b=2'],
      ['host', 'sp.example'],
      ['x-a', '1, 2'],
    ]);
  });

  it('with a header that cannot be one is 400, and nobody sees it', async () => {
    const { port } = await serveHttp(
      toNode(async () => new Response('seen')),
      { insecureHTTPParser: true },
    );
    const answer = await answerTo(port, 'GET / HTTP/1.1', 'host: sp.example', 'x-a: b\u0000c');
    expect([statusesIn(answer), bodyIn(answer)]).toEqual([[400], '']);
  });
});

describe('an answer', () => {
  it('has the status, the headers and the body of the handler', async () => {
    const { port } = await serveHttp(toNode(async () => new Response('gone', { status: 410, headers: { 'x-a': 'b', te: 'no' } })));
    const answer = await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    expect([statusesIn(answer), bodyIn(answer)]).toEqual([[410], 'gone']);
    expect(headersIn(answer)).toEqual(expect.arrayContaining(['content-type: text/plain;charset=UTF-8', 'x-a: b']));
    expect(headersIn(answer)).not.toContain('te: no');
  });

  it('has each cookie in a header of its own, beside those of others', async () => {
    const answered = new Response(null, { status: 303, headers: { location: '/in' } });
    for (const cookie of ['a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT', 'b=2']) answered.headers.append('set-cookie', cookie);
    const listener = toNode(async () => answered);
    const { port } = await serveHttp((incoming, outgoing) => {
      outgoing.setHeader('set-cookie', 'mine=0').setHeader('location', '/out');
      listener(incoming, outgoing);
    });
    const answer = await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    expect(headersIn(answer).filter((header) => /^(?:set-cookie|location|content-length)/i.test(header))).toEqual([
      'set-cookie: mine=0',
      'set-cookie: a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT',
      'set-cookie: b=2',
      'location: /in',
      'Content-Length: 0',
    ]);
  });

  it.for([
    ['HEAD', 200, 'long'],
    ['GET', 204, null],
    ['GET', 304, null],
  ] as const)('to %s with the status %d has no body', async ([method, status, body]) => {
    const { port } = await serveHttp(toNode(async () => new Response(body, { status })));
    const answer = await answerTo(port, `${method} / HTTP/1.1`, 'host: a');
    expect([statusesIn(answer), bodyIn(answer)]).toEqual([[status], '']);
    expect(headersIn(answer).filter((header) => /^(?:content-length|transfer-encoding)/i.test(header))).toEqual([]);
  });

  it('comes no faster than the client takes it', async () => {
    let given = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      given += 1;
      controller.enqueue(new Uint8Array(65_536));
    };
    const { port } = await serveHttp(
      toNode(async ({ url }) => new Response(url.endsWith('/endless') ? new ReadableStream({ pull }, { highWaterMark: 0 }) : null)),
    );
    const { socket } = await line(port);
    socket.pause().write('GET /endless HTTP/1.1\r\nhost: a\r\n\r\n');
    // Until what lies between us is full, and a while after.
    for (let before = -1; before < given && given < 1_000; ) {
      before = given;
      for (let turn = 0; turn < 50; turn += 1) await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    }
    expect(given).toBeLessThan(1_000);
  });

  it('that cannot be ended as it began is cut', async () => {
    const begun = deferred<ReadableStreamDefaultController<Uint8Array>>();
    const { port } = await serveHttp(toNode(async () => new Response(new ReadableStream({ start: begun.resolve }))));
    const { socket, answers, ended } = await line(port);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    const controller = await begun.promise;
    controller.enqueue(new Uint8Array(3));
    await answers(1);
    controller.error(new Error('no more'));
    expect(await ended).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it.for(['that is still coming', 'that comes too late'])('%s when the client leaves is told so', async (when) => {
    const asked = deferred<AbortSignal>();
    const told = deferred<unknown>();
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)), cancel: told.resolve });
    const { port } = await serveHttp(
      toNode(async ({ signal }) => {
        asked.resolve(signal);
        if (when === 'that comes too late') await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return new Response(endless);
      }),
    );
    const { socket, answers } = await line(port);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    const signal = await asked.promise;
    if (when === 'that is still coming') await answers(1);
    socket.destroy();
    expect(await told.promise).toBe(signal.reason);
  });

  it.for([
    ['a copy of the request', (request: Request) => request.clone().clone()],
    ['a request that is made of it', (request: Request) => new Request('http://elsewhere.example/', request)],
  ] as const)('aborts %s, too, when the client leaves', async ([, other]) => {
    const asked = deferred<AbortSignal>();
    const { port } = await serveHttp(
      toNode(async (request) => {
        const { signal } = other(request);
        asked.resolve(signal);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return new Response();
      }),
    );
    const { socket } = await line(port);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    const signal = await asked.promise;
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    socket.destroy();
    await aborted;
    expect(signal.aborted).toBe(true);
  });

  it('goes by an address and a signal that a proxy has, too', async () => {
    const { port } = await serveHttp(
      toNode(async (request) => {
        const { url, signal } = new Proxy(request, {});
        return Response.json([url, signal === request.signal]);
      }),
    );
    expect(await (await fetch(`http://127.0.0.1:${port}/a?b=c`)).json()).toEqual(['http://request.invalid/a?b=c', true]);
  });

  it('that is made of what cannot be sent has failed, and what it comes from is told so', async () => {
    const told = deferred<unknown>();
    const numbers = new ReadableStream({ start: (controller) => controller.enqueue(1), cancel: told.resolve });
    const { port } = await serveHttp(toNode(async () => new Response(numbers)));
    expect(statusesIn(await answerTo(port, 'GET / HTTP/1.1', 'host: a'))).toEqual([500]);
    expect(await told.promise).toBeInstanceOf(TypeError);
  });

  it.for(['GET', 'HEAD'])('to %s that fails before its first octet leaves nothing of it behind, least of all a cookie', async (method) => {
    const fail = () => Promise.reject(new Error('no more'));
    const answered = () => new Response(new ReadableStream({ pull: fail, cancel: fail }, { highWaterMark: 0 }), { headers: signedIn });
    const listener = toNode(async () => answered());
    const { port } = await serveHttp((incoming, outgoing) => {
      outgoing.setHeader('set-cookie', 'mine=0');
      listener(incoming, outgoing);
    });
    const answer = await answerTo(port, `${method} / HTTP/1.1`, 'host: a');
    expect(statusesIn(answer)).toEqual([500]);
    expect(headersIn(answer).filter((header) => /^(?:set-cookie|location)/i.test(header))).toEqual(['set-cookie: mine=0']);
  });

  it('with a header that cannot be sent tells what its body comes from', async () => {
    const told = deferred<unknown>();
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(3)), cancel: told.resolve });
    const { port } = await serveHttp(toNode(async () => new Response(body, { headers: { 'x-a': '\u0001' } })));
    expect(statusesIn(await answerTo(port, 'GET / HTTP/1.1', 'host: a'))).toEqual([500]);
    expect(await told.promise).toBeInstanceOf(TypeError);
  });

  it('that is not wanted by HEAD is told so', async () => {
    const told = deferred<unknown>();
    const { port } = await serveHttp(toNode(async () => new Response(new ReadableStream({ cancel: () => told.resolve('cancelled') }))));
    await answerTo(port, 'HEAD / HTTP/1.1', 'host: a');
    expect(await told.promise).toBe('cancelled');
  });

  it('that was heard leaves the signal alone', async () => {
    const asked = deferred<AbortSignal>();
    const { port, allClosed } = await serveHttp(
      toNode(async ({ signal }) => {
        asked.resolve(signal);
        return new Response('heard');
      }),
    );
    await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    await allClosed();
    expect((await asked.promise).aborted).toBe(false);
  });
});

describe('a handler', () => {
  it('must be a function', () => {
    // @ts-expect-error what nobody can call
    expect(refusal(() => toNode({}))).toBe('config.invalid');
  });

  it('that does not answer leaves it to who comes next, and without one it is 404', async () => {
    const called: unknown[][] = [];
    const listener = toNode(async () => undefined);
    const { port } = await serveHttp((incoming, outgoing) =>
      incoming.url === '/alone'
        ? listener(incoming, outgoing)
        : listener(incoming, outgoing, (...given) => {
            called.push(given);
            outgoing.end('next');
          }),
    );
    expect(bodyIn(await answerTo(port, 'GET / HTTP/1.1', 'host: a'))).toBe('next');
    expect(called).toEqual([[]]);
    expect(statusesIn(await answerTo(port, 'GET /alone HTTP/1.1', 'host: a'))).toEqual([404]);
  });

  it('that throws has its error passed on', async () => {
    const error = new Error('secret');
    expect(await passedOn(() => Promise.reject(error))).toBe(error);
  });

  it.for(['route', undefined])('that throws %s, which is no error to a framework, has one passed on', async (thrown) => {
    expect(await passedOn(() => Promise.reject(thrown))).toMatchObject({ cause: thrown });
  });

  it('that throws where nobody comes next is a 500 that says nothing, and the connection goes on', async () => {
    const { port } = await serveHttp(toNode(async () => Promise.reject(new Error('secret'))));
    const { socket, ended } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc');
    socket.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    const answers = await ended;
    expect(statusesIn(answers)).toEqual([500, 500]);
    expect(answers).not.toContain('secret');
  });

  it.for([
    ['a header that cannot be sent', { status: 200, headers: { location: '/in', 'x-a': '\u0001' } }],
    ['a status that is none', undefined],
  ] as const)('that answers with %s has failed, and nothing of it is sent', async ([, init]) => {
    const { port } = await serveHttp(toNode(async () => (init === undefined ? Response.error() : new Response('in', init))));
    const answer = await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    expect([statusesIn(answer), bodyIn(answer)]).toEqual([[500], '']);
    expect(answer).not.toContain('location');
  });
});

async function passedOn(handler: WebHandler): Promise<unknown> {
  const listener: NodeListener = toNode(handler);
  let passed: unknown;
  const { port } = await serveHttp((incoming, outgoing) =>
    listener(incoming, outgoing, (error) => {
      passed = error;
      outgoing.end();
    }),
  );
  await answerTo(port, 'GET / HTTP/1.1', 'host: a');
  return passed;
}

const signedIn = { 'set-cookie': 'session=1', location: '/in' };
