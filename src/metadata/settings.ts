import type { Env } from '../core/env.ts';
import { invalid, wholeNumber } from '../core/options.ts';
import { confirmedFingerprints } from '../crypto/confirmation.ts';
import { type PeerOptions, peerOptions } from '../saml/identity-provider.ts';
import { metadataLimits } from '../xml/limits.ts';
import { type Backup, type BackupOptions, backupIn } from './backup.ts';
import type { Terms } from './belief.ts';
import type { MetadataEvent } from './events.ts';
import { type MetadataLocation, type Place, placeAt } from './location.ts';
import { type RefreshOptions, type Schedule, schedule } from './schedule.ts';

/** What we have to say about a provider whose metadata is looked at again and again; all of {@link PeerOptions} among it. */
export interface MetadataSourceOptions extends PeerOptions {
  /** When it is looked at again. */
  readonly refresh?: RefreshOptions;
  /** Where the last good metadata is kept, so that a start needs nobody. */
  readonly backup?: BackupOptions;
  /**
   * The fingerprints of the keys that somebody has confirmed. Where it is given, any other key that the metadata brings is known and not
   * trusted: a login by it is refused with `signature.unconfirmed` until `confirm` is called with its fingerprint.
   */
  readonly confirmedKeys?: readonly string[];
  /**
   * How far ahead the end of the metadata may be, which it must then have. Default: 14 days where a federation is asked (`mdq`), else any,
   * and none is as good.
   */
  readonly maximumValiditySeconds?: number;
  /** How long to wait for an answer: 5 by default. */
  readonly timeoutSeconds?: number;
  /** How large metadata may be, packed or not: 4 MiB by default, 100 at most. */
  readonly maximumBytes?: number;
  /** Is told what operators should hear of. What it throws, or rejects with, keeps nobody from signing in. */
  readonly onEvent?: (event: MetadataEvent) => unknown;
}

/** The options as read, and what follows from them. */
export interface Settings {
  readonly place: Place;
  readonly terms: Terms;
  readonly schedule: Schedule;
  readonly backup?: Backup;
  /** Absent where no key needs a confirmation. */
  readonly confirmedKeys?: ReadonlySet<string>;
  readonly onEvent: (event: MetadataEvent) => unknown;
}

/** Reads where metadata is to be had and how. @throws SsoError `config.invalid` with the field */
export function settingsOf(where: MetadataLocation, options: MetadataSourceOptions, env: Pick<Env, 'wait'>): Settings {
  const { refresh, backup, confirmedKeys, maximumValiditySeconds, timeoutSeconds, maximumBytes, onEvent = ignore, ...rest } = options;
  const isPinned = rest.trust !== undefined;
  const place = placeAt(where, isPinned, {
    seconds: wholeNumber('timeoutSeconds', timeoutSeconds, { initial: 5, least: 1, most: 60 }),
    mostOctets: wholeNumber('maximumBytes', maximumBytes, { initial: 4_194_304, least: 1_024, most: metadataLimits.bytes }),
  });
  const peer = peerOptions({ ...typedAt(place), ...rest, ...entityOf(place, rest) });
  if (typeof onEvent !== 'function') throw invalid('onEvent', 'must be a function');
  const about = [peer.id ?? '', place.name];
  return {
    place,
    terms: { peer, kind: place.kind, ...validity(place, maximumValiditySeconds) },
    schedule: schedule(refresh),
    ...(backup === undefined ? {} : { backup: backupIn(backup, isPinned, about, env) }),
    ...(confirmedKeys === undefined ? {} : { confirmedKeys: confirmedFingerprints('confirmedKeys', confirmedKeys) }),
    onEvent,
  };
}

function entityOf(place: Place, { entityId }: PeerOptions): Pick<PeerOptions, 'entityId'> {
  if (place.entityId === undefined) return {};
  if (entityId !== undefined && entityId !== place.entityId) throw invalid('entityId', 'is another than that of where');
  return { entityId: place.entityId };
}

/** By hand nobody has typed where it is from. */
function typedAt({ kind, name }: Place): Pick<PeerOptions, 'learntFrom'> {
  return kind === 'by-hand' ? {} : { learntFrom: name };
}

function validity({ kind }: Place, seconds: number | undefined): Pick<Terms, 'maximumValiditySeconds'> {
  if (seconds === undefined && kind !== 'queried') return {};
  return { maximumValiditySeconds: wholeNumber('maximumValiditySeconds', seconds, { initial: 1_209_600, least: 60, most: 31_536_000 }) };
}

function ignore(): void {}
