import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { type Answer, exchange, objectOf } from '../core/http.ts';
import { described, isJsonFault, type JsonObject, member, parseObject } from '../core/json.ts';
import { type Finding, failures, judge, notApplicable, type Rule } from '../core/rules.ts';
import { currentOf, type Source } from '../core/source.ts';
import { malformed } from '../jose/compact.ts';
import { accepted, endpointOf } from './back-channel.ts';
import { audiencesOf, mustBe, mustNotBePast } from './claims.ts';
import type { Client } from './client.ts';
import { withProof } from './dpop.ts';
import type { OidcLogin } from './identity-of.ts';
import { checkLoginOf, expectedIssuer } from './issuer.ts';
import type { Provider } from './provider.ts';
import { opened, verifiedToken } from './token.ts';

/** What a provider says of a person beside the ID token. */
export interface UserInfo {
  readonly claims: JsonObject;
  /** Was it signed? Else it only came by a connection to the provider. */
  readonly signed: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Asks for more about a person than the ID token says. Aggregated and distributed claims are left as they are; nothing is fetched for them.
 *
 * @param login - whose access token is used, and whose `sub` the answer must have
 * @throws SsoError `token.rejected`, `token.refused`, `provider.endpoint`, `transport.*`; `token.form`, `signature.*`, `encryption.*`
 * @see OIDCCore 5.3
 */
export async function userInfo(
  client: Client,
  provider: Provider | Source<Provider>,
  login: Pick<OidcLogin, 'claims' | 'tokens'>,
  env: Env = systemEnv,
): Promise<UserInfo> {
  const asked = await currentOf(provider);
  checkLoginOf(asked, login, 'user-info.issuer', 'OIDCCore 5.3.2');
  const answer = await answerFor(client, asked, login.tokens.accessToken, env);
  const read = answer.mediaType === 'application/jwt' ? await inToken(client, asked, answer) : { claims: objectOf(answer), signed: false };
  const expected = { client, provider: asked, first: login.claims, now: instantOf(env) };
  const findings = judge(userInfoRules, read, expected, new Set());
  if (failures(findings).length > 0) throw new SsoError('token.rejected', { token: name, findings });
  return { ...read, findings };
}

/** What UserInfo must satisfy. */
export const userInfoRules: readonly Rule<
  Pick<UserInfo, 'claims' | 'signed'>,
  { readonly client: Client; readonly provider: Provider; readonly first: JsonObject; readonly now: Date }
>[] = [
  {
    id: 'user-info.signed',
    spec: 'OIDCCore 5.3.2',
    check: ({ signed }, { client }) => {
      if (!client.requireSignedUserInfo) return notApplicable;
      return signed ? undefined : { expected: 'UserInfo that is signed', actual: 'UserInfo that is not' };
    },
  },
  {
    // An access token can have been put in the place of another.
    id: 'user-info.subject',
    spec: 'OIDCCore 5.3.2',
    check: ({ claims }, { first }) => {
      const sub = member(claims, 'sub');
      if (typeof sub === 'string' && sub !== '' && sub === member(first, 'sub')) return undefined;
      return { expected: 'the person of the ID token', actual: typeof sub === 'string' ? 'somebody else' : described(claims, 'sub') };
    },
  },
  {
    id: 'user-info.issuer',
    spec: 'OIDCCore 5.3.2',
    check: ({ claims, signed }, { provider, first }) =>
      signed && member(claims, 'iss') !== undefined ? mustBe(claims, 'iss', expectedIssuer(provider, first)) : notApplicable,
  },
  {
    id: 'user-info.audience',
    spec: 'OIDCCore 5.3.2',
    check: ({ claims, signed }, { client }) => {
      if (!signed || member(claims, 'aud') === undefined) return notApplicable;
      const audiences = audiencesOf(claims);
      if (audiences?.includes(client.clientId)) return undefined;
      return { expected: client.clientId, actual: audiences?.join(' and ') ?? described(claims, 'aud') };
    },
  },
  {
    id: 'user-info.expiry',
    spec: 'RFC 7519 4.1.4',
    check: ({ claims, signed }, { client, now }) =>
      signed && member(claims, 'exp') !== undefined ? mustNotBePast(claims, 'exp', now, client.clockSkewSeconds) : notApplicable,
  },
];

async function answerFor(client: Client, provider: Provider, accessToken: string, env: Env): Promise<Answer> {
  const url = endpointOf(client, provider, 'userInfo');
  const ask = async (scheme: string, headers: Readonly<Record<string, string>>): Promise<Answer> => {
    const authorization = `${scheme} ${accessToken}`;
    const accept = 'application/json, application/jwt';
    return await exchange({ url, learntFrom: provider.learntFrom, accept, headers: { ...headers, authorization } }, env);
  };
  const { dpop } = client;
  const answer =
    dpop === undefined
      ? await ask('Bearer', {})
      : await withProof(dpop, { method: 'GET', url, accessToken }, env, (headers) => ask('DPoP', headers));
  return accepted(answer, 'userInfo');
}

/** Signed, encrypted, or both: what is only encrypted could be from anybody who knows our key, and counts as not signed. */
async function inToken(client: Client, provider: Provider, answer: Answer): Promise<Pick<UserInfo, 'claims' | 'signed'>> {
  const { text, encrypted } = await opened(new TextDecoder().decode(answer.octets).trim(), client, name);
  if (encrypted && text.trimStart().startsWith('{')) {
    const claims = parseObject(text);
    if (isJsonFault(claims)) throw malformed(name, `payload is no JSON object: ${claims}`);
    return { claims, signed: false };
  }
  const { value } = await verifiedToken(text, provider, { name, algorithms: client.otherAlgorithms, purpose: 'login' });
  return { claims: value.claims, signed: true };
}

const name = 'UserInfo';
