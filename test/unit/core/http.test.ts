import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import { checkStatus, type Exchange, errorOf, exchange, objectOf } from '../../../src/core/http.ts';
import { detailsOf } from '../../support/openid-login.ts';
import { laterRefusal, refusal, refusalDetails } from '../../support/refusal.ts';
import { type World, world } from '../../support/world.ts';

const url = 'https://op.example/path?secret=x';

describe('a question', () => {
  it('is a GET that follows nothing, says what it understands, and how its address was learnt', async () => {
    const sent = await requestFor({ url, accept: 'application/json', headers: { dpop: 'proof' }, learntFrom: 'https://op.example' });
    expect(sent).toMatchObject({
      url,
      init: { method: 'GET', redirect: 'manual', headers: { accept: 'application/json', dpop: 'proof' }, learntFrom: 'https://op.example' },
    });
    expect(sent.init).not.toHaveProperty('body');
    expect(sent.init?.signal).toBeInstanceOf(AbortSignal);
  });

  it('is a POST where there is a form', async () => {
    const { init } = await requestFor({ url, accept: 'application/json', form: new URLSearchParams({ a: 'b c&d' }) });
    expect(init).toMatchObject({
      method: 'POST',
      body: 'a=b+c%26d',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(init).not.toHaveProperty('learntFrom');
  });
});

describe('an answer', () => {
  it('is its status, its kind and its octets, whatever the status', async () => {
    const found = await answered(new Response('gone', { status: 410, headers: { 'content-type': 'Text/HTML; charset=x' } }));
    expect(found).toMatchObject({ from: 'https://op.example/path', status: 410, mediaType: 'text/html', octets: Buffer.from('gone') });
    expect(await answered(new Response(null, { status: 204 }))).toMatchObject({ mediaType: '', octets: new Uint8Array() });
  });

  it.each([301, 302, 303, 307, 308, 300, 399])('that sends elsewhere is none: %i', async (status) => {
    expect(await detailsOf(() => answered(responseWith({ status })))).toEqual({
      code: 'transport.redirect',
      details: { url: 'https://op.example/path', status },
    });
  });

  it('that came from elsewhere is none', async () => {
    expect(await laterRefusal(() => answered(responseWith({ redirected: true })))).toBe('transport.redirect');
    expect(await laterRefusal(() => answered(responseWith({ type: 'opaqueredirect', status: 0 })))).toBe('transport.redirect');
  });

  it('has a mebibyte at most, and the rest is not read', async () => {
    const whole = new Response(new Uint8Array(1_048_576));
    expect((await answered(whole)).octets).toHaveLength(1_048_576);
    let sent = 0;
    let cancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(100_000));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await detailsOf(() => answered(new Response(endless)))).toEqual({
      code: 'transport.too-large',
      details: { url: 'https://op.example/path', maximum: 1_048_576 },
    });
    expect([sent < 20, cancelled]).toEqual([true, true]);
  });

  it('comes within five seconds, or as many as were said, headers and body together', async () => {
    const silent = () => new Promise<Response>(() => undefined);
    const slow = async () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) }));
    for (const fetch of [silent, slow]) {
      for (const [given, seconds] of [
        [undefined, 5],
        [10, 10],
      ] as const) {
        const env = world(fetch);
        const asking = laterRefusal(() => exchange({ url, accept: 'x', ...(given === undefined ? {} : { seconds: given }) }, env));
        env.pass(seconds - 0.001);
        expect(await Promise.race([asking, Promise.resolve('waiting')])).toBe('waiting');
        env.pass(0.001);
        expect([await asking, env.waits]).toEqual(['transport.timeout', [seconds * 1000]]);
      }
    }
  });

  it('ends the waiting, and what is too late ends the fetching', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const env: World = world(async (_, init) => {
      signals.push(init?.signal);
      return new Response('x');
    });
    await exchange({ url, accept: 'x' }, env);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    env.pass(60);
  });

  it('that does not come is told without what the address may hold of secrets', async () => {
    const broken = await exchange(
      { url, accept: 'x' },
      world(() => Promise.reject(new TypeError('no route'))),
    ).catch((error) => error);
    expect(broken).toMatchObject({
      code: 'transport.unreachable',
      details: { url: 'https://op.example/path' },
      cause: new TypeError('no route'),
    });
    expect(broken.message).not.toContain('secret');
    const nowhere = () =>
      exchange(
        { url: 'nowhere', accept: 'x' },
        world(() => Promise.reject(new TypeError())),
      );
    expect(await detailsOf(nowhere)).toMatchObject({ details: { url: '' } });
  });

  it('that breaks off is none', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) });
    expect(await laterRefusal(() => answered(new Response(broken)))).toBe('transport.unreachable');
  });

  it('that the fetch itself refuses is refused with its own words', async () => {
    const refusing = world(() => Promise.reject(new SsoError('transport.timeout', { url: 'x', seconds: 1 })));
    expect(await detailsOf(() => exchange({ url, accept: 'x' }, refusing))).toEqual({
      code: 'transport.timeout',
      details: { url: 'x', seconds: 1 },
    });
  });
});

describe('an answer that may send elsewhere', () => {
  it('is followed on the same origin, as often as was said', async () => {
    const env = leading(3);
    expect(await exchange({ url: 'https://op.example/0', accept: 'x', redirects: 3 }, env)).toMatchObject({
      from: 'https://op.example/3',
      status: 200,
    });
    expect(await laterRefusal(() => exchange({ url: 'https://op.example/0', accept: 'x', redirects: 2 }, leading(3)))).toBe(
      'transport.redirect',
    );
  });

  it.each([
    'https://other.example/1',
    'http://op.example/1',
    'https://op.example:8443/1',
    'https://user@op.example/1',
    '//other.example/1',
    'javascript:1',
    'file:///etc/passwd',
    'https://',
  ])('is not followed to %s', async (location) => {
    const asked: string[] = [];
    const env = world(async (to) => {
      asked.push(String(to));
      return new Response(null, { status: 302, headers: { location } });
    });
    expect(await laterRefusal(() => exchange({ url, accept: 'x', redirects: 3 }, env))).toBe('transport.redirect');
    expect(asked).toEqual([url]);
  });

  it.each([300, 304, 305, 306, 399])('is not followed for a status that sends nowhere: %i', async (status) => {
    const env = world(async () => responseWith({ status, headers: new Headers({ location: '/1' }) }));
    expect(await laterRefusal(() => exchange({ url, accept: 'x', redirects: 3 }, env))).toBe('transport.redirect');
  });

  it('is never told again what was sent', async () => {
    for (const question of [{ form: new URLSearchParams() }, { json: {} }, { method: 'DELETE' as const }])
      expect(await laterRefusal(() => exchange({ url, accept: 'x', redirects: 3, ...question }, leading(1)))).toBe('transport.redirect');
  });
});

describe('an answer that nothing has changed', () => {
  it.each(['if-none-match', 'if-modified-since'])('is one where it was asked for by %s', async (header) => {
    const env = world(async () => new Response(null, { status: 304 }));
    expect(await exchange({ url, accept: 'x', headers: { [header]: 'x' } }, env)).toMatchObject({ status: 304, octets: new Uint8Array() });
  });
});

describe('an answer that may be packed', () => {
  it('is asked for, and unpacked', async () => {
    const sent = await requestFor({ url, accept: 'x', gzip: true });
    expect(sent.init?.headers).toMatchObject({ 'accept-encoding': 'gzip' });
    expect((await unpacked(gzipSync('text'))).octets).toEqual(Buffer.from('text'));
  });

  it('is taken as it is where it is not, whatever its header says', async () => {
    expect((await unpacked('text')).octets).toEqual(Buffer.from('text'));
    const packed = gzipSync('text');
    expect((await answered(new Response(packed))).octets).toEqual(packed);
  });

  it('has no more octets than may be, before and after', async () => {
    expect((await unpacked(gzipSync(Buffer.alloc(1_048_576)))).octets).toHaveLength(1_048_576);
    expect(await laterRefusal(() => unpacked(gzipSync(Buffer.alloc(1_048_577))))).toBe('transport.too-large');
    expect(await laterRefusal(() => unpacked(gzipSync(Buffer.alloc(256_000_000))))).toBe('transport.too-large');
    expect(await laterRefusal(() => unpacked(gzipSync('x'.repeat(200)), { mostOctets: 199 }))).toBe('transport.too-large');
  });

  it('is none where it cannot be unpacked', async () => {
    const packed = gzipSync('text'.repeat(1_000));
    for (const broken of [packed.subarray(0, -1), packed.subarray(0, 2), Buffer.concat([packed.subarray(0, 12), packed.subarray(13)])])
      expect(await laterRefusal(() => unpacked(broken))).toBe('transport.unreachable');
  });
});

describe('the object in an answer', () => {
  const answer = {
    from: 'https://op.example/',
    status: 200,
    headers: new Headers(),
    mediaType: 'application/json',
    octets: Buffer.from('{"a":1}'),
  };

  it('is there where the status is a success', () => {
    for (const status of [200, 201, 299]) expect(objectOf({ ...answer, status })).toEqual({ a: 1 });
    for (const status of [199, 300, 404, 500]) {
      expect(refusalDetails(() => objectOf({ ...answer, status }))).toEqual({ url: 'https://op.example/', status });
      expect(refusal(() => checkStatus({ ...answer, status }))).toBe('transport.status');
    }
  });

  it('is said to be JSON, or something in JSON where that is understood', () => {
    for (const mediaType of ['text/html', '', 'application/jsonp', 'text/json', 'x/application/json', 'application/+json'])
      expect([mediaType, refusal(() => objectOf({ ...answer, mediaType }, { suffixed: true }))]).toEqual([
        mediaType,
        'transport.content-type',
      ]);
    const mediaType = 'application/jwk-set+json';
    expect(objectOf({ ...answer, mediaType }, { suffixed: true })).toEqual({ a: 1 });
    expect(refusalDetails(() => objectOf({ ...answer, mediaType }))).toMatchObject({ expected: 'application/json', found: mediaType });
    expect(refusalDetails(() => objectOf({ ...answer, mediaType: 'x'.repeat(300) }))).toMatchObject({ found: 'x'.repeat(100) });
  });

  it.each([
    ['{"a":1,"a":2}', 'repeated-member'],
    ['<html>', 'syntax'],
    ['[]', 'not-an-object'],
  ])('is one: %s', (text, reason) => {
    expect(refusalDetails(() => objectOf({ ...answer, octets: Buffer.from(text) }))).toEqual({ url: 'https://op.example/', reason });
  });

  it('may be an error, if it is in JSON', () => {
    expect(errorOf({ ...answer, mediaType: 'application/problem+json', octets: Buffer.from('{"error":"x"}') })).toEqual({ error: 'x' });
    expect(errorOf({ ...answer, mediaType: 'text/html' })).toBeUndefined();
    expect(errorOf({ ...answer, octets: Buffer.from('x') })).toBeUndefined();
  });
});

async function requestFor(question: Exchange): Promise<{ readonly url: unknown; readonly init: RequestInit | undefined }> {
  const sent: { url: unknown; init: RequestInit | undefined }[] = [];
  const env = world(async (address, init) => {
    sent.push({ url: address, init });
    return new Response('{}');
  });
  await exchange(question, env);
  const [only] = sent;
  if (only === undefined || sent.length !== 1) throw new Error(`sent ${sent.length} requests`);
  return only;
}

function answered(response: Response) {
  return exchange(
    { url, accept: 'x' },
    world(async () => response),
  );
}

function unpacked(body: Uint8Array | string, more: Partial<Exchange> = {}) {
  const response = new Response(body, { headers: { 'content-encoding': 'gzip' } });
  return exchange(
    { url, accept: 'x', gzip: true, ...more },
    world(async () => response),
  );
}

/** A world in which `/0` leads to `/1` and so on to the last, which answers. */
function leading(last: number): World {
  return world(async (address) => {
    const at = Number(new URL(String(address)).pathname.slice(1)) || 0;
    return at < last ? new Response(null, { status: 307, headers: { location: `/${at + 1}` } }) : new Response('there');
  });
}

/** A response such as no constructor makes. */
function responseWith(more: Readonly<Record<string, unknown>>): Response {
  return Object.defineProperties(new Response('{}'), Object.fromEntries(Object.entries(more).map(([name, value]) => [name, { value }])));
}
