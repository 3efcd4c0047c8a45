import { constants, createDecipheriv, type KeyObject, privateDecrypt, type RsaPrivateKey } from 'node:crypto';
import { digest, sameOctets } from './algorithms.ts';

/** One way to encrypt content, by its URI. */
export interface ContentAlgorithm {
  readonly uri: string;
  readonly name: `aes-${128 | 192 | 256}-${'cbc' | 'gcm'}`;
  readonly keyLength: 16 | 24 | 32;
  /** Does it notice when the ciphertext was changed? CBC does not. */
  readonly authenticated: boolean;
}

/** How a content key was wrapped with RSA-OAEP (RFC 8017 7.1.1): the two hashes, which may differ, and the label. */
export interface KeyTransport {
  readonly digest: OaepHash;
  readonly mask: OaepHash;
  readonly label: Uint8Array;
}

/** The hashes of RSA-OAEP. SHA-1 does as well as the others there: nothing rests on its resistance to collisions. */
export type OaepHash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** Content as decrypted. */
export interface Plaintext {
  readonly octets: Uint8Array;
  /**
   * Was the padding as it must be? What is not sound must be read to the end like what is, and only then be refused: whoever learns at
   * once that a padding is wrong can decrypt by asking often enough.
   */
  readonly sound: boolean;
}

const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';
const xmlenc11 = 'http://www.w3.org/2009/xmlenc11#';

/** All content algorithms that are known, by URI; Triple DES is not among them: its blocks are too small, and nobody needs it. */
export const contentAlgorithms: ReadonlyMap<string, ContentAlgorithm> = new Map(
  ([16, 24, 32] as const)
    .flatMap((keyLength): ContentAlgorithm[] => {
      // Sound: eight times the lengths above.
      const bits = (keyLength * 8) as 128 | 192 | 256;
      return [
        { uri: `${xmlenc}aes${bits}-cbc`, name: `aes-${bits}-cbc`, keyLength, authenticated: false },
        { uri: `${xmlenc11}aes${bits}-gcm`, name: `aes-${bits}-gcm`, keyLength, authenticated: true },
      ];
    })
    .map((row) => [row.uri, row]),
);

/**
 * Takes a content key out of its RSA-OAEP wrapping, whatever the two hashes are. Where they are one, OpenSSL does it; two it does not
 * take, and then it is done here.
 *
 * @returns undefined for whatever is not such a key for us
 * @see RFC 8017 7.1.2
 */
export function unwrapKey(wrapped: Uint8Array, transport: KeyTransport, keyLength: number, key: KeyObject): Uint8Array | undefined {
  const { digest: hash, mask, label } = transport;
  // Whether it has the size of our key anybody can see.
  if (wrapped.length !== Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)) return undefined;
  if (hash !== mask) return unpadded(decrypted(wrapped, { key, padding: constants.RSA_NO_PADDING }), transport, keyLength);
  const oaep = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash };
  // No label is the empty one, and 6 µs faster.
  const unwrapped = decrypted(wrapped, label.length === 0 ? oaep : { ...oaep, oaepLabel: label });
  return unwrapped?.length === keyLength ? unwrapped : undefined;
}

/**
 * Decrypts content that has its initialisation vector in front, and with GCM its tag behind.
 *
 * @returns undefined where the tag is wrong or the length cannot be
 * @see XMLEnc 5.2
 */
export function decryptContent(algorithm: ContentAlgorithm, key: Uint8Array, content: Uint8Array): Plaintext | undefined {
  return algorithm.authenticated ? decryptGcm(algorithm.name, key, content) : decryptCbc(algorithm.name, key, content);
}

function decryptGcm(name: string, key: Uint8Array, content: Uint8Array): Plaintext | undefined {
  if (content.length < 12 + 16) return undefined;
  // Sound: only GCM algorithms come here. Without the length of the tag Node would take one of four octets.
  const decipher = createDecipheriv(name as 'aes-256-gcm', key, content.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(content.subarray(-16));
  const octets = decipher.update(content.subarray(12, -16));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return { octets, sound: true };
}

function decryptCbc(name: string, key: Uint8Array, content: Uint8Array): Plaintext | undefined {
  if (content.length < 2 * block || content.length % block !== 0) return undefined;
  const decipher = createDecipheriv(name, key, content.subarray(0, block)).setAutoPadding(false);
  const octets = Buffer.concat([decipher.update(content.subarray(block)), decipher.final()]);
  // The last octet says how many are padding; the others of them may be anything (XMLEnc 5.2). Where it says what cannot be, it is read
  // as what it says modulo sixteen: so for each that is not sound there is one that is, and leaves just the same to be read.
  const last = octets[octets.length - 1] ?? 0;
  const padding = ((last - 1) & (block - 1)) + 1;
  return { octets: octets.subarray(0, octets.length - padding), sound: last === padding };
}

/** What the private key makes of octets; undefined where it makes nothing of them. */
function decrypted(octets: Uint8Array, key: RsaPrivateKey): Uint8Array | undefined {
  try {
    return privateDecrypt(key, octets);
  } catch {
    // What it says differs by what is wrong.
    return undefined;
  }
}

/**
 * The decoding of OAEP. The length of the key is known before, and with it every octet in front of it: one comparison in constant time
 * says whether all of them are right, so that nobody learns which one was not (Manger's attack).
 *
 * @see RFC 8017 7.1.2, step 3
 */
function unpadded(encoded: Uint8Array | undefined, { digest: hash, mask, label }: KeyTransport, keyLength: number): Uint8Array | undefined {
  if (encoded === undefined) return undefined;
  const labelHash = digest({ hash }, label);
  const seedEnd = 1 + labelHash.length;
  const padding = encoded.length - seedEnd - labelHash.length - 1 - keyLength;
  if (padding < 0) return undefined;
  const masked = encoded.subarray(seedEnd);
  const seed = exclusiveOr(encoded.subarray(1, seedEnd), maskOf(mask, masked, labelHash.length));
  const unmasked = exclusiveOr(masked, maskOf(mask, seed, masked.length));
  const found = Buffer.concat([encoded.subarray(0, 1), unmasked.subarray(0, -keyLength)]);
  const wanted = Buffer.concat([Buffer.of(0), labelHash, Buffer.alloc(padding), Buffer.of(1)]);
  return sameOctets(found, wanted) ? unmasked.subarray(-keyLength) : undefined;
}

/** The mask generation function of RFC 8017 B.2.1. */
function maskOf(hash: OaepHash, seed: Uint8Array, length: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let counter = 0, made = 0; made < length; counter += 1) {
    const piece = digest({ hash }, Buffer.concat([seed, Buffer.of(0, 0, 0, counter)]));
    pieces.push(piece);
    made += piece.length;
  }
  return Buffer.concat(pieces, length);
}

function exclusiveOr(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((octet, at) => octet ^ (b[at] ?? 0));
}

const block = 16;
