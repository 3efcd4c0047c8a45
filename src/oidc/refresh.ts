import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { invalid } from '../core/options.ts';
import type { Finding } from '../core/rules.ts';
import { currentOf, type Source } from '../core/source.ts';
import type { Client } from './client.ts';
import { acceptIdToken } from './id-token.ts';
import type { OidcLogin } from './identity-of.ts';
import { checkLoginOf } from './issuer.ts';
import type { Provider } from './provider.ts';
import { requestTokens, type Tokens } from './tokens.ts';

/** What a refresh brought. */
export interface Refreshed {
  /** To be kept in place of those before; the refresh token is the new one where there is one, and may be used once. */
  readonly tokens: Tokens;
  readonly findings: readonly Finding[];
}

/**
 * Trades a refresh token for new tokens. Where an ID token comes with them it is verified and held against that of the login: it must be
 * about the same person. Of calls at once with one token only one can win at most providers: let one at a time refresh a session.
 *
 * @param login - as `finish` returned it, with the tokens of the last refresh
 * @throws SsoError `config.invalid` without a refresh token; `token.refused` where it no longer counts; `token.rejected`; else as `finish`
 * @see RFC 6749 6, OIDCCore 12
 */
export async function refresh(
  client: Client,
  provider: Provider | Source<Provider>,
  { claims, tokens }: Pick<OidcLogin, 'claims' | 'tokens'>,
  env: Env = systemEnv,
): Promise<Refreshed> {
  const { idToken, refreshToken } = tokens;
  if (refreshToken === undefined) throw invalid('tokens.refreshToken', 'must be there');
  const asked = await currentOf(provider);
  checkLoginOf(asked, { claims }, 'refreshed.issuer', 'OIDCCore 12.2');
  const findings: Finding[] = [];
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
  const fresh = await requestTokens(client, asked, fields, { idToken: false }, findings, env);
  if (fresh.idToken !== undefined) await acceptIdToken(client, asked, fresh.idToken, fresh, { first: claims }, findings, env);
  return { tokens: { refreshToken, ...(idToken === undefined ? {} : { idToken }), ...fresh }, findings };
}
