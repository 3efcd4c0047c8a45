import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Started } from '../../src/identity/login.ts';
import { metadata } from '../../src/saml/administration.ts';
import type { LoginOptions } from '../../src/saml/begin.ts';
import type { IdentityProvider, PeerOptions } from '../../src/saml/identity-provider.ts';
import { fromForm, type Incoming } from '../../src/saml/incoming.ts';
import { login } from '../../src/saml/login.ts';
import { identityProvider } from '../../src/saml/metadata.ts';
import type { SamlPending } from '../../src/saml/pending.ts';
import { defaultConsumer, type ServiceProvider, type ServiceProviderOptions, serviceProvider } from '../../src/saml/service-provider.ts';
import { type Answers, Browser } from './browser.ts';

const home = process.env['LAB_HOME'] ?? join(tmpdir(), 'saml-lab');
const base = process.env['LAB_SP_BASE'] ?? 'http://127.0.0.1:9100';

/** The service provider that the identity providers of the lab know. Nothing listens at its address: the browser keeps what is sent there. */
export const lab = {
  entityId: process.env['LAB_SP_ENTITY'] ?? `${base}/saml/metadata`,
  acsUrl: `${base}/saml/acs`,
  sloUrl: `${base}/saml/slo`,
};

/** Another one, which they come to know by its own metadata. */
export const own = { entityId: `${base}/saml/own`, acsUrl: `${base}/saml/own/acs` };

/** What a person would type into the pages of the lab. */
export const persons = {
  student: { username: 'student', password: 'studentpass' },
  jane: { login_user: 'jane@lab.invalid', login_pass: 'lab' },
  profile: { userName: 'someone <&> else', nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' },
} as const;

/** An identity provider of the lab: its metadata, and where it begins a login by itself. */
export interface LabProvider {
  readonly metadata: string;
  readonly start: string;
}

export function simpleSaml(port: number): LabProvider {
  const folder = `http://127.0.0.1:${port}/simplesaml/saml2/idp`;
  const start = `${folder}/SSOService.php?spentityid=${encodeURIComponent(lab.entityId)}&RelayState=${encodeURIComponent('/deep?a=1&b=é')}`;
  return { metadata: `${folder}/metadata.php`, start };
}

export function samlp(variant: string): LabProvider {
  const folder = `http://127.0.0.1:9145/${variant}`;
  return { metadata: `${folder}/metadata`, start: `${folder}/sso?RelayState=${encodeURIComponent('/deep?a=1&b=é')}` };
}

export function samlIdp(port: number): LabProvider {
  return { metadata: `http://127.0.0.1:${port}/metadata`, start: `http://127.0.0.1:${port}/` };
}

/** True where the lab runs, or is said to; says so in one line where not, since what would be asked of it is then skipped. */
export async function labRuns(): Promise<boolean> {
  if (process.env['SIGNON_LAB'] === '1') return true;
  const all = [...[9110, 9111, 9112, 9113].map(simpleSaml), samlIdp(9140), samlIdp(9141), samlp('std')];
  const answers = await Promise.all(all.map(({ metadata }) => responds(metadata)));
  // One that runs from another folder has other keys.
  if (answers.every(Boolean) && existsSync(join(home, 'run', 'samlp.pid'))) return true;
  console.log('the identity providers of the lab do not run: the logins over HTTP are skipped');
  return false;
}

/** We, as the lab has registered us. */
export function labServiceProvider(options: Partial<ServiceProviderOptions> = {}): ServiceProvider {
  const key = (name: string) => ({ privateKey: labFile(`sp/${name}.key`), certificate: labFile(`sp/${name}.crt`) });
  return serviceProvider({
    entityId: lab.entityId,
    assertionConsumerServices: [{ url: lab.acsUrl }],
    singleLogoutServices: (['redirect', 'post'] as const).map((binding) => ({ url: lab.sloUrl, binding })),
    signing: { current: key('sp') },
    decryption: [key('spenc')],
    ...options,
  });
}

/**
 * Makes us known to SimpleSAMLphp by our own metadata: it reads all documents of that folder whenever it is asked.
 *
 * @returns what makes it forget us
 */
export async function introduce(sp: ServiceProvider): Promise<() => void> {
  const file = join(home, 'sp', 'metadata', 'signon.xml');
  writeFileSync(`${file}.new`, await metadata(sp));
  // In one step, since it may be asked by others meanwhile.
  renameSync(`${file}.new`, file);
  return () => rmSync(file);
}

/** An identity provider of the lab, as its metadata describes it at this moment. */
export async function labIdentityProvider({ metadata }: LabProvider, options: PeerOptions = {}): Promise<IdentityProvider> {
  const response = await fetch(metadata, { signal: AbortSignal.timeout(20_000) });
  return identityProvider(new Uint8Array(await response.arrayBuffer()), options);
}

/** A request of ours, taken to the provider by a browser, and what the browser brings back. */
export async function ask(
  sp: ServiceProvider,
  idp: IdentityProvider,
  as: Answers,
  options: LoginOptions = {},
  browser = new Browser(defaultConsumer(sp).url),
): Promise<{ readonly started: Started<SamlPending>; readonly incoming: Incoming }> {
  const started = await login(sp, idp, options);
  return { started, incoming: await fetched(browser, started.outgoing, as, defaultConsumer(sp).url) };
}

/** What a browser brings that begins somewhere else. */
export async function fetched(
  browser: Browser,
  begin: Parameters<Browser['carryOut']>[0],
  as: Answers,
  acsUrl = lab.acsUrl,
): Promise<Incoming> {
  const arrived = await browser.carryOut(begin, as);
  if ('forms' in arrived) throw new Error(`no answer for us, but the page ${arrived.url}`);
  return fromForm(arrived.parameters, acsUrl);
}

export function labFile(name: string): string {
  return readFileSync(join(home, name), 'utf8');
}

async function responds(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
