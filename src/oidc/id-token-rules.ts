import { toBase64Url } from '../core/bytes.ts';
import { described, type JsonObject, member, textIn } from '../core/json.ts';
import { notApplicable, type Rule, type Verdict } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { digest } from '../crypto/algorithms.ts';
import { hashOf, type JwsAlgorithm } from '../jose/algorithms.ts';
import type { SignedClaims } from '../jose/verify.ts';
import { audiencesOf, instantIn, mustBe, mustBeRecent, mustNotBePast, typeMustBe } from './claims.ts';
import type { Client } from './client.ts';
import { expectedIssuer, isOneOf, issuerOf } from './issuer.ts';
import type { OidcPending } from './pending.ts';
import type { Provider } from './provider.ts';

/** What an ID token is held against. */
export interface IdTokenExpectation {
  readonly client: Client;
  readonly provider: Provider;
  readonly now: Date;
  /** What we asked for; undefined where the token came with a refresh. */
  readonly pending?: OidcPending;
  /** Did it come encrypted for us? */
  readonly encrypted: boolean;
  /** What came with it, or led to it. */
  readonly accessToken?: string;
  readonly code?: string;
}

/** What an ID token must satisfy before anyone is signed in; one row a demand, in the order of OIDCCore 3.1.3.7. */
export const idTokenRules: readonly Rule<SignedClaims, IdTokenExpectation>[] = [
  {
    id: 'id-token.encrypted',
    spec: 'OIDCCore 3.1.3.7 (1)',
    check: (_, { client, encrypted }) => {
      if (!client.requireEncryption) return notApplicable;
      return encrypted ? undefined : { expected: 'an ID token that is encrypted', actual: 'one that is not' };
    },
  },
  {
    // A token of another kind by the same provider, such as an access token, may have all the right claims.
    id: 'id-token.type',
    spec: 'RFC 8725 3.11',
    check: ({ header }) => typeMustBe(header, ['jwt']),
  },
  {
    id: 'id-token.issuer',
    spec: 'OIDCCore 3.1.3.7 (2)',
    check: ({ claims }, { provider }) => mustBe(claims, 'iss', expectedIssuer(provider, claims)),
  },
  {
    // Else whoever has a tenant of their own would be let in under names of their own choice.
    id: 'id-token.tenant',
    spec: 'Entra ID, issuers',
    check: ({ claims }, { provider: { tenants } }) => {
      if (tenants === undefined) return notApplicable;
      const tenant = textIn(claims, 'tid');
      if (tenant !== undefined && isOneOf(tenants, tenant)) return undefined;
      return { expected: tenants === 'any' ? 'the GUID of a tenant' : tenants.join(' or '), actual: tenant ?? described(claims, 'tid') };
    },
  },
  {
    // Among the keys for all tenants are some that sign for one alone.
    id: 'id-token.key-issuer',
    spec: 'Entra ID, signing keys',
    check: ({ claims, keyIssuer }, { provider: { tenants } }) =>
      tenants === undefined || keyIssuer === undefined
        ? notApplicable
        : mustBe(claims, 'iss', issuerOf(keyIssuer, textIn(claims, 'tid') ?? '')),
  },
  {
    id: 'id-token.subject',
    spec: 'OIDCCore 2',
    check: ({ claims }) => {
      const sub = textIn(claims, 'sub');
      // Half characters all become the same one as soon as anybody writes them down in UTF-8.
      if (sub?.isWellFormed() === true) return undefined;
      return { expected: 'a text that names the person', actual: sub === undefined ? described(claims, 'sub') : 'half a character in it' };
    },
  },
  {
    // What a person is known by here; their address or `preferred_username` could become somebody else's.
    id: 'id-token.object-id',
    spec: 'Entra ID, claims',
    check: ({ claims }, { provider: { subject } }) => {
      if (subject !== 'oid') return notApplicable;
      const missing = ['oid', 'tid'].filter((name) => textIn(claims, name) === undefined);
      return missing.length === 0
        ? undefined
        : { expected: 'oid and tid, as the scope profile brings them', actual: `no ${missing.join(', no ')}` };
    },
  },
  {
    // The parameter of a request that asks for the same is only a hint: whoever signs in can take it away.
    id: 'id-token.required-claims',
    spec: 'OIDCCore 5.1.2',
    check: ({ claims }, { provider: { requireClaims } }) => {
      if (requireClaims === undefined) return notApplicable;
      const wrong = Object.entries(requireClaims).filter(([name, allowed]) => !allowed.includes(textIn(claims, name) ?? ''));
      return wrong.length === 0
        ? undefined
        : {
            expected: wrong.map(([name, allowed]) => `${name} ${allowed.join(' or ')}`).join(' and '),
            actual: wrong.map(([name]) => (textIn(claims, name) === undefined ? described(claims, name) : 'another')).join(' and '),
          };
    },
  },
  {
    id: 'id-token.audience',
    spec: 'OIDCCore 3.1.3.7 (3)',
    check: ({ claims }, { client: { clientId } }) => {
      const audiences = audiencesOf(claims);
      if (audiences?.includes(clientId)) return undefined;
      return { expected: clientId, actual: audiences?.join(' and ') ?? described(claims, 'aud') };
    },
  },
  {
    // Each of them could show the token to us as its own.
    id: 'id-token.other-audiences',
    spec: 'OIDCCore 3.1.3.7 (3)',
    check: ({ claims }, { client }) => {
      const trusted = [client.clientId, ...client.audiences];
      const others = (audiencesOf(claims) ?? []).filter((audience) => !trusted.includes(audience));
      return others.length === 0 ? undefined : { expected: `none beside ${trusted.join(', ')}`, actual: others.join(', ') };
    },
  },
  {
    id: 'id-token.authorized-party',
    spec: 'OIDCCore 3.1.3.7 (4)',
    check: ({ claims }, { client }) => (member(claims, 'azp') === undefined ? notApplicable : mustBe(claims, 'azp', client.clientId)),
  },
  {
    id: 'id-token.expiry',
    spec: 'OIDCCore 3.1.3.7 (9)',
    check: ({ claims }, { client, now }) => mustNotBePast(claims, 'exp', now, client.clockSkewSeconds),
  },
  {
    id: 'id-token.issued-at',
    spec: 'OIDCCore 3.1.3.7 (10)',
    check: ({ claims }, { client, now }) => mustBeRecent(claims, 'iat', now, client.clockSkewSeconds, oldestSeconds),
  },
  {
    id: 'id-token.not-before',
    spec: 'RFC 7519 4.1.5',
    check: ({ claims }, { client, now }) => {
      if (member(claims, 'nbf') === undefined) return notApplicable;
      const begin = instantIn(claims, 'nbf');
      if (begin === undefined) return { expected: 'an instant in seconds', actual: described(claims, 'nbf') };
      const begun = plusSeconds(now, client.clockSkewSeconds).getTime() >= begin.getTime();
      return begun ? undefined : { expected: `not before ${begin.toISOString()}`, actual: now.toISOString() };
    },
  },
  {
    // Neither is shown: both are secrets of a login that may still be finished.
    id: 'id-token.nonce',
    spec: 'OIDCCore 3.1.3.7 (11)',
    check: ({ claims }, { pending }) => {
      if (pending === undefined) return notApplicable;
      const nonce = textIn(claims, 'nonce');
      if (nonce === pending.nonce) return undefined;
      return { expected: 'the nonce of this login', actual: nonce === undefined ? described(claims, 'nonce') : 'another' };
    },
  },
  {
    id: 'id-token.authentication-time',
    spec: 'OIDCCore 3.1.3.7 (13)',
    check: ({ claims }, { pending, client, now }) => {
      const maxAgeSeconds = pending?.maxAgeSeconds;
      if (member(claims, 'auth_time') === undefined && maxAgeSeconds === undefined) return notApplicable;
      if (pending === undefined || maxAgeSeconds === undefined) return mustNotBeFuture(claims, 'auth_time', now, client);
      // Asked for at the time of the request: what the person takes at the provider makes the authentication no older.
      const earliest = plusSeconds(new Date(pending.issuedAt), -maxAgeSeconds - client.clockSkewSeconds);
      const instant = instantIn(claims, 'auth_time');
      if (instant !== undefined && instant < earliest)
        return { expected: `not before ${earliest.toISOString()}`, actual: instant.toISOString() };
      return mustNotBeFuture(claims, 'auth_time', now, client);
    },
  },
  {
    id: 'id-token.context',
    spec: 'OIDCCore 5.5.1.1',
    check: ({ claims }, { pending }) => {
      if (pending?.requireAcr === undefined) return notApplicable;
      const acr = textIn(claims, 'acr');
      if (acr !== undefined && pending.requireAcr.includes(acr)) return undefined;
      return { expected: pending.requireAcr.join(' or '), actual: acr ?? described(claims, 'acr') };
    },
  },
  {
    id: 'id-token.access-token-hash',
    spec: 'OIDCCore 3.1.3.8',
    check: ({ claims, algorithm }, { accessToken }) => mustName(claims, 'at_hash', accessToken, algorithm),
  },
  {
    id: 'id-token.code-hash',
    spec: 'OIDCCore 3.3.2.11',
    check: ({ claims, algorithm }, { code }) => mustName(claims, 'c_hash', code, algorithm),
  },
  {
    id: 'id-token.state-hash',
    spec: 'FAPI 1.0 Advanced 5.2.2',
    check: ({ claims, algorithm }, { pending }) => mustName(claims, 's_hash', pending?.state, algorithm),
  },
  {
    // Whoever can make a provider issue logout tokens could sign in with them.
    id: 'id-token.no-events',
    spec: 'OIDCBackChannel 2.4',
    check: ({ claims }) =>
      member(claims, 'events') === undefined ? undefined : { expected: 'no events', actual: described(claims, 'events') },
  },
];

function mustNotBeFuture(claims: JsonObject, name: string, now: Date, { clockSkewSeconds }: Client): Verdict {
  const instant = instantIn(claims, name);
  if (instant === undefined) return { expected: 'an instant in seconds', actual: described(claims, name) };
  const latest = plusSeconds(now, clockSkewSeconds);
  return instant <= latest ? undefined : { expected: `not after ${latest.toISOString()}`, actual: instant.toISOString() };
}

/** The left half of the hash of something that came along. @see OIDCCore 3.1.3.6 */
function mustName(claims: JsonObject, name: string, value: string | undefined, algorithm: JwsAlgorithm): Verdict {
  if (member(claims, name) === undefined || value === undefined) return notApplicable;
  const whole = digest({ hash: hashOf(algorithm) }, value);
  const expected = toBase64Url(whole.subarray(0, whole.length / 2));
  return textIn(claims, name) === expected ? undefined : { expected: 'the hash of what came with it', actual: 'another' };
}

/** No provider hands out tokens that it made a day ago. */
const oldestSeconds = 86_400;
