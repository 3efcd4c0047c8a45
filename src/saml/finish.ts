import { type Env, instantOf, systemEnv } from '../core/env.ts';
import { isSsoError, SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import { type Finding, failures, notJudged } from '../core/rules.ts';
import { currentOf, isSource, type Purpose, type Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import type { Verified } from '../core/verified.ts';
import { firstUse } from '../identity/first-use.ts';
import type { Login, ReplayStore } from '../identity/login.ts';
import type { Assertion } from './assertion.ts';
import { assertionRules, authenticationRules, confirmationRules, isBearer } from './assertion-rules.ts';
import { examine } from './examine.ts';
import { checkUsable, type Expectation } from './expectation.ts';
import { loginOf } from './identity-of.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { checkPending, type SamlPending } from './pending.ts';
import { responseRules } from './response-rules.ts';
import type { ServiceProvider } from './service-provider.ts';

/**
 * Finishes a login that we began: verifies the answer, judges it by every rule, and records its assertion as used.
 *
 * @param incoming - from `fromForm`, at one of our assertion consumer services
 * @param idp - the provider that was asked, or a source of it, which is asked once more when a signature may be by a key that nobody knows
 * @param pending - what `login` returned, taken from where it was kept for this very browser, and now gone from there
 * @throws SsoError `assertion.rejected` with every finding; `provider.status` where the provider says no; `assertion.replayed`;
 *   `signature.*`, `encryption.*`, `saml.*`, `xml.*`, `message.*` for what cannot be read or verified; `store.*` where the replay store
 *   cannot say
 * @see SAMLProf 4.1.4.3 and 4.1.4.5
 */
export async function finish(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  pending: SamlPending,
  replay: ReplayStore,
  env: Env = systemEnv,
): Promise<Login> {
  const expect = (provider: IdentityProvider) => expectation(sp, provider, incoming, checkPending(pending), env);
  return await acceptFrom(idp, incoming, expect, replay, 'login');
}

/**
 * Finishes a login that the provider began, where that is switched on for it. Nothing ties such an answer to the browser that brings
 * it, so anybody can be signed in as somebody else by a link; its age is bounded, and what came as RelayState is not to be trusted.
 *
 * @throws SsoError `provider.unsolicited` where it is not switched on; else as `finish`
 * @see SAMLProf 4.1.5
 */
export async function finishUnsolicited(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  replay: ReplayStore,
  env: Env = systemEnv,
): Promise<Login> {
  const expect = (provider: IdentityProvider) => {
    if (!provider.allowUnsolicited) throw new SsoError('provider.unsolicited', { provider: provider.id });
    return expectation(sp, provider, incoming, undefined, env);
  };
  return await acceptFrom(idp, incoming, expect, replay, 'unsolicited');
}

/**
 * What every rule says of an answer, for an administrator: takes what `finish` takes, signs nobody in and records nothing.
 * An answer that cannot be read or verified gives the finding that says so, after those that came before it.
 *
 * @param pending - undefined for an answer that nobody asked for
 * @returns findings that came up while reading first, then those of the rules; what was never reached is `not-applicable`
 * @throws SsoError `config.invalid` for arguments that cannot be; never for what is wrong with the answer
 */
export async function explain(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  pending: SamlPending | undefined,
  env: Env = systemEnv,
): Promise<readonly Finding[]> {
  const provider = await currentOf(idp);
  const asked = pending === undefined ? undefined : checkPending(pending);
  const findings: Finding[] = asked === undefined && !provider.allowUnsolicited ? [notSwitchedOn] : [];
  try {
    examine(incoming, expectation(sp, provider, incoming, asked, env), findings);
  } catch (error) {
    if (!isSsoError(error) || error.code === 'config.invalid') throw error;
    findings.push({
      rule: error.code,
      spec: 'SAMLCore 5.4',
      outcome: 'failed',
      expected: 'what can be read and verified',
      actual: error.message,
    });
  }
  return [...findings, ...unjudged(findings)];
}

/** The rules that could not be judged, since what they speak of was never reached. */
function unjudged(findings: readonly Finding[]): readonly Finding[] {
  const judged = new Set(findings.map(({ rule }) => rule));
  const tables = [responseRules, assertionRules, confirmationRules, authenticationRules] as const;
  return tables.flatMap((rules) => notJudged(rules)).filter(({ rule }) => !judged.has(rule));
}

function expectation(
  sp: ServiceProvider,
  idp: IdentityProvider,
  { receivedAt }: Incoming,
  pending: SamlPending | undefined,
  env: Env,
): Expectation {
  const now = instantOf(env);
  checkUsable(idp, sp, now);
  if (!sp.assertionConsumerServices.some(({ url }) => url === receivedAt))
    throw invalid('receivedAt', 'must be an assertion consumer service of ours');
  return { sp, idp, pending, receivedAt, now };
}

/** Accepts by what is known of the provider, and once more by what a source finds when a signature may be by a key that nobody knows. */
async function acceptFrom(
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  expect: (provider: IdentityProvider) => Expectation,
  replay: ReplayStore,
  purpose: Purpose,
): Promise<Login> {
  const known = await currentOf(idp);
  try {
    return await accept(incoming, expect(known), replay);
  } catch (error) {
    if (!isSource(idp)) throw error;
    // During a rollover the provider may sign with a key that it has published a moment ago. Whoever is never refused loads nothing of that.
    const { lookAgain } = await import('./look-again.ts');
    const refreshed = await lookAgain(idp, known, incoming, error, purpose);
    if (refreshed === undefined) throw error;
    return await accept(incoming, expect(refreshed), replay);
  }
}

async function accept(incoming: Incoming, expected: Expectation, replay: ReplayStore): Promise<Login> {
  const findings: Finding[] = [];
  const { envelope, assertion, authentication } = examine(incoming, expected, findings);
  const failed = failures(findings);
  if (failed.length === 1 && failed[0]?.rule === 'response.status') {
    const { outcome, codes, message } = envelope.status;
    throw new SsoError('provider.status', {
      outcome,
      codes,
      ...(message === undefined ? {} : { message }),
      authenticated: envelope.signed,
      findings,
    });
  }
  if (failed.length > 0 || assertion === undefined || authentication === undefined) throw new SsoError('assertion.rejected', { findings });
  // Last, when nothing else can refuse any more: an answer that is refused must not use up the one that is not.
  await useOnce(assertion, expected, replay);
  return loginOf(assertion, authentication, incoming, expected, findings);
}

/** SAMLProf 4.1.4.5: remembered for as long as it could be accepted, under our own id of the provider. */
async function useOnce({ value, provider }: Verified<Assertion>, expected: Expectation, replay: ReplayStore): Promise<void> {
  const until = lastUse(value, expected);
  const first = await firstUse(replay, `saml ${JSON.stringify([provider, value.id])}`, until);
  if (!first) throw new SsoError('assertion.replayed', { until: until.toISOString() });
}

/** The instant from which on the rules of time refuse the assertion, whichever of its confirmations is used. */
function lastUse({ issueInstant, conditions, confirmations }: Assertion, { sp, pending }: Expectation): Date {
  const bearers = confirmations.filter(isBearer);
  const confirmed = Math.max(...bearers.map(({ notOnOrAfter }) => Number(notOnOrAfter ?? 0)));
  // With another confirmation it may also be the answer to a request, for which it may be older.
  const onlyUnasked = pending === undefined && bearers.every(({ inResponseTo }) => inResponseTo === undefined);
  const age = onlyUnasked ? Math.min(sp.maxUnsolicitedAgeSeconds, sp.maxAssertionAgeSeconds) : sp.maxAssertionAgeSeconds;
  const ends = [confirmed, Number(plusSeconds(issueInstant, age)), Number(conditions.notOnOrAfter ?? Number.POSITIVE_INFINITY)];
  // A second more: the clock of the store may be another one than ours.
  return plusSeconds(new Date(Math.min(...ends)), sp.clockSkewSeconds + 1);
}

const notSwitchedOn: Finding = {
  rule: 'provider.unsolicited',
  spec: 'SAMLProf 4.1.5',
  outcome: 'failed',
  expected: 'answers that nobody asked for, switched on for this provider',
  actual: 'not switched on',
};
