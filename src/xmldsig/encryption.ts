import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { OaepHash } from '../crypto/decryption.ts';
import type { Element } from '../xml/document.ts';

export const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';
export const xmlenc11 = 'http://www.w3.org/2009/xmlenc11#';
const oaepWithSha1Mask = `${xmlenc}rsa-oaep-mgf1p`;
export const oaep = `${xmlenc11}rsa-oaep`;

/** The mask generation functions of RSA-OAEP by its newer name, by URI. */
export const maskFunctions: ReadonlyMap<string, OaepHash> = new Map(
  (['sha1', 'sha256', 'sha384', 'sha512'] as const).map((hash) => [`${xmlenc11}mgf1${hash}`, hash]),
);

/** The ways to wrap a content key that are opened, by URI: RSA-OAEP by its newer name and by the older one. */
export const keyTransports: readonly string[] = [oaep, oaepWithSha1Mask];

/** The error for an encrypted element that is not as it must be. */
export function encryptionProblem({ name }: Element, what: string): SsoError<'encryption.profile'> {
  return new SsoError('encryption.profile', { element: name, problem: legible(what) });
}
