import { notApplicable, type Rule } from '../core/rules.ts';
import type { Expectation } from '../saml/expectation.ts';
import { issuedBy, notFuture, same } from '../saml/response-rules.ts';
import type { ArtifactResponse } from './artifact-response.ts';

/** What the answer of an artifact resolution service is held against. */
export interface Asked extends Omit<Expectation, 'pending'> {
  /** The ID of our request. */
  readonly requestId: string;
}

/** What must hold of an ArtifactResponse before its message is looked at; that has all rules of a login before it. In the order of the standard. */
export const artifactResponseRules: readonly Rule<ArtifactResponse, Asked>[] = [
  {
    id: 'artifact-response.version',
    spec: 'SAMLCore 3.2.2',
    check: ({ version }) => same('2.0', version),
  },
  {
    id: 'artifact-response.issue-instant',
    spec: 'SAMLCore 3.2.2',
    check: ({ issueInstant }, expected) => notFuture(issueInstant, expected),
  },
  {
    id: 'artifact-response.in-response-to',
    spec: 'SAMLCore 3.2.2',
    check: ({ inResponseTo }, { requestId }) => same(requestId, inResponseTo ?? 'none'),
  },
  {
    // It comes on the connection of the question, which has no address; some products name the service that the message is for.
    id: 'artifact-response.destination',
    spec: 'SAMLCore 3.2.2',
    check: ({ destination }, { receivedAt }) => (destination === undefined ? notApplicable : same(receivedAt, destination)),
  },
  {
    id: 'artifact-response.issuer',
    spec: 'SAMLProf 5.4.2',
    check: ({ issuer }, expected) =>
      issuer === undefined ? { expected: expected.idp.issuers.join(' or '), actual: 'none' } : issuedBy(issuer, expected),
  },
  {
    id: 'artifact-response.status',
    spec: 'SAMLCore 3.2.2.2',
    check: ({ status }) => (status.outcome === 'success' ? undefined : { expected: 'success', actual: status.codes.join(' ') }),
  },
];
