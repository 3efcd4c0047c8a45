import { describe, expect, it } from 'vitest';
import { jira } from '../../src/adapters/jira/index.ts';
import { type PolicyOptions, policy } from '../../src/adapters/policy.ts';
import { provision } from '../../src/adapters/provision.ts';
import { accountOf, type MappingOptions, mapping } from '../../src/identity/mapping/mapping.ts';
import { login } from '../../src/saml/login.ts';
import { memoryLinkStore } from '../../src/stores/index.ts';
import { identityOf } from '../support/people.ts';
import { authentication, type FakeOptions } from '../support/products/fake.ts';
import { fakeJira } from '../support/products/jira.ts';
import { laterRefusal } from '../support/refusal.ts';
import { answer, asked, at, loggedIn, them, us } from '../support/saml-login.ts';

const alice = identityOf('alice', { upn: ['alice@example.org'], mail: ['alice@example.org'], groups: ['engineering'] });
const how: MappingOptions = { email: ['mail'], groups: ['groups'] };

describe('who somebody is', () => {
  it('row 32: the user id is the NameID or an attribute', () => {
    expect(accountOf(alice, mapping({})).name).toBe('alice');
    expect(accountOf(alice, mapping({ name: [{ attribute: 'upn' }] })).name).toBe('alice@example.org');
  });

  it('row 33: the attribute is a setting, several may be named in order', () => {
    expect(accountOf(alice, mapping({ name: [{ attribute: 'employeeid' }, { attribute: 'mail' }] })).name).toBe('alice@example.org');
  });

  it('row 38: nobody at the product by that user id is an error with a code of its own', async () => {
    expect(await laterRefusal(() => comes({ accounts: 'link' }))).toBe('product.user-not-found');
    expect(await laterRefusal(() => comes({ accounts: 'off' }))).toBe('product.user-not-found');
  });

  it('row 39: the user name may be the e-mail address', async () => {
    const { fake } = await comes({ accounts: 'create' }, { name: [{ attribute: 'mail' }] });
    expect(fake.people.byName('alice@example.org')).toMatchObject({ email: 'alice@example.org' });
  });
});

describe('accounts', () => {
  it('row 41: are made when somebody signs in for the first time', async () => {
    expect((await comes({ accounts: 'create' })).report).toMatchObject({ isNew: true });
  });

  it('row 42: are made only where that was chosen', async () => {
    expect(await laterRefusal(() => comes({ accounts: 'link' }))).toBe('product.user-not-found');
    expect(await laterRefusal(() => comes({ accounts: 'create' }))).toBe('accepted');
  });

  it('row 43: are given several default groups when they are new', async () => {
    const { fake } = await comes({ accounts: 'create', groups: { defaults: ['jira-users', 'newcomers'] } });
    const person = fake.people.byName('alice');
    expect(person && fake.people.groupsOf(person)).toEqual(['jira-users', 'newcomers']);
  });

  it('row 45: are left alone altogether where nothing is to be provisioned', async () => {
    const off: PolicyOptions = { accounts: 'off', authoritative: { names: true } };
    const { fake, report } = await comes(off, {}, { people: [{ name: 'alice' }] });
    expect([report.changes, fake.writes]).toEqual([[], []]);
  });
});

describe('what was a defect elsewhere', () => {
  it('row 60: where somebody wanted to go is kept here, so that no browser can lose or change it', async () => {
    const { urls } = jira({ baseUrl: 'https://jira.example/jira', authentication });
    const wanted = urls.destination('/browse/ABC-1?filter=a%20b') ?? '';
    const { outgoing, pending } = await login(us(), them(), { returnTo: wanted }, at());
    expect(JSON.stringify(outgoing)).not.toContain('ABC-1');
    expect(pending.returnTo).toBe('https://jira.example/jira/browse/ABC-1?filter=a%20b');
    expect((await loggedIn(answer(), { pending: asked({ returnTo: wanted }) })).returnTo).toBe(wanted);
  });

  it('row 69: nobody is taken for who an unsigned answer says they are', async () => {
    expect(await laterRefusal(() => loggedIn(answer({}, {}, 'none')))).toBe('signature.missing');
  });
});

/** Somebody signs in and comes to Jira. */
async function comes(options: PolicyOptions, more: MappingOptions = {}, there: FakeOptions = {}) {
  const fake = fakeJira({ groups: ['jira-users', 'newcomers', 'engineering'], ...there });
  const [product, links] = [jira({ baseUrl: fake.baseUrl, authentication }, fake.env), memoryLinkStore()];
  const report = await provision(product, links, alice, accountOf(alice, mapping({ ...how, ...more })), policy(options));
  return { fake, product, links, report };
}
