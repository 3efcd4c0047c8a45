import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { type DigestAlgorithm, digestAlgorithms } from '../crypto/algorithms.ts';
import type { SigningKey } from '../crypto/signer.ts';
import type { IdentityProvider, SigningMethod } from './identity-provider.ts';
import { bindings } from './names.ts';

/** What a provider says that it can verify. */
export type Announced = Pick<IdentityProvider, 'id' | 'signingMethods' | 'digestMethods'>;

/**
 * Our key as this provider can verify it: with the first algorithm that it announces and our key may use. Where it announces nothing,
 * that says nothing, and the key keeps its own. SHA-1 is never among what a key may use, so that nobody can talk us down to it.
 *
 * @throws SsoError `provider.algorithm` where nothing that is announced can be used
 * @see SAML V2.0 Metadata Profile for Algorithm Support 2.5; SAML V2.0 Implementation Profile for Federation Interoperability, IIP-MD10
 */
export function keyFor(provider: Announced, key: SigningKey, binding: string, blocked: ReadonlySet<string>): SigningKey {
  const chosen = signatureFor(provider, key);
  // By redirect the octets are signed as they are: nothing is digested apart (SAMLBind 3.4.4.1).
  return binding === bindings.redirect ? chosen : { ...chosen, digest: digestFor(provider, chosen, blocked) };
}

function signatureFor({ id, signingMethods }: Announced, key: SigningKey): SigningKey {
  if (signingMethods.length === 0) return key;
  const able = [key, ...key.alternatives];
  const [chosen] = signingMethods.flatMap((method) => able.find((candidate) => takes(method, candidate)) ?? []);
  if (chosen !== undefined) return chosen;
  const possible = able.map(({ algorithm }) => algorithm.uri);
  throw notPossible(
    id,
    'signature',
    signingMethods.map(({ algorithm }) => algorithm),
    possible,
  );
}

function takes({ algorithm, minKeySize = 0, maxKeySize = Number.POSITIVE_INFINITY }: SigningMethod, candidate: SigningKey): boolean {
  // A key whose size nobody knows is for the provider to judge.
  const { bits = minKeySize } = candidate;
  return candidate.algorithm.uri === algorithm && bits >= minKeySize && bits <= maxKeySize;
}

function digestFor({ id, digestMethods }: Announced, { digest }: SigningKey, blocked: ReadonlySet<string>): DigestAlgorithm {
  if (digestMethods.length === 0) return digest;
  const usable = new Map([...digestAlgorithms].filter(([uri, { pardon }]) => pardon === undefined && !blocked.has(uri)));
  const [chosen] = digestMethods.flatMap((uri) => usable.get(uri) ?? []);
  if (chosen === undefined) throw notPossible(id, 'digest', digestMethods, [...usable.keys()]);
  return chosen;
}

function notPossible(
  provider: string,
  use: 'signature' | 'digest',
  announced: readonly string[],
  possible: readonly string[],
): SsoError<'provider.algorithm'> {
  return new SsoError('provider.algorithm', { provider, use, announced: announced.slice(0, mostShown).map(legible), possible });
}

const mostShown = 20;
