import { withLineFeeds } from './characters.ts';
import { decode } from './decode.ts';
import type { Attribute, Events, Tag } from './events.ts';
import type { Limits } from './limits.ts';
import type { Scope } from './namespaces.ts';
import { Reader } from './reader.ts';

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
  /** The index of its start among the events of its document; -1 in a tree without events. */
  readonly start: number;
}

/** A document that was read whole: its tree, and the events it was made from. */
export interface Document {
  readonly root: Element;
  readonly events: readonly Event[];
  /** The text that was read, ends of lines normalised. */
  readonly text: string;
  /** Where in that text each event was read; the next one follows where it ends. One more is behind the last. */
  readonly places: readonly number[];
  /** The size limit that it was read under, which its canonical forms are held to as well. */
  readonly limits: Limits;
  /** A value that more than one attribute `ID` has, if there is one: then no reference by ID means anything. */
  readonly duplicateId: string | undefined;
}

/**
 * A start tag, a piece of text, a comment, or the end of an element: the index of the start tag that it belongs to. Undefined for text
 * that means just what stands in its place.
 */
export type Event = Tag | string | undefined | Comment | number;

/** A comment: canonical forms may have to hold it, an Element never does. */
export interface Comment {
  readonly comment: string;
}

/**
 * Reads a document. Its tree is made of what was read as far as somebody looks into it: of a message that is verified next, most is
 * only ever looked at in the tree that is made of its canonical form.
 *
 * @param around - the namespaces in scope where the document is to stand, if it is to stand in another one
 * @throws SsoError `xml.*` for whatever is not well-formed, not in a known encoding, or over the limits
 */
export function parseDocument(source: string | Uint8Array, limits: Limits, around?: Scope): Document {
  const recorder = new Recorder();
  const text = withLineFeeds(decode(source, limits));
  const reader = new Reader(text, limits, recorder, around);
  reader.check(true, typeof source === 'string' ? undefined : source);
  reader.read();
  reader.end();
  return recorder.document(text, limits);
}

/**
 * Reads a canonical form that was made here into a tree of its own, of which no canonical form can be made again.
 *
 * @param around - the namespaces in scope around it, where it is a part of a larger one
 * @throws SsoError `xml.*`, where it is over the limits
 */
export function parseCanonical(canonical: string, limits: Limits, around?: Scope): Element {
  const builder = new TreeBuilder(canonical);
  // Its characters and line ends need no second look.
  const reader = new Reader(canonical, limits, builder, around);
  reader.read();
  reader.end();
  return builder.root();
}

/** True for a start tag. */
export function isTag(event: Event): event is Tag {
  return typeof event === 'object' && !('comment' in event);
}

/** The index of the event that ends the element with this start tag. */
export function endOf(events: readonly Event[], start: number): number {
  return events.indexOf(start, start);
}

/** Keeps the events, and looks for an ID that occurs twice. */
export class Recorder implements Events {
  readonly events: Event[] = [];
  readonly places: number[] = [];
  #duplicateId: string | undefined;
  /** The start tags of the open elements. */
  readonly #open: number[] = [];
  readonly #ids = new Set<string>();

  start(tag: Tag, at: number): void {
    this.#open.push(this.events.length);
    this.#add(tag, at);
    for (const { qualifiedName, value } of tag.attributes) if (qualifiedName === 'ID') this.#id(value);
  }

  text(piece: string, at: number): void {
    this.#add(piece, at);
  }

  verbatim(start: number): void {
    this.#add(undefined, start);
  }

  comment(comment: string, at: number): void {
    this.#add({ comment }, at);
  }

  end(at: number): void {
    // Sound: the reader ends no element that it has not begun.
    this.#add(this.#open.pop() as number, at);
  }

  /** What was recorded, to the end or to that of a child of the root: then the root has the children so far. */
  document(text: string, limits: Limits): Document {
    const { events, places } = this;
    places.push(text.length);
    // What ended last is the root, or else the last of its children so far.
    const end = events.findLastIndex((event) => typeof event === 'number') + this.#open.length;
    const root = new RecordedElement({ events, text, places }, events.findIndex(isTag), end);
    return { root, events, text, places, duplicateId: this.#duplicateId, limits };
  }

  #add(event: Event, at: number): void {
    this.events.push(event);
    this.places.push(at);
  }

  #id(value: string): void {
    if (this.#ids.has(value)) this.#duplicateId = value;
    else this.#ids.add(value);
  }
}

/** An element whose children are found among the events when they are asked for. */
class RecordedElement implements Element {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly scope: Scope | undefined;
  readonly start: number;
  readonly #recorded: Recorded;
  readonly #end: number;
  #children: readonly (Element | string)[] | undefined;

  constructor(recorded: Recorded, start: number, end: number) {
    // Sound: only the index of a start tag comes here.
    const { namespace, name, attributes, scope } = recorded.events[start] as Tag;
    this.namespace = namespace;
    this.name = name;
    this.attributes = attributes;
    this.scope = scope;
    this.start = start;
    this.#recorded = recorded;
    this.#end = end;
  }

  get children(): readonly (Element | string)[] {
    this.#children ??= this.#found();
    return this.#children;
  }

  #found(): readonly (Element | string)[] {
    const { events, places, text } = this.#recorded;
    let children: (Element | string)[] = none;
    // Backwards, since the end of a child tells where it begins: what is within it is passed over.
    for (let at = this.#end - 1; at > this.start; at -= 1) {
      const event = events[at] ?? text.slice(places[at], places[at + 1]);
      if (typeof event === 'number') {
        children = grown(children, new RecordedElement(this.#recorded, event, at));
        at = event;
      } else if (typeof event === 'string' && event !== '') {
        const behind = children[children.length - 1];
        if (typeof behind === 'string') children[children.length - 1] = event + behind;
        else children = grown(children, event);
      }
    }
    return children.reverse();
  }
}

/** What was recorded of a document. */
type Recorded = Pick<Document, 'events' | 'places' | 'text'>;

class TreeBuilder implements Events {
  readonly #source: string;
  /** The open elements, innermost last, within one that stands for the document. */
  readonly #open: Growing[] = [{ namespace: '', name: '', attributes: none, children: none, scope: undefined, start: -1 }];
  // Sound: that is the one within which all others are.
  #innermost = this.#open[0] as Growing;

  constructor(source: string) {
    this.#source = source;
  }

  start({ namespace, name, attributes, scope }: Tag): void {
    const element: Growing = { namespace, name, attributes, children: none, scope, start: -1 };
    this.#add(element);
    this.#open.push(element);
    this.#innermost = element;
  }

  text(piece: string): void {
    if (this.#innermost.children === none) this.#innermost.children = [piece];
    else addText(this.#innermost.children, piece);
  }

  verbatim(start: number, end: number): void {
    this.text(this.#source.slice(start, end));
  }

  comment(_content: string): void {
    // An element has none.
  }

  end(): void {
    this.#open.pop();
    // Sound: the reader ends no element that it has not begun.
    this.#innermost = this.#open[this.#open.length - 1] as Growing;
  }

  root(): Element {
    // Sound: the reader has insisted on exactly one root, and on no text beside it.
    return this.#innermost.children[0] as Element;
  }

  #add(child: Element): void {
    this.#innermost.children = grown(this.#innermost.children, child);
  }
}

/** Adds text to what stands in an element so far. Text that follows text belongs to it: only an element divides. */
export function addText(siblings: (Element | string)[], piece: string): void {
  const last = siblings.length - 1;
  const before = siblings[last];
  if (typeof before === 'string') siblings[last] = before + piece;
  else siblings.push(piece);
}

/** The children and one more. Most elements have one: a list of just that takes a tenth of the room of one that was made to grow. */
function grown(children: (Element | string)[], child: Element | string): (Element | string)[] {
  if (children === none) return [child];
  children.push(child);
  return children;
}

/** An element that is still being read. */
interface Growing extends Element {
  children: (Element | string)[];
}

const none: never[] = [];
