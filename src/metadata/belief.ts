import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { parseInstant, plusSeconds } from '../core/time.ts';
import type { IdentityProvider, PeerOptions } from '../saml/identity-provider.ts';
import { providerIn, trustedEntity } from '../saml/metadata.ts';
import { entityIdOf, type Located } from '../saml/metadata-entities.ts';
import { namespaces } from '../saml/names.ts';
import type { Element } from '../xml/document.ts';
import { attribute, childElements, childrenNamed, collapse, isElement } from '../xml/element.ts';
import type { Place } from './location.ts';

/** What metadata must be, and whose word it is, before it is believed. */
export interface Terms {
  readonly peer: PeerOptions;
  readonly kind: Place['kind'];
  /** How far ahead its end may be, and that it must have one; absent, neither. */
  readonly maximumValiditySeconds?: number;
}

/** A provider whose metadata was found to be good. */
export interface Believed {
  readonly provider: IdentityProvider;
  /** When it was published, where a signature says so. */
  readonly publishedAt?: Date;
}

/**
 * Reads metadata, signed as it must be, of the provider that it was of before, and not older than what is known.
 *
 * @throws SsoError what `identityProvider` throws; `metadata.entity` for another entity, or several where no signature says which is meant;
 *   `metadata.validity`, `metadata.older`
 */
export function believed(document: string | Uint8Array, terms: Terms, known: Believed | undefined, now: Date): Believed {
  const { peer, maximumValiditySeconds } = terms;
  const entityId = peer.entityId ?? known?.provider.entityId;
  const located = entityAsMeant(document, terms, entityId);
  const provider = providerIn(located, peer, now);
  checkEnd(provider, maximumValiditySeconds, now);
  const publishedAt = peer.trust === undefined ? undefined : publicationOf(located.ancestors[0] ?? located.entity);
  const found = publishedAt === undefined ? { provider } : { provider, publishedAt };
  if (peer.trust !== undefined && known !== undefined) checkNotOlder(datesOf(found), datesOf(known));
  return found;
}

function entityAsMeant(document: string | Uint8Array, { peer, kind }: Terms, entityId: string | undefined): Located {
  const { entityId: _, ...unnamed } = peer;
  const named = entityId === undefined ? unnamed : { ...unnamed, entityId };
  if (kind === 'by-hand' || peer.trust !== undefined) return trustedEntity(document, named);
  // That somebody has the name of a host says nothing of others: what is there must be about one provider.
  const located = trustedEntity(document, unnamed);
  const found = entityIdOf(located.entity);
  if (entityId === undefined || found === entityId) return located;
  throw new SsoError('metadata.entity', { reason: 'not-found', candidates: [legible(found)] });
}

/** SAML2int SDP-MD03: without an end, a copy that was overheard once could be given out for ever. @throws SsoError `metadata.validity` */
export function checkEnd({ validUntil }: Pick<Dated, 'validUntil'>, maximumSeconds: number | undefined, now: Date): void {
  if (maximumSeconds === undefined) return;
  if (validUntil === undefined) throw new SsoError('metadata.validity', { reason: 'no-end', maximumSeconds });
  if (validUntil > plusSeconds(now, maximumSeconds + skewSeconds))
    throw new SsoError('metadata.validity', { reason: 'too-long', maximumSeconds });
}

/** Whoever can answer in the place of the provider could bring back a key that it has withdrawn. @throws SsoError `metadata.older` */
export function checkNotOlder(found: Dated, known: Dated): void {
  const [made, before] =
    found.publishedAt !== undefined && known.publishedAt !== undefined
      ? [found.publishedAt, known.publishedAt]
      : [found.validUntil, known.validUntil];
  if (made !== undefined && before !== undefined && made < before)
    throw new SsoError('metadata.older', { made: made.toISOString(), known: before.toISOString() });
}

/** When metadata was published and when it ends, as far as it says so. */
export interface Dated {
  readonly publishedAt?: Date | undefined;
  readonly validUntil?: Date | undefined;
}

function datesOf({ provider, publishedAt }: Believed): Dated {
  return { publishedAt, validUntil: provider.validUntil };
}

/**
 * When metadata was published, as the outermost element says of what was signed.
 *
 * @see SAML V2.0 Metadata Extensions for Registration and Publication Information 2.2.1
 */
export function publicationOf(outermost: Element): Date | undefined {
  const extensions = childrenNamed(outermost, namespaces.metadata, 'Extensions').flatMap(childElements);
  const information = extensions.find((element) => isElement(element, rpi, 'PublicationInfo'));
  const instant = parseInstant(collapse((information && attribute(information, 'creationInstant')) ?? ''), { offsets: true });
  return instant instanceof Date ? instant : undefined;
}

/** Whoever has signed it a moment ago, for just as long as is allowed, may have a clock that is ahead of ours. */
const skewSeconds = 180;
const rpi = 'urn:oasis:names:tc:SAML:metadata:rpi';
