import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { objectOf } from '../core/http.ts';
import { described, type JsonObject, member, textIn } from '../core/json.ts';
import { type Finding, failures, judge, type Rule } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { post } from './back-channel.ts';
import type { Client } from './client.ts';
import type { Provider } from './provider.ts';

/** What the provider hands out at the end of a login. Whoever has them can act in the person's name: keep them apart, or drop them. */
export interface Tokens {
  /** As the provider signed it; a logout may want it as a hint. */
  readonly idToken?: string;
  readonly accessToken: string;
  /** `DPoP` where it is of no use without our key. */
  readonly tokenType: 'Bearer' | 'DPoP';
  /** When the access token ends, if the provider says so. */
  readonly expiresAt?: Date;
  readonly refreshToken?: string;
  /** What was granted, if the provider says that it is not all that was asked for. */
  readonly scope?: string;
}

/**
 * Asks the token endpoint.
 *
 * @param wanted - whether an ID token must be there
 * @param findings - are added to
 * @throws SsoError `token.refused`, `token.rejected`, `transport.*`
 * @see RFC 6749 5.1, OIDCCore 3.1.3.3
 */
export async function requestTokens(
  client: Client,
  provider: Provider,
  fields: Readonly<Record<string, string>>,
  wanted: { readonly idToken: boolean },
  findings: Finding[],
  env: Env,
): Promise<Tokens> {
  const answer = objectOf(await post(client, provider, { endpoint: 'token', fields, bound: true }, env));
  findings.push(...judge(tokenResponseRules, answer, { bound: client.dpop !== undefined, ...wanted }, new Set()));
  if (failures(findings).length > 0) throw new SsoError('token.rejected', { token: 'token response', findings });
  const [idToken, refreshToken, scope] = ['id_token', 'refresh_token', 'scope'].map((name) => textIn(answer, name));
  const seconds = secondsIn(answer, 'expires_in');
  return {
    // Sound: a rule wants it to be there.
    accessToken: textIn(answer, 'access_token') as string,
    tokenType: client.dpop === undefined ? 'Bearer' : 'DPoP',
    ...(idToken === undefined ? {} : { idToken }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scope === undefined ? {} : { scope }),
    ...(seconds === undefined ? {} : { expiresAt: plusSeconds(instantOf(env), seconds) }),
  };
}

/** What the answer of the token endpoint must have. */
export const tokenResponseRules: readonly Rule<JsonObject, { readonly bound: boolean; readonly idToken: boolean }>[] = [
  {
    // With anything else it could not be sent in a header, and who says so may quote it.
    id: 'tokens.access-token',
    spec: 'RFC 6749 5.1',
    check: (answer) =>
      /^[\x20-\x7e]+$/.test(textIn(answer, 'access_token') ?? 'none')
        ? mustBeText(answer, 'access_token')
        : { expected: 'a text of printable ASCII', actual: 'one with other characters' },
  },
  {
    // A provider that passes over our proof hands out a token that anybody can use who finds it.
    id: 'tokens.type',
    spec: 'RFC 9449 5',
    check: (answer, { bound }) => {
      const [expected, actual] = [bound ? 'DPoP' : 'Bearer', textIn(answer, 'token_type')];
      if (actual?.toLowerCase() === expected.toLowerCase()) return undefined;
      return { expected, actual: actual ?? described(answer, 'token_type') };
    },
  },
  {
    id: 'tokens.id-token',
    spec: 'OIDCCore 3.1.3.3',
    check: (answer, { idToken }) => (idToken || member(answer, 'id_token') !== undefined ? mustBeText(answer, 'id_token') : undefined),
  },
];

function mustBeText(answer: JsonObject, name: string): { expected: string; actual: string } | undefined {
  return textIn(answer, name) === undefined ? { expected: `a text ${name}`, actual: described(answer, name) } : undefined;
}

/** A number of seconds; some providers write it as a text. */
function secondsIn(answer: JsonObject, name: string): number | undefined {
  const value = member(answer, name);
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds >= 0 && seconds < 1e9 ? seconds : undefined;
}
