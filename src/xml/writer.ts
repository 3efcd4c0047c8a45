import type { Document as DomDocument, Element as DomElement } from '@xmldom/xmldom';
import { lazily } from '../core/lazily.ts';
import { invalid } from '../core/options.ts';
import { illegalCharacterAt } from './characters.ts';

/** An element to be written. Attributes without a value are left out, and so are children that are undefined. */
export interface Draft {
  /** As written, with its prefix, which means the same namespace throughout the document and is declared where it is first needed. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly children?: readonly (Draft | string | undefined)[];
}

/**
 * A document of ours as text. Built as a tree and serialised by xmldom, never by putting texts together.
 *
 * @throws SsoError `config.invalid` for a text that XML cannot carry
 */
export async function writeDocument(root: Draft): Promise<string> {
  const { DOMImplementation, XMLSerializer } = await xmldom();
  const document = new DOMImplementation().createDocument(root.namespace, root.name);
  // Sound: it was made with a root.
  fill(document, document.documentElement as DomElement, root);
  return keepLineEnds(new XMLSerializer().serializeToString(document));
}

/**
 * A serialised document with references for what a reader would turn into a line feed: a carriage return for every reader, the line
 * ends of XML 1.1 for xmldom, which takes them for such in XML 1.0 as well. The canonical form stays the same.
 */
export function keepLineEnds(xml: string): string {
  return xml.replace(/[\r\u0085\u2028\u2029]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function fill(document: DomDocument, element: DomElement, { attributes = {}, children = [] }: Draft): void {
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, legal(name, value));
  for (const child of children) {
    if (child === undefined) continue;
    if (typeof child === 'string') {
      element.appendChild(document.createTextNode(legal(element.nodeName, child)));
      continue;
    }
    const inner = document.createElementNS(child.namespace, child.name);
    element.appendChild(inner);
    fill(document, inner, child);
  }
}

function legal(where: string, text: string): string {
  if (illegalCharacterAt(text) >= 0) throw invalid(where, 'must hold only characters that XML allows');
  return text;
}

/** Whoever only receives messages never pays for it. */
const xmldom = lazily(() => import('@xmldom/xmldom'));
