import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { type Finding, failures } from '../core/rules.ts';
import type { Source } from '../core/source.ts';
import { plusSeconds } from '../core/time.ts';
import { firstUse } from '../identity/first-use.ts';
import type { Subject } from '../identity/identity.ts';
import type { ReplayStore } from '../identity/login.ts';
import { acceptFrom } from './acceptance.ts';
import { examineLogout } from './examine-logout.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { type LogoutExpectation, type LogoutExpected, logoutExpectation } from './logout-expectation.ts';
import type { LogoutRequest, LogoutResponse } from './logout-message.ts';
import { type LogoutOutcome, type LogoutReply, replyTo } from './logout-reply.ts';
import { isPartial, lastInstant } from './logout-rules.ts';
import { namesMeant } from './names-meant.ts';
import type { ServiceProvider } from './service-provider.ts';
import { type Status, saidNo } from './status.ts';

/** What a message about logout says: a provider asks us to end sessions, or answers what we asked. */
export type LogoutMessage = LogoutAsked | LogoutAnswered;

/** A provider asks us to end sessions, and a key of its own has signed that. */
export interface LogoutAsked {
  readonly kind: 'asked';
  /** Our local id of the provider; only sessions of its are meant. */
  readonly provider: string;
  /** Whose sessions. */
  readonly subject: Subject;
  /** Which of them; none means all of that person. */
  readonly sessionIndexes: readonly string[];
  /** The names under which `SessionIndex` has the sessions that are meant, however these wrote what may be left out. */
  readonly names: readonly string[];
  /** When it was asked. */
  readonly issuedAt: Date;
  /** Until then a login that these names mean, and that began before, must not come in any more: it may only have been late (SAMLCore 3.7.3.1). */
  readonly until: Date;
  /** How every rule came out. */
  readonly findings: readonly Finding[];
  /**
   * Makes the answer, signed, once it is known how it went.
   *
   * @throws SsoError `config.invalid` without a key to sign with; `provider.endpoint` where the provider takes no answers;
   *   `provider.algorithm`
   * @see SAMLProf 4.4.3.4
   */
  reply(outcome: LogoutOutcome): Promise<LogoutReply>;
}

/** A provider answers the logout that we began. Our own session has ended long before. */
export interface LogoutAnswered {
  readonly kind: 'answered';
  /** Our local id of the provider. */
  readonly provider: string;
  /** Has a key of the provider signed the answer? Else anybody can have written it, and whether they are signed out there is not known. */
  readonly confirmed: boolean;
  /** Does the person still have sessions elsewhere, as the provider says? */
  readonly partial: boolean;
  /** Where the person wanted to go, from what was remembered here. */
  readonly returnTo?: string;
  readonly status: Status;
  /** How every rule came out. */
  readonly findings: readonly Finding[];
}

/** A message about logout as `readLogout` takes it. */
export async function takeLogout(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  { pending, replay }: LogoutExpected,
  env: Env,
): Promise<LogoutMessage> {
  const by = (provider: IdentityProvider) => accept(incoming, logoutExpectation(sp, provider, incoming, pending, env), replay, env);
  return await acceptFrom(idp, incoming, by, 'logout');
}

async function accept(incoming: Incoming, expected: LogoutExpectation, replay: ReplayStore, env: Env): Promise<LogoutMessage> {
  const findings: Finding[] = [];
  const examined = examineLogout(incoming, expected, findings);
  if (examined.kind === 'answered') return answered(examined.response, expected, findings);
  const { value, provider } = examined.request;
  const { nameId, sessionIndexes, issueInstant } = value;
  if (failures(findings).length > 0 || nameId === undefined) throw new SsoError('logout.rejected', { findings });
  // Last, when nothing else can refuse any more: a request that is refused must not use up the one that is not.
  await useOnce(value, provider, expected, replay);
  return {
    kind: 'asked',
    provider,
    subject: nameId,
    sessionIndexes,
    names: namesMeant(expected, nameId, sessionIndexes),
    issuedAt: issueInstant,
    until: endOf(value, expected),
    findings,
    reply: (outcome) => replyTo({ request: value.id, incoming, expected }, outcome, env),
  };
}

function answered(response: LogoutResponse, { idp, pending }: LogoutExpectation, findings: readonly Finding[]): LogoutAnswered {
  const { status, signed } = response;
  const failed = failures(findings);
  if (failed.length === 1 && failed[0]?.rule === 'logout.status') throw saidNo(status, signed, findings);
  if (failed.length > 0) throw new SsoError('logout.rejected', { findings });
  return {
    kind: 'answered',
    provider: idp.id,
    confirmed: signed,
    partial: isPartial(status),
    ...(pending?.returnTo === undefined ? {} : { returnTo: pending.returnTo }),
    status,
    findings,
  };
}

/** Remembered for as long as it could be accepted, under our own id of the provider. */
async function useOnce(
  { id, issueInstant }: LogoutRequest,
  provider: string,
  expected: LogoutExpectation,
  replay: ReplayStore,
): Promise<void> {
  // A second more: the clock of the store may be another one than ours.
  const until = plusSeconds(lastInstant(issueInstant, expected), expected.sp.clockSkewSeconds + 1);
  const first = await firstUse(replay, `saml-logout ${JSON.stringify([provider, id])}`, until);
  if (!first) throw new SsoError('logout.replayed', { until: until.toISOString() });
}

/** What says no end of its own ends when it could not be accepted any more; what says a late one does, when no assertion is taken that is older. */
function endOf({ issueInstant, notOnOrAfter }: LogoutRequest, expected: LogoutExpectation): Date {
  const { clockSkewSeconds, maxAssertionAgeSeconds } = expected.sp;
  const said = notOnOrAfter ?? lastInstant(issueInstant, expected);
  const latest = plusSeconds(issueInstant, maxAssertionAgeSeconds);
  return plusSeconds(new Date(Math.min(Number(said), Number(latest))), clockSkewSeconds);
}
