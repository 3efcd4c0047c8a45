import { fromBase64 } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { digestAlgorithms } from '../crypto/algorithms.ts';
import { type ContentAlgorithm, contentAlgorithms, type KeyTransport } from '../crypto/decryption.ts';
import type { OpeningKey } from '../crypto/decryption-key.ts';
import { Contents } from '../xml/contents.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childrenNamed, onlyText } from '../xml/element.ts';
import type { Scope } from '../xml/namespaces.ts';
import { encryptionProblem, keyTransports, maskFunctions, oaep, xmlenc, xmlenc11 } from './encryption.ts';
import { dsig } from './profile.ts';

/** What opens things that are encrypted for us: our keys, and the names by which others may call us. */
export interface Opening {
  readonly keys: readonly OpeningKey[];
  readonly recipients: readonly string[];
  /** The algorithms that we refuse though they are known, by URI. */
  readonly blocked?: ReadonlySet<string>;
}

/** An encrypted element whose structure was found to be sound; nothing is decrypted yet. */
export interface Encrypted {
  /** The local name of what holds it, such as `EncryptedAssertion`. */
  readonly element: string;
  readonly algorithm: ContentAlgorithm;
  readonly content: Uint8Array;
  /** The content key, wrapped for somebody: those that may be for us first. */
  readonly keys: readonly WrappedKey[];
  /** The namespaces in scope in the element that holds the ciphertext, which the plaintext is read in. */
  readonly scope: Scope | undefined;
}

/** A content key as wrapped for one recipient. */
export interface WrappedKey {
  readonly octets: Uint8Array;
  readonly transport: KeyTransport;
}

/**
 * Reads an element that SAML encrypts: EncryptedAssertion, EncryptedID or EncryptedAttribute. Its content key is within the data or
 * beside it.
 *
 * @param opening - with our names: a key that says it is for somebody else is tried last
 * @throws SsoError `encryption.profile`, `encryption.algorithm`
 * @see SAMLCore 6.1; XMLEnc 3
 */
export function readEncrypted(wrapper: Element, { recipients, blocked = new Set() }: Omit<Opening, 'keys'>): Encrypted {
  const refuse: Refuse = (what, within) => encryptionProblem(wrapper, within === undefined ? what : `${within.name} ${what}`);
  const parts = new Contents(wrapper, refuse);
  const data = parts.required(xmlenc, 'EncryptedData');
  const beside = parts.many(xmlenc, 'EncryptedKey');
  parts.end();
  const type = attribute(data, 'Type');
  if (type !== undefined && type !== `${xmlenc}Element`) throw refuse('EncryptedData is not that of an element');

  const { method, keyInfo, cipher } = encryptedParts(data, refuse);
  const algorithm = contentAlgorithms.get(algorithmOf(method, refuse));
  if (algorithm === undefined || blocked.has(algorithm.uri)) throw unknownAlgorithm(algorithmOf(method, refuse), 'content');
  const candidates = [...(keyInfo === undefined ? [] : keysIn(keyInfo)), ...referredFirst(beside, keyInfo)];
  if (candidates.length === 0) throw refuse('there is no EncryptedKey');
  const keys = usable(ordered(candidates, recipients), blocked, refuse);
  return { element: wrapper.name, algorithm, content: cipher, keys, scope: wrapper.scope };
}

/** The parts that EncryptedData and EncryptedKey have in common (XMLEnc 3.1). */
function encryptedParts(element: Element, refuse: Refuse): { method: Element; keyInfo: Element | undefined; cipher: Uint8Array } {
  const parts = new Contents(element, refuse);
  const method = parts.required(xmlenc, 'EncryptionMethod');
  const keyInfo = parts.optional(dsig, 'KeyInfo');
  const cipherData = parts.required(xmlenc, 'CipherData');
  parts.optional(xmlenc, 'EncryptionProperties');
  if (element.name === 'EncryptedKey') {
    parts.optional(xmlenc, 'ReferenceList');
    parts.optional(xmlenc, 'CarriedKeyName');
  }
  parts.end();
  // A CipherReference would have us fetch what somebody else chooses.
  const content = new Contents(cipherData, refuse);
  const value = content.required(xmlenc, 'CipherValue');
  content.end();
  return { method, keyInfo, cipher: octets(value, refuse) };
}

function keysIn(keyInfo: Element): readonly Element[] {
  return childrenNamed(keyInfo, xmlenc, 'EncryptedKey');
}

/** XMLEnc 3.5.2: a RetrievalMethod says which of the keys beside the data belongs to it. */
function referredFirst(beside: readonly Element[], keyInfo: Element | undefined): readonly Element[] {
  const references = keyInfo === undefined ? [] : childrenNamed(keyInfo, dsig, 'RetrievalMethod');
  const named = new Set(references.map((reference) => attribute(reference, 'URI')));
  const isNamed = (key: Element) => named.has(`#${attribute(key, 'Id')}`);
  return [...beside.filter(isNamed), ...beside.filter((key) => !isNamed(key))];
}

/** The keys for us first, then those for nobody in particular, then the others: a product may know us by a name that we do not know. */
function ordered(keys: readonly Element[], recipients: readonly string[]): readonly Element[] {
  const rank = (key: Element): number => {
    const recipient = attribute(key, 'Recipient');
    return recipient === undefined ? 1 : recipients.includes(recipient) ? 0 : 2;
  };
  return [0, 1, 2].flatMap((wanted) => keys.filter((key) => rank(key) === wanted));
}

/**
 * The first keys that can be unwrapped: one in an old algorithm may stand beside a good one, for whoever is older than we are. What
 * stands behind the last that is tried is not looked at.
 */
function usable(keys: readonly Element[], blocked: ReadonlySet<string>, refuse: Refuse): readonly WrappedKey[] {
  const wrapped: WrappedKey[] = [];
  let unusable: SsoError | undefined;
  for (const key of keys) {
    const { method, cipher } = encryptedParts(key, refuse);
    const transport = keyTransport(method, blocked, refuse);
    if (transport instanceof SsoError) unusable ??= transport;
    else wrapped.push({ octets: cipher, transport });
    if (wrapped.length === mostKeys) break;
  }
  if (wrapped.length === 0 && unusable !== undefined) throw unusable;
  return wrapped;
}

/** XMLEnc 5.5.2: by its older name RSA-OAEP has SHA-1 in its mask, by the newer one what it says; the digest is SHA-1 if none is named. */
function keyTransport(method: Element, blocked: ReadonlySet<string>, refuse: Refuse): KeyTransport | SsoError<'encryption.algorithm'> {
  const algorithm = algorithmOf(method, refuse);
  // With rsa-1_5 everybody learns from our answer what only we should know, however alike the answers are (Bleichenbacher's attack).
  if (!keyTransports.includes(algorithm) || blocked.has(algorithm)) return unknownAlgorithm(algorithm, 'key-transport');
  const parts = new Contents(method, refuse);
  parts.optional(xmlenc, 'KeySize');
  const label = parts.optional(xmlenc, 'OAEPparams');
  const further = parts.manyOf(({ name }) => name === 'DigestMethod' || (name === 'MGF' && algorithm === oaep));
  parts.end();
  const named = (name: string) => further.filter((element) => element.name === name).map((element) => algorithmOf(element, refuse));
  const [digestUri = sha1, ...moreDigests] = named('DigestMethod');
  const [maskUri = `${xmlenc11}mgf1sha1`, ...moreMasks] = named('MGF');
  if (moreDigests.length + moreMasks.length > 0) throw refuse('EncryptionMethod names a hash twice');
  const digest = digestAlgorithms.get(digestUri)?.hash;
  if (digest === undefined || blocked.has(digestUri)) return unknownAlgorithm(digestUri, 'digest');
  const mask = maskFunctions.get(maskUri);
  if (mask === undefined || blocked.has(maskUri)) return unknownAlgorithm(maskUri, 'mask');
  return { digest, mask, label: label === undefined ? new Uint8Array() : octets(label, refuse) };
}

function algorithmOf(method: Element, refuse: Refuse): string {
  const algorithm = attribute(method, 'Algorithm');
  if (algorithm === undefined) throw refuse(`${method.name} names no algorithm`);
  return algorithm;
}

function octets(element: Element, refuse: Refuse): Uint8Array {
  const text = onlyText(element);
  const value = text === undefined ? undefined : fromBase64(text);
  if (!(value instanceof Uint8Array)) throw refuse(`${element.name} is not base64`);
  return value;
}

function unknownAlgorithm(algorithm: string, use: 'content' | 'key-transport' | 'digest' | 'mask'): SsoError<'encryption.algorithm'> {
  return new SsoError('encryption.algorithm', { algorithm: legible(algorithm), use });
}

/** Refuses what is encrypted for what is wrong with it, or with an element within. */
type Refuse = (what: string, within?: Element) => SsoError;

const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
/** Each costs a private operation for each of our keys. */
const mostKeys = 4;
