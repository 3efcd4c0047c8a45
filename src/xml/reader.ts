import { type ErrorCode, type ErrorDetails, type Position, SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { endOfName, endOfSpace, illegalCharacterAt, isLegalCodePoint } from './characters.ts';
import type { Limits } from './limits.ts';
import { type Declaration, declarationProblem, declare, lookUp, type Scope } from './namespaces.ts';

/** What the reader tells of, in document order. Text comes in pieces: a reference, a CDATA section or a comment ends one. */
export interface Events {
  start(tag: Tag): void;
  text(piece: string): void;
  comment(content: string): void;
  end(): void;
}

/** A start tag with its names resolved. Declarations are not among the attributes. */
export interface Tag {
  readonly qualifiedName: string;
  readonly prefix: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly Attribute[];
  readonly declarations: readonly Declaration[];
  /** The namespaces in scope within the element. */
  readonly scope: Scope | undefined;
}

/** One attribute; without a prefix it is in no namespace, and `namespace` is empty. */
export interface Attribute {
  readonly qualifiedName: string;
  readonly prefix: string;
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/**
 * Reads a whole document in one pass, in time linear in its length, and tells of it piece by piece: well-formed XML 1.0 with
 * namespaces, without document type and processing instructions. Nothing is guessed and nothing mended.
 *
 * @param source - the characters of the document, without byte order mark
 * @throws SsoError `xml.*` with line and column; what was told before it must then be forgotten
 * @see XML 1.0 (fifth edition); Namespaces in XML 1.0
 */
export function readEvents(source: string, limits: Limits, events: Events): void {
  // "Normalizing all line breaks on input, before parsing" (2.11): so a referenced carriage return stays one.
  new Reader(source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source, limits, events).document();
}

class Reader {
  readonly #text: string;
  readonly #limits: Limits;
  readonly #events: Events;
  readonly #open: Tag[] = [];
  #at = 0;
  #elements = 0;
  /** Where the next `]]>` stands that was not yet passed: it may end a CDATA section and stand nowhere else. */
  #sectionEnd: number;

  constructor(text: string, limits: Limits, events: Events) {
    this.#text = text;
    this.#limits = limits;
    this.#events = events;
    this.#sectionEnd = this.#find(']]>', 0);
  }

  document(): void {
    const stray = illegalCharacterAt(this.#text);
    if (stray >= 0) throw this.#error('xml.character', { character: `U+${hex(this.#text.codePointAt(stray) ?? 0)}` }, stray);
    this.#declaration();
    this.#outside('an element');
    this.#startTag();
    while (this.#open.length > 0) this.#content();
    this.#outside('the end of the document');
    if (this.#at < this.#text.length) throw this.#syntax('the end of the document');
  }

  /** [23] XMLDecl: version 1.0 and an encoding that this text can have come from. */
  #declaration(): void {
    if (!/^<\?xml\s/.test(this.#text.slice(0, 6))) return;
    xmlDeclaration.lastIndex = 0;
    const found = xmlDeclaration.exec(this.#text);
    if (found === null) throw this.#syntax('an XML declaration of version 1.0');
    const encoding = found[1]?.slice(1, -1);
    if (encoding !== undefined && !/^utf-(8|16)$/i.test(encoding))
      throw new SsoError('xml.encoding', { reason: `declared as ${legible(encoding)}` });
    this.#at = xmlDeclaration.lastIndex;
  }

  /** [27] Misc before and behind the root: white space and comments. */
  #outside(expected: string): void {
    for (;;) {
      this.#at = endOfSpace(this.#text, this.#at);
      if (this.#at >= this.#text.length) return;
      if (!this.#sees('<')) throw this.#syntax(expected);
      if (!this.#sees('<!') && !this.#sees('<?')) return;
      this.#markup();
    }
  }

  /** [43] content, up to the next markup and that markup. */
  #content(): void {
    const start = this.#at;
    const end = this.#text.indexOf('<', start);
    if (end < 0) throw this.#syntax(`the end tag of ${this.#innermost().qualifiedName}`, this.#text.length);
    if (end > start) this.#characters(start, end);
    this.#at = end;
    const next = this.#text.charCodeAt(end + 1);
    if (next === slash) this.#endTag();
    else if (next === exclamation || next === question) this.#markup();
    else this.#startTag();
  }

  /** [14] CharData with references. */
  #characters(start: number, end: number): void {
    // One in an attribute's value is legal and was not looked for.
    if (this.#sectionEnd < start) this.#sectionEnd = this.#find(']]>', start);
    if (this.#sectionEnd < end) throw this.#syntax('no "]]>" in text', this.#sectionEnd);
    const raw = this.#text.slice(start, end);
    this.#events.text(raw.includes('&') ? this.#expand(raw, start) : raw);
  }

  /** A comment or a CDATA section; all else that begins so is refused. */
  #markup(): void {
    const start = this.#at;
    if (this.#sees('<!--')) {
      const end = this.#find('--', start + 4);
      if (!this.#text.startsWith('-->', end)) throw this.#syntax('"-->", the only "--" that a comment may hold', end);
      this.#passed(end + 3);
      this.#events.comment(this.#text.slice(start + 4, end));
    } else if (this.#sees('<![CDATA[') && this.#open.length > 0) {
      if (this.#sectionEnd < start + 9) this.#sectionEnd = this.#find(']]>', start + 9);
      const end = this.#sectionEnd;
      if (end === this.#text.length) throw this.#syntax('"]]>"', end);
      this.#passed(end + 3);
      if (end > start + 9) this.#events.text(this.#text.slice(start + 9, end));
    } else if (this.#sees('<!DOCTYPE')) {
      throw this.#error('xml.doctype', {});
    } else if (this.#sees('<?')) {
      throw this.#error('xml.instruction', {});
    } else {
      throw this.#syntax('a tag or a comment');
    }
  }

  #passed(end: number): void {
    this.#at = end;
    if (this.#sectionEnd < end) this.#sectionEnd = this.#find(']]>', end);
  }

  /** [42] ETag */
  #endTag(): void {
    const { qualifiedName } = this.#innermost();
    if (!this.#text.startsWith(qualifiedName, this.#at + 2)) throw this.#syntax(`the end tag of ${qualifiedName}`);
    this.#at += 2 + qualifiedName.length;
    if (this.#text.charCodeAt(this.#at) !== greater) {
      this.#at = endOfSpace(this.#text, this.#at);
      if (this.#text.charCodeAt(this.#at) !== greater) throw this.#syntax(`the end tag of ${qualifiedName}`);
    }
    this.#at += 1;
    this.#open.pop();
    this.#events.end();
  }

  /** [40] STag and [44] EmptyElemTag */
  #startTag(): void {
    const start = this.#at;
    this.#elements += 1;
    if (this.#elements > this.#limits.elements) throw this.#limit('elements');
    if (this.#open.length >= this.#limits.depth) throw this.#limit('depth');
    this.#at += 1;
    const name = this.#name();
    const { raw, declarations } = this.#attributes();
    const scope = this.#scope(declarations, start);
    const tag: Tag = {
      qualifiedName: name.qualifiedName,
      prefix: name.prefix,
      name: name.name,
      namespace: this.#resolve(scope, name.prefix, start),
      attributes: raw.length === 0 ? none : this.#resolved(raw, scope, start),
      declarations,
      scope,
    };
    const empty = this.#text.charCodeAt(this.#at) === slash;
    if (empty) this.#at += 1;
    if (this.#text.charCodeAt(this.#at) !== greater) throw this.#syntax('">"');
    this.#at += 1;
    this.#events.start(tag);
    if (empty) this.#events.end();
    else this.#open.push(tag);
  }

  /** The attributes as written, up to the end of the tag, with the declarations taken out. */
  #attributes(): { raw: readonly RawAttribute[]; declarations: readonly Declaration[] } {
    let raw: RawAttribute[] | undefined;
    let declarations: Declaration[] | undefined;
    let count = 0;
    for (;;) {
      const before = this.#at;
      this.#at = endOfSpace(this.#text, before);
      const code = this.#text.charCodeAt(this.#at);
      if (code === greater || code === slash) break;
      if (this.#at === before) throw this.#syntax('white space or the end of the tag');
      count += 1;
      if (count > this.#limits.attributes) throw this.#limit('attributes');
      const name = this.#name();
      const value = this.#attributeValue();
      if (name.prefix === 'xmlns') declarations = this.#declared(declarations ?? [], name.name, value);
      else if (name.qualifiedName === 'xmlns') declarations = this.#declared(declarations ?? [], '', value);
      else {
        raw ??= [];
        raw.push({ ...name, value });
      }
    }
    return { raw: raw ?? none, declarations: declarations ?? none };
  }

  /** [25] Eq and [10] AttValue, normalised (3.3.3). */
  #attributeValue(): string {
    this.#at = endOfSpace(this.#text, this.#at);
    if (this.#text.charCodeAt(this.#at) !== equals) throw this.#syntax('"="');
    this.#at = endOfSpace(this.#text, this.#at + 1);
    const quote = this.#text.charAt(this.#at);
    if (quote !== '"' && quote !== "'") throw this.#syntax('a quoted value');
    const start = this.#at + 1;
    const end = this.#text.indexOf(quote, start);
    if (end < 0) throw this.#syntax('the end of the value', start);
    const raw = this.#text.slice(start, end);
    this.#at = end + 1;
    // Most values hold nothing of the kind: one scan instead of a copy.
    if (!/[<&\t\n]/.test(raw)) return raw;
    if (raw.includes('<')) throw this.#syntax('no "<" in a value', start + raw.indexOf('<'));
    const spaced = raw.replace(/[\t\n]/g, ' ');
    return spaced.includes('&') ? this.#expand(spaced, start) : spaced;
  }

  #declared(declarations: Declaration[], prefix: string, uri: string): Declaration[] {
    if (uri.length > this.#limits.namespaceLength) throw this.#limit('namespaceLength');
    const problem = declarationProblem(prefix, uri);
    if (problem !== undefined) throw this.#error('xml.namespace', { reason: problem });
    if (declarations.some((earlier) => earlier.prefix === prefix))
      throw this.#error('xml.attribute', { name: prefix === '' ? 'xmlns' : legible(`xmlns:${prefix}`) });
    declarations.push({ prefix, uri });
    return declarations;
  }

  #scope(declarations: readonly Declaration[], start: number): Scope | undefined {
    let scope = this.#open.at(-1)?.scope;
    for (const { prefix, uri } of declarations) scope = declare(scope, prefix, uri);
    if (scope !== undefined && scope.size > this.#limits.namespaces) throw this.#limit('namespaces', start);
    return scope;
  }

  /** Attributes with their namespaces; equal names are found by namespace and local name, since two prefixes may mean the same. */
  #resolved(raw: readonly RawAttribute[], scope: Scope | undefined, start: number): readonly Attribute[] {
    const attributes = raw.map(({ qualifiedName, prefix, name, value }) => ({
      qualifiedName,
      prefix,
      name,
      namespace: prefix === '' ? '' : this.#resolve(scope, prefix, start),
      value,
    }));
    if (attributes.length > 1) {
      const seen = new Set<string>();
      for (const { namespace, name } of attributes) {
        const expanded = namespace === '' ? name : `${namespace} ${name}`;
        if (seen.has(expanded)) throw this.#error('xml.attribute', { name: legible(expanded) }, start);
        seen.add(expanded);
      }
    }
    return attributes;
  }

  #resolve(scope: Scope | undefined, prefix: string, start: number): string {
    const namespace = lookUp(scope, prefix);
    if (namespace === undefined) throw this.#error('xml.namespace', { reason: `the prefix ${legible(prefix)} is not declared` }, start);
    return namespace;
  }

  /** [7] QName of Namespaces in XML */
  #name(): QualifiedName {
    const start = this.#at;
    const end = this.#ncName(start);
    if (this.#text.charCodeAt(end) !== colon) {
      const name = this.#text.slice(start, end);
      this.#at = end;
      return { qualifiedName: name, prefix: '', name };
    }
    const last = this.#ncName(end + 1);
    this.#at = last;
    return { qualifiedName: this.#text.slice(start, last), prefix: this.#text.slice(start, end), name: this.#text.slice(end + 1, last) };
  }

  #ncName(start: number): number {
    const end = endOfName(this.#text, start);
    if (end === start) throw this.#syntax('a name', start);
    if (end - start > this.#limits.nameLength) throw this.#limit('nameLength', start);
    return end;
  }

  /** Replaces character references [66] and references to the five entities that need no declaration (4.6). */
  #expand(raw: string, start: number): string {
    let expanded = '';
    let done = 0;
    for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', done)) {
      reference.lastIndex = at;
      const found = reference.exec(raw);
      if (found === null) throw this.#error('xml.entity', { entity: legible(raw.slice(at, at + 12)) }, start + at);
      const [whole, hexadecimal, decimal, entity] = found;
      expanded += raw.slice(done, at);
      expanded += entity === undefined ? this.#referenced(hexadecimal, decimal, start + at) : this.#entity(entity, start + at);
      done = at + (whole as string).length;
    }
    return expanded + raw.slice(done);
  }

  #referenced(hexadecimal: string | undefined, decimal: string | undefined, at: number): string {
    const codePoint = hexadecimal === undefined ? Number.parseInt(decimal as string, 10) : Number.parseInt(hexadecimal, 16);
    if (!isLegalCodePoint(codePoint)) throw this.#error('xml.character', { character: `U+${hex(codePoint)}` }, at);
    return String.fromCodePoint(codePoint);
  }

  #entity(name: string, at: number): string {
    const replacement = entities.get(name);
    if (replacement === undefined) throw this.#error('xml.entity', { entity: legible(name) }, at);
    return replacement;
  }

  #innermost(): Tag {
    return this.#open[this.#open.length - 1] as Tag;
  }

  #sees(markup: string): boolean {
    return this.#text.startsWith(markup, this.#at);
  }

  /** Where a text stands next, or the end of the document. */
  #find(text: string, from: number): number {
    const at = this.#text.indexOf(text, from);
    return at < 0 ? this.#text.length : at;
  }

  #syntax(expected: string, at = this.#at): SsoError {
    return this.#error('xml.syntax', { expected: legible(expected) }, at);
  }

  #limit(limit: keyof Limits, at = this.#at): SsoError {
    return this.#error('xml.limit', { limit, maximum: this.#limits[limit] }, at);
  }

  #error<Code extends ErrorCode>(code: Code, details: Omit<ErrorDetails[Code], keyof Position>, at = this.#at): SsoError {
    const before = this.#text.slice(0, at);
    const position: Position = { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
    // Sound: every `xml.*` code that comes here carries a position and what was given.
    return new SsoError(code, { ...details, ...position } as ErrorDetails[Code]);
  }
}

interface QualifiedName {
  readonly qualifiedName: string;
  readonly prefix: string;
  readonly name: string;
}

interface RawAttribute extends QualifiedName {
  readonly value: string;
}

function hex(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, '0');
}

const none: readonly never[] = [];
const slash = 0x2f;
const exclamation = 0x21;
const question = 0x3f;
const greater = 0x3e;
const equals = 0x3d;
const colon = 0x3a;
const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
]);
// Bounded, so that a reference without end costs no more than one with; leading zeros are legal, but seven digits are enough.
const reference = /&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,9})|([A-Za-z_][\w.-]{0,31}));/y;
const xmlDeclaration =
  /<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*("[A-Za-z][\w.-]{0,39}"|'[A-Za-z][\w.-]{0,39}'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>/y;
