import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/adapters/change.ts';
import { type Current, plan } from '../../src/adapters/plan.ts';
import { type PolicyOptions, policy } from '../../src/adapters/policy.ts';
import { provision } from '../../src/adapters/provision.ts';
import type { Account } from '../../src/identity/mapping/account.ts';
import { memoryLinkStore } from '../../src/stores/memory-links.ts';
import { CutOff, memoryProduct } from '../support/memory-product.ts';
import { identityOf } from '../support/people.ts';

const group = fc.constantFrom('a', 'B', 'c', 'd', 'jira-administrators', 'administrators', 'e');
const groups = fc.uniqueArray(group);
const account: fc.Arbitrary<Account> = fc.record(
  {
    name: fc.constantFrom('alice', 'Alice', 'alice.new'),
    displayName: fc.constantFrom('Alice', 'A. Ångström'),
    email: fc.constantFrom('alice@example.org', 'ALICE@example.org', 'a@example.org'),
    emailVerified: fc.boolean(),
    groups,
    groupsTruncated: fc.constant(false),
  },
  { requiredKeys: ['name', 'email', 'emailVerified', 'groupsTruncated'] },
);
const policies: fc.Arbitrary<PolicyOptions> = fc
  .record({
    accounts: fc.constantFrom<PolicyOptions['accounts'][]>('create', 'create-and-update'),
    rename: fc.boolean(),
    mode: fc.constantFrom('add-only', 'managed', 'overwrite'),
    defaults: groups,
    managed: fc.uniqueArray(group, { minLength: 1 }),
    administrators: groups,
    create: fc.boolean(),
  })
  .map(({ accounts, rename, mode, ...more }) => ({
    accounts,
    rename: rename && accounts === 'create-and-update',
    // Sound: they are of the words that it may be.
    groups: { mode: mode as 'managed', removal: { from: 1_000 }, ...more },
  }));

describe('a plan', () => {
  test.prop([account, policies, groups, groups, groups])(
    'has nothing left to do once it was carried out',
    (wanted, options, is, exists, extra) => {
      const rules = policy(options);
      const before = currentWith(is, [...exists, ...is]);
      const after = plan(wanted, before, rules, extra).reduce(carriedOut, before);
      expect(plan(wanted, after, rules, extra)).toEqual([]);
    },
  );

  test.prop([account, policies, groups])('never touches groups of administrators that are not named', (wanted, options, is) => {
    const named = new Set((options.groups?.administrators ?? []).map((name) => name.toLowerCase()));
    const touched = plan(wanted, currentWith(is, ['jira-administrators', 'administrators']), policy(options)).flatMap((change) =>
      'group' in change ? [change.group.toLowerCase()] : [],
    );
    for (const administrators of ['jira-administrators', 'administrators'])
      if (!named.has(administrators)) expect(touched).not.toContain(administrators);
  });

  test.prop([account, policies, groups])('gives nothing that was neither mapped nor named', (wanted, options, is) => {
    const may = new Set([...(options.groups?.managed ?? [])].map((name) => name.toLowerCase()));
    const given = plan(wanted, currentWith(is, []), policy(options)).flatMap((change) => (change.kind === 'join' ? [change.group] : []));
    for (const name of given) expect(may).toContain(name.toLowerCase());
  });
});

describe('provisioning', () => {
  test.prop([account, policies, fc.integer({ min: 0, max: 12 }), fc.constantFrom('before', 'after')])(
    'that is cut off anywhere and repeated ends where it would have ended',
    async (wanted, options, calls, when) => {
      const ends = await Promise.all([endOf(wanted, options), endOf(wanted, options, { calls, when: when as 'before' })]);
      expect(ends[1]).toEqual(ends[0]);
    },
  );

  it('of somebody in 500 of 10,000 groups sends what changes and nothing else', async () => {
    const all = Array.from({ length: 10_000 }, (_, index) => `team-${index}`);
    const product = memoryProduct();
    for (const name of all) product.contents.groups.add(name);
    const rules = policy({ accounts: 'create-and-update', groups: { mode: 'managed', managed: all } });
    const [links, identity] = [memoryLinkStore(), identityOf('alice')];
    const alice = { name: 'alice', email: 'alice@example.org', emailVerified: true, groupsTruncated: false };
    const signIn = (from: number) => provision(product, links, identity, { ...alice, groups: all.slice(from, from + 500) }, rules);
    expect((await signIn(0)).changes.length).toBe(500);
    product.calls.length = 0;
    await signIn(3);
    // The account, its groups, whether the three new ones exist, and then three given and three taken away.
    expect(product.calls.toSorted()).toEqual(['existing', 'find', 'groupsOf', 'join', 'join', 'join', 'leave', 'leave', 'leave']);
    product.calls.length = 0;
    await signIn(3);
    expect(product.calls).toEqual(['find', 'groupsOf']);
  });
});

function currentWith(is: readonly string[], existing: readonly string[]): Current {
  const user = { key: '1', name: 'alice', displayName: 'Alice', email: 'alice@example.org', active: true };
  return { user, groups: is, existing };
}

/** What a product has after a change, as plans are about it. */
function carriedOut({ user, groups, existing }: Current, change: Change): Current {
  switch (change.kind) {
    case 'create-group':
      return { user, groups, existing: [...existing, change.group] };
    case 'join':
      return { user, groups: [...groups, change.group], existing };
    case 'leave':
      return { user, groups: groups.filter((name) => name !== change.group), existing };
    case 'rename':
      return { user: { ...user, name: change.newName }, groups, existing };
    case 'update':
      return { user: { ...user, ...change }, groups, existing };
    default:
      throw new Error(`a plan has nothing to do with ${change.kind}`);
  }
}

async function endOf(wanted: Account, options: PolicyOptions, cut?: { readonly calls: number; readonly when: 'before' | 'after' }) {
  const [product, links, identity, rules] = [memoryProduct(), memoryLinkStore(), identityOf('alice'), policy(options)];
  for (const name of ['a', 'b', 'c', 'administrators']) product.contents.groups.add(name);
  if (cut !== undefined) {
    product.failAfter(cut.calls, cut.when);
    await provision(product, links, identity, wanted, rules).catch((error: unknown) => {
      if (!(error instanceof CutOff)) throw error;
    });
    product.failAfter(Number.POSITIVE_INFINITY, 'before');
  }
  await provision(product, links, identity, wanted, rules);
  const { users, members, groups: there } = product.contents;
  const linked = [...users.keys()].map((key) => links.owner('jira', key));
  return {
    users: [...users.values()],
    members: [...members].map(([key, names]) => [key, [...names].toSorted()]),
    groups: [...there].toSorted(),
    links: await Promise.all(linked),
  };
}
