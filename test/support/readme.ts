/** The README as a program: its code, and the folder and the identity provider that this code speaks of. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type * as adapters from '../../src/adapters/index.ts';
import type * as signon from '../../src/index.ts';
import type * as metadata from '../../src/metadata/index.ts';
import type * as node from '../../src/node/index.ts';
import type * as oidc from '../../src/oidc/index.ts';
import type * as routing from '../../src/routing/index.ts';
import type * as saml from '../../src/saml/index.ts';
import type * as stores from '../../src/stores/index.ts';
import type * as web from '../../src/web/index.ts';
import { serve } from '../examples/http.ts';
import { startIdentityProvider } from '../examples/identity-provider.ts';
import { selfSigned } from './certificate.ts';
import { keyPair } from './keys.ts';
import { startOpenIdProvider } from './openid-provider.ts';
import { fakeBitbucket } from './products/bitbucket.ts';
import { fakeConfluence } from './products/confluence.ts';
import { type FakeProduct, passwordAuthentication, served } from './products/fake.ts';
import { fakeJira } from './products/jira.ts';
import { fakeServiceManagement } from './products/service-management.ts';
import { serverIdentity } from './server-identity.ts';

/** What the code of the README exports, and the package as that code got it: in the same way, from the same place. */
export interface Readme {
  readonly signon: typeof signon;
  readonly saml: typeof saml;
  readonly oidc: typeof oidc;
  readonly stores: typeof stores;
  readonly node: typeof node;
  readonly web: typeof web;
  forJira(): Pick<web.SignOnOptions, 'returnTo' | 'onLogin'>;
  atLogout(): Pick<web.SignOnOptions, 'signOut' | 'onLogout'>;
  asConfigured(request: Request): Request;
  readonly ourLook: web.LookOptions;
  readonly env: signon.Env;
  readonly sp: saml.ServiceProvider;
  readonly idp: saml.IdentityProvider;
  readonly typedByHand: saml.IdentityProvider;
  readonly withDecryption: saml.ServiceProvider;
  begin(): Promise<Response>;
  consume(request: Request): Promise<Response>;
  beginOidc(): Promise<Response>;
  consumeOidc(request: Request): Promise<Response>;
  endedThere(request: Request, end: (id: string) => Promise<void>): Promise<Response>;
  comeToJira(
    login: signon.Login,
    wanted: string,
  ): Promise<{ user: adapters.ProductUser; changes: readonly adapters.Change[]; goTo: string }>;
  comeToPortal(login: signon.Login): Promise<{ user: adapters.ProductUser; goTo: string }>;
  comeToConfluence(login: signon.Login): Promise<adapters.ProvisioningReport>;
  comeToBitbucket(login: signon.Login): Promise<adapters.ProvisioningReport>;
  leaveBitbucket(login: signon.Login): Promise<adapters.LeavingReport | undefined>;
  profileOf(identity: signon.Identity): { name?: string; mail?: string; groups: readonly string[] };
  consumeUnsolicited(incoming: saml.Incoming): Promise<{ identity: signon.Identity; target: string }>;
  whatIsWrong(incoming: saml.Incoming, pending: saml.SamlPending | undefined): Promise<readonly string[]>;
  metadataAt(url: string): metadata.MetadataSource;
  confirmKey(fingerprint: string): Promise<void>;
  logLine(error: signon.AnySsoError): string;
  publish(): Promise<Response>;
  toConfirm(metadata: string | Uint8Array): readonly string[];
  readonly typed: string;
  readonly steps: readonly adapters.SetUpStep[];
  readonly jiraParty: saml.ServiceProvider;
  signInOptions(domain: string): saml.LoginOptions | undefined;
  wayIn(request: Request, address: string): { decision: routing.Decision; buttons: readonly { name: string; address: string }[] };
}

/** What a program has to know of the identity provider; plain JSON, since the program runs in a process of its own. */
export interface ReadmeProvider {
  readonly metadataUrl: string;
  /** What the one person there types. */
  readonly password: string;
  /** Where a login begins that no service asked for: with an assertion that anybody can read, and with one that is encrypted. */
  readonly tile: string;
  readonly encryptedTile: string;
  /** What makes the products as they were at first. */
  readonly renewal: string;
  /** Where Jira tells what it was asked to change last. */
  readonly lastWrite: string;
  /** How the sheet begins that the README shows. */
  readonly sheet: string;
  /** A page by https, with a certificate of the company's own. */
  readonly intranet: string;
}

/** The code blocks of the README in a language. */
export function blocksOf(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);
}

/** All TypeScript of the README as one module, which hands on the package as well. */
export function readmeModule(): string {
  const entries = ['saml', 'oidc', 'stores', 'node', 'web'];
  const handedOn = [`export * as signon from 'signon';\n`, ...entries.map((name) => `export * as ${name} from 'signon/${name}';\n`)];
  return [...blocksOf('ts'), ...handedOn].join('\n');
}

/** Writes what the README's code reads into a folder, and starts the providers that it speaks of. */
export async function startReadmeProvider(folder: string): Promise<{ provider: ReadmeProvider; close(): Promise<void> }> {
  const service = keyPair('rsa-2048', 'readme service').privateKey;
  const { pem: certificate } = selfSigned(service);
  const { pem: encryptionCertificate } = selfSigned(keyPair('rsa-2048', 'readme decryption').privateKey);
  const running = await startIdentityProvider(keyPair('rsa-2048', 'readme provider').privateKey, [person], password);
  const app = { entityId: 'https://app.example/saml', acsUrl: 'https://app.example/saml/acs', certificate };
  const jira = { entityId: 'https://jira.example/saml', acsUrl: 'https://jira.example/saml/acs', certificate, encryptionCertificate };
  for (const registered of [app, jira]) running.register(registered);

  const registration = { clientId: 'app', secret: 'a secret of 32 octets at the very least' };
  const openId = await startOpenIdProvider({
    clients: [{ client_id: registration.clientId, client_secret: registration.secret, redirect_uris: [oidcCallback] }],
  });

  const company = serverIdentity(['127.0.0.1'], 'readme intranet');
  const intranet = createServer(company, (_, response) => response.end('intranet'));
  await new Promise<void>((resolve) => intranet.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = intranet.address() as AddressInfo;

  const products = await startProducts();
  const files = {
    'products.json': JSON.stringify(products.connections),
    'company-authority.pem': company.cert,
    'openid-provider.json': JSON.stringify({ issuer: openId.issuer, ...registration }),
    'federation.pem': certificate,
    'backup-secret': 'a secret of ours, 32 octets or more',
    'saml-key.pem': keyText('readme service'),
    'saml-certificate.pem': certificate,
    'decryption-2027.pem': keyText('readme decryption'),
    'decryption-2027-certificate.pem': encryptionCertificate,
    'decryption-2026.pem': keyText('readme decryption of old'),
    'identity-provider.xml': await (await fetch(running.metadataUrl)).text(),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const tiles = { tile: running.tileUrl(app, '/reports'), encryptedTile: running.tileUrl(jira, '/reports') };
  const close = async () => {
    intranet.close();
    await Promise.all([running.close(), openId.close(), products.close()]);
  };
  const [sheet = 'there is no sheet'] = blocksOf('text').filter((block) => block.includes(', SAML, for '));
  const provider = {
    metadataUrl: running.metadataUrl,
    password,
    ...tiles,
    renewal: products.renewal,
    lastWrite: products.lastWrite,
    sheet,
    intranet: `https://127.0.0.1:${port}/`,
  };
  return { provider, close };
}

/** The fakes of the four products over HTTP, with groups and one account; each program that comes has them anew. */
async function startProducts() {
  const groups = ['jira-software-users', 'developers', 'support', 'confluence-users', 'stash-users', 'a', 'b'];
  const made = {
    jira: renewable(() => fakeJira({ groups })),
    serviceManagement: renewable(() => fakeServiceManagement({ groups })),
    confluence: renewable(() => fakeConfluence({ groups, people: [{ name: 'alice' }] })),
    bitbucket: renewable(() => fakeBitbucket({ groups })),
  };
  const started = await Promise.all(Object.entries(made).map(async ([name, { fake }]) => [name, await served(fake)] as const));
  const renewal = await serve();
  const renew = async () => {
    for (const product of Object.values(made)) product.renew();
    return { status: 204 };
  };
  const lastWrite = async () => {
    const { method, path } = made.jira.current().writes.at(-1) ?? {};
    return { status: 200, body: `${method} ${path}` };
  };
  renewal.answer(
    new Map([
      ['GET /', renew],
      ['GET /last-write', lastWrite],
    ]),
  );
  const connections = started.map(([name, { url }]) => [name, { baseUrl: url, authentication: passwordAuthentication }]);
  const close = async () => void (await Promise.all([renewal, ...started.map(([, product]) => product)].map((one) => one.close())));
  return { connections: Object.fromEntries(connections), renewal: `${renewal.url}/`, lastWrite: `${renewal.url}/last-write`, close };
}

/** A product behind one address that can be put in the place of itself, as it was at first. */
function renewable(make: () => FakeProduct) {
  let current = make();
  const fake: FakeProduct = { ...current, env: { ...current.env, fetch: (...request) => current.env.fetch(...request) } };
  const renew = () => {
    current = make();
  };
  return { fake, renew, current: () => current };
}

function keyText(owner: string): string {
  return keyPair('rsa-2048', owner).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const oidcCallback = 'https://app.example/oidc/callback';
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const person = { name: 'alice', attributes: { mail: ['alice@example.org'], groups: ['a', 'b'] } };
const password = 'correct horse battery staple';
