import { isBlank } from './characters.ts';
import type { Element } from './document.ts';
import { isElement } from './element.ts';

/** Makes the error from what is wrong with an element. */
export type RefuseContents = (problem: string, element: Element) => Error;

/**
 * Takes the children of an element one after the other, as the sequence of a schema has them. Whoever reads with it consumes all:
 * `end` refuses what is left over, so that nothing is passed by unseen.
 */
export class Contents {
  readonly #parent: Element;
  readonly #children: readonly (Element | string)[];
  readonly #refuse: RefuseContents;
  #at = 0;

  /** Text between the elements is wrong unless it is white space. */
  constructor(parent: Element, refuse: RefuseContents) {
    this.#parent = parent;
    this.#children = parent.children;
    this.#refuse = refuse;
    for (const child of this.#children) if (typeof child === 'string' && !isBlank(child)) throw refuse('holds text', parent);
  }

  /** The next element if it has that name, else undefined. */
  optional(namespace: string, name: string): Element | undefined {
    const next = this.#next();
    if (!isElement(next, namespace, name)) return undefined;
    this.#at += 1;
    return next;
  }

  /** The next element, which must have that name. */
  required(namespace: string, name: string): Element {
    const found = this.optional(namespace, name);
    if (found === undefined) throw this.#refuse(`lacks ${name}, or has it in the wrong place`, this.#parent);
    return found;
  }

  /** The elements of that name that follow each other from here. */
  many(namespace: string, name: string): readonly Element[] {
    return this.manyOf((next) => isElement(next, namespace, name));
  }

  /** The elements that follow each other from here and belong. */
  manyOf(belongs: (element: Element) => boolean): readonly Element[] {
    let found: Element[] | undefined;
    for (let next = this.#next(); next !== undefined && belongs(next); next = this.#next()) {
      if (found === undefined) found = [next];
      else found.push(next);
      this.#at += 1;
    }
    return found ?? [];
  }

  /** Refuses whatever was not taken. */
  end(): void {
    const next = this.#next();
    if (next !== undefined) throw this.#refuse(`holds ${next.name}, which does not belong there`, this.#parent);
  }

  /** The element that follows; the white space before it is passed by. */
  #next(): Element | undefined {
    let next = this.#children[this.#at];
    for (; typeof next === 'string'; next = this.#children[this.#at]) this.#at += 1;
    return next;
  }
}
