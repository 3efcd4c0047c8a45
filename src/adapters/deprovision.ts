import { SsoError } from '../core/errors.ts';
import { answering, type Link, type LinkStore } from '../identity/link.ts';
import { checkAdministrator } from './administrators.ts';
import type { Change, Target } from './change.ts';
import type { Policy } from './policy.ts';
import type { Product, ProductName, ProductUser } from './product.ts';

/** What was done about somebody who has left, and what is left of them. */
export interface LeavingReport {
  readonly user: ProductUser;
  readonly changes: readonly Change[];
  /** What still lets somebody in who has it: its removal is for an administrator, since no REST of the product does it for others. */
  readonly leftovers: readonly Leftover[];
  /** When the person was last seen, where the product says so. */
  readonly lastLogin?: Date;
}

/**
 * What a product keeps of an account that was switched off; `permissions` are those that it has by its own name and not by a group, where to
 * be in none is all that switches it off.
 */
export type Leftover = 'permissions' | 'sessions' | 'access-tokens' | 'ssh-keys';

/**
 * Switches the account of somebody off who has left. Where the product cannot, all groups are taken away, and with them the licence and the
 * access that they give, and are remembered in the link for the day on which somebody comes back. The link stays.
 *
 * @param subject - who it is, by `linkSubject`
 * @returns undefined where nobody is linked
 * @throws SsoError `product.user-not-found` where somebody is, and the account is not found: it was deleted, or renamed by hand at a product
 *   that finds nobody by key alone, and then it must be switched off by hand; `product.account-taken` for an administrator who is not named
 *   in the policy; `product.*`, `transport.*`, `store.*`
 */
export async function deprovision(product: Product, links: LinkStore, subject: string, policy: Policy): Promise<LeavingReport | undefined> {
  const store = answering(links);
  const link = await store.find(product.id, subject);
  if (link?.userKey === undefined) return undefined;
  const user = await product.find({ key: link.userKey, lastName: link.userName });
  if (user === undefined) throw new SsoError('product.user-not-found', { product: product.name });
  const groups = await product.groupsOf(user);
  checkAdministrator(product, user, groups, policy);
  const target: Target = { key: user.key, name: user.name };
  const changes = product.incapable.has('deactivate')
    ? await setAside(product, store, link, user, groups)
    : switchedOff(product, target, user);
  for (const change of changes) await product.apply(change);
  return {
    user,
    changes,
    leftovers: leftoversAt(product),
    ...(user.lastLogin === undefined ? {} : { lastLogin: user.lastLogin }),
  };
}

/** First remembered, then taken away: whoever is interrupted between has lost nothing. */
async function setAside(
  product: Product,
  links: LinkStore,
  link: Link,
  user: ProductUser,
  groups: readonly string[],
): Promise<readonly Change[]> {
  const remembered = [...new Set([...(link.setAside ?? []), ...groups])];
  if (!(await links.replace(link, { ...link, setAside: remembered }))) throw new SsoError('store.unavailable', { store: 'links' });
  // Whoever signed in between the two has been given groups that were not there before; from here on none are given.
  const target: Target = { key: user.key, name: user.name };
  return (await product.groupsOf(user)).map((group) => ({ kind: 'leave', user: target, group }));
}

function switchedOff({ incapable }: Product, user: Target, { active }: ProductUser): readonly Change[] {
  return [
    ...(active ? [{ kind: 'deactivate', user } as const] : []),
    ...(incapable.has('end-sessions') ? [] : [{ kind: 'end-sessions', user } as const]),
  ];
}

function leftoversAt({ name, incapable }: Product): readonly Leftover[] {
  const kept = leftovers[name].filter((kind) => kind !== 'sessions' || incapable.has('end-sessions'));
  return incapable.has('deactivate') ? ['permissions', ...kept] : kept;
}

const leftovers: Readonly<Record<ProductName, readonly Leftover[]>> = {
  jira: ['sessions', 'access-tokens'],
  'service-management': ['sessions', 'access-tokens'],
  confluence: ['sessions', 'access-tokens'],
  bitbucket: ['sessions', 'access-tokens', 'ssh-keys'],
};
