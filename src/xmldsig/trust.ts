import { SsoError } from '../core/errors.ts';
import { type Finding, finding, legible } from '../core/rules.ts';
import { type DigestAlgorithm, digestAlgorithms, type SignatureAlgorithm, signatureAlgorithms, verifies } from '../crypto/algorithms.ts';
import { fits, type VerificationKey } from '../crypto/keys.ts';

/** Whose signatures count: the keys of one provider, under our local id of it, and what it is pardoned. */
export interface Trust {
  readonly provider: string;
  readonly keys: readonly VerificationKey[];
  readonly pardons: ReadonlySet<string>;
  /** The algorithms that we refuse though they are known, by URI. */
  readonly blocked?: ReadonlySet<string>;
}

/**
 * The key of the trusted record that has made a signature. Any may match: during a rollover the old and the new one are both members.
 *
 * @throws SsoError `signature.algorithm`, `signature.key` where no key can have made it, `signature.value` where none has,
 *   `signature.unconfirmed` where one has that is still to be confirmed
 */
export function signingKeyOf(
  signed: { readonly element: string; readonly octets: Uint8Array | string; readonly algorithm: string; readonly value: Uint8Array },
  trust: Trust,
  findings: Finding[],
): VerificationKey {
  const algorithm = signatureAlgorithm(signed.algorithm, trust, findings);
  const fitting = trust.keys.filter((key) => fits(key, algorithm));
  const usable = fitting.filter(({ pardon }) => pardon === undefined || trust.pardons.has(pardon));
  if (usable.length === 0)
    throw new SsoError('signature.key', { reason: fitting.length > 0 ? 'rsa-1024' : 'none-fits', algorithm: algorithm.name });
  const key = usable.find(({ keyObject }) => verifies(algorithm, keyObject, signed.octets, signed.value));
  if (key === undefined) throw new SsoError('signature.value', { element: signed.element, keysTried: usable.length });
  if (key.unconfirmed) throw new SsoError('signature.unconfirmed', { element: signed.element, key: key.fingerprint });
  if (key.pardon !== undefined) pardoned(key.pardon, 'RSA with at least 2048 bits', `${key.bits} bits`, findings);
  return key;
}

/** The digest algorithm of a URI, if it is known and not too weak for this provider. */
export function digestAlgorithm(uri: string, trust: Trust, findings: Finding[]): DigestAlgorithm {
  return allowed(digestAlgorithms.get(uri), uri, 'digest', trust, findings);
}

function signatureAlgorithm(uri: string, trust: Trust, findings: Finding[]): SignatureAlgorithm {
  return allowed(signatureAlgorithms.get(uri), uri, 'signature', trust, findings);
}

function allowed<T extends { readonly pardon?: 'signature.sha1' }>(
  algorithm: T | undefined,
  uri: string,
  use: 'signature' | 'digest',
  { pardons, blocked }: Trust,
  findings: Finding[],
): T {
  if (algorithm === undefined || blocked?.has(uri) || (algorithm.pardon !== undefined && !pardons.has(algorithm.pardon))) {
    throw new SsoError('signature.algorithm', { algorithm: legible(uri), use });
  }
  if (algorithm.pardon !== undefined) pardoned(algorithm.pardon, 'SHA-256 or better', uri, findings);
  return algorithm;
}

function pardoned(id: 'signature.sha1' | 'key.rsa-1024', expected: string, actual: string, findings: Finding[]): void {
  if (findings.some(({ rule }) => rule === id)) return;
  findings.push(finding({ id, spec: 'SP 800-131A' }, { expected, actual }, new Set([id])));
}
