import { isSsoError } from '../core/errors.ts';
import type { KeyKind } from '../crypto/algorithms.ts';
import { type CertificateDescription, describeCertificate } from '../crypto/certificate.ts';
import { isKeyProblem, type KeyProblem, type VerificationKey } from '../crypto/keys.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, childrenNamed } from '../xml/element.ts';
import { signatureOf } from '../xmldsig/profile.ts';
import type { LocalisedText } from './identity-provider.ts';
import { keysDescribed, keysWithin } from './key-info.ts';
import type { Located } from './metadata-entities.ts';
import { readExtensions } from './metadata-extensions.ts';
import { earliest, readValidity } from './metadata-validity.ts';
import { namespaces } from './names.ts';
import { uriAttribute } from './structure.ts';

/** A role that is looked at here. */
export type InspectedRole = 'identity-provider' | 'service-provider';

/** A key as metadata publishes it, for a person to compare with what the other side says of it. */
export interface InspectedKey {
  readonly use: 'signing' | 'encryption' | 'both';
  /** Absent, with `bits` and `fingerprint`, where `problem` says why it is no key that can be used. */
  readonly kind?: KeyKind;
  readonly bits?: number;
  /** SHA-256 over the SubjectPublicKeyInfo, lower-case hexadecimal: the same for every certificate over this key. */
  readonly fingerprint?: string;
  /** The certificate that it came in, with a SHA-256 fingerprint of its own. */
  readonly certificate?: CertificateDescription;
  readonly problem?: string;
}

/** An address as metadata gives it, usable or not. */
export interface InspectedEndpoint {
  /** What it is for, by the name of its element: `SingleSignOnService`. */
  readonly service: string;
  /** As a URI. */
  readonly binding: string;
  readonly location: string;
  readonly responseLocation?: string;
  readonly index?: string;
  readonly isDefault?: boolean;
}

/** What can be seen of an entity in one of its roles, without a demand on any of it. */
export interface Inspected {
  readonly entityId: string;
  readonly role: InspectedRole | undefined;
  /** How many such roles it has; there should be one. */
  readonly roles: number;
  readonly entity: Element;
  /** The element of the role, or the entity where there is none. */
  readonly descriptor: Element;
  /** The earliest end that it, its role and the groups around it have; undefined without one, or with one that cannot be read. */
  readonly validUntil: Date | undefined;
  /** The key of the certificate that came with the outermost signature, if it is signed and says so. */
  readonly signed: { readonly by: string | undefined } | undefined;
  readonly displayNames: readonly LocalisedText[];
  readonly entityAttributes: ReadonlyMap<string, readonly string[]>;
  /** What stands in its UIInfo. */
  readonly ui: readonly Element[];
  readonly contacts: readonly Element[];
  readonly keys: readonly InspectedKey[];
  readonly endpoints: readonly InspectedEndpoint[];
}

/** Reads what can be read, in the role that is asked for, or the one that there is. */
export function inspected({ entity, ancestors }: Located, entityId: string, wanted: InspectedRole | undefined): Inspected {
  const provider = saml2Roles(entity, 'IDPSSODescriptor');
  const role = wanted ?? (provider.length > 0 ? 'identity-provider' : 'service-provider');
  const elements = role === 'identity-provider' ? provider : saml2Roles(entity, 'SPSSODescriptor');
  const [descriptor = entity] = elements;
  const extensions = childrenNamed(descriptor, namespaces.metadata, 'Extensions');
  const { displayNames, entityAttributes } = readExtensions(entity, descriptor);
  return {
    entityId,
    role: elements.length === 0 ? undefined : role,
    roles: elements.length,
    entity,
    descriptor,
    validUntil: endOf([...ancestors, entity, descriptor]),
    signed: signatureAround([...ancestors, entity]),
    displayNames,
    entityAttributes,
    ui: extensions.flatMap((each) => childrenNamed(each, namespaces.mdui, 'UIInfo')).flatMap(childElements),
    contacts: childrenNamed(entity, namespaces.metadata, 'ContactPerson'),
    keys: keysIn(childrenNamed(descriptor, namespaces.metadata, 'KeyDescriptor')),
    endpoints: [descriptor, ...extensions].flatMap(endpointsOf),
  };
}

function saml2Roles(entity: Element, name: string): readonly Element[] {
  return childrenNamed(entity, namespaces.metadata, name).filter((role) =>
    (attribute(role, 'protocolSupportEnumeration') ?? '').split(/[ \t\r\n]+/).includes(namespaces.protocol),
  );
}

/** The value of an attribute of type boolean; what is none is false here, since a report refuses nothing. */
export function isTrue(value: string | undefined): boolean {
  return /^\s*(?:true|1)\s*$/.test(value ?? '');
}

function endOf(elements: readonly Element[]): Date | undefined {
  const reading = { pardons: new Set(['time.offset']), findings: [], closed: false };
  return readable(() => earliest(elements.map((element) => readValidity(element, reading))))?.validUntil;
}

function signatureAround(elements: readonly Element[]): Inspected['signed'] {
  const signature = readable(() => elements.map(signatureOf).find((found) => found !== undefined));
  if (signature === undefined) return undefined;
  const key = keysWithin(signature, mostKeys).find((found): found is VerificationKey => !isKeyProblem(found));
  return { by: key?.fingerprint };
}

/** What can be read; what cannot is left to the reader of a provider, which refuses it, and to the rule that asks that. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isSsoError(error)) return undefined;
    throw error;
  }
}

/** Reading stops where nobody has more: the same key a hundred thousand times would take half a minute. */
function keysIn(descriptors: readonly Element[]): readonly InspectedKey[] {
  const keys: InspectedKey[] = [];
  for (const descriptor of descriptors) if (keys.length < mostKeys) keys.push(...keysOf(descriptor));
  return Object.freeze(keys.slice(0, mostKeys));
}

function keysOf(descriptor: Element): readonly InspectedKey[] {
  const use = attribute(descriptor, 'use');
  const meant = use === 'signing' || use === 'encryption' ? use : 'both';
  const found = keysDescribed(descriptor);
  return found.length === 0 ? [inspectedKey(meant, { problem: 'no key within' })] : found.map((key) => inspectedKey(meant, key));
}

function inspectedKey(use: InspectedKey['use'], key: VerificationKey | KeyProblem): InspectedKey {
  if (isKeyProblem(key)) return Object.freeze({ use, problem: key.problem });
  const { kind, bits, fingerprint } = key;
  const certificate = key.certificate === undefined ? undefined : describeCertificate(key.certificate);
  return Object.freeze({ use, kind, bits, fingerprint, ...(certificate === undefined ? {} : { certificate }) });
}

/** Every element with an address and a binding is an endpoint, those of extensions as well (SAMLMeta 2.2.2). */
function endpointsOf(parent: Element): readonly InspectedEndpoint[] {
  return childElements(parent).flatMap((element) => {
    const [location, binding] = [uriAttribute(element, 'Location'), uriAttribute(element, 'Binding')];
    if (location === undefined || binding === undefined) return [];
    const [responseLocation, index] = [uriAttribute(element, 'ResponseLocation'), uriAttribute(element, 'index')];
    const isDefault = attribute(element, 'isDefault');
    return Object.freeze({
      service: element.name,
      binding,
      location,
      ...(responseLocation === undefined ? {} : { responseLocation }),
      ...(index === undefined ? {} : { index }),
      ...(isDefault === undefined ? {} : { isDefault: isTrue(isDefault) }),
    });
  });
}

const mostKeys = 200;
