import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/identity/identity.ts';
import type { ReplayStore } from '../../../src/identity/login.ts';
import { sessionNames } from '../../../src/identity/session-names.ts';
import type { Client } from '../../../src/oidc/client.ts';
import { type LogoutNotice, readLogoutToken } from '../../../src/oidc/logout-token.ts';
import { logoutTokenRules } from '../../../src/oidc/logout-token-rules.ts';
import type { Provider } from '../../../src/oidc/provider.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { compactJwe, jwsSigner } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { detailsOf, failed, refusalsOf, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

describe('a logout token', () => {
  it('says whose sessions are to end: one, all of somebody, or one of theirs', async () => {
    expect(await read()).toMatchObject({ provider: 'op', subject: { value: 'alice' }, index: 'session' });
    expect(await read({ sid: undefined })).not.toHaveProperty('index');
    expect(await read({ sub: undefined })).not.toHaveProperty('subject');
    expect(failed((await read()).findings)).toEqual([]);
    expect((await read()).findings.map(({ rule }) => rule)).toEqual(logoutTokenRules.map(({ id }) => id));
  });

  it('means the session that it names, whoever has it, else every one of the person', async () => {
    const session: Session = { protocol: 'oidc', provider: 'op', subject: { value: 'alice' }, index: 'session' };
    const [person, , byIndex] = sessionNames(session);
    expect((await read()).names).toEqual([byIndex]);
    expect((await read({ sub: undefined })).names).toEqual([byIndex]);
    expect((await read({ sid: undefined })).names).toEqual([person]);
  });

  it('may be of a kind of its own', async () => {
    for (const typ of [undefined, 'logout+jwt', 'JWT', 'application/logout+jwt'])
      expect(await refused({}, { header: { typ } })).toEqual([]);
    for (const typ of ['at+jwt', '', 7]) expect(await refused({}, { header: { typ } })).toEqual(['logout-token.type']);
  });

  it('is from the provider and for us', async () => {
    for (const iss of ['https://other.example', undefined, '', ['https://op.example']])
      expect(await refused({ iss })).toEqual(['logout-token.issuer']);
    for (const aud of ['other', undefined, [], ['other'], 7]) expect(await refused({ aud })).toEqual(['logout-token.audience']);
    expect(await refused({ aud: ['other', 'client'] })).toEqual([]);
  });

  it('is from a tenant that may sign in, where the provider has many', async () => {
    const [tenant, other] = ['3aa4a235-b6e2-48d5-9195-7fcf05b459b0', '11111111-2222-3333-4444-555555555555'];
    const party = new OpenIdParty();
    const provider = them(party, { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' }, { tenants: [tenant] });
    const iss = (id: string) => ({ iss: `https://login.microsoftonline.com/${id}/v2.0` });
    expect(await refused(iss(tenant), { party, provider })).toEqual([]);
    expect(await refused(iss(other), { party, provider })).toEqual(['logout-token.issuer']);
  });

  it('was made within five minutes, and is not over', async () => {
    const { seconds } = new OpenIdParty();
    for (const iat of [seconds - 330, seconds + 30]) expect(await refused({ iat })).toEqual([]);
    for (const iat of [seconds - 331, seconds + 31, undefined, `${seconds}`])
      expect(await refused({ iat })).toEqual(['logout-token.issued-at']);
    expect(await refused({ exp: undefined })).toEqual([]);
    expect(await refused({ exp: seconds - 29 })).toEqual([]);
    for (const exp of [seconds - 30, null, 'x']) expect(await refused({ exp })).toEqual(['logout-token.expiry']);
  });

  it('names a person, a session or both, by texts', async () => {
    expect(await refused({ sub: undefined, sid: undefined })).toEqual(['logout-token.subject']);
    for (const wrong of ['', 7, null, ['alice']]) {
      expect(await refused({ sub: wrong })).toEqual(['logout-token.subject']);
      expect(await refused({ sid: wrong })).toEqual(['logout-token.subject']);
    }
  });

  it('has the event of a logout, which is an object', async () => {
    expect(await refused({ events: { [event]: { more: 1 }, other: {} } })).toEqual([]);
    for (const events of [undefined, null, [], event, {}, { [event]: null }, { [event]: [] }, { [event]: '' }, { other: {} }])
      expect(await refused({ events })).toEqual(['logout-token.event']);
  });

  it('has no nonce, not even one that is nothing', async () => {
    for (const nonce of ['nonce', null, '']) expect(await refused({ nonce })).toEqual(['logout-token.no-nonce']);
  });

  it('has a name of its own', async () => {
    for (const jti of [undefined, '', 7, null]) expect(await refused({ jti })).toEqual(['logout-token.id']);
  });

  it('is used once, for as long as it could be used again', async () => {
    const party = new OpenIdParty();
    const replay = memoryReplayStore({}, party.world);
    const iat = party.seconds + 30;
    expect(await refused({ iat }, { party, replay })).toEqual([]);
    expect(await refused({ iat }, { party, replay })).toEqual(['logout-token.replay']);
    expect(await refused({ iat, jti: 'other' }, { party, replay })).toEqual([]);
    expect(await refused({ iat }, { party, replay, provider: them(party, {}, { id: 'other' }) })).toEqual([]);
    party.world.pass(360);
    expect(await refused({ iat, exp: undefined }, { party, replay })).toEqual(['logout-token.replay']);
    party.world.pass(1);
    expect(await refused({ iat, exp: undefined }, { party, replay })).toEqual(['logout-token.issued-at']);
  });

  it('is not used up by being refused', async () => {
    const party = new OpenIdParty();
    const replay = memoryReplayStore({}, party.world);
    expect(await refused({ aud: 'other' }, { party, replay })).toEqual(['logout-token.audience']);
    expect(await refused({}, { party, replay })).toEqual([]);
  });

  it('that a store cannot remember ends nothing', async () => {
    const broken: ReplayStore = { firstUse: () => Promise.reject(new Error('no connection')) };
    expect(await refused({}, { replay: broken })).toEqual(['store.unavailable']);
    // Sound: what a store without types may answer.
    const vague = { firstUse: async () => 'OK' } as unknown as ReplayStore;
    expect(await refused({}, { replay: vague })).toEqual(['logout-token.replay']);
  });

  it('is signed by a key of the provider, with what was registered', async () => {
    const [unsigned, others, es256] = [new OpenIdParty(), new OpenIdParty(), new OpenIdParty()];
    unsigned.keys = [jwsSigner('none')];
    others.answers.set('/jwks', () => Response.json({ keys: [] }));
    es256.keys = [jwsSigner('ES256')];
    expect(await refused({}, { party: unsigned })).toEqual(['signature.algorithm']);
    expect(await refused({}, { party: others })).toEqual(['signature.key']);
    expect(await refused({}, { party: es256 })).toEqual(['signature.algorithm']);
    expect(await refused({}, { party: es256, client: us({ otherAlgorithms: ['ES256'] }) })).toEqual([]);
  });

  it('may be encrypted', async () => {
    const party = new OpenIdParty();
    const { privateKey, publicKey } = keyPair('p-256', 'rp');
    const token = await compactJwe(tokenOf(party, {}), publicKey, { alg: 'ECDH-ES', enc: 'A256GCM' });
    const client = us({ decryption: [{ privateKey }] });
    expect(await readLogoutToken(client, them(party), token, memoryReplayStore({}, party.world), party.world)).toMatchObject({
      index: 'session',
    });
    expect(await refusalsOf(() => readLogoutToken(us(), them(party), token, memoryReplayStore({}, party.world), party.world))).toEqual([
      'encryption.failed',
    ]);
  });

  it('is no ID token', async () => {
    const party = new OpenIdParty();
    const token = party.idToken('client', 'nonce');
    const { code, details } = await detailsOf(() => readLogoutToken(us(), them(party), token, memoryReplayStore(), party.world));
    expect([code, details]).toMatchObject(['token.rejected', { token: 'logout token' }]);
  });

  it('can be of a provider whose record is kept fresh', async () => {
    const party = new OpenIdParty();
    const source = { current: async () => them(party), refreshed: async () => them(party) };
    const notice = await readLogoutToken(us(), source, tokenOf(party, {}), memoryReplayStore({}, party.world), party.world);
    expect(notice.provider).toBe('op');
  });
});

interface Given {
  readonly party?: OpenIdParty;
  readonly client?: Client;
  readonly provider?: Provider;
  readonly replay?: ReplayStore;
  readonly header?: Changes;
}

async function read(claims: Changes = {}, given: Given = {}): Promise<LogoutNotice> {
  const { party = new OpenIdParty(), client = us(), provider = them(party), replay = memoryReplayStore({}, party.world) } = given;
  return await readLogoutToken(client, provider, tokenOf(party, claims, given.header), replay, party.world);
}

async function refused(claims: Changes, given: Given = {}): Promise<readonly string[]> {
  return await refusalsOf(() => read(claims, given));
}

function tokenOf(party: OpenIdParty, claims: Changes, header: Changes = {}): string {
  const { issuer, seconds } = party;
  const clean = {
    iss: issuer,
    sub: 'alice',
    aud: 'client',
    iat: seconds,
    exp: seconds + 120,
    jti: 'id',
    events: { [event]: {} },
    sid: 'session',
  };
  return party.sign({ ...clean, ...claims }, header);
}
