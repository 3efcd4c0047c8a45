import { decryptContent, unwrapKey } from '../../src/crypto/decryption.ts';
import type { OpeningKey } from '../../src/crypto/decryption-key.ts';
import { parseDocument } from '../../src/xml/document.ts';
import { childElements } from '../../src/xml/element.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { readEncrypted } from '../../src/xmldsig/encrypted.ts';

/**
 * A response with its assertion as it is within the ciphertext; undefined where there is none that the key opens. What is wrong within
 * is told to nobody as long as it is encrypted: this is how a test learns it.
 */
export function openedResponse(message: Uint8Array, { keyObject }: OpeningKey): Uint8Array | undefined {
  const { root } = parseDocument(message, messageLimits);
  const wrapper = childElements(root).find(({ name }) => name === 'EncryptedAssertion');
  if (wrapper === undefined) return undefined;
  const { algorithm, content, keys } = readEncrypted(wrapper, { recipients: [] });
  const [key] = keys.flatMap(({ octets, transport }) => unwrapKey(octets, transport, algorithm.keyLength, keyObject) ?? []);
  const plaintext = key === undefined ? undefined : decryptContent(algorithm, key, content);
  if (plaintext === undefined) return undefined;
  const assertion = Buffer.from(plaintext.octets).toString();
  const whole = Buffer.from(message).toString();
  return Buffer.from(whole.replace(/<(?:\w+:)?EncryptedAssertion[\s\S]*EncryptedAssertion>/, () => assertion));
}
