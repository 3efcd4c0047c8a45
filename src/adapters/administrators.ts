import { SsoError } from '../core/errors.ts';
import type { Policy } from './policy.ts';
import type { Product, ProductUser } from './product.ts';
import { sameName } from './same-name.ts';

/** Refuses to touch the account of an administrator who is not named. @throws SsoError `product.account-taken` */
export function checkAdministrator({ name: product }: Product, user: ProductUser, groups: readonly string[], policy: Policy): void {
  if (policy.linkableAdministrators.some((name) => sameName(name, user.name))) return;
  if (groups.some((group) => policy.groups.administratorGroups.has(group.toLowerCase())))
    throw new SsoError('product.account-taken', { product, reason: 'administrator' });
}
