import type { Subject } from '../identity/identity.ts';
import type { Draft } from '../xml/writer.ts';
import { nameId, saml, samlp } from './draft.ts';

/** What every request to end sessions says. */
export interface LogoutRequestHead {
  readonly id: string;
  readonly issueInstant: Date;
  readonly notOnOrAfter: Date;
  readonly destination: string;
  readonly issuer: string;
  readonly reason: string | undefined;
}

/** Whose sessions are to end, and which of them; none means all. */
export interface NamedByLogout {
  readonly subject: Subject;
  readonly sessionIndexes: readonly string[];
}

/** A LogoutRequest, its children in the order of the schema (SAMLCore 3.7.1). */
export function logoutRequest(head: LogoutRequestHead, { subject, sessionIndexes }: NamedByLogout): Draft {
  const { id, issueInstant, notOnOrAfter, destination, issuer, reason } = head;
  return samlp('LogoutRequest', {
    attributes: {
      ID: id,
      Version: '2.0',
      IssueInstant: issueInstant.toISOString(),
      Destination: destination,
      NotOnOrAfter: notOnOrAfter.toISOString(),
      Reason: reason,
    },
    children: [
      saml('Issuer', { children: [issuer] }),
      nameId(subject),
      ...sessionIndexes.map((index) => samlp('SessionIndex', { children: [index] })),
    ],
  });
}
