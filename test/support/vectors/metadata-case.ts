import { clean, xml } from '../messages.ts';
import type { KeyName } from './parties.ts';
import { type Case, certificateBase64, type Workshop } from './workshop.ts';

const saml2 = 'urn:oasis:names:tc:SAML:2.0:';
const ssoUrl = `${clean.idp}/sso`;

/** What an entity says, and what is said of it; anything given replaces what a clean one has. */
export interface MetadataOptions {
  readonly entityId?: string;
  /** Attributes of the EntityDescriptor, as written, with a blank before each. */
  readonly attributes?: string;
  readonly extensions?: string;
  /** The roles; default: that of an identity provider, of the parts below. */
  readonly roles?: string;
  readonly role?: RoleParts;
  /** The document made of the entity; default: the entity alone. */
  readonly around?: (entity: string, workshop: Workshop) => string;
  readonly after?: (xml: string, workshop: Workshop) => string | Uint8Array;
  /** The document itself, in place of all above. */
  readonly message?: string | Uint8Array;
  /** The options for reading it; `trust` names keys. */
  readonly options?: object;
  readonly now?: string;
  readonly spec?: string;
  readonly flags?: string;
  readonly source?: string;
}

/** What the role of an identity provider says; elements are given as XML. */
export interface RoleParts {
  readonly protocols?: string;
  readonly attributes?: string;
  readonly extensions?: string;
  readonly keys?: string;
  readonly services?: string;
  readonly name?: string;
}

/** Makers of cases that have these fields in common. */
export function metadataCases(common: Required<Pick<MetadataOptions, 'spec' | 'flags'>>) {
  return {
    accepts: (name: string, comment: string, claims: object = {}, options: MetadataOptions = {}): Case =>
      metadataCase(name, comment, `accept ${JSON.stringify({ entityId: clean.idp, keys: ['idp'], ...claims })}`, { ...common, ...options }),
    refuses: (name: string, comment: string, expected: string, options: MetadataOptions = {}): Case =>
      metadataCase(name, comment, expected, { ...common, ...options }),
  };
}

/** An EntityDescriptor that declares its namespaces itself, so that it can stand alone. */
export function entityXml({ entityId = clean.idp, attributes = '', extensions = '', roles, role }: MetadataOptions = {}): string {
  return xml(
    'md:EntityDescriptor',
    { ...declared, entityID: entityId },
    [extensions, roles ?? roleXml(role)].filter((part) => part !== ''),
    attributes,
  );
}

/** An IDPSSODescriptor. */
export function roleXml({
  protocols = `${saml2}protocol`,
  attributes = '',
  extensions = '',
  keys = keyXml('idp'),
  services = serviceXml(),
  name = 'IDPSSODescriptor',
}: RoleParts = {}): string {
  return xml(
    `md:${name}`,
    { protocolSupportEnumeration: protocols },
    [extensions, keys, services].filter((part) => part !== ''),
    attributes,
  );
}

/** A KeyDescriptor with the certificate of a key. */
export function keyXml(name: KeyName, use: string | null = 'signing'): string {
  return keyInfoXml(xml('ds:X509Data', {}, [xml('ds:X509Certificate', {}, certificateBase64(name))]), use);
}

/** A KeyDescriptor with whatever stands in its KeyInfo. */
export function keyInfoXml(keyInfo: string, use: string | null = 'signing'): string {
  return xml('md:KeyDescriptor', { use }, [xml('ds:KeyInfo', {}, [keyInfo])]);
}

/** An endpoint. */
export function serviceXml(location: string = ssoUrl, binding = 'HTTP-Redirect', name = 'SingleSignOnService', attributes = ''): string {
  return xml(
    `md:${name}`,
    { Binding: binding.includes(':') ? binding : `${saml2}bindings:${binding}`, Location: location },
    [],
    attributes,
  );
}

/** An EntitiesDescriptor. */
export function groupXml(children: readonly string[], attributes = ''): string {
  return xml('md:EntitiesDescriptor', declared, children, attributes);
}

function metadataCase(name: string, comment: string, expect: string, all: MetadataOptions): Case {
  const { around, after, message, options, now = clean.now, spec = '', flags = '', source = 'signon' } = all;
  return {
    path: `metadata/${name}`,
    header: { expect, comment, spec, flags, source, now, ...(options === undefined ? {} : { options: JSON.stringify(options) }) },
    message: (workshop) => {
      if (message !== undefined) return message;
      const document = around === undefined ? entityXml(all) : around(entityXml(all), workshop);
      return after === undefined ? document : after(document, workshop);
    },
  };
}

const declared = { 'xmlns:md': `${saml2}metadata`, 'xmlns:ds': 'http://www.w3.org/2000/09/xmldsig#' };
