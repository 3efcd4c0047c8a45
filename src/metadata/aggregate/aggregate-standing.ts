import { type Env, instantOf } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import { type Failure, failed } from '../../core/failure.ts';
import { isWithin, plusSeconds } from '../../core/time.ts';
import type { IdentityProvider, PeerOptions } from '../../saml/identity-provider.ts';
import { checkEnd, checkNotOlder, type Dated } from '../belief.ts';
import { change, expiring, type MetadataEvent } from '../events.ts';
import type { Mark } from '../location.ts';
import { refreshTime } from '../schedule.ts';
import { Aggregate } from './aggregate.ts';
import type { AggregateSettings } from './aggregate-settings.ts';
import { indexed } from './indexed.ts';

/** How things stand with an aggregate: the only thing here that changes. What is known is replaced as a whole. */
export interface AggregateStanding {
  readonly settings: AggregateSettings;
  readonly env: Env;
  known?: KnownAggregate;
  /** That the last look was in vain. */
  failure?: Failure | undefined;
  /** The providers that were asked for last, by entityID and our options for them; the one asked for last comes last. */
  readonly read: Map<string, Read>;
  /** For each certificate the fewest days of which operators were told. */
  readonly told: Map<string, number>;
}

/** An aggregate that was found to be good. */
export interface KnownAggregate extends Dated {
  readonly aggregate: Aggregate;
  readonly mark: Mark;
  /** When it was last found to be current, and when to look again. */
  readonly at: Date;
  readonly refreshAt: Date;
}

interface Read {
  readonly from: Aggregate;
  readonly provider: IdentityProvider;
}

/** What is known, unless it has ended. */
export function aggregateInForce({ known }: AggregateStanding, now: Date): KnownAggregate | undefined {
  return known?.validUntil === undefined || now < known.validUntil ? known : undefined;
}

/** Is it time to look again? Also where the clock was set back. */
export function isAggregateDue({ at, refreshAt }: KnownAggregate, now: Date): boolean {
  return !isWithin((refreshAt.getTime() - at.getTime()) / 1000, at.getTime(), now.getTime());
}

/** Looks at the aggregate as it is now; what is known stays in force where that is in vain. @throws SsoError why nothing is in force */
export async function askAggregate(standing: AggregateStanding): Promise<KnownAggregate> {
  const { env } = standing;
  try {
    const before = aggregateInForce(standing, instantOf(env));
    standing.known = await found(standing, before);
    standing.failure = undefined;
  } catch (error) {
    standing.failure = failed(error, standing.failure, instantOf(env).getTime());
  }
  const known = aggregateInForce(standing, instantOf(env));
  if (known === undefined) throw whyNoAggregate(standing);
  return known;
}

/** Why there is none to use: what is known has ended, or nothing could be had. */
export function whyNoAggregate({ known, failure }: AggregateStanding): unknown {
  const end = known?.validUntil;
  return end === undefined ? failure?.error : new SsoError('metadata.expired', { validUntil: end.toISOString() }, failure?.error);
}

/** The provider of that name as the aggregate has it now; read once, as long as it is among those that were asked for last. */
export function providerFrom(
  standing: AggregateStanding,
  known: KnownAggregate,
  options: PeerOptions & { entityId: string },
): IdentityProvider {
  const { read, env } = standing;
  const { aggregate, refreshAt } = known;
  const now = instantOf(env);
  const key = JSON.stringify(options);
  const before = read.get(key);
  read.delete(key);
  const isCurrent = before?.from === aggregate && isInForce(before.provider, now);
  const provider = isCurrent ? before.provider : Object.freeze({ ...aggregate.provider(options.entityId, options, now), refreshAt });
  read.set(key, { from: aggregate, provider });
  for (const oldest of read.keys()) if (read.size > mostRead) read.delete(oldest);
  if (before !== undefined && !isCurrent) tell(standing, change(before.provider, provider));
  for (const event of expiring(provider, standing.told, now)) tell(standing, event);
  return provider;
}

/** What there is by now, where that is another one. */
async function found({ settings, env, known }: AggregateStanding, before: KnownAggregate | undefined): Promise<KnownAggregate> {
  const { place, terms, thread, onProgress, maximumValiditySeconds } = settings;
  const copy = await place.read(before?.mark, env);
  // Sound: that nothing was modified is said of what is known.
  if (copy === undefined) return { ...(before as KnownAggregate), ...timesOf(before as KnownAggregate, settings, env) };
  const index = await indexed(copy, terms, thread, onProgress, env);
  const { validity, publishedAt } = index;
  const { validUntil } = validity;
  const now = instantOf(env);
  if (validUntil !== undefined && now >= validUntil) throw new SsoError('metadata.expired', { validUntil: validUntil.toISOString() });
  checkEnd(validity, maximumValiditySeconds, now);
  if (known !== undefined) checkNotOlder({ validUntil, publishedAt }, known);
  const aggregate = new Aggregate(index);
  return { aggregate, mark: copy.mark, validUntil, publishedAt, ...timesOf({ aggregate }, settings, env) };
}

function timesOf(
  { aggregate }: Pick<KnownAggregate, 'aggregate'>,
  { schedule }: AggregateSettings,
  env: Env,
): Pick<KnownAggregate, 'at' | 'refreshAt'> {
  const { validUntil, cacheSeconds } = aggregate.index.validity;
  const at = instantOf(env);
  const stale = cacheSeconds === undefined ? validUntil : plusSeconds(at, cacheSeconds);
  const due = stale !== undefined && validUntil !== undefined && validUntil < stale ? validUntil : stale;
  return { at, refreshAt: refreshTime(due, schedule, at, env) };
}

function isInForce({ validUntil }: IdentityProvider, now: Date): boolean {
  return validUntil === undefined || now < validUntil;
}

function tell({ settings }: AggregateStanding, event: MetadataEvent | undefined): void {
  if (event !== undefined) (async () => await settings.onEvent(event))().catch(() => undefined);
}

/** How many providers are kept as they were read. */
const mostRead = 200;
