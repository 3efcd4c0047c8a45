import { constants, createCipheriv, createHash, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { toBase64 } from '../../src/core/bytes.ts';
import { type ContentAlgorithm, contentAlgorithms, type OaepHash } from '../../src/crypto/decryption.ts';

/** How an element is to be encrypted. Everything but the key has the default of a well-behaved identity provider. */
export interface EncryptOptions {
  readonly recipients: readonly Recipient[];
  /** Name or URI; default `aes-256-gcm`. */
  readonly algorithm?: string;
  /** Where the EncryptedKey stands; default: `inside`, in the KeyInfo of the data. */
  readonly keys?: 'inside' | 'beside' | 'beside-referred';
  /** The Type of EncryptedData; `null` leaves it out. */
  readonly type?: string | null;
  /** Line breaks within the values, as Java products make them. */
  readonly lineBreak?: string;
  /** The prefix of the elements of XML Encryption; empty for a default namespace. Default `xenc`. */
  readonly prefix?: string;
  /** Default: chance. */
  readonly random?: (bytes: number) => Uint8Array;
  readonly breaking?: EncryptBreaking;
}

/** For whom, and how the content key is wrapped. */
export interface Recipient {
  readonly key: KeyObject;
  /** Default `rsa-oaep-mgf1p`. */
  readonly transport?: 'rsa-oaep-mgf1p' | 'rsa-oaep' | 'rsa-1_5';
  /** Default `sha1`, which is then written, as most products do. `null` writes none. */
  readonly digest?: OaepHash | null;
  /** For `rsa-oaep` alone; default `sha1`, not written. */
  readonly mask?: OaepHash;
  readonly label?: Uint8Array;
  readonly name?: string;
}

/** Hooks that break one part each. */
export interface EncryptBreaking {
  /** What is encrypted; with CBC the padding included. */
  readonly plaintext?: (octets: Uint8Array) => Uint8Array;
  /** The key that is wrapped, where it is to be another than the one used. */
  readonly contentKey?: (octets: Uint8Array) => Uint8Array;
  /** What OAEP encodes, before the public operation. */
  readonly encoded?: (octets: Uint8Array) => Uint8Array;
  readonly wrapped?: (octets: Uint8Array) => Uint8Array;
  /** Initialisation vector, ciphertext, tag. */
  readonly content?: (octets: Uint8Array) => Uint8Array;
  /** All of it as XML, within the wrapper. */
  readonly xml?: (xml: string) => string;
}

/** What SAML puts in the place of an element that is encrypted. */
export type Wrapper = 'EncryptedAssertion' | 'EncryptedID' | 'EncryptedAttribute';

/** An element, encrypted, in its wrapper. */
export function encryptedXml(plain: string, wrapper: Wrapper, options: EncryptOptions): string {
  const { keys = 'inside', type = `${xmlenc}Element`, random = randomBytes, breaking = {}, prefix = 'xenc' } = options;
  const algorithm = algorithmOf(options.algorithm ?? 'aes-256-gcm');
  const key = random(algorithm.keyLength);
  const octets = algorithm.authenticated ? Buffer.from(plain) : padded(Buffer.from(plain));
  const content = apply(breaking.content, encryptContent(algorithm, key, apply(breaking.plaintext, octets), random));
  const tag = tagsOf(prefix);
  const wrapped = options.recipients.map((recipient, place) =>
    keyXml(recipient, place, apply(breaking.contentKey, key), { ...options, random }),
  );
  const inKeyInfo =
    keys === 'inside'
      ? wrapped
      : keys === 'beside'
        ? []
        : wrapped.map((_, place) => `<ds:RetrievalMethod Type="${xmlenc}EncryptedKey" URI="#_key${place}"/>`);
  const data = tag('EncryptedData', `${declaration(prefix)}${type === null ? '' : ` Type="${type}"`}`, [
    tag('EncryptionMethod', ` Algorithm="${algorithmUri(options.algorithm ?? 'aes-256-gcm')}"`),
    inKeyInfo.length === 0 ? '' : `<ds:KeyInfo xmlns:ds="${dsig}">${inKeyInfo.join('')}</ds:KeyInfo>`,
    tag('CipherData', '', [tag('CipherValue', '', [wrappedText(content, options.lineBreak)])]),
  ]);
  const inner = apply(breaking.xml, data + (keys === 'inside' ? '' : wrapped.join('')));
  return `<saml:${wrapper} xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${inner}</saml:${wrapper}>`;
}

/** The padding of CBC (XMLEnc 5.2): its last octet says how long it is. */
export function padded(octets: Uint8Array): Uint8Array {
  const length = 16 - (octets.length % 16);
  return Buffer.concat([octets, Buffer.alloc(length - 1), Buffer.of(length)]);
}

/** The encoding of RFC 8017 7.1.1, written down here once more so that it can be broken. */
export function oaepEncoded(
  message: Uint8Array,
  { digest, mask, label, length, seed }: { digest: OaepHash; mask: OaepHash; label: Uint8Array; length: number; seed: Uint8Array },
): Uint8Array {
  const labelHash = createHash(digest).update(label).digest();
  const zeros = Buffer.alloc(length - message.length - 2 * labelHash.length - 2);
  const block = Buffer.concat([labelHash, zeros, Buffer.of(1), message]);
  const maskedBlock = xor(block, mgf1(mask, seed, block.length));
  return Buffer.concat([Buffer.of(0), xor(seed, mgf1(mask, maskedBlock, seed.length)), maskedBlock]);
}

function encryptContent(
  { name, authenticated }: ContentAlgorithm,
  key: Uint8Array,
  plain: Uint8Array,
  random: (bytes: number) => Uint8Array,
): Uint8Array {
  if (!authenticated) {
    const iv = random(16);
    const cipher = createCipheriv(name, key, iv).setAutoPadding(false);
    return Buffer.concat([iv, cipher.update(plain), cipher.final()]);
  }
  const iv = random(12);
  const cipher = createCipheriv(name as 'aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function keyXml(
  recipient: Recipient,
  place: number,
  key: Uint8Array,
  { lineBreak, keys, prefix = 'xenc', random = randomBytes, breaking = {} }: EncryptOptions,
): string {
  const { transport = 'rsa-oaep-mgf1p', name, digest = 'sha1', mask, label } = recipient;
  const tag = tagsOf(prefix);
  const wrapped = apply(breaking.wrapped, wrapKey(recipient, key, random, breaking));
  const id = keys === 'beside-referred' ? ` Id="_key${place}"` : '';
  const method = tag('EncryptionMethod', ` Algorithm="${transport === 'rsa-oaep' ? xmlenc11 : xmlenc}${transport}"`, [
    label === undefined ? '' : tag('OAEPparams', '', [toBase64(label)]),
    digest === null || transport === 'rsa-1_5' ? '' : `<ds:DigestMethod xmlns:ds="${dsig}" Algorithm="${digestUris[digest]}"/>`,
    mask === undefined ? '' : `<xenc11:MGF xmlns:xenc11="${xmlenc11}" Algorithm="${xmlenc11}mgf1${mask}"/>`,
  ]);
  const recipientName = name === undefined ? '' : ` Recipient="${name}"`;
  return tag('EncryptedKey', `${declaration(prefix)}${id}${recipientName}`, [
    method,
    tag('CipherData', '', [tag('CipherValue', '', [wrappedText(wrapped, lineBreak)])]),
  ]);
}

function wrapKey(
  { key, transport, digest, mask = 'sha1', label = new Uint8Array() }: Recipient,
  content: Uint8Array,
  random: (bytes: number) => Uint8Array,
  breaking: EncryptBreaking,
): Uint8Array {
  const hash = digest ?? 'sha1';
  const length = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const encode = () => oaepEncoded(content, { digest: hash, mask, label, length, seed: random(createHash(hash).digest().length) });
  const encoded = apply(breaking.encoded, transport === 'rsa-1_5' ? pkcs1Encoded(content, length, random) : encode());
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

/** RFC 8017 7.2.1, which OpenSSL fills with chance of its own. */
function pkcs1Encoded(message: Uint8Array, length: number, random: (bytes: number) => Uint8Array): Uint8Array {
  const filling = random(length - message.length - 3).map((octet) => octet || 1);
  return Buffer.concat([Buffer.of(0, 2), filling, Buffer.of(0), message]);
}

function mgf1(hash: OaepHash, seed: Uint8Array, length: number): Uint8Array {
  const counters = Array.from({ length: Math.ceil(length / createHash(hash).digest().length) }, (_, counter) => counter);
  const pieces = counters.map((counter) =>
    createHash(hash)
      .update(seed)
      .update(Uint8Array.of(0, 0, 0, counter))
      .digest(),
  );
  return Buffer.concat(pieces).subarray(0, length);
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.from(a, (octet, at) => octet ^ (b[at] ?? 0));
}

function algorithmOf(algorithm: string): ContentAlgorithm {
  const known = [...contentAlgorithms.values()];
  // What is unknown is encrypted like what is known, under the name that was asked for.
  return known.find(({ name, uri }) => name === algorithm || uri === algorithm) ?? (known[0] as ContentAlgorithm);
}

function algorithmUri(algorithm: string): string {
  return [...contentAlgorithms.values()].find(({ name }) => name === algorithm)?.uri ?? algorithm;
}

function tagsOf(prefix: string) {
  return (name: string, attributes: string, children: readonly string[] = []): string => {
    const qualified = prefix === '' ? name : `${prefix}:${name}`;
    return `<${qualified}${attributes}>${children.join('')}</${qualified}>`;
  };
}

function declaration(prefix: string): string {
  return ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${xmlenc}"`;
}

function wrappedText(octets: Uint8Array, lineBreak = ''): string {
  const base64 = toBase64(octets);
  return lineBreak === '' ? base64 : base64.replace(/.{76}(?=.)/g, (line) => line + lineBreak);
}

function apply<T>(change: ((value: T) => T) | undefined, value: T): T {
  return change === undefined ? value : change(value);
}

const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';
const xmlenc11 = 'http://www.w3.org/2009/xmlenc11#';
const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const digestUris: Readonly<Record<OaepHash, string>> = {
  sha1: `${dsig}sha1`,
  sha256: `${xmlenc}sha256`,
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: `${xmlenc}sha512`,
};
