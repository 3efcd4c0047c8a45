import { SsoError } from '../../core/errors.ts';
import { invalid, knownFields, list, oneOf, text } from '../../core/options.ts';
import { pattern } from './pattern.ts';

/**
 * What is done to a user name:
 *
 * - `lower-case`: as products compare names without regard to case. A letter that is more than the capital of another one, as the Kelvin
 *   sign is, is refused, since of two names one would be made.
 * - `strip-domain`: the part before the only `@`, of an address in this one domain. Anything else is refused, since of two domains two
 *   people would become one.
 * - `replace`: what matches the expression as a whole becomes the replacement (`$1` is its first group); what does not match is kept, or
 *   refused.
 */
export type NameRule =
  | { readonly kind: 'lower-case' }
  | { readonly kind: 'strip-domain'; readonly domain: string }
  | {
      readonly kind: 'replace';
      readonly pattern: string;
      readonly replacement: string;
      /** Default: `keep`. */
      readonly otherwise?: 'keep' | 'refuse';
    };

/** Such a rule as parsed. */
export interface NameStep {
  readonly rule: NameRule['kind'];
  /** @throws SsoError `mapping.failed` */
  readonly apply: (name: string) => string;
}

/** Reads rules. @throws SsoError `config.invalid` */
export function nameSteps(rules: readonly NameRule[] | undefined): readonly NameStep[] {
  return Object.freeze(
    list('nameRules', rules).map((rule, place) => Object.freeze({ rule: rule.kind, apply: step(rule, `nameRules[${place}]`) })),
  );
}

function step(rule: NameRule, field: string): NameStep['apply'] {
  switch (rule.kind) {
    case 'lower-case':
      knownFields(rule, ['kind'], `${field}.`);
      return lowerCased;
    case 'strip-domain': {
      const domain = text(`${field}.domain`, knownFields(rule, ['kind', 'domain'], `${field}.`).domain).toLowerCase();
      return (name) => withoutDomain(name, domain);
    }
    case 'replace':
      return replacing(knownFields(rule, ['kind', 'pattern', 'replacement', 'otherwise'], `${field}.`), field);
    default:
      throw invalid(`${field}.kind`, 'must be one of lower-case, strip-domain, replace');
  }
}

function replacing(rule: Extract<NameRule, { kind: 'replace' }>, field: string): NameStep['apply'] {
  const { replaced } = pattern(`${field}.pattern`, rule.pattern, rule.replacement);
  const otherwise = oneOf(`${field}.otherwise`, rule.otherwise, ['keep', 'refuse'], 'keep');
  return (name) => {
    const next = replaced(name);
    if (next === '') throw refused('a rule leaves nothing of it');
    if (next === undefined && otherwise === 'refuse') throw refused('does not match a rule that it must match');
    return next ?? name;
  };
}

/** By one way of folding alone the Kelvin sign is a `k`: whoever may choose such a letter would be somebody else. */
function lowerCased(name: string): string {
  const lower = name.toLowerCase();
  if (lower.toUpperCase() !== name.toUpperCase()) throw refused('has a letter that is not the capital of one');
  return lower;
}

function withoutDomain(name: string, domain: string): string {
  const [local = '', found, ...more] = name.split('@');
  if (found === undefined || local === '' || more.length > 0) throw refused('is no address with one @');
  if (lowerCased(found) !== domain) throw refused('is an address in another domain');
  return local;
}

function refused(problem: string): SsoError<'mapping.failed'> {
  return new SsoError('mapping.failed', { field: 'name', problem });
}
