import { describe, expect, it } from 'vitest';
import { deprovision } from '../../../src/adapters/deprovision.ts';
import { type PolicyOptions, policy } from '../../../src/adapters/policy.ts';
import type { Operation } from '../../../src/adapters/product.ts';
import { type ProvisionOptions, provision } from '../../../src/adapters/provision.ts';
import { type LinkStore, linkSubject } from '../../../src/identity/link.ts';
import type { Account } from '../../../src/identity/mapping/account.ts';
import { memoryLinkStore } from '../../../src/stores/memory-links.ts';
import { CutOff, type MemoryProduct, memoryProduct } from '../../support/memory-product.ts';
import { identityOf } from '../../support/people.ts';
import { laterRefusal, refusalOf } from '../../support/refusal.ts';

const alice: Account = {
  name: 'alice',
  displayName: 'Alice Ångström',
  email: 'alice@example.org',
  emailVerified: true,
  groups: ['engineering', 'on-call'],
  groupsTruncated: false,
};
const identity = identityOf('alice');
const creating: PolicyOptions = {
  accounts: 'create-and-update',
  groups: { mode: 'managed', defaults: ['jira-users'], managed: ['engineering', 'on-call', 'sales'] },
};

describe('somebody who signs in for the first time', () => {
  it('gets an account with the default groups and those of the provider', async () => {
    const { product, signIn } = scene();
    const report = await signIn();
    expect(report).toMatchObject({
      isNew: true,
      user: { name: 'alice', email: 'alice@example.org' },
      missingGroups: [],
      ignoredGroups: [],
    });
    expect(groupsOf(product)).toEqual(['engineering', 'jira-users', 'on-call']);
  });

  it('is refused where accounts are only linked', async () => {
    const { signIn, product } = scene({ accounts: 'link' });
    expect(await laterRefusal(signIn)).toBe('product.user-not-found');
    expect(product.contents.users.size).toBe(0);
  });

  it('is refused without an address, since no account can be made', async () => {
    const { signIn, links } = scene();
    const { email: _, ...nameless } = alice;
    expect(await laterRefusal(() => signIn(nameless))).toBe('product.missing-attribute');
    expect(await links.find('jira', linkSubject(identity))).toBeUndefined();
  });

  it('gets no account that is there, unless the provider may say whose it is', async () => {
    const { product, signIn } = scene();
    await existing(product);
    expect(await refusalOf(() => signIn())).toMatchObject({ code: 'product.account-taken', details: { reason: 'not-authoritative' } });
    const owning = scene({ ...creating, authoritative: { names: true } }, product);
    expect(await owning.signIn()).toMatchObject({ isNew: false, user: { name: 'Alice' } });
    expect(groupsOf(product)).toEqual(['engineering', 'on-call']);
  });

  it('gets the account of an address only where that is proven, and in a domain of the provider', async () => {
    const byEmail: PolicyOptions = { ...creating, match: ['email'], authoritative: { domains: ['Example.org'] } };
    const made = async (wanted: Account, options: PolicyOptions) => {
      const { product, signIn } = scene(options);
      await existing(product, { name: 'a.angstrom' });
      return await laterRefusal(() => signIn(wanted));
    };
    expect(await made(alice, byEmail)).toBe('accepted');
    expect(await made({ ...alice, emailVerified: false }, byEmail)).toBe('product.account-taken');
    expect(await made(alice, { ...byEmail, authoritative: { domains: ['other.example'] } })).toBe('product.account-taken');
  });

  it('gets no account of an administrator who is not named', async () => {
    const owning: PolicyOptions = { ...creating, authoritative: { names: true } };
    const { product, signIn } = scene(owning);
    const key = await existing(product);
    product.contents.members.set(key, new Set(['Jira-Administrators']));
    expect(await refusalOf(() => signIn())).toMatchObject({ code: 'product.account-taken', details: { reason: 'administrator' } });
    expect(await laterRefusal(scene({ ...owning, linkableAdministrators: ['ALICE'] }, product).signIn)).toBe('accepted');
  });

  it('gets no account that is linked to somebody else', async () => {
    const owning: PolicyOptions = { ...creating, authoritative: { names: true } };
    const { signIn, links, product } = scene(owning);
    await signIn();
    const another = await refusalOf(() => provision(product, links, identityOf('mallory'), alice, policy(owning)));
    expect(another).toMatchObject({ code: 'product.account-taken', details: { reason: 'linked' } });
  });

  it('is another one for each provider and each qualifier of the name', () => {
    const qualified = identityOf('alice', {}, { subject: { value: 'alice', nameQualifier: 'tenant' } });
    const elsewhere = identityOf('alice', {}, { provider: 'other' });
    expect(new Set([identity, qualified, elsewhere].map((one) => linkSubject(one))).size).toBe(3);
  });

  it('is not known by a name that is meant to be forgotten', async () => {
    const transient = { value: 'x', format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' };
    const { product, links } = scene();
    const signIn = () => provision(product, links, identityOf('x', {}, { subject: transient }), alice, policy(creating));
    expect(await laterRefusal(signIn)).toBe('mapping.failed');
  });
});

describe('somebody who signs in again', () => {
  it('has the same account, whatever it is called now', async () => {
    const { signIn, product } = scene();
    const { user } = await signIn();
    product.contents.users.set(user.key, { ...user, name: 'alice.new' });
    const again = await signIn({ ...alice, name: 'alice.other', displayName: 'Alice' });
    expect(again).toMatchObject({
      isNew: false,
      user: { key: user.key, name: 'alice.new' },
      changes: [{ kind: 'update', displayName: 'Alice' }],
    });
  });

  it('is found by address where a product finds nobody by key alone, and somebody renamed the account by hand', async () => {
    const { signIn, product, links } = scene();
    const { user } = await signIn();
    product.contents.users.set(user.key, { ...user, name: 'renamed.by.hand' });
    const find = product.find.bind(product);
    const byLastName: MemoryProduct = {
      ...product,
      find: async (by) => ('key' in by ? await find({ name: by.lastName }) : await find(by)),
    };
    expect(await scene(creating, byLastName, links).signIn()).toMatchObject({ isNew: false, user: { key: user.key } });
    expect(product.contents.users.size).toBe(1);
  });

  it('is renamed where that is wanted', async () => {
    const { signIn, product } = scene({ ...creating, rename: true });
    const { user } = await signIn();
    await signIn({ ...alice, name: 'alice.new' });
    expect(product.contents.users.get(user.key)?.name).toBe('alice.new');
    expect((await signIn({ ...alice, name: 'alice.new' })).changes).toEqual([]);
  });

  it('has the same account once somebody has made them an administrator', async () => {
    const { product, signIn } = scene();
    const { user } = await signIn();
    product.contents.members.get(user.key)?.add('jira-administrators');
    expect(await signIn({ ...alice, displayName: 'Alice' })).toMatchObject({ user: { key: user.key }, changes: [{ kind: 'update' }] });
  });

  it('moves between managed groups, and stays in all others', async () => {
    const { signIn, product } = scene();
    const { user } = await signIn();
    product.contents.members.get(user.key)?.add('by-hand');
    const { changes } = await signIn({ ...alice, groups: ['engineering', 'SALES'] });
    expect(changes).toMatchObject([
      { kind: 'join', group: 'sales' },
      { kind: 'leave', group: 'on-call' },
    ]);
    expect(groupsOf(product)).toEqual(['by-hand', 'engineering', 'jira-users', 'sales']);
  });

  it('is not given back the default groups that were taken away', async () => {
    const { signIn, product } = scene();
    const { user } = await signIn();
    product.contents.members.get(user.key)?.delete('jira-users');
    expect((await signIn()).changes).toEqual([]);
  });

  it('keeps all groups where the provider says nothing of them', async () => {
    const { signIn, product } = scene();
    await signIn();
    const { groups: _, ...silent } = alice;
    expect(await signIn(silent)).toMatchObject({ changes: [], groupsKnown: false });
    expect(groupsOf(product)).toEqual(['engineering', 'jira-users', 'on-call']);
  });

  it('loses managed groups where the provider says that there are none', async () => {
    const { signIn, product } = scene();
    await signIn();
    await signIn({ ...alice, groups: [] });
    expect(groupsOf(product)).toEqual(['jira-users']);
  });

  it('asks nothing of the product but the account and its groups where nothing is to change', async () => {
    const { signIn, product } = scene();
    await signIn();
    product.calls.length = 0;
    await signIn();
    expect(product.calls).toEqual(['find', 'groupsOf']);
  });

  it('is refused where the account was switched off, and switched on by policy', async () => {
    const { signIn, product, links } = scene();
    const { user } = await signIn();
    product.contents.users.set(user.key, { ...user, active: false });
    expect(await laterRefusal(signIn)).toBe('product.user-inactive');
    const revived = await scene({ ...creating, reactivate: true }, product, links).signIn();
    expect(revived.changes).toMatchObject([{ kind: 'activate' }]);
  });

  it('is a new person where the account was deleted', async () => {
    const { signIn, product } = scene();
    const { user } = await signIn();
    product.contents.users.delete(user.key);
    product.contents.users.set('other', { ...user, key: 'other', name: 'bob', email: 'bob@example.org' });
    expect(await signIn()).toMatchObject({ isNew: true });
  });
});

describe('groups', () => {
  it('grant nothing because they are called the same', async () => {
    const { signIn, product } = scene({ ...creating, groups: { mode: 'managed', map: { 'on-call': 'sales' } } });
    expect(await signIn()).toMatchObject({ ignoredGroups: ['engineering'] });
    expect(groupsOf(product)).toEqual(['sales']);
  });

  it('of administrators are neither given nor taken away, unless they are named', async () => {
    const asked: Account = { ...alice, groups: ['jira-administrators'] };
    const managed = ['jira-administrators'];
    expect((await scene({ ...creating, groups: { mode: 'overwrite', managed } }).signIn(asked)).ignoredGroups).toEqual(managed);
    const named = scene({ ...creating, groups: { mode: 'overwrite', managed, administrators: managed } });
    expect(await named.signIn(asked)).toMatchObject({ ignoredGroups: [], changes: [{ kind: 'join', group: 'jira-administrators' }] });
  });

  it('that are not there are reported, and made only where that is wanted', async () => {
    const map = { 'on-call': 'new-group' };
    expect(await scene({ ...creating, groups: { mode: 'add-only', map } }).signIn()).toMatchObject({ missingGroups: ['new-group'] });
    const making = await scene({ ...creating, groups: { mode: 'add-only', map, create: true } }).signIn();
    expect(making.changes.map(({ kind }) => kind)).toEqual(['create-group', 'join']);
  });

  it('are not taken away in great number without somebody who says that it is meant', async () => {
    const many = Array.from({ length: 20 }, (_, index) => `team-${index}`);
    const options: PolicyOptions = { ...creating, groups: { mode: 'overwrite', managed: many } };
    const { signIn, product } = scene(options);
    for (const name of many) product.contents.groups.add(name);
    await signIn({ ...alice, groups: many });
    const few = { ...alice, groups: many.slice(0, 3) };
    expect(await refusalOf(() => signIn(few))).toMatchObject({ code: 'product.group-removal', details: { removed: 17, of: 20 } });
    expect((await signIn(few, { confirmRemoval: true })).changes.length).toBe(17);
  });

  it('of which the provider has not sent all refuse, or are asked for', async () => {
    const overage = { ...alice, groups: [], groupsTruncated: true };
    const { signIn, product } = scene();
    expect(await laterRefusal(() => signIn(overage))).toBe('product.group-overage');
    await signIn(overage, { resolveGroups: async () => ['sales'] });
    expect(groupsOf(product)).toEqual(['jira-users', 'sales']);
  });

  it('that a product cannot take away, give or make are told, and nothing fails half way', async () => {
    const { signIn } = scene(creating, memoryProduct(['join', 'leave']));
    expect(await signIn()).toMatchObject({ changes: [], impossible: [{ kind: 'join' }, { kind: 'join' }, { kind: 'join' }] });
    const making: PolicyOptions = { ...creating, groups: { mode: 'add-only', map: { 'on-call': 'new-group' }, create: true } };
    const report = await scene(making, memoryProduct(['create-group'])).signIn();
    expect(report).toMatchObject({ changes: [], impossible: [], missingGroups: ['new-group'] });
  });

  it('are only added to where nothing is to be taken away', async () => {
    const { signIn, product } = scene({ ...creating, groups: { mode: 'add-only', managed: ['engineering', 'on-call'] } });
    await signIn();
    await signIn({ ...alice, groups: [] });
    expect(groupsOf(product)).toEqual(['engineering', 'on-call']);
  });
});

describe('a policy', () => {
  it('that is off finds whoever is there, and writes nothing', async () => {
    const off: PolicyOptions = { accounts: 'off', authoritative: { names: true } };
    const { product, signIn, links } = scene(off);
    expect(await laterRefusal(signIn)).toBe('product.user-not-found');
    await existing(product);
    product.calls.length = 0;
    expect(await signIn()).toMatchObject({ changes: [], user: { name: 'Alice' } });
    expect(await links.find('jira', linkSubject(identity))).toBeUndefined();
    expect(product.calls).toEqual(['find', 'groupsOf']);
  });

  it.each([
    ['an address in another domain', { ...alice, email: 'alice@other.example' }],
    ['no address at all', { ...alice, email: '' }],
    ['a name that is an address in another domain', { ...alice, name: 'alice@other.example' }],
  ])('that allows domains refuses %s', async (_, wanted) => {
    const { signIn } = scene({ ...creating, allowedDomains: ['Example.org'] });
    expect(await laterRefusal(() => signIn(wanted))).toBe('product.domain-not-allowed');
    expect(await laterRefusal(() => signIn())).toBe('accepted');
  });

  it.each<readonly [string, unknown]>([
    ['no kind', {}],
    ['an unknown field', { accounts: 'off', gruops: {} }],
    ['a switch that only looks like true', { accounts: 'create', reactivate: 'true' }],
    ['a renaming without updates', { accounts: 'create', rename: true }],
    ['a map of groups that is off', { accounts: 'off', groups: { map: { a: 'b' } } }],
    ['a mode without groups', { accounts: 'off', groups: { mode: 'managed' } }],
    ['groups that are given where nothing is written', { accounts: 'off', groups: { mode: 'add-only', managed: ['a'] } }],
    ['groups for new accounts where none are made', { accounts: 'off', groups: { defaults: ['a'] } }],
    ['accounts that are switched on where nothing is written', { accounts: 'off', reactivate: true }],
  ])('is refused with %s', async (_, options) => {
    expect(await laterRefusal(async () => policy(options as PolicyOptions))).toBe('config.invalid');
  });
});

describe('somebody who has left', () => {
  it('is switched off, with what is left of them told', async () => {
    const { signIn, product, links } = scene();
    const { user } = await signIn();
    const report = await deprovision(product, links, linkSubject(identity), policy(creating));
    expect(report).toMatchObject({ changes: [{ kind: 'deactivate' }, { kind: 'end-sessions' }], leftovers: ['access-tokens'] });
    expect(product.contents.users.get(user.key)?.active).toBe(false);
    expect(await laterRefusal(signIn)).toBe('product.user-inactive');
  });

  it('loses all groups where a product has no other way, and gets them back', async () => {
    const without: readonly Operation[] = ['activate', 'deactivate', 'end-sessions'];
    const { signIn, product, links } = scene(creating, memoryProduct(without));
    await signIn();
    product.contents.members.get('JIRAUSER10000')?.add('by-hand');
    expect(await deprovision(product, links, linkSubject(identity), policy(creating))).toMatchObject({
      // Whoever was let in by name, and not by a group, still is.
      leftovers: ['permissions', 'sessions', 'access-tokens'],
    });
    expect(groupsOf(product)).toEqual([]);
    expect(await laterRefusal(signIn)).toBe('product.user-inactive');
    product.contents.groups.add('by-hand');
    await scene({ ...creating, reactivate: true }, product, links).signIn();
    expect(groupsOf(product)).toEqual(['by-hand', 'engineering', 'jira-users', 'on-call']);
  });

  it('gets no other account either, once that one is deleted, unless they may come back', async () => {
    const { signIn, product, links } = scene(creating, memoryProduct(['activate', 'deactivate']));
    await signIn();
    await deprovision(product, links, linkSubject(identity), policy(creating));
    product.contents.users.clear();
    expect(await laterRefusal(signIn)).toBe('product.user-inactive');
    expect(product.contents.users.size).toBe(0);
    expect(await scene({ ...creating, reactivate: true }, product, links).signIn()).toMatchObject({ isNew: true });
  });

  it('is left alone where nobody is linked', async () => {
    const { product, links } = scene();
    expect(await deprovision(product, links, linkSubject(identity), policy(creating))).toBeUndefined();
  });

  it('is told to be somewhere else where the account of their link is not found', async () => {
    const { signIn, product, links } = scene();
    const { user } = await signIn();
    product.contents.users.delete(user.key);
    expect(await laterRefusal(() => deprovision(product, links, linkSubject(identity), policy(creating)))).toBe('product.user-not-found');
  });

  it('is left alone where they are an administrator who is not named', async () => {
    const { signIn, product, links } = scene();
    const { user } = await signIn();
    product.contents.members.get(user.key)?.add('jira-administrators');
    expect(await laterRefusal(() => deprovision(product, links, linkSubject(identity), policy(creating)))).toBe('product.account-taken');
  });
});

describe('provisioning that is cut off', () => {
  const steps = Array.from({ length: 7 }, (_, step) => step);
  it.each(steps.flatMap((step) => (['before', 'after'] as const).map((when) => [when, step] as const)))(
    '%s call %i comes to the same end when it is repeated',
    async (when, step) => {
      const { product, links, signIn } = scene();
      product.failAfter(step, when);
      await expect(signIn()).rejects.toThrow(CutOff);
      product.failAfter(Number.POSITIVE_INFINITY, 'before');
      await signIn();
      expect([...product.contents.users.values()]).toMatchObject([{ name: 'alice', active: true }]);
      expect(groupsOf(product)).toEqual(['engineering', 'jira-users', 'on-call']);
      expect(await links.find('jira', linkSubject(identity))).toMatchObject({ state: 'linked', userKey: 'JIRAUSER10000' });
    },
  );

  it('takes no account that somebody else has made of that name, later or with another address', async () => {
    for (const [minutes, email] of [
      [11, 'alice@example.org'],
      [1, 'another.alice@example.org'],
    ] as const) {
      const { product, links, signIn } = scene();
      product.failAfter(1, 'before');
      await expect(signIn()).rejects.toThrow(CutOff);
      product.failAfter(Number.POSITIVE_INFINITY, 'before');
      await existing(product, { email });
      const later = () => provision(product, links, identity, alice, policy(creating), {}, clock(minutes));
      expect(await laterRefusal(later)).toBe('product.account-taken');
    }
  });

  it('takes no account that is there where a store does not say since when one was to be made', async () => {
    const { product, links, signIn } = scene();
    await links.claim({ product: 'jira', subject: linkSubject(identity), userName: 'alice', state: 'creating' });
    await existing(product);
    expect(await laterRefusal(signIn)).toBe('product.account-taken');
  });

  it.each(['find', 'claim', 'replace'] as const)('is refused where the store of links does not answer to %s', async (call) => {
    const broken = { ...memoryLinkStore(), [call]: () => Promise.reject(new Error('down')) };
    expect(await laterRefusal(scene(creating, memoryProduct(), broken).signIn)).toBe('store.unavailable');
  });

  it('is refused where the store of links answers with anything but a plain yes', async () => {
    const vague = { ...memoryLinkStore(), claim: async () => 1 as unknown as boolean };
    const { product, signIn } = scene(creating, memoryProduct(), vague);
    expect(await laterRefusal(signIn)).toBe('product.account-taken');
    expect(product.contents.users.size).toBe(0);
  });

  it('is no conflict with itself: of ten at once all end in one account', async () => {
    const { product, links, signIn } = scene();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => signIn()));
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
    await signIn();
    expect(product.contents.users.size).toBe(1);
    expect(await links.find('jira', linkSubject(identity))).toMatchObject({ state: 'linked' });
  });
});

function scene(options: PolicyOptions = creating, product: MemoryProduct = memoryProduct(), links: LinkStore = memoryLinkStore()) {
  for (const group of ['jira-users', 'engineering', 'on-call', 'sales', 'jira-administrators']) product.contents.groups.add(group);
  const signIn = (wanted: Account = alice, more: ProvisionOptions = {}) =>
    provision(product, links, identity, wanted, policy(options), more, clock(0));
  return { product, links, signIn };
}

/** An account that an administrator has made. */
async function existing(product: MemoryProduct, { name = 'Alice', email = 'alice@example.org' } = {}): Promise<string> {
  const user = await product.apply({ kind: 'create', account: { name, displayName: 'A. Ångström', email } });
  return user?.key ?? '';
}

function groupsOf({ contents }: MemoryProduct): readonly string[] {
  return [...(contents.members.get('JIRAUSER10000') ?? [])].toSorted();
}

function clock(minutes: number): { now(): Date } {
  return { now: () => new Date(Date.UTC(2026, 0, 1, 12, minutes)) };
}
