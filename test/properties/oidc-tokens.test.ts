import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { judge } from '../../src/core/rules.ts';
import { parseJws } from '../../src/jose/compact.ts';
import { readKeySet } from '../../src/jose/key-set.ts';
import { verifyJws } from '../../src/jose/verify.ts';
import { idTokenRules } from '../../src/oidc/id-token-rules.ts';
import { compactJws, jwsSigner, publicJwkOf } from '../support/jws.ts';
import { begun, failed, loggedIn, refusals, them, us } from '../support/openid-login.ts';
import { OpenIdParty } from '../support/openid-party.ts';

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
const signers = algorithms.map((name) => jwsSigner(name));
// Sound: a JWK is JSON.
const keys = readKeySet({ keys: signers.map((signer) => publicJwkOf(signer) as JsonObject) });

describe('a token', () => {
  const tokens = signers.map((signer) => compactJws({ sub: 'alice', groups: ['staff'], ünïcode: true }, signer, { typ: 'JWT' }));
  const base64url = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  const other = fc.oneof({ weight: 5, arbitrary: base64url }, fc.string({ unit: 'binary', minLength: 0, maxLength: 2 }));

  test.prop([fc.constantFrom(...tokens), fc.nat(), other], { numRuns: 3_000 })(
    'of which any character is another is refused',
    (token, place, character) => {
      const at = place % token.length;
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      expect(outcomeOf(changed)).toBe(changed === token ? 'verified' : 'refused');
    },
  );

  test.prop([fc.constantFrom(...tokens), fc.nat(), fc.nat()])('of which anything is cut out is refused', (token, from, length) => {
    const start = from % token.length;
    const end = Math.min(token.length, start + 1 + (length % 20));
    expect(outcomeOf(token.slice(0, start) + token.slice(end))).toBe('refused');
  });

  test.prop([fc.constantFrom(...tokens), fc.constantFrom(...tokens), fc.constantFrom(0, 1, 2)])(
    'with a part of another is refused',
    (token, donor, part) => {
      const [own, others] = [token.split('.'), donor.split('.')];
      const mixed = own.map((text, at) => (at === part ? (others[at] ?? '') : text)).join('.');
      expect(outcomeOf(mixed)).toBe(mixed === token ? 'verified' : 'refused');
    },
  );
});

describe('the claims that come out', () => {
  const names = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'email', 'groups'),
  );
  const claims = fc
    .dictionary(names, fc.jsonValue(), { maxKeys: 8 })
    .filter((found) => Object.keys(found).every((name) => !judged.has(name)));

  test.prop([claims], { numRuns: 200 })('are exactly those that were signed', async (more) => {
    const party = new OpenIdParty();
    party.claims = more;
    const { claims: found, identity } = await loggedIn({ party });
    const { sub, ...rest } = found;
    expect(sub).toBe('alice');
    const signed = JSON.parse(JSON.stringify(more)) as JsonObject;
    const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !judged.has(name)));
    expect(JSON.stringify(sorted(others))).toBe(JSON.stringify(sorted(signed)));
    for (const [name, value] of Object.entries(signed).filter(([claim]) => !aboutTheToken.has(claim))) {
      const attribute = identity.attributes.find((one) => one.name === name);
      const lost = (one: unknown) => Number.isInteger(one) && !Number.isSafeInteger(one);
      const texts = [value].flat().filter((one) => one !== null && typeof one !== 'object' && !lost(one));
      expect([name, attribute?.values]).toEqual([name, texts.map(String)]);
    }
  });
});

describe('time', () => {
  const offset = fc.oneof(fc.integer({ min: -700, max: 700 }), fc.integer({ min: -90_000, max: 90_000 }));
  const maybe = fc.option(offset, { nil: undefined });
  const windows = fc.record({
    exp: offset,
    iat: offset,
    nbf: maybe,
    auth_time: maybe,
    maxAgeSeconds: fc.option(fc.nat(600), { nil: undefined }),
    skew: fc.nat(300),
    takes: fc.nat(3_000),
  });
  const party = new OpenIdParty();
  const provider = them(party);

  test.prop([windows], { numRuns: 2_000 })(
    'is a window, its beginning within and its end without, as wide as clocks may be apart',
    ({ exp, iat, nbf, auth_time, maxAgeSeconds, skew, takes }) => {
      const now = party.seconds;
      const at = (seconds: number | undefined) => (seconds === undefined ? undefined : now + seconds);
      const instants = JSON.parse(JSON.stringify({ exp: at(exp), iat: at(iat), nbf: at(nbf), auth_time: at(auth_time) }));
      const wrong = [
        exp + skew <= 0 ? 'id-token.expiry' : [],
        iat < -86_400 - skew || iat > skew ? 'id-token.issued-at' : [],
        nbf !== undefined && nbf > skew ? 'id-token.not-before' : [],
        isWrong(auth_time) ? 'id-token.authentication-time' : [],
      ].flat();
      const pending = {
        ...remembered,
        issuedAt: new Date((now - takes) * 1000).toISOString(),
        ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
      };
      const claims = { iss: party.issuer, sub: 'alice', aud: 'client', nonce: 'nonce', ...instants };
      const expected = { client: us({ clockSkewSeconds: skew }), provider, now: party.world.now(), pending, encrypted: false };
      expect(failed(judge(idTokenRules, { header: {}, claims, algorithm: 'RS256' }, expected, new Set()))).toEqual(wrong);

      function isWrong(instant: number | undefined): boolean {
        if (instant === undefined) return maxAgeSeconds !== undefined;
        return instant > skew || (maxAgeSeconds !== undefined && instant < -takes - maxAgeSeconds - skew);
      }
    },
  );
});

describe('an answer', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('', 'https://op.example', 'code-0', 'access_denied', 'a.b.c'));
  const change = fc.dictionary(
    fc.constantFrom('code', 'state', 'iss', 'error', 'error_description', 'response', 'id_token', 'access_token', 'token_type', 'x'),
    fc.option(text, { nil: undefined }),
    { maxKeys: 4 },
  );

  test.prop([change], { numRuns: 500 })(
    'that differs in anything that counts is refused, and sends nothing to anybody before',
    async (answer) => {
      const party = new OpenIdParty();
      const [, , callback] = await begun({ party });
      const fresh = new OpenIdParty();
      const refused = await refusals({ party: fresh, answer });
      const same = Object.entries(answer).every(([name, value]) => value === callback.parameters[name as 'code'] || !counts(name, value));
      if (refused.length === 0) expect(same).toBe(true);
      else expect(fresh.requests.map(({ path }) => path)).toEqual(refused[0] === 'token.refused' ? ['/token'] : []);
    },
  );
});

/** Claims that rules have something to say about. */
const judged = new Set(['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'nbf', 'nonce', 'auth_time', 'at_hash', 'c_hash', 's_hash', 'events']);
/** Claims that are none about the person. */
const aboutTheToken = new Set(['acr', 'amr', 'jti', 'sid', 'session_expiry', '_claim_names', '_claim_sources', 'hasgroups']);
const remembered = {
  protocol: 'oidc',
  provider: 'op',
  issuer: 'https://op.example',
  clientId: 'client',
  redirectUri: 'https://rp.example/callback',
  responseMode: 'query',
  state: 'state',
  nonce: 'nonce',
  codeVerifier: 'verifier',
} as const;

/** Is a parameter looked at? An error without a name is none. */
function counts(name: string, value: string | undefined): boolean {
  return ['code', 'state', 'iss', 'response', 'id_token', 'access_token'].includes(name) || (name === 'error' && value !== '');
}

function outcomeOf(token: string): 'verified' | 'refused' {
  if ('problem' in keys) throw new Error(keys.problem);
  try {
    verifyJws(parseJws(token, 'ID token'), keys, algorithms, 'op');
    return 'verified';
  } catch (error) {
    if (isSsoError(error)) return 'refused';
    throw error;
  }
}

function sorted(object: JsonObject): readonly (readonly [string, unknown])[] {
  return Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
