import { describe, expect, it } from 'vitest';
import { refresh } from '../../../src/oidc/refresh.ts';
import { introspect, revoke } from '../../../src/oidc/token-administration.ts';
import { detailsOf, failed, loggedIn, refusalsOf, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';

describe('a refresh', () => {
  it('trades the refresh token for new tokens', async () => {
    const { party, again } = await signedIn();
    party.tokens = { access_token: 'second', refresh_token: 'rotated', expires_in: 60 };
    party.world.pass(600);
    const { tokens, findings } = await again();
    expect(tokens).toMatchObject({
      accessToken: 'second',
      refreshToken: 'rotated',
      expiresAt: new Date(party.world.now().getTime() + 60_000),
    });
    expect(failed(findings)).toEqual([]);
    const asked = party.requests.find(({ form }) => form.has('refresh_token'));
    expect(Object.fromEntries(asked?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh',
      client_id: 'client',
    });
  });

  it('keeps what does not come anew, and nothing that would be wrong by then', async () => {
    const { party, again } = await signedIn();
    party.tokens = { id_token: undefined, refresh_token: undefined, expires_in: undefined };
    const { tokens } = await again();
    expect(tokens).toEqual({ accessToken: 'access', tokenType: 'Bearer', refreshToken: 'refresh', idToken: expect.any(String) });
  });

  it('can be done twice, with the tokens of the last', async () => {
    const { party, login, again } = await signedIn();
    party.tokens = { refresh_token: 'second' };
    const { tokens } = await again();
    party.tokens = { refresh_token: 'third' };
    expect((await refresh(us(), them(party), { ...login, tokens }, party.world)).tokens.refreshToken).toBe('third');
    const sent = party.requests.flatMap(({ form }) => form.getAll('refresh_token'));
    expect(sent).toEqual(['refresh', 'second']);
  });

  it.each<readonly [Changes, readonly string[]]>([
    [{}, []],
    [{ iss: 'https://other.example' }, ['id-token.issuer', 'refreshed.issuer']],
    [{ sub: 'mallory' }, ['refreshed.subject']],
    [{ aud: 'other' }, ['id-token.audience', 'id-token.other-audiences', 'refreshed.audience']],
    [{ nonce: 'other' }, ['refreshed.nonce']],
    [{ auth_time: 1 }, ['refreshed.authentication-time']],
    [{ events: {} }, ['id-token.no-events']],
    [{ exp: 0 }, ['id-token.expiry']],
  ])('brings an ID token about the same person: %j', async (changes, rules) => {
    const { party, again } = await signedIn({ auth_time: 1_768_000_000 });
    party.claims = { auth_time: 1_768_000_000, ...changes };
    expect(await refusalsOf(again)).toEqual(rules);
  });

  it('wants a refresh token', async () => {
    const { party, login } = await signedIn();
    const { refreshToken: _, ...tokens } = login.tokens;
    expect(await detailsOf(() => refresh(us(), them(party), { ...login, tokens }, party.world))).toMatchObject({
      code: 'config.invalid',
      details: { field: 'tokens.refreshToken' },
    });
  });

  it('sends the token to nobody but the provider that gave it', async () => {
    const { party, login } = await signedIn();
    const other = new OpenIdParty('https://other.example');
    expect(await detailsOf(() => refresh(us(), them(other), login, other.world))).toMatchObject({
      code: 'token.rejected',
      details: { token: 'ID token', findings: [{ rule: 'refreshed.issuer', outcome: 'failed', actual: party.issuer }] },
    });
    expect(other.requests).toEqual([]);
  });

  it('is refused once the token counts no more', async () => {
    const { party, again } = await signedIn();
    party.answers.set('/token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    expect(await refusalsOf(again)).toEqual(['token.refused']);
  });

  it('is of tokens of the type that was asked for', async () => {
    const { party, again } = await signedIn();
    party.tokens = { token_type: 'DPoP' };
    expect(await refusalsOf(again)).toEqual(['tokens.type']);
  });
});

describe('a token that is revoked', () => {
  it('is named to the provider, with what it is', async () => {
    const party = new OpenIdParty();
    party.answers.set('/revoke', () => new Response(null));
    await revoke(us(), them(party), 'token', 'refresh_token', party.world);
    await revoke(us(), them(party), 'token', undefined, party.world);
    expect(party.requests.map(({ form }) => Object.fromEntries(form))).toEqual([
      { token: 'token', token_type_hint: 'refresh_token', client_id: 'client' },
      { token: 'token', client_id: 'client' },
    ]);
  });

  it('may be one that the provider refuses to revoke', async () => {
    const party = new OpenIdParty();
    party.answers.set('/revoke', () => Response.json({ error: 'unsupported_token_type' }, { status: 400 }));
    expect(await refusalsOf(() => revoke(us(), them(party), 'token', undefined, party.world))).toEqual(['token.refused']);
    party.answers.set('/revoke', () => new Response(null, { status: 503 }));
    expect(await refusalsOf(() => revoke(us(), them(party), 'token', undefined, party.world))).toEqual(['transport.status']);
  });
});

describe('what a token is worth', () => {
  it('is what the provider says of it, while it counts', async () => {
    const party = new OpenIdParty();
    for (const [answer, expected] of [
      [
        { active: true, sub: 'alice' },
        { active: true, sub: 'alice' },
      ],
      [{ active: false, sub: 'alice' }, undefined],
      [{ active: 'true' }, undefined],
      [{}, undefined],
    ] as const) {
      party.answers.set('/introspect', () => Response.json(answer));
      expect(await introspect(us(), them(party), 'token', 'access_token', party.world)).toEqual(expected);
    }
    expect(party.requests[0]?.form.get('token_type_hint')).toBe('access_token');
  });

  it('is told in JSON, by a provider that has a place for it', async () => {
    const party = new OpenIdParty();
    party.answers.set('/introspect', () => new Response('active'));
    expect(await refusalsOf(() => introspect(us(), them(party), 'token', undefined, party.world))).toEqual(['transport.content-type']);
    const { introspection: _, ...endpoints } = them(party).endpoints;
    const without = { ...them(party), endpoints };
    expect(await refusalsOf(() => introspect(us(), without, 'token', undefined, party.world))).toEqual(['provider.endpoint']);
  });
});

async function signedIn(claims: Changes = {}) {
  const party = new OpenIdParty();
  party.claims = claims;
  const login = await loggedIn({ party });
  party.claims = {};
  return { party, login, again: () => refresh(us(), them(party), login, party.world) };
}
