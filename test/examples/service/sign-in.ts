import { accountOf, endSessions, type LinkStore, linkSubject, type ProvisioningReport, provision } from '../../../src/adapters/index.ts';
import { all, type Env, type Login } from '../../../src/index.ts';
import { client, type Provider } from '../../../src/oidc/index.ts';
import { routing } from '../../../src/routing/index.ts';
import { identityProvider, type Signer, serviceProvider } from '../../../src/saml/index.ts';
import { memoryLinkStore } from '../../../src/stores/index.ts';
import {
  type AuditEvent,
  type BrowserSessions,
  browserSessions,
  type ConnectionOptions,
  type SignOn,
  signOn,
  type TrialPreview,
} from '../../../src/web/index.ts';
import { domains } from './people.ts';
import type { Installation, ProviderId } from './products.ts';

/** Who signs people in, and how we prove to them who we are. */
export interface Providers {
  /** The metadata of the one by SAML. */
  readonly staff: string;
  readonly partners: Provider;
  readonly signer: Signer;
  /** Of the client of each product. */
  readonly clientSecret: string;
}

/** How people get into one product. */
export interface SignIn {
  readonly web: SignOn;
  readonly sessions: BrowserSessions;
  /** What became of somebody when they came in. */
  arrivalOf(identity: Login['identity']): Arrival | undefined;
}

/** Somebody who came in: what the provider says of them, and what was done about it. */
export interface Arrival {
  readonly login: Login;
  readonly report: ProvisioningReport;
}

/** The addresses of the service in front of a product. */
export function addressesOf(url: string, { path }: Pick<Installation, 'path'>) {
  const own = `${url}${path}/sso`;
  return {
    choice: own,
    entityId: `${own}/metadata`,
    acs: `${own}/acs`,
    callback: `${own}/callback`,
    signOut: `${own}/sign-out`,
    logout: `${own}/logout`,
    signedOut: `${own}/signed-out`,
    backChannel: `${own}/back-channel-logout`,
    trial: `${own}/try`,
    staff: `${own}/staff`,
    partners: `${own}/partners`,
  };
}

/** Puts the service in front of a product. */
export function signInTo(
  url: string,
  installation: Installation,
  providers: Providers,
  told: (event: AuditEvent, product: string) => void,
  env: Env,
): SignIn {
  const { name, path, home, product, entrance } = installation;
  const { choice, signOut, trial } = addressesOf(url, installation);
  const sessions = browserSessions({ cookie: `__Host-${path.slice(1)}` }, env);
  const links = memoryLinkStore();
  const arrivals = new Map<string, Arrival>();
  const web = signOn(
    {
      connections: connections(url, installation, providers),
      choice: { url: choice, routing: routing({ providers: candidates, entrance }), product: name },
      returnTo: { default: `${url}${home}`, destination: product.urls.destination },
      sessions,
      signOut: { url: signOut },
      trial: {
        url: trial,
        permitted: async (request) => isAdministrator((await sessions.of(request))?.identity),
        preview: async ({ identity }) => await previewOf(identity, installation),
      },
      onLogin: async (login, _, after) => {
        const report = await accountFor(login, installation, links, env);
        beginSession(installation, report);
        arrivals.set(keyOf(login.identity), { login, report });
        await after.provisioned({ 'product.user': report.user.name, 'product.changes': report.changes.map(({ kind }) => kind) });
        return after.next;
      },
      onLogout: async ({ sessions: over }) => {
        for (const subject of new Set(over.map(({ identity }) => linkSubject(identity)))) await endSessions(product, links, subject);
      },
      audit: (event) => told(event, name),
      look: { name: 'Example Corporation' },
    },
    env,
  );
  return { web, sessions, arrivalOf: (identity) => arrivals.get(keyOf(identity)) };
}

function connections(url: string, installation: Installation, { staff, partners, signer, clientSecret }: Providers): ConnectionOptions[] {
  const {
    entityId,
    acs,
    logout,
    callback,
    staff: forStaff,
    partners: forPartners,
    signedOut,
    backChannel,
  } = addressesOf(url, installation);
  const { path, binding, responseMode, allowUnsolicited } = installation;
  return [
    {
      protocol: 'saml',
      sp: serviceProvider({
        entityId,
        assertionConsumerServices: [{ url: acs }],
        singleLogoutServices: [{ url: logout, binding: 'redirect' }],
        signing: { current: signer },
      }),
      idp: identityProvider(staff, { id: 'staff', allowUnsolicited }),
      loginUrl: forStaff,
      metadataUrl: entityId,
      login: { binding },
    },
    {
      protocol: 'oidc',
      client: client({
        clientId: path.slice(1),
        redirectUri: callback,
        authentication: { kind: 'secret-basic', secret: clientSecret },
        scopes: ['openid', 'profile', 'email', 'groups'],
        userInfo: true,
      }),
      provider: partners,
      loginUrl: forPartners,
      login: { responseMode },
      logoutUrl: signedOut,
      backChannelLogoutUrl: backChannel,
    },
  ];
}

async function accountFor(
  { identity }: Login,
  { product, accounts }: Installation,
  links: LinkStore,
  env: Env,
): Promise<ProvisioningReport> {
  // Sound: there are no other providers.
  const { mapping, policy } = accounts[identity.provider as ProviderId];
  return await provision(product, links, identity, accountOf(identity, mapping), policy, {}, env);
}

/** What a hand-over would do at the product itself, if it were one. */
function beginSession({ fake }: Installation, { user }: ProvisioningReport): void {
  const person = fake.people.byKey(user.key);
  if (person !== undefined) person.sessions = (person.sessions ?? 0) + 1;
}

/** Whoever the provider of the staff says is one. */
export function isAdministrator(identity: Login['identity'] | undefined): boolean {
  return identity?.provider === 'staff' && all(identity, 'groups').includes('administrators');
}

/** What would become of somebody; nothing is changed for it. */
async function previewOf(identity: Login['identity'], { product, accounts }: Installation): Promise<TrialPreview> {
  // Sound: there are no other providers.
  const { mapping } = accounts[identity.provider as ProviderId];
  const { name, displayName = '', email = '', groups = [] } = accountOf(identity, mapping);
  const isKnown = (await product.find({ name })) !== undefined;
  return {
    account: [
      { field: 'name', value: name },
      { field: 'displayName', value: displayName, from: mapping.displayName.flat().join(', ') },
      { field: 'email', value: email, from: mapping.email.join(', ') },
      { field: 'groups', value: groups.join(', '), from: mapping.groups.join(', ') },
    ],
    changes: isKnown ? [] : [{ kind: 'create', text: `an account called ${name}` }],
  };
}

function keyOf({ provider, subject }: Login['identity']): string {
  return JSON.stringify([provider, subject?.value]);
}

const candidates = [
  { id: 'staff', name: 'Example Corporation', domains: [domains.staff] },
  { id: 'partners', name: 'Partner account', domains: [domains.partners] },
];
