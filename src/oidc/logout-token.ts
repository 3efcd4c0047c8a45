import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { textIn } from '../core/json.ts';
import { type Finding, failures, judge } from '../core/rules.ts';
import { currentOf, type Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import { firstUse } from '../identity/first-use.ts';
import type { ReplayStore } from '../identity/login.ts';
import { sessionNames } from '../identity/session-names.ts';
import { instantIn } from './claims.ts';
import type { Client } from './client.ts';
import { logoutTokenRules, oldestSeconds } from './logout-token-rules.ts';
import type { Provider } from './provider.ts';
import { opened, verifiedToken } from './token.ts';

/** Whose sessions a provider wants to be ended: the one that `index` names, or without it all of `subject`. */
export interface LogoutNotice {
  /** Our local id of the provider. */
  readonly provider: string;
  readonly subject?: { readonly value: string };
  /** The provider's name for its session (`sid`). */
  readonly index?: string;
  /** The names, as `sessionNames` makes them, of the sessions that are meant: of the one that is named, else of all of the person. */
  readonly names: readonly string[];
  /** When the provider made the token. */
  readonly issuedAt: Date;
  /** The instant from which on the token is too old to be accepted, wherever it comes from. */
  readonly until: Date;
  readonly findings: readonly Finding[];
}

/**
 * Verifies a logout token, as a provider posts it to us, judges it by every rule and records it as used.
 *
 * @throws SsoError `token.rejected`, also for one that was used before; `token.form`, `signature.*`, `encryption.*`; `provider.keys`,
 *   `transport.*` where its keys cannot be had; `store.*`
 * @see OIDCBackChannel 2.6
 */
export async function readLogoutToken(
  client: Client,
  provider: Provider | Source<Provider>,
  token: string,
  replay: ReplayStore,
  env: Env = systemEnv,
): Promise<LogoutNotice> {
  const asked = await currentOf(provider);
  const { text } = await opened(token, client, name);
  const { value } = await verifiedToken(text, asked, { name, algorithms: client.otherAlgorithms, purpose: 'logout' });
  const findings = judge(logoutTokenRules, value, { client, provider: asked, now: instantOf(env) }, new Set());
  if (failures(findings).length > 0) throw new SsoError('token.rejected', { token: name, findings });
  const { claims } = value;
  const [subject, index, jti = ''] = ['sub', 'sid', 'jti'].map((claim) => textIn(claims, claim));
  // For as long as the rule of its age would let it pass.
  const issuedAt = instantIn(claims, 'iat') ?? instantOf(env);
  const until = plusSeconds(issuedAt, oldestSeconds + 2 * client.clockSkewSeconds + 1);
  if (!(await firstUse(replay, `oidc-logout ${JSON.stringify([asked.id, jti])}`, until)))
    throw new SsoError('token.rejected', { token: name, findings: [...findings, usedBefore] });
  const person = subject === undefined ? {} : { subject: { value: subject } };
  const session = index === undefined ? {} : { index };
  const names = namesMeant(asked, index === undefined ? person : session);
  return { provider: asked.id, ...person, ...session, names, issuedAt, until, findings };
}

/** By the session alone where there is one: no other at its issuer is called the same, whoever has it (OIDCBackChannel 2.4 and 2.7). */
function namesMeant({ id: provider }: Provider, named: Pick<LogoutNotice, 'subject' | 'index'>): readonly string[] {
  return sessionNames({ protocol: 'oidc', provider, ...named });
}

const name = 'logout token';
const usedBefore: Finding = {
  rule: 'logout-token.replay',
  spec: 'OIDCBackChannel 2.6 (8)',
  outcome: 'failed',
  expected: 'a token that was not used before',
  actual: 'one that was',
};
