import { SsoError } from '../core/errors.ts';
import type { Finding } from '../core/rules.ts';
import { seal, type Verified } from '../core/verified.ts';
import { digest, sameOctets } from '../crypto/algorithms.ts';
import { canonicalize } from '../xml/canonical.ts';
import { type Document, type Element, parseCanonical } from '../xml/document.ts';
import { profileOf } from './profile.ts';
import { digestAlgorithm, signingKeyOf, type Trust } from './trust.ts';

/**
 * Verifies the signature that an element carries, and returns what it covers: the tree that the digested octets themselves make when
 * they are read again. Whatever stands beside, before or behind them in the document does not exist in that tree.
 *
 * Has not checked who the element speaks of, for whom, or when.
 *
 * @param findings - takes what was pardoned
 * @throws SsoError `signature.*`
 * @see XML Signature 3.2, the signature first, so that the digest it vouches for is known good before anything large is hashed
 */
export function verifyElement(
  document: Document,
  element: Element,
  signature: Element,
  trust: Trust,
  findings: Finding[],
): Verified<Element> {
  const profile = profileOf(document, element, signature);
  const algorithm = digestAlgorithm(profile.digestAlgorithm, trust, findings);
  const { form, prefixes } = profile.signedInfoForm;
  const signedInfo = canonicalize(document, { element: profile.signedInfo, prefixes }, form);
  const signed = { element: element.name, octets: signedInfo, algorithm: profile.signatureAlgorithm, value: profile.signatureValue };
  const key = signingKeyOf(signed, trust, findings);

  const covered = canonicalize(document, { element, without: signature, prefixes: profile.form.prefixes }, profile.form.form);
  if (!sameOctets(digest(algorithm, covered), profile.digestValue)) {
    throw new SsoError('signature.digest', { element: element.name, key: key.fingerprint });
  }
  const root = parseCanonical(covered, document.limits);
  return seal(root, { provider: trust.provider, key: key.fingerprint, signed: root.name });
}
