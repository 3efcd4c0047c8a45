import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { isWaiting } from '../core/failure.ts';
import { looks } from '../core/looks.ts';
import { invalid } from '../core/options.ts';
import { singleFlight } from '../core/single-flight.ts';
import type { Source } from '../core/source.ts';
import { typedFingerprint } from '../crypto/confirmation.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import type { MetadataLocation } from './location.ts';
import { type MetadataSourceOptions, settingsOf } from './settings.ts';
import { ask, inForce, isDue, restore, type Standing, trust, whyNone } from './standing.ts';
import { keyStatus, type MetadataStatus } from './status.ts';

/** A provider by its metadata, which is looked at again when it is time, and when somebody signs in by a key that nobody knows. */
export interface MetadataSource extends Source<IdentityProvider> {
  /**
   * Lets a key sign that the metadata has brought, where `confirmedKeys` demands this. It is remembered in the backup where that has a
   * secret, else until this service ends.
   *
   * @param fingerprint - of the key, as the refused login had it
   * @throws SsoError `config.invalid` where no confirmation is demanded, or for a key that the metadata does not have
   */
  confirm(fingerprint: string): Promise<void>;
  /** Looks again whenever it is time, until the signal is aborted: so operators hear of changes though nobody signs in. */
  watch(signal: AbortSignal): Promise<void>;
  /** How things stand. Nothing is fetched for it, and before the first use nothing is known. */
  status(): MetadataStatus;
}

/**
 * A provider whose metadata is looked at again and again, as its cache duration and its end say. Nothing is fetched before it is first
 * needed. Metadata that cannot be had, or is not good, changes nothing: what is known stays in force until its end, and is kept in `backup`
 * for the next start.
 *
 * Whose word the metadata is: that of a key in `trust`, which must then have signed it; else, for a `url`, that of whoever has a
 * certificate for this host, and about one provider only; else of whoever has pasted or stored it.
 *
 * @throws SsoError `config.invalid` with the field. Its `current` throws what `identityProvider` throws, `metadata.validity`, `metadata.older`
 *   and `transport.*` where nothing is in force
 * @see SAMLMeta 2.3; Metadata Query Protocol
 */
export function metadataSource(where: MetadataLocation, options: MetadataSourceOptions = {}, env: Env = systemEnv): MetadataSource {
  const settings = settingsOf(where, options, env);
  const standing: Standing = { settings, env, confirmed: new Set(), told: new Map(), writing: Promise.resolve() };
  const mayLook = looks(env);
  const asking = singleFlight(() => ask(standing));
  let restoring: Promise<void> | undefined;
  const restored = async (): Promise<void> => {
    restoring ??= restore(standing);
    await restoring;
  };
  const current = async (): Promise<IdentityProvider> => {
    await restored();
    const now = instantOf(env);
    const [known, rests] = [inForce(standing, now), isWaiting(standing.failure, now.getTime())];
    if (known !== undefined && (rests || !isDue(known, now))) return known.provider;
    if (rests) throw whyNone(standing);
    return await asking.join();
  };
  return {
    current,
    refreshed: async (why, purpose = 'login') => {
      await restored();
      const known = inForce(standing, instantOf(env));
      if (why === 'due') return await asking.join();
      if (known === undefined) return await current();
      return asking.isUnderway() || mayLook(purpose) ? await asking.join() : known.provider;
    },
    confirm: async (typed) => {
      await restored();
      await confirm(standing, typed);
    },
    watch: async (signal) => {
      while (!signal.aborted) {
        await current().catch(() => undefined);
        await rest(standing, signal);
      }
    },
    status: () => statusOf(standing),
  };
}

async function confirm(standing: Standing, typed: string): Promise<void> {
  const { settings, known } = standing;
  const fingerprint = typedFingerprint('fingerprint', typed);
  if (settings.confirmedKeys === undefined) throw invalid('confirmedKeys', 'must be given, or every key of the metadata counts');
  if (known?.provider.keys.some((key) => key.fingerprint === fingerprint) !== true)
    throw invalid('fingerprint', 'must be that of a key in the metadata');
  trust(standing, fingerprint);
  await standing.writing;
}

function nextTry(standing: Standing): Date | undefined {
  const { known, failure } = standing;
  const rested = failure === undefined ? 0 : failure.at + failure.seconds * 1000;
  const due =
    known === undefined ? 0 : Math.min(known.refreshAt.getTime(), known.provider.validUntil?.getTime() ?? Number.POSITIVE_INFINITY);
  const next = Math.max(rested, due);
  return next === 0 ? undefined : new Date(next);
}

async function rest(standing: Standing, signal: AbortSignal): Promise<void> {
  const { env } = standing;
  const milliseconds = (nextTry(standing)?.getTime() ?? 0) - instantOf(env).getTime();
  await env.wait(Math.min(Math.max(milliseconds, shortestRest), longestRest), signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function statusOf(standing: Standing): MetadataStatus {
  const { settings, env, known, failure, backupError } = standing;
  const { id = known?.provider.id } = settings.terms.peer;
  const { validUntil, keys = [] } = known?.provider ?? {};
  const next = nextTry(standing);
  const now = instantOf(env);
  return {
    location: settings.place.name,
    keys: keys.map((key) => keyStatus(key, now)),
    ...(id === undefined ? {} : { provider: id }),
    ...(known === undefined ? {} : { origin: known.origin, lastSuccess: known.at }),
    ...(next === undefined ? {} : { nextTry: next }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(failure === undefined ? {} : { lastError: failure.error }),
    ...(backupError === undefined ? {} : { backupError }),
  };
}

const shortestRest = 1_000;
/** A timer cannot be set for much more than three weeks. */
const longestRest = 86_400_000;
