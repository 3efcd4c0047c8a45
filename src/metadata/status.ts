import type { CertificateDescription } from '../crypto/certificate.ts';
import { describeKey, type VerificationKey } from '../crypto/keys.ts';

/** What an operator wants to know of a source. */
export interface MetadataStatus {
  /** Our id of the provider, where it is known. */
  readonly provider?: string;
  /** Where the metadata is to be had. */
  readonly location: string;
  /** Where the record in use came from; absent where there is none. */
  readonly origin?: 'location' | 'backup';
  /** When it was last found to be current. */
  readonly lastSuccess?: Date;
  /** When somebody will look again who signs in; absent before the first. */
  readonly nextTry?: Date;
  /** After this instant it is not used any more; absent where it has no end. */
  readonly validUntil?: Date;
  readonly keys: readonly MetadataKeyStatus[];
  /** Why the last look was in vain; absent where it was not. */
  readonly lastError?: unknown;
  /** Why the backup could not be used or written, the last time that this was so. */
  readonly backupError?: unknown;
}

/** A key of the provider. */
export interface MetadataKeyStatus {
  /** SHA-256 over the SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** May it sign answers already, or is it still to be confirmed? */
  readonly confirmed: boolean;
  readonly certificate?: CertificateDescription;
  /** Until the certificate ends, whole days; negative when it has. Trust is the key: it counts all the same. */
  readonly daysLeft?: number;
}

/** The status of one key. */
export function keyStatus(key: VerificationKey, now: Date): MetadataKeyStatus {
  const certificate = describeKey(key);
  return {
    fingerprint: key.fingerprint,
    confirmed: key.unconfirmed === undefined,
    ...(certificate === undefined ? {} : { certificate, daysLeft: daysUntil(certificate.notAfter, now) }),
  };
}

/** Whole days, rounded down. */
function daysUntil(end: Date, now: Date): number {
  return Math.floor((end.getTime() - now.getTime()) / 86_400_000);
}
