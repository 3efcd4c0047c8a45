import { type AssertionParts, assertionXml, clean, responseXml } from '../messages.ts';
import { type ResponseOptions, responseCases } from './response-case.ts';
import type { Encrypting, Signing, Workshop } from './workshop.ts';

/** What is encrypted, and what is signed before and after. */
export interface Sealing {
  readonly assertion?: AssertionParts;
  readonly sign?: ResponseOptions['sign'];
  readonly signing?: Signing;
  /** What is done to the assertion between signing and encrypting. */
  readonly plain?: (signed: string, workshop: Workshop) => string;
  /** What is done to the response between encrypting and signing. */
  readonly around?: (response: string) => string;
}

/** A response whose assertion is encrypted; by default it is signed before, and the response is not. */
export function encrypted(options: Encrypting = {}, sealing: Sealing = {}): ResponseOptions {
  const { assertion = {}, sign = 'assertion', signing, plain = (signed) => signed, around = (response) => response } = sealing;
  return {
    message: (workshop) => {
      const signed =
        sign === 'assertion' || sign === 'both'
          ? workshop.sign(assertionXml(assertion), { id: assertion.id ?? clean.assertionId, ...signing })
          : assertionXml(assertion);
      const ciphertext = workshop.encrypt(plain(signed, workshop), 'EncryptedAssertion', options);
      const response = around(responseXml({ assertions: [ciphertext] }));
      return sign === 'response' || sign === 'both' ? workshop.sign(response, { id: clean.responseId }) : response;
    },
  };
}

/** Makers of cases with a service provider that has a key. */
export const encryptionCases = responseCases({ spec: 'SAMLCore 6', flags: 'encryption', parties: 'sp-decrypts idp' });

/** Another octet in that place, counted from the end where it is negative. */
export function changed(place: number): (octets: Uint8Array) => Uint8Array {
  return (octets) => octets.map((octet, at) => (at === (place + octets.length) % octets.length ? octet ^ 1 : octet));
}
