import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fetchBy } from '../../../src/node/guarded-fetch.ts';
import { settingsOf } from '../../../src/node/settings.ts';
import { failureOf, guardedWith } from '../../support/guarded.ts';
import { serveOctets } from '../../support/servers.ts';

describe('a server that means no good', () => {
  it.for([
    ['says nothing', ''],
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['speaks an older one', '<html>'],
    ['ends within the status line', 'HTTP/1.1 20'],
    ['ends within the headers', 'HTTP/1.1 200 OK\r\nx: y'],
    ['has a status of no number', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['has a status beyond all', 'HTTP/1.1 999 Beyond\r\ncontent-length: 0\r\n\r\n'],
    ['has a status that is none', 'HTTP/1.1 000 Nothing\r\ncontent-length: 0\r\n\r\n'],
    ['has another protocol to switch to', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['has no end of interim answers', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000)],
    ['has no end of early hints', `HTTP/1.1 103 Early Hints\r\nlink: ${'a'.repeat(1000)}\r\n\r\n`.repeat(1000)],
    ['has a name of a header that is none', 'HTTP/1.1 200 OK\r\na b: c\r\n\r\n'],
    ['has a value of a header that is none', 'HTTP/1.1 200 OK\r\na: b\u0000c\r\n\r\n'],
    ['folds a header', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\ncontent-length: 0\r\n\r\n'],
    ['ends lines with a line feed alone', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['has a length below nothing', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['has a length beyond all', 'HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n'],
    ['has a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['ends before the body does', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
    ['has a chunk of no size', `${chunked()}xyz\r\n`],
    ['has a chunk beyond all', `${chunked()}ffffffffffffffffff\r\n`],
    ['has a chunk that is longer than it says', `${chunked()}1\r\nabc\r\n`],
    ['ends within a chunk', `${chunked()}ff\r\nabc`],
    ['ends between chunks', `${chunked()}3\r\nabc\r\n`],
    ['has no end of what a chunk may say beside its size', `${chunked()}1;${'a'.repeat(100_000)}`],
    ['has no end of trailers', `${chunked()}0\r\n${'a: b\r\n'.repeat(100_000)}`],
  ] as const)('is refused like a network that fails when it %s', async ([, octets]) => {
    const server = await serveOctets((socket) => socket.once('data', () => socket.end(octets, 'latin1')));
    expect(await failureOf(guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`))).toBe('network');
    await server.allClosed();
  });

  it.for([
    ['reason', 'HTTP/1.1 200 ', 'a'],
    ['name of a header', 'HTTP/1.1 200 OK\r\n', 'a'],
    ['value of a header', 'HTTP/1.1 200 OK\r\na: ', 'a'],
    ['number of headers', 'HTTP/1.1 200 OK\r\n', 'a: b\r\n'],
    ['number of trailers', `${chunked()}0\r\n`, 'a: b\r\n'],
    ['number of interim answers', '', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ] as const)('is refused long before it ends when there is no end to its %s', async ([, beginning, more]) => {
    const server = await serveOctets((socket) => socket.once('data', () => endlessly(socket, beginning, more.repeat(1000))));
    expect(await failureOf(guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`))).toBe('network');
    await server.allClosed();
    expect(server.sockets[0]?.bytesWritten).toBeLessThan(32_000_000);
  });

  it('is left when it is silent for too long: before TLS, before the answer, and within it', async () => {
    const fetch = fetchBy({ settings: settingsOf({}), lookUp: () => Promise.reject(new Error()), idleMilliseconds: 20 });
    for (const [protocol, octets] of [
      ['https', ''],
      ['http', ''],
      ['http', 'HTTP/1.1 200 OK\r\n'],
      ['http', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'],
    ] as const) {
      const server = await serveOctets((socket) => socket.once('data', () => socket.write(octets)));
      expect([protocol, octets, await failureOf(fetch(`${protocol}://127.0.0.1:${server.port}/`))]).toEqual([protocol, octets, 'network']);
      await server.allClosed();
    }
  });

  it.for([
    ['HTTP/1.1 204 No Content\r\n\r\nabc', 'answered 204'],
    ['HTTP/1.1 304 Not Modified\r\ncontent-length: 3\r\n\r\n', 'answered 304'],
    ['HTTP/1.1 205 Reset Content\r\ncontent-length: 99\r\n\r\nabc', 'answered 205'],
    ['HTTP/1.1 999 Beyond\r\ncontent-length: 99\r\n\r\nabc', 'network'],
  ] as const)('is left at once when nothing more is wanted of it: %s', async ([octets, outcome]) => {
    const server = await serveOctets((socket) => socket.once('data', () => socket.write(octets)));
    expect(await failureOf(guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`))).toBe(outcome);
    await server.allClosed();
  });

  it('is left with an answer that nobody has read', async () => {
    const fetch = fetchBy({ settings: settingsOf({}), lookUp: () => Promise.reject(new Error()), idleMilliseconds: 20 });
    const server = await serveOctets((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nabc')));
    const response = await fetch(`http://127.0.0.1:${server.port}/`);
    await server.allClosed();
    // The fault was not lost, and nobody but the reader hears of it.
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it('is not believed to have ended what was cut', async () => {
    const server = await serveOctets((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nabc'));
    });
    const { body } = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`);
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    server.sockets[0]?.resetAndDestroy();
    await expect(reader.read()).rejects.toThrow(TypeError);
  });

  it('is left when it is slow and the time of the caller is over', async () => {
    const stop = new AbortController();
    const server = await serveOctets((socket) => {
      socket.once('data', () => {
        for (const octet of 'HTTP/1.1 200 OK\r\nx: ') socket.write(octet);
        stop.abort('time is over');
      });
    });
    await expect(guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`, { signal: stop.signal })).rejects.toBe('time is over');
    await server.allClosed();
  });

  it('does not get a second answer in', async () => {
    const two = 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcHTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n';
    const server = await serveOctets((socket) => socket.once('data', () => socket.write(two)));
    const response = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`);
    expect([response.status, await response.text()]).toEqual([200, 'abc']);
    await server.allClosed();
  });

  it('has what it says read by the letter', async () => {
    const octets = `HTTP/1.1 200 \u00e9\u00ff\r\nx: \u00e9\r\nX: b\r\n${'y: z\r\n'.repeat(100)}content-encoding: gzip\r\n\r\nnot compressed`;
    const server = await serveOctets((socket) => socket.once('data', () => socket.end(octets, 'latin1')));
    const response = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`);
    expect([response.status, response.headers.get('x'), await response.text()]).toEqual([200, '\u00e9, b', 'not compressed']);
  });
});

function chunked(): string {
  return 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
}

function endlessly(socket: Socket, beginning: string, more: string): void {
  const go = () => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.write(beginning);
  socket.on('drain', go);
  go();
}
