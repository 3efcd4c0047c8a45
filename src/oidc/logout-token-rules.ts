import { described, isObject, type JsonObject, member, textIn } from '../core/json.ts';
import { notApplicable, type Rule, type Verdict } from '../core/rules.ts';
import type { SignedClaims } from '../jose/verify.ts';
import { audiencesOf, mustBeRecent, mustNotBePast, typeMustBe } from './claims.ts';
import type { Client } from './client.ts';
import { expectedIssuer, namesIssuer, signsFor } from './issuer.ts';
import type { Provider } from './provider.ts';

/** What a logout token is held against. */
export interface LogoutTokenExpectation {
  readonly client: Client;
  readonly provider: Provider;
  readonly now: Date;
}

/** What a logout token must satisfy before any session is ended; one row a demand, in the order of OIDCBackChannel 2.6. */
export const logoutTokenRules: readonly Rule<SignedClaims, LogoutTokenExpectation>[] = [
  { id: 'logout-token.type', spec: 'OIDCBackChannel 2.4', check: ({ header }) => typeMustBe(header, ['logout+jwt', 'jwt']) },
  {
    id: 'logout-token.issuer',
    spec: 'OIDCBackChannel 2.6 (4)',
    check: ({ claims }, { provider }) => {
      const issuer = textIn(claims, 'iss');
      if (issuer !== undefined && namesIssuer(provider, issuer)) return undefined;
      return { expected: expectedIssuer(provider, claims), actual: issuer ?? described(claims, 'iss') };
    },
  },
  {
    id: 'logout-token.key-issuer',
    spec: 'Entra ID, signing keys',
    check: ({ claims, keyIssuer }, { provider: { tenants } }) => {
      if (tenants === undefined || keyIssuer === undefined) return notApplicable;
      const issuer = textIn(claims, 'iss') ?? '';
      return signsFor(keyIssuer, issuer) ? undefined : { expected: keyIssuer, actual: issuer };
    },
  },
  {
    id: 'logout-token.audience',
    spec: 'OIDCBackChannel 2.6 (4)',
    check: ({ claims }, { client: { clientId } }) => {
      const audiences = audiencesOf(claims);
      return audiences?.includes(clientId)
        ? undefined
        : { expected: clientId, actual: audiences?.join(' and ') ?? described(claims, 'aud') };
    },
  },
  {
    id: 'logout-token.issued-at',
    spec: 'OIDCBackChannel 2.6 (4)',
    check: ({ claims }, { client, now }) => mustBeRecent(claims, 'iat', now, client.clockSkewSeconds, oldestSeconds),
  },
  {
    // Many providers leave it out, as the first drafts did; the age by `iat` bounds those as well.
    id: 'logout-token.expiry',
    spec: 'OIDCBackChannel 2.4',
    check: ({ claims }, { client, now }) =>
      member(claims, 'exp') === undefined ? undefined : mustNotBePast(claims, 'exp', now, client.clockSkewSeconds),
  },
  {
    id: 'logout-token.subject',
    spec: 'OIDCBackChannel 2.6 (5)',
    check: ({ claims }) => {
      const wrong = ['sub', 'sid'].find((name) => member(claims, name) !== undefined && textIn(claims, name) === undefined);
      if (wrong !== undefined) return { expected: `a text ${wrong}`, actual: described(claims, wrong) };
      return ['sub', 'sid'].some((name) => textIn(claims, name) !== undefined)
        ? undefined
        : { expected: 'sub, sid or both', actual: 'neither' };
    },
  },
  { id: 'logout-token.event', spec: 'OIDCBackChannel 2.6 (6)', check: ({ claims }) => mustBeLogout(claims) },
  {
    // Else an ID token could be shown for a logout token, and the other way round.
    id: 'logout-token.no-nonce',
    spec: 'OIDCBackChannel 2.6 (7)',
    check: ({ claims }) =>
      member(claims, 'nonce') === undefined ? undefined : { expected: 'no nonce', actual: described(claims, 'nonce') },
  },
  {
    id: 'logout-token.id',
    spec: 'OIDCBackChannel 2.6 (8)',
    check: ({ claims }) =>
      textIn(claims, 'jti') === undefined ? { expected: 'a text that names the token', actual: described(claims, 'jti') } : undefined,
  },
];

/** How old a logout token may be. */
export const oldestSeconds = 300;

function mustBeLogout(claims: JsonObject): Verdict {
  const events = member(claims, 'events');
  const event = isObject(events) ? member(events, logoutEvent) : undefined;
  return isObject(event) ? undefined : { expected: `${logoutEvent} with an object`, actual: described(claims, 'events') };
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
