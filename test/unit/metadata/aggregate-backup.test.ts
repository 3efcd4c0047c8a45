import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DocumentStore } from '../../../src/core/document-store.ts';
import { aggregateSource } from '../../../src/metadata/aggregate/aggregate-source.ts';
import { folderStore } from '../../../src/node/folder-store.ts';
import { first, keep, listIn, newer, type OpenStore, older, openStore, partIn, trust, url } from '../../support/kept-aggregates.ts';
import { Publisher } from '../../support/publisher.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';
import { until } from '../../support/until.ts';

const secret = 'a secret of ours, 32 octets or more';
const scratch = mkdtempSync(join(tmpdir(), 'signon-aggregates-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the backup of an aggregate', () => {
  it('lets a service start while the federation is down', async () => {
    const { source } = started(await filled(older), { isDown: true });
    expect((await source.provider(first).current()).entityId).toBe(first);
    expect(source.status()).toMatchObject({ origin: 'backup', entities: 2, lastSuccess: new Date('2026-01-15T12:00:00Z') });
    expect(source.status().backupError).toBeUndefined();
  });

  it('is kept by a service that was once able to ask', async () => {
    const store = openStore();
    await started(store).source.entities();
    await until(() => listIn(store) !== '');
    expect(await started(store, { isDown: true }).source.entities()).toHaveLength(2);
  });

  it('may be in a folder, in files of which none is large', async () => {
    expect(await keep(folderStore(scratch), [older, newer])).toBeUndefined();
    expect(readdirSync(scratch).length).toBeGreaterThan(4);
    expect(await started(folderStore(scratch), { isDown: true }).source.entities()).toHaveLength(3);
  });

  it('keeps a service that starts again and again from asking each time', async () => {
    const { publisher, source } = started(await filled(older));
    publisher.world.pass(3_600);
    await source.entities();
    expect(publisher.count).toBe(0);
    publisher.world.pass(14_400);
    await source.entities();
    expect([publisher.count, source.status().origin]).toEqual([1, 'location']);
  });

  it.each([
    [secret, '"7"'],
    [undefined, null],
  ])('says what there was, which is asked about, where it is ours for certain: %j', async (given, condition) => {
    const headers = { etag: '"7"' };
    const { publisher, source } = started(await filled(older, given, headers), { headers, secret: given });
    publisher.world.pass(20_000);
    expect(await source.entities()).toHaveLength(2);
    expect(conditionsOf(publisher)).toEqual([condition]);
  });

  it('keeps the next start from believing what is older', async () => {
    const { source } = started(await filled(newer));
    await source.provider(first).refreshed('due');
    expect(source.status().lastError).toMatchObject({ code: 'metadata.older' });
    expect(await source.entities()).toHaveLength(3);
  });

  it('is used no longer than the aggregate is valid', async () => {
    const { publisher, source } = started(await filled(older), { isDown: true });
    publisher.world.pass(5 * 86_400);
    await expectNone(source, 'metadata.expired');
  });

  it('is what it was until another is whole', async () => {
    const store = await filled(older);
    const list = store.documents.get(listIn(store));
    const broken: DocumentStore = { ...store, write: async (name, text) => await (isList(name) ? noRoom() : store.write(name, text)) };
    expect(await keep(broken, [newer])).toBeDefined();
    expect(store.documents.get(listIn(store))).toBe(list);
    expect(await started(store, { isDown: true }).source.entities()).toHaveLength(2);
    await keep(store, [newer]);
    expect(await started(store, { isDown: true }).source.entities()).toHaveLength(3);
  });

  it('takes no more room than two aggregates', async () => {
    const store = openStore();
    await keep(store, [newer, newer]);
    const { size } = store.documents;
    await keep(store, [newer, newer, newer]);
    expect(store.documents.size).toBe(size);
  });

  it.each<[string, (store: OpenStore) => unknown]>([
    ['missing', (store) => store.documents.delete(partIn(store, 'b', 1))],
    ['cut', (store) => change(store, partIn(store, 'b', 1), (text) => text.slice(0, -4))],
    ['changed', (store) => change(store, partIn(store, 'b', 1), (text) => text.replace(/[a-y]/, 'z'))],
    ['that of another place', (store) => change(store, partIn(store, 'b', 1), () => store.documents.get(partIn(store, 'b', 2)) ?? '')],
    ['that of another aggregate', (store) => change(store, partIn(store, 'b', 1), () => store.documents.get(partIn(store, 'a', 1)) ?? '')],
  ])('is none where a part is %s', async (_, done) => {
    const store = openStore();
    await keep(store, [older, newer]);
    done(store);
    await expectNone(started(store, { isDown: true }).source, 'metadata.backup');
  });

  it.each<[string, (list: Readonly<Record<string, unknown>>) => unknown]>([
    ['without its proof', ({ mac: _, ...rest }) => rest],
    ['as if it were newer', (list) => ({ ...list, at: '2026-01-15T12:00:01.000Z' })],
    ['with another tag', (list) => ({ ...list, etag: '"8"' })],
    ['with the other parts', (list) => ({ ...list, set: 'a' })],
    ['as nothing', () => ({})],
  ])('is none where somebody has written the list: %s', async (_, rewritten) => {
    const store = openStore();
    await keep(store, [newer, newer], secret);
    change(store, listIn(store), (text) => JSON.stringify(rewritten(JSON.parse(text))));
    await expectNone(started(store, { isDown: true, secret }).source, 'metadata.backup');
  });

  it('is none with another secret', async () => {
    const { source } = started(await filled(older, secret), { isDown: true, secret: `${secret}!` });
    await expectNone(source, 'metadata.backup');
  });

  it('that could not be written is written after the next look, which then asks for all of it', async () => {
    const store = openStore();
    let isFull = true;
    const full: DocumentStore = { ...store, write: async (...kept) => await (isFull ? noRoom() : store.write(...kept)) };
    const { publisher, source } = started(full, { headers: { etag: '"7"' } });
    await source.entities();
    await until(() => source.status().backupError !== undefined);
    isFull = false;
    await source.provider(first).refreshed('due');
    await until(() => source.status().backupError === undefined);
    await source.provider(first).refreshed('due');
    expect(conditionsOf(publisher)).toEqual([null, null, '"7"']);
    expect(await started(store, { isDown: true }).source.entities()).toHaveLength(2);
  });

  it('in a store that says nothing keeps nobody from signing in', async () => {
    const silent = { read: () => new Promise<string>(() => undefined), write: () => new Promise<void>(() => undefined) };
    const { publisher, source } = started(silent);
    const asking = source.entities();
    publisher.world.pass(5);
    expect(await asking).toHaveLength(2);
    expect(source.status().backupError).toMatchObject({ code: 'store.unavailable' });
  });

  it('is for what is fetched', () => {
    const store = openStore();
    expect(refusal(() => aggregateSource({ text: older }, { trust, backup: { store } }))).toBe('config.invalid');
    expect(refusal(() => aggregateSource({ url }, { trust, backup: { store, secret: 'short' } }))).toBe('config.invalid');
  });
});

/** A service that has just started, beside a federation that publishes the older aggregate, or is down. */
function started(
  store: DocumentStore,
  setUp: { readonly isDown?: boolean; readonly secret?: string | undefined; readonly headers?: Readonly<Record<string, string>> } = {},
) {
  const publisher = new Publisher();
  publisher.publish(older, setUp.headers);
  if (setUp.isDown === true) publisher.goDown();
  const backup = { store, ...(setUp.secret === undefined ? {} : { secret: setUp.secret }) };
  return { publisher, source: aggregateSource({ url }, { trust, backup }, publisher.world) };
}

/** A store with what a service has kept there that was once able to ask. */
async function filled(document: string, given?: string, headers?: Readonly<Record<string, string>>): Promise<OpenStore> {
  const store = openStore();
  await keep(store, [document], given, headers);
  return store;
}

function change({ documents }: OpenStore, name: string, by: (text: string) => string): void {
  documents.set(name, by(documents.get(name) ?? ''));
}

async function expectNone(source: ReturnType<typeof aggregateSource>, code: string): Promise<void> {
  expect(await laterRefusal(() => source.entities())).toBe('transport.unreachable');
  expect(source.status().backupError).toMatchObject({ code });
}

function conditionsOf({ requests }: Publisher): readonly (string | null)[] {
  return requests.map(({ headers }) => headers.get('if-none-match'));
}

function isList(name: string): boolean {
  return name.endsWith('.json');
}

function noRoom(): Promise<never> {
  return Promise.reject(new Error('no room'));
}
