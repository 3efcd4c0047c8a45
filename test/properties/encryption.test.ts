import { createDecipheriv } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import type { Login } from '../../src/identity/login.ts';
import { edited, edits } from '../support/edits.ts';
import { type EncryptOptions, encryptedXml } from '../support/encrypt.ts';
import { keyPair } from '../support/keys.ts';
import { assertionXml, clean, nameIdXml, responseXml, subjectXml } from '../support/messages.ts';
import { explained, loggedIn, signed, them, us } from '../support/saml-login.ts';
import { signXml } from '../support/sign.ts';

const ours = keyPair('rsa-2048', 'sp');
const given = { sp: us({ decryption: [{ privateKey: ours.privateKey }] }), idp: them() };
const { privateKey: key } = keyPair('rsa-2048');
const good = signXml(assertionXml(), { key });
const refused = { code: 'encryption.failed', details: { element: 'EncryptedAssertion' }, cause: undefined };

describe('the wrapping law: an encrypted answer', () => {
  it('signs in somebody who can be taken for somebody else', async () => {
    expect(await outcome(encrypted(good))).toMatchObject({ identity: { subject: { value: clean.subject } } });
    expect(await outcome(encrypted(forged(good)))).toEqual(refused);
  });

  test.prop([edits(forged)], { numRuns: 1_500 })(
    'that was changed in any way before it was encrypted signs in the same person or nobody',
    (changes) => sameOrNobody(encrypted(edited(good, changes)), encrypted(good)),
  );

  test.prop([edits(forged)], { numRuns: 300 })('of which all was encrypted signs in the same person or nobody', (changes) =>
    sameOrNobody(encrypted(edited(signed(responseXml(), 'both'), changes)), encrypted(good)),
  );

  describe.each([
    ['with a signature within', encrypted(good)],
    ['with a signature around', signXml(encrypted(assertionXml()), { key })],
    ['with both', signXml(encrypted(good), { key })],
  ])('%s', (_, message) => {
    test.prop([edits(exchanged)], { numRuns: 1_000 })('that was changed in any way signs in the same person or nobody', (changes) =>
      sameOrNobody(edited(message, changes), message),
    );
  });
});

describe('what AES-GCM or RSA-OAEP protects', () => {
  const part = fc.constantFrom('content', 'wrapped');

  test.prop([part, fc.nat(), fc.nat(7)], { numRuns: 800 })('is refused with any bit of it changed', async (protected_, place, bit) => {
    const breaking = { [protected_]: (octets: Uint8Array) => withBit(octets, place, bit) };
    expect(await outcome(encrypted(good, { breaking }))).toEqual(refused);
  });

  test.prop([part, fc.nat(64), fc.constantFrom('aes-128-gcm', 'aes-256-cbc')])(
    'is refused with so little of it',
    async (cut, length, algorithm) => {
      const breaking = { [cut]: (octets: Uint8Array) => octets.subarray(0, length) };
      expect(await outcome(encrypted(good, { algorithm, breaking }))).toEqual(refused);
    },
  );
});

describe('what AES-CBC leaves open to changes', () => {
  const plain = everywhereSignificant();
  const paddings = { sound: 0, unsound: 0 };

  test.prop([fc.constantFrom(...tamperings), fc.nat(), fc.nat(), fc.uint8Array({ minLength: 48, maxLength: 48 })], {
    numRuns: 2_000,
    seed: 20_260_115,
  })('is refused with one code and one set of details, whatever was changed', async (tamper, one, other, noise) => {
    const content = (octets: Uint8Array) => {
      const changed = tamper(octets, { one, other, noise });
      fc.pre(!Buffer.from(changed).equals(octets));
      paddings[isPadded(changed) ? 'sound' : 'unsound'] += 1;
      return changed;
    };
    const message = encrypted(plain, { algorithm: 'aes-256-cbc', random: alike, breaking: { content } });
    expect(await outcome(message)).toEqual(refused);
    expect(await explained(message, given)).toEqual(await explained(encrypted('', { algorithm: 'aes-256-cbc' }), given));
  });

  it('was changed to paddings that are sound and to others', () => {
    expect(Math.min(paddings.sound, paddings.unsound)).toBeGreaterThan(300);
  });
});

/** A change to an initialisation vector and the blocks behind it. */
type Tampering = (octets: Uint8Array, choice: { readonly one: number; readonly other: number; readonly noise: Uint8Array }) => Uint8Array;

const tamperings: readonly Tampering[] = [
  (octets, { one, other }) => withBit(octets, one, other % 8),
  // The last octet of the plaintext takes each value in turn.
  (octets, { one }) => octets.map((octet, at) => (at === octets.length - 17 ? octet ^ (1 + (one % 255)) : octet)),
  (octets, { one, noise }) => withBlocks(octets, (blocks) => blocks.with(one % blocks.length, noise.subarray(0, 16))),
  (octets, { noise }) => withBlocks(octets, (blocks) => blocks.with(-1, noise.subarray(0, 16))),
  (octets, { one, other }) =>
    withBlocks(octets, (blocks) => {
      const [first, second] = [one % blocks.length, other % blocks.length];
      return blocks.with(first, blocks[second] ?? none).with(second, blocks[first] ?? none);
    }),
  (octets, { one }) => withBlocks(octets, (blocks) => blocks.slice(0, one % blocks.length)),
  (octets, { one, other }) =>
    withBlocks(octets, (blocks) => blocks.toSpliced(other % blocks.length, 0, blocks[one % blocks.length] ?? none)),
  // The form in which a block is asked for: an initialisation vector of one's own, and nothing behind it.
  (octets, { one, noise }) => withBlocks(octets, (blocks) => [noise.subarray(0, 16), blocks[one % blocks.length] ?? none]),
  (octets, { one, noise }) => Buffer.concat([octets, noise.subarray(0, 16 * (1 + (one % 3)))]),
];

async function sameOrNobody(message: string, original: string): Promise<void> {
  const found = await outcome(message);
  if (!('code' in found)) expect(found).toEqual(await outcome(original));
}

/** Who would be signed in, and how; or how it is refused. What the findings say of the envelope is for anybody to change. */
async function outcome(message: string): Promise<object> {
  try {
    const { findings: _, ...login }: Login = await loggedIn(message, given);
    return login;
  } catch (error) {
    if (isSsoError(error)) return { code: error.code, details: error.details, cause: error.cause };
    throw error;
  }
}

/** A response around an assertion that is encrypted for us, which anybody can do. */
function encrypted(plain: string, options: Partial<EncryptOptions> = {}): string {
  const recipients = [{ key: ours.publicKey }];
  return responseXml({ assertions: [encryptedXml(plain, 'EncryptedAssertion', { recipients, ...options })] });
}

function forged(xml: string): string {
  return xml.replaceAll(clean.subject, 'mallory@example.com').replaceAll('_session', '_stolen');
}

/** With a ciphertext of the attacker's own wherever there is one. */
function exchanged(xml: string): string {
  const own = encryptedXml(forged(good), 'EncryptedAssertion', { recipients: [{ key: ours.publicKey }] });
  return xml.replace(/<saml:EncryptedAssertion[\s\S]*?<\/saml:EncryptedAssertion>/, () => own);
}

/** An assertion whose first block has no octet that may be another one, and whose last has eight such octets before its padding. */
function everywhereSignificant(): string {
  const found = Array.from({ length: 16 }, (_, more) => assertionXml({ subject: subjectXml(nameIdXml('a'.repeat(more + 1))) }))
    .map((xml) => signXml(xml.replaceAll('saml:', 'saml2:').replace('xmlns:saml=', 'xmlns:saml2='), { key }))
    .find(({ length }) => length % 16 === 8);
  if (found === undefined) throw new Error('sixteen lengths, and none of them is right');
  return found;
}

function isPadded(content: Uint8Array): boolean {
  if (content.length < 32 || content.length % 16 !== 0) return false;
  const decipher = createDecipheriv('aes-256-cbc', alike(32), content.subarray(0, 16)).setAutoPadding(false);
  const last = decipher.update(content.subarray(16)).at(-1) ?? 0;
  return last >= 1 && last <= 16;
}

function withBlocks(octets: Uint8Array, change: (blocks: readonly Uint8Array[]) => readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(change(Array.from({ length: octets.length / 16 }, (_, at) => octets.subarray(at * 16, at * 16 + 16))));
}

function withBit(octets: Uint8Array, place: number, bit: number): Uint8Array {
  return octets.map((octet, at) => (at === place % octets.length ? octet ^ (1 << bit) : octet));
}

/** No chance at all: the content key is known here, so that what comes of a change can be told. */
function alike(bytes: number): Uint8Array {
  return Buffer.alloc(bytes, 'alike');
}

const none = new Uint8Array();
