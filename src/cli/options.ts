import { parseArgs } from 'node:util';
import { invalid } from '../core/options.ts';

/** One option of a command. */
export interface Option {
  /** What its value is called in the help; an option without one is switched on by being there. */
  readonly value?: string;
  /** May it be given several times? */
  readonly many?: true;
  readonly help: string;
}

/** The options of a command by their names, without the hyphens. */
export type Options = Readonly<Record<string, Option>>;

/** What was given for each option. */
export type Given<Known extends Options> = {
  readonly [Name in keyof Known]?: Known[Name] extends { readonly many: true }
    ? readonly string[]
    : Known[Name] extends { readonly value: string }
      ? string
      : boolean;
};

/** What was given on a line: the options, and what stands beside them. */
export interface Line<Known extends Options> {
  readonly given: Given<Known>;
  readonly places: readonly string[];
}

/**
 * Reads what was typed behind a command.
 *
 * @throws SsoError `config.invalid` for an option that does not exist, or has no value, or one too many
 */
export function lineOf<const Known extends Options>(words: readonly string[], known: Known): Line<Known> {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, many = false }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: many },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    // Sound: these are the names and kinds that it was told of.
    return { given: values as Given<Known>, places: positionals };
  } catch (error) {
    // Sound: it throws errors, which say what is wrong with the line.
    throw invalid('options', (error as Error).message);
  }
}

/** The one thing that a command is about, beside its options. @throws SsoError `config.invalid` */
export function onlyPlace(places: readonly string[], what: string): string {
  const [place, ...more] = places;
  if (place === undefined) throw invalid(what, 'must be given');
  if (more.length > 0) throw invalid(what, 'must be given once');
  return place;
}

/** An option that must be there. @throws SsoError `config.invalid` */
export function required<Value extends string>(name: string, value: Value | undefined): Value {
  if (value === undefined) throw invalid(`--${name}`, 'must be given');
  return value;
}

/** One of the words that an option may have; undefined where it was not given. @throws SsoError `config.invalid` */
export function word<const Word extends string>(name: string, value: string | undefined, words: readonly Word[]): Word | undefined {
  if (value === undefined) return undefined;
  const known = words.find((each) => each === value);
  if (known === undefined) throw invalid(`--${name}`, `must be one of ${words.join(', ')}`);
  return known;
}

/** An instant as ISO 8601. @throws SsoError `config.invalid` */
export function instant(name: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) throw invalid(`--${name}`, 'must be an instant such as 2026-01-15T12:00:00Z');
  return new Date(milliseconds);
}

/** The options as lines of help. */
export function optionsText(known: Options): string {
  const rows = Object.entries(known).map(
    ([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}\n`).join('');
}
