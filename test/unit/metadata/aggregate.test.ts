import { gzipSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import type { AggregateLocation } from '../../../src/metadata/aggregate/aggregate-place.ts';
import type { AggregateOptions } from '../../../src/metadata/aggregate/aggregate-settings.ts';
import { aggregateSource, type MemberOptions } from '../../../src/metadata/aggregate/aggregate-source.ts';
import { Census } from '../../../src/metadata/aggregate/census.ts';
import { Indexing } from '../../../src/metadata/aggregate/indexing.ts';
import { identityProvider } from '../../../src/saml/metadata.ts';
import { Cutter } from '../../../src/xml/cutter.ts';
import { metadataLimits } from '../../../src/xml/limits.ts';
import { aggregateXml, memberXml, registrar } from '../../support/aggregate.ts';
import { selfSigned } from '../../support/certificate.ts';
import { deferred } from '../../support/deferred.ts';
import { keyPair } from '../../support/keys.ts';
import { groupXml, keyXml, roleXml } from '../../support/metadata.ts';
import { Publisher } from '../../support/publisher.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';
import { at } from '../../support/saml-login.ts';
import { signXml } from '../../support/sign.ts';

const url = 'https://federation.example/all.xml';
const trust = [selfSigned(registrar.privateKey).pem];
const other = keyPair('p-256', 'other');
const [first, second, third] = ['https://a.example/saml', 'https://b.example/saml', 'https://c.example/saml'];
const rpi = 'xmlns:rpi="urn:oasis:names:tc:SAML:metadata:rpi"';
const members =
  memberXml({ entityId: first, registeredBy: 'https://registrar.example', displayName: 'A &amp; B' }) +
  groupXml(memberXml({ entityId: second, supports: ['urn:category'] }), ' validUntil="2026-01-16T00:00:00Z"') +
  memberXml({ entityId: third, roles: service() });

describe('a provider of an aggregate', () => {
  it('is the one that reading all of the metadata gives', async () => {
    const xml = aggregateXml(members, ' validUntil="2026-01-20T00:00:00Z" cacheDuration="PT1H"');
    const { aggregate } = aggregateOf(xml);
    for (const entityId of [first, second]) {
      const { refreshAt, ...provider } = await aggregate.provider(entityId, { id: 'ours' }).current();
      const { refreshAt: _, ...whole } = identityProvider(xml, { trust, entityId, id: 'ours' }, at());
      expect(provider).toEqual(whole);
      expect(refreshAt).toEqual(aggregate.status().nextTry);
    }
  });

  it('means what it meant in the aggregate, whatever its prefixes stood for around it', async () => {
    const rebound = memberXml({ entityId: first }).replaceAll('md:', 'm:').replace('xmlns:md', 'xmlns:m');
    const within = `<md:EntitiesDescriptor xmlns:m="urn:other" xmlns:ds="urn:other">${rebound}</md:EntitiesDescriptor>`;
    const { aggregate } = aggregateOf(aggregateXml(within));
    expect((await aggregate.provider(first).current()).entityId).toBe(first);
  });

  it('is no service, and none that is not there', async () => {
    const { aggregate } = aggregateOf(aggregateXml(members));
    expect(await laterRefusal(() => aggregate.provider(third).current())).toBe('metadata.entity');
    expect(await laterRefusal(() => aggregate.provider('https://d.example/saml').current())).toBe('metadata.entity');
  });

  it('has us ask nobody inside our network for the aggregate being there, but where that is said of this one', async () => {
    const { aggregate } = aggregateOf(aggregateXml(members), {}, {}, { url: 'https://10.0.0.1/all.xml' });
    const learntFrom = async (options?: MemberOptions) => (await aggregate.provider(first, options).current()).learntFrom;
    expect([await learntFrom(), await learntFrom({ learntFrom: 'https://10.0.0.2/' })]).toEqual([undefined, 'https://10.0.0.2/']);
  });

  it('ends with the group around it', async () => {
    const { aggregate, publisher } = aggregateOf(aggregateXml(members));
    const provider = aggregate.provider(second);
    expect((await provider.current()).validUntil).toEqual(new Date('2026-01-16T00:00:00Z'));
    publisher.world.pass(2 * 86_400);
    expect(await laterRefusal(() => provider.current())).toBe('metadata.expired');
    expect((await aggregate.provider(first).current()).entityId).toBe(first);
  });

  it('is read once, until there is another aggregate', async () => {
    const { aggregate, publisher } = aggregateOf(aggregateXml(members));
    const provider = aggregate.provider(first);
    expect(await provider.current()).toBe(await aggregate.provider(first).current());
    publisher.publish(aggregateXml(memberXml({ entityId: first, roles: roleXml({ keys: keyXml('signing', other) }) })));
    const before = await provider.current();
    const after = await provider.refreshed('due');
    expect(after.keys.map(({ fingerprint }) => fingerprint)).not.toEqual(before.keys.map(({ fingerprint }) => fingerprint));
    expect(publisher.events).toMatchObject([{ kind: 'metadata.changed', provider: first }]);
  });
});

describe('an aggregate', () => {
  it('is believed with the signature of its root by a key of trust, and with no other', async () => {
    expect(await verdict(aggregateXml(members))).toBe('accepted');
    expect(await verdict(groupXml(members))).toBe('signature.missing');
    expect(await verdict(aggregateXml(members, '', other))).toBe('signature.value');
    expect(await verdict(groupXml(aggregateXml(members)))).toBe('signature.missing');
    expect(await verdict(signXml(groupXml(members, ' ID="all"'), { key: registrar.privateKey, position: 'last' }))).toBe(
      'signature.missing',
    );
    expect(await verdict('<html/>')).toBe('metadata.document');
  });

  it('has one signature, and the ID of its root once; what else it has of IDs is not remembered', async () => {
    const signature = /<ds:Signature.*<\/ds:Signature>/.exec(aggregateXml(members))?.[0] ?? '';
    expect(await verdict(aggregateXml(members).replace(/<\/md:EntitiesDescriptor>$/, `${signature}$&`))).toBe('signature.profile');
    expect(await verdict(aggregateXml(members.replace('entityID', 'ID="all" entityID')).replaceAll('ID="x"', ''))).toBe(
      'signature.profile',
    );
    const alike = [first, second].map((entityId) => memberXml({ entityId, attributes: ' ID="x"' }));
    expect(await verdict(aggregateXml(alike.join('')))).toBe('accepted');
  });

  it('names each entity once, those that are not kept among them', async () => {
    expect(await verdict(aggregateXml(members + memberXml({ entityId: first })))).toBe('metadata.entity');
    expect(await verdict(aggregateXml(members + memberXml({ entityId: third, roles: service() })))).toBe('metadata.entity');
  });

  it('is asked for again only where it has changed, and when it is time', async () => {
    const { aggregate, publisher } = aggregateOf(aggregateXml(members, ' cacheDuration="PT1H"'), {}, { etag: '"1"' });
    await aggregate.entities();
    await aggregate.entities();
    expect(publisher.count).toBe(1);
    publisher.world.pass(3_600);
    publisher.answer = ({ headers }) => new Response(null, { status: headers.get('if-none-match') === '"1"' ? 304 : 500 });
    expect(await aggregate.entities()).toHaveLength(2);
    expect(publisher.count).toBe(2);
    expect(aggregate.status().lastError).toBeUndefined();
  });

  it('is used by all others while one looks whether there is another', async () => {
    const { aggregate, publisher } = aggregateOf(aggregateXml(members, ' cacheDuration="PT1H"'));
    const provider = aggregate.provider(first);
    await provider.current();
    publisher.world.pass(3_600);
    const answer = deferred<Response>();
    publisher.answer = () => answer.promise;
    const looking = aggregate.entities();
    expect((await provider.current()).entityId).toBe(first);
    answer.resolve(new Response(aggregateXml(memberXml({ entityId: second }))));
    expect(await looking).toHaveLength(1);
    expect(await laterRefusal(() => provider.current())).toBe('metadata.entity');
  });

  it('stays in force until its end, whatever comes instead', async () => {
    const { aggregate, publisher } = aggregateOf(aggregateXml(members, ' validUntil="2026-01-16T12:00:00Z"'));
    const provider = aggregate.provider(first);
    await provider.current();
    for (const worse of [
      aggregateXml(members, ' validUntil="2026-01-16T11:59:59Z"'),
      groupXml(members),
      '<html>',
      aggregateXml(members).slice(0, -9),
    ]) {
      publisher.publish(worse);
      expect((await provider.refreshed('due')).entityId).toBe(first);
      expect(aggregate.status().lastError).toBeDefined();
    }
    publisher.goDown();
    publisher.world.pass(86_400);
    expect(await laterRefusal(() => provider.current())).toBe('metadata.expired');
  });

  it.for<[string, () => void | Promise<void>]>([
    [
      'fails',
      () => {
        throw new Error('no log');
      },
    ],
    ['fails later', () => Promise.reject(new Error('no log'))],
  ])('is in force though what is told how far it is verified %s', async ([, onProgress]) => {
    const { aggregate } = aggregateOf(aggregateXml(members), { onProgress });
    expect((await aggregate.provider(first).current()).entityId).toBe(first);
  });

  it('may come packed, as text, and from a store', async () => {
    const xml = aggregateXml(members);
    expect((await aggregateOf(gzipSync(xml)).aggregate.entities()).length).toBe(2);
    expect((await aggregateOf('', {}, {}, { text: xml }).aggregate.entities()).length).toBe(2);
    const store = { read: async () => xml, write: async () => undefined };
    expect((await aggregateOf('', {}, {}, { document: 'all', store }).aggregate.entities()).length).toBe(2);
  });

  it('is refused where nobody says who must have signed it', () => {
    expect(refusal(() => aggregateSource({ url }, { trust: [] }))).toBe('config.invalid');
    expect(refusal(() => aggregateSource({ url: 'ftp://federation.example/' }, { trust }))).toBe('config.invalid');
    expect(refusal(() => aggregateSource({ url }, { trust: ['nothing'] }))).toBe('metadata.key');
  });
});

describe('the entities of an aggregate', () => {
  it('are described as their metadata has them', async () => {
    expect(await aggregateOf(aggregateXml(members)).aggregate.entities()).toEqual([
      {
        entityId: first,
        roles: ['identity-provider'],
        displayNames: [{ language: 'en', text: 'A & B' }],
        logos: [],
        registrationAuthority: 'https://registrar.example',
        entityAttributes: {},
      },
      {
        entityId: second,
        roles: ['identity-provider'],
        displayNames: [],
        logos: [],
        entityAttributes: { 'http://macedir.org/entity-category-support': ['urn:category'] },
      },
    ]);
  });

  it('are chosen by role, registration authority and entity category', async () => {
    const { aggregate } = aggregateOf(aggregateXml(members), { only: { role: 'service-provider' } });
    expect((await aggregate.entities()).map(({ entityId }) => entityId)).toEqual([third]);
    const { aggregate: all } = aggregateOf(aggregateXml(members));
    const chosen = async (filter: Parameters<typeof all.entities>[0]) => (await all.entities(filter)).map(({ entityId }) => entityId);
    expect(await chosen({ registrationAuthorities: ['https://registrar.example'] })).toEqual([first]);
    expect(await chosen({ categories: ['urn:category'] })).toEqual([second]);
    expect(await chosen({ withoutCategories: ['urn:category'] })).toEqual([first]);
    expect(await chosen({ role: 'service-provider' })).toEqual([]);
    expect(await laterRefusal(() => chosen({ categories: [''] }))).toBe('config.invalid');
  });

  it('have no registration authority where they name two', async () => {
    const registeredBy = 'https://registrar.example"/><rpi:RegistrationInfo registrationAuthority="https://b.example';
    const member = memberXml({ entityId: second, registeredBy }).replace('<md:EntityDescriptor', `$& ${rpi}`);
    const { aggregate } = aggregateOf(aggregateXml(member), { only: { registrationAuthorities: ['https://registrar.example'] } });
    expect(await aggregate.entities()).toEqual([]);
  });

  it.each(['urn:c<!-- -->ategory', 'urn:<![CDATA[category]]>', 'urn:category<![CDATA[]]>'])(
    'are kept out though somebody who cannot sign writes %s',
    async (written) => {
      const { aggregate } = aggregateOf(aggregateXml(members).replace('urn:category', written), {
        only: { withoutCategories: ['urn:category'] },
      });
      expect((await aggregate.entities()).map(({ entityId }) => entityId)).toEqual([first]);
    },
  );
});

describe('what is under the signature', () => {
  const signed = aggregateXml(members, ' Name="federation"');
  const body = signed.indexOf('</ds:Signature>') + '</ds:Signature>'.length;

  test.prop(
    [
      fc.nat(),
      fc.constantFrom('x', ' ', '<', '>', '"', '&amp;', '<a/>', '<!-- -->', '<![CDATA[]]>', ''),
      fc.nat(3),
      fc.integer({ min: 1, max: 3_000 }),
    ],
    {
      numRuns: 500,
    },
  )('cannot be changed in any value, name or text', (place, scrap, cut, usual) => {
    const at = body + (place % (signed.length - body));
    const changed = signed.slice(0, at) + scrap + signed.slice(at + cut);
    expect(verdictInPieces(changed, usual) === 'accepted').toBe(isSameCanonically(changed));
  });

  test.prop([fc.integer({ min: 1, max: 5_000 })])('is the same in pieces of any size', (usual) => {
    expect(verdictInPieces(signed, usual)).toBe('accepted');
  });

  it('has so many extensions for an entity, and no more, whatever they are', () => {
    const many = (scrap: string) => [1, 2].map((n) => memberXml({ entityId: `https://${n}.example`, displayName: scrap.repeat(15_000) }));
    for (const scrap of ['<a/>', 'x<!---->']) {
      expect(verdictInPieces(aggregateXml(many(scrap).join('')), 8_000)).toBe('accepted');
      expect(verdictInPieces(aggregateXml(many(scrap.repeat(2)).join('')), 8_000)).toBe('xml.limit');
    }
  });

  it('is digested as it comes, and not all at the end, where nobody is to keep it', () => {
    const octets = vi.spyOn(Census.prototype, 'octets');
    expect(verdictInPieces(aggregateXml('<a xmlns="urn:other"/>'.repeat(5_000)), 1_000)).toBe('accepted');
    expect(Math.max(...octets.mock.calls.map(([canonical]) => canonical.length))).toBeLessThan(5_000);
    octets.mockRestore();
  });

  /** Would the verifier of whole documents take it? */
  function isSameCanonically(xml: string): boolean {
    return refusal(() => identityProvider(xml, { trust, entityId: first }, at())) === 'accepted';
  }
});

/** The verdict on an aggregate whose head is in one piece, and all that follows in pieces of that size. */
function verdictInPieces(xml: string, usual: number): string {
  return refusal(() => {
    const indexing = new Indexing({ trust, pardons: [], only: {}, limits: metadataLimits }, new Cutter(metadataLimits, 2_000, usual));
    indexing.add(utf8(xml));
    indexing.end();
  });
}

async function verdict(xml: string): Promise<string> {
  return await laterRefusal(() => aggregateOf(xml).aggregate.entities());
}

function aggregateOf(
  document: string | Uint8Array,
  options: Partial<AggregateOptions> = {},
  headers: Readonly<Record<string, string>> = {},
  where: AggregateLocation = { url },
) {
  const publisher = new Publisher(document);
  publisher.publish(document, headers);
  const onEvent: AggregateOptions['onEvent'] = (event) => publisher.events.push(event);
  return { publisher, aggregate: aggregateSource(where, { trust, onEvent, ...options }, publisher.world) };
}

function service(): string {
  return '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:AssertionConsumerService index="0" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://c.example/acs"/></md:SPSSODescriptor>';
}
