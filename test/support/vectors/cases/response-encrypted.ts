import { encrypted, encryptionCases } from '../encrypted-case.ts';
import { rule } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = encryptionCases;

/** Assertions that are encrypted for the service provider, and what can be wrong with them. */
export const responseEncryptedCases: readonly Case[] = [
  accepts('encrypted', 'an assertion that is signed and then encrypted', {}, encrypted()),
  accepts(
    'encrypted-cbc',
    'AES-CBC without a signature over the ciphertext is noted',
    { noted: ['encryption.authenticated'] },
    encrypted({ algorithm: 'aes-256-cbc' }),
  ),
  refuses(
    'encrypted-cbc-required',
    'AES-CBC where the service provider wants to be sure that nobody has changed it',
    rule('encryption.authenticated'),
    { ...encrypted({ algorithm: 'aes-256-cbc' }), parties: 'sp-requires-authenticated idp', spec: 'XMLEnc 6.1' },
  ),
  refuses('encrypted-required', 'an assertion that everybody can read, where encryption is required', rule('response.encrypted'), {
    parties: 'sp-requires-encryption idp',
  }),
  refuses(
    'encrypted-rsa-1_5',
    'a key that is wrapped with PKCS #1 v1.5',
    'encryption.algorithm',
    encrypted({ recipients: [{ transport: 'rsa-1_5' }] }),
  ),
  refuses('encrypted-without-key', 'no wrapped key', 'encryption.profile', encrypted({ recipients: [] })),
  refuses(
    'encrypted-for-another',
    'a key that is wrapped for somebody else',
    'encryption.failed',
    encrypted({ recipients: [{ key: 'stranger' }] }),
  ),
];
