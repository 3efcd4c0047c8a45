import { describe, expect, it } from 'vitest';
import { type DescriptionOptions, description } from '../../../src/saml/description.ts';
import { type PublicationOptions, publication } from '../../../src/saml/publication.ts';
import { keyPair } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('how we describe ourselves', () => {
  it('is nothing by default', () => {
    expect(description({})).toEqual({ contacts: [], attributeConsumingServices: [], nameIdFormats: [], entityAttributes: {} });
  });

  it('has every default filled in', () => {
    const options: DescriptionOptions = {
      organization: { name: { en: 'Example' }, url: { en: 'http://example.org' } },
      contacts: [{ type: 'support' }],
      attributeConsumingServices: [
        { name: { en: 'a' }, attributes: [{ name: 'mail' }], index: 4 },
        { name: { en: 'b' }, attributes: [{ name: 'mail' }] },
      ],
    };
    expect(description(options)).toMatchObject({
      organization: { displayName: { en: 'Example' } },
      contacts: [{ type: 'support', emails: [], telephones: [] }],
      attributeConsumingServices: [
        { index: 4, isDefault: false, attributes: [{ name: 'mail', isRequired: false, values: [] }] },
        { index: 1, isDefault: false },
      ],
    });
  });

  it('is frozen to the last word, and does not change with the options that it was made of', () => {
    const names = { en: 'Example' };
    const made = description({ ui: { displayName: names, keywords: { en: ['a'] } }, contacts: [{ type: 'other', emails: ['a@b'] }] });
    names.en = 'Evil';
    expect(made.ui?.displayName).toEqual({ en: 'Example' });
    for (const part of [
      made.ui,
      made.ui?.displayName,
      made.ui?.keywords?.['en'],
      made.contacts,
      made.contacts[0],
      made.contacts[0]?.emails,
    ])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it.each([
    'https://a.example/l.png',
    'http://localhost:8080/l.png',
    'data:image/svg+xml;base64,PHN2Zy8+',
    'data:image/svg+xml,%3Csvg/%3E',
  ])('takes a logo from %s', (url) => {
    expect(description({ ui: { logos: [{ url, width: 1, height: 1 }] } }).ui?.logos?.[0]?.url).toBe(url);
  });

  it.each<readonly [string, string, object]>([
    ['organization.name', 'is missing', { organization: { url: { en: 'https://a.example' } } }],
    ['organization.url', 'is missing', { organization: { name: { en: 'a' } } }],
    ['organization.url.en', 'is a script', { organization: { name: { en: 'a' }, url: { en: 'javascript:alert(1)' } } }],
    ['organization.logo', 'does not exist', { organization: { logo: 'a', name: { en: 'a' }, url: { en: 'https://a.example' } } }],
    ['contacts', 'are no list', { contacts: { type: 'support' } }],
    ['contacts[0].type', 'is missing', { contacts: [{ emails: ['a@b'] }] }],
    ['contacts[1].type', 'is no such word', { contacts: [{ type: 'support' }, { type: 'legal' }] }],
    ['contacts[0].email', 'does not exist', { contacts: [{ type: 'support', email: 'a@b' }] }],
    ['contacts[0].emails', 'are no list', { contacts: [{ type: 'support', emails: 'a@b' }] }],
    ['contacts[0].emails[1]', 'is no address', { contacts: [{ type: 'support', emails: ['a@b', 'mailto:a@b'] }] }],
    ['contacts[0].givenName', 'cannot be written', { contacts: [{ type: 'support', givenName: 'a\u0000' }] }],
    ['ui.displayName', 'is no object', { ui: { displayName: 'Payroll' } }],
    ['ui.displayName', 'is in no language', { ui: { displayName: {} } }],
    ['ui.displayName', 'has a language twice', { ui: { displayName: { en: 'a', EN: 'b' } } }],
    ['ui.displayName', 'is in what is no language', { ui: { displayName: { 'en us': 'a' } } }],
    ['ui.displayName.de', 'is blank', { ui: { displayName: { en: 'a', de: ' ' } } }],
    ['ui.displayName.en', 'is half a character', { ui: { displayName: { en: '\ud800' } } }],
    ['ui.keywords.en', 'are none', { ui: { keywords: { en: [] } } }],
    ['ui.keywords.en', 'have a plus sign', { ui: { keywords: { en: ['c++'] } } }],
    ['ui.keywords.en', 'begin with a space', { ui: { keywords: { en: [' a'] } } }],
    ['ui.keywords.en', 'hold a line end', { ui: { keywords: { en: ['a\nb'] } } }],
    ['ui.logos[0].url', 'lacks TLS', { ui: { logos: [{ url: 'http://a.example/l.png', width: 1, height: 1 }] } }],
    ['ui.logos[0].url', 'is a page in itself', { ui: { logos: [{ url: 'data:text/html,a', width: 1, height: 1 }] } }],
    ['ui.logos[0].width', 'is missing', { ui: { logos: [{ url: 'https://a.example/l.png', height: 1 }] } }],
    ['ui.logos[0].height', 'is zero', { ui: { logos: [{ url: 'https://a.example/l.png', width: 1, height: 0 }] } }],
    ['ui.logos[0].language', 'is none', { ui: { logos: [{ url: 'https://a.example/l.png', width: 1, height: 1, language: '' }] } }],
    ['ui.privacyStatementUrl.en', 'is relative', { ui: { privacyStatementUrl: { en: '/privacy' } } }],
    ['ui.logo', 'does not exist', { ui: { logo: 'a' } }],
    ['attributeConsumingServices', 'has an index twice', sets({ index: 1 }, {})],
    ['attributeConsumingServices', 'has two defaults', sets({ isDefault: true }, { isDefault: true })],
    ['attributeConsumingServices[0].index', 'is more than an unsignedShort', sets({ index: 65_536 })],
    ['attributeConsumingServices[0].name', 'is missing', sets({ name: undefined })],
    ['attributeConsumingServices[0].attributes', 'are none', sets({ attributes: [] })],
    ['attributeConsumingServices[0].attributes[0].name', 'is missing', sets({ attributes: [{ friendlyName: 'mail' }] })],
    ['attributeConsumingServices[0].attributes[0].nameFormat', 'is no URI', sets({ attributes: [{ name: 'a', nameFormat: 'a b' }] })],
    ['attributeConsumingServices[0].attributes[0].required', 'does not exist', sets({ attributes: [{ name: 'a', required: true }] })],
    ['nameIdFormats[0]', 'is no URI', { nameIdFormats: ['%'] }],
    ['nameIdFormats[0]', 'has two users before its host', { nameIdFormats: ['x://a@b@c/'] }],
    ['requiredSubjectIdentifier', 'is another word', { requiredSubjectIdentifier: 'both' }],
    [
      'requiredSubjectIdentifier',
      'is said twice',
      { requiredSubjectIdentifier: 'any', entityAttributes: { 'urn:oasis:names:tc:SAML:profiles:subject-id:req': ['none'] } },
    ],
    ['entityAttributes.urn:a', 'is no list', { entityAttributes: { 'urn:a': 'b' } }],
    ['entityAttributes.urn:a[0]', 'is blank', { entityAttributes: { 'urn:a': [''] } }],
  ])('is refused: %s %s', (field, _, broken) => {
    const options = broken as DescriptionOptions;
    expect(refusal(() => description(options))).toBe('config.invalid');
    expect(refusalDetails(() => description(options))).toMatchObject({ field });
  });
});

describe('how our metadata is published', () => {
  it.each<readonly [string, string, object]>([
    ['publication.validForSeconds', 'is shorter than anybody could fetch it', { validForSeconds: 299 }],
    ['publication.validForSeconds', 'is longer than a year', { validForSeconds: 31_536_001 }],
    ['publication.cacheForSeconds', 'is zero', { cacheForSeconds: 0 }],
    ['publication.cacheForSeconds', 'is longer than it is valid', { validForSeconds: 300, cacheForSeconds: 301 }],
    ['publication.signer.privateKey', 'is too short', { signer: { privateKey: keyPair('rsa-1024').privateKey } }],
    ['publication.validUntil', 'does not exist', { validUntil: '2030-01-01' }],
  ])('is refused: %s %s', (field, _, options) => {
    expect(refusalDetails(() => publication(options as PublicationOptions))).toMatchObject({ field });
  });
});

/** Sets of attributes, each with what is broken in it. */
function sets(...broken: readonly object[]): object {
  return { attributeConsumingServices: broken.map((one) => ({ name: { en: 'a' }, attributes: [{ name: 'mail' }], ...one })) };
}
