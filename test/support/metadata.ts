import { identityProvider } from '../../src/saml/metadata.ts';
import { selfSigned } from './certificate.ts';
import { type KeyPair, keyPair } from './keys.ts';
import { at } from './saml-login.ts';

/** What metadata says of one entity; anything given replaces what a clean one has. Elements are given as XML. */
export interface EntityParts {
  readonly entityId?: string;
  /** Further attributes of the entity, as written, with a blank before each. */
  readonly attributes?: string;
  /** What stands before the role. */
  readonly before?: string;
  /** Default: the one role that the parts below make. */
  readonly roles?: string;
}

/** What metadata says of the role of an identity provider. */
export interface RoleParts {
  readonly attributes?: string;
  readonly protocols?: string;
  /** What stands before the keys. */
  readonly extensions?: string;
  readonly keys?: string;
  /** What stands between the keys and the single sign-on services. */
  readonly between?: string;
  readonly services?: string;
  readonly after?: string;
}

/** An EntityDescriptor that can stand alone. */
export function entityXml({
  entityId = 'https://idp.example/saml',
  attributes = '',
  before = '',
  roles = roleXml(),
}: EntityParts = {}): string {
  return `<md:EntityDescriptor ${declarations} entityID="${entityId}"${attributes}>${before}${roles}</md:EntityDescriptor>`;
}

/** An EntitiesDescriptor around entities or groups. */
export function groupXml(content: string, attributes = ''): string {
  return `<md:EntitiesDescriptor ${declarations}${attributes}>${content}</md:EntitiesDescriptor>`;
}

/** An IDPSSODescriptor. */
export function roleXml({
  attributes = '',
  protocols = saml2,
  extensions = '',
  keys = keyXml(),
  between = '',
  services = serviceXml(),
  after = '',
}: RoleParts = {}): string {
  const content = extensions + keys + between + services + after;
  return `<md:IDPSSODescriptor protocolSupportEnumeration="${protocols}"${attributes}>${content}</md:IDPSSODescriptor>`;
}

/** A KeyDescriptor with certificates over these keys in one X509Data; null leaves the use out. */
export function keyXml(use: string | null = 'signing', ...pairs: readonly Pick<KeyPair, 'privateKey'>[]): string {
  const given = pairs.length === 0 ? [keyPair('p-256')] : pairs;
  return keyInfoXml(x509Xml(...given.map(({ privateKey }) => selfSigned(privateKey).base64)), use);
}

/** A KeyDescriptor with whatever stands in its KeyInfo. */
export function keyInfoXml(content: string, use: string | null = 'signing'): string {
  return `<md:KeyDescriptor${use === null ? '' : ` use="${use}"`}><ds:KeyInfo>${content}</ds:KeyInfo></md:KeyDescriptor>`;
}

/** An X509Data with these certificates. */
export function x509Xml(...certificates: readonly string[]): string {
  const elements = certificates.map((certificate) => `<ds:X509Certificate>${certificate}</ds:X509Certificate>`);
  return `<ds:X509Data>${elements.join('')}</ds:X509Data>`;
}

/** An endpoint: that for single sign-on by redirect unless told otherwise. */
export function serviceXml(
  location = 'https://idp.example/sso',
  binding = 'HTTP-Redirect',
  name = 'SingleSignOnService',
  more = '',
): string {
  return `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${location}"${more}/>`;
}

/** Reads metadata at the instant of clean messages. */
export function read(...[metadata, options]: Parameters<typeof identityProvider>): ReturnType<typeof identityProvider> {
  return identityProvider(metadata, options, at());
}

const saml2 = 'urn:oasis:names:tc:SAML:2.0:protocol';
const declarations = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
