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
  const merged = new Map<string, Attribute>();
  for (const statement of statements) {
    const parts = contentsOf(statement);
    const elements = parts.manyOf((element) => element.namespace === namespaces.assertion && attributeElements.has(element.name));
    parts.end();
    for (const element of elements) if (element.name === 'Attribute') add(merged, readAttribute(element, reading));
  }
  return [...merged.values()];
}

function add(merged: Map<string, Attribute>, attribute: Attribute): void {
  const key = JSON.stringify([attribute.name, attribute.format]);
  const earlier = merged.get(key);
  const both = (of: 'values' | 'content') => [...(earlier?.[of] ?? []), ...attribute[of]];
  merged.set(
    key,
    earlier === undefined ? attribute : ({ ...attribute, ...earlier, values: both('values'), content: both('content') } as Attribute),
  );
}

function readAttribute(element: Element, reading: Reading): Attribute {
  onlyAttributes(element, ['Name', 'NameFormat', 'FriendlyName'], reading);
  const parts = contentsOf(element);
  const content = parts.many(namespaces.assertion, 'AttributeValue').flatMap((value) => readValues(value, reading));
  parts.end();
  const format = uriAttribute(element, 'NameFormat');
  const friendlyName = attribute(element, 'FriendlyName');
  return {
    name: requiredAttribute(element, 'Name'),
    ...(format === undefined ? {} : { format }),
    ...(friendlyName === undefined ? {} : { friendlyName }),
    values: content.flatMap(textOf),
    content,
  };
}

/** SAMLCore 2.7.3.1.1: an empty value is an empty text, a nil one is nothing; what type it claims to be makes no difference. */
function readValues(element: Element, reading: Reading): readonly AttributeValue[] {
  const text = onlyText(element);
  if (text === '' && isNil(element)) return [{ kind: 'nil' }];
  if (text !== undefined) return [{ kind: 'text', text }];
  return childElements(element).map((child) =>
    isElement(child, namespaces.assertion, 'NameID')
      ? { kind: 'name-id', subject: readNameId(child, reading) }
      : { kind: 'element', name: child.name, namespace: child.namespace },
  );
}

function isNil({ attributes }: Element): boolean {
  return attributes.some(
    ({ namespace, name, value }) => namespace === namespaces.xsi && name === 'nil' && /^\s*(?:true|1)\s*$/.test(value),
  );
}

function textOf(value: AttributeValue): readonly string[] {
  if (value.kind === 'text') return [value.text];
  return value.kind === 'name-id' ? [value.subject.value] : [];
}

const attributeElements: ReadonlySet<string> = new Set(['Attribute', 'EncryptedAttribute']);
