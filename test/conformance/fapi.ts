import { expect } from 'vitest';
import { refresh } from '../../src/oidc/refresh.ts';
import { compactJwe, jwsSigner, partOf } from '../support/jws.ts';
import { keyPair } from '../support/keys.ts';
import { begun, loggedIn, refusals, refusalsOf, them, us } from '../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../support/openid-party.ts';
import { issuerMismatch } from './config.ts';
import { accepted, type Module, not, ours, type Plan, partyThat, refused, refusedAnswer, type Says } from './module.ts';

/** PAR, PKCE, a key of ours for who we are, another for the tokens, and PS256 for what the provider signs. */
const client = us({
  authentication: { kind: 'private-key-jwt', signer: { privateKey: keyPair('p-256', 'rp').privateKey } },
  dpop: { privateKey: keyPair('p-256', 'rp dpop').privateKey },
  idTokenAlgorithms: ['PS256'],
});
const manner = { client, options: { pushed: true } } as const;
const jarm = { client, options: { pushed: true, responseMode: 'query.jwt' } } as const;
const usually: Says = { keys: [jwsSigner('PS256')], tokens: { token_type: 'DPoP' } };

/** The FAPI 2.0 plans, and what those before them have beside. */
export const fapi: Plan = {
  name: 'FAPI 2.0',
  section: '4.5',
  rows: {
    'happy-path, happy-path-no-dpop-nonce': [
      ours('happy-path', () => happyPath(true)),
      ours('happy-path-no-dpop-nonce', () => happyPath(false)),
    ],
    'discovery-issuer-mismatch': [issuerMismatch()],
    'invalid-iss, invalid-missing-iss, invalid-aud, invalid-missing-aud': [
      wrong('invalid-iss', 'id-token.issuer', { iss: 'https://evil.example' }),
      wrong('invalid-missing-iss', 'id-token.issuer', { iss: undefined }),
      wrong('invalid-aud', ['id-token.audience', 'id-token.other-audiences'], { aud: 'other' }),
      wrong('invalid-missing-aud', 'id-token.audience', { aud: undefined }),
    ],
    'invalid-secondary-aud': [wrong('invalid-secondary-aud', 'id-token.other-audiences', { aud: ['client', 'other'] })],
    'valid-aud-as-array': [right('valid-aud-as-array', { claims: { aud: ['client'] } })],
    'invalid-null-alg, invalid-alternate-alg': [
      refused(
        'invalid-null-alg',
        'signature.algorithm',
        { ...usually, keys: [jwsSigner('none')], published: [jwsSigner('PS256')] },
        manner,
      ),
      refused('invalid-alternate-alg', 'signature.algorithm', { ...usually, keys: [jwsSigner('RS256')] }, manner),
    ],
    'invalid-expired-exp, invalid-missing-exp': [
      wrong('invalid-expired-exp', 'id-token.expiry', { exp: 1_700_000_000 }),
      wrong('invalid-missing-exp', 'id-token.expiry', { exp: undefined }),
    ],
    'invalid-nonce, invalid-missing-nonce': [
      wrong('invalid-nonce', 'id-token.nonce', { nonce: 'other' }),
      wrong('invalid-missing-nonce', 'id-token.nonce', { nonce: undefined }),
    ],
    'invalid-authorization-response-iss, remove-authorization-response-iss': [
      refusedAnswer('invalid-authorization-response-iss', 'callback.issuer', { iss: 'https://evil.example' }, manner),
      refusedAnswer('remove-authorization-response-iss', 'callback.issuer', { iss: undefined }, manner),
    ],
    '…-with-invalid-state-fails, …-missing-state-fails': [
      refusedAnswer('with-invalid-state-fails', 'callback.state', { state: 'other' }, manner),
      refusedAnswer('missing-state-fails', 'callback.state', { state: undefined }, manner),
    ],
    'token-endpoint-response-without-expires_in, token-type-case-insensitivity': [
      right('token-endpoint-response-without-expires_in', { tokens: { token_type: 'DPoP', expires_in: undefined } }),
      right('token-type-case-insensitivity', { tokens: { token_type: 'dPOp' } }),
    ],
    'rs-dpop-auth-scheme-case-insensitivity': [
      not('rs-dpop-auth-scheme-case-insensitivity', 'is about what a resource server reads, which this is not'),
    ],
    'refresh-token-test': [ours('refresh-token-test', refreshTwice)],
    'ensure-jarm-* (eight modules)': [
      response('alg-none', 'signature.algorithm', {}, { keys: [jwsSigner('none')] }),
      response('bad-signature', 'signature.value', {}, { keys: [jwsSigner('PS256', 'PS256', 'other')] }),
      response('wrong-iss', 'response-token.issuer', { iss: 'https://evil.example' }),
      response('missing-iss', 'response-token.issuer', { iss: undefined }),
      response('wrong-aud', 'response-token.audience', { aud: 'other' }),
      response('missing-aud', 'response-token.audience', { aud: undefined }),
      response('expired-exp', 'response-token.expiry', { exp: 1_700_000_000 }),
      response('missing-exp', 'response-token.expiry', { exp: undefined }),
    ],
    'invalid-openbanking-intent-id': [not('invalid-openbanking-intent-id', 'a claim of one ecosystem, which is for its members to hold')],
    'FAPI 1: encrypted-idtoken, -usingrsa15, iat-is-week-in-past, invalid-/missing-shash, no-scope-in-token-endpoint-response': [
      ours('encrypted-idtoken', async () => expect(await encrypted('RSA-OAEP')).toEqual([])),
      ours('encrypted-idtoken-usingrsa15', async () => expect(await encrypted('RSA1_5')).toEqual(['encryption.algorithm'])),
      // Either is allowed: nobody hands out a token that is older than a day.
      wrong('iat-is-week-in-past', 'id-token.issued-at', { iat: 1_768_478_400 - 7 * 86_400 }),
      wrong('invalid-shash', 'id-token.state-hash', { s_hash: 'another' }),
      not('missing-shash', 'is for what comes through the browser, where no ID token is taken'),
      right('no-scope-in-token-endpoint-response', { tokens: { token_type: 'DPoP', scope: undefined } }),
    ],
  },
};

function right(name: string, says: Says): Module {
  return accepted(name, { ...usually, ...says }, manner);
}

function wrong(name: string, rules: string | readonly string[], claims: Changes): Module {
  return refused(name, rules, { ...usually, claims }, manner);
}

/** An answer in the form of a token that is wrong in one thing, and is refused before the code goes anywhere. */
function response(name: string, rule: string, changes: Changes, says: Says = {}): Module {
  return ours(`ensure-jarm-${name}`, async () => {
    const party = partyThat({ ...usually, published: [jwsSigner('PS256')], ...says });
    const made = party.response.bind(party);
    party.response = (parameters, audience) => made({ ...parameters, ...changes }, audience);
    expect(await refusals({ party, ...jarm })).toEqual([rule]);
    expect(party.count('/token')).toBe(0);
  });
}

async function happyPath(nonce: boolean): Promise<void> {
  const party = partyThat(usually);
  const usual = party.answers.get('/token') ?? expect.fail();
  const wanted = () => Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': 'n' } });
  party.answers.set('/token', (asked) => {
    const proof = partOf(asked.headers.get('dpop') ?? '', 1);
    return nonce && proof['nonce'] !== 'n' ? wanted() : usual(asked);
  });
  const { tokens } = await loggedIn({ party, ...manner });
  expect([tokens.tokenType, party.count('/par'), party.count('/token')]).toEqual(['DPoP', 1, nonce ? 2 : 1]);
  for (const { form } of party.requests.filter(({ method }) => method === 'POST')) expect(form.has('client_assertion')).toBe(true);
}

async function refreshTwice(): Promise<void> {
  const party = partyThat({ ...usually, tokens: { token_type: 'DPoP', refresh_token: 'first' } });
  const login = await loggedIn({ party, ...manner });
  party.claims = { aud: 'client' };
  party.tokens = { token_type: 'DPoP', refresh_token: 'second' };
  const { tokens } = await refresh(client, them(party), login, party.world);
  await refresh(client, them(party), { ...login, tokens }, party.world);
  expect(party.requests.flatMap(({ form }) => form.getAll('refresh_token'))).toEqual(['first', 'second']);
}

/** Why an ID token that is encrypted in that way is refused. */
async function encrypted(algorithm: string): Promise<readonly string[]> {
  const { privateKey, publicKey } = keyPair('rsa-2048', 'rp');
  const opening = us({ decryption: [{ privateKey }], requireEncryption: true });
  const party = new OpenIdParty();
  const [, , , { nonce }] = await begun({ party, client: opening, seconds: 0 });
  const inner = party.idToken('client', nonce);
  const known = await compactJwe(inner, publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM' });
  // No package makes the other any more: what it would be refused for stands in its header.
  const [, ...parts] = known.split('.');
  const header = Buffer.from(JSON.stringify({ alg: algorithm, enc: 'A256GCM' })).toString('base64url');
  const again = new OpenIdParty();
  again.tokens = { id_token: algorithm === 'RSA-OAEP' ? known : [header, ...parts].join('.') };
  return await refusalsOf(() => loggedIn({ party: again, client: opening, seconds: 0 }));
}
