import { type Env, instantOf } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import { type Failure, failed } from '../../core/failure.ts';
import { isWithin, plusSeconds } from '../../core/time.ts';
import type { IdentityProvider, PeerOptions } from '../../saml/identity-provider.ts';
import { checkEnd, checkNotOlder, type Dated } from '../belief.ts';
import { change, expiring, tell } from '../events.ts';
import type { Mark } from '../location.ts';
import { refreshTime } from '../schedule.ts';
import { type Writing, writeNext } from '../writing.ts';
import { Aggregate } from './aggregate.ts';
import type { AggregateCopy } from './aggregate-place.ts';
import type { AggregateSettings } from './aggregate-settings.ts';
import { indexed } from './indexed.ts';

/** How things stand with an aggregate: the only thing here that changes. What is known is replaced as a whole. */
export interface AggregateStanding extends Writing {
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
  readonly origin: 'location' | 'backup';
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

/** Puts what was kept before this start in force, if it is still good: verified as if it had been fetched now. */
export async function restoreAggregate(standing: AggregateStanding): Promise<void> {
  try {
    const kept = await standing.settings.backup?.read();
    if (kept !== undefined) standing.known = await learnt(standing, kept.copy, 'backup', kept.at);
  } catch (error) {
    standing.backupError = error;
  }
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
  const { read, env, settings } = standing;
  const { aggregate, refreshAt } = known;
  const now = instantOf(env);
  const key = JSON.stringify(options);
  const before = read.get(key);
  read.delete(key);
  const isCurrent = before?.from === aggregate && isInForce(before.provider, now);
  const provider = isCurrent ? before.provider : Object.freeze({ ...aggregate.provider(options.entityId, options, now), refreshAt });
  read.set(key, { from: aggregate, provider });
  for (const oldest of read.keys()) if (read.size > mostRead) read.delete(oldest);
  const changed = before === undefined || isCurrent ? undefined : change(before.provider, provider);
  const expires = expiring(provider, standing.told, now);
  for (const event of changed === undefined ? expires : [changed, ...expires]) tell(settings.onEvent, event);
  return provider;
}

/** What there is by now, where that is another one. */
async function found(standing: AggregateStanding, before: KnownAggregate | undefined): Promise<KnownAggregate> {
  const { settings, env, backupError } = standing;
  // What could not be kept must be had once more to be kept.
  const copy = await settings.place.read(backupError === undefined ? before?.mark : undefined, env);
  if (copy === undefined) {
    // Sound: that nothing was modified is said of what is known.
    const known = before as KnownAggregate;
    return { ...known, origin: 'location', ...timesOf(known.aggregate, instantOf(env), settings, env) };
  }
  const { backup } = settings;
  if (backup === undefined) return await learnt(standing, copy, 'location');
  const taken: Uint8Array[] = [];
  const known = await learnt(standing, { ...copy, parts: noted(copy.parts, taken) }, 'location');
  const kept = { copy: { ...copy, parts: taken }, at: known.at };
  writeNext(standing, () => backup.write(kept));
  return known;
}

/** An aggregate, once it is verified and not older than what is known. @param fetchedAt - absent where that was now */
async function learnt(
  { settings, env, known }: AggregateStanding,
  copy: AggregateCopy,
  origin: KnownAggregate['origin'],
  fetchedAt?: Date,
): Promise<KnownAggregate> {
  const { terms, thread, onProgress, maximumValiditySeconds } = settings;
  const index = await indexed(copy, terms, thread, (progress) => tell(onProgress, progress), env);
  const { validity, publishedAt } = index;
  const { validUntil } = validity;
  const now = instantOf(env);
  if (validUntil !== undefined && now >= validUntil) throw new SsoError('metadata.expired', { validUntil: validUntil.toISOString() });
  checkEnd(validity, maximumValiditySeconds, now);
  if (known !== undefined) checkNotOlder({ validUntil, publishedAt }, known);
  const aggregate = new Aggregate(index);
  return { aggregate, mark: copy.mark, origin, validUntil, publishedAt, ...timesOf(aggregate, fetchedAt ?? now, settings, env) };
}

/** Each part, which is noted once it is taken. */
async function* noted(parts: AggregateCopy['parts'], taken: Uint8Array[]): AsyncIterable<Uint8Array> {
  for await (const part of parts) {
    taken.push(part);
    yield part;
  }
}

/** When an aggregate that was current at that instant is looked at again. */
function timesOf({ index }: Aggregate, at: Date, { schedule }: AggregateSettings, env: Env): Pick<KnownAggregate, 'at' | 'refreshAt'> {
  const { validUntil, cacheSeconds } = index.validity;
  const stale = cacheSeconds === undefined ? validUntil : plusSeconds(at, cacheSeconds);
  const due = stale !== undefined && validUntil !== undefined && validUntil < stale ? validUntil : stale;
  return { at, refreshAt: refreshTime(due, schedule, at, env) };
}

function isInForce({ validUntil }: IdentityProvider, now: Date): boolean {
  return validUntil === undefined || now < validUntil;
}

/** How many providers are kept as they were read. */
const mostRead = 200;
