import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DecryptionKey } from '../../../src/crypto/decryption-key.ts';
import { metadata } from '../../../src/saml/administration.ts';
import { keysFrom } from '../../../src/saml/identity-provider.ts';
import { login } from '../../../src/saml/login.ts';
import { keyStates } from '../../../src/saml/own-keys.ts';
import type { ServiceProvider } from '../../../src/saml/service-provider.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { selfSigned } from '../../support/certificate.ts';
import { encryptedXml } from '../../support/encrypt.ts';
import { type KeyPair, keyPair } from '../../support/keys.ts';
import { assertionXml, responseXml } from '../../support/messages.ts';
import { refusal } from '../../support/refusal.ts';
import { requestXml } from '../../support/requests.ts';
import { at, refusals, them, us } from '../../support/saml-login.ts';
import { signXml } from '../../support/sign.ts';

const [older, newer] = [keyPair('rsa-2048', 'sp 2026'), keyPair('rsa-2048', 'sp 2027')];

/** A key that others encrypt for is replaced in four steps, as the README has them. */
const openingSteps: readonly ServiceProvider[] = [
  us({ decryption: [key(older)] }),
  us({ decryption: [key(older), key(newer, 'next')] }),
  us({ decryption: [key(newer), key(older, 'previous')] }),
  us({ decryption: [key(newer)] }),
];

/** And one that signs. */
const signingSteps: readonly ServiceProvider[] = [
  us({ signing: { current: key(older) } }),
  us({ signing: { current: key(older), next: key(newer) } }),
  us({ signing: { current: key(newer), next: key(older) } }),
  us({ signing: { current: key(newer) } }),
];

describe('a key that others encrypt for', () => {
  it('is replaced without an assertion being lost that is under way, whichever of our processes is a step ahead or behind', async () => {
    for (const [step, sp] of openingSteps.entries()) {
      const published = await certificatesOf(sp, 'encryption');
      expect(published).toHaveLength(1);
      for (const certificate of published) {
        const message = encryptedFor(new X509Certificate(certificate).publicKey);
        for (const process of [step - 1, step, step + 1])
          if (openingSteps[process] !== undefined) expect([step, process, await lost(message, process)]).toEqual([step, process, []]);
      }
    }
  });

  it('is replaced without one being lost of a provider that has not read our metadata since the step before', async () => {
    for (const [step, sp] of openingSteps.slice(0, -1).entries()) {
      const [certificate = expect.fail()] = await certificatesOf(sp, 'encryption');
      expect(await lost(encryptedFor(new X509Certificate(certificate).publicKey), step + 1)).toEqual([]);
    }
  });

  it('opens nothing any more once it is taken out', async () => {
    expect(await lost(encryptedFor(older.publicKey), 3)).toEqual(['encryption.failed']);
  });

  it.each(Object.entries(keyStates.decryption))('is published and used as the table says: %s', async (state, { published, use }) => {
    // Sound: these are the names of the table.
    const sp = us({ decryption: [key(older, state as DecryptionKey['state'])] });
    expect((await certificatesOf(sp, 'encryption')).length > 0).toBe(published);
    expect(await refusals(encryptedFor(older.publicKey), { sp })).toEqual(use === 'opens' ? [] : ['encryption.failed']);
  });

  it('is in no other state, and in the current one where nothing is said', () => {
    expect(us({ decryption: [key(older)] }).decryption[0]?.state).toBe('current');
    // Sound: whoever writes JavaScript can give anything.
    expect(refusal(() => us({ decryption: [key(older, 'retired' as 'next')] }))).toBe('config.invalid');
  });
});

describe('a key that signs', () => {
  it('is replaced without a request being refused, though the provider is a step ahead or behind', async () => {
    for (const [step, sp] of signingSteps.entries()) {
      const request = await signedRequest(sp);
      for (const known of [step - 1, step, step + 1]) {
        const party = signingSteps[known];
        if (party !== undefined) expect([step, known, isBy(request, await certificatesOf(party, 'signing'))]).toEqual([step, known, true]);
      }
    }
  });

  it.each(Object.entries(keyStates.signing))('is published and used as the table says: %s', async (state, { published, use }) => {
    const sp = us({ signing: { current: key(newer), next: key(newer), [state]: key(older) } });
    const certificate = selfSigned(older.privateKey).base64;
    expect((await certificatesOf(sp, 'signing')).some((each) => each.toString('base64') === certificate)).toBe(published);
    expect(isBy(await signedRequest(sp), [Buffer.from(certificate, 'base64')])).toBe(use === 'signs');
  });
});

function key({ privateKey }: KeyPair, state?: DecryptionKey['state']): DecryptionKey {
  return { privateKey, certificate: selfSigned(privateKey).base64, ...(state === undefined ? {} : { state }) };
}

/** The certificates for one use that our metadata publishes. */
async function certificatesOf(sp: ServiceProvider, use: 'signing' | 'encryption'): Promise<readonly Buffer[]> {
  const xml = await metadata({ ...sp, publication: { ...sp.publication, signer: false } }, at());
  const found = xml.matchAll(/<md:KeyDescriptor use="(\w+)">.*?<ds:X509Certificate>([^<]*)</gs);
  return [...found].filter(([, name]) => name === use).map(([, , base64 = '']) => Buffer.from(base64, 'base64'));
}

function encryptedFor(publicKey: KeyPair['publicKey']): string {
  const assertion = signXml(assertionXml(), { key: keyPair('rsa-2048').privateKey });
  return responseXml({ assertions: [encryptedXml(assertion, 'EncryptedAssertion', { recipients: [{ key: publicKey }] })] });
}

/** Why a message is refused by a process of ours at that step; empty where it is not. */
async function lost(message: string, step: number): Promise<readonly string[]> {
  return await refusals(message, { sp: openingSteps[step] ?? expect.fail() });
}

async function signedRequest(sp: ServiceProvider): Promise<string> {
  const idp = them();
  const post = { ...idp, singleSignOnServices: idp.singleSignOnServices.map((each) => ({ ...each, binding: `${bindings}HTTP-POST` })) };
  return requestXml((await login(sp, post, { binding: 'post' }, at())).outgoing);
}

function isBy(request: string, certificates: readonly Uint8Array[]): boolean {
  const document = parseDocument(request, messageLimits);
  const keys = keysFrom(
    'certificates',
    certificates.map((der) => Buffer.from(der).toString('base64')),
  );
  const signature = signatureOf(document.root) ?? expect.fail();
  return refusal(() => verifyElement(document, document.root, signature, { provider: 'us', keys, pardons: new Set() }, [])) === 'accepted';
}

const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings:';
