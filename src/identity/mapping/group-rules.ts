import { SsoError } from '../../core/errors.ts';
import { invalid, knownFields, list, oneOf, text } from '../../core/options.ts';
import { pattern } from './pattern.ts';

/**
 * What is done to the names of groups:
 *
 * - `rename`: this one name becomes that one.
 * - `allow`, `deny`: only these go on, or all but these; what is denied in one case of its letters is denied in every, as policies and
 *   products take it for the same.
 * - `prefix`: each begins with this from here on.
 * - `path`: of Keycloak's `/department/team` either its `last` part, or the `whole` without the slash in front. Two groups with the same
 *   last part are refused: who is in one of them must not get into the other.
 * - `lower-case`. A name with a letter that is more than the capital of another one, as the Kelvin sign is, stays as it is.
 * - `replace`: what matches the expression as a whole becomes the replacement; what does not is kept, or dropped.
 */
export type GroupRule =
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'allow' | 'deny'; readonly names: readonly string[] }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'path'; readonly as: 'last' | 'whole' }
  | { readonly kind: 'lower-case' }
  | {
      readonly kind: 'replace';
      readonly pattern: string;
      readonly replacement: string;
      /** Default: `keep`. */
      readonly otherwise?: 'keep' | 'drop';
    };

/** Such a rule as parsed. */
export interface GroupStep {
  readonly rule: GroupRule['kind'];
  /** @throws SsoError `mapping.failed` */
  readonly apply: (groups: readonly string[]) => readonly string[];
}

/** Reads rules. @throws SsoError `config.invalid` */
export function groupSteps(rules: readonly GroupRule[] | undefined): readonly GroupStep[] {
  return Object.freeze(
    list('groupRules', rules).map((rule, place) => Object.freeze({ rule: rule.kind, apply: step(rule, `groupRules[${place}]`) })),
  );
}

function step(rule: GroupRule, field: string): GroupStep['apply'] {
  const known = fieldsOf.get(rule.kind);
  if (known === undefined) throw invalid(`${field}.kind`, `must be one of ${[...fieldsOf.keys()].join(', ')}`);
  knownFields(rule, ['kind', ...known], `${field}.`);
  switch (rule.kind) {
    case 'rename': {
      const [from, to] = [text(`${field}.from`, rule.from), text(`${field}.to`, rule.to)];
      return (groups) => groups.map((group) => (group === from ? to : group));
    }
    case 'allow': {
      const names = new Set(list(`${field}.names`, rule.names));
      return (groups) => groups.filter((group) => names.has(group));
    }
    case 'deny': {
      const names = new Set(list(`${field}.names`, rule.names).flatMap(bothCases));
      return (groups) => groups.filter((group) => !bothCases(group).some((name) => names.has(name)));
    }
    case 'prefix': {
      const prefix = text(`${field}.prefix`, rule.prefix);
      return (groups) => groups.map((group) => `${prefix}${group}`);
    }
    case 'path':
      return oneOf(`${field}.as`, rule.as, ['last', 'whole'], 'whole') === 'last' ? lastParts : (groups) => groups.map(withoutSlash);
    case 'lower-case':
      return (groups) => groups.map(lowerCased);
    case 'replace':
      return replacing(rule, field);
  }
}

function replacing(rule: Extract<GroupRule, { kind: 'replace' }>, field: string): GroupStep['apply'] {
  const { replaced } = pattern(`${field}.pattern`, rule.pattern, rule.replacement);
  const keeps = oneOf(`${field}.otherwise`, rule.otherwise, ['keep', 'drop'], 'keep') === 'keep';
  return (groups) =>
    groups
      .flatMap((group) => (group.length > longestValue ? undefined : replaced(group)) ?? (keeps ? group : []))
      .filter((group) => group !== '');
}

function lowerCased(group: string): string {
  const lower = group.toLowerCase();
  return lower.toUpperCase() === group.toUpperCase() ? lower : group;
}

function bothCases(group: string): readonly string[] {
  return [group.toLowerCase(), group.toUpperCase()];
}

function lastParts(groups: readonly string[]): readonly string[] {
  const parts = groups.map((group) => group.slice(group.lastIndexOf('/') + 1)).filter((part) => part !== '');
  if (new Set(parts).size < parts.length)
    throw new SsoError('mapping.failed', { field: 'groups', problem: 'two groups have the same last part' });
  return parts;
}

function withoutSlash(group: string): string {
  return group.startsWith('/') ? group.slice(1) : group;
}

const longestValue = 1_024;
const fieldsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['rename', ['from', 'to']],
  ['allow', ['names']],
  ['deny', ['names']],
  ['prefix', ['prefix']],
  ['path', ['as']],
  ['lower-case', []],
  ['replace', ['pattern', 'replacement', 'otherwise']],
]);
