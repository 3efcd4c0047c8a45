import { type Mismatch, notApplicable, type Rule } from '../core/rules.ts';
import type { Assertion } from './assertion.ts';
import type { Expectation } from './expectation.ts';
import { describeScopes } from './scopes.ts';
import { type Dropped, sifted } from './sift.ts';
import { subjectBy } from './subject-id.ts';

/** What is noted of the claims of an assertion: what does not hold was left out of the login, so that nobody need be refused for it. */
export const claimRules: readonly Rule<Assertion, Expectation>[] = [
  {
    id: 'attribute.scope',
    spec: 'SAML2int SDP-SP17',
    advisory: true,
    check: ({ attributes }, { idp }) => {
      const foreign = sifted(attributes, idp).dropped.filter(({ fault }) => fault === 'scope');
      return foreign.length === 0 ? undefined : { expected: describeScopes(idp.scopes), actual: listed(foreign) };
    },
  },
  {
    // Without one the login has no subject: a NameID in its place would be another name, of another person perhaps.
    id: 'subject.identifier',
    spec: 'SAMLSubjectId 3.3',
    advisory: true,
    check: ({ attributes }, { idp }) => {
      const { attributes: left, dropped } = sifted(attributes, idp);
      const malformed = dropped.filter(({ fault }) => fault !== 'scope');
      if (malformed.length > 0) return { expected: 'one value, uniqueID@scope', actual: listed(malformed) };
      return idp.subjectIdentifier === undefined ? notApplicable : missing(idp.subjectIdentifier, left);
    },
  },
];

function missing(identifier: Parameters<typeof subjectBy>[0], attributes: Assertion['attributes']): Mismatch | undefined {
  return subjectBy(identifier, attributes) === undefined ? { expected: identifier, actual: 'none that counts' } : undefined;
}

/** Each fault once, without the values: they are personal. */
function listed(dropped: readonly Dropped[]): string {
  const told = dropped.map(({ attribute, fault, scope }) => {
    if (fault === 'several') return `several values of ${attribute}`;
    return `${attribute} ${fault === 'form' ? 'of another form' : scope === undefined ? 'without a scope' : `of ${scope}`}`;
  });
  return [...new Set(told)].join(', ');
}
