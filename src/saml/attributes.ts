import type { Attribute, AttributeValue } from '../identity/identity.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, isElement, onlyText } from '../xml/element.ts';
import { readNameId } from './name-id.ts';
import { namespaces } from './names.ts';
import { contentsOf, onlyAttributes, type Reading, requiredAttribute, uriAttribute } from './structure.ts';

/**
 * Reads the attributes of all statements, in order. What comes twice under one name and format is merged; encrypted ones are passed
 * over, since nobody has decrypted them.
 *
 * @see SAMLCore 2.7.3
 */
export function readAttributes(statements: readonly Element[], reading: Reading): readonly Attribute[] {
  // A map and not an object: `__proto__` is a name like any other.
  const merged = new Map<string, Growing>();
  for (const statement of statements) {
    const parts = contentsOf(statement);
    const elements = parts.manyOf((element) => element.namespace === namespaces.assertion && attributeElements.has(element.name));
    parts.end();
    for (const element of elements) if (element.name === 'Attribute') add(merged, readAttribute(element, reading));
  }
  return [...merged.values()];
}

function add(merged: Map<string, Growing>, attribute: Growing): void {
  // White space in a format is collapsed: a line feed can only be the one that was put here.
  const key = `${attribute.format ?? ''}\n${attribute.name}`;
  const earlier = merged.get(key);
  if (earlier === undefined) merged.set(key, attribute);
  else merged.set(key, both(earlier, attribute));
}

/** The lists grow in place: copied, thousands of attributes of one name would be copied thousands of times. */
function both(earlier: Growing, later: Growing): Growing {
  for (const value of later.values) earlier.values.push(value);
  for (const value of later.content) earlier.content.push(value);
  return { ...later, ...earlier };
}

function readAttribute(element: Element, reading: Reading): Growing {
  onlyAttributes(element, attributeAttributes, reading);
  const parts = contentsOf(element);
  const content: AttributeValue[] = [];
  for (const value of parts.many(namespaces.assertion, 'AttributeValue')) readValues(value, reading, content);
  parts.end();
  const values: string[] = [];
  for (const value of content) {
    if (value.kind === 'text') values.push(value.text);
    else if (value.kind === 'name-id') values.push(value.subject.value);
  }
  const name = requiredAttribute(element, 'Name');
  const format = uriAttribute(element, 'NameFormat');
  const friendlyName = attribute(element, 'FriendlyName');
  if (format === undefined && friendlyName === undefined) return { name, values, content };
  return { name, ...(format === undefined ? {} : { format }), ...(friendlyName === undefined ? {} : { friendlyName }), values, content };
}

/** SAMLCore 2.7.3.1.1: an empty value is an empty text, a nil one is nothing; what type it claims to be makes no difference. */
function readValues(element: Element, reading: Reading, content: AttributeValue[]): void {
  const text = onlyText(element);
  if (text !== undefined) content.push(text === '' && isNil(element) ? { kind: 'nil' } : { kind: 'text', text });
  else for (const child of childElements(element)) content.push(elementValue(child, reading));
}

function elementValue(child: Element, reading: Reading): AttributeValue {
  if (isElement(child, namespaces.assertion, 'NameID')) return { kind: 'name-id', subject: readNameId(child, reading) };
  return { kind: 'element', name: child.name, namespace: child.namespace };
}

function isNil({ attributes }: Element): boolean {
  return attributes.some(
    ({ namespace, name, value }) => namespace === namespaces.xsi && name === 'nil' && /^\s*(?:true|1)\s*$/.test(value),
  );
}

/** An attribute to which more of its name may come. */
interface Growing extends Attribute {
  readonly values: string[];
  readonly content: AttributeValue[];
}

const attributeAttributes = ['Name', 'NameFormat', 'FriendlyName'];
const attributeElements: ReadonlySet<string> = new Set(['Attribute', 'EncryptedAttribute']);
