import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { MetadataLocation } from '../../../src/metadata/location.ts';
import { metadataSource } from '../../../src/metadata/metadata-source.ts';
import type { MetadataSourceOptions } from '../../../src/metadata/settings.ts';
import { memoryDocumentStore } from '../../../src/stores/memory-documents.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair, trusted } from '../../support/keys.ts';
import { clean } from '../../support/messages.ts';
import { groupXml } from '../../support/metadata.ts';
import { metadataOf, Publisher } from '../../support/publisher.ts';
import { laterRefusal, refusal, refusalOf } from '../../support/refusal.ts';
import { signXml } from '../../support/sign.ts';
import { until } from '../../support/until.ts';

const url = 'https://idp.example/metadata';
const registrar = keyPair('p-256', 'registrar');
const trust = [selfSigned(registrar.privateKey).pem];
const next = keyPair('p-256', 'next');

describe('metadata that a pinned key must sign', () => {
  it('is believed with that signature, and with no other', async () => {
    expect(await verdict(metadataOf({ signedBy: registrar }))).toBe('accepted');
    expect(await verdict(metadataOf())).toBe('signature.missing');
    expect(await verdict(metadataOf({ signedBy: next }))).toBe('signature.value');
    const changed = metadataOf({ signedBy: registrar }).replace('idp.example/sso', 'evil.example/sso');
    expect(await verdict(changed)).toBe('signature.digest');
  });

  it('may come without TLS, and packed, and one of many', async () => {
    const group = signXml(groupXml(metadataOf() + metadataOf({ entityId: 'urn:another' })), { key: registrar.privateKey });
    const { publisher, source } = sourceOf(gzipSync(group), { trust, entityId: clean.idp }, { url: 'http://federation.example/all.xml' });
    expect((await source.current()).entityId).toBe(clean.idp);
    expect(publisher.count).toBe(1);
  });

  it('is never older than what is known, by the instant of its publication', async () => {
    const first = metadataOf({ signedBy: registrar, keys: [next], publishedAt: '2026-01-15T11:00:00Z', validFor: 86_400 });
    const { publisher, source } = sourceOf(first);
    await source.current();
    publisher.publish(metadataOf({ signedBy: registrar, publishedAt: '2026-01-15T10:59:59Z', validFor: 90_000 }));
    await source.refreshed('due');
    expect(source.status().lastError).toMatchObject({ code: 'metadata.older', details: { known: '2026-01-15T11:00:00.000Z' } });
    expect((await source.current()).keys.map(({ fingerprint }) => fingerprint)).toEqual([trusted(next).fingerprint]);
    for (const publishedAt of ['2026-01-15T11:00:00Z', '2026-01-15T11:00:01Z']) {
      publisher.publish(metadataOf({ signedBy: registrar, publishedAt, validFor: 3_600 }));
      await source.refreshed('due');
      expect(source.status().lastError).toBeUndefined();
    }
  });

  it('is never older than what is known, by its end where it does not say when it was published', async () => {
    const { publisher, source } = sourceOf(metadataOf({ signedBy: registrar, validFor: 7_200 }));
    await source.current();
    publisher.publish(metadataOf({ signedBy: registrar, validFor: 7_199 }));
    await source.refreshed('due');
    expect(source.status().lastError).toMatchObject({ code: 'metadata.older' });
    publisher.publish(metadataOf({ signedBy: registrar, validFor: 7_200, keys: [next] }));
    await source.refreshed('due');
    expect(source.status().lastError).toBeUndefined();
  });

  it('has an end that is not too far ahead, where that is demanded', async () => {
    const within = (validFor: number | undefined) =>
      verdict(metadataOf({ signedBy: registrar, ...(validFor === undefined ? {} : { validFor }) }), { maximumValiditySeconds: 3_600 });
    expect([await within(3_600), await within(3_780), await within(3_781), await within(undefined)]).toEqual([
      'accepted',
      'accepted',
      'metadata.validity',
      'metadata.validity',
    ]);
    const { source } = sourceOf(metadataOf({ signedBy: registrar }), { trust, maximumValiditySeconds: 3_600 });
    expect((await refusalOf(() => source.current())).details).toEqual({ reason: 'no-end', maximumSeconds: 3_600 });
  });
});

describe('metadata by TLS alone', () => {
  it.each(['http://idp.example/metadata', 'ftp://idp.example/', 'idp.example', 'https://user:secret@idp.example/', ''])(
    'is not to be had at %j',
    (address) => {
      expect(refusal(() => metadataSource({ url: address }))).toBe('config.invalid');
    },
  );

  it('may be older than what is known: there is nobody else who could say so', async () => {
    const { publisher, source } = sourceOf(metadataOf({ validFor: 7_200 }), {});
    await source.current();
    publisher.publish(metadataOf({ validFor: 3_600, keys: [next] }));
    expect((await source.refreshed('due')).keys[0]?.fingerprint).toBe(trusted(next).fingerprint);
  });

  it('is not larger than may be, nor later', async () => {
    const { publisher, source } = sourceOf(metadataOf(), { maximumBytes: 1_024, timeoutSeconds: 7 });
    expect(await laterRefusal(() => source.current())).toBe('transport.too-large');
    publisher.answer = () => new Promise(() => undefined);
    publisher.world.pass(1);
    const asking = laterRefusal(() => source.current());
    await until(() => publisher.world.waits.length === 2);
    publisher.world.pass(7);
    expect(await asking).toBe('transport.timeout');
    expect(publisher.world.waits).toEqual([7_000, 7_000]);
  });

  it('is followed to the same host three times, and to no other', async () => {
    const { publisher, source } = sourceOf('', {});
    publisher.answer = ({ url: asked }) => {
      const at = Number(new URL(asked).searchParams.get('at') ?? 0);
      return at === 3 ? new Response(metadataOf()) : new Response(null, { status: 302, headers: { location: `?at=${at + 1}` } });
    };
    expect((await source.current()).entityId).toBe(clean.idp);
    publisher.answer = () => new Response(null, { status: 302, headers: { location: 'https://other.example/' } });
    await source.refreshed('due');
    expect(source.status().lastError).toMatchObject({ code: 'transport.redirect' });
  });
});

describe('metadata by hand', () => {
  it('is what was pasted, of which a group may be', async () => {
    const group = groupXml(metadataOf() + metadataOf({ entityId: 'urn:another' }));
    const { publisher, source } = sourceOf('', { entityId: 'urn:another' }, { text: group });
    expect([(await source.current()).entityId, publisher.count]).toEqual(['urn:another', 0]);
  });

  it('is what stands in a store, and is read again when it is time', async () => {
    const store = memoryDocumentStore();
    const { publisher, source } = sourceOf('', {}, { document: 'idp.xml', store });
    expect(await laterRefusal(() => source.current())).toBe('metadata.document');
    await store.write('idp.xml', metadataOf());
    publisher.world.pass(1);
    await source.current();
    await store.write('idp.xml', metadataOf({ keys: [next] }));
    publisher.world.pass(14_400);
    expect((await source.current()).keys[0]?.fingerprint).toBe(trusted(next).fingerprint);
  });

  it('is refused where the store does not answer', async () => {
    const store = { read: () => new Promise<string>(() => undefined), write: async () => undefined };
    const { publisher, source } = sourceOf('', {}, { document: 'idp.xml', store });
    const asking = laterRefusal(() => source.current());
    await until(() => publisher.world.waits.length === 1);
    publisher.world.pass(5);
    expect(await asking).toBe('store.unavailable');
  });
});

describe('a location', () => {
  it.each<[string, object]>([
    ['none', {}],
    ['two', { url, text: 'x' }],
    ['a field that does not exist', { url, ur: '' }],
    ['no text', { text: '' }],
    ['no name', { document: '', store: memoryDocumentStore() }],
    ['no store', { document: 'x', store: {} }],
  ])('is exactly one: not %s', (_, where) => {
    // Sound: whoever writes JavaScript can give anything.
    expect(refusal(() => metadataSource(where as MetadataLocation))).toBe('config.invalid');
  });

  it.each<[string, object]>([
    ['trustt', { trustt: [] }],
    ['refresh.factor', { refresh: { factor: 1.1 } }],
    ['refresh.maximumSeconds', { refresh: { minimumSeconds: 600, maximumSeconds: 599 } }],
    ['refresh.jitter', { refresh: { jitter: Number.NaN } }],
    ['onEvent', { onEvent: 'x' }],
    ['timeoutSeconds', { timeoutSeconds: 61 }],
    ['confirmedKeys', { confirmedKeys: ['abc'] }],
    ['backup.secret', { backup: { store: memoryDocumentStore() } }],
    ['backup.secret', { backup: { store: memoryDocumentStore(), secret: 'short' } }],
    ['backup.store', { backup: { store: {}, secret: 'x'.repeat(32) } }],
  ])('comes with options that exist and can be: %s', async (field, options) => {
    const error = await refusalOf(async () => metadataSource({ url }, options));
    expect([error.code, error.details]).toMatchObject(['config.invalid', { field }]);
  });
});

function sourceOf(document: string | Uint8Array, options: MetadataSourceOptions = { trust }, where: MetadataLocation = { url }) {
  const publisher = new Publisher(document);
  return { publisher, source: metadataSource(where, { id: 'acme', ...options }, publisher.world) };
}

async function verdict(document: string, options: MetadataSourceOptions = {}): Promise<string> {
  return await laterRefusal(() => sourceOf(document, { trust, ...options }).source.current());
}
