import { invalid, list } from '../core/options.ts';
import { digestAlgorithms, signatureAlgorithms } from '../crypto/algorithms.ts';
import { contentAlgorithms } from '../crypto/decryption.ts';
import type { SigningKey } from '../crypto/signer.ts';
import { keyTransports, maskFunctions } from '../xmldsig/encryption.ts';

/**
 * Reads the algorithms that we refuse though they are known, by URI.
 *
 * @throws SsoError `config.invalid` for one that nobody here knows: it is refused anyway, or misspelt
 * @see SAML V2.0 Implementation Profile for Federation Interoperability, IIP-ALG08
 */
export function blockedAlgorithms(uris: readonly string[] | undefined): ReadonlySet<string> {
  const tables = [signatureAlgorithms, digestAlgorithms, contentAlgorithms];
  const known = new Set([...tables.flatMap((table) => [...table.keys()]), ...keyTransports, ...maskFunctions.keys()]);
  const given = list('blockedAlgorithms', uris);
  if (!given.every((uri) => known.has(uri))) throw invalid('blockedAlgorithms', 'must be URIs of algorithms that are known here');
  return new Set(given);
}

/** A key of ours with what is left for it. @throws SsoError `config.invalid` where nothing is */
export function unblocked(key: SigningKey, blocked: ReadonlySet<string>, field: string): SigningKey {
  const [first, ...alternatives] = [key, ...key.alternatives].filter(
    ({ algorithm, digest }) => !blocked.has(algorithm.uri) && !blocked.has(digest.uri),
  );
  if (first === undefined) throw invalid(field, 'can sign with blockedAlgorithms only');
  return { ...first, alternatives };
}
