import { type Env, systemEnv } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { type Finding, failures } from '../core/rules.ts';
import type { Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import type { Verified } from '../core/verified.ts';
import { firstUse } from '../identity/first-use.ts';
import type { ReplayStore } from '../identity/login.ts';
import { acceptFrom } from './acceptance.ts';
import type { Assertion } from './assertion.ts';
import { isBearer } from './assertion-rules.ts';
import { examine } from './examine.ts';
import { type Expectation, loginExpectation } from './expectation.ts';
import { loginOf, type SamlLogin } from './identity-of.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { checkPending, type SamlPending } from './pending.ts';
import type { ServiceProvider } from './service-provider.ts';
import { saidNo } from './status.ts';

/**
 * Finishes a login that we began: verifies the answer, judges it by every rule, and records its assertion as used.
 *
 * @param incoming - from `fromForm`, at one of our assertion consumer services; or what `resolve` of `signon/artifact` was given
 * @param idp - the provider that was asked, or a source of it, which is asked once more when a signature may be by a key that nobody knows
 * @param pending - what `login` returned, taken from where it was kept for this very browser, and now gone from there
 * @throws SsoError `assertion.rejected` with every finding; `provider.status` where the provider says no; `assertion.replayed`;
 *   `signature.*`, `encryption.*`, `assertion.encrypted`, `saml.*`, `xml.*`, `message.*` for what cannot be read or verified; `store.*`
 *   where the replay store cannot say; `config.invalid` for an address that is none of ours; `metadata.expired`, and what a source throws
 * @see SAMLProf 4.1.4.3 and 4.1.4.5
 */
export async function finish(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  pending: SamlPending,
  replay: ReplayStore,
  env: Env = systemEnv,
): Promise<SamlLogin> {
  const by = (provider: IdentityProvider) => accept(incoming, loginExpectation(sp, provider, incoming, checkPending(pending), env), replay);
  return await acceptFrom(idp, incoming, by, 'login');
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
): Promise<SamlLogin> {
  const by = async (provider: IdentityProvider) => {
    if (!provider.allowUnsolicited) throw new SsoError('provider.unsolicited', { provider: provider.id });
    return await accept(incoming, loginExpectation(sp, provider, incoming, undefined, env), replay);
  };
  return await acceptFrom(idp, incoming, by, 'unsolicited');
}

async function accept(incoming: Incoming, expected: Expectation, replay: ReplayStore): Promise<SamlLogin> {
  const findings: Finding[] = [];
  const { envelope, assertion, authentication } = await examine(incoming, expected, findings);
  const failed = failures(findings);
  if (failed.length === 1 && failed[0]?.rule === 'response.status') throw saidNo(envelope.status, envelope.signed, findings);
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
  const confirmed = Math.max(...bearers.map(({ notOnOrAfter }) => notOnOrAfter?.getTime() ?? 0));
  const conditioned = conditions.notOnOrAfter?.getTime() ?? Number.POSITIVE_INFINITY;
  // With another confirmation it may also be the answer to a request, for which it may be older.
  const onlyUnasked = pending === undefined && bearers.every(({ inResponseTo }) => inResponseTo === undefined);
  const age = onlyUnasked ? Math.min(sp.maxUnsolicitedAgeSeconds, sp.maxAssertionAgeSeconds) : sp.maxAssertionAgeSeconds;
  const end = Math.min(confirmed, conditioned, plusSeconds(issueInstant, age).getTime());
  // A second more: the clock of the store may be another one than ours.
  return plusSeconds(new Date(end), sp.clockSkewSeconds + 1);
}
