import { SsoError } from '../core/errors.ts';
import { addressProblem } from '../core/options.ts';
import { legible } from '../core/rules.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childrenNamed } from '../xml/element.ts';
import type { Described, Endpoint, IndexedEndpoint } from './identity-provider.ts';
import { keysOf } from './key-info.ts';
import { readExtensions } from './metadata-extensions.ts';
import { bindings, namespaces } from './names.ts';
import {
  booleanAttribute,
  contentsOf,
  indexAttribute,
  type Reading,
  requiredAttribute,
  structure,
  uriAttribute,
  uriIn,
} from './structure.ts';

/** What the role of an identity provider says, and the element that says it. */
export type Role = Omit<Described, 'entityId' | 'validUntil' | 'refreshAt'> & { readonly element: Element };

/** The roles as an identity provider for SAML 2.0 that an entity plays; those of other protocols and versions are not ours to read. */
export function rolesOf(entity: Element): readonly Element[] {
  return childrenNamed(entity, namespaces.metadata, 'IDPSSODescriptor').filter((role) =>
    (attribute(role, 'protocolSupportEnumeration') ?? '').split(/[ \t\r\n]+/).includes(namespaces.protocol),
  );
}

/**
 * Reads the role of an entity as an identity provider.
 *
 * @throws SsoError `metadata.role`, `metadata.key` where nothing could ever be verified, `metadata.location` for an address that no
 *   browser may be sent to, `saml.*`
 * @see SAMLMeta 2.4.3
 */
export function readRole(entity: Element, reading: Reading): Role {
  checkChildren(entity, entityChildren);
  const element = onlyRole(entity);
  checkChildren(element, roleChildren);
  const keys = keysOf(childrenNamed(element, namespaces.metadata, 'KeyDescriptor'));
  const errorUrl = uriAttribute(element, 'errorURL');
  return {
    element,
    keys,
    singleSignOnServices: endpoints(element, 'SingleSignOnService', [bindings.redirect, bindings.post], reading),
    singleLogoutServices: endpoints(element, 'SingleLogoutService', [bindings.redirect, bindings.post, bindings.soap], reading),
    artifactResolutionServices: indexed(element, 'ArtifactResolutionService', [bindings.soap], reading),
    wantAuthnRequestsSigned: booleanAttribute(element, 'WantAuthnRequestsSigned') ?? false,
    nameIdFormats: childrenNamed(element, namespaces.metadata, 'NameIDFormat').map(uriIn),
    ...(errorUrl === undefined || addressProblem(errorUrl, { http: true }) !== undefined ? {} : { errorUrl }),
    ...readExtensions(entity, element),
  };
}

/** Refuses an entity that is no identity provider of any kind. @throws SsoError `metadata.role` */
export function checkProvider(entity: Element): void {
  const plays = (name: string) => childrenNamed(entity, namespaces.metadata, name).length > 0;
  if (plays('IDPSSODescriptor')) return;
  throw new SsoError('metadata.role', { reason: plays('SPSSODescriptor') ? 'service-provider' : 'no-identity-provider' });
}

function onlyRole(entity: Element): Element {
  const [role, ...more] = rolesOf(entity);
  if (role !== undefined && more.length === 0) return role;
  throw new SsoError('metadata.role', { reason: role === undefined ? 'no-saml-2' : 'several' });
}

/** Closed where the schema is closed; real products keep to the names, though not to their order. */
function checkChildren(element: Element, known: ReadonlySet<string>): void {
  for (const { namespace, name } of contentsOf(element).manyOf(() => true)) {
    if (known.has(`${prefixes.get(namespace)}:${name}`)) continue;
    throw structure(element, `holds ${name}, which does not belong there`);
  }
}

function endpoints(role: Element, name: string, known: readonly string[], reading: Reading): readonly Endpoint[] {
  return childrenNamed(role, namespaces.metadata, name)
    .filter((element) => known.includes(uriAttribute(element, 'Binding') ?? ''))
    .map((element) => endpoint(element, reading));
}

function indexed(role: Element, name: string, known: readonly string[], reading: Reading): readonly IndexedEndpoint[] {
  return childrenNamed(role, namespaces.metadata, name)
    .filter((element) => known.includes(uriAttribute(element, 'Binding') ?? ''))
    .map((element) => ({
      ...endpoint(element, reading),
      index: indexAttribute(element, 'index') ?? 0,
      isDefault: booleanAttribute(element, 'isDefault') ?? false,
    }));
}

function endpoint(element: Element, reading: Reading): Endpoint {
  requiredAttribute(element, 'Location');
  // Sound: it is there.
  const location = address(element, 'Location', reading) as string;
  const responseLocation = address(element, 'ResponseLocation', reading);
  const binding = uriAttribute(element, 'Binding') ?? '';
  return { binding, location, ...(responseLocation === undefined ? {} : { responseLocation }) };
}

/** A browser is sent there: `javascript:` in the action of a form would be a script of the provider's in a page of ours. */
function address(element: Element, name: string, { pardons }: Reading): string | undefined {
  const location = uriAttribute(element, name);
  if (location === undefined) return undefined;
  const problem = addressProblem(location, { http: pardons.has('location.http') });
  if (problem !== undefined) throw new SsoError('metadata.location', { location: legible(location), reason: problem });
  return location;
}

const prefixes = new Map<string, string>([
  [namespaces.metadata, 'md'],
  [namespaces.assertion, 'saml'],
  [namespaces.dsig, 'ds'],
]);
const roleChildren: ReadonlySet<string> = new Set([
  'ds:Signature',
  'md:Extensions',
  'md:KeyDescriptor',
  'md:Organization',
  'md:ContactPerson',
  'md:ArtifactResolutionService',
  'md:SingleLogoutService',
  'md:ManageNameIDService',
  'md:NameIDFormat',
  'md:SingleSignOnService',
  'md:NameIDMappingService',
  'md:AssertionIDRequestService',
  'md:AttributeProfile',
  'saml:Attribute',
]);
const entityChildren: ReadonlySet<string> = new Set([
  'ds:Signature',
  'md:Extensions',
  'md:RoleDescriptor',
  'md:IDPSSODescriptor',
  'md:SPSSODescriptor',
  'md:AuthnAuthorityDescriptor',
  'md:AttributeAuthorityDescriptor',
  'md:PDPDescriptor',
  'md:AffiliationDescriptor',
  'md:Organization',
  'md:ContactPerson',
  'md:AdditionalMetadataLocation',
]);
