import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { failureOf, guardedWith } from '../../support/guarded.ts';
import { serverIdentity } from '../../support/server-identity.ts';
import { type Serving, serveHttp, serveHttps, serveOctets } from '../../support/servers.ts';

const identity = serverIdentity(['idp.example', 'proxy.example']);
const certificateAuthorities = [identity.cert];
const answers: Parameters<typeof serveHttps>[0] = (request, response) => response.end(request.headers.host);

describe('a proxy', () => {
  it('is asked by CONNECT for every connection, with our name, and it alone looks up the host', async () => {
    const server = await serveHttps(answers, identity);
    const proxy = await serveProxy({ 'idp.example': server.port });
    const { fetch, asked } = guardedWith(
      { 'proxy.example': ['127.0.0.1'] },
      { certificateAuthorities, proxy: `http://name:p%40ss@proxy.example:${proxy.port}` },
    );
    for (const path of ['/', '/keys']) expect(await (await fetch(`https://idp.example:8443${path}`)).text()).toBe('idp.example:8443');
    const authorization = `Basic ${Buffer.from('name:p@ss').toString('base64')}`;
    const request = { url: 'idp.example:8443', host: 'idp.example:8443', authorization };
    expect(proxy.requests).toEqual([request, request]);
    expect(asked).toEqual(['proxy.example', 'proxy.example']);
    await Promise.all([server.allClosed(), proxy.allClosed()]);
  });

  it('may itself be reached by TLS, and is not shown the certificate that is for others', async () => {
    const ours = serverIdentity([], 'us');
    const server = await serveHttps(answers, { ...identity, ca: [ours.cert], requestCert: true });
    const shown: unknown[] = [];
    const proxy = await serveProxy(
      { 'idp.example': server.port },
      { ...identity, requestCert: true, rejectUnauthorized: false },
      (socket) =>
        shown.push('getPeerCertificate' in socket && (socket as unknown as { getPeerCertificate(): object }).getPeerCertificate()),
    );
    const options = { certificateAuthorities, clientCertificate: { certificate: ours.cert, privateKey: ours.key } };
    const { fetch } = guardedWith({ 'proxy.example': ['127.0.0.1'] }, { ...options, proxy: `https://proxy.example:${proxy.port}` });
    expect(await failureOf(fetch('https://idp.example/'))).toBe('answered 200');
    expect(shown).toEqual([{}]);
    expect(proxy.requests).toEqual([{ url: 'idp.example:443', host: 'idp.example:443', authorization: undefined }]);
    await Promise.all([server.allClosed(), proxy.allClosed()]);
  });

  it('changes nothing about whose certificate is believed', async () => {
    const theirs = serverIdentity(['other.example'], 'other');
    const other = await serveHttps(answers, theirs);
    const proxy = await serveProxy({ 'idp.example': other.port });
    const { fetch } = guardedWith(
      {},
      { certificateAuthorities: [...certificateAuthorities, theirs.cert], proxy: `http://127.0.0.1:${proxy.port}` },
    );
    expect(await failureOf(fetch('https://idp.example/'))).toBe('network');
    await Promise.all([other.allClosed(), proxy.allClosed()]);
  });

  it('is not asked for this machine, nor for those that are reached without', async () => {
    const server = await serveHttp(answers);
    const proxy = await serveProxy({});
    const { fetch } = guardedWith(
      { 'a.corp.example': ['127.0.0.1'] },
      { proxy: `http://127.0.0.1:${proxy.port}`, noProxy: ['corp.example'] },
    );
    for (const host of ['127.0.0.1', 'a.corp.example'])
      expect(await failureOf(fetch(`http://${host}:${server.port}/`))).toBe('answered 200');
    expect(proxy.sockets).toHaveLength(0);
  });

  it('is not asked for a number that may not be asked', async () => {
    const proxy = await serveProxy({});
    const { fetch, learnt } = guardedWith({}, { proxy: `http://127.0.0.1:${proxy.port}` });
    expect(await failureOf(fetch('https://169.254.169.254/'))).toBe('metadata');
    expect(await failureOf(fetch('https://[::ffff:169.254.0.1]/'))).toBe('link-local');
    expect(await failureOf(learnt('https://10.0.0.1/', 'https://idp.example/'))).toBe('private');
    expect(await failureOf(learnt('https://127.0.0.1/', 'https://idp.example/'))).toBe('private');
    expect(proxy.sockets).toHaveLength(0);
  });

  it('is asked for a number that may be', async () => {
    const numbered = serverIdentity(['10.0.0.1'], 'numbered');
    const server = await serveHttps(answers, numbered);
    const proxy = await serveProxy({ '10.0.0.1': server.port, 'fd00::1': server.port });
    const { fetch, learnt } = guardedWith({}, { certificateAuthorities: [numbered.cert], proxy: `http://127.0.0.1:${proxy.port}` });
    expect(await failureOf(fetch('https://10.0.0.1/'))).toBe('answered 200');
    expect(await failureOf(learnt('https://10.0.0.1/', 'https://10.0.0.2/'))).toBe('answered 200');
    expect(await failureOf(fetch('https://[fd00::1]/'))).toBe('network');
    expect(proxy.requests.map(({ url }) => url)).toEqual(['10.0.0.1:443', '10.0.0.1:443', '[fd00::1]:443']);
  });

  it('may lie in our own network, but nowhere that nobody may ask', async () => {
    const { fetch } = guardedWith({ 'proxy.example': ['169.254.169.254'] }, { proxy: 'http://proxy.example:3128' });
    expect(await failureOf(fetch('https://idp.example/'))).toBe('metadata');
  });

  it.for([
    ['says no', 'HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'],
    ['does not know the host', 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\n\r\nabc'],
    ['sends us elsewhere', 'HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\n\r\n'],
    ['speaks for the other end', 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc'],
    ['wants another protocol', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['speaks another protocol', '\u0005\u0000'],
    ['says nothing', ''],
    ['has no end of interim answers', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100_000)],
  ] as const)('is a network that fails when it %s', async ([, octets]) => {
    const proxy = await serveOctets((socket) => socket.once('data', () => socket.end(octets)));
    const { fetch } = guardedWith({}, { proxy: `http://127.0.0.1:${proxy.port}` });
    expect(await failureOf(fetch('http://idp.example/'))).toBe('network');
    await proxy.allClosed();
  });

  it('is left when the exchange is aborted', async () => {
    const stop = new AbortController();
    const proxy = await serveOctets((socket) => socket.once('data', () => stop.abort('enough')));
    const { fetch } = guardedWith({}, { proxy: `http://127.0.0.1:${proxy.port}` });
    await expect(fetch('https://idp.example/', { signal: stop.signal })).rejects.toBe('enough');
    await proxy.allClosed();
  });
});

interface Asked {
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

/** A proxy in a world where hosts are ports of this machine. */
async function serveProxy(hosts: Readonly<Record<string, number>>, identity?: object, look?: (socket: Socket) => void) {
  const requests: Asked[] = [];
  const answer = () => {};
  const proxy: Serving = identity === undefined ? await serveHttp(answer) : await serveHttps(answer, identity);
  proxy.server.on('connect', ({ url = '', headers }, socket: Socket) => {
    requests.push({ url, host: headers.host, authorization: headers['proxy-authorization'] });
    look?.(socket);
    const port = hosts[url.replace(/:\d+$/, '').replace(/[[\]]/g, '')];
    if (port === undefined) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const [one, another] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on('error', () => another.destroy());
      one.on('close', () => another.destroy());
    }
    return undefined;
  });
  return { ...proxy, requests };
}
