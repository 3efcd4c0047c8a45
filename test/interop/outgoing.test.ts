import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { signatureAlgorithms } from '../../src/crypto/algorithms.ts';
import type { LocalSigner } from '../../src/crypto/signer.ts';
import { metadata } from '../../src/saml/administration.ts';
import type { LoginOptions } from '../../src/saml/begin.ts';
import { login } from '../../src/saml/login.ts';
import { nameIdFormats } from '../../src/saml/names.ts';
import { type ServiceProvider, type ServiceProviderOptions, serviceProvider } from '../../src/saml/service-provider.ts';
import { selfSigned } from '../support/certificate.ts';
import { lassoChecker, redirectChecker, schemaChecker, signatureChecker } from '../support/checkers.ts';
import { type KeyName, keyPair } from '../support/keys.ts';
import { entityXml, keyXml, read, roleXml, serviceXml } from '../support/metadata.ts';
import { parameterOf, requestXml } from '../support/requests.ts';
import { at } from '../support/saml-login.ts';
import { arbitraryOptions, least, whole } from '../support/service-providers.ts';

const [schemas, xmlsec, cryptography, lasso] = [schemaChecker(), signatureChecker(), redirectChecker(), lassoChecker()];

const folder = mkdtempSync(join(tmpdir(), 'signon-outgoing-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every algorithm that we sign with, each with a key for it. */
const keysFor = { rsa: 'rsa-2048', ec: 'p-256', ed25519: 'ed25519' } as const;
const algorithms = [...signatureAlgorithms.values()]
  .filter(({ pardon }) => pardon === undefined)
  .map(({ name, keyKind }) => ({ algorithm: name, key: keysFor[keyKind] }));
/** What the checkers know: no PSS, no EdDSA, and lasso 2.8 nothing but RSA. */
const widelyKnown = algorithms.filter(({ algorithm }) => /^(?:rsa|ecdsa)-sha/.test(algorithm));

/** Everything that may be asked. */
const requests: Readonly<Record<string, LoginOptions>> = {
  'nothing in particular': {},
  'a fresh authentication': { forceAuthn: true, maxAuthenticationAgeSeconds: 0 },
  'no interaction': { isPassive: true },
  'authentication contexts': { authnContext: { classes: ['urn:oasis:names:tc:SAML:2.0:ac:classes:Password', 'urn:other'] } },
  'a stronger context': { authnContext: { declarations: ['urn:a'], comparison: 'better', order: ['urn:a', 'urn:b'] } },
  'a kind of name': { nameIdPolicy: { format: nameIdFormats.persistent, allowCreate: true, spNameQualifier: 'urn:group' } },
  'no kind of name': { nameIdPolicy: false },
  'certain providers': { scoping: { proxyCount: 2, providers: ['https://a.example', 'urn:b'], requesters: ['urn:c', 'urn:d'] } },
  'no proxies': { scoping: { proxyCount: 0 } },
  'a certain person': { subject: { value: ' ä<&>"\r\n ', format: nameIdFormats.unspecified, nameQualifier: 'n', spNameQualifier: 's' } },
  'a set of attributes': { attributeConsumingServiceIndex: 3, providerName: 'A & "B" <C>' },
  'a consumer service': { assertionConsumerService: { index: 7 } },
  'what is ours to add': {
    extensions: [
      { name: 'x:Hint', namespace: 'urn:x', attributes: { a: '1' }, children: ['text', { name: 'x:More', namespace: 'urn:x' }] },
    ],
  },
  'all at once': {
    forceAuthn: true,
    isPassive: true,
    providerName: 'Payroll',
    attributeConsumingServiceIndex: 3,
    extensions: [{ name: 'x:Hint', namespace: 'urn:x' }],
    subject: { value: 'alice' },
    nameIdPolicy: { format: nameIdFormats.transient },
    authnContext: { classes: ['urn:a'] },
    scoping: { providers: ['urn:b'] },
  },
};

describe.skipIf(schemas === undefined)('the schemas of OASIS', () => {
  it('take our metadata, whatever it says', async () => {
    const plain = { least: await metadata(serviceProvider(least)), whole: await metadata(serviceProvider(whole)) };
    const documents = { ...plain, ...(await eachSigned((sp) => metadata(sp))) };
    expect(judged(documents)).toEqual({ status: 0, out: valid(documents) });
  });

  it('take our metadata of any options that we take', async () => {
    const samples = fc.sample(arbitraryOptions(), 300);
    const entities = await Promise.all(samples.map((options) => metadata(serviceProvider(options), at())));
    const group = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">\n${entities.map(unique).join('\n')}</md:EntitiesDescriptor>`;
    expect(judged({ group })).toEqual({ status: 0, out: valid({ group }) });
  });

  it('take our requests, whatever they ask, signed within or not', async () => {
    const plain = await Promise.all(Object.entries(requests).map(async ([name, options]) => [name, await requested(us(), options)]));
    const signed = await eachSigned((sp) => requested(sp, requests['all at once'], 'post'));
    const documents = { ...Object.fromEntries(plain), ...signed };
    expect(judged(documents)).toEqual({ status: 0, out: valid(documents) });
  });

  it('would refuse what is not as they have it', async () => {
    const turned = (await requested(us(), {})).replace(/(<saml:Issuer.*Issuer>)(<samlp:NameIDPolicy.*?\/>)/, '$2$1');
    expect(judged({ turned }).status).toBe(1);
  });

  function judged(documents: Readonly<Record<string, string>>): { readonly status: number | null; readonly out: string } {
    const files = Object.entries(documents).map(([name, xml]) => written(`${name}.xml`, xml));
    const { status = null, out = '' } = schemas?.(...files) ?? {};
    return { status, out };
  }

  function valid(documents: object): string {
    return Object.keys(documents)
      .map((name) => `valid\t${join(folder, fileName(`${name}.xml`))}\n`)
      .join('');
  }
});

describe.skipIf(xmlsec === undefined)('xmlsec1', () => {
  it.each(widelyKnown)('verifies our metadata and our requests, signed with $algorithm', async ({ algorithm, key }) => {
    const sp = us({ signing: { current: signer(key, algorithm) } });
    const certificate = written(`${key}.pem`, pemOf(key));
    const described = written('signed.xml', await metadata(sp));
    expect(xmlsec?.('verify', certificate, described)).toMatchObject({ status: 0, out: 'EntityDescriptor: valid\n' });
    const asked = written('request.xml', await requested(sp, requests['all at once'], 'post'));
    expect(xmlsec?.('verify', certificate, asked)).toMatchObject({ status: 0, out: 'AuthnRequest: valid\n' });
    const changed = written('changed.xml', (await metadata(sp)).replace('https://sp.example/acs', 'https://sp.example/evil'));
    expect(xmlsec?.('verify', certificate, changed)).toMatchObject({ status: 1 });
  });
});

describe.skipIf(cryptography === undefined)('the cryptography of Python', () => {
  it.each(widelyKnown)('verifies our requests by redirect, signed with $algorithm', async ({ algorithm, key }) => {
    const url = await redirected(us({ signing: { current: signer(key, algorithm) } }), {});
    const certificate = written(`${key}.pem`, pemOf(key));
    expect(cryptography?.('verify', certificate, url)).toMatchObject({ status: 0, out: `cryptography: valid ${algorithm}\n` });
    expect(cryptography?.('verify', certificate, url.replace('RelayState=h', 'RelayState=i'))).toMatchObject({ status: 1 });
  });
});

describe.skipIf(lasso === undefined)('lasso', () => {
  const { privateKey } = keyPair('rsa-2048', 'lasso');
  const own = { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: selfSigned(privateKey).pem };

  const known = widelyKnown.filter(({ key }) => key === 'rsa-2048');

  it.each(known)('knows us by our metadata and reads our requests, signed with $algorithm', async ({ algorithm, key }) => {
    const sp = us({ signing: { current: signer(key, algorithm) } });
    const ours = written('sp.xml', await metadata(sp));
    for (const options of algorithm === 'rsa-sha256' ? Object.values(requests) : [{}]) {
      expect(asked(ours, 'redirect', await redirected(sp, options))).toMatch(/^lasso: accepted; issuer https:\/\/sp\.example\/saml /);
      const { outgoing } = await login(sp, provider, { ...options, binding: 'post' }, at());
      expect(asked(ours, 'post', parameterOf(outgoing, 'SAMLRequest'))).toMatch(/^lasso: accepted; issuer https:\/\/sp\.example\/saml /);
    }
  });

  it('refuses a request that was changed', async () => {
    const sp = us({ signing: { current: signer('rsa-2048', 'rsa-sha256') } });
    const url = await redirected(sp, {});
    expect(asked(written('sp.xml', await metadata(sp)), 'redirect', url.replace('RelayState=h', 'RelayState=i'))).toMatch(/REFUSED/);
  });

  function asked(ours: string, binding: 'redirect' | 'post', message: string): string | undefined {
    const [key, certificate] = [written('lasso.key', own.key), written('lasso.pem', own.certificate)];
    return lasso?.(key, certificate, written('idp.xml', providerXml), ours, 'authn', binding, message).out;
  }
});

/** With an ID of its own, which the same chance would have given to each. */
function unique(xml: string, place: number): string {
  return xml.replace(/ ID="_/, ` ID="_${place}_`);
}

/** One document for each algorithm that signs it. */
async function eachSigned(write: (sp: ServiceProvider) => Promise<string>): Promise<Readonly<Record<string, string>>> {
  const made = algorithms.map(async ({ algorithm, key }) => {
    const xml = await write(us({ signing: { current: signer(key, algorithm) } }));
    return [`signed with ${algorithm}`, xml] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

function us(options: Partial<ServiceProviderOptions> = {}): ServiceProvider {
  return serviceProvider({
    entityId: 'https://sp.example/saml',
    assertionConsumerServices: [
      { url: 'https://sp.example/acs' },
      { url: 'https://sp.example/acs/artifact', binding: 'artifact', index: 7 },
    ],
    ...options,
  });
}

function signer(name: KeyName, algorithm: NonNullable<LocalSigner['algorithm']>): LocalSigner {
  return { privateKey: keyPair(name).privateKey, certificate: pemOf(name), algorithm };
}

function pemOf(name: KeyName): string {
  return selfSigned(keyPair(name).privateKey).pem;
}

async function requested(sp: ServiceProvider, options: LoginOptions = {}, binding: 'redirect' | 'post' = 'redirect'): Promise<string> {
  return requestXml((await login(sp, provider, { ...options, binding }, at())).outgoing);
}

async function redirected(sp: ServiceProvider, options: LoginOptions): Promise<string> {
  const { outgoing } = await login(sp, provider, { ...options, binding: 'redirect', handle: 'handle' }, at());
  return outgoing.kind === 'redirect' ? outgoing.url : '';
}

/** Where a document was put for somebody else to read. */
function written(name: string, content: string): string {
  const path = join(folder, fileName(name));
  writeFileSync(path, content);
  return path;
}

function fileName(name: string): string {
  return name.replaceAll(' ', '-');
}

const services = serviceXml() + serviceXml('https://idp.example/sso/post', 'HTTP-POST');
const providerXml = entityXml({ roles: roleXml({ keys: keyXml('signing', keyPair('rsa-2048', 'lasso')), services }) });
const provider = read(providerXml);
