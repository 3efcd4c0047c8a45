import { describe, expect, it } from 'vitest';
import { bitbucket } from '../../../src/adapters/bitbucket/index.ts';
import { confluence } from '../../../src/adapters/confluence/index.ts';
import { endSessions } from '../../../src/adapters/end-sessions.ts';
import { jira } from '../../../src/adapters/jira/index.ts';
import type { Product } from '../../../src/adapters/product.ts';
import { serviceManagement } from '../../../src/adapters/service-management/index.ts';
import { linkSubject } from '../../../src/identity/link.ts';
import { memoryLinkStore } from '../../../src/stores/memory-links.ts';
import { identityOf } from '../../support/people.ts';
import { fakeBitbucket } from '../../support/products/bitbucket.ts';
import { fakeConfluence } from '../../support/products/confluence.ts';
import { authentication, type FakeOptions, type FakeProduct, type Trouble } from '../../support/products/fake.ts';
import { fakeJira } from '../../support/products/jira.ts';
import { fakeServiceManagement } from '../../support/products/service-management.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe.each([
  ['jira', fakeJira, (fake: FakeProduct) => jira(optionsOf(fake), fake.env)],
  ['agents', fakeServiceManagement, (fake: FakeProduct) => serviceManagement(optionsOf(fake), fake.env)],
  ['customers', fakeServiceManagement, (fake: FakeProduct) => serviceManagement({ ...optionsOf(fake), customers: true }, fake.env)],
] as const)('whoever has signed out, of %s', (_, fakeOf, productOf) => {
  it('has no session left there, and everybody else keeps theirs', async () => {
    const { fake, leave } = await scene(fakeOf, productOf);
    expect(await leave()).toMatchObject({ kind: 'ended', user: { name: 'alice' } });
    expect(sessionsOf(fake)).toEqual({ alice: 0, bob: 1 });
    expect(fake.writes.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /rest/api/2/user/session/alice']);
  });

  it('is who the link says, and never whoever has their old name now', async () => {
    const { fake, leave } = await scene(fakeOf, productOf);
    const [alice, bob] = fake.people.all;
    if (alice !== undefined) alice.name = 'alice.new';
    if (bob !== undefined) bob.name = 'alice';
    expect(await leave()).toMatchObject({ kind: 'ended', user: { name: 'alice.new' } });
    expect(sessionsOf(fake)).toEqual({ 'alice.new': 0, alice: 1 });
  });

  it('may have done so before', async () => {
    const { leave } = await scene(fakeOf, productOf);
    await leave();
    expect(await leave()).toMatchObject({ kind: 'ended' });
  });

  it('has nothing to be ended where nobody is linked, or their account is being made', async () => {
    for (const state of ['none', 'creating'] as const) {
      const { fake, leave } = await scene(fakeOf, productOf, state);
      expect([await leave(), fake.calls]).toEqual([{ kind: 'nobody' }, []]);
    }
  });

  it('has nothing to be ended where the account is gone, before it is looked for or after', async () => {
    const { fake, leave } = await scene(fakeOf, productOf);
    const [alice] = fake.people.all;
    const found = fake.env.fetch;
    Object.assign(fake.env, {
      fetch: async (...asked: Parameters<typeof found>) => {
        const answer = await found(...asked);
        if (alice !== undefined && fake.calls.length === 1) fake.people.remove(alice);
        return answer;
      },
    });
    expect(await leave()).toEqual({ kind: 'nobody' });
    expect(fake.writes.length).toBe(1);
    expect(await leave()).toEqual({ kind: 'nobody' });
    expect(fake.writes.length).toBe(1);
  });

  it.for<[Trouble, string]>([
    ['credentials', 'product.credentials'],
    ['permission', 'product.permission'],
    ['websudo', 'product.websudo-required'],
    ['down', 'product.busy'],
  ])('is not said to be out where the product does not say so: %s', async ([trouble, code]) => {
    const { fake, leave } = await scene(fakeOf, productOf);
    fake.trouble(trouble, 3);
    expect(await laterRefusal(leave)).toBe(code);
    expect(sessionsOf(fake)).toEqual({ alice: 1, bob: 1 });
  });
});

it.each([
  ['confluence', fakeConfluence, (fake: FakeProduct) => confluence(optionsOf(fake), fake.env), '/logout.action'],
  ['bitbucket', fakeBitbucket, (fake: FakeProduct) => bitbucket(optionsOf(fake), fake.env), '/j_atl_security_logout'],
] as const)('a product without such a call is left by the browser, and asked nothing: %s', async (_, fakeOf, productOf, path) => {
  const { fake, leave } = await scene(fakeOf, productOf);
  expect(await leave()).toEqual({ kind: 'by-browser', logout: `${fake.baseUrl}${path}` });
  expect(fake.calls).toEqual([]);
});

/** Alice, who is linked, and Bob, each with a session. */
async function scene(
  fakeOf: (options: FakeOptions) => FakeProduct,
  productOf: (fake: FakeProduct) => Product,
  state: 'linked' | 'creating' | 'none' = 'linked',
) {
  const fake = fakeOf({ people: ['alice', 'bob'].map((name) => ({ name, sessions: 1 })) });
  const [links, product, subject] = [memoryLinkStore(), productOf(fake), linkSubject(identityOf('alice'))];
  const userKey = state === 'linked' ? { userKey: fake.people.byName('alice')?.key ?? '' } : {};
  if (state !== 'none') await links.claim({ product: product.id, subject, ...userKey, userName: 'alice', state });
  return { fake, leave: () => endSessions(product, links, subject) };
}

function sessionsOf({ people }: FakeProduct) {
  return Object.fromEntries(people.all.map(({ name, sessions }) => [name, sessions]));
}

function optionsOf({ baseUrl }: FakeProduct) {
  return { baseUrl, authentication };
}
