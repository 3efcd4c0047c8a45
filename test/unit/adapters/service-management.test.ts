import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/adapters/change.ts';
import { type ServiceManagementOptions, serviceManagement } from '../../../src/adapters/service-management/index.ts';
import { authentication, type FakeOptions } from '../../support/products/fake.ts';
import { fakeServiceManagement } from '../../support/products/service-management.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';

describe('a customer', () => {
  it('is made by a call of their own, without any access to an application', async () => {
    const { product, fake } = start();
    expect(await product.apply(createDora)).toMatchObject({ name: 'dora@example.org', email: 'dora@example.org', active: true });
    expect(fake.writes.map(({ method, path, query, body }) => [method, path, query, body])).toEqual([
      ['POST', '/rest/servicedeskapi/customer', {}, { email: 'dora@example.org', fullName: 'Dora D' }],
    ]);
    expect(fake.writes[0]?.headers).toMatchObject({ 'x-experimentalapi': 'opt-in' });
    expect(JSON.stringify(fake.calls)).not.toContain('applicationKeys');
    expect(fake.people.byName('dora@example.org')?.customer).toBe(true);
  });

  it('is called by the address', async () => {
    const email = 'Dora+desk@example.org';
    const made = await start().product.apply({ kind: 'create', account: { name: email, displayName: 'Dora D', email } });
    expect(made?.name).toBe('dora+desk@example.org');
    const account = { name: 'dora', displayName: 'Dora D', email: 'dora@example.org' };
    expect(await laterRefusal(() => start().product.apply({ kind: 'create', account }))).toBe('product.name');
  });

  it('is not made where somebody has the name', async () => {
    const { product } = start({ people: [{ name: 'dora@example.org' }] });
    expect(await laterRefusal(() => product.apply(createDora))).toBe('product.conflict');
  });

  it('comes into no group but those that were named as theirs', async () => {
    const { product, fake } = start();
    const join = (group: string): Change => ({ kind: 'join', user: alice, group });
    expect([...product.incapable.keys()]).toEqual(['create-group', 'join']);
    expect(await laterRefusal(() => product.apply(join('jira-servicedesk-users')))).toBe('product.unsupported');
    const named = start({}, { customerGroups: ['Acme'] }).product;
    await named.apply(join('acme'));
    expect(await laterRefusal(() => named.apply(join('jira-servicedesk-users')))).toBe('product.unsupported');
    expect(await laterRefusal(() => named.apply({ kind: 'create-group', group: 'jira-users' }))).toBe('product.unsupported');
    expect(fake.writes).toEqual([]);
  });

  it('is found, changed and switched off as anybody in Jira', async () => {
    const { product, fake } = start();
    expect(await product.find({ email: 'ALICE@example.org' })).toMatchObject({ name: 'alice' });
    await product.apply({ kind: 'deactivate', user: alice });
    await product.apply({ kind: 'end-sessions', user: alice });
    expect(fake.people.byName('alice')?.active).toBe(false);
    expect(fake.writes.map(({ path }) => path)).toEqual(['/rest/api/2/user', '/rest/api/2/user/session/alice']);
  });
});

describe('an agent', () => {
  it('is made as anybody in Jira', async () => {
    const { product, fake } = start({}, { customers: false });
    expect(await product.apply(createDora)).toMatchObject({ name: 'dora@example.org' });
    expect(fake.writes.map(({ path }) => path)).toEqual(['/rest/api/2/user']);
    expect(product.incapable.size).toBe(0);
  });
});

// Row 73: the portal has a login and a logout of its own.
describe('the addresses of a service desk', () => {
  const desk = 'https://jira.example/jira';

  it('lead to the portal or to the agents, by where somebody wants to go', () => {
    const { urls } = start().product;
    expect(urls.login('/servicedesk/customer/portal/2/create/10?q=printer')).toBe(
      `${desk}/servicedesk/customer/user/login?destination=portal%2F2%2Fcreate%2F10%3Fq%3Dprinter`,
    );
    expect(urls.login('/jira/servicedesk/customer/portals')).toBe(`${desk}/servicedesk/customer/user/login?destination=portals`);
    expect(urls.login('/browse/ABC-1')).toBe(`${desk}/login.jsp?os_destination=%2Fbrowse%2FABC-1`);
    expect(urls.login('//evil.example')).toBe(`${desk}/servicedesk/customer/user/login`);
  });

  it('are those of the class of users where nothing is wanted', () => {
    const { urls: ofCustomers } = start().product;
    const { urls: ofAgents } = start({}, { customers: false }).product;
    expect([ofCustomers.login(), ofCustomers.logout]).toEqual([
      `${desk}/servicedesk/customer/user/login`,
      `${desk}/servicedesk/customer/user/logout`,
    ]);
    expect([ofAgents.login(), ofAgents.logout]).toEqual([`${desk}/login.jsp`, `${desk}/secure/Logout!default.jspa`]);
  });

  it.each([
    ['/servicedesk/customer/portals', {}],
    ['/servicedesk/customer/user/requests?portalId=2', {}],
    ['/servicedesk/customer/portal/2', { id: '2' }],
    ['/servicedesk/customer/portal/2?x=/portal/3', { id: '2' }],
    ['/servicedesk/customer/portal/12/create/10#top', { id: '12' }],
    ['/servicedesk/customer/portal/2x', {}],
    ['/servicedesk/agent/portal/2', undefined],
    ['/browse/ABC-1', undefined],
    ['//evil.example/servicedesk/customer/portal/2', undefined],
    ['/servicedesk/customer/../agent', undefined],
  ])('tell which portal somebody wants to come to, if any: %s', (wanted, portal) => {
    for (const customers of [true, false]) {
      const desk = serviceManagement({ baseUrl: 'https://help.example/desk', authentication, customers });
      expect([desk.portalOf(wanted), desk.portalOf(wanted.replace(/^\/(?!\/)/, '/desk/'))]).toEqual([portal, portal]);
    }
  });

  it.each([
    ['/servicedesk/customer/portal/2', 'portal'],
    ['/jira/servicedesk/customer/user/requests', 'portal'],
    ['/browse/ABC-1', 'agents'],
    ['/servicedesk/customer/../agent', 'usual'],
    ['//evil.example/servicedesk/customer/portals', 'usual'],
  ] as const)('lead out on the side on which somebody is: %s', (page, side) => {
    for (const customers of [true, false]) {
      const { portal, agents, urls, logoutFrom } = start({}, { customers }).product;
      expect(logoutFrom(page)).toBe({ portal, agents, usual: urls }[side].logout);
    }
  });

  it.each([
    ['portals', 'portals', {}],
    ['portal/2/create/10?q=printer', 'portal/2/create/10?q=printer', { id: '2' }],
    ['portal/2/group/3?name=Größe', 'portal/2/group/3?name=Gr%C3%B6%C3%9Fe', { id: '2' }],
  ])('are those of the portal for what the portal itself names: %s', (wanted, written, portal) => {
    const { urls, portalOf, logoutFrom, portal: places } = start({}, { customers: false }).product;
    expect(urls.destination(wanted)).toBe(`${desk}/servicedesk/customer/${written}`);
    expect(new URL(urls.login(wanted)).searchParams.get('destination')).toBe(written);
    expect(urls.login(wanted)).toBe(places.login(wanted));
    expect([portalOf(wanted), logoutFrom(wanted)]).toEqual([portal, places.logout]);
  });

  it.each(['opaque-relay-state', 'default', 'evil.example', 'portal2', 'x/portal/2'])(
    'are none for a text that is no page: %s',
    (wanted) => {
      expect(start().product.urls.destination(wanted)).toBeUndefined();
    },
  );

  it.each([
    '..',
    '../../secure/admin',
    'portal/../../x',
    '/',
    'https://evil.example/',
    'javascript:alert(1)',
    'user:portal/2',
    '\\\\evil.example',
    'portal\t/2',
  ])('hand nothing over to the portal that may be another address there: %j', (wanted) => {
    const { portal, urls } = start().product;
    expect([portal.login(wanted), portal.login(`/servicedesk/customer/${wanted}`)]).toEqual([portal.login(), portal.login()]);
    expect(urls.destination(wanted)).toBe(wanted === '/' ? `${desk}/` : undefined);
  });

  it('are both to be had, and the portal never hands over what is not its own', () => {
    const { agents, portal } = start({}, { portalLogoutPath: '/servicedesk/customer/portals?logout=true' }).product;
    expect(portal.login('/secure/admin')).toBe(`${desk}/servicedesk/customer/user/login`);
    expect(portal.logout).toBe(`${desk}/servicedesk/customer/portals?logout=true`);
    expect(agents.login('/servicedesk/customer/portals')).toBe(`${desk}/login.jsp?os_destination=%2Fservicedesk%2Fcustomer%2Fportals`);
  });
});

it.for<[string, object]>([
  ['groups of customers for agents', { customers: false, customerGroups: ['acme'] }],
  ['a logout elsewhere', { portalLogoutPath: 'https://evil.example' }],
  ['a logout on another host', { portalLogoutPath: '//evil.example' }],
  ['a class of users that is none', { customers: 'yes' }],
  ['a group without a name', { customerGroups: [' '] }],
])('refuses %s', ([, options]) => {
  expect(refusal(() => serviceManagement({ baseUrl: 'https://jira.example', authentication, customers: true, ...options }))).toBe(
    'config.invalid',
  );
});

function start(options: FakeOptions = {}, more: Partial<ServiceManagementOptions> = {}) {
  const fake = fakeServiceManagement({ people: [{ name: 'alice' }], groups: ['acme', 'jira-servicedesk-users'], ...options });
  return { fake, product: serviceManagement({ baseUrl: fake.baseUrl, authentication, customers: true, ...more }, fake.env) };
}

const alice = { key: 'JIRAUSER10100', name: 'alice', active: true };
const createDora: Change = { kind: 'create', account: { name: 'dora@example.org', displayName: 'Dora D', email: 'dora@example.org' } };
