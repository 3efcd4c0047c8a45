import { describe, expect, it } from 'vitest';
import type { DocumentStore } from '../../../src/core/document-store.ts';
import { metadataSource } from '../../../src/metadata/metadata-source.ts';
import type { MetadataSourceOptions } from '../../../src/metadata/settings.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair, trusted } from '../../support/keys.ts';
import { clean } from '../../support/messages.ts';
import { metadataOf, type PublishedParts, Publisher } from '../../support/publisher.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { until } from '../../support/until.ts';

const url = 'https://idp.example/metadata';
const secret = 'a secret of ours, 32 octets or more';
const registrar = keyPair('p-256', 'registrar');
const trust = [selfSigned(registrar.privateKey).pem];
const next = keyPair('p-256', 'next');

describe('a backup', () => {
  it('lets a service start while the provider is down', async () => {
    const store = await filled();
    const { source } = started(store, down);
    expect(await source.current()).toMatchObject({ id: 'acme', entityId: clean.idp });
    expect(source.status()).toMatchObject({ origin: 'backup', lastSuccess: new Date(clean.now) });
  });

  it('keeps a service that starts again and again from asking each time', async () => {
    const { publisher, source } = started(await filled());
    publisher.world.pass(3_600);
    await source.current();
    expect(publisher.count).toBe(0);
    publisher.world.pass(14_400);
    await source.current();
    expect([publisher.count, source.status().origin]).toEqual([1, 'location']);
  });

  it('is used no longer than what it holds is valid', async () => {
    const { publisher, source } = started(await filled({ validFor: 3_600 }), down);
    publisher.world.pass(3_600);
    expect(await laterRefusal(() => source.current())).toBe('transport.unreachable');
    expect(source.status().backupError).toMatchObject({ code: 'metadata.expired' });
  });

  it('says what there was, which is asked about, where it is ours for certain', async () => {
    const signed = { signedBy: registrar };
    for (const [secrets, condition] of [
      [{ secret }, '"7"'],
      [{}, null],
    ] as const) {
      const store = await filled(signed, { trust, ...secrets }, { etag: '"7"' });
      const { publisher, source } = started(store, { parts: signed }, { trust, ...secrets });
      publisher.world.pass(20_000);
      await source.current();
      expect(publisher.requests[0]?.headers.get('if-none-match')).toBe(condition);
    }
  });

  it.each<[string, (written: Written) => unknown]>([
    ['without its proof', ({ mac: _, ...rest }) => rest],
    ['with other metadata', (written) => ({ ...written, document: base64(metadataOf({ keys: [next] })) })],
    ['as if it were newer', (written) => ({ ...written, at: '2026-01-15T12:00:01.000Z' })],
    ['with a key that nobody confirmed', (written) => ({ ...written, confirmed: [trusted(next).fingerprint] })],
    ['with another tag', (written) => ({ ...written, etag: '"8"' })],
    ['as something else', () => []],
    ['as nothing', () => ({})],
  ])('that somebody has written to is not believed: %s', async (_, change) => {
    const store = await filled();
    rewrite(store, (text) => JSON.stringify(change(JSON.parse(text))));
    await expectNone(store, 'metadata.backup');
  });

  it('that is cut off, or has a member twice, is none', async () => {
    for (const change of [(text: string) => text.slice(0, -1), (text: string) => text.replace('{', '{"document":"",'), () => '']) {
      const store = await filled();
      rewrite(store, change);
      await expectNone(store, 'metadata.backup');
    }
  });

  it('that cannot be used is written anew after the next look', async () => {
    const store = await filled();
    rewrite(store, () => '');
    const { source } = started(store);
    await source.current();
    await until(() => source.status().backupError === undefined);
    expect((await started(store, down).source.current()).entityId).toBe(clean.idp);
  });

  it('that was written with another secret, or of another provider, is none', async () => {
    await expectNone(await filled(), 'metadata.backup', { secret: `${secret}!` });
    const store = await filled();
    const moved = { documents: store.documents, read: async () => [...store.documents.values()][0], write: store.write };
    await expectNone(moved, 'metadata.backup', { id: 'another' });
  });

  it('needs no secret where the metadata is signed, and is verified again', async () => {
    const store = await filled({ signedBy: registrar }, { trust });
    expect((await started(store, down, { trust }).source.current()).entityId).toBe(clean.idp);
    rewrite(store, (text) => JSON.stringify({ ...JSON.parse(text), document: base64(metadataOf({ keys: [next] })) }));
    await expectNone(store, 'signature.missing', { trust });
  });

  it('of metadata that nobody had to sign is none where somebody has to now', async () => {
    await expectNone(await filled(), 'signature.missing', { trust });
  });

  it('keeps the next start from believing what is older', async () => {
    const store = await filled({ signedBy: registrar, keys: [next], validFor: 7_200 }, { trust });
    const { source } = started(store, { parts: { signedBy: registrar, validFor: 7_000 } }, { trust });
    await source.refreshed('due');
    expect(source.status().lastError).toMatchObject({ code: 'metadata.older' });
    expect((await source.current()).keys[0]?.fingerprint).toBe(trusted(next).fingerprint);
  });

  it('in a store that fails, or says nothing, keeps nobody from signing in', async () => {
    const failing = {
      documents: new Map(),
      read: () => Promise.reject(new Error('no disk')),
      write: () => Promise.reject(new Error('no disk')),
    };
    const first = started(failing);
    expect((await first.source.current()).entityId).toBe(clean.idp);
    await until(() => first.source.status().backupError !== undefined);
    const silent = {
      documents: new Map(),
      read: () => new Promise<string>(() => undefined),
      write: () => new Promise<void>(() => undefined),
    };
    const { publisher, source } = started(silent);
    const asking = source.current();
    publisher.world.pass(5);
    expect((await asking).entityId).toBe(clean.idp);
    expect(source.status().backupError).toMatchObject({ code: 'store.unavailable' });
  });
});

/** What the copy is, as it is written. */
type Written = Readonly<Record<string, unknown>>;

/** A store into which a test can look. */
interface OpenStore extends DocumentStore {
  readonly documents: Map<string, string>;
}

/** How a service is set up, but for where. */
type SetUp = Omit<MetadataSourceOptions, 'backup'> & { readonly secret?: string | undefined };

/** A service that has just started, beside a provider that publishes this, or is down. */
function started(
  store: OpenStore,
  { parts = {}, isDown = false }: { parts?: PublishedParts; isDown?: boolean } = {},
  setUp: SetUp = { secret },
) {
  const publisher = new Publisher(metadataOf(parts));
  if (isDown) publisher.goDown();
  const { secret: given = 'trust' in setUp ? undefined : secret, ...options } = setUp;
  const backup = { store, ...(given === undefined ? {} : { secret: given }) };
  return { publisher, source: metadataSource({ url }, { id: 'acme', ...options, backup }, publisher.world) };
}

/** A store with what a service has kept there that was once able to ask. */
async function filled(
  parts: PublishedParts = {},
  setUp: SetUp = { secret },
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenStore> {
  const documents = new Map<string, string>();
  const store: OpenStore = {
    documents,
    read: async (name) => documents.get(name),
    write: async (name, document) => void documents.set(name, document),
  };
  const { publisher, source } = started(store, { parts }, setUp);
  publisher.publish(metadataOf(parts), headers);
  await source.current();
  await until(() => documents.size === 1);
  return store;
}

function rewrite({ documents }: OpenStore, change: (text: string) => string): void {
  for (const [name, text] of documents) documents.set(name, change(text));
}

async function expectNone(store: OpenStore, code: string, setUp?: SetUp): Promise<void> {
  const { source } = started(store, down, setUp);
  expect(await laterRefusal(() => source.current())).toBe('transport.unreachable');
  expect(source.status().backupError).toMatchObject({ code });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const down = { isDown: true };
