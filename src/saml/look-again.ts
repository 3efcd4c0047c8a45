import { type AnySsoError, type ErrorCode, isSsoError } from '../core/errors.ts';
import type { Purpose, Source } from '../core/source.ts';
import { isKeyProblem, type KeyProblem, type VerificationKey } from '../crypto/keys.ts';
import { parseDocument } from '../xml/document.ts';
import { childElements, childrenNamed } from '../xml/element.ts';
import { messageLimits } from '../xml/limits.ts';
import { dsig } from '../xmldsig/profile.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { keysWithin } from './key-info.ts';

/**
 * Looks again at a provider whose message was refused, where that may be by a key that nobody knows. Nobody is asked where the signature
 * itself names a key that is known, nor more often than the source allows for that purpose.
 *
 * @param known - the record by which the message was refused
 * @param error - what it was refused with
 * @returns another record of the same provider; undefined where there is none, or no reason to look for one
 */
export async function lookAgain(
  source: Source<IdentityProvider>,
  known: IdentityProvider,
  incoming: Pick<Incoming, 'document' | 'signature'>,
  error: unknown,
  purpose: Purpose,
): Promise<IdentityProvider | undefined> {
  if (!isSsoError(error) || !perhapsUnknownKey.has(error.code) || namesKnownKey(error, incoming, known)) return undefined;
  const refreshed = await source.refreshed('unknown-key', purpose).catch(() => known);
  return refreshed !== known && refreshed.entityId === known.entityId && refreshed.id === known.id ? refreshed : undefined;
}

/** What is signed within a ciphertext is not to be seen here, and so names nothing; neither does the signature of a query. */
function namesKnownKey(
  { code }: AnySsoError,
  { document, signature: ofQuery }: Pick<Incoming, 'document' | 'signature'>,
  { keys }: IdentityProvider,
): boolean {
  if (code === 'encryption.failed' || ofQuery !== undefined) return false;
  const { root } = parseDocument(document, messageLimits);
  const within = childElements(root);
  // By SOAP, the message is two levels further down.
  const signatures = [root, ...within, ...within.flatMap(childElements)].flatMap((element) => childrenNamed(element, dsig, 'Signature'));
  const isKnown = (named: VerificationKey | KeyProblem) =>
    !isKeyProblem(named) && keys.some(({ fingerprint }) => fingerprint === named.fingerprint);
  return signatures.slice(0, mostSignatures).every((signature) => keysWithin(signature, mostNamed).some(isKnown));
}

/** What a signature by an unknown key comes to; within what was encrypted, it comes to the same as everything else. */
const perhapsUnknownKey: ReadonlySet<ErrorCode> = new Set(['signature.value', 'signature.key', 'encryption.failed']);
/** Real messages have one, two or three. Each names keys, and to read a key costs us time, whoever has sent it. */
const mostSignatures = 4;
/** Real signatures name one, or one certificate and those above it. */
const mostNamed = 4;
