import { SsoError } from '../core/errors.ts';
import type { Lookup, ProductName, ProductUser } from './product.ts';
import { sameName } from './same-name.ts';

/**
 * The one account that is meant, of those that a product found: it also finds what only contains what was looked for.
 *
 * @throws SsoError `product.ambiguous-user` where several fit
 */
export function theOne(found: readonly ProductUser[], by: Lookup, product: ProductName): ProductUser | undefined {
  const fitting = new Map(found.filter((user) => fits(user, by)).map((user) => [user.key, user]));
  if (fitting.size > 1)
    throw new SsoError('product.ambiguous-user', { product, by: 'key' in by ? 'key' : 'name' in by ? 'name' : 'email' });
  return fitting.values().next().value;
}

function fits(user: ProductUser, by: Lookup): boolean {
  if ('key' in by) return user.key === by.key;
  if ('name' in by) return sameName(user.name, by.name);
  return user.email !== undefined && sameName(user.email, by.email);
}
