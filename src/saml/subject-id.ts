import type { Attribute, Subject } from '../identity/identity.ts';
import { folded } from './scopes.ts';

/** The attributes that name a person for good: to everybody by one name, or to each service by another. */
export const subjectIdentifiers = {
  'subject-id': 'urn:oasis:names:tc:SAML:attribute:subject-id',
  'pairwise-id': 'urn:oasis:names:tc:SAML:attribute:pairwise-id',
} as const;

/** One of the two attributes of the SAML V2.0 Subject Identifier Attributes Profile. */
export type SubjectIdentifier = keyof typeof subjectIdentifiers;

/**
 * The subject that an identifier names, if it is there. Names that differ only in case are one name, hence the lower case; the
 * attribute's own name is the format, so that no NameID of the same text is taken for it.
 *
 * @param attributes - what {@link sifted} left, so that there is one value of the right form and scope, or none
 * @see SAMLSubjectId 3.3 and 3.4
 */
export function subjectBy(identifier: SubjectIdentifier, attributes: readonly Attribute[]): Subject | undefined {
  const format = subjectIdentifiers[identifier];
  const value = attributes.find(({ name }) => name === format)?.values[0];
  return value === undefined ? undefined : { value: folded(value), format };
}

/** True for the attributes that may have one value only, of the form `uniqueID@scope`. */
export function isSubjectIdentifier(name: string): boolean {
  return name === subjectIdentifiers['subject-id'] || name === subjectIdentifiers['pairwise-id'];
}

/** True for a value of the form that both attributes have. */
export function isWellFormed(value: string): boolean {
  return /^[a-z0-9][a-z0-9=-]{0,126}@[a-z0-9][a-z0-9.-]{0,126}$/i.test(value);
}
