import { flag, invalid, knownFields, list, oneOf, text, wholeNumber } from '../core/options.ts';
import { foldedName } from './same-name.ts';

/** What is done about the groups of a person. The names of groups are compared without regard to case, as the products do. */
export interface GroupPolicyOptions {
  /**
   * - `off`: nothing but the default groups.
   * - `add-only`: groups are given and never taken away.
   * - `managed`: those that are named in `managed` or in `map` are given and taken away; others are not touched.
   * - `overwrite`: whatever the provider does not give is taken away.
   *
   * Default: `off`.
   */
  readonly mode?: 'off' | 'add-only' | 'managed' | 'overwrite';
  /** Given to an account when it is made, never taken away here, and not given again to somebody from whom they were taken by hand. */
  readonly defaults?: readonly string[];
  /** What a group of the provider amounts to at the product. */
  readonly map?: Readonly<Record<string, string | readonly string[]>>;
  /** Groups that have the same name at both. A group that is in neither list counts for nothing, however it is called. */
  readonly managed?: readonly string[];
  /** May groups be made that are not there? Default: false; they are reported. */
  readonly create?: boolean;
  /** Groups of administrators that may be given and taken away. Default: none, whatever else is said. */
  readonly administrators?: readonly string[];
  /** Names of groups of administrators beside the usual ones. */
  readonly administratorGroups?: readonly string[];
  /**
   * From how many groups taken away at once a person's word is wanted, if they are more than this share of all of somebody's groups in
   * per cent. Default: 5 groups, 50 per cent.
   */
  readonly removal?: { readonly from?: number; readonly percent?: number };
}

/** Such a policy as parsed; names in lower case where they are only compared. */
export interface GroupPolicy {
  readonly mode: NonNullable<GroupPolicyOptions['mode']>;
  readonly defaults: readonly string[];
  /** From the provider's name, by `foldedName`, to the product's. */
  readonly map: ReadonlyMap<string, readonly string[]>;
  /** Those that may be touched in the mode `managed`, in lower case. */
  readonly managed: ReadonlySet<string>;
  readonly create: boolean;
  /** Those that are never touched, in lower case. */
  readonly untouchable: ReadonlySet<string>;
  /** Those that only administrators are in, in lower case. */
  readonly administratorGroups: ReadonlySet<string>;
  readonly removal: { readonly from: number; readonly percent: number };
}

/** Reads a policy. @throws SsoError `config.invalid` */
export function groupPolicy(options: GroupPolicyOptions = {}): GroupPolicy {
  knownFields(options, fields, 'groups.');
  const mode = oneOf('groups.mode', options.mode, ['off', 'add-only', 'managed', 'overwrite'], 'off');
  const managed = names('groups.managed', options.managed);
  const map = groupMap(options.map, managed);
  if ((mode === 'off') === map.size > 0)
    throw invalid('groups.mode', mode === 'off' ? 'is off, so nothing can be mapped' : 'wants groups in map or managed');
  const administratorGroups = lower([...usualAdministrators, ...names('groups.administratorGroups', options.administratorGroups)]);
  const named = lower(names('groups.administrators', options.administrators));
  const { from, percent } = knownFields(options.removal ?? {}, ['from', 'percent'], 'groups.removal.');
  return Object.freeze({
    mode,
    defaults: names('groups.defaults', options.defaults),
    map,
    managed: lower([...map.values()].flat()),
    create: flag('groups.create', options.create),
    untouchable: new Set([...administratorGroups].filter((group) => !named.has(group))),
    administratorGroups,
    removal: {
      from: wholeNumber('groups.removal.from', from, { initial: 5, least: 1, most: 1_000_000 }),
      percent: wholeNumber('groups.removal.percent', percent, { initial: 50, least: 0, most: 100 }),
    },
  });
}

/** Those with the same name at both are mapped to themselves. */
function groupMap(map: GroupPolicyOptions['map'] = {}, managed: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const mapped = Object.entries(map).map(([from, to]) => [from, names(`groups.map.${from}`, typeof to === 'string' ? [to] : to)] as const);
  const all = new Map<string, readonly string[]>();
  for (const [from, to] of [...mapped, ...managed.map((name) => [name, [name]] as const)])
    all.set(foldedName(from), [...(all.get(foldedName(from)) ?? []), ...to]);
  return all;
}

function names(field: string, given: readonly string[] | undefined): readonly string[] {
  return Object.freeze(list(field, given).map((name) => text(field, name)));
}

function lower(all: readonly string[]): ReadonlySet<string> {
  return new Set(all.map((name) => name.toLowerCase()));
}

/** What the products call them when they are set up. */
const usualAdministrators = [
  'administrators',
  'system-administrators',
  'jira-administrators',
  'jira-system-administrators',
  'confluence-administrators',
  'bitbucket-administrators',
  'bitbucket-system-administrators',
  'stash-administrators',
  'crowd-administrators',
];
const fields = [
  'mode',
  'defaults',
  'map',
  'managed',
  'create',
  'administrators',
  'administratorGroups',
  'removal',
] satisfies (keyof GroupPolicyOptions)[];
