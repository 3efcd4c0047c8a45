import { isBlank } from './characters.ts';
import type { Element } from './document.ts';
import { isElement } from './element.ts';

/**
 * Takes the children of an element one after the other, as the sequence of a schema has them. Whoever reads with it consumes all:
 * `end` refuses what is left over, so that nothing is passed by unseen.
 */
export class Contents {
  readonly #elements: readonly Element[];
  readonly #refuse: (problem: string) => Error;
  #next = 0;

  /** @param refuse - makes the error from what is wrong; text between the elements is wrong unless it is white space */
  constructor({ children }: Element, refuse: (problem: string) => Error) {
    this.#refuse = refuse;
    const elements: Element[] = [];
    for (const child of children) {
      if (typeof child === 'object') elements.push(child);
      else if (!isBlank(child)) throw refuse('holds text');
    }
    this.#elements = elements;
  }

  /** The next element if it has that name, else undefined. */
  optional(namespace: string, name: string): Element | undefined {
    const next = this.#elements[this.#next];
    if (!isElement(next, namespace, name)) return undefined;
    this.#next += 1;
    return next;
  }

  /** The next element, which must have that name. */
  required(namespace: string, name: string): Element {
    const found = this.optional(namespace, name);
    if (found === undefined) throw this.#refuse(`lacks ${name}, or has it in the wrong place`);
    return found;
  }

  /** The elements of that name that follow each other from here. */
  many(namespace: string, name: string): readonly Element[] {
    return this.manyOf((next) => isElement(next, namespace, name));
  }

  /** The elements that follow each other from here and belong. */
  manyOf(belongs: (element: Element) => boolean): readonly Element[] {
    const start = this.#next;
    for (let next = this.#elements[start]; next !== undefined && belongs(next); next = this.#elements[this.#next]) this.#next += 1;
    return this.#elements.slice(start, this.#next);
  }

  /** Refuses whatever was not taken. */
  end(): void {
    const next = this.#elements[this.#next];
    if (next !== undefined) throw this.#refuse(`holds ${next.name}, which does not belong there`);
  }
}
