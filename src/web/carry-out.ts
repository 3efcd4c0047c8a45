import { instantOf } from '../core/env.ts';
import { plusSeconds } from '../core/time.ts';
import { whole } from './asked.ts';
import { attributesOf } from './audit.ts';
import type { Connection } from './connections.ts';
import { loginSeconds } from './login-cookies.ts';
import type { EndedThere } from './named-sessions.ts';
import type { SignedIn, SignedOut } from './signed-in.ts';
import { record, type Visit } from './visit.ts';

/** What a provider says of somebody who has signed out. */
export interface Notice extends EndedThere, Pick<SignedOut, 'subject' | 'indexes'> {}

/**
 * Ends what a provider says has ended: first sessions of ours, then what the application ends, and tells the audit of both.
 *
 * @throws SsoError `store.*`, and what `onLogout` and `audit` throw, each after all was ended that could be
 */
export async function carryOut(visit: Visit, { id }: Connection, notice: Notice): Promise<void> {
  const { settings, request, correlationId } = visit;
  const { subject, indexes } = notice;
  const gone: SignedIn[] = [];
  const [ending] = await Promise.allSettled([settings.sessions?.endNamed(notice, (one) => gone.push(one))]);
  const sessions = ending.status === 'fulfilled' ? (ending.value ?? []) : gone;
  // Anybody can say what nobody has signed: where it ends nothing, there is nothing to tell.
  if (notice.unsigned === true && ending.status === 'fulfilled' && ending.value?.length === 0) return;
  const named = { provider: id, indexes, ...(subject === undefined ? {} : { subject }) };
  try {
    await settings.onLogout?.({ by: 'provider', sessions, ...named, correlationId }, whole(request));
  } finally {
    await record(visit, 'logout.asked', { 'signon.sessions': sessions.length });
    for (const signedIn of sessions) await ended(visit, signedIn, 'provider');
  }
  if (ending.status === 'rejected') throw ending.reason;
}

/**
 * Until when a logout has to be remembered: for as long as a login that is under way now may take, though what the provider has said of it
 * counts for less. Whoever holds an answer back must not outlast it.
 */
export function rememberedUntil({ env }: Visit, said?: Date): Date {
  const last = plusSeconds(instantOf(env), loginSeconds + finishingSeconds);
  return said === undefined || said < last ? last : said;
}

/** Tells the audit of a session that has ended. */
export async function ended(visit: Visit, { identity, session }: SignedIn, by: SignedOut['by']): Promise<void> {
  await record(visit, 'logout.ended', { ...attributesOf({ identity, protocol: session.protocol }), 'signon.reason': by });
}

/** What a login may take beyond its time, where the provider is asked for its end. */
const finishingSeconds = 60;
