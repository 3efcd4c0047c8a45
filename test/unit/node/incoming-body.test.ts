import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../../src/core/errors.ts';
import { toNode, type WebHandler } from '../../../src/node/index.ts';
import { deferred } from '../../support/deferred.ts';
import { answerTo, bodyIn, line, statusesIn } from '../../support/octets.ts';
import { serveHttp } from '../../support/servers.ts';

describe('a body', () => {
  it('is what was sent, in whatever pieces', async () => {
    const { port } = await serveHttp(toNode(async (request) => new Response(await request.text())));
    const { socket, ended } = await line(port);
    const head = 'POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n';
    for (const piece of [head, '3\r\nabc\r\n', '2\r\nd', 'e\r\n', '0\r\n\r\n']) {
      socket.write(piece);
      // There and back, so that each comes alone.
      await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    }
    expect(bodyIn(await ended)).toBe('abcde');
  });

  it.for([
    ['GET', 'content-length: 3', 'null'],
    ['POST', 'content-length: 0', ''],
    ['POST', 'x-length: none', ''],
    ['DELETE', 'x-length: none', ''],
  ] as const)('of %s with %s is "%s"', async ([method, header, expected]) => {
    const { port } = await serveHttp(toNode(async (request) => new Response(request.body === null ? 'null' : await request.text())));
    const { socket, answers } = await line(port);
    socket.write(`${method} / HTTP/1.1\r\nhost: a\r\n${header}\r\n\r\n`);
    expect(bodyIn(await answers(1))).toBe(expected);
  });

  it('is taken no faster than it is read', async () => {
    const reading = deferred<ReadableStreamDefaultReader<Uint8Array> | undefined>();
    const { port, sockets } = await serveHttp(
      toNode(async ({ body, method }) => {
        if (method === 'POST') reading.resolve(body?.getReader());
        return method === 'POST' ? await new Promise(() => {}) : new Response(null);
      }),
    );
    const { socket } = await line(port);
    socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${64_000_000}\r\n\r\n`);
    socket.write(Buffer.alloc(64_000_000));
    const reader = await reading.promise;
    let octets = 0;
    for (let turn = 0; turn < 10; turn += 1) octets += (await reader?.read())?.value?.length ?? 0;
    await quiet(port);
    expect((sockets[0]?.bytesRead ?? 0) - octets).toBeLessThan(500_000);
  });

  it('fails for its reader when the client leaves, with the reason of the signal, and nobody else hears of it', async () => {
    const signal = deferred<AbortSignal>();
    const failed = deferred<unknown>();
    const passed: unknown[] = [];
    const listener = toNode(async (request) => {
      if (request.body === null) return new Response(null);
      signal.resolve(request.signal);
      const reader = request.body.getReader();
      await reader.read();
      await reader.read().catch((error: unknown) => {
        failed.resolve(error);
        throw error;
      });
      return undefined;
    });
    const { port } = await serveHttp((incoming, outgoing) => listener(incoming, outgoing, (error) => passed.push(error)));
    const { socket } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 6\r\n\r\nabc');
    const { aborted } = await signal.promise;
    expect(aborted).toBe(false);
    socket.destroy();
    expect(await failed.promise).toBe((await signal.promise).reason);
    await quiet(port);
    expect(passed).toEqual([]);
  });

  it('fails for who asks when the client has left', async () => {
    const failed = deferred<unknown>();
    const listener = toNode(async (request) => {
      await request.text().catch(failed.resolve);
      return new Response('too late');
    });
    const { port } = await serveHttp((incoming, outgoing) => {
      // Another handler may take its time before ours.
      outgoing.once('close', () => listener(incoming, outgoing));
    });
    const { socket } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc', () => socket.destroy());
    expect(await failed.promise).toHaveProperty('name', 'AbortError');
  });
});

describe('what is left of a body', () => {
  const refusing: WebHandler = async () => new Response('too large', { status: 413 });
  const refusingEarly: WebHandler = async ({ body }) => {
    const reader = body?.getReader();
    await reader?.read();
    return new Response('too large', { status: 413 });
  };
  const refusingTidily: WebHandler = async ({ body }) => {
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    return new Response('too large', { status: 413 });
  };
  const failing: WebHandler = async ({ body }) => {
    await body?.getReader().read();
    throw new Error('in the middle');
  };

  it.for([
    ['unread', refusing, 413],
    ['of what was begun', refusingEarly, 413],
    ['of what was cancelled', refusingTidily, 413],
    ['when the handler failed', failing, 500],
  ] as const)('is dropped %s, and the connection goes on', async ([, handler, status]) => {
    const { port } = await serveHttp(toNode(handler));
    const { socket, ended } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10000000\r\n\r\n');
    socket.write(Buffer.alloc(10_000_000));
    socket.write('POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc');
    expect(statusesIn(await ended)).toEqual([status, status]);
  });

  it.for([
    ['unread', refusing],
    ['of what was begun', refusingEarly],
    ['of what was cancelled', refusingTidily],
  ] as const)('has an end %s: then the connection is closed, and the answer was heard', async ([, handler]) => {
    const { port } = await serveHttp(toNode(handler));
    const { socket, ended } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = `${(1_000_000).toString(16)}\r\n${'a'.repeat(1_000_000)}\r\n`;
    const go = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', go);
    go();
    expect(statusesIn(await ended)).toEqual([413]);
    expect(socket.bytesWritten).toBeLessThan(64_000_000);
  });

  it('is not waited for when the client was too slow', async () => {
    const { port } = await serveHttp(toNode(async () => new Response(null, { status: 408 })));
    const { socket, ended } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc');
    expect(statusesIn(await ended)).toEqual([408]);
  });

  it('cannot be read any more', async () => {
    const late = deferred<unknown>();
    const answered = deferred<void>();
    const { port } = await serveHttp(
      toNode(async (request) => {
        void answered.promise.then(() => request.text().catch(late.resolve));
        return new Response(null);
      }),
    );
    const { socket, answers } = await line(port);
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc');
    await answers(1);
    answered.resolve();
    expect(await late.promise).toBeInstanceOf(Error);
  });
});

describe('a body that was read before', () => {
  const reading: WebHandler = async (request) => new Response(await request.text().catch(() => 'as if nothing had happened'));
  /** What reads bodies, as a parser of forms does; then who comes after it. */
  const readingFirst =
    (then: RequestListener): RequestListener =>
    (incoming, outgoing) => {
      incoming.resume().once('end', () => then(incoming, outgoing));
    };

  it('is a fault of the configuration, whatever the handler makes of it', async () => {
    const passed = deferred<unknown>();
    const listener = toNode(reading);
    const { port } = await serveHttp(
      readingFirst((incoming, outgoing) =>
        listener(incoming, outgoing, (error) => {
          passed.resolve(error);
          outgoing.end('next');
        }),
      ),
    );
    expect(bodyIn(await posted(port, 'abc'))).toBe('next');
    const error = await passed.promise;
    expect(isSsoError(error) && error.code === 'config.invalid' && error.details.field).toBe('body');
  });

  it('is a 500 where nobody comes next', async () => {
    const { port } = await serveHttp(readingFirst(toNode(reading)));
    expect(statusesIn(await posted(port, 'abc'))).toEqual([500]);
  });

  it('is nothing to somebody who does not ask for it', async () => {
    const { port } = await serveHttp(readingFirst(toNode(async () => new Response('fine'))));
    expect(bodyIn(await posted(port, 'abc'))).toBe('fine');
  });

  it('and was empty is still empty', async () => {
    const { port } = await serveHttp(readingFirst(toNode(async (request) => new Response(`"${await request.text()}"`))));
    expect(bodyIn(await posted(port, ''))).toBe('""');
  });
});

async function posted(port: number, body: string): Promise<string> {
  const { socket, ended } = await line(port);
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  return await ended;
}

/** Until others have come and gone: what does not wait for its reader would have come by then. */
async function quiet(port: number): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await answerTo(port, 'GET / HTTP/1.1', 'host: a');
}
