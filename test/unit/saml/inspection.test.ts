import { describe, expect, it } from 'vitest';
import { metadata } from '../../../src/saml/administration.ts';
import { deploymentRules } from '../../../src/saml/deployment-rules.ts';
import { type Inspection, type InspectionOptions, inspect as inspectMetadata } from '../../../src/saml/inspection.ts';
import { soundnessRules } from '../../../src/saml/inspection-rules.ts';
import { type ServiceProviderOptions, serviceProvider } from '../../../src/saml/service-provider.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { entityXml, groupXml, keyInfoXml, keyXml, type RoleParts, read, roleXml, serviceXml, x509Xml } from '../../support/metadata.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { at } from '../../support/saml-login.ts';
import { least, opener, signers, whole } from '../../support/service-providers.ts';
import { signXml } from '../../support/sign.ts';

describe('the inspection of metadata', () => {
  it('shows every key with what a person compares: its size, its fingerprint and its certificate', () => {
    const { privateKey } = keyPair('rsa-2048');
    const certificate = selfSigned(privateKey, { subject: 'login.idp.example', notAfter: new Date('2030-01-01T00:00:00Z') });
    const { keys } = inspect(entityXml({ roles: roleXml({ keys: keyInfoXml(x509Xml(certificate.base64), 'signing') }) }));
    expect(keys).toEqual([
      {
        use: 'signing',
        kind: 'rsa',
        bits: 2048,
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        certificate: {
          subject: 'CN=login.idp.example',
          issuer: 'CN=login.idp.example',
          serial: '01',
          notBefore: new Date('2020-01-01T00:00:00Z'),
          notAfter: new Date('2030-01-01T00:00:00Z'),
          fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        },
      },
    ]);
    expect(keys[0]?.fingerprint).toBe(
      read(entityXml({ roles: roleXml({ keys: keyInfoXml(x509Xml(certificate.base64)) }) })).keys[0]?.fingerprint,
    );
  });

  it('shows keys for any use, and what is none', () => {
    const keys =
      keyXml(null) + keyXml('encryption') + keyInfoXml('<ds:KeyName>a</ds:KeyName>', 'signing') + keyInfoXml(x509Xml('AAAA'), 'signing');
    expect(inspect(entityXml({ roles: roleXml({ keys }) })).keys.map(({ use, problem }) => [use, problem === undefined])).toEqual([
      ['both', true],
      ['encryption', true],
      ['signing', false],
      ['signing', false],
    ]);
  });

  it('shows every endpoint as it stands there, usable or not', () => {
    const services =
      serviceXml('http://idp.example/sso') +
      serviceXml('https://idp.example/slo', 'SOAP', 'SingleLogoutService', ' ResponseLocation="https://idp.example/r"');
    expect(inspect(entityXml({ roles: roleXml({ services }) })).endpoints).toEqual([
      { service: 'SingleSignOnService', binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', location: 'http://idp.example/sso' },
      {
        service: 'SingleLogoutService',
        binding: 'urn:oasis:names:tc:SAML:2.0:bindings:SOAP',
        location: 'https://idp.example/slo',
        responseLocation: 'https://idp.example/r',
      },
    ]);
  });

  it('is frozen, with all that is in it', () => {
    const seen = inspect(entityXml());
    for (const part of [seen, seen.keys, seen.keys[0], seen.endpoints, seen.endpoints[0], seen.findings])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it('looks at one entity of many, in one role of both', async () => {
    const both = entityXml({ entityId: 'urn:both', roles: roleXml() + serviceRoleXml('') });
    const group = groupXml(entityXml({ entityId: 'urn:idp' }) + both, ' validUntil="2027-01-01T00:00:00Z"');
    expect(inspect(group, { entityId: 'urn:both' })).toMatchObject({
      role: 'identity-provider',
      validUntil: new Date('2027-01-01T00:00:00Z'),
    });
    expect(inspect(group, { entityId: 'urn:both', role: 'service-provider' })).toMatchObject({
      entityId: 'urn:both',
      role: 'service-provider',
    });
    expect(inspect(await metadata(serviceProvider(least)))).toMatchObject({ role: 'service-provider' });
  });

  it('refuses only what it cannot look at', () => {
    expect(refusal(() => inspect('<html/>'))).toBe('metadata.document');
    expect(refusal(() => inspect('<a'))).toBe('xml.syntax');
    expect(refusal(() => inspect(groupXml(entityXml({ entityId: 'urn:a' }) + entityXml({ entityId: 'urn:b' }))))).toBe('metadata.entity');
    expect(refusal(() => inspect(entityXml(), { trust: [] }))).toBe('config.invalid');
    expect(refusalDetails(() => inspect(entityXml(), { role: 'broker' } as unknown as InspectionOptions))).toMatchObject({ field: 'role' });
    expect(refusalDetails(() => inspect(entityXml(), { id: 'a' } as InspectionOptions))).toMatchObject({ field: 'id' });
  });

  it('reads two hundred keys at most, however many there are', () => {
    const keys = keyXml().repeat(250) + keyInfoXml(x509Xml(...Array.from({ length: 250 }, () => 'AAAA')));
    expect(inspect(clean({ keys })).keys).toHaveLength(200);
    expect(inspect(clean({ keys: keyInfoXml(x509Xml(...Array.from({ length: 250 }, () => 'AAAA'))) })).keys).toHaveLength(200);
  });

  it('looks at metadata that is signed in two ways at once', () => {
    const twice = signed('p-256').replace(/<ds:Signature.*<\/ds:Signature>/s, (signature) => signature.repeat(2));
    expect(outcomeOf(inspect(twice), 'metadata.role')).toBe('passed');
  });

  it('looks at metadata in which nothing is as it should be', () => {
    expect(inspect('<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"/>')).toMatchObject({
      entityId: '',
      keys: [],
      endpoints: [],
    });
  });
});

describe('what stands in the way of a provider', () => {
  it('is nothing in clean metadata', () => {
    expect(failed(inspect(clean()))).toEqual([]);
    expect(inspect(clean()).findings.map(({ rule }) => rule)).toEqual([...soundnessRules, ...deploymentRules].map(({ id }) => id));
  });

  it.each<readonly [string, readonly string[], string]>([
    ['no role', ['metadata.role'], entityXml({ roles: '' })],
    ['a role of SAML 1.1 alone', ['metadata.role'], clean({ protocols: 'urn:oasis:names:tc:SAML:1.1:protocol' })],
    ['two roles', ['metadata.role', 'metadata.usable'], entityXml({ roles: roleXml() + roleXml() })],
    ['an end that is past', ['metadata.usable', 'metadata.expired'], entityXml({ attributes: ' validUntil="2026-01-15T12:00:00Z"' })],
    ['an end that nobody understands', ['metadata.usable'], entityXml({ attributes: ' validUntil="soon"' })],
    ['no key', ['metadata.usable', 'key.signing'], clean({ keys: '' })],
    ['a key for encryption alone', ['metadata.usable', 'key.signing'], clean({ keys: keyXml('encryption') })],
    ['a short key', ['key.rsa-1024'], clean({ keys: keyXml('signing', keyPair('rsa-1024')) })],
    ['an address without TLS', ['metadata.usable', 'location.http'], clean({ services: serviceXml('http://idp.example/sso') })],
    ['an address that is a script', ['metadata.usable', 'location.address'], clean({ services: serviceXml('javascript:alert(1)') })],
    [
      'an index twice',
      ['endpoint.index'],
      clean({ between: [1, 2].map(() => serviceXml('https://idp.example/a', 'SOAP', 'ArtifactResolutionService', ' index="0"')).join('') }),
    ],
  ])('is reported: %s', (_, rules, xml) => {
    expect(failed(inspect(xml))).toEqual(rules);
  });

  it('is pardoned by the names that the provider is pardoned by', () => {
    const xml = clean({ keys: keyXml('signing', keyPair('rsa-1024')), services: serviceXml('http://idp.example/sso') });
    const { findings } = inspect(xml, { pardons: ['key.rsa-1024', 'location.http'] });
    expect(
      findings.filter(({ outcome }) => outcome === 'failed' || outcome === 'pardoned').map(({ rule, outcome }) => [rule, outcome]),
    ).toEqual([
      ['key.rsa-1024', 'pardoned'],
      ['location.http', 'pardoned'],
    ]);
  });

  it('is said with the code and the reason that would refuse it', () => {
    const usable = inspect(clean({ keys: '' })).findings.find(({ rule }) => rule === 'metadata.usable');
    expect(usable?.actual).toMatch(/^metadata\.key: /);
  });

  it.each([
    ['nothing', entityXml(), undefined, 'not-applicable'],
    ['a key that has not signed', signed('rsa-2048'), 'p-256', 'failed'],
    ['a key where nobody has signed', clean(), 'p-256', 'failed'],
    ['the key that has signed', signed('rsa-2048'), 'rsa-2048', 'passed'],
  ] as const)('is a signature by a stranger, where %s is trusted', (_, xml, name, outcome) => {
    const trust = name === undefined ? {} : { trust: [selfSigned(keyPair(name).privateKey).pem] };
    expect(outcomeOf(inspect(xml, trust), 'metadata.trust')).toBe(outcome);
  });
});

describe('what is only worth a line', () => {
  it.each<readonly [string, string, string]>([
    ['a key that cannot be read beside another', 'key.unreadable', clean({ keys: keyXml() + keyInfoXml(x509Xml('AAAA')) })],
    ['a certificate that has ended', 'certificate.dates', clean({ keys: dated('2020-01-01', '2026-01-14') })],
    ['a certificate that has not begun', 'certificate.dates', clean({ keys: dated('2026-01-16', '2049-01-01') })],
    ['a certificate that ends within a month', 'certificate.ending', clean({ keys: dated('2020-01-01', '2026-02-13') })],
    [
      'SHA-1, announced',
      'algorithm.weak',
      clean({
        extensions: `<md:Extensions><alg:DigestMethod xmlns:alg="urn:oasis:names:tc:SAML:metadata:algsupport" Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/></md:Extensions>`,
      }),
    ],
    [
      'RSA 1.5, announced',
      'algorithm.weak',
      clean({
        keys:
          keyXml() +
          keyXml('encryption').replace(
            '</ds:KeyInfo>',
            '</ds:KeyInfo><md:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-1_5"/>',
          ),
      }),
    ],
    ['a text that is long', 'text.length', entityXml({ entityId: `urn:${'a'.repeat(253)}` })],
    ['a name that is no URI', 'entity.id', entityXml({ entityId: 'idp' })],
    ['no signature', 'metadata.signature', clean()],
    ['a signature by a key within', 'metadata.own-key', signed('p-256')],
    ['no end', 'metadata.valid-until', clean()],
    ['a key without certificate', 'key.certificate', clean({ keys: keyInfoXml(keyValue()) })],
    ['one key for all', 'key.separate', clean({ keys: keyXml(null) })],
    [
      'one key for two uses',
      'key.separate',
      clean({ keys: keyXml('signing', keyPair('rsa-2048')) + keyXml('encryption', keyPair('rsa-2048')) }),
    ],
    ['no name for people', 'ui.display-name', clean()],
    ['no picture', 'ui.logo', clean()],
    [
      'a picture without TLS',
      'ui.logo-address',
      clean({
        extensions: `<md:Extensions><mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"><mdui:Logo width="1" height="1">http://idp.example/l.png</mdui:Logo></mdui:UIInfo></md:Extensions>`,
      }),
    ],
    ['nobody to turn to', 'contact.technical', clean()],
    ['no page for errors', 'provider.error-url', clean()],
    ['no login by redirect', 'endpoint.login', clean({ services: serviceXml('https://idp.example/sso', 'HTTP-POST') })],
    ['no logout by redirect', 'endpoint.logout', clean({ between: serviceXml('https://idp.example/slo', 'SOAP', 'SingleLogoutService') })],
  ])('of a provider: %s', (_, rule, xml) => {
    expect(outcomeOf(inspect(xml), rule)).toBe('noted');
    expect(failed(inspect(xml))).toEqual([]);
  });

  it('is nothing about a certificate on the last day that counts', () => {
    expect(noted(inspect(clean({ keys: dated('2026-01-15', '2026-02-15') })))).not.toEqual(expect.arrayContaining(['certificate.dates']));
    expect(noted(inspect(clean({ keys: dated('2026-01-15', '2026-02-15') })))).not.toEqual(expect.arrayContaining(['certificate.ending']));
  });
});

describe('our own metadata', () => {
  it('with everything said has nothing against it but what we decided', async () => {
    const seen = await ours({ ...whole, requiredSubjectIdentifier: 'pairwise-id' });
    expect([failed(seen), noted(seen)]).toEqual([[], ['metadata.own-key', 'metadata.valid-until']]);
    const other = await ours({
      ...whole,
      requiredSubjectIdentifier: 'any',
      publication: { validForSeconds: 86_400, signer: signers.ed25519.signer },
    });
    expect([failed(other), noted(other)]).toEqual([[], []]);
  });

  it('with no more than must be said lacks what SAML2int wants', async () => {
    expect(failed(await ours(least))).toEqual([
      'key.encryption',
      'ui.display-name',
      'ui.logo',
      'ui.privacy-statement',
      'contact.technical',
      'subject.requirement',
    ]);
  });

  it.each<readonly [string, 'failed' | 'noted', Partial<ServiceProviderOptions>]>([
    ['text.length', 'failed', { ui: { description: { en: 'a'.repeat(257) } } }],
    ['entity.id', 'failed', { entityId: 'sp' }],
    ['endpoint.consumer', 'failed', { assertionConsumerServices: [{ url: 'https://sp.example/artifact', binding: 'artifact' }] }],
    ['endpoint.logout', 'failed', { singleLogoutServices: [{ url: 'https://sp.example/slo', binding: 'post' }] }],
    ['key.separate', 'noted', { signing: { current: signers.rsa.signer }, decryption: [signers.rsa.signer] }],
  ])('shows %s as %s', async (rule, outcome, options) => {
    expect(outcomeOf(await ours({ ...least, decryption: [opener], ...options }), rule)).toBe(outcome);
  });

  it('shows a signing key that is announced and not there', async () => {
    const xml = await metadata(serviceProvider(least));
    expect(outcomeOf(inspect(xml), 'key.signing')).toBe('not-applicable');
    expect(outcomeOf(inspect(xml.replace('AuthnRequestsSigned="false"', 'AuthnRequestsSigned="true"')), 'key.signing')).toBe('failed');
  });

  async function ours(options: ServiceProviderOptions): Promise<Inspection> {
    return inspect(await metadata(serviceProvider(options), at()));
  }
});

function inspect(xml: string, options: InspectionOptions = {}): Inspection {
  return inspectMetadata(xml, options, at());
}

/** Metadata of a provider with nothing wrong in what is not given. */
function clean(parts: RoleParts = {}): string {
  return entityXml({ roles: roleXml(parts) });
}

function serviceRoleXml(content: string): string {
  const consumer = serviceXml('https://both.example/acs', 'HTTP-POST', 'AssertionConsumerService', ' index="0"');
  return `<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${content}${consumer}</md:SPSSODescriptor>`;
}

/** Metadata signed by a key, whose certificate comes with the signature. */
function signed(name: 'rsa-2048' | 'p-256'): string {
  const { privateKey } = keyPair(name);
  return signXml(entityXml({ attributes: ' ID="_1"' }), {
    key: privateKey,
    id: '_1',
    keyInfo: { certificate: selfSigned(privateKey).base64 },
  });
}

function dated(notBefore: string, notAfter: string): string {
  const { base64 } = selfSigned(keyPair('rsa-2048').privateKey, { notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
  return keyInfoXml(x509Xml(base64), 'signing');
}

function keyValue(): string {
  const { n = '', e = '' } = keyPair('rsa-2048').publicKey.export({ format: 'jwk' });
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64');
  return `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${base64(n)}</ds:Modulus><ds:Exponent>${base64(e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`;
}

function failed({ findings }: Inspection): readonly string[] {
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
}

function noted({ findings }: Inspection): readonly string[] {
  return findings.filter(({ outcome }) => outcome === 'noted').map(({ rule }) => rule);
}

function outcomeOf({ findings }: Inspection, rule: string): string | undefined {
  return findings.find((finding) => finding.rule === rule)?.outcome;
}
