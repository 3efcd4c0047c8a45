import { isSsoError } from '../core/errors.ts';
import { answering, type LinkStore } from '../identity/link.ts';
import type { Product, ProductUser } from './product.ts';

/** What became of the sessions that a product has of somebody who has signed out. */
export type ProductLogout =
  /** All of the account have ended, in whatever browsers: the call knows no single one. */
  | { readonly kind: 'ended'; readonly user: ProductUser }
  /** There is nothing to end: nobody is linked, or the account is gone. */
  | { readonly kind: 'nobody' }
  /** The product has no call for it, as its `incapable` says: only the browser can end its session, at this address. */
  | { readonly kind: 'by-browser'; readonly logout: string };

/**
 * Ends all sessions that a product has of somebody, without their browser, as when a provider says that they have signed out. Whose they
 * are is told by the key in the link, whatever the account is called by now. Where the policy links nobody, look the account up, and apply
 * `end-sessions` to it.
 *
 * @param subject - who it is, by `linkSubject`
 * @throws SsoError `product.*`, `transport.*`, `store.*`, where nobody knows whether they have ended
 */
export async function endSessions(product: Product, links: LinkStore, subject: string): Promise<ProductLogout> {
  if (product.incapable.has('end-sessions')) return { kind: 'by-browser', logout: product.urls.logout };
  const link = await answering(links).find(product.id, subject);
  if (link?.userKey === undefined) return { kind: 'nobody' };
  const user = await product.find({ key: link.userKey, lastName: link.userName });
  return user !== undefined && (await ended(product, user)) ? { kind: 'ended', user } : { kind: 'nobody' };
}

/** @returns false where the account is gone since it was found */
async function ended(product: Product, { key, name }: ProductUser): Promise<boolean> {
  try {
    await product.apply({ kind: 'end-sessions', user: { key, name } });
    return true;
  } catch (error) {
    if (isSsoError(error) && error.code === 'product.user-not-found') return false;
    throw error;
  }
}
