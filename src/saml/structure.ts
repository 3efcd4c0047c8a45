import { SsoError } from '../core/errors.ts';
import { type Finding, finding, legible } from '../core/rules.ts';
import { parseInstant } from '../core/time.ts';
import { Contents } from '../xml/contents.ts';
import type { Element } from '../xml/document.ts';
import { attribute, collapse, onlyText } from '../xml/element.ts';

/**
 * How a message is being read: what the provider is pardoned, where departures are noted, and whether it must be understood to the
 * last attribute, as a signed assertion must.
 */
export interface Reading {
  readonly pardons: ReadonlySet<string>;
  readonly findings: Finding[];
  readonly closed: boolean;
  /** What opens an encrypted part that holds an element of that name, where we have a key; only within what was verified. */
  readonly open?: (wrapper: Element, name: string) => Element;
}

/** The children of an element as a sequence to be consumed; what is wrong with it becomes `saml.structure`. */
export function contentsOf(element: Element): Contents {
  return new Contents(element, refuseStructure);
}

/** Refuses an element that has attributes of the SAML kind, without namespace, beyond those that its schema gives it. */
export function onlyAttributes(element: Element, known: readonly string[], reading: Reading): void {
  // Attributes of other namespaces are somebody's extension and say nothing to us.
  const unknown = element.attributes.filter(({ qualifiedName, prefix }) => prefix === '' && !known.includes(qualifiedName));
  const [first] = unknown;
  if (first === undefined) return;
  if (reading.closed) throw structure(element, `has an attribute ${first.qualifiedName} that its schema does not know`);
  // One line for all of them: anybody can send some ten thousand, and each would be one in a log.
  const actual = unknown.map(({ qualifiedName }) => `${element.name}/@${qualifiedName}`).join(' ');
  const verdict = { expected: `only ${known.join(', ') || 'no attributes'}`, actual };
  reading.findings.push(finding({ id: 'status.attribute', spec: 'SAMLCore 3', advisory: true }, verdict, reading.pardons));
}

/** An attribute that the schema requires, and that must say something. */
export function requiredAttribute(element: Element, name: string): string {
  const value = attribute(element, name);
  if (value === undefined || value.trim() === '') throw structure(element, `lacks its ${name}`);
  return value;
}

/** An attribute of type anyURI, white space collapsed as that type has it. */
export function uriAttribute(element: Element, name: string): string | undefined {
  const value = attribute(element, name);
  return value === undefined ? undefined : collapse(value);
}

/** An attribute of type boolean. */
export function booleanAttribute(element: Element, name: string): boolean | undefined {
  const value = attribute(element, name);
  if (value === undefined) return undefined;
  const meaning = booleans.get(collapse(value));
  if (meaning === undefined) throw new SsoError('saml.value', { element: element.name, attribute: name, expected: 'true, false, 1 or 0' });
  return meaning;
}

/** An attribute of type unsignedShort, as the index of an endpoint is. */
export function indexAttribute(element: Element, name: string): number | undefined {
  const value = attribute(element, name);
  if (value === undefined) return undefined;
  const index = /^\+?[0-9]{1,5}$/.test(collapse(value)) ? Number(value) : Number.NaN;
  if (!(index <= 65_535))
    throw new SsoError('saml.value', { element: element.name, attribute: name, expected: 'a number from 0 to 65535' });
  return index;
}

/**
 * An attribute of type dateTime.
 *
 * @throws SsoError `saml.time` for another format, a time zone that is not pardoned, or a date that no calendar has
 */
export function instantAttribute(element: Element, name: string, reading: Reading): Date | undefined {
  const value = attribute(element, name);
  if (value === undefined) return undefined;
  const offsets = reading.pardons.has('time.offset');
  const instant = parseInstant(collapse(value), { offsets });
  if (typeof instant === 'string') throw new SsoError('saml.time', { at: `${element.name}/@${name}`, reason: instant });
  if (offsets && !/Z\s*$/.test(value)) {
    const at = `${element.name}/@${name}`;
    reading.findings.push(finding({ id: 'time.offset', spec: 'SAMLCore 1.3.3' }, { expected: 'UTC, with Z', actual: at }, reading.pardons));
  }
  return instant;
}

/** An attribute of type dateTime that must be there. */
export function requiredInstant(element: Element, name: string, reading: Reading): Date {
  requiredAttribute(element, name);
  // Sound: it is there.
  return instantAttribute(element, name, reading) as Date;
}

/** The text of an element that may hold nothing else, exactly as written, and must say something (SAMLCore 1.3.1). */
export function textIn(element: Element): string {
  const text = onlyText(element);
  if (text === undefined) throw structure(element, 'holds an element where only text belongs');
  if (text.trim() === '') throw structure(element, 'is blank');
  return text;
}

/** The text of an element of type anyURI. */
export function uriIn(element: Element): string {
  return collapse(textIn(element));
}

/**
 * An encrypted part of what was verified, decrypted: as signed as that.
 *
 * @returns undefined, and a line for the administrator, where we have no key at all
 * @throws SsoError `encryption.*`, also where something else than such an element comes out
 * @see SAMLCore 2.2.4 and 2.7.3.2
 */
export function opened(wrapper: Element, name: string, { open, findings, pardons }: Reading): Element | undefined {
  if (open !== undefined) return open(wrapper, name);
  const rule = { id: 'encryption.unopened', spec: 'SAMLCore 6', advisory: true };
  const actual = `none for ${wrapper.name}`;
  // One line for all of a kind: to the administrator they say the same.
  if (!findings.some((found) => found.rule === rule.id && found.actual === actual))
    findings.push(finding(rule, { expected: 'a decryption key of ours', actual }, pardons));
  return undefined;
}

function refuseStructure(problem: string, element: Element): SsoError {
  return structure(element, problem);
}

/** The error for an element that is not as its schema has it. */
export function structure(element: Element, problem: string): SsoError<'saml.structure'> {
  return new SsoError('saml.structure', { element: legible(element.name), problem: legible(problem) });
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
