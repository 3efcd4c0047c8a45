import { decode } from './decode.ts';
import type { Attribute, Events, Tag } from './events.ts';
import type { Limits } from './limits.ts';
import type { Scope } from './namespaces.ts';
import { readEvents } from './reader.ts';

/**
 * An element as an application sees it: no parent, no comments, text in one piece wherever no element divides it.
 * Where it came from stays known, so that its canonical form can be made of what was read, not of what is left here.
 */
export interface Element {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly (Element | string)[];
  /** The namespaces in scope, for what is to be read in place of this element. */
  readonly scope: Scope | undefined;
  /** The index of its start among the events of its document. */
  readonly start: number;
}

/** A document that was read whole: its tree, and the events it was made from. */
export interface Document {
  readonly root: Element;
  readonly events: readonly Event[];
  /** The size limit that it was read under, which its canonical forms are held to as well. */
  readonly limits: Limits;
  /** A value that more than one attribute `ID` has, if there is one: then no reference by ID means anything. */
  readonly duplicateId: string | undefined;
}

/** A start tag, a piece of text, a comment or the end of the innermost element. */
export type Event = Tag | string | Comment | typeof endTag;

/** A comment: canonical forms may have to hold it, an Element never does. */
export interface Comment {
  readonly comment: string;
}

/** The event that ends the innermost element. */
export const endTag = null;

/**
 * Reads a document into a tree.
 *
 * @throws SsoError `xml.*` for whatever is not well-formed, not in a known encoding, or over the limits
 */
export function parseDocument(source: string | Uint8Array, limits: Limits): Document {
  const builder = new Builder();
  readEvents(decode(source, limits), limits, builder);
  return { root: builder.root(), events: builder.events, duplicateId: builder.duplicateId, limits };
}

class Builder implements Events {
  readonly events: Event[] = [];
  duplicateId: string | undefined;
  readonly #ids = new Set<string>();
  readonly #document: (Element | string)[] = [];
  /** The children of the open elements, innermost last. */
  readonly #open: (Element | string)[][] = [this.#document];

  start(tag: Tag): void {
    const children: (Element | string)[] = [];
    const { namespace, name, attributes, scope } = tag;
    const element: Element = { namespace, name, attributes, children, scope, start: this.events.length };
    this.#innermost().push(element);
    this.#open.push(children);
    this.events.push(tag);
    for (const { qualifiedName, value } of attributes) if (qualifiedName === 'ID') this.#id(value);
  }

  text(piece: string): void {
    const siblings = this.#innermost();
    const last = siblings[siblings.length - 1];
    if (typeof last === 'string') siblings[siblings.length - 1] = last + piece;
    else siblings.push(piece);
    this.events.push(piece);
  }

  comment(content: string): void {
    this.events.push({ comment: content });
  }

  end(): void {
    this.#open.pop();
    this.events.push(endTag);
  }

  root(): Element {
    // Sound: the reader has insisted on exactly one root, and on no text beside it.
    return this.#document[0] as Element;
  }

  #id(value: string): void {
    if (this.#ids.has(value)) this.duplicateId = value;
    else this.#ids.add(value);
  }

  #innermost(): (Element | string)[] {
    return this.#open[this.#open.length - 1] as (Element | string)[];
  }
}
