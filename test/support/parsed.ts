import { type Document, type Element, parseDocument } from '../../src/xml/document.ts';
import { messageLimits } from '../../src/xml/limits.ts';

/** A message, under the limits of messages. */
export function parse(source: string | Uint8Array): Document {
  return parseDocument(source, messageLimits);
}

/** The text directly in the root. */
export function textOf(source: string | Uint8Array): string {
  return parse(source)
    .root.children.filter((child) => typeof child === 'string')
    .join('');
}

/** The first attribute of an element, written so between double quotes. */
export function attributeValue(raw: string): string | undefined {
  return parse(`<a b="${raw}"/>`).root.attributes[0]?.value;
}

/** The expanded names of an element and of all within it, in document order. */
export function names({ namespace, name, children }: Element): readonly string[] {
  return [`{${namespace}}${name}`, ...children.flatMap((child) => (typeof child === 'string' ? [] : names(child)))];
}

/** A text in one of the encodings that a document may have. */
export function encoded(text: string, encoding: 'utf8' | 'utf16le' | 'utf16be' = 'utf8'): Buffer {
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, encoding);
}
