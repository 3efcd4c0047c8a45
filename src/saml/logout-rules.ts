import { notApplicable, type Rule } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { notEnded } from './assertion-rules.ts';
import type { LogoutExpectation } from './logout-expectation.ts';
import type { LogoutHead, LogoutRequest, LogoutResponse } from './logout-message.ts';
import { nameIdFormats } from './names.ts';
import { notFuture, same } from './response-rules.ts';
import type { Status } from './status.ts';

/** What every message about logout must satisfy; one row a demand, in the order of the standard. */
export const logoutRules: readonly Rule<LogoutHead, LogoutExpectation>[] = [
  {
    id: 'logout.version',
    spec: 'SAMLCore 3.2.1, 3.2.2',
    check: ({ version }) => same('2.0', version),
  },
  {
    id: 'logout.issue-instant',
    spec: 'SAMLCore 3.2.1, 3.2.2',
    check: ({ issueInstant }, expected) => notFuture(issueInstant, expected),
  },
  {
    // Accepted requests are remembered for as long as they could be accepted again: none may count forever.
    id: 'logout.age',
    spec: 'SAMLCore 3.7.3',
    check: ({ issueInstant }, expected) => notEnded(lastInstant(issueInstant, expected), expected),
  },
  {
    id: 'logout.destination',
    spec: 'SAMLCore 3.2.1, 3.2.2',
    check: ({ destination }, { receivedAt }) => (destination === undefined ? notApplicable : same(receivedAt, destination)),
  },
  {
    // In a SOAP exchange there is no browser that could have been told to bring the message elsewhere.
    id: 'destination.missing',
    spec: 'SAMLBind 3.4.5.2, 3.5.5.2',
    check: ({ destination, signed }, { receivedAt, binding }) =>
      destination === undefined && signed && binding !== 'soap' ? { expected: receivedAt, actual: 'none' } : undefined,
  },
  {
    id: 'logout.issuer',
    spec: 'SAMLProf 4.4.4.1, 4.4.4.2',
    check: ({ issuer }) => {
      if (issuer === undefined) return { expected: 'an issuer', actual: 'none' };
      const { format = nameIdFormats.entity } = issuer;
      return same(nameIdFormats.entity, format);
    },
  },
  {
    // Entra ID names itself otherwise here than in its assertions. Whose key has signed is not a matter of this row.
    id: 'issuer.alias',
    spec: 'SAMLProf 4.4.4.1, 4.4.4.2',
    check: ({ issuer }, { idp: { issuers } }) => {
      if (issuer === undefined) return notApplicable;
      return issuers.includes(issuer.value) ? undefined : { expected: issuers.join(' or '), actual: issuer.value };
    },
  },
];

/** What a request must satisfy before any session is ended, beside the rules of all messages. */
export const logoutRequestRules: readonly Rule<LogoutRequest, LogoutExpectation>[] = [
  {
    id: 'logout.not-on-or-after',
    spec: 'SAMLCore 3.7.1',
    check: ({ notOnOrAfter }, expected) => (notOnOrAfter === undefined ? notApplicable : notEnded(notOnOrAfter, expected)),
  },
  {
    id: 'logout.name-id',
    spec: 'SAMLCore 3.7.1',
    check: ({ nameId }) => (nameId === undefined ? { expected: 'a NameID that can be read', actual: 'none' } : undefined),
  },
  {
    // Each is looked for, and remembered, with all of the person's name: one message could make more of that than there is room for.
    id: 'logout.session-indexes',
    spec: 'SAMLCore 3.7.1',
    check: ({ nameId, sessionIndexes: { length } }) => {
      const characters = length * JSON.stringify(nameId ?? '').length;
      if (length <= mostSessions && characters <= mostCharacters) return undefined;
      return { expected: `at most ${mostSessions} sessions`, actual: `${length}, of which each takes a name of ${characters / length}` };
    },
  },
];

/** What an answer must satisfy, beside the rules of all messages. */
export const logoutResponseRules: readonly Rule<LogoutResponse, LogoutExpectation>[] = [
  {
    id: 'provider.asked',
    spec: 'SAMLProf 4.4.3.4',
    check: (_, { pending, idp }) => (pending === undefined ? notApplicable : same(pending.provider, idp.id)),
  },
  {
    id: 'logout.in-response-to',
    spec: 'SAMLCore 3.2.2',
    check: ({ inResponseTo = 'none' }, { pending }) =>
      pending === undefined
        ? { expected: 'a logout that we began', actual: 'an answer that nobody asked for' }
        : same(pending.requestId, inResponseTo),
  },
  {
    id: 'logout.status',
    spec: 'SAMLCore 3.2.2.2, 3.7.3',
    check: ({ status }) =>
      status.outcome === 'success' || isPartial(status) ? undefined : { expected: 'success', actual: status.codes.join(' ') },
  },
];

/** The instant from which on a message is too old, whatever it says itself. */
export function lastInstant(issueInstant: Date, { sp }: LogoutExpectation): Date {
  return plusSeconds(issueInstant, sp.maxUnsolicitedAgeSeconds);
}

/** SAMLCore 3.2.2.2: some of those whom the provider had to tell have not ended their sessions, or cannot be reached. */
export function isPartial({ codes }: Status): boolean {
  return codes.indexOf(partialLogout) > 0;
}

const partialLogout = 'urn:oasis:names:tc:SAML:2.0:status:PartialLogout';
/** Far more than one person has at one provider. */
const mostSessions = 100;
/** Of a name once for each session. */
const mostCharacters = 65_536;
