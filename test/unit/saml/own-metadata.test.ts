import { describe, expect, it } from 'vitest';
import { digestAlgorithms, signatureAlgorithms } from '../../../src/crypto/algorithms.ts';
import { metadata } from '../../../src/saml/administration.ts';
import { type ServiceProviderOptions, serviceProvider } from '../../../src/saml/service-provider.ts';
import { type Element, parseDocument } from '../../../src/xml/document.ts';
import { childElements } from '../../../src/xml/element.ts';
import { metadataLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { type KeyName, keyPair, trusting } from '../../support/keys.ts';
import { refusalDetails } from '../../support/refusal.ts';
import { type Plain, plain } from '../../support/requests.ts';
import { at, us } from '../../support/saml-login.ts';
import { least, opener, signers, whole } from '../../support/service-providers.ts';

const md = 'urn:oasis:names:tc:SAML:2.0:metadata';
const discovery = 'urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol';

describe('our metadata', () => {
  it('says who we are and where answers belong, and nothing that nobody decided', async () => {
    const { name, attributes, children } = await written();
    expect([name, attributes]).toEqual([`{${md}}EntityDescriptor`, { entityID: 'https://sp.example/saml', cacheDuration: 'PT86400S' }]);
    expect(named(children)).toEqual(['Extensions', 'SPSSODescriptor']);
    expect(children[1]).toEqual({
      name: `{${md}}SPSSODescriptor`,
      attributes: { protocolSupportEnumeration: 'urn:oasis:names:tc:SAML:2.0:protocol', AuthnRequestsSigned: 'false' },
      children: [
        {
          name: `{${md}}AssertionConsumerService`,
          attributes: {
            Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
            Location: 'https://sp.example/saml/acs',
            index: '0',
          },
          children: [],
        },
      ],
    });
  });

  it('has all its parts in the order of the schema', async () => {
    const entity = await written(whole);
    expect(named(entity.children)).toEqual([
      'Signature',
      'Extensions',
      'SPSSODescriptor',
      'Organization',
      'ContactPerson',
      'ContactPerson',
    ]);
    expect(named(within(entity, 'SPSSODescriptor').children)).toEqual([
      'Extensions',
      'KeyDescriptor',
      'KeyDescriptor',
      'KeyDescriptor',
      'SingleLogoutService',
      'SingleLogoutService',
      'NameIDFormat',
      'AssertionConsumerService',
      'AssertionConsumerService',
      'AttributeConsumingService',
    ]);
    expect(named(within(entity, 'SPSSODescriptor', 'Extensions', 'UIInfo').children)).toEqual([
      'DisplayName',
      'DisplayName',
      'Description',
      'Keywords',
      'Logo',
      'InformationURL',
      'PrivacyStatementURL',
    ]);
  });

  it('gives our addresses as they are, with the default where one is said to be it', async () => {
    const role = within(await written(whole), 'SPSSODescriptor');
    expect(all(role, 'AssertionConsumerService')).toMatchObject([
      { Location: 'https://sp.example/acs?a=1&b=%2F', index: '0' },
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact', index: '7', isDefault: 'true' },
    ]);
    expect(all(role, 'SingleLogoutService')).toEqual([
      {
        Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
        Location: 'https://sp.example/slo',
        ResponseLocation: 'https://sp.example/slo/answer',
      },
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:SOAP', Location: 'https://sp.example/slo/soap' },
    ]);
  });

  it('says where people come back from a discovery service, beside what is shown of us', async () => {
    const discoveryResponses = [{ url: 'https://sp.example/chosen?a=b' }, { url: 'https://sp.example/other', index: 3, isDefault: true }];
    const extensions = within(await written({ ...whole, discoveryResponses }), 'SPSSODescriptor', 'Extensions');
    expect(named(extensions.children)).toEqual(['UIInfo', 'DiscoveryResponse', 'DiscoveryResponse']);
    expect(extensions.children[1]).toMatchObject({ name: `{${discovery}}DiscoveryResponse` });
    expect(all(extensions, 'DiscoveryResponse')).toEqual([
      { Binding: discovery, Location: 'https://sp.example/chosen?a=b', index: '0' },
      { Binding: discovery, Location: 'https://sp.example/other', index: '3', isDefault: 'true' },
    ]);
    expect(named(within(await written({ discoveryResponses }), 'SPSSODescriptor').children)).toContain('Extensions');
  });

  it.each(['subject-id', 'pairwise-id', 'any', 'none'] as const)('says which identifier of the subject we need: %s', async (required) => {
    const { children } = within(await written({ ...whole, requiredSubjectIdentifier: required }), 'Extensions', 'EntityAttributes');
    expect(children).toHaveLength(2);
    expect(children[1]).toMatchObject({
      attributes: {
        Name: 'urn:oasis:names:tc:SAML:profiles:subject-id:req',
        NameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
      },
      children: [{ children: [required] }],
    });
  });

  it('publishes the current key, the next and those for encryption, in this order', async () => {
    const role = within(await written(whole), 'SPSSODescriptor');
    const published = childrenOf(role, 'KeyDescriptor').map((key) => [
      key.attributes['use'],
      within(key, 'KeyInfo', 'X509Data', 'X509Certificate').children,
    ]);
    expect(published).toEqual([
      ['signing', [signers.rsa.base64]],
      ['signing', [signers.ec.base64]],
      ['encryption', [opener.certificate]],
    ]);
    expect(role.attributes).toMatchObject({ AuthnRequestsSigned: 'true' });
  });

  it('asks those who have a key for encryption for AES-GCM first, or for nothing else', async () => {
    const decryption = [opener, { privateKey: keyPair('rsa-2048').privateKey }];
    const [gcm, cbc] = ['gcm', 'cbc'].map((mode) => [128, 192, 256].map((bits) => `aes${bits}-${mode}`));
    for (const requireAuthenticatedEncryption of [false, true]) {
      const role = within(await written({ decryption, requireAuthenticatedEncryption }), 'SPSSODescriptor');
      // What has no certificate is not made known.
      expect(all(role, 'KeyDescriptor')).toEqual([{ use: 'encryption' }]);
      const methods = all(within(role, 'KeyDescriptor'), 'EncryptionMethod').map(({ Algorithm }) => Algorithm?.replace(/.*#/, ''));
      expect(methods).toEqual([gcm, requireAuthenticatedEncryption ? [] : cbc, 'rsa-oaep', 'rsa-oaep-mgf1p'].flat());
    }
  });

  it.each([
    ['either', undefined],
    ['response', undefined],
    ['assertion', 'true'],
    ['both', 'true'],
  ] as const)('where %s signature is wanted, asks for signed assertions: %s', async (wantSigned, asked) => {
    expect(within(await written({ wantSigned }), 'SPSSODescriptor').attributes['WantAssertionsSigned']).toBe(asked);
  });

  it('announces the algorithms that are accepted without a pardon, and no other', async () => {
    const extensions = within(await written(), 'Extensions');
    const expected = (rows: Iterable<{ readonly uri: string; readonly pardon?: string }>) =>
      [...rows].filter(({ pardon }) => pardon === undefined).map(({ uri }) => uri);
    const announced = (name: string) => all(extensions, name).map(({ Algorithm }) => Algorithm);
    expect(announced('DigestMethod')).toEqual(expected(digestAlgorithms.values()));
    expect(announced('SigningMethod')).toEqual(expected(signatureAlgorithms.values()));
    expect(all(extensions, 'SigningMethod')[0]).toMatchObject({ MinKeySize: '2048', MaxKeySize: '8192' });
  });

  it('says how long it is valid and when to look again, where that was decided', async () => {
    const { attributes } = await written({ publication: { validForSeconds: 86_400, cacheForSeconds: 3_600 } });
    expect(attributes).toMatchObject({ validUntil: '2026-01-16T12:00:00.000Z', cacheDuration: 'PT3600S' });
    const brief = await written({ publication: { validForSeconds: 600 } });
    expect(brief.attributes).toMatchObject({ validUntil: '2026-01-15T12:10:00.000Z', cacheDuration: 'PT600S' });
  });

  it('is signed as a whole by the key that signs requests, by another, or by none', async () => {
    const signing = { current: signers.ec.signer };
    expect(verifiedBy('p-256', await metadata(us({ signing }), at()))).toBe('EntityDescriptor');
    const other = await metadata(us({ signing, publication: { signer: signers.ed25519.signer } }), at());
    expect(verifiedBy('ed25519', other)).toBe('EntityDescriptor');
    expect(other).toContain(signers.ec.base64);
    expect(await metadata(us({ signing, publication: { signer: false } }), at())).not.toMatch(/ds:Signature| ID=/);
  });

  it('tells people whom to turn to, in case of an incident too', async () => {
    const contacts = childrenOf(await written(whole), 'ContactPerson');
    expect(contacts[0]).toMatchObject({ attributes: { contactType: 'technical' } });
    expect(within(contacts[0] as Plain, 'EmailAddress').children).toEqual(['mailto:a%26b%25c@sp.example']);
    expect(contacts[1]?.attributes).toMatchObject({
      contactType: 'other',
      'remd:contactType': 'http://refeds.org/metadata/contactType/security',
    });
  });

  it('separates keywords by spaces, and writes those within them as plus signs', async () => {
    const info = within(await written(whole), 'SPSSODescriptor', 'Extensions', 'UIInfo');
    expect(within(info, 'Keywords').children).toEqual(['time+sheets payroll']);
  });

  it('leaves out what would be empty', async () => {
    expect(named(within(await written({ ui: { logos: [] } }), 'SPSSODescriptor').children)).toEqual(['AssertionConsumerService']);
  });

  it.each<readonly [string, Partial<ServiceProviderOptions>]>([
    ['signing.current.certificate', { signing: { current: { privateKey: keyPair('p-256').privateKey } } }],
    ['signing.next.certificate', { signing: { current: signers.ec.signer, next: { privateKey: keyPair('p-384').privateKey } } }],
    ['entityId', { entityId: 'my service' }],
    ['entityId', { entityId: ' urn:sp ' }],
    ['entityId', { entityId: '1st:sp' }],
    ['assertionConsumerServices[0].url', { assertionConsumerServices: [{ url: 'https://sp.example/acs?a[]=1' }] }],
    ['singleLogoutServices[0].url', { singleLogoutServices: [{ url: 'https://sp.example/%zz', binding: 'post' }] }],
    [
      'singleLogoutServices[0].responseUrl',
      { singleLogoutServices: [{ url: 'https://a.example', responseUrl: 'https://a.example/|', binding: 'post' }] },
    ],
  ])('cannot be written where %s is not as metadata has it', async (field, options) => {
    const refused = await metadata(us(options), at()).catch((error: unknown) => error);
    expect(refusalDetails(() => raise(refused))).toMatchObject({ field });
  });
});

/** Our metadata as a plain value, at the instant of clean messages. */
async function written(options: Partial<ServiceProviderOptions> = {}): Promise<Plain> {
  return plain(rootOf(await metadata(serviceProvider({ ...least, ...options }), at())));
}

function rootOf(xml: string): Element {
  return parseDocument(xml, metadataLimits).root;
}

/** The name of what a key has signed, as its own reader finds it in what was signed. */
function verifiedBy(name: KeyName, xml: string): string {
  const document = parseDocument(xml, metadataLimits);
  expect(childElements(document.root)[0]?.name).toBe('Signature');
  return verifyElement(document, document.root, signatureOf(document.root) as Element, trusting([keyPair(name)]), []).value.name;
}

function raise(error: unknown): never {
  throw error;
}

function named(children: Plain['children']): readonly string[] {
  return children.map((child) => (typeof child === 'string' ? child : localName(child)));
}

function childrenOf({ children }: Plain, name: string): readonly Plain[] {
  return children.filter((child) => typeof child === 'object').filter((child) => localName(child) === name);
}

function all(parent: Plain, name: string): readonly Plain['attributes'][] {
  return childrenOf(parent, name).map(({ attributes }) => attributes);
}

function within(parent: Plain, ...path: readonly string[]): Plain {
  return path.reduce((element, name) => {
    const [child] = childrenOf(element, name);
    if (child === undefined) throw new Error(`there is no ${name}`);
    return child;
  }, parent);
}

function localName({ name }: Plain): string {
  return name.replace(/.*}/, '');
}
