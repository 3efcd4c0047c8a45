import { describe, expect, it } from 'vitest';
import { metadataSource } from '../../../src/metadata/metadata-source.ts';
import type { MetadataSourceOptions } from '../../../src/metadata/settings.ts';
import { memoryDocumentStore } from '../../../src/stores/memory-documents.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyPair, keyPair, trusted } from '../../support/keys.ts';
import { clean, responseXml } from '../../support/messages.ts';
import { entityXml, keyInfoXml, roleXml, x509Xml } from '../../support/metadata.ts';
import { metadataOf, Publisher } from '../../support/publisher.ts';
import { refusalOf } from '../../support/refusal.ts';
import { loggedIn, refusals, signed, unasked } from '../../support/saml-login.ts';
import { signXml } from '../../support/sign.ts';
import { until } from '../../support/until.ts';

const url = 'https://idp.example/metadata';
const [old, next, stranger] = [keyPair('rsa-2048'), keyPair('rsa-2048', 'next'), keyPair('rsa-2048', 'stranger')];

describe('a key that nobody knows', () => {
  it('is looked for in the midst of a login, and lets it go on', async () => {
    const { publisher, source } = await known();
    publisher.publish(metadataOf({ keys: [old, next] }));
    const login = await loggedIn(by(next), { idp: source, env: publisher.world });
    expect([login.identity.provider, publisher.count]).toEqual(['idp', 2]);
  });

  it('that takes the place of the old one without notice costs nobody a login, and the old one signs nobody in any more', async () => {
    const { publisher, source } = await known();
    publisher.publish(metadataOf({ keys: [next] }));
    expect(await verdict(by(next), source, publisher)).toEqual([]);
    expect(await verdict(by(old), source, publisher)).toEqual(['signature.value']);
  });

  it('is not looked for where the provider does not have it: the login is refused after one look', async () => {
    const { publisher, source } = await known();
    expect(await verdict(by(stranger), source, publisher)).toEqual(['signature.value']);
    expect(publisher.count).toBe(2);
  });

  it('is not looked for where the signature says that it is by one which is known', async () => {
    const { publisher, source } = await known();
    const naming = (pair: KeyPair) => ({ key: stranger.privateKey, keyInfo: { certificate: selfSigned(pair.privateKey).base64 } });
    for (const what of ['assertion', 'response', 'both'] as const)
      expect(await verdict(signed(responseXml(), what, naming(old)), source, publisher)).toEqual(['signature.value']);
    expect(publisher.count).toBe(1);
    await verdict(signed(responseXml(), 'assertion', naming(stranger)), source, publisher);
    expect(publisher.count).toBe(2);
  });

  it('is looked for where the signature names it beside the authority that stands beside the known one', async () => {
    const authority = keyPair('p-256', 'authority');
    const chainOf = ({ publicKey }: KeyPair) =>
      x509Xml(
        selfSigned(authority.privateKey, { subject: 'idp', issuer: 'authority', publicKey }).base64,
        selfSigned(authority.privateKey, { subject: 'authority' }).base64,
      );
    const publisher = new Publisher(entityXml({ roles: roleXml({ keys: keyInfoXml(chainOf(old)) }) }));
    const source = metadataSource({ url }, { id: 'idp' }, publisher.world);
    expect(await verdict(by(authority), source, publisher)).toEqual(['signature.key']);
    publisher.publish(entityXml({ roles: roleXml({ keys: keyInfoXml(chainOf(next)) }) }));
    const message = signed(responseXml(), 'assertion', { key: next.privateKey, keyInfo: chainOf(next) });
    expect(await verdict(message, source, publisher)).toEqual([]);
  });

  it('is looked for where one of two signatures is by one which is known', async () => {
    const { publisher, source } = await known();
    const inner = signXml(responseXml(), {
      key: old.privateKey,
      id: clean.assertionId,
      keyInfo: { certificate: selfSigned(old.privateKey).base64 },
    });
    await verdict(signXml(inner, { key: stranger.privateKey }), source, publisher);
    expect(publisher.count).toBe(2);
  });

  it('of another kind is looked for, too', async () => {
    const { publisher, source } = await known();
    const elliptic = keyPair('p-256', 'elliptic');
    publisher.publish(metadataOf({ keys: [elliptic] }));
    expect(await verdict(by(elliptic), source, publisher)).toEqual([]);
  });

  it('changes nothing where the provider is down, or has become another', async () => {
    const { publisher, source } = await known();
    publisher.goDown();
    expect(await verdict(by(next), source, publisher)).toEqual(['signature.value']);
    expect(await verdict(by(old), source, publisher)).toEqual([]);
    publisher.publish(metadataOf({ keys: [next], entityId: 'urn:another' }));
    publisher.world.pass(60);
    expect(await verdict(by(next), source, publisher)).toEqual(['signature.value']);
  });

  it('in answers that nobody asked for does not use up the looks of those that somebody did', async () => {
    const { publisher, source } = await known({ allowUnsolicited: true });
    const unsolicited = unasked({}, {}, 'none');
    const forged = signXml(unsolicited, { key: stranger.privateKey, id: clean.assertionId });
    for (let time = 0; time < 20; time += 1)
      expect(await refusals(forged, { idp: source, pending: null, env: publisher.world })).toEqual(['signature.value']);
    expect(publisher.count).toBe(3);
    publisher.publish(metadataOf({ keys: [next] }));
    expect(await verdict(by(next), source, publisher)).toEqual([]);
    expect(publisher.count).toBe(4);
  });
});

describe('keys that somebody has to confirm', () => {
  const confirmedKeys = [trusted(old).fingerprint];

  it('sign nobody in before that, and the refusal names them', async () => {
    const { publisher, source } = await known({ confirmedKeys });
    expect(await verdict(by(old), source, publisher)).toEqual([]);
    publisher.publish(metadataOf({ keys: [old, next] }));
    const error = await refusalOf(() => loggedIn(by(next), { idp: source, env: publisher.world }));
    expect([error.code, error.details]).toEqual(['signature.unconfirmed', { element: 'Assertion', key: trusted(next).fingerprint }]);
    expect(source.status().keys).toMatchObject([{ confirmed: true }, { confirmed: false, fingerprint: trusted(next).fingerprint }]);
    await source.confirm(trusted(next).fingerprint);
    expect(await verdict(by(next), source, publisher)).toEqual([]);
    expect(await verdict(by(old), source, publisher)).toEqual([]);
    expect(publisher.count).toBe(2);
  });

  it('are all there are where none has been confirmed yet', async () => {
    const { publisher, source } = await known({ confirmedKeys: [] });
    expect(await verdict(by(old), source, publisher)).toEqual(['signature.unconfirmed']);
    expect(await verdict(by(stranger), source, publisher)).toEqual(['signature.value']);
  });

  it('may be typed as administration pages show them', async () => {
    const colons = trusted(old)
      .fingerprint.toUpperCase()
      .replace(/..(?=.)/g, '$&:');
    const { publisher, source } = await known({ confirmedKeys: [colons] });
    expect(await verdict(by(old), source, publisher)).toEqual([]);
  });

  it('stay confirmed over a start and a look, and are gone with the key', async () => {
    const store = memoryDocumentStore();
    const backup = { store, secret: 'a secret of ours, 32 octets or more' };
    const { source } = await known({ confirmedKeys: [], backup });
    await source.confirm(trusted(old).fingerprint);
    const again = sourceOf({ confirmedKeys: [], backup });
    again.publisher.goDown();
    expect(await verdict(by(old), again.source, again.publisher)).toEqual([]);
    again.publisher.publish(metadataOf({ keys: [next] }));
    await again.source.refreshed('due');
    expect(await verdict(by(old), again.source, again.publisher)).toEqual(['signature.value']);
  });

  it('are of this metadata, and are only confirmed where that is demanded', async () => {
    const { source } = await known({ confirmedKeys });
    for (const fingerprint of [trusted(stranger).fingerprint, 'abc', ''])
      expect((await refusalOf(() => source.confirm(fingerprint))).details).toMatchObject({ field: 'fingerprint' });
    const free = await known();
    expect((await refusalOf(() => free.source.confirm(trusted(old).fingerprint))).details).toMatchObject({ field: 'confirmedKeys' });
  });
});

describe('an operator', () => {
  it('is told of keys and addresses that come and go', async () => {
    const { publisher, source } = await known();
    expect(publisher.events).toEqual([]);
    publisher.publish(metadataOf({ keys: [old, next] }));
    await source.refreshed('due');
    const services =
      '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>';
    publisher.publish(metadataOf({ keys: [next], services }));
    await source.refreshed('due');
    await source.refreshed('due');
    const none = { added: [], removed: [] };
    expect(publisher.events).toEqual([
      { kind: 'metadata.changed', provider: 'idp', keys: { ...none, added: [trusted(next).fingerprint] }, addresses: none },
      {
        kind: 'metadata.changed',
        provider: 'idp',
        keys: { ...none, removed: [trusted(old).fingerprint] },
        addresses: { added: ['https://idp.example/post'], removed: ['https://idp.example/sso'] },
      },
    ]);
  });

  it('is told 60, 30 and 7 days before a certificate ends, once each', async () => {
    const publisher = new Publisher();
    const notAfter = new Date(Date.parse(clean.now) + 61 * 86_400_000);
    const { base64 } = selfSigned(old.privateKey, { notAfter });
    publisher.publish(metadataOf().replace(selfSigned(old.privateKey).base64, base64));
    const source = metadataSource({ url }, { id: 'idp', onEvent: (event) => publisher.events.push(event) }, publisher.world);
    const told: number[] = [];
    for (let day = 0; day < 62; day += 1) {
      await source.current();
      if (publisher.events.length > told.length) told.push(day);
      publisher.world.pass(86_400);
    }
    expect(told).toEqual([1, 31, 54]);
    expect(publisher.events[1]).toEqual({
      kind: 'certificate.expiring',
      provider: 'idp',
      fingerprint: trusted(old).fingerprint,
      notAfter,
      daysLeft: 30,
    });
    expect(source.status().keys).toMatchObject([{ daysLeft: -1, certificate: { notAfter } }]);
  });

  it('may do with it what fails', async () => {
    for (const onEvent of [
      () => {
        throw new Error('no log');
      },
      () => Promise.reject(new Error('no log')),
    ]) {
      const { publisher, source } = await known({ onEvent });
      publisher.publish(metadataOf({ keys: [next] }));
      expect(await verdict(by(next), source, publisher)).toEqual([]);
    }
  });

  it('hears of it though nobody signs in, where somebody watches', async () => {
    const { publisher, source } = await known();
    const over = new AbortController();
    const watching = source.watch(over.signal);
    publisher.publish(metadataOf({ keys: [old, next] }));
    for (let look = 1; look <= 3; look += 1) {
      await until(() => publisher.world.waits.filter((milliseconds) => milliseconds > 60_000).length === look);
      publisher.world.pass(14_400);
      await until(() => publisher.count > look);
    }
    expect(publisher.events).toHaveLength(1);
    over.abort();
    await watching;
    const { count } = publisher;
    publisher.world.pass(86_400);
    expect(publisher.count).toBe(count);
  });

  it('sees how things stand', async () => {
    const { publisher, source } = await known({}, { validFor: 86_400 });
    const now = publisher.world.now();
    expect(source.status()).toMatchObject({
      provider: 'idp',
      location: url,
      origin: 'location',
      lastSuccess: now,
      validUntil: new Date(now.getTime() + 86_400_000),
      keys: [{ fingerprint: trusted(old).fingerprint, confirmed: true, certificate: { issuer: 'CN=idp.example' } }],
    });
    expect(source.status()).not.toHaveProperty('lastError');
    publisher.goDown();
    publisher.world.pass(20_000);
    await source.current();
    expect(source.status()).toMatchObject({ lastSuccess: now, nextTry: new Date(publisher.world.now().getTime() + 1_000) });
    expect(source.status().lastError).toMatchObject({ code: 'transport.unreachable' });
  });
});

function by(pair: KeyPair): string {
  return signed(responseXml(), 'assertion', { key: pair.privateKey });
}

function verdict(message: string, source: ReturnType<typeof metadataSource>, { world }: Publisher): Promise<readonly string[]> {
  return refusals(message, { idp: source, env: world });
}

function sourceOf(options: MetadataSourceOptions = {}, parts: Parameters<typeof metadataOf>[0] = {}) {
  const publisher = new Publisher(metadataOf(parts));
  const onEvent: MetadataSourceOptions['onEvent'] = (event) => publisher.events.push(event);
  return { publisher, source: metadataSource({ url }, { id: 'idp', onEvent, ...options }, publisher.world) };
}

/** A source that knows the old key. */
async function known(options: MetadataSourceOptions = {}, parts: Parameters<typeof metadataOf>[0] = {}) {
  const made = sourceOf(options, parts);
  await made.source.current();
  return made;
}
