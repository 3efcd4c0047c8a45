import { isSsoError, SsoError } from '../core/errors.ts';
import { seal, type Verified } from '../core/verified.ts';
import { decryptContent, type Plaintext, unwrapKey } from '../crypto/decryption.ts';
import type { OpeningKey } from '../crypto/decryption-key.ts';
import { type Document, type Element, parseDocument } from '../xml/document.ts';
import { messageLimits } from '../xml/limits.ts';
import type { Scope } from '../xml/namespaces.ts';
import type { Encrypted } from './encrypted.ts';

/**
 * Decrypts an element and has it read. What comes out is a document of its own, as unverified as every other: anybody can encrypt for us.
 *
 * Whatever goes wrong from here to the end of `read` is one failure without a cause, since it is what an attacker asks about who sends a
 * ciphertext again and again, each time a little changed.
 *
 * @param read - throws an SsoError for what is not as it should be, a wrong signature among it
 * @throws SsoError `encryption.failed`
 * @see XMLEnc 4.4 and 6.1
 */
export function open<T>(encrypted: Encrypted, keys: readonly OpeningKey[], read: (plain: Document) => T): T {
  try {
    const plaintext = decrypted(encrypted, keys);
    if (plaintext !== undefined) {
      const result = read(parseDocument(plaintext.octets, messageLimits, encrypted.scope));
      if (plaintext.sound) return result;
    }
  } catch (error) {
    if (!isSsoError(error)) throw error;
  }
  throw new SsoError('encryption.failed', { element: encrypted.element });
}

/**
 * Decrypts what lies inside a verified element: what comes out is as signed as its ciphertext.
 *
 * @param around - the namespaces in scope around the ciphertext as it came, which its signature need not cover
 * @param read - is given the plaintext twice: as a document in those namespaces, whose own signature may be there to be verified, and what
 *   makes it a sealed one in those that were signed
 * @throws SsoError `encryption.failed`
 */
export function openVerified<T>(
  encrypted: Verified<Encrypted>,
  around: Scope | undefined,
  keys: readonly OpeningKey[],
  read: (plain: Document, within: () => Verified<Element>) => T,
): T {
  const { scope } = encrypted.value;
  const within = ({ text }: Document) => seal(parseDocument(text, messageLimits, scope).root, encrypted);
  return open({ ...encrypted.value, scope: around }, keys, (plain) => read(plain, () => within(plain)));
}

/** The first key of ours that opens any of the wrapped ones decides; whoever wrapped it knew it to be for us. */
function decrypted({ keys, algorithm, content }: Encrypted, ours: readonly OpeningKey[]): Plaintext | undefined {
  for (const { octets, transport } of keys) {
    for (const { keyObject } of ours) {
      const key = unwrapKey(octets, transport, algorithm.keyLength, keyObject);
      if (key !== undefined) return decryptContent(algorithm, key, content);
    }
  }
  return undefined;
}
