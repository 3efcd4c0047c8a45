import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentityProvider, PeerOptions } from '../../src/saml/identity-provider.ts';
import { identityProvider } from '../../src/saml/metadata.ts';
import { type ServiceProvider, type ServiceProviderOptions, serviceProvider } from '../../src/saml/service-provider.ts';

const home = process.env['LAB_HOME'] ?? join(tmpdir(), 'saml-lab');
const base = process.env['LAB_SP_BASE'] ?? 'http://127.0.0.1:9100';

/** The service provider that the identity providers of the lab know. Nothing listens at its address: the browser keeps what is sent there. */
export const lab = { entityId: process.env['LAB_SP_ENTITY'] ?? `${base}/saml/metadata`, acsUrl: `${base}/saml/acs` };

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

export const samlIdp: LabProvider = { metadata: 'http://127.0.0.1:9140/metadata', start: 'http://127.0.0.1:9140/' };

/** True where the lab runs, or is said to; says so in one line where not, since what would be asked of it is then skipped. */
export async function labRuns(): Promise<boolean> {
  if (process.env['SIGNON_LAB'] === '1') return true;
  const answers = await Promise.all([simpleSaml(9110), simpleSaml(9113), samlIdp, samlp('std')].map(({ metadata }) => responds(metadata)));
  if (answers.every(Boolean) && existsSync(join(home, 'sp', 'sp.key'))) return true;
  console.log('the identity providers of the lab do not run: the logins over HTTP are skipped');
  return false;
}

/** We, as the lab has registered us. */
export function labServiceProvider(options: Partial<ServiceProviderOptions> = {}): ServiceProvider {
  const [privateKey, certificate] = [labFile('sp/sp.key'), labFile('sp/sp.crt')];
  const signing = { current: { privateKey, certificate } };
  return serviceProvider({ entityId: lab.entityId, assertionConsumerServices: [{ url: lab.acsUrl }], signing, ...options });
}

/** An identity provider of the lab, as its metadata describes it at this moment. */
export async function labIdentityProvider({ metadata }: LabProvider, options: PeerOptions = {}): Promise<IdentityProvider> {
  const response = await fetch(metadata, { signal: AbortSignal.timeout(20_000) });
  return identityProvider(new Uint8Array(await response.arrayBuffer()), options);
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
