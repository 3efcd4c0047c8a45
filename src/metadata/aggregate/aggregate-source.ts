import { systemEnv } from '#env';
import { type Env, instantOf } from '../../core/env.ts';
import { isWaiting } from '../../core/failure.ts';
import { looks } from '../../core/looks.ts';
import { invalid, text } from '../../core/options.ts';
import { singleFlight } from '../../core/single-flight.ts';
import type { Source } from '../../core/source.ts';
import { isWithin } from '../../core/time.ts';
import { type IdentityProvider, type PeerOptions, peerOptions } from '../../saml/identity-provider.ts';
import type { AggregateLocation } from './aggregate-place.ts';
import { type AggregateOptions, aggregateSettings, entityFilter } from './aggregate-settings.ts';
import {
  type AggregateStanding,
  aggregateInForce,
  askAggregate,
  isAggregateDue,
  type KnownAggregate,
  providerFrom,
  restoreAggregate,
  whyNoAggregate,
} from './aggregate-standing.ts';
import { type AggregateEntity, type EntityFilter, passes } from './entity.ts';

/**
 * What we have to say about a provider of an aggregate. Where the aggregate lies says nothing of where its members are, who are strangers to
 * each other: one that may have us ask inside our network needs `learntFrom`.
 */
export type MemberOptions = Omit<PeerOptions, 'entityId' | 'trust'>;

/** The signed metadata of a federation: its identity providers, each as a source that every verb of `signon/saml` takes. */
export interface MetadataAggregate {
  /**
   * The provider of that name. Nothing is fetched before it is first used, and it is read then; it follows the aggregate from then on.
   *
   * @throws SsoError `config.invalid` with the field. Its `current` throws `metadata.entity` where the aggregate has no such provider, what
   *   `identityProvider` throws, and what the aggregate could not be had for
   */
  provider(entityId: string, options?: MemberOptions): Source<IdentityProvider>;
  /** What there is to choose from, in the order of the aggregate; all that it holds where no filter is given. @throws SsoError as `provider` */
  entities(filter?: EntityFilter): Promise<readonly AggregateEntity[]>;
  /** Looks again whenever it is time, until the signal is aborted, so that nobody who signs in has to wait for it. */
  watch(signal: AbortSignal): Promise<void>;
  /** How things stand. Nothing is fetched for it, and before the first use nothing is known. */
  status(): AggregateStatus;
}

/** What an operator wants to know of an aggregate. */
export interface AggregateStatus {
  /** Where it is to be had. */
  readonly location: string;
  /** Where the aggregate in use came from; absent where there is none. */
  readonly origin?: 'location' | 'backup';
  /** How many entities were kept of it; absent where there is none. */
  readonly entities?: number;
  /** The fingerprint of the key that has signed it. */
  readonly key?: string;
  readonly publishedAt?: Date;
  /** When it was last found to be current. */
  readonly lastSuccess?: Date;
  /** When somebody will look again who signs in; absent before the first. */
  readonly nextTry?: Date;
  /** After this instant it is not used any more; absent where it has no end. */
  readonly validUntil?: Date;
  /** Why the last look was in vain; absent where it was not. */
  readonly lastError?: unknown;
  /** Why the backup could not be used or written, the last time that this was so. */
  readonly backupError?: unknown;
}

/**
 * The aggregate of a federation, verified as a whole and looked at again as its cache duration and its end say. It is read in one pass, of
 * which nothing counts before the signature of its root was found to cover all of it; then it takes the place of the one before at once.
 * Of each entity that is kept there are the octets that were digested, which are read when somebody asks for it.
 *
 * @throws SsoError `config.invalid` with the field. Its functions throw `signature.*`, `xml.*`, `metadata.*` and `transport.*` where nothing
 *   is in force
 * @see SAMLMeta 2.3.1; SAML2int 2.2
 */
export function aggregateSource(where: AggregateLocation, options: AggregateOptions, env: Env = systemEnv): MetadataAggregate {
  const settings = aggregateSettings(where, options, env);
  const standing: AggregateStanding = { settings, env, read: new Map(), told: new Map(), writing: Promise.resolve() };
  const asking = singleFlight(() => askAggregate(standing));
  const mayLook = looks(env);
  let restoring: Promise<void> | undefined;
  const restored = async (): Promise<void> => {
    restoring ??= restoreAggregate(standing);
    await restoring;
  };
  const current = async (): Promise<KnownAggregate> => {
    await restored();
    const now = instantOf(env);
    const [known, rests] = [aggregateInForce(standing, now), isWaiting(standing.failure, now.getTime())];
    // While somebody looks, all others use what is in force: whoever publishes slowly would else keep everybody from signing in.
    if (known !== undefined && (rests || asking.isUnderway() || !isAggregateDue(known, now))) return known;
    if (rests) throw whyNoAggregate(standing);
    return await asking.join();
  };
  return {
    provider: (entityId, member = {}) => {
      const peer = memberOptions(entityId, member);
      return {
        current: async () => providerFrom(standing, await current(), peer),
        refreshed: async (why, purpose = 'login') => {
          await restored();
          const known = aggregateInForce(standing, instantOf(env));
          const again = why === 'due' || (known !== undefined && (asking.isUnderway() || (isAged(known, standing) && mayLook(purpose))));
          return providerFrom(standing, again ? await asking.join() : await current(), peer);
        },
      };
    },
    entities: async (filter) => await entitiesOf(await current(), filter, env),
    watch: async (signal) => {
      while (!signal.aborted) {
        await current().catch(() => undefined);
        await rest(standing, signal);
      }
    },
    status: () => statusOf(standing),
  };
}

function memberOptions(entityId: string, options: MemberOptions): PeerOptions & { entityId: string } {
  for (const field of ['entityId', 'trust']) if (field in options) throw invalid(field, 'is said of the aggregate');
  return { ...peerOptions(options), entityId: text('entityId', entityId) };
}

/** An aggregate is published every hour at most, and is large: for a key that nobody knows it is not asked for again and again. */
function isAged({ at }: KnownAggregate, { settings, env }: AggregateStanding): boolean {
  return !isWithin(settings.schedule.minimumSeconds, at.getTime(), instantOf(env).getTime());
}

async function entitiesOf({ aggregate }: KnownAggregate, filter: EntityFilter | undefined, env: Env): Promise<readonly AggregateEntity[]> {
  const wanted = filter && entityFilter('', filter);
  const found: AggregateEntity[] = [];
  for (const number of aggregate.index.entityIds.keys()) {
    if (number % atOnce === atOnce - 1) await env.wait(0);
    const entity = aggregate.described(number);
    if (wanted === undefined || passes(entity, wanted)) found.push(entity);
  }
  return found;
}

function nextTry({ known, failure }: AggregateStanding): Date | undefined {
  const rested = failure === undefined ? 0 : failure.at + failure.seconds * 1000;
  const due = known === undefined ? 0 : Math.min(known.refreshAt.getTime(), known.validUntil?.getTime() ?? Number.POSITIVE_INFINITY);
  const next = Math.max(rested, due);
  return next === 0 ? undefined : new Date(next);
}

async function rest(standing: AggregateStanding, signal: AbortSignal): Promise<void> {
  const { env } = standing;
  const milliseconds = (nextTry(standing)?.getTime() ?? 0) - instantOf(env).getTime();
  await env.wait(Math.min(Math.max(milliseconds, shortestRest), longestRest), signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function statusOf(standing: AggregateStanding): AggregateStatus {
  const { settings, known, failure, backupError } = standing;
  const next = nextTry(standing);
  return {
    location: settings.place.name,
    ...(known === undefined
      ? {}
      : { entities: known.aggregate.index.entityIds.length, key: known.aggregate.index.key, lastSuccess: known.at, origin: known.origin }),
    ...(known?.publishedAt === undefined ? {} : { publishedAt: known.publishedAt }),
    ...(next === undefined ? {} : { nextTry: next }),
    ...(known?.validUntil === undefined ? {} : { validUntil: known.validUntil }),
    ...(failure === undefined ? {} : { lastError: failure.error }),
    ...(backupError === undefined ? {} : { backupError }),
  };
}

/** How many descriptions are read between two looks at what else there is to do. */
const atOnce = 500;
const shortestRest = 1_000;
/** A timer cannot be set for much more than three weeks. */
const longestRest = 86_400_000;
