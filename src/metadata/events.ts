import type { IdentityProvider } from '../saml/identity-provider.ts';
import { keyStatus } from './status.ts';

/** Something that an operator should hear of. */
export type MetadataEvent = MetadataChanged | CertificateExpiring;

/** The provider has other keys or addresses than before. */
export interface MetadataChanged {
  readonly kind: 'metadata.changed';
  /** Our id of the provider. */
  readonly provider: string;
  /** By fingerprint: SHA-256 over the SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly keys: Difference;
  /** Where browsers are sent. */
  readonly addresses: Difference;
}

/** What is there now and was not before, and the other way round. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A certificate ends within 60, 30 or 7 days: said once for each of these. */
export interface CertificateExpiring {
  readonly kind: 'certificate.expiring';
  readonly provider: string;
  /** Of the key within, as in {@link MetadataChanged}. */
  readonly fingerprint: string;
  readonly notAfter: Date;
  readonly daysLeft: number;
}

/** What became otherwise with another record, if anything did that an operator should hear of. */
export function change(before: IdentityProvider, now: IdentityProvider): MetadataChanged | undefined {
  const keys = difference(fingerprintsOf(before), fingerprintsOf(now));
  const addresses = difference(addressesOf(before), addressesOf(now));
  if ([keys, addresses].every(({ added, removed }) => added.length === 0 && removed.length === 0)) return undefined;
  return { kind: 'metadata.changed', provider: now.id, keys, addresses };
}

/**
 * The certificates of which it is time to say that they end.
 *
 * @param told - for each fingerprint the fewest days of which it was said; what is said now is added
 */
export function expiring({ id, keys }: IdentityProvider, told: Map<string, number>, now: Date): readonly CertificateExpiring[] {
  return keys.flatMap((key) => {
    const { fingerprint, certificate, daysLeft } = keyStatus(key, now);
    const mark = daysLeft === undefined ? undefined : marks.find((days) => daysLeft <= days);
    if (certificate === undefined || daysLeft === undefined || mark === undefined) return [];
    const earlier = told.get(fingerprint);
    if (earlier !== undefined && earlier <= mark) return [];
    told.set(fingerprint, mark);
    return { kind: 'certificate.expiring', provider: id, fingerprint, notAfter: certificate.notAfter, daysLeft } as const;
  });
}

/** Tells the application something. What it throws of that, or rejects with, is no concern of whoever signs in. */
export function tell<Told>(listener: (told: Told) => unknown, told: Told): void {
  (async () => await listener(told))().catch(() => undefined);
}

function difference(before: ReadonlySet<string>, now: ReadonlySet<string>): Difference {
  return { added: [...now].filter((each) => !before.has(each)), removed: [...before].filter((each) => !now.has(each)) };
}

function fingerprintsOf({ keys }: IdentityProvider): ReadonlySet<string> {
  return new Set(keys.map(({ fingerprint }) => fingerprint));
}

function addressesOf({ singleSignOnServices, singleLogoutServices }: IdentityProvider): ReadonlySet<string> {
  const services = [...singleSignOnServices, ...singleLogoutServices];
  return new Set(
    services.flatMap(({ location, responseLocation }) => (responseLocation === undefined ? location : [location, responseLocation])),
  );
}

/** Days, the fewest first. */
const marks = [7, 30, 60];
