import { isSsoError, type Position, SsoError } from '../core/errors.ts';
import type { Events } from './events.ts';
import type { Limits } from './limits.ts';
import { Reader } from './reader.ts';

/**
 * Reads a document that comes in pieces, as `Reader` reads one that is there as a whole. The pieces are those of `Cutter`, with their
 * ends of lines normalised; the places of events are in the piece that is being read.
 */
export class PieceReader {
  readonly #limits: Limits;
  readonly #events: Events;
  #reader: Reader | undefined;
  #text = '';
  /** How many lines there are in the pieces before, and how much there is of the last. */
  #lines = 0;
  #columns = 0;

  constructor(limits: Limits, events: Events) {
    this.#limits = limits;
    this.#events = events;
  }

  /** Reads the next piece. @throws SsoError `xml.*`, and what the events throw */
  piece(text: string): void {
    this.#leave();
    const reader = new Reader(text, this.#limits, this.#events, undefined, this.#reader);
    const isFirst = this.#reader === undefined;
    this.#reader = reader;
    this.#text = text;
    this.#placed(() => {
      reader.check(isFirst);
      reader.read();
    });
  }

  /** Refuses a document that is not over. @throws SsoError `xml.syntax` */
  end(): void {
    this.#placed(() => this.#reader?.end());
  }

  /** Reads, and says of what is wrong where that is in the document. */
  #placed(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!isSsoError(error) || !('line' in error.details)) throw error;
      // Sound: what is thrown of a document comes with a position.
      const { line, column } = error.details as Position;
      throw new SsoError(error.code, { ...error.details, line: this.#lines + line, column: line === 1 ? this.#columns + column : column });
    }
  }

  #leave(): void {
    const text = this.#text;
    let last = -1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.#lines += 1;
      last = at;
    }
    this.#columns = text.length - last - 1 + (last < 0 ? this.#columns : 0);
  }
}
