import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { type AnySsoError, isSsoError, SsoError } from '../core/errors.ts';
import { type Finding, failures, judge, legible, notJudged } from '../core/rules.ts';
import { currentOf, type Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import { firstUse } from '../identity/first-use.ts';
import type { ReplayStore } from '../identity/login.ts';
import type { Callback } from './callback.ts';
import { callbackRules, deliveryRules, type Expectation, endOf } from './callback-rules.ts';
import type { Client } from './client.ts';
import { acceptIdToken } from './id-token.ts';
import { idTokenRules } from './id-token-rules.ts';
import { loginOf, type OidcLogin } from './identity-of.ts';
import { statusOf } from './outcome.ts';
import { checkPending, type OidcPending } from './pending.ts';
import type { Provider } from './provider.ts';
import { parametersIn } from './response-token.ts';
import { requestTokens, tokenResponseRules } from './tokens.ts';
import { userInfo } from './user-info.ts';

/**
 * Finishes a login: judges the answer, records it as used, exchanges its code, verifies the ID token and judges it by every rule. Neither
 * the code nor a secret is sent anywhere before it is certain that the answer belongs to this login and is used for the first time.
 *
 * @param callback - from `fromCallback`, at the redirect URI
 * @param pending - what `login` returned, taken from where it was kept for this very browser, and now gone from there
 * @throws SsoError `callback.rejected` and `token.rejected` with every finding; `provider.status` where the provider says no;
 *   `callback.replayed`; `token.refused` where it does not take the code; `token.form`, `signature.*`, `encryption.*` for what cannot be
 *   read or verified; `provider.*` and `transport.*` for what cannot be fetched; `store.*` where the replay store cannot say;
 *   `config.invalid` for arguments that cannot be
 * @see OIDCCore 3.1.2.7 and 3.1.3
 */
export async function finish(
  client: Client,
  provider: Provider | Source<Provider>,
  callback: Callback,
  pending: OidcPending,
  replay: ReplayStore,
  env: Env = systemEnv,
): Promise<OidcLogin> {
  const expected = await expectation(client, provider, pending, env);
  const findings: Finding[] = [];
  const code = await codeIn(callback, expected, findings);
  await useOnce(expected, replay);
  return await loginBy(code, expected, findings, env);
}

/**
 * What every rule says of an answer, for an administrator: takes what `finish` takes, signs nobody in and records nothing; but the
 * provider is asked, and the code is used up. An answer that cannot be read or verified gives the finding that says so.
 *
 * @returns the findings in the order in which they came up; what was never reached is `not-applicable`
 * @throws SsoError `config.invalid` for arguments that cannot be; never for what is wrong with the answer or the provider
 */
export async function explain(
  client: Client,
  provider: Provider | Source<Provider>,
  callback: Callback,
  pending: OidcPending,
  env: Env = systemEnv,
): Promise<readonly Finding[]> {
  const expected = await expectation(client, provider, pending, env);
  const findings: Finding[] = [];
  try {
    await loginBy(await codeIn(callback, expected, findings), expected, findings, env);
  } catch (error) {
    if (!isSsoError(error) || error.code === 'config.invalid') throw error;
    findings.push(...newIn(error, findings));
  }
  const judged = new Set(findings.map(({ rule }) => rule));
  const tables = [deliveryRules, callbackRules, tokenResponseRules, idTokenRules] as const;
  return [...findings, ...tables.flatMap((rules) => notJudged(rules)).filter(({ rule }) => !judged.has(rule))];
}

async function expectation(client: Client, provider: Provider | Source<Provider>, pending: OidcPending, env: Env): Promise<Expectation> {
  return { client, provider: await currentOf(provider), pending: checkPending(pending), now: instantOf(env) };
}

/** The code of an answer that belongs to this login. Asks the provider for nothing but keys, and those only for an answer that it signed. */
async function codeIn(callback: Callback, expected: Expectation, findings: Finding[]): Promise<string> {
  findings.push(...judge(deliveryRules, callback, expected, none));
  refuse(findings);
  const { response } = callback.parameters;
  const parameters = response === undefined ? callback.parameters : await parametersIn(response, expected, findings);
  findings.push(...judge(callbackRules, parameters, expected, none));
  refuse(findings);
  // A rule wants either a code or an error; an empty one is none.
  const { code = '' } = parameters;
  if (code === '') throw statusOf(parameters, response !== undefined, findings);
  return code;
}

async function loginBy(code: string, expected: Expectation, findings: Finding[], env: Env): Promise<OidcLogin> {
  const { client, provider, pending } = expected;
  const { redirectUri, codeVerifier } = pending;
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier };
  const tokens = await requestTokens(client, provider, fields, { idToken: true }, findings, env);
  // Sound: a rule wants an ID token to be there.
  const verified = await acceptIdToken(client, provider, tokens.idToken as string, tokens, { pending, code }, findings, env);
  const more = client.userInfo ? await userInfo(client, provider, { claims: verified.value.claims, tokens }, env) : undefined;
  findings.push(...(more?.findings ?? []));
  return loginOf(verified, more?.claims, tokens, provider, pending, findings);
}

/** Before the code is sent: an answer that comes twice must not reach the provider twice. */
async function useOnce({ client, pending }: Expectation, replay: ReplayStore): Promise<void> {
  // A second more: the clock of the store may be another one than ours.
  const until = plusSeconds(endOf(pending), client.clockSkewSeconds + 1);
  const first = await firstUse(replay, `oidc ${JSON.stringify([pending.provider, pending.state])}`, until);
  if (!first) throw new SsoError('callback.replayed', { until: until.toISOString() });
}

function refuse(findings: readonly Finding[]): void {
  if (failures(findings).length > 0) throw new SsoError('callback.rejected', { findings });
}

/** What an error says that is not among the findings: those of its own rules, or that something could not be read or verified. */
function newIn({ code, details, message }: AnySsoError, known: readonly Finding[]): readonly Finding[] {
  if (code === 'callback.rejected' || code === 'token.rejected') return details.findings.filter((finding) => !known.includes(finding));
  return [{ rule: code, spec: 'OIDCCore 3.1.3', outcome: 'failed', expected: 'what can be read and verified', actual: legible(message) }];
}

const none: ReadonlySet<string> = new Set();
