import { type JsonObject, member } from '../core/json.ts';
import { notApplicable, type Rule, type Verdict } from '../core/rules.ts';
import type { SignedClaims } from '../jose/verify.ts';
import { audiencesOf, instantIn } from './claims.ts';

/** What a new ID token must have in common with the first one. @see OIDCCore 12.2 */
export const refreshedRules: readonly Rule<SignedClaims, { readonly first: JsonObject }>[] = [
  { id: 'refreshed.issuer', spec: 'OIDCCore 12.2', check: ({ claims }, { first }) => unchanged(claims, first, 'iss') },
  { id: 'refreshed.subject', spec: 'OIDCCore 12.2', check: ({ claims }, { first }) => unchanged(claims, first, 'sub') },
  {
    id: 'refreshed.audience',
    spec: 'OIDCCore 12.2',
    check: ({ claims }, { first }) => {
      const [now = [], before = []] = [audiencesOf(claims), audiencesOf(first)];
      return before.every((audience) => now.includes(audience)) ? undefined : { expected: before.join(' and '), actual: now.join(' and ') };
    },
  },
  {
    id: 'refreshed.authorized-party',
    spec: 'OIDCCore 12.2',
    check: ({ claims }, { first }) => (member(claims, 'azp') === undefined ? notApplicable : unchanged(claims, first, 'azp')),
  },
  {
    id: 'refreshed.authentication-time',
    spec: 'OIDCCore 12.2',
    check: ({ claims }, { first }) =>
      member(claims, 'auth_time') === undefined || member(first, 'auth_time') === undefined
        ? notApplicable
        : unchanged(claims, first, 'auth_time'),
  },
  {
    id: 'refreshed.nonce',
    spec: 'OIDCCore 12.2',
    check: ({ claims }, { first }) => {
      if (member(claims, 'nonce') === undefined) return notApplicable;
      return member(claims, 'nonce') === member(first, 'nonce')
        ? undefined
        : { expected: 'the nonce of the login, or none', actual: 'another' };
    },
  },
  {
    id: 'refreshed.issued-at',
    spec: 'OIDCCore 12.2',
    check: ({ claims }, { first }) => {
      const [now, before] = [instantIn(claims, 'iat'), instantIn(first, 'iat')];
      if (now === undefined || before === undefined || now >= before) return undefined;
      return { expected: `not before ${before.toISOString()}`, actual: now.toISOString() };
    },
  },
];

function unchanged(claims: JsonObject, first: JsonObject, name: string): Verdict {
  const [now, before] = [member(claims, name), member(first, name)];
  if (now === before && now !== undefined) return undefined;
  return { expected: `the ${name} of the login`, actual: now === undefined ? 'none' : 'another' };
}
