import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/oidc/client.ts';
import type { Provider } from '../../../src/oidc/provider.ts';
import { userInfo } from '../../../src/oidc/user-info.ts';
import { compactJwe, jwsSigner } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { detailsOf, failed, loggedIn, refusalsOf, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';

const { privateKey, publicKey } = keyPair('rsa-2048', 'rp');
const ours = us({ decryption: [{ privateKey }] });

describe('UserInfo', () => {
  it('is asked for with the token, and says more of the same person', async () => {
    const party = new OpenIdParty();
    const found = await ask(party);
    expect(found).toMatchObject({ claims: { sub: 'alice', name: 'Alice' }, signed: false });
    expect(failed(found.findings)).toEqual([]);
    const [asked] = party.requests;
    expect([asked?.method, asked?.url]).toEqual(['GET', 'https://op.example/userinfo']);
    expect(asked?.headers.get('authorization')).toBe('Bearer access');
    expect(asked?.headers.get('accept')).toBe('application/json, application/jwt');
  });

  it.each([undefined, null, '', 7, 'Alice', 'mallory', ['alice']])('is about nobody else: %j', async (sub) => {
    const party = new OpenIdParty();
    party.person = { sub };
    expect(await refusalsOf(() => ask(party))).toEqual(['user-info.subject']);
  });

  it('never shows about whom it is', async () => {
    const party = new OpenIdParty();
    party.person = { sub: 'mallory' };
    expect(JSON.stringify(await detailsOf(() => ask(party)))).not.toMatch(/mallory|alice/);
  });

  it('may be signed, with what else the token says held to us and to the provider', async () => {
    const party = new OpenIdParty();
    for (const [claims, rules] of [
      [{}, []],
      [{ iss: 'https://op.example', aud: 'client', exp: party.seconds + 1 }, []],
      [{ iss: 'https://other.example' }, ['user-info.issuer']],
      [{ iss: null }, ['user-info.issuer']],
      [{ aud: ['other', 'client'] }, []],
      [{ aud: 'other' }, ['user-info.audience']],
      [{ aud: [] }, ['user-info.audience']],
      [{ exp: party.seconds - 30 }, ['user-info.expiry']],
      [{ exp: 'x' }, ['user-info.expiry']],
      [{ sub: 'mallory' }, ['user-info.subject']],
    ] as const) {
      signed(party, claims);
      expect([claims, await refusalsOf(() => ask(party))]).toEqual([claims, rules]);
    }
    signed(party, {});
    expect(await ask(party)).toMatchObject({ claims: { sub: 'alice' }, signed: true });
  });

  it('that is not signed may say anything of issuer, audience and end', async () => {
    const party = new OpenIdParty();
    party.person = { iss: 'x', aud: 'x', exp: 0 };
    expect(await refusalsOf(() => ask(party))).toEqual([]);
  });

  it('must be signed where that is demanded', async () => {
    const party = new OpenIdParty();
    const strict = us({ requireSignedUserInfo: true });
    expect(await refusalsOf(() => ask(party, strict))).toEqual(['user-info.signed']);
    signed(party, {});
    expect(await refusalsOf(() => ask(party, strict))).toEqual([]);
  });

  it('is signed by a key of the provider, with what was registered', async () => {
    const [unsigned, es256, foreign] = [new OpenIdParty(), new OpenIdParty(), new OpenIdParty()];
    unsigned.keys = [jwsSigner('none')];
    es256.keys = [jwsSigner('ES256')];
    foreign.answers.set('/jwks', () => Response.json({ keys: [] }));
    for (const party of [unsigned, es256, foreign]) signed(party, {});
    expect(await refusalsOf(() => ask(unsigned))).toEqual(['signature.algorithm']);
    expect(await refusalsOf(() => ask(es256))).toEqual(['signature.algorithm']);
    expect(await refusalsOf(() => ask(es256, us({ otherAlgorithms: ['ES256'] })))).toEqual([]);
    expect(await refusalsOf(() => ask(foreign))).toEqual(['signature.key']);
  });

  it('may be encrypted, which alone says nothing of who made it', async () => {
    const party = new OpenIdParty();
    await encrypted(party, party.sign({ sub: 'alice' }));
    expect(await ask(party, ours)).toMatchObject({ signed: true });
    await encrypted(party, ' {"sub":"alice"}');
    expect(await ask(party, ours)).toMatchObject({ signed: false });
    expect(await refusalsOf(() => ask(party, us({ decryption: [{ privateKey }], requireSignedUserInfo: true })))).toEqual([
      'user-info.signed',
    ]);
    await encrypted(party, '{"sub":"mallory","sub":"alice"}');
    expect(await refusalsOf(() => ask(party, ours))).toEqual(['token.form']);
    expect(await refusalsOf(() => ask(party))).toEqual(['encryption.failed']);
  });

  it('that is no token and says it is one is none', async () => {
    const party = new OpenIdParty();
    tokenAnswer(party, '{"sub":"alice"}');
    expect(await refusalsOf(() => ask(party))).toEqual(['token.form']);
  });

  it('may be refused', async () => {
    const party = new OpenIdParty();
    party.answers.set('/userinfo', () => Response.json({ error: 'invalid_token' }, { status: 401 }));
    expect(await detailsOf(() => ask(party))).toEqual({
      code: 'token.refused',
      details: { endpoint: 'userInfo', status: 401, error: 'invalid_token' },
    });
    party.answers.set('/userinfo', () => new Response('no', { status: 403 }));
    expect(await refusalsOf(() => ask(party))).toEqual(['transport.status']);
    party.answers.set('/userinfo', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }));
    expect(await refusalsOf(() => ask(party))).toEqual(['transport.content-type']);
  });

  it('is asked of nobody but the provider that gave the token', async () => {
    const [party, other] = [new OpenIdParty(), new OpenIdParty('https://other.example')];
    const login = await loggedIn({ party });
    expect(await refusalsOf(() => userInfo(us(), them(other), login, other.world))).toEqual(['user-info.issuer']);
    expect(other.requests).toEqual([]);
  });

  it('is nowhere at a provider without', async () => {
    const party = new OpenIdParty();
    const { userInfo: _, ...endpoints } = them(party).endpoints;
    const without = { ...them(party), endpoints };
    expect(await refusalsOf(() => ask(party, us(), without))).toEqual(['provider.endpoint']);
  });
});

describe('UserInfo at the end of a login', () => {
  const client = us({ userInfo: true });

  it('adds what the ID token does not say, and says that nobody signed it', async () => {
    const party = new OpenIdParty();
    party.claims = { email: 'alice@example.org' };
    party.person = { email: 'other@example.org', groups: ['staff'] };
    const { identity, userInfo: kept, claims, findings } = await loggedIn({ party, client });
    expect(identity.attributes.map(({ name, format, values }) => [name, format, values])).toEqual([
      ['sub', undefined, ['alice']],
      ['email', undefined, ['alice@example.org']],
      ['name', 'userinfo', ['Alice']],
      ['groups', 'userinfo', ['staff']],
    ]);
    expect(kept).toMatchObject({ email: 'other@example.org' });
    expect(claims).not.toHaveProperty('groups');
    expect(findings.at(-1)?.rule).toBe('user-info.expiry');
  });

  it('refuses the login where it is about somebody else', async () => {
    const party = new OpenIdParty();
    party.person = { sub: 'mallory' };
    expect(await refusalsOf(() => loggedIn({ party, client }))).toEqual(['user-info.subject']);
  });

  it('is asked for only where that was said', async () => {
    const party = new OpenIdParty();
    expect(await loggedIn({ party })).not.toHaveProperty('userInfo');
    expect(party.count('/userinfo')).toBe(0);
  });
});

function ask(party: OpenIdParty, client: Client = us(), provider: Provider = them(party)) {
  return userInfo(client, provider, { claims: { sub: 'alice' }, tokens: { accessToken: 'access', tokenType: 'Bearer' } }, party.world);
}

function signed(party: OpenIdParty, claims: Changes): void {
  tokenAnswer(party, party.sign({ sub: 'alice', ...claims }));
}

async function encrypted(party: OpenIdParty, text: string): Promise<void> {
  tokenAnswer(party, await compactJwe(text, publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM' }));
}

function tokenAnswer(party: OpenIdParty, token: string): void {
  party.answers.set('/userinfo', () => new Response(token, { headers: { 'content-type': 'application/jwt' } }));
}
