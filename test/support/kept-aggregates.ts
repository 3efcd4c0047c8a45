import { toHex } from '../../src/core/bytes.ts';
import type { DocumentStore } from '../../src/core/document-store.ts';
import type { Env } from '../../src/core/env.ts';
import { aggregateBackupIn } from '../../src/metadata/aggregate/aggregate-backup.ts';
import { aggregateSettings } from '../../src/metadata/aggregate/aggregate-settings.ts';
import { type AggregateStanding, askAggregate } from '../../src/metadata/aggregate/aggregate-standing.ts';
import { aggregateXml, memberXml, registrar } from './aggregate.ts';
import { selfSigned } from './certificate.ts';
import { Publisher } from './publisher.ts';
import type { World } from './world.ts';

/** Where the aggregates of these tests are to be had, and who signs them. */
export const url = 'https://federation.example/all.xml';
export const trust = [selfSigned(registrar.privateKey).pem];
export const [first, second, third] = ['https://a.example/saml', 'https://b.example/saml', 'https://c.example/saml'];
/** Of two members, and a later one of three. */
export const older = aggregateOf([first, second], '2026-01-20T00:00:00Z');
export const newer = aggregateOf([first, second, third], '2026-01-21T00:00:00Z');

/** A store into which a test can look. */
export interface OpenStore extends DocumentStore {
  readonly documents: Map<string, string>;
}

/** A store that has these. */
export function openStore(kept: Iterable<readonly [string, string]> = []): OpenStore {
  const documents = new Map(kept);
  return {
    documents,
    read: async (name) => documents.get(name),
    write: async (name, document) => void documents.set(name, document),
  };
}

/** How things stand with an aggregate at a start, with a backup in parts of which even these need several. */
export function standingWith(
  store: DocumentStore,
  { secret, publisher = new Publisher(older) }: { secret?: string | undefined; publisher?: Publisher } = {},
): AggregateStanding {
  const env = quick(publisher.world);
  const options = { store, ...(secret === undefined ? {} : { secret }) };
  const settings = { ...aggregateSettings({ url }, { trust }, env), backup: aggregateBackupIn(options, url, env, 1_000) };
  return { settings, env, read: new Map(), told: new Map(), writing: Promise.resolve() };
}

/** Has a service fetch these, one after the other, and keep each. @returns why the last was not kept */
export async function keep(
  store: DocumentStore,
  documents: readonly string[],
  secret?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const publisher = new Publisher();
  const standing = standingWith(store, { secret, publisher });
  for (const document of documents) {
    publisher.publish(document, headers);
    await askAggregate(standing);
    await standing.writing;
  }
  return standing.backupError;
}

/** What there is of the aggregate that is known, whichever way it was written. */
export function summaryOf({ known }: AggregateStanding): unknown {
  if (known === undefined) return undefined;
  const { entityIds, hashes, validity } = known.aggregate.index;
  return { entityIds, hashes: toHex(hashes), validUntil: validity.validUntil };
}

/** The name of the list of parts. */
export function listIn({ documents }: Pick<OpenStore, 'documents'>): string {
  return [...documents.keys()].find((name) => name.endsWith('.json')) ?? '';
}

/** The name of a part, of one of the two sets. */
export function partIn({ documents }: Pick<OpenStore, 'documents'>, set: string, number: number): string {
  return [...documents.keys()].find((name) => name.endsWith(`-${set}-${number}.base64`)) ?? '';
}

/** Nobody else is to be served while a test rests. */
function quick(world: World): Env {
  return { ...world, wait: async (milliseconds, signal) => (milliseconds === 0 ? undefined : await world.wait(milliseconds, signal)) };
}

function aggregateOf(members: readonly string[], validUntil: string): string {
  return aggregateXml(members.map((entityId) => memberXml({ entityId })).join(''), ` validUntil="${validUntil}"`);
}
