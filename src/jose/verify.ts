import { SsoError } from '../core/errors.ts';
import { described, type JsonObject, member, textIn } from '../core/json.ts';
import { legible } from '../core/rules.ts';
import { seal, type Verified } from '../core/verified.ts';
import { verifies } from '../crypto/algorithms.ts';
import { algorithmOf, type JwsAlgorithm } from './algorithms.ts';
import type { Jws } from './compact.ts';
import { candidates, type JwsKey, type KeySet } from './key-set.ts';

/** What a JWS said, once a key has vouched for it. */
export interface SignedClaims {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly algorithm: JwsAlgorithm;
  /** Entra ID: the issuer that the key signs for. */
  readonly keyIssuer?: string;
}

/**
 * Checks the signature of a JWS with the keys of a provider. Says nothing of what the claims claim: rules judge them.
 *
 * @param algorithms - what it may be signed with; what the token itself names must be among them
 * @param provider - our local id of the provider whose keys these are
 * @throws SsoError `signature.algorithm`; `signature.key` where no key has its `kid` and fits; `signature.value` where none has made it;
 *   `signature.unconfirmed` where one has that is still to be confirmed
 * @see RFC 7515 5.2
 */
export function verifyJws(
  jws: Jws,
  keySet: Pick<KeySet, 'keys'>,
  algorithms: readonly JwsAlgorithm[],
  provider: string,
): Verified<SignedClaims> {
  const { token, header, claims, signed, signature } = jws;
  const algorithm = algorithms.find((name) => name === member(header, 'alg'));
  if (algorithm === undefined)
    throw new SsoError('signature.algorithm', { algorithm: legible(textIn(header, 'alg') ?? described(header, 'alg')), use: 'signature' });
  const possible = candidates(keySet, header, algorithm);
  if (possible.length === 0) throw new SsoError('signature.key', { reason: 'none-fits', algorithm });
  const { hash, mode } = algorithmOf(algorithm);
  const made = ({ key }: JwsKey) => verifies({ hash, mode }, key.keyObject, signed, signature);
  const signer = possible.find(made);
  if (signer === undefined) throw new SsoError('signature.value', { element: token, keysTried: possible.length });
  const { issuer: keyIssuer, key } = signer;
  if (key.unconfirmed) throw new SsoError('signature.unconfirmed', { element: token, key: key.fingerprint });
  return seal(
    { header, claims, algorithm, ...(keyIssuer === undefined ? {} : { keyIssuer }) },
    { provider, key: key.fingerprint, signed: token },
  );
}
