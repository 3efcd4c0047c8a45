import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/adapters/change.ts';
import { type ConfluenceOptions, confluence, confluenceVersion } from '../../../src/adapters/confluence/index.ts';
import type { Product } from '../../../src/adapters/product.ts';
import { fakeConfluence } from '../../support/products/confluence.ts';
import { authentication, type FakeOptions } from '../../support/products/fake.ts';
import { laterRefusal, refusalOf } from '../../support/refusal.ts';

describe('the calls to Confluence', () => {
  it.for<[string, (product: Product) => Promise<unknown>, unknown[]]>([
    [
      'find by key',
      (of) => of.find({ key: alice.key, lastName: 'alice' }),
      ['GET', '/rest/api/user', { key: alice.key, expand: 'status' }, undefined],
    ],
    ['find by name', (of) => of.find({ name: 'alice' }), ['GET', '/rest/api/user', { username: 'alice', expand: 'status' }, undefined]],
    ['groups', (of) => of.groupsOf(alice), ['GET', '/rest/api/user/memberof', { username: 'alice', start: '0', limit: '200' }, undefined]],
    ['existing groups', (of) => of.existing(['my staff']), ['GET', '/rest/api/group/my%20staff', {}, undefined]],
    [
      'create',
      (of) => of.apply(createDora),
      [
        'POST',
        '/rest/api/admin/user',
        {},
        { userName: 'dora', fullName: 'Dora D', email: 'dora@example.org', password: expect.stringMatching(/^[\w-]{43}\.aA1$/) },
      ],
    ],
    [
      'update',
      (of) => of.apply({ kind: 'update', user: alice, displayName: 'Alice A', email: 'a@example.org' }),
      ['PUT', '/rest/api/admin/user/alice', {}, { fullName: 'Alice A', email: 'a@example.org' }],
    ],
    ['activate', (of) => of.apply({ kind: 'activate', user: alice }), ['PUT', '/rest/api/admin/user/alice/enable', {}, undefined]],
    ['deactivate', (of) => of.apply({ kind: 'deactivate', user: alice }), ['PUT', '/rest/api/admin/user/alice/disable', {}, undefined]],
    [
      'create a group',
      (of) => of.apply({ kind: 'create-group', group: 'new team' }),
      ['POST', '/rest/api/admin/group', {}, { type: 'group', name: 'new team' }],
    ],
    [
      'join',
      (of) => of.apply({ kind: 'join', user: { key: 'k', name: 'alice@example.org' }, group: 'my staff' }),
      ['PUT', '/rest/api/user/alice%40example.org/group/my%20staff', {}, undefined],
    ],
    [
      'leave',
      (of) => of.apply({ kind: 'leave', user: alice, group: 'staff' }),
      ['DELETE', '/rest/api/user/alice/group/staff', {}, undefined],
    ],
  ])('are as documented: %s', async ([, action, expected]) => {
    const { product, fake } = start();
    await laterRefusal(() => action(product));
    const [first] = fake.calls;
    expect([first?.method, first?.path, first?.query, first?.body]).toEqual(expected);
  });

  it('let Confluence write to the person, where that is wanted', async () => {
    const { product, fake } = start({}, { firstPassword: 'mail' });
    expect(await product.apply(createDora)).toMatchObject({ name: 'dora', active: true });
    expect(fake.writes.map(({ body }) => body)).toEqual([
      { userName: 'dora', fullName: 'Dora D', email: 'dora@example.org', notifyViaEmail: true },
    ]);
  });
});

describe('Confluence', () => {
  it('can neither rename, nor find by address, nor end sessions', async () => {
    const { product, fake } = start();
    expect([...product.incapable]).toEqual([
      ['find-by-email', { reason: 'no-such-call' }],
      ['rename', { reason: 'no-such-call' }],
      ['end-sessions', { reason: 'no-such-call' }],
    ]);
    expect(await laterRefusal(() => product.find({ email: 'alice@example.org' }))).toBe('product.unsupported');
    expect(await laterRefusal(() => product.apply({ kind: 'rename', user: alice, newName: 'alicia' }))).toBe('product.unsupported');
    expect(await laterRefusal(() => product.apply({ kind: 'end-sessions', user: alice }))).toBe('product.unsupported');
    expect(fake.calls).toEqual([]);
  });

  it('shows an account as it is, without its address', async () => {
    const { product } = start({
      people: [
        { name: 'alice', displayName: 'Alice A' },
        { name: 'bob', active: false },
      ],
    });
    expect(await product.find({ name: 'Alice' })).toEqual({ key: alice.key, name: 'alice', displayName: 'Alice A', active: true });
    expect(await product.find({ name: 'bob' })).toMatchObject({ active: false });
  });

  it('is not believed that somebody whom it does not know is anybody', async () => {
    const { product, fake } = start();
    fake.trouble(Response.json({ type: 'anonymous', username: 'alice', displayName: 'Anonymous' }));
    expect(await product.find({ name: 'alice' })).toBeUndefined();
  });

  it('tells all groups, though its pages are shorter than was asked for', async () => {
    const groups = Array.from({ length: 120 }, (_, number) => `group-${number}`);
    const { product, fake } = start({ people: [{ name: 'alice', groups }] });
    expect(await product.groupsOf(alice)).toEqual(groups);
    expect(fake.calls.map(({ query }) => query['start'])).toEqual(['0', '50', '100']);
  });

  it('is not read without end', async () => {
    const { product, fake } = start();
    fake.trouble(Response.json({ results: [], _links: { next: '/again' } }));
    expect(await laterRefusal(() => product.groupsOf(alice))).toBe('product.answer');
  });

  it.for<[string, FakeOptions, Change]>([
    ['product.license-exceeded', { seats: 2 }, { kind: 'create', account: { name: 'dora', displayName: 'D', email: 'd@example.org' } }],
    [
      'product.license-exceeded',
      { seats: 1, licensedGroups: ['staff'] },
      { kind: 'join', user: { key: 'k', name: 'bob' }, group: 'staff' },
    ],
    [
      'product.directory-read-only',
      { people: [{ name: 'alice', readOnly: true }] },
      { kind: 'deactivate', user: { key: 'k', name: 'alice' } },
    ],
    ['product.user-not-found', {}, { kind: 'deactivate', user: { key: 'k', name: 'nobody' } }],
    ['product.answer', {}, { kind: 'join', user: { key: 'k', name: 'alice' }, group: 'no such group' }],
    ['product.conflict', {}, { kind: 'create', account: { name: 'bob', displayName: 'B', email: 'b@example.org' } }],
    ['product.name', {}, { kind: 'create', account: { name: 'Dora', displayName: 'D', email: 'd@example.org' } }],
    ['product.name', {}, { kind: 'create', account: { name: 'anonymous', displayName: 'D', email: 'd@example.org' } }],
    ['product.name', {}, { kind: 'create', account: { name: 'do/ra', displayName: 'D', email: 'd@example.org' } }],
    ['product.name', {}, { kind: 'create', account: { name: 'dora', displayName: 'D <b>', email: 'd@example.org' } }],
    ['product.name', {}, { kind: 'update', user: { key: 'k', name: 'alice' }, displayName: 'Anonymous' }],
    ['product.name', {}, { kind: 'create-group', group: 'a/b' }],
    ['product.name', {}, { kind: 'join', user: { key: 'k', name: 'alice' }, group: 'staff/../admins' }],
    ['product.name', {}, { kind: 'join', user: { key: 'k', name: 'alice' }, group: 'admins.json' }],
  ])('refuses: %s', async ([code, options, change]) => {
    expect(await laterRefusal(() => start(options).product.apply(change))).toBe(code);
  });

  it('says which setting asks for a password once more', async () => {
    const { product, fake } = start();
    fake.trouble('websudo');
    const error = await refusalOf(() => product.apply({ kind: 'deactivate', user: alice }));
    expect([error.code, error.details]).toEqual([
      'product.websudo-required',
      { product: 'confluence', setting: expect.stringContaining('Secure administrator sessions') },
    ]);
  });

  it('is told by its version what it cannot do, or by whoever knows better', async () => {
    const { fake } = start({ version: '8.5.6' });
    const options: ConfluenceOptions = { baseUrl: fake.baseUrl, authentication };
    const version = await confluenceVersion(options, fake.env);
    expect([...confluence({ ...options, version }).incapable.keys()]).toEqual([
      'find-by-email',
      'update',
      'rename',
      'activate',
      'deactivate',
      'join',
      'leave',
      'end-sessions',
    ]);
    expect(confluence({ ...options, version, since: { join: '8.5', leave: '8.5' } }).incapable.has('join')).toBe(false);
  });
});

describe('an account whose deletion has begun', () => {
  it('is there until it is done', async () => {
    const { product, fake } = start();
    const headers = { authorization: `Bearer ${authentication.token}`, 'x-atlassian-token': 'no-check' };
    const answer = await fake.env.fetch(`${fake.baseUrl}/rest/api/admin/user/alice`, { method: 'DELETE', headers });
    expect([answer.status, (await product.find({ name: 'alice' }))?.name]).toEqual([202, 'alice']);
    fake.settle();
    expect(await product.find({ name: 'alice' })).toBeUndefined();
  });
});

function start(options: FakeOptions = {}, more: Partial<ConfluenceOptions> = {}) {
  const fake = fakeConfluence({ people: [{ name: 'alice', groups: ['staff'] }, { name: 'bob' }], groups: ['my staff'], ...options });
  return { fake, product: confluence({ baseUrl: fake.baseUrl, authentication, ...more }, fake.env) };
}

const alice = { key: '4028d6768851c8900188556b00000000', name: 'alice', active: true };
const createDora: Change = { kind: 'create', account: { name: 'dora', displayName: 'Dora D', email: 'dora@example.org' } };
