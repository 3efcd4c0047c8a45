import { type Env, instantOf } from '../core/env.ts';
import { isSsoError, SsoError } from '../core/errors.ts';
import { type Failure, failed } from '../core/failure.ts';
import { isWithin } from '../core/time.ts';
import { markedUnless } from '../crypto/confirmation.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import { type Believed, believed } from './belief.ts';
import { change, expiring, tell } from './events.ts';
import type { Copy } from './location.ts';
import { refreshTime } from './schedule.ts';
import type { Settings } from './settings.ts';
import { type Writing, writeNext } from './writing.ts';

/** How things stand with a source: the only thing here that changes. What is known is replaced as a whole. */
export interface Standing extends Writing {
  readonly settings: Settings;
  readonly env: Env;
  known?: Known;
  /** That the last look was in vain. */
  failure?: Failure | undefined;
  /** The keys that were confirmed while this service ran. */
  readonly confirmed: Set<string>;
  /** For each certificate the fewest days of which operators were told. */
  readonly told: Map<string, number>;
}

/** The metadata of a provider that was found to be good. */
export interface Known {
  readonly believed: Believed;
  /** The record to use: with our word on its keys and the time to look again. */
  readonly provider: IdentityProvider;
  readonly copy: Copy;
  readonly origin: 'location' | 'backup';
  /** When it was last found to be current, and when to look again. */
  readonly at: Date;
  readonly refreshAt: Date;
}

/** What is known, unless it has ended. */
export function inForce({ known }: Standing, now: Date): Known | undefined {
  const end = known?.provider.validUntil;
  return end === undefined || now < end ? known : undefined;
}

/** Is it time to look again? Also where the clock was set back. */
export function isDue({ at, refreshAt }: Known, now: Date): boolean {
  return !isWithin((refreshAt.getTime() - at.getTime()) / 1000, at.getTime(), now.getTime());
}

/** Looks at the metadata as it is now; what is known stays in force where that is in vain. @throws SsoError why nothing is in force */
export async function ask(standing: Standing): Promise<IdentityProvider> {
  const { settings, env } = standing;
  try {
    const asked = inForce(standing, instantOf(env))?.copy;
    const found = (await settings.place.read(asked, env)) ?? asked;
    // Sound: that nothing was modified is said of what is known.
    learn(standing, found as Copy, 'location', instantOf(env));
    standing.failure = undefined;
    keep(standing);
  } catch (error) {
    standing.failure = failure(error, standing);
  }
  const now = instantOf(env);
  const known = inForce(standing, now);
  if (known === undefined) throw whyNone(standing);
  for (const event of expiring(known.provider, standing.told, now)) tell(settings.onEvent, event);
  return known.provider;
}

/** Puts what was kept before this start in force, if it is still good. */
export async function restore(standing: Standing): Promise<void> {
  const { settings, env, confirmed } = standing;
  try {
    const kept = await settings.backup?.read();
    if (kept === undefined) return;
    for (const fingerprint of kept.confirmed) confirmed.add(fingerprint);
    learn(standing, kept.copy, 'backup', instantOf(env), kept.at);
  } catch (error) {
    standing.backupError = error;
  }
}

/** Lets a key sign from now on. */
export function trust(standing: Standing, fingerprint: string): void {
  const { known, confirmed } = standing;
  confirmed.add(fingerprint);
  if (known !== undefined) standing.known = { ...known, provider: recordOf(known.believed.provider, known.refreshAt, standing) };
  keep(standing);
}

/** Why there is no record to use: what is known has ended, or nothing could be had. */
export function whyNone({ known, failure }: Standing): unknown {
  const end = known?.provider.validUntil;
  return end === undefined ? failure?.error : new SsoError('metadata.expired', { validUntil: end.toISOString() }, failure?.error);
}

function learn(standing: Standing, copy: Copy, origin: Known['origin'], now: Date, at = now): void {
  const { settings, env, known } = standing;
  const found = believed(copy.document, settings.terms, known?.believed, now);
  const { provider } = found;
  const age = now.getTime() - at.getTime();
  const refreshAt = new Date(refreshTime(provider.refreshAt, settings.schedule, now, env).getTime() - age);
  standing.known = { believed: found, copy, origin, at, refreshAt, provider: recordOf(provider, refreshAt, standing) };
  const changed = known && change(known.believed.provider, provider);
  if (changed !== undefined) tell(settings.onEvent, changed);
}

function recordOf(provider: IdentityProvider, refreshAt: Date, { settings: { confirmedKeys }, confirmed }: Standing): IdentityProvider {
  const isTrusted = (fingerprint: string) => confirmedKeys === undefined || confirmedKeys.has(fingerprint) || confirmed.has(fingerprint);
  const keys = provider.keys.map((key) => markedUnless(isTrusted, key));
  return Object.freeze({ ...provider, keys: Object.freeze(keys), refreshAt });
}

function keep(standing: Standing): void {
  const { settings, known, confirmed } = standing;
  if (settings.backup === undefined || known === undefined) return;
  const { backup } = settings;
  const kept = { copy: known.copy, at: known.at, confirmed: [...confirmed] };
  writeNext(standing, () => backup.write(kept));
}

/** That a federation does not know an entity changes less often than that somebody is down. */
function failure(error: unknown, { failure: before, env, settings }: Standing): Failure {
  const one = failed(error, before, instantOf(env).getTime());
  const isUnknown = isSsoError(error) && error.code === 'transport.status' && [404, 410].includes(error.details.status);
  return isUnknown && settings.place.kind === 'queried' ? { ...one, seconds: unknownSeconds } : one;
}

const unknownSeconds = 300;
