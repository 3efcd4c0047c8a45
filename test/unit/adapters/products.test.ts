import { describe, expect, it } from 'vitest';
import { bitbucket } from '../../../src/adapters/bitbucket/index.ts';
import * as ofBitbucket from '../../../src/adapters/bitbucket/requests.ts';
import type { Capabilities } from '../../../src/adapters/capabilities.ts';
import type { Change } from '../../../src/adapters/change.ts';
import { confluence } from '../../../src/adapters/confluence/index.ts';
import * as ofConfluence from '../../../src/adapters/confluence/requests.ts';
import { jira } from '../../../src/adapters/jira/index.ts';
import * as ofJira from '../../../src/adapters/jira/requests.ts';
import type { Product } from '../../../src/adapters/product.ts';
import type { Requests } from '../../../src/adapters/request.ts';
import { serviceManagement } from '../../../src/adapters/service-management/index.ts';
import * as ofServiceManagement from '../../../src/adapters/service-management/requests.ts';
import { fakeBitbucket } from '../../support/products/bitbucket.ts';
import { fakeConfluence } from '../../support/products/confluence.ts';
import { authentication, type FakeOptions, type FakeProduct, type Trouble } from '../../support/products/fake.ts';
import { fakeJira } from '../../support/products/jira.ts';
import { fakeServiceManagement } from '../../support/products/service-management.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe.each([
  ['jira', fakeJira, (fake: FakeProduct) => jira(optionsOf(fake), fake.env)],
  ['service-management', fakeServiceManagement, (fake: FakeProduct) => serviceManagement(optionsOf(fake), fake.env)],
  ['confluence', fakeConfluence, (fake: FakeProduct) => confluence(optionsOf(fake), fake.env)],
  ['bitbucket', fakeBitbucket, (fake: FakeProduct) => bitbucket(optionsOf(fake), fake.env)],
] as const)('%s', (name, fakeOf, productOf) => {
  const start = (options: FakeOptions = {}): { readonly fake: FakeProduct; readonly product: Product } => {
    const fake = fakeOf({ people: [{ name: 'alice', groups: ['staff'] }, { name: 'bob' }], groups: ['readers'], ...options });
    return { fake, product: productOf(fake) };
  };

  it('goes by its name, or by one of ours', () => {
    expect([start().product.id, start().product.name]).toEqual([name, name]);
  });

  it('makes an account and shows it as it is found afterwards', async () => {
    const { product } = start();
    const made = await product.apply({ kind: 'create', account: { name: 'dora', displayName: 'Dora D', email: 'dora@example.org' } });
    expect(made).toMatchObject({ name: 'dora', displayName: 'Dora D', active: true });
    expect(await product.find({ name: 'DORA' })).toEqual(made);
    expect(await product.find({ key: made?.key ?? '', lastName: 'dora' })).toEqual(made);
  });

  it.for(['join', 'leave', 'create-group', 'rename', 'update', 'activate', 'deactivate', 'end-sessions'] as const)(
    'does no more the second time: %s',
    async (kind) => {
      const { fake, product } = start();
      if (product.incapable.has(kind)) return;
      const user = await product.find({ name: 'alice' });
      const change = changeOf(kind, { key: user?.key ?? '', name: 'alice' });
      await product.apply(change);
      const once = stateOf(fake);
      await product.apply(change);
      expect(stateOf(fake)).toEqual(once);
    },
  );

  it('does what it says', async () => {
    const { fake, product } = start();
    const alice = await product.find({ name: 'alice' });
    const user = { key: alice?.key ?? '', name: 'alice' };
    await product.apply({ kind: 'join', user, group: 'readers' });
    await product.apply({ kind: 'leave', user, group: 'staff' });
    await product.apply({ kind: 'update', user, displayName: 'A', email: 'a@example.org' });
    expect(fake.people.byName('alice')).toMatchObject({ displayName: 'A', email: 'a@example.org' });
    expect(await product.groupsOf({ ...user, active: true })).toEqual(['readers']);
    expect(await product.existing(['READERS', 'none'])).toEqual(['readers']);
  });

  it.for<[Trouble, string]>([
    ['captcha', 'product.captcha-required'],
    ['websudo', 'product.websudo-required'],
    ['credentials', 'product.credentials'],
    ['permission', 'product.permission'],
    ['busy', 'product.busy'],
    ['down', 'product.busy'],
  ])('is in trouble by a code of its own: %s', async ([trouble, code]) => {
    const { fake, product } = start();
    fake.trouble(trouble, 3);
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe(code);
    fake.forget();
    const { fake: other, product: changed } = start();
    other.trouble(trouble, 3);
    expect(await laterRefusal(() => changed.apply({ kind: 'create-group', group: 'new' }))).toBe(code);
  });

  it('has no call at an address where it is not', async () => {
    const { fake, product } = start();
    fake.trouble(new Response('<html>', { status: 404, headers: { 'content-type': 'text/html;charset=utf-8' } }), 2);
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.unsupported');
    expect(await laterRefusal(() => product.existing(['staff']))).toBe('product.unsupported');
  });

  it('is never believed in part', async () => {
    const { fake, product } = start();
    for (const odd of [{}, { values: 'x' }, { values: [7], isLastPage: true }, { type: 'known' }, { key: 'k', name: '' }]) {
      fake.trouble(Response.json(odd));
      expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.answer');
    }
  });

  it.for(['', ' ', 'a\u0000b', '\ud800', 'a'.repeat(321)])('asks for nobody by what nobody is called: %j', async (text) => {
    const { fake, product } = start();
    expect(await product.find({ name: text })).toBeUndefined();
    expect(await product.find({ key: text, lastName: 'alice' })).toBeUndefined();
    expect(fake.calls).toEqual([]);
  });

  it('takes nobody for somebody else', async () => {
    const { product } = start({
      people: [{ name: 'alice2' }, { name: 'xalice' }, { name: 'eve', displayName: 'alice', email: 'alice@example.org.evil.example' }],
    });
    expect(await product.find({ name: 'alice' })).toBeUndefined();
    if (!product.incapable.has('find-by-email')) expect(await product.find({ email: 'alice@example.org' })).toBeUndefined();
  });
});

describe('what a product can do', () => {
  it.for<[string, Capabilities, Requests]>([
    ['jira', ofJira.capabilities, ofJira.requests],
    ['service-management', ofServiceManagement.agentCapabilities, ofServiceManagement.agentRequests],
    ['confluence', ofConfluence.capabilities, ofConfluence.requests],
    ['bitbucket', ofBitbucket.capabilities, ofBitbucket.requests],
  ])('is what there are calls for: %s', ([, capabilities, requests]) => {
    // Sound: the type of the table allows no other members.
    for (const kind of Object.keys(requests) as Change['kind'][])
      expect([kind, capabilities[kind] === 'no']).toEqual([kind, requests[kind] === 'no-such-call']);
  });
});

function changeOf(kind: Exclude<Change['kind'], 'create'>, user: { key: string; name: string }): Change {
  switch (kind) {
    case 'join':
      return { kind, user, group: 'readers' };
    case 'leave':
      return { kind, user, group: 'staff' };
    case 'create-group':
      return { kind, group: 'new' };
    case 'rename':
      return { kind, user, newName: 'alicia' };
    case 'update':
      return { kind, user, displayName: 'A', email: 'a@example.org' };
    default:
      return { kind, user };
  }
}

function optionsOf({ baseUrl }: FakeProduct) {
  return { baseUrl, authentication };
}

function stateOf({ people: { all, groups } }: FakeProduct): unknown {
  return structuredClone([all, [...groups.values()]]);
}
