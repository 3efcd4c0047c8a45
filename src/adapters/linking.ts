import { isSsoError, SsoError } from '../core/errors.ts';
import type { Link, LinkStore } from '../identity/link.ts';
import type { Account } from '../identity/mapping/account.ts';
import { checkAdministrator } from './administrators.ts';
import type { NewAccount } from './change.ts';
import type { Policy } from './policy.ts';
import type { Product, ProductUser } from './product.ts';
import { sameName } from './same-name.ts';

/** Who is to be linked to which account, and by what rules. */
export interface Linking {
  readonly product: Product;
  readonly links: LinkStore;
  /** Who it is, by `linkSubject`. */
  readonly subject: string;
  readonly wanted: Account;
  readonly policy: Policy;
  readonly now: Date;
}

/** An account, and the link by which it was found or to which it was made. */
export interface Linked {
  readonly user: ProductUser;
  readonly link: Link;
  /** Was the account made now, or by a sign-in that was interrupted before it had all that a new one is given? */
  readonly isNew: boolean;
}

/**
 * The account of a person: by its link, else by what the policy lets be looked for, else a new one. Whoever repeats this after it was
 * interrupted anywhere gets the same account.
 *
 * @throws SsoError `product.user-not-found`, `product.user-inactive`, `product.account-taken`, `product.ambiguous-user`,
 *   `product.missing-attribute`, and what the product or the store throws
 */
export async function linkedAccount(about: Linking): Promise<Linked> {
  const { product, links, subject } = about;
  const link = await links.find(product.id, subject);
  if (link?.userKey !== undefined) return await byLink(about, link, link.userKey);
  return link === undefined ? await firstSignIn(about) : await goneOnWith(about, link);
}

/** Every later sign-in goes by the key: a person or an account that was renamed is still the same. */
async function byLink(about: Linking, link: Link, key: string): Promise<Linked> {
  const user = (await about.product.find({ key, lastName: link.userName })) ?? (await byAddress(about, key));
  if (user !== undefined) return { user, link, isNew: link.state === 'created' };
  // Who has left, where no account can be switched off, is not let in by another one.
  if (link.setAside !== undefined && !about.policy.reactivate) throw new SsoError('product.user-inactive', { product: about.product.name });
  // Somebody has deleted the account: what comes next is another one.
  await about.links.replace(link, undefined);
  return await firstSignIn(about);
}

/** Where a product finds nobody by key alone, whoever was renamed there by hand is still who has that key. */
async function byAddress({ product, wanted: { email } }: Linking, key: string): Promise<ProductUser | undefined> {
  if (email === undefined || product.incapable.has('find-by-email')) return undefined;
  const user = await product.find({ email });
  return user?.key === key ? user : undefined;
}

async function firstSignIn(about: Linking): Promise<Linked> {
  const { product, subject, wanted, policy, now } = about;
  const found = await matched(about);
  if (found !== undefined) {
    const link: Link = { product: product.id, subject, userKey: found.key, userName: found.name, state: 'linked' };
    await claim(about, link);
    return { user: found, link, isNew: false };
  }
  if (policy.accounts === 'link') throw new SsoError('product.user-not-found', { product: product.name });
  const account = newAccount(product, wanted);
  // First the intention, then the account: whoever is interrupted between finds what to go on with.
  const intended: Link = { product: product.id, subject, userName: account.name, state: 'creating', since: now.toISOString() };
  await claim(about, intended);
  try {
    return await linkedTo(about, intended, await made(product, account));
  } catch (error) {
    // Refused: there is no account of ours, and the next one who has that name is somebody else.
    if (await wasRefused(product, account, error)) await about.links.replace(intended, undefined);
    throw error;
  }
}

/**
 * Goes on where somebody was interrupted who was making an account. Only for a short time, and only where the account is as it was meant to
 * be: later it may be one that an administrator has made for somebody else of that name.
 */
async function goneOnWith(about: Linking, intended: Link): Promise<Linked> {
  const { product, links, wanted, now } = about;
  const age = Math.abs(now.getTime() - Date.parse(intended.since ?? ''));
  // Nor where a store does not say since when.
  if (!(age <= longestIntentionSeconds * 1000)) {
    await links.replace(intended, undefined);
    return await firstSignIn(about);
  }
  const account = newAccount(product, { ...wanted, name: intended.userName });
  const user = await product.find({ name: intended.userName });
  if (user !== undefined && !sameName(user.email ?? account.email, account.email)) throw taken(product, 'not-authoritative');
  // We have made none: whoever has made this one in between has made it for somebody else.
  if (user !== undefined) checkAdministrator(product, user, await product.groupsOf(user), about.policy);
  if (user !== undefined) await product.complete?.(user);
  return await linkedTo(about, intended, user ?? (await made(product, account)));
}

async function linkedTo({ product, links }: Linking, intended: Link, user: ProductUser): Promise<Linked> {
  const { since: _, ...intention } = intended;
  const link: Link = { ...intention, userKey: user.key, userName: user.name, state: 'created' };
  if (!(await links.replace(intended, link))) throw taken(product, 'linked');
  return { user, link, isNew: true };
}

/** An account that is there already, if this provider may say whose it is. @throws SsoError `product.account-taken` where it may not */
export async function matched({
  product,
  wanted,
  policy,
}: Pick<Linking, 'product' | 'wanted' | 'policy'>): Promise<ProductUser | undefined> {
  const byEmail =
    policy.match.includes('email') && wanted.email !== undefined && !product.incapable.has('find-by-email')
      ? await product.find({ email: wanted.email })
      : undefined;
  // An account of that name stands in the way of a new one, whether or not it may be taken.
  const byName = await product.find({ name: wanted.name });
  const order = policy.match[0] === 'email' ? [byEmail, byName] : [byName, byEmail];
  const user = order.find((candidate) => candidate !== undefined);
  if (user === undefined) return undefined;
  const mayTake = user === byName ? policy.match.includes('name') && policy.authoritativeNames : ownsAddress(wanted, policy);
  if (!mayTake) throw taken(product, 'not-authoritative');
  checkAdministrator(product, user, await product.groupsOf(user), policy);
  return user;
}

/** An address that nobody has proven to be the person's is no more than a claim. */
function ownsAddress({ email = '', emailVerified }: Account, { authoritativeDomains }: Policy): boolean {
  return emailVerified && authoritativeDomains.includes(domainOf(email) ?? '');
}

/** The domain of an address with one `@`, in lower case. */
export function domainOf(address: string): string | undefined {
  const [local, domain, ...more] = address.split('@');
  if (local === '' || domain === undefined || domain === '' || more.length > 0) return undefined;
  const lower = domain.toLowerCase();
  return sameName(lower, domain) ? lower : undefined;
}

function newAccount(product: Product, { name, displayName = name, email }: Account): NewAccount {
  if (email === undefined) throw new SsoError('product.missing-attribute', { product: product.name, field: 'email' });
  return { name, displayName, email };
}

async function made(product: Product, account: NewAccount): Promise<ProductUser> {
  const user = (await product.apply({ kind: 'create', account })) ?? (await product.find({ name: account.name }));
  if (user === undefined) throw new SsoError('product.user-not-found', { product: product.name });
  return user;
}

/**
 * Not where nobody knows what became of it: the account may be there. But what a product says that has failed is looked at once more, since
 * whoever can have it fail must not wait with their intention for somebody else who is to have the name.
 */
async function wasRefused(product: Product, { name }: NewAccount, error: unknown): Promise<boolean> {
  // A product that does not find at once what it has just made has made it all the same.
  if (!isSsoError(error) || !error.code.startsWith('product.') || error.code === 'product.user-not-found') return false;
  const status = error.code === 'product.answer' ? error.details.status : error.code === 'product.busy' ? 503 : 400;
  // What a gateway says of a product that is still at work.
  if (status === 502 || status === 504) return false;
  if (status < 500) return status >= 400;
  return await product.find({ name }).then(
    (user) => user === undefined,
    () => false,
  );
}

async function claim({ product, links }: Linking, link: Link): Promise<void> {
  if (await links.claim(link)) return;
  // Somebody with the same subject may have signed in at the same time, and that is no conflict.
  const now = await links.find(link.product, link.subject);
  if (now?.userKey === undefined || now.userKey !== link.userKey) throw taken(product, 'linked');
}

function taken(product: Product, reason: 'linked' | 'not-authoritative'): SsoError<'product.account-taken'> {
  return new SsoError('product.account-taken', { product: product.name, reason });
}

const longestIntentionSeconds = 600;
