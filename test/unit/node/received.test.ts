import type { IncomingMessage } from 'node:http';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../../src/core/errors.ts';
import { areHeaders, headerOf, headersOf } from '../../../src/node/incoming-request.ts';
import { toNode } from '../../../src/node/to-node.ts';
import { alsoPlain, type PlainRequest, whole } from '../../../src/web/asked.ts';
import { deferred } from '../../support/deferred.ts';
import { serveHttp } from '../../support/servers.ts';

describe('a header of a request as it was received', () => {
  test.prop([rawHeaders(), fc.constantFrom('cookie', 'Cookie', 'x-a', 'content-type', 'none')], { numRuns: 1_000 })(
    'is what the standard has under its name, and one that cannot be a header is known as such',
    (raw, name) => {
      // Sound: of a request nothing else is looked at.
      const request = { rawHeaders: raw } as IncomingMessage;
      const headers = () => new Headers(headersOf(request));
      if (areHeaders(request)) expect(headerOf(request, name)).toBe(headers().get(name));
      else expect(headers).toThrow();
    },
  );
});

describe('a handler that looks at requests as they are', () => {
  it('is told what another would be', async () => {
    const both = await Promise.all([told(true), told(false)]);
    expect(both[0]).toEqual(both[1]);
    expect(both[0]).toEqual(['POST', 'http://request.invalid/a?b=c', 'x, y', 'a=b; c=d', 'x'.repeat(100_000), true]);
  });

  it('has one request for all that want it whole, without the body', async () => {
    const seen = deferred<boolean>();
    const port = await served((request) => {
      const made = whole(request);
      seen.resolve(made instanceof Request && made === whole(request) && made.body === null && made.headers.get('x-a') === '1');
    });
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'form', headers: { 'x-a': '1' } });
    expect(await seen.promise).toBe(true);
  });

  it('learns when the client has left', async () => {
    const [begun, failed] = [deferred<void>(), deferred<unknown>()];
    const gone = new AbortController();
    const port = await served(async (request) => {
      begun.resolve();
      const reader = request.body?.getReader();
      for (;;) await reader?.read();
    }, failed.resolve);
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)) });
    // Sound: fetch wants this said of a stream, and its types do not know it.
    const asked = fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: endless, duplex: 'half', signal: gone.signal } as RequestInit);
    asked.catch(() => undefined);
    await begun.promise;
    gone.abort();
    expect(await failed.promise).toHaveProperty('name', 'AbortError');
  });

  it('is refused a body that was read before', async () => {
    const failed = deferred<unknown>();
    const read = async (request: PlainRequest) => {
      await request.body?.getReader().read();
    };
    const listener = toNode(
      alsoPlain(
        async () => new Response(),
        async (request) => read(request).then(() => new Response()),
      ),
    );
    const { port } = await serveHttp((incoming, outgoing) => {
      incoming.resume().on('end', () => listener(incoming, outgoing, (error) => outgoing.end(void failed.resolve(error))));
    });
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'form' });
    const error = await failed.promise;
    expect(isSsoError(error) && [error.code, error.details]).toMatchObject(['config.invalid', { field: 'body' }]);
  });
});

/** What a handler sees of a request, as it is or as the web has it. */
async function told(plain: boolean): Promise<readonly unknown[]> {
  const seen = deferred<readonly unknown[]>();
  const look = async (request: PlainRequest | Request) => {
    const reader = request.body?.getReader();
    let text = '';
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) text += Buffer.from(next.value).toString();
    const after = await reader?.read();
    const { method, url, headers } = request;
    seen.resolve([method, url, headers.get('X-A'), headers.get('cookie'), text, after?.done]);
    return new Response();
  };
  const { port } = await serveHttp(toNode(plain ? alsoPlain(async () => undefined, look) : look));
  const headers: [string, string][] = [
    ['x-a', 'x'],
    ['x-a', 'y'],
    ['cookie', 'a=b; c=d'],
  ];
  await fetch(`http://127.0.0.1:${port}/a?b=c`, { method: 'POST', body: 'x'.repeat(100_000), headers });
  return await seen.promise;
}

async function served(handle: (request: PlainRequest) => void | Promise<void>, failed: (error: unknown) => void = () => undefined) {
  const answer = async (request: PlainRequest) => {
    try {
      await handle(request);
    } catch (error) {
      failed(error);
    }
    return new Response();
  };
  return (await serveHttp(toNode(alsoPlain(async () => undefined, answer)))).port;
}

function rawHeaders(): fc.Arbitrary<string[]> {
  const name = fc.constantFrom('cookie', 'Cookie', 'x-a', 'X-A', 'content-type', 'a b', 'ä', '');
  const value = fc.constantFrom('a', 'b=c', '', 'ÿ', 'a\tb', 'a\u0000', 'a\r\nb', 'ā', '\u007f');
  // HTTP/2 has the path among them.
  return fc.array(fc.oneof(fc.tuple(name, value), fc.constant([':path', '/'])), { maxLength: 4 }).map((pairs) => pairs.flat());
}
