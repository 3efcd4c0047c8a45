import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { type Finding, failures, judge } from '../core/rules.ts';
import type { Verified } from '../core/verified.ts';
import type { SignedClaims } from '../jose/verify.ts';
import type { Client } from './client.ts';
import { idTokenRules } from './id-token-rules.ts';
import type { OidcPending } from './pending.ts';
import type { Provider } from './provider.ts';
import { refreshedRules } from './refreshed-rules.ts';
import { opened, verifiedToken } from './token.ts';
import type { Tokens } from './tokens.ts';

/** What led to an ID token: a login with its code, or the claims of the login that is refreshed. */
export type Occasion = { readonly pending: OidcPending; readonly code: string } | { readonly first: JsonObject };

/**
 * Verifies an ID token, encrypted or not, and holds every rule against it.
 *
 * @param findings - are added to
 * @throws SsoError `token.rejected` with every finding; `token.form`, `signature.*`, `encryption.*`, `provider.keys`, `transport.*`
 * @see OIDCCore 3.1.3.7, for a refresh 12.2
 */
export async function acceptIdToken(
  client: Client,
  provider: Provider,
  idToken: string,
  { accessToken }: Pick<Tokens, 'accessToken'>,
  occasion: Occasion,
  findings: Finding[],
  env: Pick<Env, 'now'>,
): Promise<Verified<SignedClaims>> {
  const { text, encrypted } = await opened(idToken, client, name);
  const verified = await verifiedToken(text, provider, { name, algorithms: client.idTokenAlgorithms, purpose: 'login' });
  const expected = { client, provider, encrypted, accessToken, now: instantOf(env), ...occasion };
  findings.push(...judge(idTokenRules, verified.value, expected, none));
  if ('first' in occasion) findings.push(...judge(refreshedRules, verified.value, occasion, none));
  if (failures(findings).length > 0) throw new SsoError('token.rejected', { token: name, findings });
  return verified;
}

const name = 'ID token';
const none: ReadonlySet<string> = new Set();
