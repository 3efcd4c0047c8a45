import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fromCallback } from '../../src/oidc/callback.ts';
import { finish } from '../../src/oidc/finish.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { refusalsOf, them, us } from '../support/openid-login.ts';
import { OpenIdParty } from '../support/openid-party.ts';
import { openidPeerCases, type PeerCase } from '../support/openid-peer-cases.ts';
import { byOauth4webapi, byOpenidClient, type Peer, requestFor } from '../support/openid-peers.ts';

const peers: Readonly<Record<string, Peer>> = { oauth4webapi: byOauth4webapi, 'openid-client': byOpenidClient };

describe('a login that others judge as well', () => {
  // The clock of the others is that of the machine.
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new OpenIdParty().world.now() });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  it.each(openidPeerCases)('comes out as the table has it: $name', async (one) => {
    const outcome = await byUs(one);
    expect(outcome).toBe(one.ours);
    const expected = (outcome === 'accepted') === (one.differs === undefined) ? 'accepted' : 'refused';
    for (const [name, peer] of Object.entries(peers)) expect([name, await by(peer, one)]).toEqual([name, expected]);
  });
});

describe('the table', () => {
  it('has each case once, and a reason for whatever differs', () => {
    expect(new Set(openidPeerCases.map(({ name }) => name)).size).toBe(openidPeerCases.length);
    for (const { differs } of openidPeerCases) if (differs !== undefined) expect(differs).toMatch(/^[a-z].{15,140}[^.]$/);
  });

  it('differs where we are stricter, but for few', () => {
    const differing = openidPeerCases.filter(({ differs }) => differs !== undefined);
    expect(differing.filter(({ ours }) => ours === 'accepted').map(({ name }) => name)).toEqual([
      'no kid, two keys that fit',
      'expires_in below zero',
      'scope a list',
      'refresh token empty',
    ]);
  });
});

async function byUs(one: PeerCase): Promise<string> {
  const { party, parameters, pending } = played(one);
  const refused = await refusalsOf(() =>
    finish(us(), them(party), fromCallback(parameters, 'query'), pending, memoryReplayStore({}, party.world), party.world),
  );
  return refused.join(',') || 'accepted';
}

async function by(peer: Peer, one: PeerCase): Promise<'accepted' | 'refused'> {
  const { party, parameters, pending } = played(one);
  return await peer(party, parameters, pending).then(
    () => 'accepted',
    () => 'refused',
  );
}

/** The login up to the answer that the browser brings. */
function played({ says = {}, answer = {}, response, maxAgeSeconds }: PeerCase) {
  const party = Object.assign(new OpenIdParty(), says);
  const { url, pending } = requestFor(maxAgeSeconds, party.world.now());
  const { parameters: usual } = party.authorize({ kind: 'redirect', url });
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...usual, ...answer }))
    for (const each of [value ?? []].flat()) parameters.append(name, each);
  if (response !== undefined) party.answers.set('/token', () => response(party));
  return { party, parameters, pending };
}
