import type { Account } from '../identity/mapping/account.ts';
import type { Change, Target } from './change.ts';
import type { GroupPolicy } from './group-policy.ts';
import { foldedName } from './same-name.ts';

/** What becomes of the groups that a provider names. */
export interface GroupsWanted {
  /** At the product, by its names; undefined where nothing is to change, since the provider said nothing. */
  readonly wanted?: readonly string[];
  /** Groups of the provider that amount to nothing here. */
  readonly ignored: readonly string[];
}

/** What a product has of somebody's groups. */
export interface CurrentGroups {
  /** All that the account is in, as the product writes them. */
  readonly groups: readonly string[];
  /** Those that may be given and exist, as the product writes them. */
  readonly existing: readonly string[];
}

/**
 * The groups that an account should be in. A provider's group counts only where it was mapped or named: that a group of the product is
 * called the same grants nothing. Groups of administrators count only where they are named as such.
 */
export function groupsWanted({ groups }: Pick<Account, 'groups'>, { mode, map, untouchable }: GroupPolicy): GroupsWanted {
  if (mode === 'off' || groups === undefined) return { ignored: [] };
  const meant = groups.map((group) => [group, (map.get(foldedName(group)) ?? []).filter((name) => !has(untouchable, name))] as const);
  return {
    wanted: distinct(meant.flatMap(([, names]) => names)),
    ignored: meant.filter(([, names]) => names.length === 0).map(([group]) => group),
  };
}

/** Groups that may have to be given, of which the product is asked whether they exist: those that the account is not in. */
export function groupsToGive(
  wanted: readonly string[] | undefined,
  extra: readonly string[],
  groups: readonly string[],
  policy: GroupPolicy,
): readonly string[] {
  const current = lower(groups);
  // What would be taken away at the next sign-in is not given at this one.
  const taken = wanted === undefined ? () => false : takenBy(wanted, policy);
  const kept = extra.filter((name) => !taken(name));
  return distinct([...(wanted ?? []), ...kept]).filter((name) => !has(current, name) && !has(policy.untouchable, name));
}

/** What has to change about the groups of an account, new groups first and what is taken away last. */
export function groupChanges(
  user: Target,
  wanted: readonly string[] | undefined,
  extra: readonly string[],
  { groups, existing }: CurrentGroups,
  policy: GroupPolicy,
): readonly Change[] {
  const spelling = new Map(existing.map((name) => [name.toLowerCase(), name]));
  const given = groupsToGive(wanted, extra, groups, policy);
  const made = policy.create ? given.filter((name) => !spelling.has(name.toLowerCase())) : [];
  const joined = given.filter((name) => policy.create || spelling.has(name.toLowerCase()));
  const left = wanted === undefined ? [] : groups.filter(takenBy(wanted, policy));
  return [
    ...made.map((group): Change => ({ kind: 'create-group', group })),
    ...joined.map((group): Change => ({ kind: 'join', user, group: spelling.get(group.toLowerCase()) ?? group })),
    ...left.map((group): Change => ({ kind: 'leave', user, group })),
  ];
}

/** Which groups are taken away from whoever is in them. Never a default one: whoever has an account has been given it. */
function takenBy(wanted: readonly string[], { mode, managed, defaults, untouchable }: GroupPolicy): (name: string) => boolean {
  const kept = lower([...wanted, ...defaults]);
  return (name) => !has(kept, name) && !has(untouchable, name) && (mode === 'overwrite' || (mode === 'managed' && has(managed, name)));
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

function has(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name.toLowerCase());
}

function lower(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
