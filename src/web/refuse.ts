import { instantOf } from '../core/env.ts';
import type { AuditAttributes } from './audit.ts';
import { type Outcome, outcomeOf, type Report, reportOf } from './outcomes.ts';
import type { Page } from './pages/page.ts';
import type { Reason } from './pages/texts.ts';
import { type PlainResponse, withCookies } from './plain-response.ts';
import { askedFor } from './return-to.ts';
import { show } from './show.ts';
import { record, type Visit } from './visit.ts';

/**
 * What some work answers; whatever it throws is told to the audit and answered by a page, of which nothing stems from a message.
 *
 * @param cookies - to be set where it is refused
 */
export async function answered(visit: Visit, work: () => Promise<PlainResponse>, cookies: readonly string[] = []): Promise<PlainResponse> {
  try {
    return await work();
  } catch (error) {
    return withCookies(await refusal(visit, error), cookies);
  }
}

/** What there is to say of whatever was thrown. */
export interface Refusal {
  readonly outcome: Outcome;
  readonly report: Report;
}

/** Tells the audit of whatever was thrown. @returns what there is to say of it */
export async function refused(visit: Visit, error: unknown): Promise<Refusal> {
  const { correlationId, connection, env, about = 'login' } = visit;
  const outcome = outcomeOf(error);
  const known = connection === undefined ? {} : { provider: connection.id };
  const report = reportOf(error, { correlationId, at: instantOf(env), ...known });
  try {
    await record(visit, `${about}.refused`, attributesOf(report, outcome), error);
  } catch {
    // It is refused already: there is nothing more to be withheld.
  }
  return { outcome, report };
}

async function refusal(visit: Visit, error: unknown): Promise<PlainResponse> {
  const { outcome, report } = await refused(visit, error);
  const page = pageOf(visit, outcome, report);
  try {
    return show(visit, page, { outcome });
  } catch {
    // A template of the application must not keep from a person what became of their login.
    return show({ ...visit, settings: { ...visit.settings, look: { ...visit.settings.look, templates: {} } } }, page, { outcome });
  }
}

function pageOf(visit: Visit, { reason }: Outcome, report: Report): Page {
  const goOn = visit.settings.returnTo.default;
  // The words of most reasons are about a login.
  if (visit.about === 'logout') return { kind: 'refusal', reason: alike.has(reason) ? reason : 'logoutRefused', report, goOn };
  const begin = loginAddress(visit);
  if (reason === 'finished') return { kind: 'finished', goOn };
  if (reason === 'otherUser') return { kind: 'other-user', stay: goOn, switchUser: begin };
  // Of two clicks the second may be told that it came too late, and the first has signed the person in.
  const signedInPerhaps = reason === 'usedBefore' || reason === 'over';
  return { kind: 'refusal', reason, report, begin, ...(signedInPerhaps ? { goOn } : {}) };
}

/** Where a login begins that leads to where this one was to lead. */
function loginAddress({ connection, settings, wanted }: Visit): string {
  const [only, ...others] = settings.connections.values();
  const { loginUrl } = connection ?? (others.length === 0 ? only : undefined) ?? {};
  const begins = loginUrl ?? settings.choice?.url;
  // Where no address begins one, a page that wants one does.
  if (begins === undefined) return wanted ?? settings.returnTo.default;
  const returnTo = wanted === undefined ? undefined : askedFor(settings.returnTo, wanted);
  if (returnTo === undefined) return begins;
  const address = new URL(begins);
  address.searchParams.set('returnTo', returnTo);
  return address.href;
}

function attributesOf({ code, rules }: Report, { status }: Outcome): AuditAttributes {
  return { 'error.type': code, 'http.response.status_code': status, ...(rules.length === 0 ? {} : { 'signon.failed_rules': rules }) };
}

/** Reasons whose words say the same of a logout. */
const alike: ReadonlySet<Reason> = new Set(['busy', 'providerUnavailable', 'unexpected']);
