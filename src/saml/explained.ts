import type { Env } from '../core/env.ts';
import { isSsoError } from '../core/errors.ts';
import { type Finding, notJudged, type Rule } from '../core/rules.ts';
import { assertionRules, authenticationRules, confirmationRules } from './assertion-rules.ts';
import { examine } from './examine.ts';
import { examineLogout } from './examine-logout.ts';
import { loginExpectation } from './expectation.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { logoutExpectation } from './logout-expectation.ts';
import type { SamlLogoutPending } from './logout-pending.ts';
import { logoutRequestRules, logoutResponseRules, logoutRules } from './logout-rules.ts';
import { checkPending, type SamlPending } from './pending.ts';
import { responseRules } from './response-rules.ts';
import type { ServiceProvider } from './service-provider.ts';

/** The findings as `explain` gives them. */
export async function findingsOf(
  sp: ServiceProvider,
  idp: IdentityProvider,
  incoming: Incoming,
  pending: SamlPending | SamlLogoutPending | undefined,
  env: Env,
): Promise<readonly Finding[]> {
  if (isOfLogout(pending) || (pending === undefined && isAboutLogout(sp, incoming))) {
    const look = (findings: Finding[]) => examineLogout(incoming, logoutExpectation(sp, idp, incoming, pending, env), findings);
    return await found([], look, [logoutRules, incoming.parameter === 'SAMLRequest' ? logoutRequestRules : logoutResponseRules]);
  }
  const asked = pending === undefined ? undefined : checkPending(pending);
  const before = asked === undefined && !idp.allowUnsolicited ? [notSwitchedOn] : [];
  const look = (findings: Finding[]) => examine(incoming, loginExpectation(sp, idp, incoming, asked, env), findings);
  return await found(before, look, [responseRules, assertionRules, confirmationRules, authenticationRules]);
}

function isOfLogout(pending: SamlPending | SamlLogoutPending | undefined): pending is SamlLogoutPending {
  // What comes from a store may be anything.
  return typeof pending === 'object' && pending !== null && 'purpose' in pending;
}

/** Where nobody asked, where it came in says what it is about; a request is never about a login. */
function isAboutLogout({ assertionConsumerServices }: ServiceProvider, { parameter, receivedAt }: Incoming): boolean {
  return parameter === 'SAMLRequest' || !assertionConsumerServices.some(({ url }) => url === receivedAt);
}

/** The findings of a look at a message, that it could not be read or verified among them, and the rules which were never reached. */
async function found(
  before: readonly Finding[],
  look: (findings: Finding[]) => unknown,
  tables: readonly (readonly AnyRule[])[],
): Promise<readonly Finding[]> {
  const findings = [...before];
  try {
    await look(findings);
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
  const judged = new Set(findings.map(({ rule }) => rule));
  return [...findings, ...tables.flatMap(notJudged).filter(({ rule }) => !judged.has(rule))];
}

type AnyRule = Pick<Rule<never, never>, 'id' | 'spec'>;

const notSwitchedOn: Finding = {
  rule: 'provider.unsolicited',
  spec: 'SAMLProf 4.1.5',
  outcome: 'failed',
  expected: 'answers that nobody asked for, switched on for this provider',
  actual: 'not switched on',
};
