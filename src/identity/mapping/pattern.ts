import { RE2JS } from 're2js';
import { invalid } from '../../core/options.ts';

/** A regular expression of RE2, which takes time linear in what it is held against, and what to make of it. */
export interface Pattern {
  readonly source: string;
  /** What a value becomes that matches as a whole; undefined for any other. */
  replaced(value: string): string | undefined;
}

/**
 * Reads an expression and what to put in the place of what it matches.
 *
 * @param replacement - text in which `$1` to `$9` stand for the groups, and `$$` for the sign itself
 * @throws SsoError `config.invalid`
 */
export function pattern(field: string, source: string, replacement: string): Pattern {
  if (typeof source !== 'string' || source.length > longestPattern)
    throw invalid(field, `must be a text of at most ${longestPattern} characters`);
  if (typeof replacement !== 'string') throw invalid(`${field}.replacement`, 'must be a text');
  const expression = compiled(field, source);
  const groups = expression.groupCount();
  const parts = replacement.split(/(\$[1-9$])/);
  if (parts.some((part) => part.startsWith('$') && part !== '$$' && !(Number(part.slice(1)) <= groups)))
    throw invalid(field, `has ${groups} groups, of which the replacement names another, or a lone $`);
  return {
    source,
    replaced: (value) => {
      const matcher = expression.matcher(value);
      if (!matcher.matches()) return undefined;
      const written = (part: string): string => (part === '$$' ? '$' : (matcher.group(Number(part.slice(1))) ?? ''));
      return parts.map((part) => (part.startsWith('$') ? written(part) : part)).join('');
    },
  };
}

function compiled(field: string, source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch {
    throw invalid(field, 'is no regular expression of RE2: it has no look-around and no back references');
  }
}

const longestPattern = 1_000;
