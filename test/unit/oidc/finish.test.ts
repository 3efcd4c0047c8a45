import { describe, expect, it } from 'vitest';
import type { ReplayStore } from '../../../src/identity/login.ts';
import { callbackRules, deliveryRules } from '../../../src/oidc/callback-rules.ts';
import { explain, finish } from '../../../src/oidc/finish.ts';
import { idTokenRules } from '../../../src/oidc/id-token-rules.ts';
import type { OidcPending } from '../../../src/oidc/pending.ts';
import { tokenResponseRules } from '../../../src/oidc/tokens.ts';
import { userInfoRules } from '../../../src/oidc/user-info.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { compactJwe, type JwsSigner, jwsSigner } from '../../support/jws.ts';
import { keyPair, trusted } from '../../support/keys.ts';
import { begun, type Case, detailsOf, failed, loggedIn, refusals, refusalsOf, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';

describe('a login', () => {
  it('is who it is, how it was proven, and where the person wanted to go', async () => {
    const party = new OpenIdParty();
    party.claims = { email: 'alice@example.org', sid: 'session', acr: 'gold', amr: ['pwd', 'otp'], auth_time: party.seconds - 60 };
    const found = await loggedIn({ party, options: { returnTo: '/inbox' }, seconds: 0 });
    const { seconds, world } = party;
    expect({ ...found, findings: [] }).toEqual({
      protocol: 'oidc',
      identity: {
        provider: 'op',
        issuer: 'https://op.example',
        subject: { value: 'alice' },
        attributes: [
          { name: 'sub', values: ['alice'], content: [{ kind: 'text', text: 'alice' }] },
          { name: 'email', values: ['alice@example.org'], content: [{ kind: 'text', text: 'alice@example.org' }] },
        ],
      },
      session: { protocol: 'oidc', provider: 'op', subject: { value: 'alice' }, index: 'session' },
      authentication: {
        instant: new Date((seconds - 60) * 1000),
        contextClass: 'gold',
        methods: ['pwd', 'otp'],
        authorities: [],
      },
      returnTo: '/inbox',
      findings: [],
      claims: expect.objectContaining({ iss: 'https://op.example', nonce: expect.any(String), sid: 'session' }),
      tokens: {
        idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        accessToken: 'access',
        tokenType: 'Bearer',
        refreshToken: 'refresh',
        expiresAt: new Date(world.now().getTime() + 600_000),
      },
    });
    expect(found.findings.map(({ rule }) => rule)).toEqual(
      [deliveryRules, callbackRules, tokenResponseRules, idTokenRules].flatMap((rules) => rules.map(({ id }) => id)),
    );
  });

  it('exchanges the code at the token endpoint with the verifier and the address that were remembered', async () => {
    const party = new OpenIdParty();
    await loggedIn({ party });
    const [asked = expect.fail('nothing was asked')] = party.requests;
    const { method, url, form, headers, init } = asked;
    expect([method, url, headers.get('content-type')]).toEqual(['POST', 'https://op.example/token', 'application/x-www-form-urlencoded']);
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      code: 'code-0',
      redirect_uri: 'https://rp.example/callback',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      client_id: 'client',
    });
    expect(init).not.toHaveProperty('learntFrom');
    expect(party.world.waits[0]).toBe(10_000);
  });

  it('works in each mode, and with requests that are signed or pushed', async () => {
    for (const responseMode of ['query', 'form_post', 'query.jwt', 'form_post.jwt'] as const)
      for (const pushed of [true, false]) expect(await refusals({ options: { responseMode, pushed } })).toEqual([]);
    const client = us({ requestSigning: { signer: { privateKey: keyPair('p-256', 'rp').privateKey } } });
    expect(await refusals({ client })).toEqual([]);
  });

  it('is of what was remembered, and of nothing in its place', async () => {
    const [client, provider, callback, pending, party] = await begun();
    for (const given of [undefined, null, 'x', {}, { ...pending, protocol: 'saml' }]) {
      // Sound: what a store without types may return.
      const remembered = given as OidcPending;
      expect(await refusalsOf(() => finish(client, provider, callback, remembered, memoryReplayStore(), party.world))).toEqual([
        'config.invalid',
      ]);
    }
  });

  it.each(['provider', 'issuer', 'clientId', 'redirectUri', 'responseMode', 'state', 'nonce', 'codeVerifier', 'issuedAt'])(
    'wants %s remembered',
    async (name) => {
      for (const value of [undefined, '', 7]) expect(await refusals({ pending: { [name]: value } })).toEqual(['config.invalid']);
    },
  );

  it('wants an instant remembered', async () => {
    expect(await refusals({ pending: { issuedAt: 'yesterday' } })).toEqual(['config.invalid']);
  });
});

describe('the one use', () => {
  it('is recorded before the code goes anywhere', async () => {
    const party = new OpenIdParty();
    const broken: ReplayStore = { firstUse: () => Promise.reject(new Error('no connection')) };
    expect(await refusals({ party, replay: broken })).toEqual(['store.unavailable']);
    expect(party.requests).toEqual([]);
  });

  it('is one, even where the provider would take the code again', async () => {
    const [client, provider, callback, pending, party] = await begun();
    const replay = memoryReplayStore({}, party.world);
    await finish(client, provider, callback, pending, replay, party.world);
    const asked = party.requests.length;
    expect(await detailsOf(() => finish(client, provider, callback, pending, replay, party.world))).toMatchObject({
      code: 'callback.replayed',
      details: { until: new Date(Date.parse(pending.issuedAt) + 3_631_000).toISOString() },
    });
    expect(party.requests).toHaveLength(asked);
  });

  it('of many at once is one', async () => {
    const [client, provider, callback, pending, party] = await begun();
    const replay = memoryReplayStore({}, party.world);
    const all = Array.from({ length: 5 }, () => refusalsOf(() => finish(client, provider, callback, pending, replay, party.world)));
    expect((await Promise.all(all)).filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(party.count('/token')).toBe(1);
  });

  it('is remembered until the answer is too old', async () => {
    const [client, provider, callback, pending, party] = await begun({ seconds: 0 });
    const replay = memoryReplayStore({}, party.world);
    await finish(client, provider, callback, pending, replay, party.world);
    party.world.pass(3_599);
    expect(await refusalsOf(() => finish(client, provider, callback, pending, replay, party.world))).toEqual(['callback.replayed']);
    party.world.pass(1);
    expect(await refusalsOf(() => finish(client, provider, callback, pending, replay, party.world))).toEqual(['callback.age']);
  });

  it('is not used up by an answer that is refused', async () => {
    const [client, provider, callback, pending, party] = await begun();
    const replay = memoryReplayStore({}, party.world);
    const forged = { ...callback, parameters: { ...callback.parameters, state: 'x' } };
    expect(await refusalsOf(() => finish(client, provider, forged, pending, replay, party.world))).toEqual(['callback.state']);
    expect(await refusalsOf(() => finish(client, provider, callback, pending, replay, party.world))).toEqual([]);
  });
});

describe('what the token endpoint answers', () => {
  it.each<readonly [Changes, readonly string[]]>([
    [{ access_token: undefined }, ['tokens.access-token']],
    [{ access_token: '' }, ['tokens.access-token']],
    [{ access_token: 7 }, ['tokens.access-token']],
    [{ token_type: 'BEARER' }, []],
    [{ token_type: undefined }, ['tokens.type']],
    [{ token_type: 'mac' }, ['tokens.type']],
    [{ id_token: undefined }, ['tokens.id-token']],
    [{ id_token: '' }, ['tokens.id-token']],
    [{ id_token: {} }, ['tokens.id-token']],
    [{ access_token: null, token_type: null, id_token: null }, ['tokens.access-token', 'tokens.type', 'tokens.id-token']],
    [{ id_token: 'x' }, ['token.form']],
    [{ expires_in: undefined, refresh_token: undefined, scope: undefined }, []],
  ])('must have what belongs there: %j', async (tokens, expected) => {
    const party = new OpenIdParty();
    party.tokens = tokens;
    expect(await refusals({ party })).toEqual(expected);
  });

  it.each<readonly [Changes, object]>([
    [{ expires_in: '600' }, { expiresAt: new Date('2026-01-15T12:10:00Z') }],
    [{ expires_in: 0 }, { expiresAt: new Date('2026-01-15T12:00:00Z') }],
    [{ scope: 'openid email' }, { scope: 'openid email' }],
    [{ refresh_token: 'r' }, { refreshToken: 'r' }],
  ])('is what the tokens are: %j', async (tokens, expected) => {
    const party = new OpenIdParty();
    party.tokens = tokens;
    expect((await loggedIn({ party, seconds: 0 })).tokens).toMatchObject(expected);
  });

  it.each([undefined, null, -1, '', 'soon', '-1', 1e9, '1e3', [], Number.MAX_VALUE])(
    'need not say when the access token ends, or not so that it is understood: %j',
    async (expires_in) => {
      const party = new OpenIdParty();
      party.tokens = { expires_in };
      expect((await loggedIn({ party })).tokens).not.toHaveProperty('expiresAt');
    },
  );

  it('may be a refusal, in its own words', async () => {
    const party = new OpenIdParty();
    party.answers.set('/token', () => Response.json({ error: 'invalid_grant\n', error_description: 'used' }, { status: 400 }));
    expect(await detailsOf(() => loggedIn({ party }))).toEqual({
      code: 'token.refused',
      details: { endpoint: 'token', status: 400, error: 'invalid_grant\\u{a}', message: 'used' },
    });
  });

  it.each([
    ['HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'transport.content-type'],
    ['HTML for an error', () => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } }), 'transport.status'],
    ['an error without a name', () => Response.json({ error: 7 }, { status: 400 }), 'transport.status'],
    ['an error that is none', () => Response.json({ error: 'x' }), 'tokens.access-token'],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: 'https://evil.example' } }), 'transport.redirect'],
    ['a member twice', () => json('{"access_token":"a","access_token":"b"}'), 'transport.json'],
    ['24 MiB', () => json(`{"a":"${'x'.repeat(24 * 1_048_576)}"}`), 'transport.too-large'],
  ])('may be %s', async (_, answer, code) => {
    const party = new OpenIdParty();
    party.answers.set('/token', answer);
    expect((await refusals({ party }))[0]).toBe(code);
  });

  it('comes within ten seconds', async () => {
    const party = new OpenIdParty();
    const asked = new Promise<void>((resolve) => {
      party.answers.set('/token', () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    const refused = refusals({ party });
    await asked;
    party.world.pass(10);
    expect(await refused).toEqual(['transport.timeout']);
  });
});

describe('the ID token', () => {
  it('is verified, though it came from the provider itself', async () => {
    const [forged, unsigned, mac] = [new OpenIdParty(), new OpenIdParty(), new OpenIdParty()];
    forged.published = [jwsSigner('RS256')];
    forged.keys = [jwsSigner('RS256', 'RS256', 'mallory')];
    unsigned.keys = [jwsSigner('none')];
    mac.keys = [jwsSigner('HS256')];
    expect(await refusals({ party: forged })).toEqual(['signature.value']);
    expect(await refusals({ party: unsigned })).toEqual(['signature.algorithm']);
    expect(await refusals({ party: mac })).toEqual(['signature.algorithm']);
  });

  it('is not taken by a key that is published and not confirmed, where that is demanded; the refusal names it', async () => {
    const party = new OpenIdParty();
    const [old, next] = [jwsSigner('RS256'), jwsSigner('RS256', 'new', 'new')];
    const fingerprint = ({ pair }: JwsSigner) => trusted(pair).fingerprint;
    const provider = them(party, {}, { confirmedKeys: [fingerprint(old)] });
    expect(await refusals({ party, provider })).toEqual([]);
    party.keys = [next, old];
    expect(await detailsOf(() => loggedIn({ party, provider }))).toEqual({
      code: 'signature.unconfirmed',
      details: { element: 'ID token', key: fingerprint(next) },
    });
    const both = them(party, {}, { confirmedKeys: [fingerprint(old), fingerprint(next).toUpperCase()] });
    expect(await refusals({ party, provider: both })).toEqual([]);
  });

  it('may be signed by a key that is published only now', async () => {
    const party = new OpenIdParty();
    const provider = them(party);
    await loggedIn({ party, provider });
    party.keys = [jwsSigner('RS256', 'new', 'new')];
    expect(await refusals({ party, provider })).toEqual([]);
    expect(party.count('/jwks')).toBe(2);
    party.keys = [jwsSigner('RS256', 'new', 'newer')];
    expect(await refusals({ party, provider })).toEqual([]);
    expect(party.count('/jwks')).toBe(3);
  });

  it('by a key that nobody publishes does not make us ask again and again', async () => {
    const party = new OpenIdParty();
    const provider = them(party);
    party.published = [jwsSigner('RS256')];
    party.keys = [jwsSigner('RS256', 'other', 'other')];
    for (let login = 0; login < 5; login += 1) expect(await refusals({ party, provider })).toEqual(['signature.key']);
    expect(party.count('/jwks')).toBe(3);
  });

  it('of another algorithm does not make us ask at all', async () => {
    const party = new OpenIdParty();
    const provider = them(party);
    await provider.keys.current();
    party.keys = [jwsSigner('none')];
    await refusals({ party, provider });
    expect(party.count('/jwks')).toBe(1);
  });

  it('has the algorithms that were registered', async () => {
    for (const name of ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const) {
      const party = new OpenIdParty();
      party.keys = [jwsSigner(name)];
      expect(await refusals({ party, client: us({ idTokenAlgorithms: [name] }) })).toEqual([]);
      expect(await refusals({ party, client: us({ idTokenAlgorithms: ['RS384'] }) })).toEqual(['signature.algorithm']);
    }
  });

  it('may be encrypted, with something signed in it', async () => {
    const { privateKey, publicKey } = keyPair('rsa-2048', 'rp');
    const client = us({ decryption: [{ privateKey }], requireEncryption: true });
    const party = new OpenIdParty();
    const plain = party.idToken.bind(party);
    expect(await refusals({ party, client })).toEqual(['id-token.encrypted']);
    const wrapping = async (inner: string): Promise<OpenIdParty> => {
      const other = new OpenIdParty();
      other.tokens = { id_token: await compactJwe(inner, publicKey, { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256' }) };
      return other;
    };
    const [asking, , callback, pending] = await begun({ client });
    const wrapped = await wrapping(plain('client', pending.nonce));
    await begun({ party: wrapped, client });
    expect(
      failed((await finish(asking, them(wrapped), callback, pending, memoryReplayStore({}, wrapped.world), wrapped.world)).findings),
    ).toEqual([]);
    expect(await refusals({ party: await wrapping('{"sub":"alice"}'), client })).toEqual(['token.form']);
    expect(await refusals({ party: wrapped, client: us() })).toEqual(['encryption.failed']);
  });

  it('breaks rules, all of which are told', async () => {
    const party = new OpenIdParty();
    party.claims = { iss: 'https://evil.example', nonce: 'x' };
    const { code, details } = await detailsOf(() => loggedIn({ party }));
    expect([code, details]).toMatchObject(['token.rejected', { token: 'ID token' }]);
    expect(await refusals({ party })).toEqual(['id-token.issuer', 'id-token.nonce']);
  });
});

describe('an explanation', () => {
  it('says how every rule came out, and records nothing', async () => {
    const [client, provider, callback, pending, party] = await begun();
    const findings = await explain(client, provider, callback, pending, party.world);
    expect(failed(findings)).toEqual([]);
    const replay = memoryReplayStore({}, party.world);
    expect(await refusalsOf(() => finish(client, provider, callback, pending, replay, party.world))).toEqual(['token.refused']);
  });

  it('has every rule once, whatever is wrong', async () => {
    const all = [deliveryRules, callbackRules, tokenResponseRules, idTokenRules].flatMap((rules) => rules.map(({ id }) => id));
    for (const given of wrongs()) {
      const findings = await explained(given);
      const rules = findings.map(({ rule }) => rule);
      expect(new Set(rules).size).toBe(rules.length);
      expect(rules).toEqual(expect.arrayContaining(all));
      expect(failed(findings)).toEqual(
        await refusals(given).then(([first, ...more]) => (first === 'provider.status' ? [first] : [first, ...more])),
      );
    }
  });

  it('names what could not be read or verified by its code', async () => {
    const party = new OpenIdParty();
    party.tokens = { id_token: 'x' };
    const findings = await explained({ party });
    expect(failed(findings)).toEqual(['token.form']);
    expect(findings.find(({ rule }) => rule === 'id-token.issuer')?.outcome).toBe('not-applicable');
  });

  it('has the rules of UserInfo where that is asked for', async () => {
    const party = new OpenIdParty();
    party.person = { sub: 'mallory' };
    const findings = await explained({ party, client: us({ userInfo: true }) });
    expect(failed(findings)).toEqual(['user-info.subject']);
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(userInfoRules.map(({ id }) => id)));
  });

  it('is none of what was never remembered', async () => {
    expect(await refusalsOf(() => explained({ pending: { state: '' } }))).toEqual(['config.invalid']);
  });
});

/** Logins of which one thing or another is wrong. */
function wrongs(): readonly Case[] {
  const changed = (change: (party: OpenIdParty) => void): Case => {
    const party = new OpenIdParty();
    change(party);
    return { party };
  };
  return [
    { answer: { state: 'x' } },
    { answer: { code: undefined, error: 'access_denied' } },
    { seconds: 4_000 },
    changed((party) => {
      party.tokens = { token_type: 'x' };
    }),
    changed((party) => {
      party.claims = { nonce: 'x', events: {} };
    }),
    changed((party) => party.answers.delete('/token')),
    changed((party) => party.answers.delete('/jwks')),
  ];
}

async function explained(given: Case) {
  const [client, provider, callback, pending, party] = await begun(given);
  return await explain(client, provider, callback, pending, party.world);
}

function json(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json' } });
}
