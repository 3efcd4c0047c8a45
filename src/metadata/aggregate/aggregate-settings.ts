import type { Env } from '../../core/env.ts';
import { invalid, knownFields, list, oneOf, text, wholeNumber } from '../../core/options.ts';
import type { Thread } from '../../core/thread.ts';
import { keysFrom } from '../../saml/identity-provider.ts';
import { type Pardon, pardonSet } from '../../saml/pardons.ts';
import { metadataLimits } from '../../xml/limits.ts';
import type { BackupOptions } from '../backup.ts';
import type { MetadataEvent } from '../events.ts';
import { type RefreshOptions, type Schedule, schedule } from '../schedule.ts';
import { type AggregateBackup, aggregateBackupIn } from './aggregate-backup.ts';
import { type AggregateLocation, type AggregatePlace, aggregatePlaceAt } from './aggregate-place.ts';
import type { EntityFilter } from './entity.ts';
import type { AggregateProgress } from './indexed.ts';
import type { IndexingTerms } from './indexing.ts';

/** How an aggregate is trusted, kept and looked at again. */
export interface AggregateOptions {
  /** Keys (PEM or base64 of a certificate or public key) of which one must have signed the whole aggregate. */
  readonly trust: readonly string[];
  /** The entities that are kept; default: all identity providers. The signature must cover all the others, too. */
  readonly only?: EntityFilter;
  /** Flaws of the aggregate that are forgiven, by name. Default: none. */
  readonly pardons?: readonly Pardon[];
  /** When it is looked at again. */
  readonly refresh?: RefreshOptions;
  /** Where the last good aggregate that was fetched is kept, in parts of a megabyte, so that a start needs nobody. */
  readonly backup?: BackupOptions;
  /** How far ahead the end of the aggregate may be, which it must then have. Default: however far, and none is as good. */
  readonly maximumValiditySeconds?: number;
  /** How long to wait for the whole of it: 60 by default. */
  readonly timeoutSeconds?: number;
  /** How large it may be, packed or not: 256 MiB by default, 400 at most. */
  readonly maximumBytes?: number;
  /**
   * Starts a thread in which it is verified: `aggregateThread` of `signon/node`. Without it this is done here, in steps between which
   * others are served; some take 50 milliseconds and more.
   */
  readonly thread?: () => Thread;
  /** Is told how far it is verified. What it throws keeps nobody from signing in. */
  readonly onProgress?: (progress: AggregateProgress) => void;
  /** Is told what operators should hear of, about the providers that are in use. What it throws keeps nobody from signing in. */
  readonly onEvent?: (event: MetadataEvent) => unknown;
}

/** The options as read. */
export interface AggregateSettings {
  readonly place: AggregatePlace;
  readonly terms: IndexingTerms;
  readonly schedule: Schedule;
  readonly backup?: AggregateBackup;
  readonly maximumValiditySeconds?: number;
  readonly thread?: () => Thread;
  readonly onProgress: (progress: AggregateProgress) => void;
  readonly onEvent: (event: MetadataEvent) => unknown;
}

/** Reads where an aggregate is to be had and how. @throws SsoError `config.invalid` with the field, `metadata.key` for a key that is none */
export function aggregateSettings(where: AggregateLocation, options: AggregateOptions, env: Pick<Env, 'wait'>): AggregateSettings {
  const {
    trust,
    only = {},
    pardons = [],
    backup,
    maximumValiditySeconds,
    thread,
    onProgress = ignore,
    onEvent = ignore,
  } = knownFields(options, optionFields);
  // Here, and not in the thread that uses them: what is wrong is said at once.
  keysFrom('trust', trust);
  pardonSet(pardons);
  const bytes = wholeNumber('maximumBytes', options.maximumBytes, { initial: 268_435_456, least: 1_024, most: 419_430_400 });
  const seconds = wholeNumber('timeoutSeconds', options.timeoutSeconds, { initial: 60, least: 1, most: 3_600 });
  for (const [field, value] of Object.entries({ thread, onProgress, onEvent }))
    if (value !== undefined && typeof value !== 'function') throw invalid(field, 'must be a function');
  return {
    place: aggregatePlaceAt(where, { mostOctets: bytes, seconds }),
    terms: { trust: [...trust], pardons: [...pardons], only: entityFilter('only.', only), limits: { ...metadataLimits, bytes, elements } },
    schedule: schedule(options.refresh),
    ...(backup === undefined ? {} : { backup: backupOf(where, backup, env) }),
    ...(maximumValiditySeconds === undefined ? {} : { maximumValiditySeconds: validity(maximumValiditySeconds) }),
    ...(thread === undefined ? {} : { thread }),
    onProgress,
    onEvent,
  };
}

/** Reads which entities are meant. @throws SsoError `config.invalid` with the field */
export function entityFilter(prefix: string, filter: EntityFilter): EntityFilter {
  knownFields(filter, ['role', 'registrationAuthorities', 'categories', 'withoutCategories'] satisfies (keyof EntityFilter)[], prefix);
  oneOf(`${prefix}role`, filter.role, ['identity-provider', 'service-provider'], 'identity-provider');
  for (const field of ['registrationAuthorities', 'categories', 'withoutCategories'] as const)
    for (const entry of list<string>(`${prefix}${field}`, filter[field])) text(`${prefix}${field}`, entry);
  return filter;
}

/** What is not fetched is there at every start: a copy of what it was could only stand in the way. */
function backupOf(where: AggregateLocation, options: BackupOptions, env: Pick<Env, 'wait'>): AggregateBackup {
  if (!('url' in where)) throw invalid('backup', 'is for an aggregate that is fetched');
  return aggregateBackupIn(options, where.url, env);
}

function validity(seconds: number): number {
  return wholeNumber('maximumValiditySeconds', seconds, { initial: 0, least: 60, most: 31_536_000 });
}

function ignore(): void {}

const optionFields = [
  'trust',
  'only',
  'pardons',
  'refresh',
  'backup',
  'maximumValiditySeconds',
  'timeoutSeconds',
  'maximumBytes',
  'thread',
  'onProgress',
  'onEvent',
] satisfies (keyof AggregateOptions)[];
/** A hundred for each entity of a federation four times as large as all that there are. */
const elements = 10_000_000;
