import type { Attribute, AttributeValue } from '../identity/identity.ts';
import { isBlank } from '../xml/characters.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, isElement, onlyText } from '../xml/element.ts';
import { encryptionProblem } from '../xmldsig/encryption.ts';
import { readNameId } from './name-id.ts';
import { namespaces } from './names.ts';
import { contentsOf, onlyAttributes, opened, type Reading, requiredAttribute, structure, uriAttribute } from './structure.ts';

/**
 * Reads the attributes of all statements, in order. What comes twice under one name and format is merged; encrypted ones are passed
 * over where we have no key.
 *
 * @throws SsoError `saml.*`, and as `opened`; `encryption.profile` also for more encrypted ones than anybody may have us open
 * @see SAMLCore 2.7.3
 */
export function readAttributes(statements: readonly Element[], reading: Reading): readonly Attribute[] {
  // A map and not an object: `__proto__` is a name like any other.
  const merged = new Map<string, Growing>();
  let encrypted = 0;
  for (const statement of statements) {
    for (const element of attributesOf(statement)) {
      if (isEncrypted(element)) encrypted += 1;
      if (encrypted > mostEncrypted) throw encryptionProblem(element, `is one of more than ${mostEncrypted}`);
      const plain = isEncrypted(element) ? opened(element, 'Attribute', reading) : element;
      if (plain !== undefined) add(merged, readAttribute(plain, reading));
    }
  }
  return [...merged.values()];
}

function attributesOf(statement: Element): readonly Element[] {
  const parts = contentsOf(statement);
  const elements = parts.manyOf((element) => element.namespace === namespaces.assertion && attributeElements.has(element.name));
  parts.end();
  return elements;
}

function isEncrypted({ name }: Element): boolean {
  return name === 'EncryptedAttribute';
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
  const name = requiredAttribute(element, 'Name');
  const format = uriAttribute(element, 'NameFormat');
  const friendlyName = attribute(element, 'FriendlyName');
  const read: Growing = { name, values: [], content: [] };
  if (format !== undefined) read.format = format;
  if (friendlyName !== undefined) read.friendlyName = friendlyName;
  // The longest list of any message, a group a value: taken one by one, without `Contents`.
  for (const child of element.children) {
    if (isElement(child, namespaces.assertion, 'AttributeValue')) readValue(child, reading, read);
    else if (typeof child === 'object' || !isBlank(child)) throw structure(element, 'holds what is no AttributeValue');
  }
  return read;
}

/** SAMLCore 2.7.3.1.1: an empty value is an empty text, a nil one is nothing; what type it claims to be makes no difference. */
function readValue(element: Element, reading: Reading, { values, content }: Pick<Growing, 'values' | 'content'>): void {
  const text = onlyText(element);
  if (text === '' && isNil(element)) {
    content.push({ kind: 'nil' });
  } else if (text !== undefined) {
    values.push(text);
    content.push({ kind: 'text', text });
  } else {
    for (const child of childElements(element)) {
      const value = elementValue(child, reading);
      if (value.kind === 'name-id') values.push(value.subject.value);
      content.push(value);
    }
  }
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
  format?: string;
  friendlyName?: string;
  readonly values: string[];
  readonly content: AttributeValue[];
}

const attributeAttributes = ['Name', 'NameFormat', 'FriendlyName'];
const attributeElements: ReadonlySet<string> = new Set(['Attribute', 'EncryptedAttribute']);
/** Each may cost some private operations: a provider of somebody else must not be able to stop all logins with one message. */
const mostEncrypted = 50;
