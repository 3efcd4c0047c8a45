import { fromBase64, toBase64, toBase64Url } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { authoritiesAmong } from '../crypto/certificate.ts';
import { isKeyProblem, type KeyProblem, type VerificationKey, verificationKey } from '../crypto/keys.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, childrenNamed, isElement, onlyText } from '../xml/element.ts';
import { namespaces } from './names.ts';
import { structure } from './structure.ts';

/**
 * The keys with which a role may sign: those of every KeyDescriptor for signing or for no use in particular, each one once. What is
 * meant for encryption never verifies anything. A key that cannot be read is passed over as long as another is left.
 *
 * @throws SsoError `metadata.key` when none is left, `saml.structure` for a use that does not exist
 * @see SAMLMeta 2.4.1.1; SAML V2.0 Metadata Interoperability Profile 2.5
 */
export function keysOf(descriptors: readonly Element[]): readonly VerificationKey[] {
  const signing = descriptors.filter(maySign);
  // Before any is read: the same key a hundred thousand times would take half a minute.
  if (signing.flatMap(materialsOf).length > mostMaterials)
    throw new SsoError('metadata.key', { reason: `more than ${mostMaterials} keys for signing` });
  const found = signing.flatMap(keysDescribed);
  const keys = new Map<string, VerificationKey>();
  for (const key of found) if (!isKeyProblem(key)) keys.set(key.fingerprint, key);
  if (keys.size > 0) return [...keys.values()];
  const problem = found.find(isKeyProblem);
  throw new SsoError('metadata.key', { reason: problem === undefined ? 'no key for signing' : problem.problem });
}

/**
 * The keys of a KeyDescriptor, be they what they may, as many as a role may have in all. Its KeyInfo is about one key; who has issued the
 * certificate of that may stand beside it, and must not be able to sign for the role.
 *
 * @see XML Signature 4.5 and 4.5.4
 */
export function keysDescribed(descriptor: Element): readonly (VerificationKey | KeyProblem)[] {
  const found = keysWithin(descriptor, mostMaterials);
  const authorities = found.length < 2 ? [] : authoritiesAmong(pathOf(descriptor, found)).map(toBase64);
  return found.map((key) => (authorities.includes(toBase64(certificateOf(key))) ? authority : key));
}

/** The certificates of a KeyInfo, each one once, be they over a key that can be used or not. */
function pathOf(descriptor: Element, found: readonly (VerificationKey | KeyProblem)[]): readonly Uint8Array[] {
  const written = childrenOfKeyInfo(descriptor).flatMap((data) => childrenNamed(data, namespaces.dsig, 'X509Certificate'));
  const certificates = [...found.map(certificateOf), ...written.slice(0, mostMaterials).flatMap((element) => octets(element) ?? [])];
  const path = new Map(certificates.map((der) => [toBase64(der), der]));
  return path.size > longestPath ? [] : [...path.values()];
}

/** The keys in a KeyInfo, be they what they may. */
export function keysWithin(element: Element, most: number): readonly (VerificationKey | KeyProblem)[] {
  return materialsOf(element)
    .slice(0, most)
    .map((read) => read());
}

/** A key that is still to be read. */
type Material = () => VerificationKey | KeyProblem;

function maySign(descriptor: Element): boolean {
  const use = attribute(descriptor, 'use');
  if (use !== undefined && use !== 'signing' && use !== 'encryption')
    throw structure(descriptor, 'has a use other than signing and encryption');
  return use !== 'encryption';
}

function materialsOf(descriptor: Element): readonly Material[] {
  return childrenOfKeyInfo(descriptor).flatMap((element) => {
    if (isElement(element, namespaces.dsig, 'X509Data'))
      return childrenNamed(element, namespaces.dsig, 'X509Certificate').map((written) => () => certificate(written));
    return isElement(element, namespaces.dsig, 'KeyValue') ? childElements(element).map((value) => () => keyValue(value)) : [];
  });
}

function childrenOfKeyInfo(element: Element): readonly Element[] {
  return childrenNamed(element, namespaces.dsig, 'KeyInfo').flatMap(childElements);
}

function certificateOf(key: VerificationKey | KeyProblem): Uint8Array {
  return (isKeyProblem(key) ? undefined : key.certificate) ?? none;
}

function certificate(element: Element): VerificationKey | KeyProblem {
  const text = onlyText(element);
  return text === undefined ? { problem: 'a certificate that is no text' } : verificationKey(text);
}

/** XML Signature 1.1, 4.5.2: the numbers of a key as base64, which JWK has too. */
function keyValue(value: Element): VerificationKey | KeyProblem {
  if (isElement(value, namespaces.dsig, 'RSAKeyValue')) {
    const n = number(value, namespaces.dsig, 'Modulus');
    const e = number(value, namespaces.dsig, 'Exponent');
    return n === undefined || e === undefined ? unreadable : verificationKey({ kty: 'RSA', n, e });
  }
  return isElement(value, namespaces.dsig11, 'ECKeyValue') ? ellipticKey(value) : unreadable;
}

function ellipticKey(value: Element): VerificationKey | KeyProblem {
  const [name] = childrenNamed(value, namespaces.dsig11, 'NamedCurve');
  const curve = curves.get(name === undefined ? '' : (attribute(name, 'URI') ?? ''));
  const [publicKey] = childrenNamed(value, namespaces.dsig11, 'PublicKey');
  const point = publicKey === undefined ? undefined : octets(publicKey);
  // SEC 1, 2.3.3: 4 and then both coordinates, in full length.
  if (curve === undefined || point?.[0] !== 4 || point.length !== 1 + 2 * curve.size) return unreadable;
  const x = toBase64Url(point.subarray(1, 1 + curve.size));
  const y = toBase64Url(point.subarray(1 + curve.size));
  return verificationKey({ kty: 'EC', crv: curve.name, x, y });
}

function number(parent: Element, namespace: string, name: string): string | undefined {
  const [element] = childrenNamed(parent, namespace, name);
  const value = element === undefined ? undefined : octets(element);
  return value === undefined ? undefined : toBase64Url(value);
}

function octets(element: Element): Uint8Array | undefined {
  const value = fromBase64(onlyText(element) ?? '-');
  return typeof value === 'number' ? undefined : value;
}

/** Twice and more what anybody has, with each key repeated for every certificate over it. */
const mostMaterials = 200;
/** Each pair is looked at, and nobody has a longer path from a certificate to an authority. */
const longestPath = 10;
const none = new Uint8Array();
const authority: KeyProblem = { problem: 'the certificate of an authority above another one' };
const unreadable: KeyProblem = { problem: 'a key value that cannot be read' };
const curves = new Map([
  ['urn:oid:1.2.840.10045.3.1.7', { name: 'P-256', size: 32 }],
  ['urn:oid:1.3.132.0.34', { name: 'P-384', size: 48 }],
  ['urn:oid:1.3.132.0.35', { name: 'P-521', size: 66 }],
]);
