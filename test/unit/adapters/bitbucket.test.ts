import { describe, expect, it } from 'vitest';
import { type BitbucketOptions, bitbucket, bitbucketVersion } from '../../../src/adapters/bitbucket/index.ts';
import type { Change } from '../../../src/adapters/change.ts';
import type { Product } from '../../../src/adapters/product.ts';
import { fakeBitbucket, refuse } from '../../support/products/bitbucket.ts';
import { passwordAuthentication as authentication, type FakeOptions } from '../../support/products/fake.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe('the calls to Bitbucket', () => {
  it.for<[string, (product: Product) => Promise<unknown>, unknown[]]>([
    [
      'find by key',
      (of) => of.find({ key: '101', lastName: 'alice' }),
      ['GET', '', { filter: 'alice', start: '0', limit: '100' }, undefined],
    ],
    ['find by name', (of) => of.find({ name: 'alice' }), ['GET', '', { filter: 'alice', start: '0', limit: '100' }, undefined]],
    [
      'find by e-mail',
      (of) => of.find({ email: 'alice@example.org' }),
      ['GET', '', { filter: 'alice@example.org', start: '0', limit: '100' }, undefined],
    ],
    ['groups', (of) => of.groupsOf(alice), ['GET', '/more-members', { context: 'alice', start: '0', limit: '100' }, undefined]],
    [
      'create',
      (of) => of.apply(createDora),
      [
        'POST',
        '',
        { name: 'dora', displayName: 'Dora D', emailAddress: 'dora@example.org', addToDefaultGroup: 'false', notify: 'true' },
        undefined,
      ],
    ],
    [
      'update',
      (of) => of.apply({ kind: 'update', user: alice, displayName: 'Alice A', email: 'a@example.org' }),
      ['PUT', '', {}, { name: 'alice', displayName: 'Alice A', email: 'a@example.org' }],
    ],
    [
      'rename',
      (of) => of.apply({ kind: 'rename', user: alice, newName: 'alicia' }),
      ['POST', '/rename', {}, { name: 'alice', newName: 'alicia' }],
    ],
    [
      'join',
      (of) => of.apply({ kind: 'join', user: alice, group: 'readers' }),
      ['POST', '/add-groups', {}, { user: 'alice', groups: ['readers'] }],
    ],
    [
      'leave',
      (of) => of.apply({ kind: 'leave', user: alice, group: 'staff' }),
      ['POST', '/remove-group', {}, { context: 'alice', itemName: 'staff' }],
    ],
  ])('are as documented: %s', async ([, action, [method, path, query, body]]) => {
    const { product, fake } = start();
    await action(product);
    const [first] = fake.calls;
    expect([first?.method, first?.path, first?.query, first?.body]).toEqual([method, `/rest/api/latest/admin/users${path}`, query, body]);
  });

  it('are as documented: existing groups, create a group', async () => {
    const { product, fake } = start();
    await product.existing(['staff']);
    await product.apply({ kind: 'create-group', group: 'new team' });
    expect(fake.calls.map(({ method, path, query, body }) => [method, path, query, body])).toEqual([
      ['GET', '/rest/api/latest/admin/groups', { filter: 'staff', start: '0', limit: '100' }, undefined],
      ['POST', '/rest/api/latest/admin/groups', { name: 'new team' }, undefined],
    ]);
  });

  it('say that what has no body is JSON, so that it is not read as a form', async () => {
    const { product, fake } = start();
    await product.apply(createDora);
    expect(fake.writes[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-atlassian-token': 'no-check' });
  });

  it('change at once a password that has stood in an address', async () => {
    const { fake } = start();
    const seeds = [1, 2];
    const env = { ...fake.env, random: (bytes: number) => new Uint8Array(bytes).fill(seeds.shift() ?? 0) };
    const product = bitbucket({ baseUrl: fake.baseUrl, authentication, firstPassword: 'random' }, env);
    expect(await product.apply(createDora)).toMatchObject({ name: 'dora' });
    const [create, change] = fake.writes;
    expect(change).toMatchObject({ method: 'PUT', path: '/rest/api/latest/admin/users/credentials', body: { name: 'dora' } });
    expect(JSON.stringify(change?.body)).not.toContain(create?.query['password']);
  });
});

describe('Bitbucket', () => {
  it('can neither switch an account on or off, nor end sessions', async () => {
    const { product, fake } = start();
    expect([...product.incapable.keys()]).toEqual(['activate', 'deactivate', 'end-sessions']);
    expect(await laterRefusal(() => product.apply({ kind: 'deactivate', user: alice }))).toBe('product.unsupported');
    expect(fake.calls).toEqual([]);
  });

  it('shows an account with all that it tells, and with its name, not its slug', async () => {
    const seen = new Date('2025-12-24T18:00:00Z');
    const { product } = start({ people: [{ name: 'alice@example.org', displayName: 'Alice', lastLogin: seen, readOnly: true }] });
    expect(await product.find({ name: 'Alice@example.org' })).toEqual({
      key: '101',
      name: 'alice@example.org',
      displayName: 'Alice',
      email: 'alice@example.org@example.org',
      active: true,
      writable: false,
      lastLogin: seen,
    });
    expect(await product.find({ name: 'alice_example.org' })).toBeUndefined();
  });

  it('finds by key whoever still has the name that the key had', async () => {
    const { product, fake } = start();
    expect(await product.find({ key: '102', lastName: 'alice' })).toBeUndefined();
    fake.trouble(Response.json({ values: [{ name: 'alice', id: 7, type: 'NORMAL', active: true }], isLastPage: true }));
    expect(await product.find({ key: '101', lastName: 'alice' })).toBeUndefined();
  });

  it('names nobody who only has that text in the name', async () => {
    const others = Array.from({ length: 60 }, (_, number) => ({ name: `bob${number}`, email: `bob@example.org.${number}.example` }));
    const { product, fake } = start({ people: [...others, { name: 'bob', email: 'bob@example.org' }] });
    expect(await product.find({ name: 'bob' })).toMatchObject({ email: 'bob@example.org' });
    expect(await product.find({ email: 'bob@example.org' })).toMatchObject({ name: 'bob' });
    // The next page begins where the one before says, and not where counting would have it.
    expect(fake.calls.map(({ query }) => query['start'])).toEqual(['0', '1025', '1050', '0', '1025', '1050']);
  });

  it('never takes an account of a service for a person', async () => {
    const { product, fake } = start();
    fake.trouble(Response.json({ values: [{ name: 'deploy', id: 7, type: 'SERVICE', active: true }], isLastPage: true }));
    expect(await product.find({ name: 'deploy' })).toBeUndefined();
  });

  it('is not read without end', async () => {
    const { product, fake } = start();
    fake.trouble(Response.json({ values: [], isLastPage: false, nextPageStart: 0 }));
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.answer');
    fake.trouble(Response.json({ values: [], isLastPage: false, nextPageStart: null }));
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.answer');
  });

  it('keeps what an update does not speak of', async () => {
    const { product, fake } = start();
    await product.apply({ kind: 'update', user: alice, displayName: 'Alice A' });
    expect(fake.people.byName('alice')).toMatchObject({ displayName: 'Alice A', email: 'alice@example.org' });
  });

  it('says 401 for a right that is missing, and it is taken for that', async () => {
    const { product, fake } = start();
    fake.trouble('permission');
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.permission');
    fake.trouble('credentials');
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.credentials');
    fake.trouble(refuse(403, 'CAPTCHA required.', 'com.atlassian.bitbucket.auth.CaptchaRequiredAuthenticationException'));
    expect(await laterRefusal(() => product.find({ name: 'alice' }))).toBe('product.captcha-required');
  });

  it.for<[string, FakeOptions, Change]>([
    [
      'product.license-exceeded',
      { seats: 1, licensedGroups: ['staff'] },
      { kind: 'join', user: { key: '102', name: 'bob' }, group: 'staff' },
    ],
    [
      'product.directory-read-only',
      { people: [{ name: 'alice', readOnly: true }] },
      { kind: 'rename', user: { key: '101', name: 'alice' }, newName: 'a' },
    ],
    ['product.user-not-found', {}, { kind: 'update', user: { key: '1', name: 'nobody' }, displayName: 'N', email: 'n@example.org' }],
    ['product.conflict', {}, { kind: 'create', account: { name: 'bob', displayName: 'B', email: 'b@example.org' } }],
    ['product.conflict', {}, { kind: 'rename', user: { key: '101', name: 'alice' }, newName: 'bob' }],
    ['product.answer', {}, { kind: 'join', user: { key: '101', name: 'alice' }, group: 'no such group' }],
    ['product.name', {}, { kind: 'create', account: { name: 'do ra', displayName: 'D', email: 'd@example.org' } }],
  ])('refuses: %s', async ([code, options, change]) => {
    expect(await laterRefusal(() => start(options).product.apply(change))).toBe(code);
  });

  it('says which version it has', async () => {
    const { fake } = start({ version: '8.9.22' });
    expect(await bitbucketVersion({ baseUrl: fake.baseUrl, authentication }, fake.env)).toBe('8.9.22');
    fake.trouble('permission');
    expect(await laterRefusal(() => bitbucketVersion({ baseUrl: fake.baseUrl, authentication }, fake.env))).toBe('product.permission');
  });
});

function start(options: FakeOptions = {}, more: Partial<BitbucketOptions> = {}) {
  const fake = fakeBitbucket({ people: [{ name: 'alice', groups: ['staff'] }, { name: 'bob' }], groups: ['readers'], ...options });
  return { fake, product: bitbucket({ baseUrl: fake.baseUrl, authentication, ...more }, fake.env) };
}

const alice = { key: '101', name: 'alice', active: true };
const createDora: Change = { kind: 'create', account: { name: 'dora', displayName: 'Dora D', email: 'dora@example.org' } };
