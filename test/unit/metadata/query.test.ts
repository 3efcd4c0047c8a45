import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { metadataSource } from '../../../src/metadata/metadata-source.ts';
import { entityAddress, type QueriedLocation } from '../../../src/metadata/query.ts';
import type { MetadataSourceOptions } from '../../../src/metadata/settings.ts';
import { finish } from '../../../src/saml/finish.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { clean } from '../../support/messages.ts';
import { metadataOf, Publisher } from '../../support/publisher.ts';
import { laterRefusal, refusalOf } from '../../support/refusal.ts';
import { answer, asked, fresh, posted, us } from '../../support/saml-login.ts';

const mdq = 'https://mdq.example/global/';
const registrar = keyPair('p-256', 'registrar');
const trust = [selfSigned(registrar.privateKey).pem];

describe('the address of an entity', () => {
  it.each([
    ['https://idp.example/saml', 'https%3A%2F%2Fidp.example%2Fsaml'],
    ['urn:x:a+b%20c', 'urn%3Ax%3Aa%2Bb%2520c'],
    ["http://é.example/!'()*~", 'http%3A%2F%2F%C3%A9.example%2F%21%27%28%29%2A~'],
    ['{sha1}', '%7Bsha1%7D'],
  ])('has its name percent-encoded: %s', (entityId, encoded) => {
    expect(entityAddress({ mdq, entityId })).toBe(`https://mdq.example/global/entities/${encoded}`);
    expect(entityAddress({ mdq: mdq.slice(0, -1), entityId })).toBe(`https://mdq.example/global/entities/${encoded}`);
  });

  it('may have the digest of its name', () => {
    const digest = createHash('sha1').update('http://example.org/service').digest('hex');
    expect(digest).toBe('11d72e8cf351eb6c75c721e838f469677ab41bdb');
    expect(entityAddress({ mdq, entityId: 'http://example.org/service', identifier: 'sha1' })).toBe(`${mdq}entities/%7Bsha1%7D${digest}`);
  });
});

describe('a federation that is asked for one entity', () => {
  it('must sign, say until when, and not too far ahead: 14 days, or as many as were said', async () => {
    expect((await refusalOf(async () => queried(metadataOf(), {}))).details).toMatchObject({ field: 'trust' });
    const verdict = (validFor?: number, options: MetadataSourceOptions = {}) => {
      const document = metadataOf({ signedBy: registrar, ...(validFor === undefined ? {} : { validFor }) });
      return laterRefusal(() => queried(document, { trust, ...options }).source.current());
    };
    // Whoever has signed it a moment ago may have a clock that is three minutes ahead of ours.
    expect(await Promise.all([verdict(1_209_600), verdict(1_209_780), verdict(1_209_781), verdict()])).toEqual([
      'accepted',
      'accepted',
      'metadata.validity',
      'metadata.validity',
    ]);
    expect(await verdict(2_419_200, { maximumValiditySeconds: 2_419_200 })).toBe('accepted');
  });

  it('must answer for the entity that was asked for', async () => {
    const { source } = queried(metadataOf({ signedBy: registrar, validFor: 600, entityId: 'urn:another' }), { trust });
    expect((await refusalOf(() => source.current())).details).toEqual({ reason: 'not-found', candidates: ['urn:another'] });
    expect((await refusalOf(async () => queried('', { trust, entityId: 'urn:another' }))).details).toMatchObject({ field: 'entityId' });
  });

  it('is left alone for five minutes where it does not know the entity', async () => {
    const { publisher, source } = queried('', { trust });
    publisher.answer = () => new Response(null, { status: 404 });
    for (let time = 0; time < 100; time += 1) expect(await laterRefusal(() => source.current())).toBe('transport.status');
    publisher.world.pass(299);
    expect([await laterRefusal(() => source.current()), publisher.count]).toEqual(['transport.status', 1]);
    publisher.publish(metadataOf({ signedBy: registrar, validFor: 6_000 }));
    publisher.world.pass(1);
    expect(await laterRefusal(() => source.current())).toBe('accepted');
  });

  it('is asked once by a hundred logins at once', async () => {
    const { publisher, source } = queried(metadataOf({ signedBy: registrar, validFor: 6_000 }), { trust });
    await Promise.all(Array.from({ length: 100 }, () => source.current()));
    expect(publisher.count).toBe(1);
  });

  it('is never asked for whom a message names', async () => {
    const { publisher, source } = queried(metadataOf({ signedBy: registrar, validFor: 6_000 }), { trust });
    for (const issuer of ['https://evil.example/saml', `${clean.idp}/`]) {
      const name = `<saml:Issuer>${issuer}</saml:Issuer>`;
      const forged = answer({ issuer: name }, { issuer: name });
      expect(await laterRefusal(() => finish(us(), source, posted(forged), asked(), fresh(), publisher.world))).toBe('assertion.rejected');
    }
    expect(new Set(publisher.requests.map(({ url }) => url))).toEqual(new Set([entityAddress({ mdq, entityId: clean.idp })]));
  });

  it.each<[string, Partial<QueriedLocation>]>([
    ['a query', { mdq: 'https://mdq.example/?x' }],
    ['no address', { mdq: 'mdq.example' }],
    ['no entity', { entityId: '' }],
    ['half a character', { entityId: 'urn:\ud800' }],
    // Sound: whoever writes JavaScript can give anything.
    ['another form', { identifier: 'md5' as 'sha1' }],
  ])('has an address that can be: not %s', async (_, where) => {
    const error = await refusalOf(async () => metadataSource({ mdq, entityId: clean.idp, ...where }, { trust }));
    expect(error.code).toBe('config.invalid');
  });
});

function queried(document: string, options: MetadataSourceOptions) {
  const publisher = new Publisher(document);
  return { publisher, source: metadataSource({ mdq, entityId: clean.idp }, { id: 'idp', ...options }, publisher.world) };
}
