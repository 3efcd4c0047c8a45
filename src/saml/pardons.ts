import { invalid, list } from '../core/options.ts';

/**
 * The flaws of a provider that may be forgiven by name, one by one; each use is reported as `pardoned` in the findings. The list is
 * closed: a missing signature, audience, recipient, InResponseTo, expiry, replay or issuer can never be pardoned.
 *
 * - `signature.sha1`: signatures and digests with SHA-1
 * - `key.rsa-1024`: RSA keys of 1024 to 2047 bits
 * - `location.http`: endpoints without TLS
 * - `destination.missing`: a signed message that does not say for which address it is
 * - `confirmation.not-before`: a NotBefore in the confirmation of a bearer
 * - `time.offset`: instants in a time zone other than UTC
 * - `issuer.alias`: another issuer on logout messages
 * - `status.attribute`: attributes that the schema does not have, outside the signed assertion
 */
export type Pardon = (typeof pardons)[number];

const pardons = [
  'signature.sha1',
  'key.rsa-1024',
  'location.http',
  'destination.missing',
  'confirmation.not-before',
  'time.offset',
  'issuer.alias',
  'status.attribute',
] as const;

/** The pardons as a set, once it is certain that each exists. */
export function pardonSet(names?: readonly Pardon[]): ReadonlySet<Pardon> {
  for (const name of list('pardons', names)) if (!pardons.includes(name)) throw invalid('pardons', `must be of ${pardons.join(', ')}`);
  return new Set(names);
}
