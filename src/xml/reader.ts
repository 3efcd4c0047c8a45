import { legible } from '../core/rules.ts';
import { endOfSpace, exchanged, illegalCharacterAt } from './characters.ts';
import { endOfDeclaration } from './decode.ts';
import { duplicateOf, type Events, type OpenAttribute, type ReadTag, type Tag } from './events.ts';
import type { Limits } from './limits.ts';
import { Lookout } from './lookout.ts';
import { type Declaration, declarationProblem, declare, familiar, lookUp, type Scope } from './namespaces.ts';
import { expandReferences } from './references.ts';
import { Scanner } from './scanner.ts';

/**
 * Reads a document in one pass, in time linear in its length, and tells of it piece by piece: well-formed XML 1.0 with namespaces, without
 * document type and processing instructions. Nothing is guessed and nothing mended. What was told counts for nothing before `end`.
 *
 * The text is that of all of the document, or of a part that begins with markup and ends before markup, with its ends of lines normalised.
 * Each function throws SsoError `xml.*` with line and column.
 *
 * @see XML 1.0 (fifth edition); Namespaces in XML 1.0
 */
export class Reader extends Scanner {
  readonly #events: Events;
  readonly #around: Scope | undefined;
  readonly #open: Tag[];
  #elements: number;
  /** The start tag read last at each depth. */
  readonly #last: ReadTag[] = [];
  /** Where attributes are put while their tag is being read: a list of just those takes a fraction of the room of one that grew. */
  readonly #attributes: OpenAttribute[] = [];
  /** The declarations of the tag that is being read. */
  #declarations: readonly Declaration[] = none;
  /** Did the value read last hold white space other than blanks? */
  #exchanged = false;
  readonly #markup: Lookout;
  readonly #references: Lookout;
  readonly #sectionEnds: Lookout;
  readonly #lineFeeds: Lookout;
  readonly #tabs: Lookout;

  /**
   * @param around - the namespaces in scope around it, for a document that is to stand in another one
   * @param before - what has read the part of the document before this one
   */
  constructor(text: string, limits: Limits, events: Events, around?: Scope, before?: Reader) {
    super(text, limits);
    this.#events = events;
    this.#around = around;
    this.#open = before === undefined ? [] : before.#open;
    this.#elements = before === undefined ? 0 : before.#elements;
    this.#markup = new Lookout(text, '<');
    this.#references = new Lookout(text, '&');
    this.#sectionEnds = new Lookout(text, ']]>');
    this.#lineFeeds = new Lookout(text, '\n');
    this.#tabs = new Lookout(text, '\t');
  }

  /**
   * Looks at every character of the text, and reads what may only stand at the beginning of a document.
   *
   * @param octets - what the text was decoded from
   */
  check(isBeginning: boolean, octets?: Uint8Array): void {
    const stray = illegalCharacterAt(this.text, octets);
    if (stray >= 0) throw this.error('xml.character', { character: `U+${hexadecimal(this.text.codePointAt(stray) ?? 0)}` }, stray);
    if (isBeginning) this.at = endOfDeclaration(this.text) ?? this.fail('an XML declaration of version 1.0');
  }

  /** Reads to the end of the text. */
  read(): void {
    while (this.at < this.text.length) {
      if (this.#open.length > 0) this.#content();
      else this.#outside();
    }
  }

  /** Refuses a document that is not over here. */
  end(): void {
    if (this.#elements === 0) this.fail('an element');
    if (this.#open.length > 0) this.fail(`the end tag of ${this.#innermost().qualifiedName}`);
  }

  /** [27] Misc before and behind the root, white space and comments; and the root. */
  #outside(): void {
    this.at = endOfSpace(this.text, this.at);
    if (this.at === this.text.length) return;
    if (this.sees('<!') || this.sees('<?')) this.#other();
    else if (this.#elements === 0 && this.sees('<')) this.#startTag();
    else this.fail(this.#elements === 0 ? 'an element' : 'the end of the document');
  }

  /** [43] content, up to the next markup and that markup. */
  #content(): void {
    const start = this.at;
    const end = this.#markup.from(start);
    if (end > start) this.#characters(start, end);
    this.at = end;
    if (end === this.text.length) return;
    const next = this.text.charCodeAt(end + 1);
    if (next === slash) this.#endTag();
    else if (next === exclamation || next === question) this.#other();
    else this.#startTag();
  }

  /** [14] CharData with references. */
  #characters(start: number, end: number): void {
    if (this.#sectionEnds.isWithin(start, end)) this.fail('no "]]>" in text', this.#sectionEnds.from(start));
    if (this.#references.isWithin(start, end)) this.#events.text(this.#expanded(this.text.slice(start, end), start), start);
    else this.#events.verbatim(start, end);
  }

  /** A comment or a CDATA section; all else that begins so is refused. */
  #other(): void {
    const start = this.at;
    if (this.sees('<!--')) {
      const end = this.find('--', start + 4);
      if (!this.text.startsWith('-->', end)) this.fail('"-->", the only "--" that a comment may hold', end);
      this.at = end + 3;
      this.#events.comment(this.text.slice(start + 4, end), start);
    } else if (this.sees('<![CDATA[') && this.#open.length > 0) {
      const end = this.#sectionEnds.from(start + 9);
      if (end === this.text.length) this.fail('"]]>"', end);
      this.at = end + 3;
      // Told of also where it is empty: what is before it ends here.
      this.#events.text(this.text.slice(start + 9, end), start);
    } else if (this.sees('<!DOCTYPE')) {
      throw this.error('xml.doctype', {});
    } else if (this.sees('<?')) {
      throw this.error('xml.instruction', {});
    } else {
      this.fail('a tag or a comment');
    }
  }

  /** [42] ETag */
  #endTag(): void {
    const { qualifiedName } = this.#innermost();
    const start = this.at + 2;
    const end = start + qualifiedName.length;
    const close = this.text.charCodeAt(end) === greater ? end : endOfSpace(this.text, end);
    // A search is the fastest way to compare. It goes on where the name is another, but then this is the last thing that is read.
    if (this.text.charCodeAt(close) !== greater || this.text.indexOf(qualifiedName, start) !== start)
      this.fail(`the end tag of ${qualifiedName}`);
    this.#events.end(this.at);
    this.at = close + 1;
    this.#open.pop();
  }

  /** [40] STag and [44] EmptyElemTag */
  #startTag(): void {
    this.#elements += 1;
    if (this.#elements > this.limits.elements) throw this.limit('elements');
    if (this.#open.length >= this.limits.depth) throw this.limit('depth');
    const start = this.at;
    const depth = this.#open.length;
    const outer = depth === 0 ? this.#around : this.#innermost().scope;
    // Siblings, and the only children of siblings, often have the same start tag: the same characters in the same scope mean the same.
    let tag = this.#last[depth];
    if (tag !== undefined && tag.outer === outer && this.#again(tag)) this.at += tag.length;
    else this.#last[depth] = tag = this.#newTag(outer);
    this.#events.start(tag, start);
    // A slash before the end of a tag can be nothing else: values are quoted.
    if (this.text.charCodeAt(this.at - 2) === slash) this.#events.end(this.at);
    else this.#open.push(tag);
  }

  /** Does the same start tag follow? Most that differ do so in length, which one character tells. */
  #again(read: ReadTag): boolean {
    const behind = this.at + read.length;
    if (this.text.charCodeAt(behind - 1) !== greater) return false;
    read.source ??= this.text.slice(read.start, read.start + read.length);
    return this.text.slice(this.at, behind) === read.source;
  }

  #newTag(outer: Scope | undefined): ReadTag {
    const start = this.at;
    this.at += 1;
    this.name();
    const qualifiedName = this.qualifiedName();
    const prefix = this.prefix();
    const name = this.localName(qualifiedName);
    const attributes = this.#readAttributes();
    const declarations = this.#declarations;
    const scope = declarations.length === 0 ? outer : this.#scope(outer, declarations, start);
    if (attributes.length > 0) this.#resolveAll(attributes, scope, start);
    const namespace = this.#resolve(scope, prefix, start);
    if (this.text.charCodeAt(this.at) === slash) this.at += 1;
    if (this.text.charCodeAt(this.at) !== greater) this.fail('">"');
    this.at += 1;
    const length = this.at - start;
    return { qualifiedName, prefix, name, namespace, attributes, declarations, scope, outer, start, length, source: undefined };
  }

  /** The attributes up to the end of the tag, their namespaces still open; the declarations among them are taken out and kept apart. */
  #readAttributes(): readonly OpenAttribute[] {
    let found = 0;
    this.#declarations = none;
    for (let count = 1; ; count += 1) {
      const before = this.at;
      this.at = endOfSpace(this.text, before);
      const code = this.text.charCodeAt(this.at);
      if (code === greater || code === slash) return found === 0 ? none : this.#attributes.slice(0, found);
      if (this.at === before) this.fail('white space or the end of the tag');
      if (count > this.limits.attributes) throw this.limit('attributes');
      this.name();
      const qualifiedName = this.qualifiedName();
      const prefix = this.prefix();
      const name = this.localName(qualifiedName);
      const value = this.#attributeValue();
      if (prefix === 'xmlns' || qualifiedName === 'xmlns') {
        this.#declarations = [...this.#declarations, this.#declared(prefix === '' ? '' : name, value)];
      } else {
        const place = this.#isCanonical(before, qualifiedName, value) ? before : -1;
        this.#attributes[found] = { qualifiedName, prefix, name, namespace: '', value, place };
        found += 1;
      }
    }
  }

  /** Is what was just read a blank, the name and the value in double quotes, just so? References are longer than what they stand for. */
  #isCanonical(start: number, name: string, value: string): boolean {
    if (this.#exchanged || this.at - start !== name.length + value.length + 4) return false;
    return this.text.charCodeAt(start) === blank && this.text.charCodeAt(this.at - 1) === doubleQuote;
  }

  /** [25] Eq and [10] AttValue, normalised (3.3.3). */
  #attributeValue(): string {
    this.at = endOfSpace(this.text, this.at);
    if (this.text.charCodeAt(this.at) !== equals) this.fail('"="');
    this.at = endOfSpace(this.text, this.at + 1);
    const quote = this.text.charAt(this.at);
    if (quote !== '"' && quote !== "'") this.fail('a quoted value');
    const start = this.at + 1;
    const end = this.text.indexOf(quote, start);
    if (end < 0) this.fail('the end of the value', start);
    const raw = this.text.slice(start, end);
    this.at = end + 1;
    if (this.#markup.isWithin(start, end)) this.fail('no "<" in a value', this.#markup.from(start));
    this.#exchanged = this.#lineFeeds.isWithin(start, end) || this.#tabs.isWithin(start, end);
    const spaced = this.#exchanged ? exchanged(exchanged(raw, '\t', ' '), '\n', ' ') : raw;
    // A referenced line feed stays one, a written one becomes a space: so references come second.
    return this.#references.isWithin(start, end) ? this.#expanded(spaced, start) : spaced;
  }

  #declared(prefix: string, uri: string): Declaration {
    if (uri.length > this.limits.namespaceLength) throw this.limit('namespaceLength');
    const problem = declarationProblem(prefix, uri);
    if (problem !== undefined) throw this.error('xml.namespace', { reason: problem });
    if (this.#declarations.some((earlier) => earlier.prefix === prefix))
      throw this.error('xml.attribute', { name: legible(`xmlns:${prefix}`) });
    return { prefix, uri: familiar(uri) };
  }

  #scope(outer: Scope | undefined, declarations: readonly Declaration[], start: number): Scope | undefined {
    let scope = outer;
    for (const { prefix, uri } of declarations) scope = declare(scope, prefix, uri);
    if (scope !== undefined && scope.size > this.limits.namespaces) throw this.limit('namespaces', start);
    return scope;
  }

  /** Gives attributes their namespaces. Equal ones are found by namespace and local name, since two prefixes may mean the same. */
  #resolveAll(attributes: readonly OpenAttribute[], scope: Scope | undefined, start: number): void {
    for (const attribute of attributes) if (attribute.prefix !== '') attribute.namespace = this.#resolve(scope, attribute.prefix, start);
    const twice = attributes.length < 2 ? undefined : duplicateOf(attributes);
    if (twice !== undefined) throw this.error('xml.attribute', { name: legible(twice.qualifiedName) }, start);
  }

  #resolve(scope: Scope | undefined, prefix: string, start: number): string {
    const namespace = lookUp(scope, prefix);
    if (namespace === undefined) throw this.error('xml.namespace', { reason: `the prefix ${legible(prefix)} is not declared` }, start);
    return namespace;
  }

  #expanded(raw: string, start: number): string {
    const expanded = expandReferences(raw);
    if (typeof expanded === 'string') return expanded;
    const { kind, what, at } = expanded;
    if (kind === 'entity') throw this.error('xml.entity', { entity: legible(what) }, start + at);
    throw this.error('xml.character', { character: legible(what) }, start + at);
  }

  #innermost(): Tag {
    // Sound: it is asked for only while an element is open.
    return this.#open[this.#open.length - 1] as Tag;
  }
}

function hexadecimal(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, '0');
}

const none: readonly never[] = [];
const blank = 0x20;
const doubleQuote = 0x22;
const slash = 0x2f;
const exclamation = 0x21;
const question = 0x3f;
const greater = 0x3e;
const equals = 0x3d;
