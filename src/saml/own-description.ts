import type { Draft } from '../xml/writer.ts';
import type { AttributeConsumingService, RequestedAttribute } from './attribute-services.ts';
import type { Contact, Description, Organization, UserInterface } from './description.ts';
import type { Localised, Logo } from './localised.ts';
import { namespaces } from './names.ts';

type Content = Omit<Draft, 'name' | 'namespace'>;

/** Who runs the service. SAMLMeta 2.3.2.1 */
export function organization({ name, displayName, url }: Required<Organization>): Draft {
  return md('Organization', {
    children: [
      ...eachLanguage(name, (content) => md('OrganizationName', content)),
      ...eachLanguage(displayName, (content) => md('OrganizationDisplayName', content)),
      ...eachLanguage(url, (content) => md('OrganizationURL', content)),
    ],
  });
}

/** Whom to turn to. SAMLMeta 2.3.2.2; for incidents as the REFEDS security contact extension has it */
export function contactPerson({ type, company, givenName, surname, emails = [], telephones = [] }: Contact): Draft {
  const security = { contactType: 'other', 'xmlns:remd': namespaces.remd, 'remd:contactType': `${namespaces.remd}/contactType/security` };
  return md('ContactPerson', {
    attributes: type === 'security' ? security : { contactType: type },
    children: [
      company === undefined ? undefined : md('Company', { children: [company] }),
      givenName === undefined ? undefined : md('GivenName', { children: [givenName] }),
      surname === undefined ? undefined : md('SurName', { children: [surname] }),
      ...emails.map((address) => md('EmailAddress', { children: [mailto(address)] })),
      ...telephones.map((number) => md('TelephoneNumber', { children: [number] })),
    ],
  });
}

/** What to show of us; undefined where that is nothing, since the element may not be empty. MDUI 2.1.1 */
export function userInterface(ui: UserInterface): Draft | undefined {
  const { displayName = {}, description = {}, keywords = {}, logos = [], informationUrl = {}, privacyStatementUrl = {} } = ui;
  const children = [
    ...eachLanguage(displayName, (content) => mdui('DisplayName', content)),
    ...eachLanguage(description, (content) => mdui('Description', content)),
    ...eachLanguage(joined(keywords), (content) => mdui('Keywords', content)),
    ...logos.map(logo),
    ...eachLanguage(informationUrl, (content) => mdui('InformationURL', content)),
    ...eachLanguage(privacyStatementUrl, (content) => mdui('PrivacyStatementURL', content)),
  ];
  return children.length === 0 ? undefined : mdui('UIInfo', { children });
}

/** Entity categories and the like; undefined where there are none. SAML V2.0 Metadata Extension for Entity Attributes 2.4 */
export function entityAttributes({ entityAttributes: attributes }: Description): Draft | undefined {
  const children = Object.entries(attributes).map(([Name, values]) =>
    saml('Attribute', { attributes: { Name, NameFormat: uriNames }, children: values.map(attributeValue) }),
  );
  return children.length === 0 ? undefined : { name: 'mdattr:EntityAttributes', namespace: namespaces.mdattr, children };
}

/** A set of attributes that we want. SAMLMeta 2.4.4.1 */
export function attributeService({ index, isDefault, name, description = {}, attributes }: AttributeConsumingService): Draft {
  return md('AttributeConsumingService', {
    attributes: { index: `${index}`, isDefault: isDefault ? 'true' : undefined },
    children: [
      ...eachLanguage(name, (content) => md('ServiceName', content)),
      ...eachLanguage(description, (content) => md('ServiceDescription', content)),
      ...attributes.map(requestedAttribute),
    ],
  });
}

function requestedAttribute({ name, nameFormat, friendlyName, isRequired, values = [] }: RequestedAttribute): Draft {
  return md('RequestedAttribute', {
    attributes: { Name: name, NameFormat: nameFormat, FriendlyName: friendlyName, isRequired: isRequired === true ? 'true' : undefined },
    children: values.map(attributeValue),
  });
}

function attributeValue(value: string): Draft {
  return saml('AttributeValue', { children: [value] });
}

function logo({ url, width, height, language }: Logo): Draft {
  return mdui('Logo', { attributes: { height: `${height}`, width: `${width}`, 'xml:lang': language }, children: [url] });
}

function eachLanguage(texts: Localised, element: (content: Content) => Draft): readonly Draft[] {
  return Object.entries(texts).map(([language, text]) => element({ attributes: { 'xml:lang': language }, children: [text] }));
}

/** MDUI 2.1.4: separated by spaces, a space within a keyword being a plus sign. */
function joined(keywords: Localised<readonly string[]>): Localised {
  return Object.fromEntries(
    Object.entries(keywords).map(([language, words]) => [language, words.map((word) => word.replaceAll(' ', '+')).join(' ')]),
  );
}

/** RFC 6068: an address as a URI, with what has a meaning there percent-encoded. */
function mailto(address: string): string {
  return `mailto:${address.split('@').map(encodeURIComponent).join('@')}`;
}

function md(name: string, content: Content): Draft {
  return { name: `md:${name}`, namespace: namespaces.metadata, ...content };
}

function mdui(name: string, content: Content): Draft {
  return { name: `mdui:${name}`, namespace: namespaces.mdui, ...content };
}

function saml(name: string, content: Content): Draft {
  return { name: `saml:${name}`, namespace: namespaces.assertion, ...content };
}

const uriNames = 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri';
