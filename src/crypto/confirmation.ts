import { invalid, list } from '../core/options.ts';
import type { VerificationKey } from './keys.ts';

/** The fingerprints of keys that somebody has confirmed, as keys have them. @throws SsoError `config.invalid` with the field */
export function confirmedFingerprints(field: string, typed: readonly string[]): ReadonlySet<string> {
  return new Set(list(field, typed).map((each) => typedFingerprint(field, each)));
}

/** A fingerprint as keys have it: administration pages show it in capitals and with colons, too. @throws SsoError `config.invalid` */
export function typedFingerprint(field: string, typed: string): string {
  const digits = typeof typed === 'string' ? typed.replaceAll(':', '').toLowerCase() : '';
  if (!/^[0-9a-f]{64}$/.test(digits)) throw invalid(field, 'must be SHA-256 over the SubjectPublicKeyInfo, in hexadecimal');
  return digits;
}

/** The key, marked where nobody has confirmed it. */
export function markedUnless(isConfirmed: (fingerprint: string) => boolean, key: VerificationKey): VerificationKey {
  return isConfirmed(key.fingerprint) ? key : Object.freeze({ ...key, unconfirmed: true });
}
