import { type Mismatch, notApplicable, type Rule } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { type Assertion, type AuthenticationStatement, type Conditions, type Confirmation, endOfSession } from './assertion.ts';
import { contextMismatch } from './authn-context.ts';
import { claimRules } from './claim-rules.ts';
import { type Expectation, hasBegun, hasEnded } from './expectation.ts';
import { bearer, nameIdFormats } from './names.ts';
import { issuedBy, notFuture, same } from './response-rules.ts';

/** What an assertion must satisfy before anyone is signed in; one row a demand, in the order of the standard. */
export const assertionRules: readonly Rule<Assertion, Expectation>[] = [
  {
    id: 'assertion.version',
    spec: 'SAMLCore 2.3.3',
    check: ({ version }) => same('2.0', version),
  },
  {
    id: 'assertion.issuer',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ issuer }, expected) => issuedBy(issuer, expected),
  },
  {
    id: 'issuer.qualifiers',
    spec: 'SAMLCore 8.3.6',
    advisory: true,
    check: ({ issuer: { nameQualifier, spNameQualifier } }) => {
      const qualifiers = [nameQualifier, spNameQualifier].filter((one) => one !== undefined);
      return qualifiers.length === 0 ? undefined : { expected: 'no qualifiers', actual: qualifiers.join(' for ') };
    },
  },
  {
    id: 'assertion.issue-instant',
    spec: 'SAMLCore 2.3.3',
    check: ({ issueInstant }, expected) => notFuture(issueInstant, expected),
  },
  {
    // Used assertions are remembered for as long as they could be used again: an assertion "until 9999" must not make that forever.
    id: 'assertion.age',
    spec: 'SAMLProf 4.1.4.5',
    check: ({ issueInstant }, expected) => notEnded(plusSeconds(issueInstant, expected.sp.maxAssertionAgeSeconds), expected),
  },
  {
    id: 'unsolicited.age',
    spec: 'SAMLProf 4.1.5',
    check: ({ issueInstant }, expected) =>
      expected.pending === undefined ? notEnded(plusSeconds(issueInstant, expected.sp.maxUnsolicitedAgeSeconds), expected) : notApplicable,
  },
  {
    id: 'conditions.not-before',
    spec: 'SAMLCore 2.5.1.2',
    check: ({ conditions: { notBefore } }, expected) => (notBefore === undefined ? notApplicable : begun(notBefore, expected)),
  },
  {
    id: 'conditions.not-on-or-after',
    spec: 'SAMLCore 2.5.1.2',
    check: ({ conditions: { notOnOrAfter } }, expected) => (notOnOrAfter === undefined ? notApplicable : notEnded(notOnOrAfter, expected)),
  },
  {
    id: 'conditions.window',
    spec: 'SAMLCore 2.5.1.2',
    check: ({ conditions }) => orderly(conditions),
  },
  {
    // Several restrictions are all to be met, the audiences within one are alternatives; none at all would fit anyone.
    id: 'conditions.audience',
    spec: 'SAMLProf 4.1.4.2, SAMLCore 2.5.1.4',
    check: ({ conditions: { audienceRestrictions } }, { sp, idp }) => {
      const us = [sp.entityId, ...idp.audiences];
      const met = audienceRestrictions.every((named) => named.some((name) => us.includes(name)));
      if (met && audienceRestrictions.length > 0) return undefined;
      return {
        expected: us.join(' or '),
        actual: audienceRestrictions.map((named) => named.join(' or ')).join(' and ') || 'no restriction',
      };
    },
  },
  {
    // To use it once is what every assertion comes to here; to say so twice is against the schema's own words.
    id: 'conditions.one-time-use',
    spec: 'SAMLCore 2.5.1.5',
    check: ({ conditions: { oneTimeUses } }) => atMostOne(oneTimeUses),
  },
  {
    // It binds whoever issues assertions on the strength of this one, which we do not.
    id: 'conditions.proxy-restriction',
    spec: 'SAMLCore 2.5.1.6',
    check: ({ conditions: { proxyRestrictions } }) => atMostOne(proxyRestrictions),
  },
  {
    id: 'conditions.unknown',
    spec: 'SAMLCore 2.5.1',
    check: ({ conditions: { unknown } }) =>
      unknown.length === 0 ? undefined : { expected: 'conditions that are known', actual: unknown.join(' ') },
  },
  {
    id: 'confirmation.bearer',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ confirmations }) =>
      confirmations.some(isBearer)
        ? undefined
        : { expected: bearer, actual: confirmations.map(({ method }) => method).join(' ') || 'none' },
  },
  {
    id: 'authentication.statement',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ authentications }) =>
      authentications.length > 0 ? undefined : { expected: 'a statement of authentication', actual: 'none' },
  },
  {
    id: 'session.not-on-or-after',
    spec: 'SAMLProf 4.1.4.3',
    check: ({ authentications }, expected) => {
      const end = endOfSession(authentications);
      return end === undefined ? notApplicable : notEnded(end, expected);
    },
  },
  {
    id: 'subject.format',
    spec: 'SAMLCore 3.4.1.1',
    check: ({ nameId }, { pending, idp }) =>
      idp.demandNameIdFormat ? formatAskedFor(nameId?.format, pending?.nameIdFormat) : notApplicable,
  },
  {
    id: 'subject.format-noted',
    spec: 'SAMLCore 3.4.1.1',
    advisory: true,
    check: ({ nameId }, { pending, idp }) =>
      idp.demandNameIdFormat ? notApplicable : formatAskedFor(nameId?.format, pending?.nameIdFormat),
  },
  {
    // An affiliation may stand in for us, even where we have not asked for its name: worth a line only.
    id: 'subject.qualifiers',
    spec: 'SAMLCore 3.4.1.1, 8.3.7',
    advisory: true,
    check: ({ nameId }, { sp, idp, pending }) => {
      if (nameId?.format !== nameIdFormats.persistent && pending?.spNameQualifier === undefined) return notApplicable;
      const { nameQualifier = idp.entityId, spNameQualifier = sp.entityId } = nameId ?? {};
      return same(`${idp.entityId} for ${pending?.spNameQualifier ?? sp.entityId}`, `${nameQualifier} for ${spNameQualifier}`);
    },
  },
  {
    id: 'subject.length',
    spec: 'SAMLCore 8.3.7, 8.3.8',
    advisory: true,
    check: ({ nameId }) => {
      if (nameId?.format !== nameIdFormats.persistent && nameId?.format !== nameIdFormats.transient) return notApplicable;
      const length = [...nameId.value].length;
      return length <= longestName ? undefined : { expected: `at most ${longestName} characters`, actual: `${length}` };
    },
  },
  {
    // To the last attribute that was asked for: the same name in another format is another name.
    id: 'subject.asked',
    spec: 'SAMLCore 3.3.4, 3.4.1',
    advisory: true,
    check: ({ nameId }, { pending }) => {
      const { subject } = pending ?? {};
      const met = subjectParts.every((part) => subject?.[part] === undefined || subject[part] === nameId?.[part]);
      // Neither name is shown: they are personal.
      return met ? undefined : { expected: 'the subject asked for', actual: 'another' };
    },
  },
  ...claimRules,
];

/** What a bearer's confirmation must satisfy; one that meets all is enough. */
export const confirmationRules: readonly Rule<Confirmation, Expectation>[] = [
  {
    id: 'confirmation.recipient',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ recipient }, { receivedAt }) => same(receivedAt, recipient ?? 'none'),
  },
  {
    id: 'confirmation.not-on-or-after',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ notOnOrAfter }, expected) =>
      notOnOrAfter === undefined ? { expected: 'an end', actual: 'none' } : notEnded(notOnOrAfter, expected),
  },
  {
    id: 'confirmation.not-before',
    spec: 'SAMLProf 4.1.4.2',
    check: ({ notBefore }) => (notBefore === undefined ? undefined : { expected: 'none', actual: notBefore.toISOString() }),
  },
  {
    // Pardoned or not, what says that it has not begun cannot be used.
    id: 'confirmation.begun',
    spec: 'SAMLCore 2.4.1.2',
    check: ({ notBefore }, expected) => (notBefore === undefined ? notApplicable : begun(notBefore, expected)),
  },
  {
    id: 'confirmation.window',
    spec: 'SAMLCore 2.4.1.2',
    check: (confirmation) => orderly(confirmation),
  },
  {
    // Of what was signed only this ties the answer to our request: the envelope's own never stands in for it.
    id: 'confirmation.in-response-to',
    spec: 'SAMLProf 4.1.4.3',
    check: ({ inResponseTo }, { pending }) => {
      if (pending !== undefined) return same(pending.requestId, inResponseTo ?? 'none');
      return inResponseTo === undefined ? undefined : { expected: 'none, since nobody asked', actual: inResponseTo };
    },
  },
];

/** What a statement of authentication must satisfy; one that meets all is enough. */
export const authenticationRules: readonly Rule<AuthenticationStatement, Expectation>[] = [
  {
    id: 'authentication.instant',
    spec: 'SAMLCore 2.7.2',
    check: ({ instant }, expected) => notFuture(instant, expected),
  },
  {
    id: 'authentication.forced',
    spec: 'SAMLCore 3.4.1',
    check: ({ instant }, { pending, sp }) =>
      pending?.forceAuthn === true ? notEarlier(instant, plusSeconds(new Date(pending.issuedAt), -sp.clockSkewSeconds)) : notApplicable,
  },
  {
    id: 'authentication.age',
    spec: 'SAMLCore 2.7.2',
    check: ({ instant }, { pending, now, sp }) =>
      pending?.maxAuthenticationAgeSeconds === undefined
        ? notApplicable
        : notEarlier(instant, plusSeconds(now, -pending.maxAuthenticationAgeSeconds - sp.clockSkewSeconds)),
  },
  {
    id: 'authentication.context',
    spec: 'SAMLCore 3.3.2.2.1',
    check: (statement, { pending }) =>
      pending?.authnContext === undefined ? notApplicable : contextMismatch(statement, pending.authnContext),
  },
];

/** True for a confirmation by which whoever bears the assertion is its subject; all others need proof that nobody here asks for. */
export function isBearer({ method }: Confirmation): boolean {
  return method === bearer;
}

function begun(from: Date, expected: Expectation): Mismatch | undefined {
  return hasBegun(from, expected) ? undefined : { expected: `not before ${from.toISOString()}`, actual: expected.now.toISOString() };
}

/** An instant from which on something does not count any more must be yet to come. */
export function notEnded(until: Date, expected: Pick<Expectation, 'now' | 'sp'>): Mismatch | undefined {
  return hasEnded(until, expected) ? { expected: `before ${until.toISOString()}`, actual: expected.now.toISOString() } : undefined;
}

function notEarlier(instant: Date, than: Date): Mismatch | undefined {
  return instant.getTime() >= than.getTime() ? undefined : { expected: `not before ${than.toISOString()}`, actual: instant.toISOString() };
}

function orderly({
  notBefore,
  notOnOrAfter,
}: Pick<Conditions | Confirmation, 'notBefore' | 'notOnOrAfter'>): Mismatch | typeof notApplicable | undefined {
  if (notBefore === undefined || notOnOrAfter === undefined) return notApplicable;
  return notBefore < notOnOrAfter ? undefined : { expected: `an end after ${notBefore.toISOString()}`, actual: notOnOrAfter.toISOString() };
}

function atMostOne(count: number): Mismatch | undefined {
  return count <= 1 ? undefined : { expected: 'one at most', actual: `${count}` };
}

function formatAskedFor(format: string | undefined, asked: string | undefined): Mismatch | typeof notApplicable | undefined {
  // "Unspecified" leaves the choice to the provider (SAMLCore 8.3.1), and so does "encrypted" for the name within (SAMLCore 3.4.1.1).
  if (asked === undefined || asked === nameIdFormats.unspecified || asked === nameIdFormats.encrypted) return notApplicable;
  return same(asked, format ?? 'none');
}

const subjectParts = ['value', 'format', 'nameQualifier', 'spNameQualifier'] as const;
const longestName = 256;
