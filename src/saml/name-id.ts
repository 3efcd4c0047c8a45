import type { Subject } from '../identity/identity.ts';
import type { Element } from '../xml/document.ts';
import { attribute } from '../xml/element.ts';
import { onlyAttributes, type Reading, textIn, uriAttribute } from './structure.ts';

/** The issuer of a message or an assertion: a name like any other (SAMLCore 2.2.5). */
export type Issuer = Subject;

/** Reads a NameID (SAMLCore 2.2.3); the name is never trimmed, since two names may differ in a blank. */
export function readNameId(element: Element, reading: Reading): Subject {
  onlyAttributes(element, ['NameQualifier', 'SPNameQualifier', 'Format', 'SPProvidedID'], reading);
  const name: { -readonly [Part in keyof Subject]: Subject[Part] } = { value: textIn(element) };
  const format = uriAttribute(element, 'Format');
  const nameQualifier = attribute(element, 'NameQualifier');
  const spNameQualifier = attribute(element, 'SPNameQualifier');
  const spProvidedId = attribute(element, 'SPProvidedID');
  if (format !== undefined) name.format = format;
  if (nameQualifier !== undefined) name.nameQualifier = nameQualifier;
  if (spNameQualifier !== undefined) name.spNameQualifier = spNameQualifier;
  if (spProvidedId !== undefined) name.spProvidedId = spProvidedId;
  return name;
}
