import { type Mismatch, notApplicable, type Rule } from '../core/rules.ts';
import { type Expectation, hasBegun } from './expectation.ts';
import type { Issuer } from './name-id.ts';
import { nameIdFormats } from './names.ts';
import type { Envelope } from './response.ts';

/** What the envelope of a response must satisfy; it may only ever reject. In the order of the standard. */
export const responseRules: readonly Rule<Envelope, Expectation>[] = [
  {
    // Whoever answers must be the one who was asked: else a provider of one tenant could answer for that of another.
    id: 'provider.asked',
    spec: 'SAMLProf 4.1.4.3',
    check: (_, { pending, idp }) => (pending === undefined ? notApplicable : same(pending.provider, idp.id)),
  },
  {
    id: 'request.endpoint',
    spec: 'SAMLProf 4.1.4.1',
    check: (_, { pending, receivedAt }) => (pending === undefined ? notApplicable : same(pending.acsUrl, receivedAt)),
  },
  {
    id: 'response.version',
    spec: 'SAMLCore 3.2.2',
    check: ({ version }) => same('2.0', version),
  },
  {
    id: 'response.issue-instant',
    spec: 'SAMLCore 3.2.2',
    check: ({ issueInstant }, expected) => notFuture(issueInstant, expected),
  },
  {
    id: 'response.destination',
    spec: 'SAMLCore 3.2.2',
    check: ({ destination }, { receivedAt }) => (destination === undefined ? notApplicable : same(receivedAt, destination)),
  },
  {
    id: 'destination.missing',
    spec: 'SAMLBind 3.5.5.2',
    check: ({ destination, signed }, { receivedAt }) =>
      destination === undefined && signed ? { expected: receivedAt, actual: 'none' } : undefined,
  },
  {
    id: 'response.issuer',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ issuer, signed, encryptedAssertions }, expected) => {
      if (issuer !== undefined) return issuedBy(issuer, expected);
      return signed || encryptedAssertions > 0 ? { expected: expected.idp.issuers.join(' or '), actual: 'none' } : notApplicable;
    },
  },
  {
    // Unsigned it proves nothing; it must only not contradict. What binds the answer to the request is in the assertion.
    id: 'response.in-response-to',
    spec: 'SAMLCore 3.2.2',
    check: ({ inResponseTo }, { pending }) => {
      if (inResponseTo === undefined) return notApplicable;
      return pending === undefined ? { expected: 'none, since nobody asked', actual: inResponseTo } : same(pending.requestId, inResponseTo);
    },
  },
  {
    id: 'response.assertions',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ status, assertions, encryptedAssertions }) => {
      const expected = status.outcome === 'success' ? 1 : 0;
      const actual = assertions + encryptedAssertions;
      return actual === expected ? undefined : { expected: `${expected} with the status ${status.outcome}`, actual: `${actual}` };
    },
  },
  {
    id: 'response.encrypted',
    spec: 'SAMLCore 6',
    check: ({ assertions }, { sp }) => {
      if (!sp.requireEncryption) return notApplicable;
      return assertions === 0 ? undefined : { expected: 'an encrypted assertion', actual: 'one that everybody can read' };
    },
  },
  {
    id: 'response.status',
    spec: 'SAMLCore 3.2.2.2',
    check: ({ status }) => (status.outcome === 'success' ? undefined : { expected: 'success', actual: status.codes.join(' ') }),
  },
];

/** An issuer must be the provider by one of its exact names, and be named as an entity if any format is given. */
export function issuedBy({ value, format }: Issuer, { idp }: Pick<Expectation, 'idp'>): Mismatch | undefined {
  if (format !== undefined && format !== nameIdFormats.entity) return { expected: nameIdFormats.entity, actual: format };
  return idp.issuers.includes(value) ? undefined : { expected: idp.issuers.join(' or '), actual: value };
}

/** An instant at which something was made cannot lie in the future. */
export function notFuture(instant: Date, expected: Pick<Expectation, 'now' | 'sp'>): Mismatch | undefined {
  return hasBegun(instant, expected) ? undefined : { expected: `not after ${expected.now.toISOString()}`, actual: instant.toISOString() };
}

/** Equal to the last character. */
export function same(expected: string, actual: string): Mismatch | undefined {
  return actual === expected ? undefined : { expected, actual };
}
