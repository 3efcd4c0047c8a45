import { describe, expect, it } from 'vitest';
import type { Purpose } from '../../../src/core/source.ts';
import { fixedKeys, publishedKeys } from '../../../src/oidc/key-source.ts';
import { type JwsSigner, jwsSigner } from '../../support/jws.ts';
import { detailsOf } from '../../support/openid-login.ts';
import { OpenIdParty } from '../../support/openid-party.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe('published keys', () => {
  it('are fetched when they are first asked for, and kept for five minutes', async () => {
    const { party, keys } = published();
    expect(party.requests).toEqual([]);
    const first = await keys.current();
    expect(first.keys.map(({ keyId }) => keyId)).toEqual(['RS256']);
    expect(first.refreshAt).toEqual(new Date(party.world.now().getTime() + 300_000));
    party.world.pass(299);
    expect([await keys.current(), party.count('/jwks')]).toEqual([first, 1]);
    party.world.pass(1);
    await keys.current();
    expect(party.count('/jwks')).toBe(2);
  });

  it('are asked for as key sets, learnt from the address that was typed', async () => {
    const { party, keys } = published();
    await keys.current();
    expect(party.requests[0]).toMatchObject({ method: 'GET', url: 'https://op.example/jwks', init: { learntFrom: 'https://op.example' } });
    expect(party.requests[0]?.headers.get('accept')).toContain('application/jwk-set+json');
  });

  it('come as JSON of any kind', async () => {
    for (const type of ['application/json', 'application/jwk-set+json', 'application/x+json; charset=utf-8'])
      expect(await refused(() => new Response('{"keys":[]}', { headers: { 'content-type': type } }))).toBe('accepted');
    expect(await refused(() => new Response('{"keys":[]}', { headers: { 'content-type': 'text/plain' } }))).toBe('transport.content-type');
  });

  it.each([
    ['HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'transport.content-type'],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/elsewhere' } }), 'transport.redirect'],
    ['nothing', () => new Response(null, { status: 404 }), 'transport.status'],
    ['24 MiB', () => Response.json({ keys: ['x'.repeat(24 * 1_048_576)] }), 'transport.too-large'],
    ['a member twice', () => new Response('{"keys":[],"keys":[]}', { headers: { 'content-type': 'application/json' } }), 'transport.json'],
    ['no list', () => Response.json({}), 'provider.keys'],
    ['a private key', () => Response.json({ keys: [jwsSigner('RS256').pair.privateKey.export({ format: 'jwk' })] }), 'provider.keys'],
    ['10,000 keys', () => Response.json({ keys: Array(10_000).fill({}) }), 'provider.keys'],
  ])('are none where the provider answers with %s', async (_, answer, code) => {
    expect(await refused(answer)).toBe(code);
  });

  it('that cannot be used say whose they are', async () => {
    const { party, keys } = published();
    party.answers.set('/jwks', () => Response.json({}));
    expect(await detailsOf(() => keys.current())).toEqual({
      code: 'provider.keys',
      details: { provider: 'op', problem: expect.any(String) },
    });
  });

  it('are fetched once for all who ask at once', async () => {
    const { party, keys } = published();
    const found = await Promise.all([keys.current(), keys.current(), keys.refreshed('unknown-key'), keys.refreshed('due')]);
    expect([new Set(found).size, party.count('/jwks')]).toEqual([1, 1]);
  });

  it('of which the fetch failed are asked for again by whoever asks next', async () => {
    const { party, keys } = published();
    const down = breaking(party);
    expect([await laterRefusal(() => keys.current()), await laterRefusal(() => keys.current())]).toEqual(Array(2).fill('transport.status'));
    expect(party.count('/jwks')).toBe(2);
    down.end();
    expect(await laterRefusal(() => keys.current())).toBe('accepted');
  });

  it('that nobody hands out any more stay in use, and are asked for every half minute', async () => {
    const { party, keys } = published();
    const first = await keys.current();
    breaking(party);
    party.world.pass(300);
    expect([await keys.current(), party.count('/jwks')]).toEqual([first, 2]);
    party.world.pass(29);
    expect([await keys.current(), party.count('/jwks')]).toEqual([first, 2]);
    party.world.pass(1);
    expect([await keys.current(), party.count('/jwks')]).toEqual([first, 3]);
  });

  it('stay in use for a day, and not longer', async () => {
    const { party, keys } = published();
    const first = await keys.current();
    breaking(party);
    party.world.pass(86_399);
    expect(await keys.current()).toBe(first);
    party.world.pass(1);
    expect(await laterRefusal(() => keys.current())).toBe('transport.status');
    expect(await laterRefusal(() => keys.refreshed('unknown-key'))).toBe('transport.status');
  });

  it('stay in use where the provider hands out something that cannot be used', async () => {
    const { party, keys } = published();
    const first = await keys.current();
    party.answers.set('/jwks', () => Response.json({ keys: [jwsSigner('RS256').pair.privateKey.export({ format: 'jwk' })] }));
    party.world.pass(301);
    expect(await keys.current()).toBe(first);
    expect(await keys.refreshed('unknown-key')).toBe(first);
  });

  it('are new ones once there are some, though the last look was in vain', async () => {
    const { party, keys } = published();
    await keys.current();
    const down = breaking(party);
    party.world.pass(300);
    await keys.current();
    down.end();
    party.keys = [jwsSigner('RS256', 'new', 'new')];
    party.world.pass(30);
    expect((await keys.current()).keys.map(({ keyId }) => keyId)).toEqual(['new']);
  });

  it('are looked for again for a key that nobody knows: twice a minute, and then no more', async () => {
    const { party, keys } = published();
    await keys.current();
    await keys.refreshed('unknown-key');
    party.world.pass(30);
    const second = await keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(3);
    party.world.pass(29);
    expect([await keys.refreshed('unknown-key'), party.count('/jwks')]).toEqual([second, 3]);
    party.world.pass(1);
    await keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(4);
    expect([await keys.refreshed('unknown-key'), party.count('/jwks')].at(1)).toBe(4);
  });

  it('have looks of their own for each purpose', async () => {
    const { party, keys } = published();
    await keys.current();
    for (const purpose of ['logout', 'response', 'login'] satisfies Purpose[])
      for (let look = 0; look < 5; look += 1) await keys.refreshed('unknown-key', purpose);
    expect(party.count('/jwks')).toBe(1 + 3 * 2);
    await keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(7);
  });

  it('use up a look where it was in vain, too', async () => {
    const { party, keys } = published();
    await keys.current();
    breaking(party);
    for (let look = 0; look < 5; look += 1) await keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(3);
  });

  it('are looked for whenever somebody says that it is time', async () => {
    const { party, keys } = published();
    await keys.current();
    for (let look = 0; look < 5; look += 1) await keys.refreshed('due');
    expect(party.count('/jwks')).toBe(6);
  });

  it('never are more than is asked for while nothing is known', async () => {
    const { party, keys } = published();
    await keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(1);
  });

  it('need a clock', async () => {
    const { party } = published();
    const keys = publishedKeys({ provider: 'op', jwksUri: 'https://op.example/jwks' }, { ...party.world, now: () => new Date(Number.NaN) });
    expect(await laterRefusal(() => keys.current())).toBe('config.invalid');
  });
});

describe('keys given once and for all', () => {
  it('are what they are', async () => {
    const keySet = { keys: [], ignored: [] };
    const keys = fixedKeys(keySet);
    expect([await keys.current(), await keys.refreshed('unknown-key')]).toEqual([keySet, keySet]);
  });
});

function published(signers: readonly JwsSigner[] = [jwsSigner('RS256')]) {
  const party = new OpenIdParty();
  party.keys = signers;
  const keys = publishedKeys({ provider: 'op', jwksUri: 'https://op.example/jwks', learntFrom: 'https://op.example' }, party.world);
  return { party, keys };
}

/** From now on its keys cannot be had, until that ends. */
function breaking(party: OpenIdParty): { end(): void } {
  const usual = party.answers.get('/jwks');
  party.answers.set('/jwks', () => new Response(null, { status: 503 }));
  return {
    end: () => {
      if (usual !== undefined) party.answers.set('/jwks', usual);
    },
  };
}

async function refused(answer: () => Response): Promise<string> {
  const { party, keys } = published();
  party.answers.set('/jwks', answer);
  return await laterRefusal(() => keys.current());
}
