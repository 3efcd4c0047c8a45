import { getEventListeners } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { fetchBy, guardedFetch } from '../../../src/node/guarded-fetch.ts';
import { failureOf, guardedWith } from '../../support/guarded.ts';
import { serverIdentity } from '../../support/server-identity.ts';
import { serveHttp, serveHttps, serveOctets } from '../../support/servers.ts';

describe('whom it asks', () => {
  it('asks a host of its own network that an administrator typed, by name or by number', async () => {
    const { port } = await serveHttp((_, response) => response.end('here'));
    const { fetch } = guardedWith({ 'idp.corp.example': ['127.0.0.1'] });
    expect(await failureOf(fetch(`http://idp.corp.example:${port}/`))).toBe('answered 200');
    expect(await failureOf(fetch(new URL(`http://127.0.0.1:${port}/`)))).toBe('answered 200');
    expect(await failureOf(fetch(new Request(`http://idp.corp.example:${port}/`)))).toBe('answered 200');
    expect(await failureOf(guardedFetch()(`http://localhost:${port}/`))).toBe('answered 200');
  });

  it.for([
    ['169.254.169.254', 'metadata'],
    ['169.254.1.1', 'link-local'],
    ['0.0.0.0', 'unspecified'],
    ['255.255.255.255', 'reserved'],
    ['239.0.0.1', 'multicast'],
    ['fe80::1', 'link-local'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
  ] as const)('never asks %s, whoever typed it and whatever its name', async ([address, reason]) => {
    const { fetch, learnt, asked } = guardedWith({ 'idp.example': [address] });
    const literal = address.includes(':') ? `[${address}]` : address;
    for (const url of ['http://idp.example/', 'https://idp.example/', `http://${literal}/`, `https://${literal}:8443/`])
      expect([url, await failureOf(fetch(url))]).toEqual([url, reason]);
    // Not even for a host that is itself within.
    expect(await failureOf(learnt('https://idp.example/', 'https://10.0.0.1/'))).toBe(reason);
    expect(asked).toEqual(['idp.example', 'idp.example', 'idp.example']);
  });

  it.for(['http://2130706433', 'http://0x7f.1', 'http://0177.0.0.1', 'http://127.1', 'http://[::ffff:7f00:1]', 'http://localhost'])(
    'sees through every way to write an address: %s',
    async (origin) => {
      const { learnt } = guardedWith({ localhost: ['::1', '127.0.0.1'], 'idp.example': ['93.184.215.14'] });
      expect(await failureOf(learnt(`${origin}:9/`, 'http://idp.example/'))).toBe('private');
    },
  );

  it('refuses a name when one of its addresses is refused, whichever', async () => {
    const { fetch, learnt } = guardedWith({
      a: ['93.184.215.14', '169.254.169.254'],
      b: ['10.0.0.1', 'fe80::1'],
      c: ['2606:4700::1', 'fd00::1'],
    });
    expect(await failureOf(fetch('https://a/'))).toBe('metadata');
    expect(await failureOf(fetch('https://b/'))).toBe('link-local');
    expect(await failureOf(learnt('https://c/', 'http://idp.example/'))).toBe('private');
  });

  it.for(['ftp://idp.example/', 'file:///etc/passwd', 'data:text/plain,x', 'blob:nodedata:x', 'ws://idp.example/'])(
    'has nothing to do with %s',
    async (url) => {
      const { fetch, asked } = guardedWith({ 'idp.example': ['127.0.0.1'] });
      await expect(fetch(url)).rejects.toThrow(TypeError);
      expect(asked).toEqual([]);
    },
  );

  it.for(['', '/relative', 'https://', 'https://user:secret@idp.example/'])('takes no such address: %j', async (url) => {
    await expect(guardedWith({ 'idp.example': ['127.0.0.1'] }).fetch(url)).rejects.toThrow(TypeError);
  });
});

describe('a host that was learnt from a document', () => {
  it('is not asked in our own network, by name or by number, when the typed one is elsewhere', async () => {
    const server = await serveHttp((_, response) => response.end('secret'));
    const { learnt } = guardedWith({ 'idp.example': ['93.184.215.14'], 'inside.example': ['127.0.0.1'] });
    // The typed host is not asked for a proof: by http nobody could give one.
    for (const url of [
      `http://inside.example:${server.port}/`,
      `http://127.0.0.1:${server.port}/`,
      `https://inside.example:${server.port}/`,
    ])
      expect(await failureOf(learnt(url, 'http://idp.example/'))).toBe('private');
    expect(server.sockets).toHaveLength(0);
  });

  it('may be there when the typed one is there by number, or is this machine', async () => {
    const { port } = await serveHttp((_, response) => response.end());
    const { learnt } = guardedWith({ 'keys.corp.example': ['127.0.0.1'] });
    for (const typed of [
      'https://10.0.0.1/',
      'http://192.168.0.1:8080/',
      'https://[fd00::1]/',
      'http://localhost:8080/',
      'http://127.0.0.1/',
    ])
      expect([typed, await failureOf(learnt(`http://keys.corp.example:${port}/`, typed))]).toEqual([typed, 'answered 200']);
    for (const typed of ['https://8.8.8.8/', 'https://[2606:4700::1]/', 'https://169.254.169.254/', 'not an address', ''])
      expect([typed, await failureOf(learnt(`http://keys.corp.example:${port}/`, typed))]).toEqual([typed, 'private']);
  });

  it('may be there when it is the typed one, by the same protocol', async () => {
    const { port } = await serveHttp((_, response) => response.end());
    const { learnt } = guardedWith({ 'idp.corp.example': ['127.0.0.1'], 'other.corp.example': ['127.0.0.1'] });
    const keys = `http://idp.corp.example:${port}/keys`;
    expect(await failureOf(learnt(keys, 'http://idp.corp.example/'))).toBe('answered 200');
    expect(await failureOf(learnt(keys, 'https://idp.corp.example:1/'))).toBe('private');
    // By http nobody can prove to be who is meant, even if the name leads to where somebody answers.
    expect(await failureOf(learnt(keys, `http://other.corp.example:${port}/`))).toBe('private');
  });

  it('may be there when the typed one is there and shows the certificate for its name', async () => {
    const identity = serverIdentity(['idp.corp.example']);
    const idp = await serveHttps((_, response) => response.end(), identity);
    const keys = await serveHttp((_, response) => response.end());
    const { learnt } = guardedWith(corp, { certificateAuthorities: [identity.cert] });
    expect(await failureOf(learnt(`http://keys.corp.example:${keys.port}/`, `https://idp.corp.example:${idp.port}/`))).toBe('answered 200');
    await idp.allClosed();
    expect(idp.sockets).toHaveLength(1);
  });

  it('is not asked there when a name alone leads inside: whoever has the name may have it lead anywhere', async () => {
    // Somebody else's host, to which our attacker lets the typed name lead for a moment.
    const identity = serverIdentity(['intranet.corp.example']);
    const other = await serveHttps((_, response) => response.end(), identity);
    const keys = await serveHttp((_, response) => response.end());
    const { learnt } = guardedWith(corp, { certificateAuthorities: [identity.cert] });
    expect(await failureOf(learnt(`http://keys.corp.example:${keys.port}/`, `https://idp.corp.example:${other.port}/`))).toBe('private');
    expect(keys.sockets).toHaveLength(0);
  });

  it('is not asked there when the typed one is elsewhere, or may be: nobody is connected to for finding out', async () => {
    const identity = serverIdentity(['idp.example']);
    const idp = await serveHttps((_, response) => response.end(), identity);
    for (const addresses of [['127.0.0.1', '93.184.215.14'], ['93.184.215.14'], ['127.0.0.1', '169.254.169.254']]) {
      const names = { 'idp.example': addresses, 'keys.corp.example': ['127.0.0.1'] };
      const { learnt, asked } = guardedWith(names, { certificateAuthorities: [identity.cert] });
      expect(await failureOf(learnt('http://keys.corp.example/', `https://idp.example:${idp.port}/`))).toBe('private');
      expect(asked).toEqual(['keys.corp.example', 'idp.example']);
    }
    expect(idp.sockets).toHaveLength(0);
  });

  it('is judged anew each time, and connected to where it was judged', async () => {
    const { port } = await serveHttp((_, response) => response.end());
    const names: Record<string, readonly string[]> = { 'idp.example': ['127.0.0.1'] };
    const { fetch, learnt, asked } = guardedWith(names);
    expect(await failureOf(fetch(`http://idp.example:${port}/`))).toBe('answered 200');
    expect(asked).toHaveLength(1);
    expect(await failureOf(learnt(`http://idp.example:${port}/`, 'http://other.example/'))).toBe('private');
    names['idp.example'] = ['169.254.169.254'];
    expect(await failureOf(fetch(`http://idp.example:${port}/`))).toBe('metadata');
  });
});

describe('what is sent', () => {
  it('is what fetch would send, on a connection of its own', async () => {
    const seen: unknown[] = [];
    const server = await serveHttp(async (request, response) => {
      const chunks = await request.toArray();
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.end();
    });
    const { fetch } = guardedWith({ 'idp.example': ['127.0.0.1'] });
    const origin = `http://idp.example:${server.port}`;
    const authorization = 'Basic YTpi';
    await fetch(`${origin}/token?a=%20b`, {
      method: 'post',
      headers: { authorization, accept: 'application/json' },
      body: new URLSearchParams({ code: 'ä' }),
    });
    await fetch(new Request(`${origin}/`, { method: 'PUT', body: 'text' }));
    await fetch(`${origin}/`, { method: 'POST', body: new Uint8Array([0x61, 0x62]) });
    await fetch(`${origin}/`, { method: 'POST' });
    const own = { host: `idp.example:${server.port}`, connection: 'close', 'accept-encoding': 'identity', 'user-agent': 'signon' };
    const form = 'application/x-www-form-urlencoded;charset=UTF-8';
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/token?a=%20b',
        body: 'code=%C3%A4',
        headers: { ...own, authorization, accept: 'application/json', 'content-type': form, 'content-length': '11' },
      },
      { method: 'PUT', url: '/', body: 'text', headers: { ...own, 'content-type': 'text/plain;charset=UTF-8', 'content-length': '4' } },
      { method: 'POST', url: '/', body: 'ab', headers: { ...own, 'content-length': '2' } },
      { method: 'POST', url: '/', body: '', headers: { ...own, 'content-length': '0' } },
    ]);
    await server.allClosed();
    expect(server.sockets).toHaveLength(4);
  });

  it('says of the connection what is true of it, whatever it is told to say', async () => {
    const server = await serveHttp((request, response) => response.end(JSON.stringify(request.headers)));
    const { fetch } = guardedWith({ 'idp.example': ['127.0.0.1'] });
    const headers = {
      host: 'other.example',
      connection: 'keep-alive',
      upgrade: 'h2c',
      te: 'trailers',
      'transfer-encoding': 'chunked',
      expect: '100-continue',
    };
    const response = await fetch(`http://idp.example:${server.port}/`, { headers });
    const own = { host: `idp.example:${server.port}`, connection: 'close', 'accept-encoding': 'identity', 'user-agent': 'signon' };
    expect(await response.json()).toEqual(own);
  });

  it('says what sends it, since firewalls in front of providers refuse what does not; in other words where those are given', async () => {
    const server = await serveHttp((request, response) => response.end(request.headers['user-agent']));
    const { fetch } = guardedWith({ 'idp.example': ['127.0.0.1'] });
    for (const [headers, said] of [
      [{}, 'signon'],
      [{ 'User-Agent': 'acme/1' }, 'acme/1'],
    ] as const)
      expect(await (await fetch(`http://idp.example:${server.port}/`, { headers })).text()).toBe(said);
  });

  it('asks for what is packed where it is told to, and hands it on as it came', async () => {
    const packed = gzipSync('text');
    const server = await serveHttp(({ headers }, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(headers['accept-encoding'] === 'gzip' ? packed : 'not packed'),
    );
    const { fetch } = guardedWith({ 'idp.example': ['127.0.0.1'] });
    const response = await fetch(`http://idp.example:${server.port}/`, { headers: { 'accept-encoding': 'gzip' } });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(packed);
  });
});

describe('what comes back', () => {
  it('is the answer with all its headers, a redirect too', async () => {
    const { port, sockets } = await serveHttp((_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/', 'set-cookie': ['a=1', 'b=2'] }).end('moved');
    });
    const { fetch } = guardedWith({});
    for (const redirect of ['manual', 'follow', 'error'] as const) {
      const response = await fetch(`http://127.0.0.1:${port}/`, { redirect });
      expect([response.status, response.headers.get('location'), response.headers.getSetCookie(), await response.text()]).toEqual([
        302,
        'http://169.254.169.254/',
        ['a=1', 'b=2'],
        'moved',
      ]);
    }
    expect(sockets).toHaveLength(3);
  });

  it.for([
    ['GET', 204],
    ['GET', 205],
    ['GET', 304],
    ['HEAD', 200],
  ] as const)('has no body where there can be none: %s, %d', async ([method, status]) => {
    const server = await serveHttp((_, response) => response.writeHead(status, { 'x-a': 'b' }).end());
    const response = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`, { method });
    expect([response.status, response.body, response.headers.get('x-a')]).toEqual([status, null, 'b']);
    await server.allClosed();
  });

  it('comes no faster than it is read, and no further than it is wanted', async () => {
    const server = await serveOctets((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      const chunk = Buffer.alloc(65_536, 'a');
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.on('drain', more);
        more();
      });
    });
    const { body } = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`);
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    let read = 0;
    while (read < 1_000_000) read += (await reader.read()).value?.length ?? 0;
    await reader.cancel();
    await server.allClosed();
    // What lies in the buffers of two sockets, and not what could have been sent meanwhile.
    expect(server.sockets[0]?.bytesWritten).toBeLessThan(32_000_000);
  });

  it('is let go when nobody has begun to read it', async () => {
    const server = await serveHttp((_, response) => void response.writeHead(200).write('something'));
    const response = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`);
    await response.body?.cancel();
    await server.allClosed();
  });
});

describe('an exchange that is aborted', () => {
  const reason = new RangeError('enough');

  it('ends before it begins', async () => {
    const { fetch, asked } = guardedWith({ 'idp.example': ['127.0.0.1'] });
    await expect(fetch('http://idp.example/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(fetch(new Request('http://idp.example/', { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    await expect(fetch('http://idp.example/', { signal: AbortSignal.abort('as text') })).rejects.toBe('as text');
    expect(asked).toEqual([]);
  });

  it('ends while a name is looked up', async () => {
    const stop = new AbortController();
    const lookUp = () => {
      stop.abort(reason);
      return new Promise<never>(() => {});
    };
    const fetch = fetchBy({ settings: { noProxy: [] }, lookUp, idleMilliseconds: 10_000 });
    await expect(fetch('http://idp.example/', { signal: stop.signal })).rejects.toBe(reason);
  });

  it('ends before the answer, and in the midst of TLS', async () => {
    for (const protocol of ['http', 'https']) {
      const stop = new AbortController();
      const server = await serveOctets((socket) => socket.once('data', () => stop.abort(reason)));
      await expect(guardedWith({}).fetch(`${protocol}://127.0.0.1:${server.port}/`, { signal: stop.signal })).rejects.toBe(reason);
      await server.allClosed();
    }
  });

  it.for(['http', 'https'] as const)('ends within the body, even one that ends where the connection does: %s', async (protocol) => {
    const identity = serverIdentity(['idp.example']);
    const serve = protocol === 'http' ? serveHttp : serveHttps;
    const { fetch } = guardedWith({ 'idp.example': ['127.0.0.1'] }, { certificateAuthorities: [identity.cert] });
    for (const headers of [{}, { connection: 'close', 'transfer-encoding': 'identity' }, { 'content-length': '99' }]) {
      const stop = new AbortController();
      const server = await serve((_, response) => void response.writeHead(200, headers).write('begun'), identity);
      const response = await fetch(`${protocol}://idp.example:${server.port}/`, { signal: stop.signal });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('begun');
      stop.abort(reason);
      await expect(reader.read()).rejects.toBe(reason);
      await server.allClosed();
    }
  });

  it('is never taken for one that has ended', async () => {
    const stop = new AbortController();
    const server = await serveOctets((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nbegun')));
    const response = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`, { signal: stop.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const unread = await guardedWith({}).fetch(`http://127.0.0.1:${server.port}/`, { signal: stop.signal });
    stop.abort(reason);
    await server.allClosed();
    await expect(reader.read()).rejects.toBe(reason);
    await expect(unread.text()).rejects.toBe(reason);
  });

  it('leaves nobody listening to the signal when it is over', async () => {
    const { port, allClosed } = await serveHttp((_, response) => response.end('over'));
    const { signal } = new AbortController();
    const response = await guardedWith({ 'idp.example': ['127.0.0.1'] }).fetch(`http://idp.example:${port}/`, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await response.text();
    await allClosed();
    await vi.waitUntil(() => getEventListeners(signal, 'abort').length === 0);
  });
});

const corp = { 'idp.corp.example': ['127.0.0.1'], 'keys.corp.example': ['127.0.0.1'] };
