import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toNode } from '../../../src/node/to-node.ts';
import { alsoPlain } from '../../../src/web/asked.ts';
import { formOf } from '../../../src/web/body.ts';
import { deferred } from '../../support/deferred.ts';
import { answerTo, bodyIn, line, statusesIn } from '../../support/octets.ts';
import { codeOf } from '../../support/refusal.ts';
import { serveHttp } from '../../support/servers.ts';
import { type World, world } from '../../support/world.ts';

describe('a form that a handler reads as it is', () => {
  it('is not waited for where it has come with its head', async () => {
    const { port, env } = await reading();
    expect(bodyIn(await sent(port, [head(9, 'close'), 'a=b&c=%2B'], 'at once'))).toBe('a=b&c=%2B');
    expect(env.waits).toEqual([]);
  });

  it.for([
    ['behind its head', [head(9, 'close'), 'a=b&c=%2B']],
    ['in part', [`${head(9, 'close')}a=b`, '&c=%2B']],
    ['but for one octet', [`${head(9, 'close')}a=b&c=%2`, 'B']],
    ['octet by octet', [head(9, 'close'), ...'a=b&c=%2B']],
  ] as const)('is waited for where it comes %s, and is the same', async ([, pieces]) => {
    const { port, env } = await reading();
    expect(bodyIn(await sent(port, pieces))).toBe('a=b&c=%2B');
    expect(env.waits).toEqual([10_000]);
  });

  it('is one of its own where several come at once', async () => {
    const { port } = await reading();
    const { socket, ended } = await line(port);
    socket.write([`${head(3, 'keep-alive')}a=1`, `${head(0, 'keep-alive')}`, `${head(3, 'close')}b=2`].join(''));
    expect([...(await ended).matchAll(/\r\n\r\n([^H]*)/g)].map(([, body]) => body)).toEqual(['a=1', '', 'b=2']);
  });

  it('is refused where it is too large, whatever it says of its size', async () => {
    const { port } = await reading(8);
    expect(bodyIn(await sent(port, [head(9, 'close'), 'a=b&c=%2B'], 'at once'))).toBe('request.too-large');
    const chunked = head(0, 'close').replace('content-length: 0', 'transfer-encoding: chunked');
    expect(bodyIn(await sent(port, [chunked, '9\r\na=b&c=%2B\r\n0\r\n\r\n'], 'at once'))).toBe('request.too-large');
  });

  it('in chunks is not taken for whole by a length beside them, where the server lets both through', async () => {
    const { listener } = listening();
    const { port } = await serveHttp(listener, { insecureHTTPParser: true });
    const both = head(3, 'close').replace('\r\n\r\n', '\r\ntransfer-encoding: chunked\r\n\r\n');
    expect(bodyIn(await sent(port, [`${both}3\r\na=b\r\n`, '6\r\n&c=%2B\r\n0\r\n\r\n']))).toBe('a=b&c=%2B');
  });

  it('that a runtime says is there and then does not give is not taken for whole', async () => {
    const { listener, outcomes } = listening();
    const { port } = await serveHttp((incoming, outgoing) => listener(Object.assign(incoming, { read: () => null }), outgoing));
    await sent(port, [head(9, 'close'), 'a=b&c=%2B'], 'at once');
    expect(await outcomes.promise).toBe('request.incomplete');
  });

  it('that was cut off is not taken for whole', async () => {
    const { port, outcomes } = await reading();
    const { socket } = await line(port);
    socket.write(`${head(9, 'close')}a=b`);
    await answerTo(port, 'GET / HTTP/1.1', 'host: a');
    socket.destroy();
    expect(await outcomes.promise).toBe('request.incomplete');
  });

  it('that was cut off is not taken for whole by HTTP/2 either', async () => {
    const { listener, outcomes } = listening();
    const server = createServer(listener);
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Sound: a server that listens on a port has an address.
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => client.destroy());
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    const asked = client.request({ ':method': 'POST', ':path': '/', 'content-type': 'application/x-www-form-urlencoded' });
    asked.on('error', () => undefined);
    asked.write('a=b');
    // The server has the headers and what was written when it answers what is sent behind.
    await new Promise<void>((resolve, reject) => client.ping((error) => (error ? reject(error) : resolve())));
    asked.destroy(new Error('cut'));
    expect(await outcomes.promise).toBe('request.incomplete');
  });
});

/** A server that answers a POST with the form that it has read, or with why it has not. */
async function reading(most?: number) {
  const { listener, env, outcomes } = listening(most);
  return { ...(await serveHttp(listener)), env, outcomes };
}

function listening(most = 1_000) {
  const env: World = world();
  const outcomes = deferred<string>();
  const listener = toNode(
    alsoPlain(
      async () => undefined,
      async (request) => {
        if (request.method !== 'POST') return new Response(null);
        const outcome = await formOf(request, most, env).then(String, codeOf);
        outcomes.resolve(outcome);
        return new Response(outcome, { headers: { 'content-length': String(outcome.length) } });
      },
    ),
  );
  return { listener, env, outcomes };
}

function head(length: number, connection: 'close' | 'keep-alive'): string {
  const type = 'content-type: application/x-www-form-urlencoded';
  return `POST / HTTP/1.1\r\nhost: a\r\nconnection: ${connection}\r\n${type}\r\ncontent-length: ${length}\r\n\r\n`;
}

/** What is answered to octets that are sent piece by piece, each alone, or all at once. */
async function sent(port: number, pieces: readonly string[], how?: 'at once'): Promise<string> {
  const { socket, ended } = await line(port);
  for (const piece of how === 'at once' ? [pieces.join('')] : pieces) {
    socket.write(piece);
    // There and back, so that each comes alone.
    if (how === undefined) expect(statusesIn(await answerTo(port, 'GET / HTTP/1.1', 'host: a'))).toEqual([200]);
  }
  return await ended;
}
