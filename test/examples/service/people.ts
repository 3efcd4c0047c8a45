import type { Person } from '../provider-messages.ts';

/** The domains of the two, by which people are told apart who type their address. */
export const domains = { staff: 'example.org', partners: 'partner.example' } as const;

/** Who works for the company, and signs in at its identity provider by SAML. */
export const staff: readonly [Person, ...Person[]] = [
  employee('alice', 'Alice Ångström', ['engineering', 'on-call']),
  employee('bob', 'Bob Baker', ['support', 'football']),
  employee('carol', 'Carol Costa', ['engineering', 'administrators']),
];

/** Who works for its partners, and signs in by OpenID Connect; the names they are known by at their provider, and what it says of them. */
export const partners: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  dana: partner('dana', 'Dana Dubois', ['suppliers']),
  erik: partner('erik', 'Erik Eriksson', ['suppliers', 'support']),
};

/** The one password of all staff; partners have none. */
export const password = 'correct horse';

function employee(name: string, displayName: string, groups: readonly string[]): Person {
  const mail = `${name}@${domains.staff}`;
  return { name: mail, attributes: { mail: [mail], displayName: [displayName], groups } };
}

function partner(name: string, displayName: string, groups: readonly string[]) {
  return { name: displayName, email: `${name}@${domains.partners}`, email_verified: true, groups };
}
