import type { Subject } from '../identity/identity.ts';
import type { Draft } from '../xml/writer.ts';
import { namespaces } from './names.ts';

/** An element of SAML's protocol that is to be written. */
export function samlp(name: string, content: Omit<Draft, 'name' | 'namespace'>): Draft {
  return { name: `samlp:${name}`, namespace: namespaces.protocol, ...content };
}

/** An element of SAML's assertions that is to be written. */
export function saml(name: string, content: Omit<Draft, 'name' | 'namespace'>): Draft {
  return { name: `saml:${name}`, namespace: namespaces.assertion, ...content };
}

/** A name with all that it says, and nothing that it leaves out (SAMLCore 2.2.3). */
export function nameId({ value, format, nameQualifier, spNameQualifier, spProvidedId }: Subject): Draft {
  return saml('NameID', {
    attributes: { NameQualifier: nameQualifier, SPNameQualifier: spNameQualifier, Format: format, SPProvidedID: spProvidedId },
    children: [value],
  });
}
