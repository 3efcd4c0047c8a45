import { SsoError } from '../core/errors.ts';
import { ancestorsOf, attributesOfApex } from './apex.ts';
import { compareCodePoints } from './characters.ts';
import { type Document, type Element, type Event, endOf } from './document.ts';
import { escapeText, escapeValue } from './escape.ts';
import type { Attribute, Tag } from './events.ts';
import { Lookout } from './lookout.ts';
import { type Declaration, declare, lookUp, type Scope } from './namespaces.ts';

/** Which canonical form: exclusive or inclusive, which version of the latter, and whether comments stay. */
export interface CanonicalForm {
  readonly kind: 'exclusive' | 'inclusive-1.0' | 'inclusive-1.1';
  readonly comments: boolean;
}

/** What a canonical form is made of: a whole element, or that element without one child. */
export interface Subset {
  readonly element: Element;
  /** The child that the enveloped signature transform takes out. */
  readonly without?: Element;
  /** The InclusiveNamespaces PrefixList of the exclusive form; the empty text is the default namespace. */
  readonly prefixes?: readonly string[];
}

/** The canonical forms by the URI of their algorithm. */
export const canonicalForms: ReadonlyMap<string, CanonicalForm> = new Map([
  ['http://www.w3.org/2001/10/xml-exc-c14n#', { kind: 'exclusive', comments: false }],
  ['http://www.w3.org/2001/10/xml-exc-c14n#WithComments', { kind: 'exclusive', comments: true }],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', { kind: 'inclusive-1.0', comments: false }],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments', { kind: 'inclusive-1.0', comments: true }],
  ['http://www.w3.org/2006/12/xml-c14n11', { kind: 'inclusive-1.1', comments: false }],
  ['http://www.w3.org/2006/12/xml-c14n11#WithComments', { kind: 'inclusive-1.1', comments: true }],
]);

/**
 * The canonical form of an element in its document, as text; its UTF-8 octets are what is digested. Made from the events that were
 * read, so that comments and the attributes inherited from ancestors are at hand.
 *
 * @throws SsoError `xml.limit` when the form outgrows the limit that the document was read under
 * @see Canonical XML 1.0 and 1.1, 2.3 and 2.4; Exclusive XML Canonicalization 1.0, 3
 */
export function canonicalize(document: Document, subset: Subset, form: CanonicalForm): string {
  const writer = new CanonicalWriter(document, subset, form);
  const { events } = document;
  const { element, without } = subset;
  for (let at = element.start; ; at += 1) {
    if (at === without?.start) at = endOf(events, at);
    else if (writer.write(at)) return writer.written();
  }
}

class CanonicalWriter {
  readonly #document: Document;
  readonly #element: Element;
  readonly #form: CanonicalForm;
  /** The prefixes whose declarations are copied to where they stood rather than made where they are needed; undefined for all. */
  readonly #copied: ReadonlySet<string> | undefined;
  /** The start tag written last at each depth; those of the elements that are open come first. */
  readonly #last: Open[] = [];
  #depth = 0;
  /** The order of long namespace names, by the one and then the other. */
  readonly #orders = new Map<string, Map<string, number>>();
  readonly #greater: Lookout;
  readonly #pieces: string[] = [];
  #length = 0;
  /** Where the run begins and ends that was read as it is to be written, and that is copied when it ends. */
  #run = 0;
  #runEnd = 0;

  constructor(document: Document, { element, prefixes = [] }: Subset, form: CanonicalForm) {
    this.#document = document;
    this.#element = element;
    this.#form = form;
    this.#greater = new Lookout(document.text, '>');
    this.#copied = form.kind === 'exclusive' ? new Set(prefixes) : undefined;
  }

  /** Writes the event of that index; returns whether that was all. */
  write(index: number): boolean {
    const event = this.#document.events[index] as Event;
    if (event === undefined) this.#verbatim(index);
    // Read of references or of a CDATA section: these are never as they are to be written.
    else if (typeof event === 'string') this.#add(escapeText(event));
    else if (typeof event === 'number') this.#end(index);
    else if (!('comment' in event)) this.#start(event, index);
    else if (this.#form.comments) this.#add(`<!--${event.comment}-->`);
    return this.#depth === 0;
  }

  written(): string {
    this.#copyRun();
    return this.#pieces.join('');
  }

  #verbatim(index: number): void {
    const { text, places } = this.#document;
    const [start, end] = [places[index] as number, places[index + 1] as number];
    // Of all that may mean itself only this is written otherwise.
    if (this.#greater.isWithin(start, end)) this.#add(escapeText(text.slice(start, end)));
    else this.#copy(index);
  }

  #end(index: number): void {
    this.#depth -= 1;
    // Sound: what was read has no end without a start.
    const { qualifiedName } = (this.#last[this.#depth] as Open).tag;
    // White space may stand in it; that of an empty-element tag is not there at all.
    if (this.#width(index) === qualifiedName.length + 3) this.#copy(index);
    else this.#add(`</${qualifiedName}>`);
  }

  #start(tag: Tag, index: number): void {
    const depth = this.#depth;
    const outer = depth === 0 ? undefined : this.#last[depth - 1];
    // The reader gives equal start tags in one scope as one: what was shown for it at this depth serves again.
    let known = this.#last[depth];
    if (known !== undefined && tag === known.tag && outer?.rendered === known.outer) flatten(known);
    else this.#last[depth] = known = this.#newTag(tag, index, outer);
    this.#depth = depth + 1;
    if (known.start === undefined) this.#copy(index);
    else this.#add(known.start);
  }

  #newTag(tag: Tag, index: number, outer: Open | undefined): Open {
    const declarations = this.#declarations(tag, outer);
    const attributes = this.#attributes(tag, outer);
    let rendered = outer?.rendered;
    if (declarations.length === 0 && this.#isAsRead(tag, index, attributes)) return { tag, outer: rendered, rendered, start: undefined };
    let start = `<${tag.qualifiedName}`;
    for (const { prefix, uri } of declarations) {
      rendered = declare(rendered, prefix, uri);
      start += `${prefix === '' ? ' xmlns' : ` xmlns:${prefix}`}="${escapeValue(uri)}"`;
    }
    for (const attribute of attributes) start += this.#attribute(attribute);
    return { tag, outer: outer?.rendered, rendered, start: `${start}>` };
  }

  /** Was a tag read as it is to be written? Its attributes were, in this order, and there was no room in it for anything else. */
  #isAsRead({ qualifiedName }: Tag, index: number, attributes: readonly Attribute[]): boolean {
    let room = this.#width(index) - qualifiedName.length - 2;
    let before = -1;
    for (const attribute of attributes) {
      if (attribute.place <= before) return false;
      before = attribute.place;
      room -= widthOf(attribute);
    }
    return room === 0;
  }

  /** The declarations that this start tag must show, given those that its ancestors in the output have shown, in their order. */
  #declarations(tag: Tag, outer: Open | undefined): readonly Declaration[] {
    let shown: readonly Declaration[] = none;
    if (this.#copied !== undefined) {
      // "Visibly utilized": by the element itself, and by its attributes.
      shown = shownWith(shown, outer, tag.prefix, tag.namespace);
      for (const { prefix, namespace } of tag.attributes) if (prefix !== '') shown = shownWith(shown, outer, prefix, namespace);
    }
    if (this.#copied === undefined || this.#copied.size > 0) {
      // Below the apex only what is declared anew can differ from what was shown.
      for (const { prefix, uri } of outer === undefined ? visible(tag.scope) : tag.declarations) {
        if (this.#copied === undefined || this.#copied.has(prefix)) shown = shownWith(shown, outer, prefix, uri);
      }
    }
    return shown.length < 2 ? shown : [...shown].sort((a, b) => compareCodePoints(a.prefix, b.prefix));
  }

  #attributes(tag: Tag, outer: Open | undefined): readonly Attribute[] {
    const attributes =
      outer === undefined && this.#form.kind !== 'exclusive'
        ? attributesOfApex(tag, ancestorsOf(this.#document.events, this.#element), this.#form.kind)
        : tag.attributes;
    return attributes.length < 2 ? attributes : sorted(attributes, this.#byExpandedName);
  }

  /** An attribute with the blank before it, copied if it was read so. */
  #attribute(attribute: Attribute): string {
    const { qualifiedName, value, place } = attribute;
    if (place < 0) return ` ${qualifiedName}="${escapeValue(value)}"`;
    return this.#document.text.slice(place, place + widthOf(attribute));
  }

  /** By namespace name, then by local name; attributes without a namespace come first. */
  readonly #byExpandedName = (a: Attribute, b: Attribute): number =>
    a.namespace === b.namespace ? compareCodePoints(a.name, b.name) : this.#byNamespace(a.namespace, b.namespace);

  /** Two long names that are alike for long are compared once: a document declares them once and can mean them ten thousand times. */
  #byNamespace(a: string, b: string): number {
    if (a.length < longNamespace || b.length < longNamespace) return compareCodePoints(a, b);
    const known = this.#orders.get(a) ?? new Map<string, number>();
    this.#orders.set(a, known);
    const order = known.get(b) ?? compareCodePoints(a, b);
    known.set(b, order);
    return order;
  }

  /** How much room an event took in the text. */
  #width(index: number): number {
    const { places } = this.#document;
    return (places[index + 1] as number) - (places[index] as number);
  }

  /** Writes an event as it was read: what stands side by side is copied at once. */
  #copy(index: number): void {
    const { places } = this.#document;
    const start = places[index] as number;
    if (start !== this.#runEnd) {
      this.#copyRun();
      this.#run = start;
    }
    this.#runEnd = places[index + 1] as number;
    this.#grow(this.#runEnd - start);
  }

  #copyRun(): void {
    if (this.#runEnd > this.#run) this.#pieces.push(this.#document.text.slice(this.#run, this.#runEnd));
    this.#run = this.#runEnd;
  }

  #add(piece: string): void {
    this.#copyRun();
    this.#pieces.push(piece);
    this.#grow(piece.length);
  }

  #grow(by: number): void {
    this.#length += by;
    // A long namespace name on many siblings would else turn one megabyte into hundreds.
    const maximum = this.#document.limits.bytes;
    if (this.#length > maximum) throw new SsoError('xml.limit', { limit: 'canonical-bytes', maximum, line: 1, column: 1 });
  }
}

/** A start tag as written, with what it was written for. */
interface Open {
  readonly tag: Tag;
  /** The declarations shown around it. */
  readonly outer: Scope | undefined;
  /** The declarations shown so far, here and on the ancestors in the output. */
  readonly rendered: Scope | undefined;
  /** Undefined where it is written as it was read. */
  readonly start: string | undefined;
}

/** The room of an attribute as it is written, with the blank before it. */
function widthOf({ qualifiedName, value }: Attribute): number {
  return qualifiedName.length + value.length + 4;
}

/**
 * A text that was added up stays a tree of its parts until somebody looks at a character: for tags that come by the thousand the tree
 * would be walked a thousand times.
 */
function flatten({ start }: Open): number | undefined {
  return start?.charCodeAt(0);
}

/** The declarations to be shown and one more, unless the output says the same already. */
function shownWith(shown: readonly Declaration[], outer: Open | undefined, prefix: string, uri: string): readonly Declaration[] {
  // The prefix xml is known to everybody; "no default namespace" needs saying only where there was one.
  if (prefix === 'xml' || lookUp(outer?.rendered, prefix) === uri) return shown;
  return shown.some((earlier) => earlier.prefix === prefix) ? shown : [...shown, { prefix, uri }];
}

/** The declarations that a scope leaves visible: the innermost of each prefix. */
function visible(scope: Scope | undefined): readonly Scope[] {
  const innermost = new Map<string, Scope>();
  for (let inner = scope; inner !== undefined; inner = inner.outer) if (!innermost.has(inner.prefix)) innermost.set(inner.prefix, inner);
  return [...innermost.values()];
}

/** In order; few are put into their places one by one, which for few is the fastest. */
function sorted(attributes: readonly Attribute[], compare: (a: Attribute, b: Attribute) => number): readonly Attribute[] {
  if (attributes.length > 16) return [...attributes].sort(compare);
  const done: Attribute[] = [];
  for (const attribute of attributes) {
    let at = done.length;
    for (; at > 0 && compare(done[at - 1] as Attribute, attribute) > 0; at -= 1) done[at] = done[at - 1] as Attribute;
    done[at] = attribute;
  }
  return done;
}

const none: readonly never[] = [];
const longNamespace = 64;
