import { afterEach, describe, expect, it } from 'vitest';
import { type ErrorCode, systemEnv } from '../../src/index.ts';
import { client, discover, finish, fromCallback, login } from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type HostileProvider, type Place, startHostileProvider } from '../support/hostile-provider.ts';
import { keySetMisdeeds, misdeeds, obliging } from '../support/misdeeds.ts';
import { home } from '../support/openid-clients.ts';
import { laterRefusal } from '../support/refusal.ts';

/** What each comes to, wherever it is done. */
const outcomes: Readonly<Record<keyof typeof misdeeds, ErrorCode>> = {
  'answers with a page of HTML': 'transport.content-type',
  'answers JSON under the wrong type': 'transport.content-type',
  'answers JSON under no type': 'transport.content-type',
  'answers with nothing': 'transport.content-type',
  'answers with 24 MiB': 'transport.too-large',
  'answers with 24 MiB in 24 KiB': 'transport.too-large',
  'says that 24 MiB follow': 'transport.timeout',
  'never answers': 'transport.timeout',
  'never ends its headers': 'transport.timeout',
  'never ends its answer': 'transport.timeout',
  'answers drop by drop': 'transport.timeout',
  'sends us elsewhere': 'transport.redirect',
  'sends us elsewhere with the request': 'transport.redirect',
  'answers that it is not there': 'transport.status',
  'answers that it has failed': 'transport.status',
  'answers with half a number of octets': 'transport.unreachable',
  'closes at once': 'transport.unreachable',
  'answers with headers of 64 KiB': 'transport.unreachable',
  'answers no HTTP': 'transport.unreachable',
  'answers with an empty text': 'transport.json',
  'names a member twice': 'transport.json',
  'names a member twice, once escaped': 'transport.json',
  'answers an array': 'transport.json',
  'answers null': 'transport.json',
  'answers with a text after the JSON': 'transport.json',
  'answers with brackets a million deep': 'transport.json',
  'answers with octets that are no UTF-8': 'transport.json',
};
const places = ['discovery', 'keys', 'token', 'userinfo'] as const;
const fetches = [
  // It unpacks nothing, so that there is nothing in it to blow up.
  ['our own fetch', systemEnv.fetch, { ...outcomes, 'answers with 24 MiB in 24 KiB': 'transport.json' }],
  ['that of every runtime', fetch, outcomes],
] as const;
const everywhere = places.flatMap((place) => fetches.map((by) => [place, ...by] as const));

describe('a provider that behaves as badly as it can', () => {
  let op: HostileProvider | undefined;
  afterEach(async () => await op?.close());

  describe.for(everywhere)('at %s, asked by %s', ([place, , fetching, expected]) => {
    // Sound: the keys of the table are what the type is made of.
    it.for(Object.entries(expected) as [keyof typeof misdeeds, ErrorCode][])('and %s', async ([name, code]) => {
      op = await startHostileProvider(place, misdeeds[name], fetching);
      expect(await outcome(op)).toBe(code);
      expect(op.requests).not.toContain('/elsewhere');
      expect(op.requests.filter((path) => path === op?.paths[place]).length).toBe(1);
      expect(op.octets()).toBeLessThan(8 * 1_048_576);
      expect(new Set(op.waits)).toEqual(new Set(reached(place, 'token') ? [5_000, 10_000] : [5_000]));
    });
  });

  it.for(Object.entries(keySetMisdeeds))('at its key set, and %s', async ([, misdeed]) => {
    op = await startHostileProvider('keys', misdeed);
    expect(await outcome(op)).toBe('provider.keys');
  });

  it.for(places)('harms nobody in the end: who behaves well at %s is believed after all that', async (place) => {
    op = await startHostileProvider(place, obliging);
    expect(await outcome(op)).toBe('accepted');
  });
});

async function outcome({ issuer, env }: HostileProvider): Promise<ErrorCode | 'accepted'> {
  const rp = client({ clientId: 'client', redirectUri: home.callback, authentication: { kind: 'none' }, userInfo: true });
  return await laterRefusal(async () => {
    const provider = await discover(issuer, {}, env);
    const { outgoing, pending } = await login(rp, provider, {}, env);
    if (outgoing.kind !== 'redirect') throw new Error('a login begins by a redirect');
    const answer = await fetch(outgoing.url, { redirect: 'manual' });
    const { searchParams } = new URL(answer.headers.get('location') ?? '');
    return await finish(rp, provider, fromCallback(searchParams, 'query'), pending, memoryReplayStore(), env);
  });
}

/** Is the one asked before the other fails? */
function reached(failing: Place, place: Place): boolean {
  const order: readonly Place[] = ['discovery', 'token', 'keys', 'userinfo'];
  return order.indexOf(place) <= order.indexOf(failing);
}
