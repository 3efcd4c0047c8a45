import { fc } from '@fast-check/vitest';
import { addressProblem } from '../../src/core/options.ts';
import type { LocalSigner } from '../../src/crypto/signer.ts';
import type { RequestedAttribute } from '../../src/saml/attribute-services.ts';
import type { Contact } from '../../src/saml/description.ts';
import { pageAddress, readable, uri } from '../../src/saml/localised.ts';
import { nameIdFormats } from '../../src/saml/names.ts';
import type { ServiceProviderOptions } from '../../src/saml/service-provider.ts';
import { selfSigned } from './certificate.ts';
import { type KeyName, keyPair } from './keys.ts';
import { refusal } from './refusal.ts';

/** A key in this process with its certificate, in the forms in which it is given and published. */
export function certified(name: KeyName): { readonly signer: LocalSigner; readonly base64: string } {
  const { privateKey } = keyPair(name);
  const { pem, base64 } = selfSigned(privateKey);
  return { signer: { privateKey, certificate: pem }, base64 };
}

export const signers = { rsa: certified('rsa-2048'), ec: certified('p-256'), ed25519: certified('ed25519') };

const encryption = certified('rsa-3072');
/** What others encrypt for us with. */
export const opener = { privateKey: encryption.signer.privateKey, certificate: encryption.base64 };

/** No more than must be said. */
export const least: ServiceProviderOptions = {
  entityId: 'https://sp.example/saml',
  assertionConsumerServices: [{ url: 'https://sp.example/saml/acs' }],
};

/** Everything that may be said. */
export const whole: ServiceProviderOptions = {
  entityId: 'https://sp.example/saml',
  assertionConsumerServices: [
    { url: 'https://sp.example/acs?a=1&b=%2F' },
    { url: 'https://sp.example/artifact', binding: 'artifact', index: 7, isDefault: true },
  ],
  singleLogoutServices: [
    { url: 'https://sp.example/slo', binding: 'redirect', responseUrl: 'https://sp.example/slo/answer' },
    { url: 'https://sp.example/slo/soap', binding: 'soap' },
  ],
  signing: { current: signers.rsa.signer, next: signers.ec.signer },
  decryption: [opener],
  organization: { name: { en: 'Example' }, displayName: { en: 'Example & Co' }, url: { en: 'http://example.org/' } },
  contacts: [
    { type: 'technical', givenName: 'Ada', surname: 'B', company: 'C', emails: ['a&b%c@sp.example'], telephones: ['+1'] },
    { type: 'security', givenName: 'CERT', emails: ['cert@sp.example'] },
  ],
  ui: {
    displayName: { en: 'Payroll', 'pt-BR': 'Folha' },
    description: { en: 'Who gets what' },
    keywords: { en: ['time sheets', 'payroll'] },
    logos: [{ url: 'https://sp.example/logo.png', width: 80, height: 60, language: 'en' }],
    informationUrl: { en: 'https://sp.example/about' },
    privacyStatementUrl: { en: 'https://sp.example/privacy' },
  },
  nameIdFormats: [nameIdFormats.persistent],
  entityAttributes: { 'http://macedir.org/entity-category': ['http://refeds.org/category/research-and-scholarship'] },
  attributeConsumingServices: [
    { name: { en: 'Payroll' }, description: { en: 'D' }, attributes: [{ name: 'mail', isRequired: true, values: ['a', 'b'] }] },
  ],
};

/** Whatever may be published: each part was thought up blindly, and kept where its own reader takes it. */
export function arbitraryOptions(): fc.Arbitrary<ServiceProviderOptions> {
  return fc.record<ServiceProviderOptions, 'entityId' | 'assertionConsumerServices'>(
    {
      entityId: address,
      assertionConsumerServices: fc.uniqueArray(fc.record({ url: webPage, index: fc.nat(9) }), {
        selector: ({ index }) => index,
        minLength: 1,
        maxLength: 3,
      }),
      singleLogoutServices: few(fc.record({ url: webPage, responseUrl: webPage, binding: fc.constantFrom('redirect', 'post', 'soap') })),
      signing: fc.constantFrom({ current: signers.rsa.signer }, { current: signers.ec.signer, next: signers.ed25519.signer }),
      decryption: fc.constantFrom([opener], [opener, { privateKey: opener.privateKey }]),
      wantSigned: fc.constantFrom('either', 'both'),
      organization: fc.record({ name: texts, displayName: texts, url: pages }, { requiredKeys: ['name', 'url'] }),
      contacts: few(contact),
      ui: fc.record(
        { displayName: texts, description: texts, keywords, logos: few(logo), informationUrl: pages, privacyStatementUrl: pages },
        { requiredKeys: [] },
      ),
      attributeConsumingServices: few(
        fc.record({ name: texts, description: texts, attributes: some(requested) }, { requiredKeys: ['name', 'attributes'] }),
      ),
      nameIdFormats: few(address),
      entityAttributes: fc.dictionary(text, few(text), { maxKeys: 2 }),
      publication: fc.record(
        { validForSeconds: fc.integer({ min: 86_400, max: 31_536_000 }), cacheForSeconds: fc.integer({ min: 1, max: 86_400 }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['entityId', 'assertionConsumerServices'] },
  );
}

const oddities = ['a', ' ', '<', '&', '"', "'", ']]>', '\n', '\t', '\r', '\u0085', '\u2028', 'é', '\u{1F600}', '\0', '\ud800'];
const text = fc.string({ unit: fc.constantFrom(...oddities), minLength: 1, maxLength: 12 }).filter((one) => taken(readable, one));
const texts = languages(text);
const keyword = fc
  .string({ unit: fc.constantFrom('a', ' ', '<', 'é', '&'), minLength: 1 })
  .filter((one) => /^(?! )(?!.* {2}).*[^ ]$/.test(one));
const keywords = languages(some(keyword));
const uriPieces = [...'az09-._~:/?#[]@!$&\'()*+,;=%|\\^`{}<>" é€', '%41', '%zz', '//', '\u{1F600}'];
const path = fc.string({ unit: fc.constantFrom(...uriPieces), maxLength: 8 });
const beginnings = fc.constantFrom('urn:', 'https://a.example/', 'https://[::1]:8/', 'a.b+c-1:', '1a:', '', '//a', 'x://a:b');
const address = fc
  .oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.tuple(beginnings, path).map(([start, rest]) => start + rest),
  )
  // RFC 3986 3.2.3 lets a port be empty, libxml2 does not.
  .filter((one) => taken(uri, one) && !/^[^/?#]*\/\/[^/?#]*:(?:[/?#]|$)/.test(one));
const webPage = fc
  .oneof(
    address,
    path.map((rest) => `https://sp.example/${rest}`),
  )
  .filter((one) => taken(pageAddress, one) && addressProblem(one) === undefined);
const pages = languages(webPage);
const picture = path.map((rest) => `data:image/png;base64,${rest}`).filter((one) => taken(uri, one));
const pixels = fc.integer({ min: 1, max: 999 });
const logo = fc.record({ url: fc.oneof(webPage, picture), width: pixels, height: pixels, language: fc.constantFrom('en', 'pt-BR') });
const mail = fc
  .tuple(path, path)
  .map((parts) => parts.join('@'))
  .filter((one) => /^[^\s@:<>]+@[^\s@:<>]+$/.test(one));
const contact = fc.record<Contact, 'type'>(
  {
    type: fc.constantFrom('technical', 'support', 'administrative', 'billing', 'security', 'other'),
    company: text,
    givenName: text,
    surname: text,
    emails: few(mail),
    telephones: few(text),
  },
  { requiredKeys: ['type'] },
);
const requested = fc.record<RequestedAttribute, 'name'>(
  { name: text, nameFormat: address, friendlyName: text, isRequired: fc.boolean(), values: few(text) },
  { requiredKeys: ['name'] },
);

function languages<T>(values: fc.Arbitrary<T>): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc.dictionary(fc.constantFrom('en', 'pt-BR', 'de', 'i-klingon'), values, { minKeys: 1, maxKeys: 2 });
}

function few<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(values, { maxLength: 2 });
}

function some<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(values, { minLength: 1, maxLength: 3 });
}

function taken(read: (field: string, value: string) => string, value: string): boolean {
  return refusal(() => read('field', value)) === 'accepted';
}
