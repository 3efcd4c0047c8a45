import { describe, expect, it } from 'vitest';
import { readHandover } from '../../src/adapters/handover/read-handover.ts';
import { signedHeader } from '../../src/adapters/handover/signed-header.ts';
import { jira } from '../../src/adapters/jira/index.ts';
import { policy } from '../../src/adapters/policy.ts';
import { provision } from '../../src/adapters/provision.ts';
import { serviceManagement } from '../../src/adapters/service-management/index.ts';
import { type SetUpStep, setUp } from '../../src/adapters/set-up.ts';
import { addresses } from '../../src/adapters/urls.ts';
import { accountOf, mapping } from '../../src/identity/mapping/mapping.ts';
import { samlLogin } from '../../src/providers/index.ts';
import {
  type Asked,
  type CandidateOptions,
  chooseProvider,
  type Decision,
  type EntranceOptions,
  readAsked,
  routing,
  type Visitor,
  writeAsked,
} from '../../src/routing/index.ts';
import { identityProvider, login } from '../../src/saml/index.ts';
import { memoryLinkStore, memoryReplayStore } from '../../src/stores/index.ts';
import { keyPair } from '../support/keys.ts';
import { identityOf } from '../support/people.ts';
import { authentication } from '../support/products/fake.ts';
import { fakeServiceManagement } from '../support/products/service-management.ts';
import { refusal, refusalDetails } from '../support/refusal.ts';
import { bases, made, products, registration } from '../support/registrations.ts';
import { at, them, us } from '../support/saml-login.ts';

const entra: CandidateOptions = { id: 'entra', name: 'Example Corporation', domains: ['example.org'], tellDomain: true };
const okta: CandidateOptions = { id: 'okta', name: 'Partners', domains: ['partner.example'] };
const providers = [entra, okta];
const forced: EntranceOptions = { start: 'forced', default: 'entra' };

describe('the login page', () => {
  it('row 48: a provider has a button beside the login of the product, with a text of your own', () => {
    const made = decision({ start: 'password' }, {}, {}, [{ ...entra, button: 'Sign in with your work account' }, okta]);
    const among = made.kind === 'password' && 'among' in made ? made.among : [];
    expect(among.map(({ name, button }) => button ?? name)).toEqual(['Sign in with your work account', 'Partners']);
  });

  it('row 49: a forced login has no page of ours and no password box, whatever is asked for', () => {
    for (const asked of everyWish) expect(decision(forced, asked).kind).toBe('provider');
    expect(decision(forced)).toMatchObject({ provider: { id: 'entra' }, because: 'forced' });
  });

  it('row 50: a login is forced or not by configuration alone', () => {
    expect(decision({ start: 'password' }).kind).toBe('password');
    expect(decision(forced).kind).toBe('provider');
  });

  it('row 72: a forced login costs no click', () => {
    for (const remembered of ['entra', 'okta', 'nobody'])
      expect(decision(forced, {}, { remembered })).toMatchObject({ kind: 'provider', because: 'forced' });
  });
});

describe('the home realm', () => {
  it('row 51: is told only where that is switched on, and always, where a domain is named', () => {
    const told = (tellDomain: boolean | string) => hintsOf(decision(forced, {}, {}, [{ ...entra, tellDomain }, okta]));
    expect([told(false), told(true), told('fs.example.org')]).toEqual([{}, {}, { domain: 'fs.example.org' }]);
  });

  it('row 52: is passed on to Entra ID, so that nobody is asked for it there', async () => {
    const saml = made['entra-id'].saml;
    const hints = hintsOf(decision({ start: 'email-first' }, { user: 'alice@example.org' }));
    const { outgoing } = await login(us(), them(), saml && samlLogin(saml, {}, hints), at());
    const sent = outgoing.kind === 'redirect' ? new URL(outgoing.url).searchParams : new URLSearchParams();
    expect([sent.get('whr'), sent.get('login_hint')]).toEqual(['example.org', 'alice@example.org']);
  });
});

describe('several providers', () => {
  it('row 53: each has its domains, which are edited after the steps of setting up', () => {
    const [step] = setUp({ ...registration(made['entra-id'], 'saml'), domains: ['example.org'] }).filter(isKnownDomains);
    const before = step?.domains ?? [];
    const led = (domains: readonly string[]) =>
      decision({ start: 'email-first' }, { user: 'alice@example.com' }, {}, [{ ...entra, domains }, okta]).kind;
    expect([led(before), led([...before, 'example.com'])]).toEqual(['choose', 'provider']);
  });

  it('row 54: there are several, and each is found by its people', () => {
    const found = ['alice@example.org', 'bob@partner.example'].map((user) => decision({ start: 'email-first' }, { user }));
    expect(found).toMatchObject([{ provider: { id: 'entra' } }, { provider: { id: 'okta' } }]);
  });

  it('row 55: each has a name for people', () => {
    expect(decision({ start: 'chooser' })).toMatchObject({ among: [{ name: 'Example Corporation' }, { name: 'Partners' }] });
    expect(refusalDetails(() => decision(forced, {}, {}, [{ ...entra, name: '' }]))).toMatchObject({ field: 'providers[0].name' });
  });

  it('row 56: people are sent to the default one', () => {
    expect(decision({ start: 'default', default: 'okta' })).toMatchObject({
      kind: 'provider',
      provider: { id: 'okta' },
      because: 'default',
    });
  });

  it('row 57: whoever comes by another address chooses', () => {
    const asked = readAsked(new URL('https://sign-on.example/login?wants=chooser').searchParams);
    expect(decision({ start: 'default', default: 'okta' }, asked)).toMatchObject({
      kind: 'choose',
      among: [{ id: 'entra' }, { id: 'okta' }],
    });
  });

  it('row 58: each may be used or not, and be shown or not', () => {
    const chosen = (more: Partial<CandidateOptions>) => {
      const all = [entra, { ...okta, ...more }];
      const page = decision({ start: 'chooser' }, {}, {}, all);
      const shown = page.kind === 'choose' && page.among.some(({ id }) => id === 'okta');
      return [shown, decision({ start: 'chooser' }, { provider: 'okta' }, {}, all).kind === 'provider'];
    };
    expect(chosen({})).toEqual([true, true]);
    expect(chosen({ shown: false })).toEqual([false, true]);
    expect(chosen({ enabled: false })).toEqual([false, false]);
  });

  it('row 59: a service in the middle asks one of them, and tells the helpdesk who it is', async () => {
    const { provider } = sentBy(decision({ start: 'email-first' }, { user: 'dora@partner.example' }));
    const fake = fakeServiceManagement();
    const desk = serviceManagement({ baseUrl: fake.baseUrl, authentication, customers: true }, fake.env);
    const identity = { ...identityOf('dora@partner.example', { mail: ['dora@partner.example'] }), provider: provider.id };
    const account = accountOf(identity, mapping({ email: ['mail'], displayName: ['mail'] }));
    const { user } = await provision(desk, memoryLinkStore(), identity, account, policy({ accounts: 'create' }));
    const header = signedHeader(
      { issuer: 'middle', baseUrl: fake.baseUrl, signer: { signer: { privateKey: keyPair('p-256').privateKey } } },
      at(),
    );
    const expected = { issuer: 'middle', baseUrl: fake.baseUrl, keys: [header.publicKey] };
    expect(await readHandover(expected, await header.value(user), memoryReplayStore({}, at()), at())).toEqual({
      key: user.key,
      name: user.name,
    });
  });
});

describe('on the way', () => {
  it('row 60: where somebody wants to go is in the address of every page, whatever opens it', () => {
    const { urls } = jira({ baseUrl: bases.jira, authentication });
    const came = readAsked(new URL(urls.login('/browse/ABC-1?filter=a%20b')).searchParams);
    const typed = readAsked(new URLSearchParams(`${writeAsked(came)}&user=alice%40nobody.example`));
    const chose = readAsked(writeAsked({ ...typed, provider: 'okta' }));
    expect(urls.destination(chose.returnTo ?? '')).toBe(`${bases.jira}/browse/ABC-1?filter=a%20b`);
    expect(decision({ start: 'email-first' }, chose)).toMatchObject({ provider: { id: 'okta' }, because: 'chosen' });
  });

  it('row 60: customers come to the entrance of the portal that they want, and agents to theirs', () => {
    const { portalOf } = serviceManagement({ baseUrl: bases['service-management'], authentication });
    const apart = routing({ providers, entrance: forced, portal: { start: 'chooser' }, portals: { 2: { start: 'password' } } });
    const kinds = ['/browse/ABC-1', '/servicedesk/customer/portals', '/servicedesk/customer/portal/2/create/10'].map((destination) => {
      const portal = portalOf(destination);
      return chooseProvider(apart, {}, portal === undefined ? {} : { portal }).kind;
    });
    expect(kinds).toEqual(['provider', 'choose', 'password']);
  });

  it.each(products)('row 71: no page of a product is among the addresses that are ours: %s', (product) => {
    const { saml, oidc } = addresses({ scheme: 'own', baseUrl: bases[product], id: 'acme' });
    const ours = [...Object.values(saml), ...Object.values(oidc ?? {})].filter((value) => typeof value === 'string');
    // Where people come back to after a logout is the product's own first page.
    const others = ours.filter((address) => address !== oidc?.postLogoutRedirectUri);
    for (const address of others) expect(address.slice(bases[product].length)).toMatch(/^\/(saml|oidc)\/acme\//);
  });

  it.each(products)('row 76: the address of metadata is there for every product, and what is none has a code: %s', (product) => {
    const steps = setUp(registration(made['entra-id'], 'saml', product));
    expect(steps.find(({ kind }) => kind === 'metadata')).toMatchObject({ place: { kind: 'address' } });
    expect(refusal(() => identityProvider('<!doctype html><title>System Error</title>'))).toMatch(/^(xml|metadata)\./);
  });

  it('row 78: what is wrong has a code that stays the same, and says where', () => {
    expect(refusalDetails(() => readAsked(new URLSearchParams('user=a&user=b')))).toEqual({ parameter: 'user', reason: 'repeated' });
    expect(refusal(() => readAsked(new URLSearchParams('wants=all')))).toBe('message.parameter');
    expect(refusal(() => decision({ start: 'forced' }))).toBe('config.invalid');
  });
});

const everyWish: readonly Asked[] = [
  {},
  { wants: 'password' },
  { wants: 'bypass' },
  { user: 'alice' },
  { user: 'alice@nobody.example' },
  { user: 'bob@partner.example' },
  { provider: 'nobody' },
  { domainHint: 'partner.example' },
];

function decision(
  entrance: EntranceOptions,
  asked: Asked = {},
  visitor: Visitor = {},
  all: readonly CandidateOptions[] = providers,
): Decision {
  return chooseProvider(routing({ providers: all, entrance }), asked, visitor);
}

function sentBy(decided: Decision): Extract<Decision, { kind: 'provider' }> {
  if (decided.kind !== 'provider') throw new Error(`nobody was sent anywhere: ${decided.kind}`);
  return decided;
}

function hintsOf(decided: Decision) {
  return sentBy(decided).hints;
}

function isKnownDomains(step: SetUpStep): step is Extract<SetUpStep, { kind: 'known-domains' }> {
  return step.kind === 'known-domains';
}
