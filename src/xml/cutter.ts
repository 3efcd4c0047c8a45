import { SsoError } from '../core/errors.ts';
import { decode } from './decode.ts';
import type { Limits } from './limits.ts';

/**
 * Cuts a document that comes octet by octet into texts, each of which begins and ends where markup does: no tag, no comment and no CDATA
 * section is in two of them. What is no document may be cut anywhere, but then a piece ends within a tag and is refused for it.
 */
export class Cutter {
  readonly #limits: Limits;
  /** How many octets there must be before something is cut off. */
  #wanted: number;
  readonly #usual: number;
  #held = Buffer.alloc(0);
  #length = 0;
  #all = 0;

  /**
   * @param first - how many octets the first piece has at least
   * @param usual - the same of the others; most have hardly more
   */
  constructor(limits: Limits, first = firstOctets, usual = usualOctets) {
    this.#limits = limits;
    this.#wanted = first;
    this.#usual = usual;
  }

  /** Takes what comes next. @returns the pieces that are whole by now. @throws SsoError `xml.limit`, `xml.encoding` */
  add(octets: Uint8Array): readonly string[] {
    const pieces: string[] = [];
    for (let at = 0; at < octets.byteLength; at += this.#usual) {
      this.#hold(octets.subarray(at, at + this.#usual));
      const end = this.#length < this.#wanted ? 0 : endOfPiece(this.#held.subarray(0, this.#length));
      if (end > 0) pieces.push(this.#piece(end));
      // Searched again only when there is twice as much, so that what has no end costs no more than what has.
      else if (this.#length >= this.#wanted) this.#wanted = 2 * this.#length;
    }
    return pieces;
  }

  /** The last piece: all that is left. @throws SsoError `xml.encoding` */
  end(): string {
    return this.#piece(this.#length);
  }

  #hold(octets: Uint8Array): void {
    this.#all += octets.byteLength;
    const maximum = this.#limits.bytes;
    if (this.#all > maximum) throw new SsoError('xml.limit', { limit: 'bytes', maximum, line: 1, column: 1 });
    const length = this.#length + octets.byteLength;
    if (length > this.#held.byteLength) {
      const larger = Buffer.alloc(2 * length);
      larger.set(this.#held.subarray(0, this.#length));
      this.#held = larger;
    }
    this.#held.set(octets, this.#length);
    this.#length = length;
  }

  #piece(end: number): string {
    const octets = this.#held.subarray(0, end);
    // Cut octet by octet, it would fall apart.
    if (octets[0] === 0xfe || octets[0] === 0xff) throw new SsoError('xml.encoding', { reason: 'not utf-8' });
    const text = decode(octets, this.#limits);
    this.#held.copyWithin(0, end, this.#length);
    this.#length -= end;
    this.#wanted = this.#usual;
    return text;
  }
}

/** Before the last markup that is no part of a comment or a CDATA section; 0 where there is none but the first. */
function endOfPiece(octets: Buffer): number {
  let last = 0;
  let from = 0;
  for (;;) {
    const at = octets.indexOf('<!', from);
    if (at < 0) {
      const markup = octets.lastIndexOf('<');
      // What stands in a comment is none.
      return markup < from ? last : markup;
    }
    const end = endOfSection(octets, at);
    if (end < 0) return at;
    last = at;
    from = end;
  }
}

/** Where a comment or a CDATA section ends, -1 where it does not. Whatever else begins so is refused by the reader. */
function endOfSection(octets: Buffer, at: number): number {
  const section = sections.find(({ start }) => octets.toString('latin1', at, at + start.length) === start);
  if (section === undefined) return at + 2;
  const end = octets.indexOf(section.end, at + section.start.length);
  return end < 0 ? end : end + section.end.length;
}

const sections = [
  { start: '<!--', end: '-->' },
  { start: '<![CDATA[', end: ']]>' },
] as const;
const firstOctets = 65_536;
/** Few: a text with a character beyond Latin-1 takes two octets for each, and most are in scripts that have none. */
const usualOctets = 8_192;
