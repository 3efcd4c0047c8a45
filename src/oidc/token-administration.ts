import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { objectOf } from '../core/http.ts';
import { type JsonObject, member } from '../core/json.ts';
import { currentOf, type Source } from '../core/source.ts';
import { post } from './back-channel.ts';
import type { Client } from './client.ts';
import type { Provider } from './provider.ts';

/** Which of the two it is, so that the provider need not look for it in vain. */
export type TokenHint = 'access_token' | 'refresh_token';

/**
 * Tells the provider that a token must no longer count. One that it does not know is no error.
 *
 * @throws SsoError `token.refused`; `provider.endpoint` where the provider takes no such requests; `transport.*`
 * @see RFC 7009 2
 */
export async function revoke(
  client: Client,
  provider: Provider | Source<Provider>,
  token: string,
  hint?: TokenHint,
  env: Env = systemEnv,
): Promise<void> {
  await post(client, await currentOf(provider), { endpoint: 'revocation', fields: fieldsFor(token, hint) }, env);
}

/**
 * Asks the provider what a token is worth.
 *
 * @returns what it says of the token; undefined where it no longer counts, whatever else is said of it
 * @throws SsoError as `revoke`
 * @see RFC 7662 2
 */
export async function introspect(
  client: Client,
  provider: Provider | Source<Provider>,
  token: string,
  hint?: TokenHint,
  env: Env = systemEnv,
): Promise<JsonObject | undefined> {
  const answer = objectOf(
    await post(client, await currentOf(provider), { endpoint: 'introspection', fields: fieldsFor(token, hint) }, env),
  );
  return member(answer, 'active') === true ? answer : undefined;
}

function fieldsFor(token: string, hint: TokenHint | undefined): Readonly<Record<string, string>> {
  return { token, ...(hint === undefined ? {} : { token_type_hint: hint }) };
}
