import { fromUtf8 } from '../core/bytes.ts';
import { type ErrorCode, isSsoError } from '../core/errors.ts';
import type { Purpose } from '../core/source.ts';
import type { Verified } from '../core/verified.ts';
import type { JwsAlgorithm } from '../jose/algorithms.ts';
import { isJwe, type Jws, malformed, parseJws } from '../jose/compact.ts';
import { openJwe } from '../jose/open.ts';
import { type SignedClaims, verifyJws } from '../jose/verify.ts';
import type { Client } from './client.ts';
import type { Provider } from './provider.ts';

/** What a token is, and what it may be signed with. */
export interface TokenKind {
  /** For errors: `ID token`, `logout token` and so on. */
  readonly name: string;
  readonly algorithms: readonly JwsAlgorithm[];
  readonly purpose: Purpose;
}

/** The text of a token that may be encrypted, and whether it was. @throws SsoError as `openJwe` */
export async function opened(
  compact: string,
  client: Client,
  name: string,
): Promise<{ readonly text: string; readonly encrypted: boolean }> {
  if (!isJwe(compact)) return { text: compact, encrypted: false };
  const text = fromUtf8(await openJwe(compact, client.decryption, name));
  if (text === undefined) throw malformed(name, 'what is encrypted in it is not UTF-8');
  return { text, encrypted: true };
}

/**
 * Verifies a token with the keys of its provider, and once more after a look for new ones where it may be signed by a key that nobody
 * knows yet.
 *
 * @throws SsoError `token.form`, `signature.*`, and what looking for keys throws
 */
export async function verifiedToken(
  compact: string,
  provider: Provider,
  { name, algorithms, purpose }: TokenKind,
): Promise<Verified<SignedClaims>> {
  const jws: Jws = parseJws(compact, name);
  const known = await provider.keys.current();
  try {
    return verifyJws(jws, known, algorithms, provider.id);
  } catch (error) {
    if (!isSsoError(error) || !perhapsUnknownKey.has(error.code)) throw error;
    const refreshed = await provider.keys.refreshed('unknown-key', purpose);
    if (refreshed === known) throw error;
    return verifyJws(jws, refreshed, algorithms, provider.id);
  }
}

const perhapsUnknownKey: ReadonlySet<ErrorCode> = new Set(['signature.key', 'signature.value']);
