import { describe, expect, it } from 'vitest';
import { describeKey } from '../../src/crypto/keys.ts';
import { inspect } from '../../src/saml/inspection.ts';
import { login } from '../../src/saml/login.ts';
import { identityProvider } from '../../src/saml/metadata.ts';
import type { Pardon } from '../../src/saml/pardons.ts';
import { serviceProvider } from '../../src/saml/service-provider.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { attribute, childElements, onlyText } from '../../src/xml/element.ts';
import { metadataLimits } from '../../src/xml/limits.ts';
import { signatureOf } from '../../src/xmldsig/profile.ts';
import { keyPair } from '../support/keys.ts';
import { laterRefusal, refusal, refusalDetails } from '../support/refusal.ts';
import { at, sharedFixtures } from '../support/shared.ts';

/** One document, as the index tells of it. */
interface Product {
  readonly file: string;
  readonly clock?: string;
  readonly expected: string;
}

const products = sharedFixtures('products');
// Sound as far as a test goes: the index is the description of these very fields.
const index = (products?.json('index.json') ?? []) as readonly Product[];
const documents = new Map(index.map((product) => [product.file.replace(/^metadata\//, ''), product]));

/** The documents that describe one provider: its keys, single sign-on and logout services. */
const single = [
  ['multi-signing-certs.xml', { keys: 3, sso: 1, slo: 1 }],
  ['sign-and-encrypt-differ.xml', { keys: 1, sso: 2, slo: 0 }],
  ['slo-response-location.xml', { keys: 1, sso: 1, slo: 1 }],
  ['signed-ok.xml', { keys: 1, sso: 1, slo: 1 }],
  ['openam.xml', { keys: 1, sso: 2, slo: 3 }],
  ['entra-bom.xml', { keys: 2, sso: 2, slo: 1 }],
  ['google.xml', { keys: 1, sso: 2, slo: 0 }],
  ['adfs-real.xml', { keys: 1, sso: 2, slo: 2 }],
] as const;

/** Those that describe many, with how many of them are identity providers for SAML 2.0; old federations spoke SAML 1.1 alone. */
const aggregates = [
  ['multiple-descriptors.xml', { loaded: 2, roles: 1, duplicates: 0 }],
  ['swamid-test-aggregate.xml', { loaded: 1, roles: 57, duplicates: 0 }],
  ['incommon-aggregate.xml', { loaded: 0, roles: 29, duplicates: 2 }],
  ['switchaai-signed-aggregate.xml', { loaded: 0, roles: 111, duplicates: 2 }],
] as const;

const refused = [
  ['no-idp-role.xml', 'metadata.role'],
  ['signed-corrupted.xml', 'xml.namespace'],
] as const;

describe.skipIf(products === undefined)('metadata of real products and federations', () => {
  it('is all looked at here, and comes out as its index has it', () => {
    const metadata = index.filter(({ file }) => file.startsWith('metadata/')).map(({ file }) => file.replace('metadata/', ''));
    expect([...single, ...aggregates, ...refused].map(([file]) => file).toSorted()).toEqual(metadata.toSorted());
    for (const [file] of [...single, ...aggregates]) expect(documents.get(file)?.expected).toBe('load');
    for (const [file] of refused) expect(documents.get(file)?.expected).toMatch(/^refuse/);
  });

  it.for(single)('%s: loads, and a login can begin', async ([file, { keys, sso, slo }]) => {
    const idp = load(file);
    expect({ keys: idp.keys.length, sso: idp.singleSignOnServices.length, slo: idp.singleLogoutServices.length }).toEqual({
      keys,
      sso,
      slo,
    });
    expect(idp.keys.map(describeKey).every((certificate) => certificate !== undefined)).toBe(true);
    const { outgoing } = await login(sp, idp, {}, clockOf(file));
    expect(outgoing.kind === 'redirect' && outgoing.url.startsWith(idp.singleSignOnServices[0]?.location ?? '-')).toBe(true);
  });

  it.for(aggregates)('%s: every identity provider for SAML 2.0 in it loads', ([file, expected]) => {
    const outcomes = entityIdsIn(file).map((entityId) => refusal(() => load(file, { entityId })));
    const count = (code: string) => outcomes.filter((one) => one === code).length;
    const counted = { loaded: count('accepted'), roles: count('metadata.role'), duplicates: count('metadata.entity') };
    expect(counted).toEqual(expected);
    expect(outcomes.length).toBe(counted.loaded + counted.roles + counted.duplicates);
  });

  it.for(single)('%s: can be inspected, with nothing in the way of it but short keys', ([file, { keys }]) => {
    const seen = inspect(octetsOf(file), { pardons: ['key.rsa-1024'] }, clockOf(file));
    expect(seen.findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(seen.keys.every(({ problem, certificate }) => problem === undefined && certificate !== undefined)).toBe(true);
    expect(new Set(seen.keys.filter(({ use }) => use !== 'encryption').map(({ fingerprint }) => fingerprint)).size).toBe(keys);
  });

  it.for(aggregates)('%s: every entity in it can be inspected, whatever it is', ([file, { duplicates }]) => {
    const outcomes = entityIdsIn(file).map((entityId) => refusal(() => inspect(octetsOf(file), { entityId }, clockOf(file))));
    expect(outcomes.filter((one) => one !== 'accepted')).toEqual(Array.from({ length: duplicates }, () => 'metadata.entity'));
  });

  it.for(refused)('%s: is refused with %s', ([file, code]) => {
    expect(refusal(() => load(file))).toBe(code);
  });

  it('says what it is instead of an identity provider', () => {
    expect(refusalDetails(() => load('no-idp-role.xml'))).toEqual({ reason: 'service-provider' });
  });

  it('asks which provider is meant where there are several', () => {
    const entityIds = ['https://foo.example.com/access/saml/idp.xml', 'https://bar.example.com/access/saml/idp.xml'];
    expect(refusalDetails(() => load('multiple-descriptors.xml'))).toEqual({ reason: 'several', candidates: entityIds });
  });

  it('keeps where answers to logout requests go', () => {
    const [service] = load('slo-response-location.xml').singleLogoutServices;
    expect(service?.responseLocation).not.toBe(service?.location);
  });

  it('is refused once it has expired, and so is every login with what was read of it before', async () => {
    const idp = load('google.xml');
    expect(refusal(() => load('google.xml', {}, '2026-01-01T00:00:00Z'))).toBe('metadata.expired');
    expect(await laterRefusal(() => login(sp, idp, {}, at('2026-01-01T00:00:00Z')))).toBe('metadata.expired');
  });

  it('appends a request to an address that has a query already', async () => {
    const { outgoing } = await login(sp, load('google.xml'), {}, clockOf('google.xml'));
    expect(outgoing.kind === 'redirect' && outgoing.url).toMatch(
      /^https:\/\/accounts\.google\.com\/o\/saml2\/idp\?idpid=C03p9xl22&SAMLRequest=/,
    );
  });

  it('without TLS loads from this machine alone, from elsewhere by pardon', () => {
    const elsewhere = products?.text('metadata/openam.xml').replaceAll('http://localhost:8080', 'http://openam.example') ?? '';
    expect(refusal(() => identityProvider(elsewhere))).toBe('metadata.location');
    expect(identityProvider(elsewhere, { pardons: ['location.http'] }).singleSignOnServices[0]?.location).toMatch(
      /^http:\/\/openam\.example\//,
    );
  });

  it.for([
    ['entra-bom.xml', []],
    ['adfs-real.xml', []],
    ['signed-ok.xml', ['signature.sha1', 'key.rsa-1024']],
  ] as const)('%s: loads when the key that signed it is trusted, and not when another is', ([file, pardons]) => {
    expect(load(file, { trust: certificatesIn(file), pardons }).entityId).toBe(load(file).entityId);
    for (const pardon of pardons) {
      const others = pardons.filter((one) => one !== pardon);
      expect(refusal(() => load(file, { trust: certificatesIn(file), pardons: others }))).toMatch(/^signature\.(?:algorithm|key)$/);
    }
    const another = certificatesIn(file === 'entra-bom.xml' ? 'adfs-real.xml' : 'entra-bom.xml');
    expect(refusal(() => load(file, { trust: another, pardons }))).toBe('signature.value');
  });

  it('of a federation is read from what the federation signed', () => {
    const file = 'switchaai-signed-aggregate.xml';
    const options = {
      trust: certificatesIn(file),
      pardons: ['signature.sha1', 'key.rsa-1024'] as const,
      entityId: 'urn:mace:switch.ch:SWITCHaai:unil.ch',
    };
    // The signature stands; the provider just does not speak SAML 2.0.
    expect(refusal(() => load(file, options))).toBe('metadata.role');
    expect(refusal(() => load(file, { ...options, trust: certificatesIn('entra-bom.xml') }))).toBe('signature.value');
  });

  it('that was altered after signing is refused as soon as a key is trusted', () => {
    // xmlsec1 says so too: this copy of the aggregate has changed since it was signed.
    const file = 'incommon-aggregate.xml';
    expect(refusal(() => load(file, { trust: certificatesIn(file), pardons: ['signature.sha1'] }))).toBe('signature.digest');
  });

  it('without a signature is refused as soon as a key is trusted', () => {
    expect(refusal(() => load('google.xml', { trust: certificatesIn('entra-bom.xml') }))).toBe('signature.missing');
  });
});

interface LoadOptions {
  readonly entityId?: string;
  readonly trust?: readonly string[];
  readonly pardons?: readonly Pardon[];
}

function load(file: string, options: LoadOptions = {}, instant?: string) {
  return identityProvider(octetsOf(file), options, instant === undefined ? clockOf(file) : at(instant));
}

function octetsOf(file: string): Uint8Array {
  return products?.octets(`metadata/${file}`) ?? new Uint8Array();
}

function clockOf(file: string) {
  return at(documents.get(file)?.clock ?? '2026-01-01T00:00:00Z');
}

function rootOf(file: string): Element {
  return parseDocument(octetsOf(file), metadataLimits).root;
}

function entityIdsIn(file: string): readonly string[] {
  return named(rootOf(file), 'EntityDescriptor').map((entity) => attribute(entity, 'entityID') ?? '');
}

/** What the signature itself says it was made with: good enough to see that it verifies, never to trust it. */
function certificatesIn(file: string): readonly string[] {
  const signature = signatureOf(rootOf(file));
  return signature === undefined ? [] : named(signature, 'X509Certificate').map((element) => onlyText(element) ?? '');
}

function named(element: Element, name: string): readonly Element[] {
  return childElements(element).flatMap((child) => (child.name === name ? [child] : named(child, name)));
}

const { privateKey } = keyPair('rsa-2048', 'sp');
const sp = serviceProvider({
  entityId: 'https://sp.example',
  assertionConsumerServices: [{ url: 'https://sp.example/acs' }],
  signing: { current: { privateKey } },
});
