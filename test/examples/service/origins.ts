import type { Account, Policy } from '../../../src/adapters/index.ts';
import { foldedName, sameName } from '../../../src/adapters/same-name.ts';

/** A group that somebody is in at a product, and why, in words for an administrator. */
export interface GroupOrigin {
  readonly group: string;
  readonly origin: string;
}

/** Where each group of an account comes from, as far as the mapping and the policy say. */
export function groupOrigins(groups: readonly string[], account: Account, policy: Policy): readonly GroupOrigin[] {
  return groups.map((group) => ({ group, origin: originOf(group, account, policy) }));
}

function originOf(group: string, { groups = [] }: Account, { groups: { map, defaults } }: Policy): string {
  const givers = groups.filter((name) => map.get(foldedName(name))?.some((given) => sameName(given, group)));
  if (givers.some((name) => sameName(name, group))) return 'the provider’s group of that name';
  if (givers.length > 0) return `mapped from the provider’s ${givers.join(', ')}`;
  if (defaults.some((name) => sameName(name, group))) return 'the policy’s default for new accounts';
  return 'given by hand, and left alone';
}
