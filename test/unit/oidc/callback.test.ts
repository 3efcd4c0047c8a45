import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/core/rules.ts';
import { fromCallback, parameterNames } from '../../../src/oidc/callback.ts';
import { callbackRules, deliveryRules, endOf } from '../../../src/oidc/callback-rules.ts';
import { explain } from '../../../src/oidc/finish.ts';
import { responseTokenRules } from '../../../src/oidc/response-token.ts';
import { compactJwe, jwsSigner } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { begun, detailsOf, failed, loggedIn, refusals, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('the parameters of an answer', () => {
  it('are those that are known, each once, and frozen', () => {
    const found = fromCallback(new URLSearchParams('code=c&state=s&session_state=x&session_state=y'), 'form_post');
    expect(found).toEqual({ mode: 'form_post', parameters: { code: 'c', state: 's' } });
    expect([Object.isFrozen(found), Object.isFrozen(found.parameters)]).toEqual([true, true]);
  });

  it.each(parameterNames)('have no second %s', (name) => {
    const twice = new URLSearchParams([
      [name, 'a'],
      [name, 'a'],
    ]);
    expect(refusalDetails(() => fromCallback(twice, 'query'))).toEqual({ parameter: name, reason: 'repeated' });
  });

  it('have an end', () => {
    expect(refusal(() => fromCallback(new URLSearchParams({ code: 'x'.repeat(65_536) }), 'query'))).toBe('accepted');
    const longer = new URLSearchParams({ code: 'x'.repeat(65_537) });
    expect(refusalDetails(() => fromCallback(longer, 'query'))).toEqual({ parameter: 'code', reason: 'too-long' });
  });
});

describe('an answer', () => {
  it('is one to this very login: state, whatever else is right', async () => {
    for (const state of [undefined, '', 'x']) expect(await refusals({ answer: { state } })).toEqual(['callback.state']);
  });

  it('never shows the state that was expected or found', async () => {
    for (const state of [undefined, 'somebody else']) {
      const { details } = await detailsOf(() => loggedIn({ answer: { state } }));
      expect(JSON.stringify(details)).not.toContain('somebody else');
      const [, , , pending] = await begun();
      expect(JSON.stringify(details)).not.toContain(pending.state);
      expect(JSON.stringify(details)).toContain(state === undefined ? '"none"' : '"another"');
    }
  });

  it('comes from the provider that was asked, by our own id of it and by its issuer', async () => {
    expect(await refusals({ pending: { provider: 'other' } })).toEqual(['callback.provider']);
    expect(await refusals({ pending: { issuer: 'https://other.example' } })).toEqual(['callback.provider']);
    expect(await refusals({ pending: { clientId: 'other' } })).toEqual(['callback.client']);
  });

  it('names the provider where it names one, and must where the provider announces it', async () => {
    for (const iss of ['https://other.example', 'https://op.example/', '', undefined])
      expect(await refusals({ answer: { iss } })).toEqual(['callback.issuer']);
    const party = new OpenIdParty();
    const provider = them(party, { namesItself: false });
    expect(await refusals({ party, provider, answer: { iss: undefined } })).toEqual([]);
    expect(await refusals({ party, provider, answer: { iss: 'https://other.example' } })).toEqual(['callback.issuer']);
  });

  it('has a code or an error, and not both', async () => {
    for (const answer of [{ code: undefined }, { code: '' }, { error: 'access_denied' }, { code: undefined, error: '' }])
      expect(await refusals({ answer })).toEqual(['callback.code']);
  });

  it('brings no token by way of the browser', async () => {
    for (const answer of [{ id_token: 'x' }, { access_token: '' }]) expect(await refusals({ answer })).toEqual(['callback.no-tokens']);
  });

  it('comes in the mode that was asked for', async () => {
    const [, , callback, pending] = await begun();
    for (const responseMode of ['form_post', 'query.jwt', 'form_post.jwt'] as const)
      expect(judged(deliveryRules, callback, { pending: { ...pending, responseMode } })).toEqual(['callback.mode']);
    const posted = { ...callback, mode: 'form_post' } as const;
    expect(judged(deliveryRules, posted, { pending })).toEqual(['callback.mode']);
    const signed = { mode: 'query', parameters: { response: 'x' } } as const;
    expect(judged(deliveryRules, signed, { pending })).toEqual(['callback.mode']);
    expect(judged(deliveryRules, signed, { pending: { ...pending, responseMode: 'query.jwt' } })).toEqual([]);
  });

  it('comes in at the address that was sent, where it is told which one it was', async () => {
    const [, , callback, pending] = await begun();
    expect(judged(deliveryRules, { ...callback, receivedAt: pending.redirectUri }, { pending })).toEqual([]);
    const elsewhere = { ...callback, receivedAt: `${pending.redirectUri}/other` };
    expect(judged(deliveryRules, elsewhere, { pending })).toEqual(['callback.endpoint']);
    expect(fromCallback(new URLSearchParams('code=a&state=b'), 'query', 'https://rp.example/a')).toMatchObject({
      receivedAt: 'https://rp.example/a',
    });
  });

  it('comes within an hour of the request, and not before it', async () => {
    expect(await refusals({ seconds: 3_599 })).toEqual([]);
    expect(await refusals({ seconds: 3_600 })).toEqual(['callback.age']);
    expect(await refusals({ seconds: -30 })).toEqual([]);
    expect(await refusals({ seconds: -31 })).toEqual(['callback.age']);
    const [, , , pending] = await begun();
    expect(endOf(pending).getTime() - Date.parse(pending.issuedAt)).toBe(3_600_000);
  });

  it('that is refused sends nothing to anybody', async () => {
    for (const answer of [{ state: 'x' }, { iss: 'https://other.example' }, { id_token: 'x' }, { code: undefined }]) {
      const party = new OpenIdParty();
      await refusals({ party, answer });
      expect(party.requests).toEqual([]);
    }
  });

  it('is judged by all rules at once', async () => {
    const answer = { code: undefined, state: 'x', iss: 'https://other.example', id_token: 'x' };
    expect(await refusals({ answer })).toEqual(callbackRules.map(({ id }) => id));
    const pending = { provider: 'x', clientId: 'x', issuedAt: '2001-01-01T00:00:00Z', responseMode: 'form_post' } as const;
    const callback = { ...fromCallback(new URLSearchParams({ code: 'a' }), 'query'), receivedAt: 'https://rp.example/elsewhere' };
    expect(await refusals({ pending, callback })).toEqual(deliveryRules.map(({ id }) => id));
  });
});

describe('an answer that says no', () => {
  it.each([
    ['access_denied', 'access-denied'],
    ['login_required', 'login-required'],
    ['unmet_authentication_requirements', 'unmet-authentication-requirements'],
    ['request_uri_not_supported', 'request-uri-not-supported'],
    ['login-required', 'other'],
    ['something_else', 'other'],
  ])('says %s', async (error, outcome) => {
    const answer = { code: undefined, error, error_description: 'because\n' };
    const { code, details } = await detailsOf(() => loggedIn({ answer }));
    expect(code).toBe('provider.status');
    expect(details).toMatchObject({ outcome, codes: [error], message: 'because\\u{a}', authenticated: false });
  });

  it('says so beside an empty code, too, which is sent to nobody', async () => {
    const party = new OpenIdParty();
    const { code } = await detailsOf(() => loggedIn({ party, answer: { code: '', error: 'access_denied' } }));
    expect({ code, requests: party.requests }).toEqual({ code: 'provider.status', requests: [] });
  });

  it('need not say why', async () => {
    const { details } = await detailsOf(() => loggedIn({ answer: { code: undefined, error: 'access_denied' } }));
    expect(details).not.toHaveProperty('message');
  });

  it('is believed only where it belongs to this login', async () => {
    expect(await refusals({ answer: { code: undefined, error: 'access_denied', state: 'x' } })).toEqual(['callback.state']);
  });

  it('that is signed says it for certain', async () => {
    const answer = { code: undefined, error: 'access_denied' };
    const { details } = await detailsOf(() => loggedIn({ answer, options: { responseMode: 'query.jwt' } }));
    expect(details).toMatchObject({ outcome: 'access-denied', authenticated: true });
  });
});

describe('an answer in the form of a token', () => {
  it('is verified, and then is an answer like any other', async () => {
    expect(await refusals(signed())).toEqual([]);
    expect(await refusals({ ...signed(), answer: { state: 'x' } })).toEqual(['callback.state']);
  });

  it('is from the provider, for us alone, and not over', async () => {
    const party = new OpenIdParty();
    for (const [changes, rules] of [
      [{ iss: 'https://other.example' }, ['response-token.issuer']],
      [{ iss: undefined }, ['response-token.issuer']],
      [{ aud: 'other' }, ['response-token.audience']],
      [{ aud: undefined }, ['response-token.audience']],
      [{ aud: ['client', 'other'] }, ['response-token.audience']],
      [{ aud: ['client'] }, []],
      [{ exp: party.seconds - 25 }, []],
      [{ exp: party.seconds - 30 }, ['response-token.expiry']],
      [{ exp: undefined }, ['response-token.expiry']],
      [{ iss: 7, aud: 7, exp: '7' }, responseTokenRules.map(({ id }) => id)],
    ] as const)
      expect([changes, await refusals(answeredWith(changes))]).toEqual([changes, rules]);
  });

  it('has a good signature by the algorithm that was registered', async () => {
    const [broken, unsigned, other] = [answeredWith(), answeredWith(), answeredWith()];
    broken.party.keys = [jwsSigner('RS256', 'RS256', 'another')];
    broken.party.answers.set('/jwks', () => Response.json({ keys: [] }));
    unsigned.party.keys = [jwsSigner('none')];
    other.party.keys = [jwsSigner('ES256')];
    expect(await refusals(broken)).toEqual(['signature.key']);
    expect(await refusals(unsigned)).toEqual(['signature.algorithm']);
    expect(await refusals(other)).toEqual(['signature.algorithm']);
    expect(await refusals({ ...other, client: us({ otherAlgorithms: ['ES256'], idTokenAlgorithms: ['ES256'] }) })).toEqual([]);
    expect([broken, unsigned, other].map(({ party }) => party.count('/token'))).toEqual([0, 0, 1]);
  });

  it('may be encrypted for us', async () => {
    const party = new OpenIdParty();
    const client = us({ decryption: [{ privateKey: keyPair('rsa-2048', 'rp').privateKey }] });
    const [, provider, , pending] = await begun({ party, client, options: { responseMode: 'query.jwt' } });
    const inner = party.response({ code: 'code-0', state: pending.state, iss: party.issuer }, 'client');
    const outer = await compactJwe(inner, keyPair('rsa-2048', 'rp').publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM' });
    const callback = fromCallback(new URLSearchParams({ response: outer }), 'query');
    expect(failed(await explain(client, provider, callback, pending, party.world))).toEqual([]);
  });

  it('counts for all that it says: what stands beside it is nothing', async () => {
    const [client, provider, callback, pending, party] = await begun(signed());
    const beside = { ...callback, parameters: { ...callback.parameters, state: 'x', code: 'x', error: 'x' } };
    expect(failed(await explain(client, provider, beside, pending, party.world))).toEqual([]);
  });
});

function signed() {
  return { party: new OpenIdParty(), options: { responseMode: 'form_post.jwt' } } as const;
}

/** An answer whose token says something else than it should. */
function answeredWith(changes: Changes = {}) {
  const party = new OpenIdParty();
  const response = party.response.bind(party);
  party.response = (parameters, audience) => response({ ...parameters, ...changes }, audience);
  return { party, options: { responseMode: 'query.jwt' }, seconds: 0 } as const;
}

function judged(
  rules: typeof deliveryRules,
  callback: Parameters<(typeof deliveryRules)[0]['check']>[0],
  { pending }: Pick<Parameters<(typeof deliveryRules)[0]['check']>[1], 'pending'>,
): readonly string[] {
  const party = new OpenIdParty();
  const expected = { client: us(), provider: them(party), pending, now: party.world.now() };
  return failed(judge(rules, callback, expected, new Set()));
}
