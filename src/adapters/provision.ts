import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { isSsoError, SsoError } from '../core/errors.ts';
import type { Identity } from '../identity/identity.ts';
import { answering, type Link, type LinkStore, linkSubject } from '../identity/link.ts';
import type { Account } from '../identity/mapping/account.ts';
import type { Change } from './change.ts';
import { groupsToGive, groupsWanted } from './group-changes.ts';
import { domainOf, type Linked, linkedAccount, matched } from './linking.ts';
import { plan } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Product, ProductUser } from './product.ts';
import { foldedName } from './same-name.ts';

/** What one sign-in may do that the policy does not let every one do. */
export interface ProvisionOptions {
  /** Somebody has looked at how many groups are taken away, and means it. */
  readonly confirmRemoval?: boolean;
  /**
   * Asks for all groups of a person of whom the provider has not sent all. Without it such a person is refused. They count as they are: the
   * rules of the mapping for groups, those that deny among them, are for whoever asks to apply.
   */
  readonly resolveGroups?: (identity: Identity) => Promise<readonly string[]>;
}

/** What was done at a product, for the log and for an administrator. */
export interface ProvisioningReport {
  /** The account as it was found or made. */
  readonly user: ProductUser;
  /** Was the account made now? */
  readonly isNew: boolean;
  /** What was carried out, in that order, after the account was found or made. */
  readonly changes: readonly Change[];
  /**
   * What should have changed and this product, in its version, cannot do: see its `incapable`. So are names and addresses of an account in
   * a directory that it cannot write to: they are kept where the directory is.
   */
  readonly impossible: readonly Change[];
  /** Groups of the provider that amount to nothing here. */
  readonly ignoredGroups: readonly string[];
  /** Groups that should have been given and do not exist. */
  readonly missingGroups: readonly string[];
  /** Did the provider say anything of groups? Where it did not, none were changed. */
  readonly groupsKnown: boolean;
}

/**
 * Sees to it that a product has what it needs of somebody who has signed in: the account, its details and its groups, as far as the policy
 * goes. Only what differs is sent. Whoever repeats it after it was interrupted at any step comes to the same end.
 *
 * @param identity - from a login
 * @param wanted - what a mapping made of it
 * @throws SsoError `product.*` for whoever must not come in, or for what the product does not let us do; `mapping.failed`, `transport.*`,
 *   `store.*`
 */
export async function provision(
  product: Product,
  links: LinkStore,
  identity: Identity,
  wanted: Account,
  policy: Policy,
  options: ProvisionOptions = {},
  env: Pick<Env, 'now'> = systemEnv,
): Promise<ProvisioningReport> {
  checkDomains(product, wanted, policy);
  if (policy.accounts === 'off') return await unchanged(product, wanted, policy);
  const account = await withAllGroups(product, identity, wanted, policy, options);
  const [store, subject] = [answering(links), linkSubject(identity, policy.linkAttribute)];
  const linked = await linkedAccount({ product, links: store, subject, wanted: account, policy, now: instantOf(env) });
  const revival = revivalOf(product, linked, policy);
  const { changes: intention, ...groups } = await intended(product, linked, account, policy);
  checkRemoval(product, intention, groups.current, policy, options);
  const { changes, unwritable } = await carriedOut(product, linked, [...revival, ...intention]);
  await settle(store, linked, changes);
  await checkStillHere(product, store, linked, changes);
  const { user, isNew } = linked;
  const { ignored: ignoredGroups, missing: missingGroups, known: groupsKnown } = groups;
  return { user, isNew, changes, impossible: [...groups.impossible, ...unwritable], ignoredGroups, missingGroups, groupsKnown };
}

/** Nobody is kept out for a name that is kept elsewhere: what somebody may is decided by groups, and by whether the account counts. */
async function carriedOut(
  product: Product,
  { user }: Linked,
  all: readonly Change[],
): Promise<{ readonly changes: readonly Change[]; readonly unwritable: readonly Change[] }> {
  const [changes, unwritable]: [Change[], Change[]] = [[], []];
  for (const change of all) {
    const isDetail = change.kind === 'update' || change.kind === 'rename';
    const isWritten = !(isDetail && user.writable === false) && (await written(product, change, isDetail));
    (isWritten ? changes : unwritable).push(change);
  }
  return { changes, unwritable };
}

/** @returns false where it need not be, and the product says that it cannot */
async function written(product: Product, change: Change, isDetail: boolean): Promise<boolean> {
  try {
    await product.apply(change);
    return true;
  } catch (error) {
    if (isDetail && isSsoError(error) && error.code === 'product.directory-read-only') return false;
    throw error;
  }
}

/** Whoever signs in must be there under that name, and nothing is written. */
async function unchanged(product: Product, wanted: Account, policy: Policy): Promise<ProvisioningReport> {
  const user = await matched({ product, wanted, policy });
  if (user === undefined) throw new SsoError('product.user-not-found', { product: product.name });
  if (!user.active) throw new SsoError('product.user-inactive', { product: product.name });
  const groupsKnown = wanted.groups !== undefined;
  return { user, isNew: false, changes: [], impossible: [], ignoredGroups: [], missingGroups: [], groupsKnown };
}

/** Whatever looks like an address of the person must be in one of the domains, and something must. */
function checkDomains({ name: product }: Product, { name, email }: Account, { allowedDomains }: Policy): void {
  if (allowedDomains === undefined) return;
  const addresses = [email, name].filter((value): value is string => value?.includes('@') === true);
  const foreign = addresses.map((address) => domainOf(address) ?? '').find((domain) => !allowedDomains.includes(domain));
  if (foreign !== undefined || addresses.length === 0) throw new SsoError('product.domain-not-allowed', { product, domain: foreign ?? '' });
}

/** To take what was sent for all there is would take the rest away. */
async function withAllGroups(
  { name: product }: Product,
  identity: Identity,
  wanted: Account,
  { groups }: Policy,
  { resolveGroups }: ProvisionOptions,
): Promise<Account> {
  if (!wanted.groupsTruncated || groups.mode === 'off') return wanted;
  if (resolveGroups === undefined) throw new SsoError('product.group-overage', { product });
  return { ...wanted, groups: await resolveGroups(identity), groupsTruncated: false };
}

/** What switches an account on that was switched off, if that may be. */
function revivalOf({ name: product, incapable }: Product, { user, link }: Linked, { reactivate }: Policy): readonly Change[] {
  if (user.active && link.setAside === undefined) return [];
  if (!reactivate) throw new SsoError('product.user-inactive', { product });
  if (user.active) return [];
  const problem = incapable.get('activate');
  if (problem !== undefined) throw new SsoError('product.unsupported', { product, operation: 'activate', ...problem });
  return [{ kind: 'activate', user: { key: user.key, name: user.name } }];
}

interface Intended {
  readonly changes: readonly Change[];
  readonly impossible: readonly Change[];
  /** The groups of the account as they are. */
  readonly current: readonly string[];
  readonly ignored: readonly string[];
  readonly missing: readonly string[];
  readonly known: boolean;
}

/** What has to change, with no more questions to the product than that takes. */
async function intended(product: Product, { user, link }: Linked, account: Account, given: Policy): Promise<Intended> {
  const policy = within(product, given);
  const { wanted, ignored } = groupsWanted(account, policy.groups);
  const extra = [...(link.state === 'created' ? policy.groups.defaults : []), ...(link.setAside ?? [])];
  const groups = wanted === undefined && extra.length === 0 ? [] : await product.groupsOf(user);
  const toGive = groupsToGive(wanted, extra, groups, policy.groups);
  const existing = toGive.length === 0 ? [] : await product.existing(toGive);
  const there = new Set(existing.map(foldedName));
  const all = plan(account, { user, groups, existing }, policy, extra);
  return {
    changes: all.filter(({ kind }) => !product.incapable.has(kind)),
    impossible: all.filter(({ kind }) => product.incapable.has(kind)),
    current: groups,
    ignored,
    missing: policy.groups.create ? [] : toGive.filter((name) => !there.has(foldedName(name))),
    known: wanted !== undefined,
  };
}

/** Nobody can join a group that the product cannot make. */
function within({ incapable }: Product, policy: Policy): Policy {
  if (!incapable.has('create-group')) return policy;
  return { ...policy, groups: { ...policy.groups, create: false } };
}

function checkRemoval(
  { name: product }: Product,
  changes: readonly Change[],
  current: readonly string[],
  { groups: { removal } }: Policy,
  { confirmRemoval = false }: ProvisionOptions,
): void {
  const removed = changes.filter(({ kind }) => kind === 'leave').length;
  if (confirmRemoval || removed < removal.from || removed * 100 <= current.length * removal.percent) return;
  throw new SsoError('product.group-removal', { product, removed, of: current.length });
}

/** Whoever has left in the meantime, where that means to be in no group, must not have got some back. */
async function checkStillHere(product: Product, links: LinkStore, { link, user }: Linked, changes: readonly Change[]): Promise<void> {
  const joined = changes.filter((change) => change.kind === 'join');
  if (joined.length === 0 || !product.incapable.has('deactivate')) return;
  const now = await links.find(link.product, link.subject);
  if (now?.setAside === undefined || now.userKey !== user.key) return;
  for (const change of joined) await product.apply({ ...change, kind: 'leave' });
  throw new SsoError('product.user-inactive', { product: product.name });
}

/** From here on the account has all that a new one, or one that was switched on again, is given. */
async function settle(links: LinkStore, { link, user }: Linked, changes: readonly Change[]): Promise<void> {
  const renamed = changes.find((change) => change.kind === 'rename');
  const settled: Link = {
    product: link.product,
    subject: link.subject,
    userKey: user.key,
    userName: renamed?.newName ?? user.name,
    state: 'linked',
  };
  const isSettled = link.state === 'linked' && link.userName === settled.userName && link.setAside === undefined;
  // Where somebody else was faster, who signed in as the same person, it says the same.
  if (!isSettled) await links.replace(link, settled);
}
