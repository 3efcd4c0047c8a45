import { describe, expect, it } from 'vitest';
import { bitbucket } from '../../../src/adapters/bitbucket/index.ts';
import { confluence } from '../../../src/adapters/confluence/index.ts';
import { jira } from '../../../src/adapters/jira/index.ts';
import { policy } from '../../../src/adapters/policy.ts';
import type { Product } from '../../../src/adapters/product.ts';
import { provision } from '../../../src/adapters/provision.ts';
import { linkSubject } from '../../../src/identity/link.ts';
import type { Account } from '../../../src/identity/mapping/account.ts';
import { memoryLinkStore } from '../../../src/stores/memory-links.ts';
import { identityOf } from '../../support/people.ts';
import { fakeBitbucket } from '../../support/products/bitbucket.ts';
import { fakeConfluence } from '../../support/products/confluence.ts';
import { authentication, type FakeProduct, json, passwordAuthentication } from '../../support/products/fake.ts';
import { fakeJira } from '../../support/products/jira.ts';
import { laterRefusal } from '../../support/refusal.ts';

// Anybody can be called `bob` by a provider that is not authoritative, and have it say what a product refuses.
describe('somebody whose account could not be made', () => {
  const products = [
    ['Jira', fakeJira, jira, authentication],
    ['Confluence', fakeConfluence, confluence, authentication],
    ['Bitbucket', fakeBitbucket, bitbucket, passwordAuthentication],
  ] as const;
  const answers = [
    [400, 'product.answer'],
    [413, 'product.answer'],
    [429, 'product.busy'],
    [500, 'product.answer'],
    [503, 'product.busy'],
  ] as const;
  const cases = products.flatMap((product) => answers.map((answer) => [...product, ...answer] as const));

  it.each(cases)('gets no account that somebody else is given next: %s', async (_, fakeOf, product, known, status, code) => {
    const fake = fakeOf();
    const { signIn, links } = scene(product({ baseUrl: fake.baseUrl, authentication: known }, refusing(fake, status).env));
    expect(await laterRefusal(signIn)).toBe(code);
    expect(await links.find(links.product, linkSubject(identity))).toBeUndefined();
    fake.people.all.push({ key: '77', name: 'bob', displayName: 'Bob', email: bob.email ?? '', active: true });
    expect(await laterRefusal(signIn)).toBe('product.account-taken');
  });

  it.each(products)('gets the account that was made all the same: %s', async (_, fakeOf, product, known) => {
    const fake = fakeOf();
    const { signIn } = scene(product({ baseUrl: fake.baseUrl, authentication: known }, refusing(fake, 502, 'carried out').env));
    expect(await laterRefusal(signIn)).toBe('product.answer');
    expect(await signIn()).toMatchObject({ isNew: true, user: { name: 'bob' } });
    expect(fake.people.all.length).toBe(1);
  });

  it.each([502, 504])('gets the account that a product makes after its gateway has given up (%i)', async (status) => {
    const fake = fakeJira();
    const { signIn, links } = scene(jira({ baseUrl: fake.baseUrl, authentication }, refusing(fake, status).env));
    expect(await laterRefusal(signIn)).toBe('product.answer');
    expect(await links.find('jira', linkSubject(identity))).toMatchObject({ state: 'creating' });
    fake.people.all.push({ key: '77', name: 'bob', displayName: 'bob', email: bob.email ?? '', active: true });
    expect(await signIn()).toMatchObject({ isNew: true, user: { key: '77' } });
  });

  it.each([502, 400, 403])('has no password that has stood in an address, once it was not changed (%i)', async (status) => {
    const fake = fakeBitbucket();
    const seeds = [1, 2, 3];
    const { env: answering } = refusing(fake, status, 'refused', 'PUT');
    const env = { ...answering, random: (bytes: number) => new Uint8Array(bytes).fill(seeds.shift() ?? 0) };
    const options = { baseUrl: fake.baseUrl, authentication: passwordAuthentication, firstPassword: 'random' } as const;
    const { signIn } = scene(bitbucket(options, env));
    expect(await laterRefusal(signIn)).toBe('product.answer');
    expect(await signIn()).toMatchObject({ isNew: true, user: { name: 'bob' } });
    const [create, change] = fake.writes;
    expect([fake.writes.length, change?.path, fake.people.all.length]).toEqual([2, '/rest/api/latest/admin/users/credentials', 1]);
    expect(JSON.stringify(change?.body)).not.toContain(create?.query['password']);
  });

  it('is told why, though nobody can look whether it was made', async () => {
    const fake = fakeJira();
    const { env, cutOff } = refusing(fake, 500);
    cutOff();
    const { signIn, links } = scene(jira({ baseUrl: fake.baseUrl, authentication }, env));
    expect(await laterRefusal(signIn)).toBe('product.answer');
    expect(await links.find('jira', linkSubject(identity))).toMatchObject({ state: 'creating' });
  });
});

/** A product that answers with a status, once: the first account that is to be made, or what else is sent in that way. */
function refusing(fake: FakeProduct, status: number, how: 'refused' | 'carried out' = 'refused', method = 'POST') {
  let [left, isCutOff] = [1, false];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (left === 0 && isCutOff) throw new TypeError('gone');
    if (init?.method !== method || left === 0) return await fake.env.fetch(input, init);
    left -= 1;
    if (how === 'carried out') await fake.env.fetch(input, init);
    return json({}, status);
  };
  return {
    env: { ...fake.env, fetch },
    cutOff: () => {
      isCutOff = true;
    },
  };
}

function scene(product: Product) {
  const links = memoryLinkStore();
  const signIn = () => provision(product, links, identity, bob, policy({ accounts: 'create' }), {}, { now: () => new Date(0) });
  return { signIn, links: { ...links, product: product.id } };
}

const identity = identityOf('mallory');
const bob: Account = { name: 'bob', email: 'bob@example.org', emailVerified: true, groupsTruncated: false };
