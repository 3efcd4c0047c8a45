import { bitbucket } from '../../../src/adapters/bitbucket/index.ts';
import { confluence } from '../../../src/adapters/confluence/index.ts';
import {
  type Mapping,
  type MappingOptions,
  mapping,
  type Policy,
  type PolicyOptions,
  type Product,
  policy,
} from '../../../src/adapters/index.ts';
import { jira } from '../../../src/adapters/jira/index.ts';
import { serviceManagement } from '../../../src/adapters/service-management/index.ts';
import type { Env } from '../../../src/index.ts';
import type { EntranceOptions } from '../../../src/routing/index.ts';
import { fakeBitbucket } from '../../support/products/bitbucket.ts';
import { fakeConfluence } from '../../support/products/confluence.ts';
import { passwordAuthentication as authentication, type FakeOptions, type FakeProduct } from '../../support/products/fake.ts';
import { fakeJira } from '../../support/products/jira.ts';
import { fakeServiceManagement } from '../../support/products/service-management.ts';
import { domains } from './people.ts';

/** The providers, by our own names for them. */
export type ProviderId = keyof typeof domains;

/** A product as it is set up here: where it is, who comes in how, and what becomes of them. */
export interface Installation {
  /** What people call it. */
  readonly name: string;
  /** Under which all of it is, as `/jira`. */
  readonly path: string;
  /** Its first page. */
  readonly home: string;
  readonly fake: FakeProduct;
  readonly product: Product;
  readonly entrance: EntranceOptions;
  readonly accounts: Readonly<Record<ProviderId, { readonly mapping: Mapping; readonly policy: Policy }>>;
  /** How the providers are asked, and how they answer: each product tries something else. */
  readonly binding: 'redirect' | 'post';
  readonly responseMode: 'query' | 'form_post';
  /** May the provider of the staff begin logins? */
  readonly allowUnsolicited: boolean;
}

/** The four products at an address, with the accounts and groups that are there before anybody comes. */
export function installations(url: string, env: Env): readonly Installation[] {
  const at = (path: string) => ({ baseUrl: `${url}${path}`, authentication });
  const seeded = (path: string, options: FakeOptions) => ({ ...options, baseUrl: `${url}${path}` });
  return [
    {
      ...asked('Jira', '/jira', '/jira/secure/Dashboard.jspa'),
      fake: fakeJira(seeded('/jira', { people: [{ name: 'bob', groups: ['chess-club'] }], groups: jiraGroups })),
      product: jira(at('/jira'), env),
      entrance: { start: 'chooser' },
      accounts: accounts({
        defaults: ['jira-software-users'],
        map: { engineering: 'developers', support: 'helpers', suppliers: 'contractors' },
        managed: ['on-call'],
      }),
    },
    {
      ...asked('Jira Service Management', '/desk', '/desk/servicedesk/customer/portals'),
      fake: fakeServiceManagement(seeded('/desk', {})),
      product: serviceManagement({ ...at('/desk'), customers: true }, env),
      entrance: { start: 'forced', default: 'partners' },
      accounts: customers,
      responseMode: 'form_post',
    },
    {
      ...asked('Confluence', '/wiki', '/wiki/index.action'),
      fake: fakeConfluence(seeded('/wiki', { groups: ['confluence-users', 'engineering', 'on-call', 'guests'] })),
      product: confluence(at('/wiki'), env),
      entrance: { start: 'email-first' },
      accounts: accounts({ defaults: ['confluence-users'], map: { suppliers: 'guests' }, managed: ['engineering', 'on-call'] }),
      binding: 'post',
    },
    {
      ...asked('Bitbucket', '/git', '/git/dashboard'),
      fake: fakeBitbucket(seeded('/git', { groups: ['stash-users', 'engineering'] })),
      product: bitbucket(at('/git'), env),
      entrance: { start: 'forced', default: 'staff' },
      accounts: accounts({ defaults: ['stash-users'], managed: ['engineering'] }),
      allowUnsolicited: true,
    },
  ];
}

function asked(name: string, path: string, home: string) {
  return { name, path, home, binding: 'redirect', responseMode: 'query', allowUnsolicited: false } as const;
}

/** What becomes of people by whoever vouches for them. Only the company itself may say whose an account is that is there already. */
function accounts(groups: Pick<NonNullable<PolicyOptions['groups']>, 'defaults' | 'map' | 'managed'>): Installation['accounts'] {
  const rules: PolicyOptions = { accounts: 'create-and-update', groups: { mode: 'managed', ...groups } };
  return {
    staff: { mapping: mapping(ofStaff), policy: policy({ ...rules, authoritative: { names: true } }) },
    partners: { mapping: mapping(ofPartners), policy: policy(rules) },
  };
}

const ofStaff: MappingOptions = {
  nameRules: [{ kind: 'lower-case' }, { kind: 'strip-domain', domain: domains.staff }],
  displayName: ['displayName'],
  email: ['mail'],
  emailIsVerified: true,
  groups: ['groups'],
};
const ofPartners: MappingOptions = {
  nameRules: [{ kind: 'lower-case' }, { kind: 'replace', pattern: '(.+)', replacement: 'partner-$1' }],
  displayName: ['name'],
  email: ['email'],
  groups: ['groups'],
};
/** Customers of a service desk are called by their address, and are in no groups. */
const customer = {
  mapping: mapping({ name: [{ attribute: 'email' }], nameRules: [{ kind: 'lower-case' }], displayName: ['name'], email: ['email'] }),
  policy: policy({ accounts: 'create-and-update' }),
};
const customers = { staff: customer, partners: customer };
const jiraGroups = ['jira-software-users', 'developers', 'helpers', 'contractors', 'on-call', 'chess-club'];
