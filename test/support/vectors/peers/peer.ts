import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Vector } from '../format.ts';

/** Another implementation that vectors are put to. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** True where it has a function that does what the folder of the vector asks, and settings for the parties. */
  takes(vector: Vector): boolean;
  /** What it reads out of the message. Whatever it throws is a refusal. */
  ask(vector: Vector): Promise<Answer>;
}

/** What a peer took for signed: the name and the attributes of the person, or the text of an element. A mere verifier says nothing. */
export interface Answer {
  readonly subject?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly text?: string;
}

/** A package of those that the benchmark installs, which the project itself does not have. */
export function load(name: string): unknown {
  return createRequire(resolve('test/bench/package.json'))(name);
}

export function versionOf(name: string): string {
  // Sound: every published package has a version.
  return (load(`${name}/package.json`) as { readonly version: string }).version;
}

/** The values of each attribute as texts. */
export function textValues(attributes: Readonly<Record<string, unknown>>): NonNullable<Answer['attributes']> {
  const all = Object.entries(attributes).map(([name, value]): [string, readonly string[]] => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return [name, values.map((one) => (typeof one === 'string' ? one : String(JSON.stringify(one ?? ''))))];
  });
  return Object.fromEntries(all);
}
