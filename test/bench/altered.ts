import { createCipheriv, randomBytes, randomInt } from 'node:crypto';
import { encryptedXml, padded } from '../support/encrypt.ts';
import { keyPair } from '../support/keys.ts';
import { names } from './messages.ts';
import { responses, type Workload } from './workloads.ts';

/** Two kinds of ciphertexts, which somebody who asks again and again would like to tell apart by the time that the answer takes. */
export interface Pair {
  readonly name: string;
  /** What is decrypted, with the padding, for either kind. */
  readonly first: () => Uint8Array;
  readonly second: () => Uint8Array;
  /** True where the two are known to take different times: whether the measurement would see what it looks for. */
  readonly control?: boolean;
}

/** Parties and instant for whom the messages are made, and what was intercepted before anybody encrypted it. */
export const workload: Workload = responses({ groups: 0, typed: true, signed: 'assertion', count: 1 });
const plain = Buffer.from(workload.messages[0]?.base64 ?? '', 'base64').toString();
const [assertion = ''] = /<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(plain) ?? [];
const contentKey = randomBytes(32);
const encrypted = encryptedXml(assertion, 'EncryptedAssertion', {
  recipients: [{ key: keyPair('rsa-2048', 'sp').publicKey }],
  algorithm: 'aes-256-cbc',
  random: (bytes) => (bytes === contentKey.length ? contentKey : randomBytes(bytes)),
});

export const intercepted = padded(Buffer.from(assertion));
const altered = padded(Buffer.from(assertion.replace(names.nameId, names.nameId.replace('anna', 'Anna'))));

/** The message that was intercepted, but decrypting to these octets; the wrapped key stays what it was. */
export function message(octets: Uint8Array): string {
  const vector = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', contentKey, vector).setAutoPadding(false);
  const content = Buffer.concat([vector, cipher.update(octets)]).toString('base64');
  const changed = encrypted.replace(/[^>]*(<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/, `${content}$1`);
  return Buffer.from(plain.replace(assertion, () => changed)).toString('base64');
}

/**
 * Pairs of which the first are padded as they must be and the second are not. AES-CBC lets an attacker exchange any block and change any
 * octet at the price of the block before; what that makes of the plaintext is the same as choosing it here.
 */
export const pairs: readonly Pair[] = [
  {
    name: 'an assertion that is whole but not as signed',
    first: () => altered,
    second: () => withLast(altered, lastOf(altered) + 16 * randomInt(1, 16)),
  },
  byPadding('the same with any padding', (last) => withLast(altered, last)),
  byPadding('the last octet changed, and with it the block before', (last) => withLast(withBlock(intercepted, -2, randomBytes(16)), last)),
  byPadding('the last block exchanged for another', (last) => withLast(withBlock(intercepted, -1, randomBytes(16)), last)),
  byPadding('any block alone, under a vector of the attacker', (last) => withLast(randomBytes(16), last)),
  byPadding('a block of letters alone, under such a vector', (last) => withLast(Buffer.from('abcdefghijklmno '), last)),
  byPadding('a block that is the beginning of an element', (last) => withLast(Buffer.from('<saml:Assertion '), last)),
  { name: 'no difference at all', first: () => withLast(altered, wrongPadding()), second: () => withLast(altered, wrongPadding()) },
  { name: 'broken XML, and a wrong signature', first: () => withBlock(altered, 3, randomBytes(16)), second: () => altered, control: true },
];

function byPadding(name: string, make: (last: number) => Uint8Array): Pair {
  // Each value as often as any other of its kind, as one meets them who tries all.
  return { name, first: () => make(randomInt(1, 17)), second: () => make(wrongPadding()) };
}

/** Nought, or more than a block. */
function wrongPadding(): number {
  return randomInt(17, 257) % 256;
}

function withLast(octets: Uint8Array, last: number): Uint8Array {
  return Uint8Array.from(octets).fill(last, -1);
}

function lastOf(octets: Uint8Array): number {
  return octets.at(-1) ?? 0;
}

function withBlock(octets: Uint8Array, block: number, content: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(octets);
  changed.set(content, (block < 0 ? octets.length : 0) + 16 * block);
  return changed;
}
