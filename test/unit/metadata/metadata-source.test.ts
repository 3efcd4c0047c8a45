import { describe, expect, it } from 'vitest';
import { type MetadataSource, metadataSource } from '../../../src/metadata/metadata-source.ts';
import type { MetadataSourceOptions } from '../../../src/metadata/settings.ts';
import { keyPair, trusted } from '../../support/keys.ts';
import { clean } from '../../support/messages.ts';
import { groupXml } from '../../support/metadata.ts';
import { metadataOf, Publisher } from '../../support/publisher.ts';
import { laterRefusal, refusalOf } from '../../support/refusal.ts';

const url = 'https://idp.example/metadata';
const [old, next] = [keyPair('rsa-2048'), keyPair('p-256', 'next')];

describe('a source of metadata at an address', () => {
  it('fetches nothing before it is needed, and then once for all who need it', async () => {
    const { publisher, source } = published();
    expect([publisher.count, source.status().keys]).toEqual([0, []]);
    const records = await Promise.all([source.current(), source.current(), source.refreshed('unknown-key'), source.refreshed('due')]);
    expect([new Set(records).size, publisher.count]).toEqual([1, 1]);
    expect(records[0]).toMatchObject({ id: 'acme', entityId: clean.idp });
  });

  it('says where it was found, so that what it has us ask is judged by that; pasted, it was found nowhere', async () => {
    const { source } = published();
    expect((await source.current()).learntFrom).toBe(url);
    expect((await published({}, { learntFrom: 'https://10.0.0.1/' }).source.current()).learntFrom).toBe('https://10.0.0.1/');
    expect((await metadataSource({ text: metadataOf() }).current()).learntFrom).toBeUndefined();
  });

  it('asks for metadata, packed or not, and follows nothing by itself', async () => {
    const { publisher, source } = published();
    await source.current();
    const [{ url: asked, headers } = expect.fail()] = publisher.requests;
    expect([asked, headers.get('accept-encoding')]).toEqual([url, 'gzip']);
    expect(headers.get('accept')).toMatch(/^application\/samlmetadata\+xml,/);
  });

  it('uses what it has for as long as the metadata allows, with some to spare, and then asks again', async () => {
    const { publisher, source } = published({ cacheDuration: 'PT1H' }, { refresh: { jitter: 0 } });
    const first = await source.current();
    expect(first.refreshAt).toEqual(new Date(publisher.world.now().getTime() + 2_700_000));
    publisher.world.pass(2_699);
    expect([await source.current(), publisher.count]).toEqual([first, 1]);
    publisher.world.pass(1);
    expect(await source.current()).not.toBe(first);
    expect(publisher.count).toBe(2);
  });

  it('has the keys that are published, and none that was withdrawn', async () => {
    const { publisher, source } = published({ keys: [old, next] });
    expect(await fingerprints(source)).toEqual([trusted(old), trusted(next)].map(({ fingerprint }) => fingerprint));
    publisher.publish(metadataOf({ keys: [next] }));
    await source.refreshed('due');
    expect(await fingerprints(source)).toEqual([trusted(next).fingerprint]);
  });

  it('asks only whether there is anything new, and goes on with what it has where there is not', async () => {
    const { publisher, source } = published();
    publisher.publish(metadataOf(), { etag: '"1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' });
    await source.current();
    publisher.world.pass(600);
    const again = await source.refreshed('due');
    const { headers } = publisher.requests[1] ?? expect.fail();
    expect([headers.get('if-none-match'), headers.get('if-modified-since')]).toEqual(['"1"', 'Thu, 01 Jan 2026 00:00:00 GMT']);
    expect(again.refreshAt?.getTime()).toBeGreaterThan(publisher.world.now().getTime());
    expect(source.status().lastSuccess).toEqual(publisher.world.now());
  });

  it('goes on with what it has where there is nothing better', async () => {
    const { publisher, source } = published({ validFor: 86_400 });
    const first = await source.current();
    for (const bad of ['<html>', '', metadataOf({ entityId: 'urn:another' }), metadataOf({ validFor: -1 })]) {
      publisher.publish(bad);
      expect(await source.refreshed('due')).toBe(first);
      expect(source.status().lastError).toBeDefined();
    }
    publisher.goDown();
    publisher.world.pass(86_399);
    expect(await source.current()).toBe(first);
  });

  it('goes on with it until its end, and not longer', async () => {
    const { publisher, source } = published({ validFor: 86_400 });
    await source.current();
    publisher.goDown();
    publisher.world.pass(86_400);
    const error = await refusalOf(() => source.current());
    expect([error.code, error.cause]).toMatchObject(['metadata.expired', { code: 'transport.unreachable' }]);
    publisher.publish(metadataOf({ validFor: 172_800 }));
    publisher.world.pass(60);
    expect((await source.current()).entityId).toBe(clean.idp);
  });

  it('leaves alone whoever is down: for a second, two, four and so on to a minute', async () => {
    const { publisher, source } = published();
    publisher.goDown();
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const before = publisher.count;
      expect(await laterRefusal(() => source.current())).toBe('transport.unreachable');
      publisher.world.pass(seconds - 0.001);
      expect(await laterRefusal(() => source.current())).toBe('transport.unreachable');
      expect(publisher.count).toBe(before + 1);
      publisher.world.pass(0.001);
    }
    publisher.publish(metadataOf());
    expect(await laterRefusal(() => source.current())).toBe('accepted');
  });

  it('looks twice a minute for a key that nobody knows, for each purpose', async () => {
    const { publisher, source } = published();
    await source.current();
    for (let look = 0; look < 5; look += 1) await source.refreshed('unknown-key', 'unsolicited');
    expect(publisher.count).toBe(3);
    for (let look = 0; look < 5; look += 1) await source.refreshed('unknown-key', 'login');
    expect(publisher.count).toBe(5);
    publisher.world.pass(60);
    await source.refreshed('unknown-key');
    expect(publisher.count).toBe(6);
  });

  it('takes no more looks than there are while nothing is known', async () => {
    const { publisher, source } = published();
    publisher.goDown();
    for (let look = 0; look < 5; look += 1) expect(await laterRefusal(() => source.refreshed('unknown-key'))).toBe('transport.unreachable');
    expect(publisher.count).toBe(1);
  });

  it('is asked again by whoever says that it is time', async () => {
    const { publisher, source } = published();
    for (let look = 0; look < 5; look += 1) await source.refreshed('due');
    expect(publisher.count).toBe(5);
  });

  it('is for one provider, whose name stays the same', async () => {
    const { publisher, source } = published();
    await source.current();
    publisher.publish(metadataOf({ entityId: `${clean.idp}/` }));
    await source.refreshed('due');
    expect([(await source.current()).entityId, source.status().lastError]).toMatchObject([clean.idp, { code: 'metadata.entity' }]);
  });

  it('says of nobody else who they are, since nothing but the host is proven', async () => {
    const both = groupXml(metadataOf() + metadataOf({ entityId: 'urn:another' }));
    for (const entityId of [clean.idp, undefined]) {
      const { publisher, source } = published({}, entityId === undefined ? {} : { entityId });
      publisher.publish(both);
      expect((await refusalOf(() => source.current())).details).toMatchObject({ reason: 'several' });
    }
    const { publisher, source } = published({}, { entityId: clean.idp });
    publisher.publish(groupXml(metadataOf()));
    expect((await source.current()).entityId).toBe(clean.idp);
  });
});

function published(parts: Parameters<typeof metadataOf>[0] = {}, options: MetadataSourceOptions = {}) {
  const publisher = new Publisher(metadataOf(parts));
  return { publisher, source: metadataSource({ url }, { id: 'acme', ...options }, publisher.world) };
}

async function fingerprints(source: MetadataSource): Promise<readonly string[]> {
  return (await source.current()).keys.map(({ fingerprint }) => fingerprint);
}
