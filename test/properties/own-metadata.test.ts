import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { metadata } from '../../src/saml/administration.ts';
import type { Localised } from '../../src/saml/localised.ts';
import { type ServiceProvider, serviceProvider } from '../../src/saml/service-provider.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { attribute, childElements, onlyText } from '../../src/xml/element.ts';
import { metadataLimits } from '../../src/xml/limits.ts';
import { at } from '../support/saml-login.ts';
import { arbitraryOptions } from '../support/service-providers.ts';

describe('our metadata', () => {
  test.prop([arbitraryOptions()])('says to a reader exactly what was said to us', async (options) => {
    const sp = serviceProvider(options);
    const { root } = parseDocument(await metadata(sp, at()), metadataLimits);
    expect(attribute(root, 'entityID')).toBe(sp.entityId);
    expect(addressesIn(root, 'AssertionConsumerService')).toEqual(sp.assertionConsumerServices.map(({ url }) => url));
    expect(textsIn(root, namesOfTexts)).toEqual(textsOf(sp));
  });
});

/** The texts of the elements of these names, in the order of the document. */
function textsIn(element: Element, names: ReadonlySet<string>): readonly (string | undefined)[] {
  const own = names.has(element.name) ? [onlyText(element)] : [];
  return [...own, ...childElements(element).flatMap((child) => textsIn(child, names))];
}

function addressesIn(element: Element, name: string): readonly (string | undefined)[] {
  const own = element.name === name ? [attribute(element, 'Location')] : [];
  return [...own, ...childElements(element).flatMap((child) => addressesIn(child, name))];
}

/** The same texts as they were given, in that order. */
function textsOf({ entityAttributes, ui = {}, nameIdFormats, attributeConsumingServices, organization, contacts }: ServiceProvider) {
  return [
    ...Object.values(entityAttributes).flat(),
    ...[ui.displayName, ui.description].flatMap(values),
    ...(ui.logos ?? []).map(({ url }) => url),
    ...[ui.informationUrl, ui.privacyStatementUrl].flatMap(values),
    ...nameIdFormats,
    ...attributeConsumingServices.flatMap(({ name, description, attributes }) => [
      ...[name, description].flatMap(values),
      ...attributes.flatMap((wanted) => wanted.values ?? []),
    ]),
    ...[organization?.name, organization?.displayName, organization?.url].flatMap(values),
    ...contacts.flatMap(({ company, givenName, surname, telephones = [] }) =>
      [company, givenName, surname, ...telephones].flatMap((text) => text ?? []),
    ),
  ];
}

function values(texts: Localised = {}): readonly string[] {
  return Object.values(texts);
}

const namesOfTexts: ReadonlySet<string> = new Set([
  'AttributeValue',
  'DisplayName',
  'Description',
  'Logo',
  'InformationURL',
  'PrivacyStatementURL',
  'NameIDFormat',
  'ServiceName',
  'ServiceDescription',
  'OrganizationName',
  'OrganizationDisplayName',
  'OrganizationURL',
  'Company',
  'GivenName',
  'SurName',
  'TelephoneNumber',
]);
