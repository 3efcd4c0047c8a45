import type { Subject } from '../identity/identity.ts';
import type { Element } from '../xml/document.ts';
import { attribute } from '../xml/element.ts';
import { onlyAttributes, type Reading, textIn, uriAttribute } from './structure.ts';

/** The issuer of a message or an assertion: the name, and the format that says what kind of name it is. */
export interface Issuer {
  readonly value: string;
  readonly format?: string;
}

/** Reads a NameID (SAMLCore 2.2.3); the name is never trimmed, since two names may differ in a blank. */
export function readNameId(element: Element, reading: Reading): Subject {
  onlyAttributes(element, ['NameQualifier', 'SPNameQualifier', 'Format', 'SPProvidedID'], reading);
  const format = uriAttribute(element, 'Format');
  const nameQualifier = attribute(element, 'NameQualifier');
  const spNameQualifier = attribute(element, 'SPNameQualifier');
  return {
    value: textIn(element),
    ...(format === undefined ? {} : { format }),
    ...(nameQualifier === undefined ? {} : { nameQualifier }),
    ...(spNameQualifier === undefined ? {} : { spNameQualifier }),
  };
}

/** Reads an Issuer (SAMLCore 2.2.5). */
export function readIssuer(element: Element, reading: Reading): Issuer {
  const { value, format } = readNameId(element, reading);
  return format === undefined ? { value } : { value, format };
}
