/**
 * Where something stands next in a text, asked for ever later places: however often it is asked, the text is searched once.
 */
export class Lookout {
  readonly #text: string;
  readonly #wanted: string;
  #next = -1;

  constructor(text: string, wanted: string) {
    this.#text = text;
    this.#wanted = wanted;
  }

  /** The first place at or behind this one; the length of the text when there is none. */
  from(start: number): number {
    if (this.#next < start) {
      const at = this.#text.indexOf(this.#wanted, start);
      this.#next = at < 0 ? this.#text.length : at;
    }
    return this.#next;
  }

  /** True when it stands between two places, the first included. */
  isWithin(start: number, end: number): boolean {
    return this.from(start) < end;
  }
}
