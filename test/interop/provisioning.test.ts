import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitbucket } from '../../src/adapters/bitbucket/index.ts';
import { confluence } from '../../src/adapters/confluence/index.ts';
import { deprovision } from '../../src/adapters/deprovision.ts';
import { jira } from '../../src/adapters/jira/index.ts';
import { type PolicyOptions, policy } from '../../src/adapters/policy.ts';
import type { Product } from '../../src/adapters/product.ts';
import { provision } from '../../src/adapters/provision.ts';
import { serviceManagement } from '../../src/adapters/service-management/index.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { linkSubject } from '../../src/identity/link.ts';
import { accountOf, mapping } from '../../src/identity/mapping/mapping.ts';
import { discover } from '../../src/oidc/index.ts';
import { finish, fromForm, identityProvider, login, serviceProvider } from '../../src/saml/index.ts';
import { memoryLinkStore, memoryReplayStore } from '../../src/stores/index.ts';
import { startIdentityProvider } from '../examples/identity-provider.ts';
import { Browser } from '../support/browser.ts';
import { selfSigned } from '../support/certificate.ts';
import { keyPair } from '../support/keys.ts';
import { registered } from '../support/openid-clients.ts';
import { signedIn, us } from '../support/openid-flow.ts';
import { startOpenIdProvider } from '../support/openid-provider.ts';
import { fakeBitbucket } from '../support/products/bitbucket.ts';
import { fakeConfluence } from '../support/products/confluence.ts';
import { passwordAuthentication as authentication, type FakeOptions, type FakeProduct } from '../support/products/fake.ts';
import { fakeJira } from '../support/products/jira.ts';
import { fakeServiceManagement } from '../support/products/service-management.ts';
import { laterRefusal } from '../support/refusal.ts';

/** Who is made known to the products, by a login that really took place. */
const identities = new Map<'SAML' | 'OpenID Connect', Identity>();
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  identities.set('SAML', await bySaml());
  identities.set('OpenID Connect', await byOpenId());
});
afterAll(async () => {
  for (const close of closing) await close();
});

const how = mapping({
  displayName: ['displayName', 'name'],
  email: ['mail', 'email'],
  emailIsVerified: true,
  groups: ['groups'],
  nameRules: [{ kind: 'lower-case' }],
});
const rules: PolicyOptions = {
  accounts: 'create-and-update',
  groups: { mode: 'managed', defaults: ['users'], managed: ['engineering', 'on-call', 'sales'] },
};
const owning: PolicyOptions = { ...rules, authoritative: { names: true } };

describe.each(['SAML', 'OpenID Connect'] as const)('somebody who has signed in by %s', (protocol) => {
  describe.each([
    ['Jira', fakeJira, (fake: FakeProduct) => jira({ baseUrl: fake.baseUrl, authentication }, fake.env)],
    [
      'Jira Service Management',
      fakeServiceManagement,
      (fake: FakeProduct) => serviceManagement({ baseUrl: fake.baseUrl, authentication }, fake.env),
    ],
    ['Confluence', fakeConfluence, (fake: FakeProduct) => confluence({ baseUrl: fake.baseUrl, authentication }, fake.env)],
    ['Bitbucket', fakeBitbucket, (fake: FakeProduct) => bitbucket({ baseUrl: fake.baseUrl, authentication }, fake.env)],
  ] as const)('and comes to %s', (_, fakeOf, productOf) => {
    it('gets an account with default groups and their own, and nothing twice', async () => {
      const { fake, comes } = scene(fakeOf, productOf);
      expect(await comes()).toMatchObject({ isNew: true, missingGroups: [] });
      expect(fake.people.byName('alice')).toMatchObject({ displayName: 'Alice Ångström', email: 'alice@example.org', active: true });
      expect(groupsOf(fake)).toEqual(['engineering', 'on-call', 'users']);
      const sent = fake.writes.length;
      expect(await comes()).toMatchObject({ isNew: false, changes: [] });
      expect(fake.writes.length).toBe(sent);
    });

    it('is linked to the account that is there, updated, and moved between groups', async () => {
      const there = { name: 'alice', displayName: 'A. Angstrom', email: 'alice@example.org', groups: ['sales', 'by-hand'] };
      const { fake, comes, store, product } = scene(fakeOf, productOf, { people: [there] });
      expect(await laterRefusal(comes)).toBe('product.account-taken');
      expect(await comes(owning)).toMatchObject({ isNew: false });
      expect(fake.people.byName('alice')).toMatchObject({ displayName: 'Alice Ångström' });
      expect(groupsOf(fake)).toEqual(['by-hand', 'engineering', 'on-call']);
      const link = await store.find(product.id, linkSubject(identityBy(protocol)));
      expect(link).toMatchObject({ state: 'linked', userKey: (await product.find({ name: 'alice' }))?.key });
    });

    it('is switched off when they leave, refused then, and let in again where the policy says so', async () => {
      const { fake, comes, store, product } = scene(fakeOf, productOf);
      await comes();
      const report = await deprovision(product, store, linkSubject(identityBy(protocol)), policy(rules));
      expect(report?.leftovers).toContain('access-tokens');
      // Bitbucket can switch nobody off: without groups there is neither licence nor access.
      if (product.incapable.has('deactivate')) expect(groupsOf(fake)).toEqual([]);
      else expect(fake.people.byName('alice')?.active).toBe(false);
      expect(await laterRefusal(comes)).toBe('product.user-inactive');
      await comes({ ...rules, reactivate: true });
      expect(fake.people.byName('alice')?.active).toBe(true);
      expect(groupsOf(fake)).toEqual(['engineering', 'on-call', 'users']);
    });
  });

  function scene(fakeOf: (options: FakeOptions) => FakeProduct, productOf: (fake: FakeProduct) => Product, more: FakeOptions = {}) {
    const fake = fakeOf({ groups: ['users', 'engineering', 'on-call', 'sales', 'by-hand'], ...more });
    const [product, store, identity] = [productOf(fake), memoryLinkStore(), identityBy(protocol)];
    const comes = (options: PolicyOptions = rules) => provision(product, store, identity, accountOf(identity, how), policy(options));
    return { fake, product, store, comes };
  }
});

async function bySaml(): Promise<Identity> {
  const attributes = { mail: ['alice@example.org'], displayName: ['Alice Ångström'], groups: ['engineering', 'on-call'] };
  const password = 'correct horse';
  const running = await startIdentityProvider(keyPair('rsa-2048', 'provisioning').privateKey, [{ name: 'alice', attributes }], password);
  closing.push(running.close);
  const acsUrl = 'https://sp.example/acs';
  const { privateKey } = keyPair('rsa-2048', 'provisioning service');
  const { pem: certificate } = selfSigned(privateKey);
  const current = { privateKey, certificate };
  const sp = serviceProvider({ entityId: 'https://sp.example', assertionConsumerServices: [{ url: acsUrl }], signing: { current } });
  running.register({ entityId: sp.entityId, acsUrl, certificate });
  const idp = identityProvider(await (await fetch(running.metadataUrl)).text());
  const { outgoing, pending } = await login(sp, idp);
  const answer = await new Browser(acsUrl).carryOut(outgoing, { password });
  if ('forms' in answer) throw new Error(answer.html);
  return (await finish(sp, idp, fromForm(answer.parameters, acsUrl), pending, memoryReplayStore())).identity;
}

async function byOpenId(): Promise<Identity> {
  const op = await startOpenIdProvider({ clients: registered });
  closing.push(op.close);
  const client = us('secret-basic', { userInfo: true, scopes: ['openid', 'profile', 'email', 'groups'] });
  return (await signedIn(client, await discover(op.issuer))).identity;
}

function identityBy(protocol: 'SAML' | 'OpenID Connect'): Identity {
  const identity = identities.get(protocol);
  if (identity === undefined) throw new Error(`nobody has signed in by ${protocol}`);
  return identity;
}

function groupsOf({ people }: FakeProduct): readonly string[] {
  const person = people.byName('alice');
  return person === undefined ? [] : people.groupsOf(person).toSorted();
}
