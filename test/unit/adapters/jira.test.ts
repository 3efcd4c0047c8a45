import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/adapters/change.ts';
import { type JiraOptions, jira, jiraVersion } from '../../../src/adapters/jira/index.ts';
import type { Product } from '../../../src/adapters/product.ts';
import { authentication, type FakeOptions, type FakeProduct } from '../../support/products/fake.ts';
import { fakeJira, refuse } from '../../support/products/jira.ts';
import { laterRefusal, refusal, refusalOf } from '../../support/refusal.ts';

describe('the calls to Jira', () => {
  it.for<[string, (product: Product) => Promise<unknown>, object[]]>([
    ['find by key', (of) => of.find({ key: 'JIRAUSER10100', lastName: 'alice' }), [get('/user', { key: 'JIRAUSER10100' })]],
    ['find by name', (of) => of.find({ name: 'alice' }), [get('/user', { username: 'alice' })]],
    [
      'find by e-mail',
      (of) => of.find({ email: 'alice@example.org' }),
      [
        get('/user/search', {
          username: 'alice@example.org',
          includeActive: 'true',
          includeInactive: 'true',
          startAt: '0',
          maxResults: '100',
        }),
      ],
    ],
    ['groups', (of) => of.groupsOf(alice), [get('/user', { key: 'JIRAUSER10100', expand: 'groups' })]],
    ['existing groups', (of) => of.existing(['staff']), [get('/groups/picker', { query: 'staff', maxResults: '100' })]],
    [
      'create',
      (of) => of.apply({ kind: 'create', account: { name: 'dora', displayName: 'Dora D', email: 'dora@example.org' } }),
      [['POST', '/rest/api/2/user', {}, { name: 'dora', displayName: 'Dora D', emailAddress: 'dora@example.org', notification: false }]],
    ],
    [
      'update',
      (of) => of.apply({ kind: 'update', user: alice, displayName: 'Alice A' }),
      [['PUT', '/rest/api/2/user', { key: 'JIRAUSER10100' }, { displayName: 'Alice A' }]],
    ],
    [
      'rename',
      (of) => of.apply({ kind: 'rename', user: alice, newName: 'alicia' }),
      [['PUT', '/rest/api/2/user', { key: 'JIRAUSER10100' }, { name: 'alicia' }]],
    ],
    [
      'activate',
      (of) => of.apply({ kind: 'activate', user: alice }),
      [['PUT', '/rest/api/2/user', { key: 'JIRAUSER10100' }, { active: true }]],
    ],
    [
      'deactivate',
      (of) => of.apply({ kind: 'deactivate', user: alice }),
      [['PUT', '/rest/api/2/user', { key: 'JIRAUSER10100' }, { active: false }]],
    ],
    [
      'create a group',
      (of) => of.apply({ kind: 'create-group', group: 'new team' }),
      [['POST', '/rest/api/2/group', {}, { name: 'new team' }]],
    ],
    [
      'join',
      (of) => of.apply({ kind: 'join', user: alice, group: 'readers' }),
      [['POST', '/rest/api/2/group/user', { groupname: 'readers' }, { name: 'alice' }]],
    ],
    [
      'leave',
      (of) => of.apply({ kind: 'leave', user: alice, group: 'Staff' }),
      [['DELETE', '/rest/api/2/group/user', { groupname: 'Staff', username: 'alice' }, undefined]],
    ],
    [
      'end sessions',
      (of) => of.apply({ kind: 'end-sessions', user: alice }),
      [['DELETE', '/rest/api/2/user/session/alice', {}, undefined]],
    ],
  ])('are as documented: %s', async ([, action, expected]) => {
    const { product, fake } = start();
    await action(product);
    expect(fake.calls.map(({ method, path, query, body }) => [method, path, query, body])).toEqual(expected);
  });

  it('carry a token or a password, and never a cookie', async () => {
    const { product, fake } = start();
    await product.find({ name: 'alice' });
    const withPassword = jira(
      { baseUrl: fake.baseUrl, authentication: { kind: 'basic', user: 'admin', password: 'correct horse' } },
      fake.env,
    );
    await withPassword.find({ name: 'alice' });
    expect(fake.calls.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer a-token-of-an-administrator',
      'Basic YWRtaW46Y29ycmVjdCBob3JzZQ==',
    ]);
  });

  it('say that no browser was tricked into them, where they change something', async () => {
    const { product, fake } = start();
    await product.apply({ kind: 'deactivate', user: alice });
    expect(fake.calls[0]?.headers).toMatchObject({ 'x-atlassian-token': 'no-check', 'content-type': 'application/json' });
  });
});

describe('somebody in Jira', () => {
  it('is found with all that Jira tells', async () => {
    const { product } = start({ people: [{ name: 'alice', displayName: 'Alice A', lastLogin: new Date('2025-12-24T18:00:00Z') }] });
    expect(await product.find({ name: 'alice' })).toEqual({
      key: 'JIRAUSER10100',
      name: 'alice',
      displayName: 'Alice A',
      email: 'alice@example.org',
      active: true,
      lastLogin: new Date('2025-12-24T18:00:00Z'),
    });
  });

  it('is found by name and address in any case, but by key only to the letter', async () => {
    const { product } = start();
    expect((await product.find({ name: 'ALICE' }))?.name).toBe('alice');
    expect((await product.find({ email: 'Alice@Example.org' }))?.name).toBe('alice');
    expect(await product.find({ key: 'jirauser10100', lastName: 'alice' })).toBeUndefined();
    expect(await product.find({ name: 'nobody' })).toBeUndefined();
  });

  it('is not taken for whoever has that address within another, or at its beginning', async () => {
    const { product } = start({
      people: [
        { name: 'mallory', email: 'x.bob@example.org' },
        { name: 'bob@example.org', email: 'other@example.org' },
        { name: 'eve', email: 'bob@example.org.evil.example', displayName: 'bob@example.org' },
      ],
    });
    expect(await product.find({ email: 'bob@example.org' })).toBeUndefined();
  });

  it('is found behind more than a page of addresses that hold theirs', async () => {
    const others = Array.from({ length: 230 }, (_, number) => ({ name: `u${number}`, email: `u${number}.bob@example.org` }));
    const { product, fake } = start({ people: [...others, { name: 'bob', email: 'bob@example.org', active: false }] });
    expect(await product.find({ email: 'bob@example.org' })).toMatchObject({ name: 'bob', active: false });
    expect(fake.calls.map(({ query }) => query['startAt'])).toEqual(['0', '100', '200']);
  });

  it('is nobody where two have the address', async () => {
    const { product } = start({
      people: [
        { name: 'a', email: 'x@example.org' },
        { name: 'b', email: 'X@example.org' },
      ],
    });
    expect(await laterRefusal(() => product.find({ email: 'x@example.org' }))).toBe('product.ambiguous-user');
  });

  it('is not looked for without end, where Jira knows of no pages', async () => {
    const { product, fake } = start();
    const page = Array.from({ length: 100 }, (_, number) => ({ key: `${number}`, name: `n${number}`, active: true }));
    fake.trouble(Response.json(page), 3);
    expect(await laterRefusal(() => product.find({ email: 'x@example.org' }))).toBe('product.answer');
    expect(fake.calls).toHaveLength(2);
  });

  it('is another than whose name only a fold of letters makes equal', async () => {
    const { product, fake } = start();
    // The Kelvin sign.
    fake.trouble(Response.json({ key: 'k', name: 'kate', active: true }));
    expect(await product.find({ name: '\u212aate' })).toBeUndefined();
  });
});

describe('a change in Jira', () => {
  it('makes an account without a password, and shows it', async () => {
    const { product } = start();
    expect(await product.apply(createDora)).toMatchObject({ key: 'JIRAUSER10103', name: 'dora', active: true });
  });

  it('does not take an account that is there for one that it has made', async () => {
    const { product } = start({ people: [{ name: 'Dora' }] });
    expect(await laterRefusal(() => product.apply(createDora))).toBe('product.conflict');
  });

  it.for<Change>([
    { kind: 'join', user: { key: 'JIRAUSER10100', name: 'alice' }, group: 'readers' },
    { kind: 'leave', user: { key: 'JIRAUSER10100', name: 'alice' }, group: 'staff' },
    { kind: 'create-group', group: 'new' },
    { kind: 'rename', user: { key: 'JIRAUSER10100', name: 'alice' }, newName: 'alicia' },
    { kind: 'deactivate', user: { key: 'JIRAUSER10100', name: 'alice' } },
    { kind: 'activate', user: { key: 'JIRAUSER10100', name: 'alice' } },
    { kind: 'update', user: { key: 'JIRAUSER10100', name: 'alice' }, email: 'new@example.org' },
  ])('may come twice: $kind', async (change) => {
    const { product, fake } = start();
    await product.apply(change);
    const once = stateOf(fake);
    await product.apply(change);
    expect(stateOf(fake)).toEqual(once);
  });

  it('believes a membership that Jira speaks of only after it has looked', async () => {
    const { product, fake } = start();
    fake.trouble(refuse(400, "Cannot add user. 'alice' is already a member of 'readers'."));
    expect(await laterRefusal(() => product.apply({ kind: 'join', user: alice, group: 'readers' }))).toBe('product.answer');
  });

  it.for<[string, string]>([
    ['product.answer', "Cannot add user. 'alice' is not allowed in 'license-users'."],
    ['product.answer', "Cannot add user. The group 'read-only-people' is not there."],
    ['product.license-exceeded', 'This user would exceed the user limit of your license.'],
    ['product.directory-read-only', "Cannot edit user, as the user's directory is read-only."],
  ])('reads a sentence for what it says, and no name in it: %s', async ([code, sentence]) => {
    const { product, fake } = start();
    fake.trouble(refuse(400, sentence));
    expect(await laterRefusal(() => product.apply({ kind: 'join', user: alice, group: 'readers' }))).toBe(code);
  });

  it.for<[string, FakeOptions, Change]>([
    [
      'product.license-exceeded',
      { seats: 1, licensedGroups: ['staff'] },
      { kind: 'join', user: { key: 'JIRAUSER10101', name: 'bob' }, group: 'staff' },
    ],
    [
      'product.directory-read-only',
      { people: [{ name: 'alice', readOnly: true }] },
      { kind: 'update', user: { key: 'JIRAUSER10100', name: 'alice' }, displayName: 'A' },
    ],
    ['product.user-not-found', {}, { kind: 'deactivate', user: { key: 'JIRAUSER1', name: 'nobody' } }],
    ['product.user-not-found', {}, { kind: 'end-sessions', user: { key: 'JIRAUSER1', name: 'nobody' } }],
    ['product.conflict', {}, { kind: 'rename', user: { key: 'JIRAUSER10100', name: 'alice' }, newName: 'bob' }],
    ['product.answer', {}, { kind: 'join', user: { key: 'JIRAUSER10100', name: 'alice' }, group: 'no such group' }],
    ['product.name', {}, { kind: 'create', account: { name: 'D&D', displayName: 'D', email: 'd@example.org' } }],
    ['product.name', {}, { kind: 'rename', user: { key: 'JIRAUSER10100', name: 'alice' }, newName: 'ali ce' }],
    ['product.name', {}, { kind: 'end-sessions', user: { key: 'JIRAUSER10100', name: '../../group' } }],
    ['product.name', {}, { kind: 'create-group', group: ' ' }],
  ])('is refused: %s', async ([code, options, change]) => {
    const { product } = start(options);
    expect(await laterRefusal(() => product.apply(change))).toBe(code);
  });
});

describe('the groups of Jira', () => {
  it('are shown as Jira writes them', async () => {
    const { product } = start();
    expect(await product.groupsOf(alice)).toEqual(['Staff']);
    expect(await product.existing(['STAFF', 'readers', 'none'])).toEqual(['Staff', 'readers']);
  });

  it('are known to be there where the picker shows others only', async () => {
    const groups = Array.from({ length: 30 }, (_, number) => `a-${number}-x`);
    const { product, fake } = start({ groups: [...groups, 'x'] });
    expect(await product.existing(['x'])).toEqual(['x']);
    expect(fake.calls.map(({ path }) => path)).toEqual(['/rest/api/2/groups/picker', '/rest/api/2/group/member']);
  });

  it('are not those of somebody who is gone', async () => {
    const { product } = start();
    expect(await laterRefusal(() => product.groupsOf({ key: 'JIRAUSER1', name: 'gone', active: true }))).toBe('product.user-not-found');
  });
});

describe('the version of Jira', () => {
  it('is asked for, and decides what can be done', async () => {
    const { fake } = start({ version: '8.2.4' });
    const options: JiraOptions = { baseUrl: fake.baseUrl, authentication };
    const version = await jiraVersion(options, fake.env);
    expect(version).toBe('8.2.4');
    const product = jira({ ...options, version }, fake.env);
    expect([...product.incapable]).toEqual([
      ['activate', { reason: 'version', since: '8.3' }],
      ['deactivate', { reason: 'version', since: '8.3' }],
    ]);
    const error = await refusalOf(() => product.apply({ kind: 'deactivate', user: alice }));
    expect([error.code, error.details]).toEqual([
      'product.unsupported',
      { product: 'jira', operation: 'deactivate', reason: 'version', since: '8.3' },
    ]);
    expect(fake.calls).toHaveLength(1);
  });

  it('may be told better than the table knows it', () => {
    const { fake } = start();
    const options: JiraOptions = { baseUrl: fake.baseUrl, authentication, version: '8.14.0-m0003' };
    expect(jira(options).incapable.size).toBe(0);
    expect([...jira({ ...options, since: { 'end-sessions': '8.15' } }).incapable.keys()]).toEqual(['end-sessions']);
  });
});

describe('the options of Jira', () => {
  it.for<[string, object]>([
    ['a misspelt field', { baseURL: 'https://jira.example' }],
    ['a base URL without TLS', { baseUrl: 'http://jira.example' }],
    ['a base URL with a query', { baseUrl: 'https://jira.example/?x' }],
    ['a token of two lines', { authentication: { kind: 'token', token: 'a\nb' } }],
    ['a user with a colon', { authentication: { kind: 'basic', user: 'a:b', password: 'c' } }],
    ['no authentication', { authentication: undefined }],
    ['another authentication', { authentication: { kind: 'cookie' } }],
    ['a version that is none', { version: 'newest' }],
    ['a version of something unknown', { since: { fly: '1.0' } }],
    ['characters that are no text', { userNames: { forbidden: ['a'] } }],
  ])('are refused: %s', ([, broken]) => {
    expect(refusal(() => jira({ baseUrl: 'https://jira.example', authentication, ...broken }))).toBe('config.invalid');
  });

  it('can allow what Jira of that place allows', async () => {
    const { fake } = start();
    const product = jira({ baseUrl: fake.baseUrl, authentication, userNames: { forbidden: '', capitals: true } }, fake.env);
    const named = (name: string): Change => ({ kind: 'create', account: { name, displayName: 'D', email: 'd@example.org' } });
    expect(await product.apply(named('D&D'))).toMatchObject({ name: 'D&D' });
    expect(await laterRefusal(() => product.apply(named('D D')))).toBe('product.name');
    expect(await laterRefusal(() => start().product.apply(named('Dora')))).toBe('product.name');
  });
});

function start(options: FakeOptions = {}): { readonly product: Product; readonly fake: FakeProduct } {
  const fake = fakeJira({
    people: [{ name: 'alice', groups: ['Staff'] }, { name: 'bob' }, { name: 'carol' }],
    groups: ['readers'],
    ...options,
  });
  return { fake, product: jira({ baseUrl: fake.baseUrl, authentication }, fake.env) };
}

function stateOf({ people: { all, groups } }: FakeProduct): unknown {
  return structuredClone([all, [...groups.values()]]);
}

function get(path: string, query: object): unknown[] {
  return ['GET', `/rest/api/2${path}`, query, undefined];
}

const alice = { key: 'JIRAUSER10100', name: 'alice', active: true };
const createDora: Change = { kind: 'create', account: { name: 'dora', displayName: 'Dora D', email: 'dora@example.org' } };
