/**
 * The metadata of identity providers for SAML 2.0, kept fresh: where it is to be had, whose word it is, when it is looked at again, what
 * is kept for the next start. A source takes the place of an `IdentityProvider` in every verb of `signon/saml`.
 *
 * An entry of its own: whoever reads metadata once, at the start, loads nothing of this.
 *
 * @packageDocumentation
 */
export type { Thread } from '../core/thread.ts';
export type { AggregateLocation } from './aggregate/aggregate-place.ts';
export type { AggregateOptions } from './aggregate/aggregate-settings.ts';
export { type AggregateStatus, aggregateSource, type MemberOptions, type MetadataAggregate } from './aggregate/aggregate-source.ts';
export type { AggregateEntity, EntityFilter, EntityRole } from './aggregate/entity.ts';
export type { AggregateProgress } from './aggregate/indexed.ts';
export type { BackupOptions } from './backup.ts';
export type { CertificateExpiring, Difference, MetadataChanged, MetadataEvent } from './events.ts';
export type { FetchedLocation, MetadataLocation, PastedLocation, StoredLocation } from './location.ts';
export { type MetadataSource, metadataSource } from './metadata-source.ts';
export type { QueriedLocation } from './query.ts';
export type { RefreshOptions } from './schedule.ts';
export type { MetadataSourceOptions } from './settings.ts';
export type { MetadataKeyStatus, MetadataStatus } from './status.ts';
