import { SsoError } from '../core/errors.ts';
import { attributesOfApex } from './apex.ts';
import type { CanonicalForm } from './canonical-form.ts';
import { compareCodePoints } from './characters.ts';
import type { Event } from './document.ts';
import { escapeText, escapeValue } from './escape.ts';
import type { Attribute, Tag } from './events.ts';
import type { Limits } from './limits.ts';
import { Lookout } from './lookout.ts';
import { type Declaration, declare, lookUp, type Scope } from './namespaces.ts';

/**
 * Writes a canonical form piece by piece, as the events come of the element that it is of. Where they were read in several texts, each
 * is turned to before what was read in it is written.
 */
export class CanonicalWriter {
  readonly #form: CanonicalForm;
  /** The prefixes whose declarations are copied to where they stood rather than made where they are needed; undefined for all. */
  readonly #copied: ReadonlySet<string> | undefined;
  /** The start tag written last at each depth; those of the elements that are open come first. */
  readonly #last: Open[] = [];
  #depth = 0;
  /** The order of long namespace names, by the one and then the other. */
  readonly #orders = new Map<string, Map<string, number>>();
  /** The start tags around the element. */
  readonly #ancestors: readonly Tag[];
  readonly #maximum: number;
  #text = '';
  #greater = new Lookout('', '>');
  /** Joined when they are asked for: a text that was added up takes longer to read, even once it was made flat, and is read twice. */
  readonly #written: string[] = [];
  #length = 0;
  /** Where the run begins and ends that was read as it is to be written, and that is copied when it ends. */
  #run = 0;
  #runEnd = 0;

  /** @param ancestors - what the inclusive forms take over from */
  constructor(form: CanonicalForm, prefixes: readonly string[], ancestors: readonly Tag[], limits: Pick<Limits, 'bytes'>) {
    this.#form = form;
    this.#copied = form.kind === 'exclusive' ? new Set(prefixes) : undefined;
    this.#ancestors = ancestors;
    this.#maximum = limits.bytes;
  }

  /** Turns to the text that the events to come were read in. */
  turn(text: string): void {
    this.#copyRun();
    this.#run = this.#runEnd = 0;
    this.#text = text;
    this.#greater = new Lookout(text, '>');
  }

  /** Writes an event that was read from one place to another; returns whether that was all. */
  write(event: Event, start: number, end: number): boolean {
    if (event === undefined) this.#verbatim(start, end);
    // Read of references or of a CDATA section: these are never as they are to be written.
    else if (typeof event === 'string') this.#add(escapeText(event));
    else if (typeof event === 'number') this.#end(start, end);
    else if (!('comment' in event)) this.#start(event, start, end);
    else if (this.#form.comments) this.#add(`<!--${event.comment}-->`);
    return this.#depth === 0;
  }

  /** The declarations that were shown around what is written next. */
  get scope(): Scope | undefined {
    return this.#last[this.#depth - 1]?.rendered;
  }

  /** What was written since this was last asked. */
  taken(): string {
    this.#copyRun();
    return this.#written.splice(0).join('');
  }

  #verbatim(start: number, end: number): void {
    // Of all that may mean itself only this is written otherwise.
    if (this.#greater.isWithin(start, end)) this.#add(escapeText(this.#text.slice(start, end)));
    else this.#copy(start, end);
  }

  #end(start: number, end: number): void {
    this.#depth -= 1;
    // Sound: what was read has no end without a start.
    const { qualifiedName } = (this.#last[this.#depth] as Open).tag;
    // White space may stand in it; that of an empty-element tag is not there at all, and what is behind it if it is the root is no part of it.
    if (end - start === qualifiedName.length + 3 && this.#text.charCodeAt(start) === less) this.#copy(start, end);
    else this.#add(`</${qualifiedName}>`);
  }

  #start(tag: Tag, start: number, end: number): void {
    const depth = this.#depth;
    const outer = depth === 0 ? undefined : this.#last[depth - 1];
    // The reader gives equal start tags in one scope as one: what was shown for it at this depth serves again.
    let known = this.#last[depth];
    if (known !== undefined && tag === known.tag && outer?.rendered === known.outer) flatten(known);
    else this.#last[depth] = known = this.#newTag(tag, end - start, outer);
    this.#depth = depth + 1;
    if (known.start === undefined) this.#copy(start, end);
    else this.#add(known.start);
  }

  #newTag(tag: Tag, width: number, outer: Open | undefined): Open {
    const declarations = this.#declarations(tag, outer);
    const attributes = this.#attributes(tag, outer);
    let rendered = outer?.rendered;
    if (declarations.length === 0 && isAsRead(tag, width, attributes)) return { tag, outer: rendered, rendered, start: undefined };
    let start = `<${tag.qualifiedName}`;
    for (const { prefix, uri } of declarations) {
      rendered = declare(rendered, prefix, uri);
      start += `${prefix === '' ? ' xmlns' : ` xmlns:${prefix}`}="${escapeValue(uri)}"`;
    }
    for (const attribute of attributes) start += written(attribute, this.#text);
    return { tag, outer: outer?.rendered, rendered, start: `${start}>` };
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
      outer === undefined && this.#form.kind !== 'exclusive' ? attributesOfApex(tag, this.#ancestors, this.#form.kind) : tag.attributes;
    return attributes.length < 2 ? attributes : sorted(attributes, this.#byExpandedName);
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

  /** Writes what was read as it was: what stands side by side is copied at once. */
  #copy(start: number, end: number): void {
    if (start !== this.#runEnd) {
      this.#copyRun();
      this.#run = start;
    }
    this.#runEnd = end;
    this.#grow(end - start);
  }

  #copyRun(): void {
    if (this.#runEnd > this.#run) this.#written.push(this.#text.slice(this.#run, this.#runEnd));
    this.#run = this.#runEnd;
  }

  #add(piece: string): void {
    this.#copyRun();
    this.#written.push(piece);
    this.#grow(piece.length);
  }

  #grow(by: number): void {
    this.#length += by;
    // A long namespace name on many siblings would else turn one megabyte into hundreds.
    const maximum = this.#maximum;
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

/** Was a tag read as it is to be written? Its attributes were, in this order, and there was no room in it for anything else. */
function isAsRead({ qualifiedName }: Tag, width: number, attributes: readonly Attribute[]): boolean {
  let room = width - qualifiedName.length - 2;
  let before = -1;
  for (const attribute of attributes) {
    if (attribute.place <= before) return false;
    before = attribute.place;
    room -= widthOf(attribute);
  }
  return room === 0;
}

/** An attribute with the blank before it; one that was read as it is to be written is cut out of that text, in one step and not in four. */
function written(attribute: Attribute, text: string): string {
  const { qualifiedName, value, place } = attribute;
  return place < 0 ? ` ${qualifiedName}="${escapeValue(value)}"` : text.slice(place, place + widthOf(attribute));
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
    // Sound: every place before the free one is taken.
    for (; at > 0 && compare(done[at - 1] as Attribute, attribute) > 0; at -= 1) done[at] = done[at - 1] as Attribute;
    done[at] = attribute;
  }
  return done;
}

const none: readonly never[] = [];
const longNamespace = 64;
const less = 0x3c;
