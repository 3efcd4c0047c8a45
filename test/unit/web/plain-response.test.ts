import { describe, expect, it } from 'vitest';
import { toNode } from '../../../src/node/to-node.ts';
import { alsoPlain } from '../../../src/web/asked.ts';
import { type PlainResponse, plainResponse, responseOf, withCookies } from '../../../src/web/plain-response.ts';
import { serveHttp } from '../../support/servers.ts';

const page = plainResponse(404, { 'content-type': 'text/html', 'x-a': 'b' }, '<p>ä</p>');

describe('a plain answer', () => {
  it.each<[string, () => PlainResponse]>([
    ['by itself', () => page],
    ['with cookies', () => withCookies(page, ['a=1', 'b=2'])],
    ['where it was a response of the web', () => withCookies(new Response('ü', { status: 201, headers: { 'x-a': 'b' } }), ['a=1'])],
    ['of octets', () => plainResponse(200, { 'content-type': 'image/png' }, new Uint8Array([65, 66]))],
  ])('is the same as a response of the web and over node:http: %s', async (_, made) => {
    const [ofWeb, ofNode] = await Promise.all([lookAt(responseOf(made())), lookAt(await overNode(made()))]);
    expect(ofNode).toEqual(ofWeb);
  });

  it('says over node:http how long it is', async () => {
    expect((await overNode(page)).headers.get('content-length')).toBe('9');
    expect((await overNode(plainResponse(303, { location: '/' }))).headers.get('content-length')).toBe('0');
  });

  it('is answered to HEAD without its body', async () => {
    const response = await overNode(page, 'HEAD');
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([404, 'b', '']);
  });

  it('has cookies added beside those of the one that it was, which stays as it is', () => {
    const shared = new Response('a', { status: 418, statusText: 'Tea', headers: { 'set-cookie': 'own=1' } });
    const response = responseOf(withCookies(shared, ['a=1']));
    expect([response.status, response.statusText, response.headers.getSetCookie()]).toEqual([418, 'Tea', ['own=1', 'a=1']]);
    expect(shared.headers.getSetCookie()).toEqual(['own=1']);
  });

  it.each(['/\r\nset-cookie: x=y', '/\0', '/\n', '/日本'])('is none with a header that cannot be sent: %j', (value) => {
    expect(() => plainResponse(303, { location: value })).toThrow(TypeError);
    expect(() => withCookies(page, ['a=1', `b=${value}`])).toThrow(TypeError);
  });

  it('stays the very response where there is nothing to add', () => {
    const response = new Response();
    expect(responseOf(withCookies(response, []))).toBe(response);
  });
});

async function lookAt(response: Response): Promise<readonly unknown[]> {
  const own = ['content-type', 'x-a'].map((name) => response.headers.get(name));
  return [response.status, own, response.headers.getSetCookie(), await response.text()];
}

async function overNode(answer: PlainResponse, method = 'GET'): Promise<Response> {
  const { port } = await serveHttp(
    toNode(
      alsoPlain(
        async () => undefined,
        async () => answer,
      ),
    ),
  );
  return await fetch(`http://127.0.0.1:${port}/`, { method, redirect: 'manual' });
}
