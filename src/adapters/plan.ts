import type { Account } from '../identity/mapping/account.ts';
import type { Change, Target } from './change.ts';
import { type CurrentGroups, groupChanges, groupsWanted } from './group-changes.ts';
import type { Policy } from './policy.ts';
import type { ProductUser } from './product.ts';

/** What a product has of a person. */
export interface Current extends CurrentGroups {
  readonly user: ProductUser;
}

/**
 * What has to change so that a product has what is wanted. Pure and idempotent: where all of it was carried out, nothing is left to do.
 * It is about an account that is there and counts: how it gets there, and what of it the product can do, is the matter of `provision`.
 *
 * @param wanted - what a mapping made of an identity
 * @param extra - groups to give beside those of the provider: the default ones, to a new account
 */
export function plan(wanted: Account, current: Current, policy: Policy, extra: readonly string[] = []): readonly Change[] {
  const { user } = current;
  const target: Target = { key: user.key, name: user.name };
  const details = policy.accounts === 'create-and-update' ? detailChanges(wanted, user, target) : [];
  const groups = groupChanges(target, groupsWanted(wanted, policy.groups).wanted, extra, current, policy.groups);
  // Last, since all the others go by the name that the account has now.
  return [...details, ...groups, ...renaming(wanted, target, policy)];
}

/** What the product does not tell cannot be compared, and is left as it is. */
function detailChanges({ displayName, email }: Account, user: ProductUser, target: Target): readonly Change[] {
  const changed = {
    ...(displayName === undefined || displayName === user.displayName ? {} : { displayName }),
    ...(email === undefined || user.email === undefined || email.toLowerCase() === user.email.toLowerCase() ? {} : { email }),
  };
  return Object.keys(changed).length === 0 ? [] : [{ kind: 'update', user: target, ...changed }];
}

function renaming({ name }: Account, target: Target, { accounts, rename }: Policy): readonly Change[] {
  if (accounts !== 'create-and-update' || !rename || name.toLowerCase() === target.name.toLowerCase()) return [];
  return [{ kind: 'rename', user: target, newName: name }];
}
