import type { Source } from './source.ts';

/** SAML V2.0, Metadata. */
export const metadata: Source = {
  name: 'Metadata, with errata',
  must: {
    'MD-01': {
      section: '2.3.1',
      shown: [
        'vectors/metadata/valid-until-nearest.txt',
        'vectors/metadata/expired-parent.txt',
        'vectors/metadata/expired-role.txt',
        'test/unit/saml/metadata-role.test.ts: is said by the entity, its role or any group around it, and the earliest wins',
      ],
    },
    'MD-02': {
      section: '2.3.1',
      shown: [
        'vectors/metadata/expired.txt',
        'test/unit/saml/login.test.ts: is refused with a provider whose metadata has expired, the skew of clocks allowed for',
        'test/unit/saml/finish.test.ts: finishes nothing any more',
      ],
    },
    'MD-04': {
      section: '2.4.1',
      shown: ['vectors/metadata/role-older.txt', 'vectors/metadata/role-protocol-similar.txt', 'vectors/metadata/roles-older.txt'],
    },
    'MD-05': { section: '2.4.1', as: 'SDP-MD12' },
    'MD-06': {
      section: '2.4.1.1',
      shown: ['vectors/metadata/keys-for-encryption.txt', 'vectors/metadata/keys-without-use.txt', 'vectors/metadata/key-use-unknown.txt'],
    },
    'MD-07': {
      section: '2.2.3',
      shown: [
        'test/unit/saml/service-provider.test.ts: is the first',
        'test/unit/saml/service-provider.test.ts: is the one that is said to be it',
        'test/unit/saml/own-metadata.test.ts: gives our addresses as they are, with the default where one is said to be it',
      ],
      note: 'Of the addresses of others none is indexed that is used yet.',
    },
    'MD-08': { section: '2.2.2', shown: ['vectors/metadata/location-logout.txt'] },
    'MD-09': {
      section: '2.4.3',
      shown: [
        'vectors/metadata/wants-signed-requests.txt',
        'test/unit/saml/login.test.ts: is refused without a key where the provider wants requests to be signed',
      ],
    },
    'MD-10': {
      section: '2.4.4',
      shown: [
        'test/interop/outgoing.test.ts: take our metadata, whatever it says',
        'test/unit/saml/own-metadata.test.ts: has all its parts in the order of the schema',
        'test/unit/saml/own-metadata.test.ts: where %s signature is wanted, asks for signed assertions: %s',
        'test/unit/saml/own-metadata.test.ts: publishes the current key, the next and those for encryption, in this order',
        'test/unit/saml/service-provider.test.ts: are refused: %s %s',
      ],
    },
    'MD-11': {
      section: '3.1',
      shown: [
        'vectors/metadata/signed-role-only.txt',
        'vectors/metadata/signed-duplicate-id.txt',
        'vectors/metadata/signed-forged-root.txt',
        'vectors/metadata/signed-entity-beside-forged.txt',
        'vectors/metadata/signed-sibling.txt',
      ],
    },
    'MD-13': {
      section: '2.3.2',
      shown: [
        'vectors/metadata/entity-id-exact.txt',
        'vectors/metadata/entity-id-longest.txt',
        'vectors/metadata/entity-id-long.txt',
        'vectors/metadata/group-not-normalised.txt',
      ],
    },
  },
  should: {
    'MD-03': {
      section: '2.3.2',
      shown: [
        'test/unit/metadata/metadata-source.test.ts: uses what it has for as long as the metadata allows, with some to spare, and then asks again',
        'test/unit/metadata/metadata-source.test.ts: goes on with it until its end, and not longer',
      ],
    },
    'MD-12': { section: '4.1', as: 'eGov-011' },
  },
  may: {
    'MD-14': { section: '2.5', shown: ['vectors/metadata/roles-other.txt', 'vectors/metadata/role-descriptor.txt'] },
  },
};

/** How metadata is trusted. */
export const interoperability: Source = {
  name: 'Metadata Interoperability Profile',
  must: {
    'MDIOP-01': { section: '2.6.1', as: 'IIP-MD12' },
    'MDIOP-02': { section: '2.6', as: 'IIP-MD06' },
    'MDIOP-03': {
      section: '2.6.1',
      shown: [
        'vectors/metadata/key-value-rsa.txt',
        'vectors/metadata/key-value-p256.txt',
        'vectors/metadata/key-value-p521.txt',
        'test/unit/saml/metadata-role.test.ts: may be given as bare numbers: %s',
      ],
    },
    'MDIOP-04': {
      section: '2.6.2',
      not: 'the certificates of servers are verified as Node does: a key in metadata that stands for a host would have to be kept fresh by that host',
    },
  },
  should: {},
};

/** How the metadata of one entity is asked for. */
export const query: Source = {
  name: 'Metadata Query Protocol',
  must: {
    'MDQ-01': { shown: ['test/unit/metadata/query.test.ts: has its name percent-encoded: %s'] },
    'MDQ-03': {
      shown: [
        'test/unit/metadata/metadata-source.test.ts: asks for metadata, packed or not, and follows nothing by itself',
        'test/unit/metadata/metadata-source.test.ts: asks only whether there is anything new, and goes on with what it has where there is not',
      ],
    },
    'MDQ-04': {
      shown: [
        'vectors/metadata/entity-other.txt',
        'vectors/metadata/group-not-found.txt',
        'test/unit/metadata/query.test.ts: must answer for the entity that was asked for',
      ],
    },
  },
  should: {
    'MDQ-05': {
      shown: [
        'test/unit/metadata/query.test.ts: is left alone for five minutes where it does not know the entity',
        'test/unit/metadata/query.test.ts: is asked once by a hundred logins at once',
      ],
    },
  },
};

/** How somebody else is asked which provider a person belongs to. */
export const discovery: Source = {
  name: 'Identity Provider Discovery Service Protocol',
  must: {
    'DISCO-01': {
      section: '2.4.1',
      shown: [
        'test/unit/saml/discovery.test.ts: says who asks, and where people come back',
        'test/unit/saml/discovery.test.ts: has what else is asked, and what shall come back',
      ],
    },
    'DISCO-02': {
      section: '2.4.3',
      shown: [
        'test/unit/saml/discovery.test.ts: is a provider that we know, whoever says so',
        'test/unit/saml/discovery.test.ts: is nobody where it names %s',
        'test/unit/saml/discovery.test.ts: is refused when it is there twice',
      ],
    },
    'DISCO-04': {
      shown: [
        'test/unit/saml/discovery.test.ts: is a provider that we know, whoever says so',
        'test/unit/saml/discovery.test.ts: is nobody where it names %s',
        'test/unit/saml/discovery.test.ts: is nobody where two providers go by that name',
      ],
      note: 'What ties the answer to the browser that asked is the application’s, which gets back the parameters that it gave.',
    },
  },
  should: {
    'DISCO-03': {
      section: '2.5',
      shown: [
        'test/unit/saml/own-metadata.test.ts: says where people come back from a discovery service, beside what is shown of us',
        'test/unit/saml/discovery.test.ts: a question to a discovery service > is refused for %s',
      ],
    },
  },
};

/** Who a person is, in attributes. */
export const subjectIdentifiers: Source = {
  name: 'Subject Identifier Attributes Profile',
  must: {
    'SUBJ-01': {
      section: '3.3, 3.4',
      shown: [
        'vectors/response/subject-id.txt',
        'vectors/response/subject-id-form.txt',
        'vectors/response/subject-id-long.txt',
        'vectors/response/subject-id-two-values.txt',
        'vectors/response/subject-id-two-attributes.txt',
      ],
    },
    'SUBJ-02': { section: '3.3.2', as: 'SDP-SP17' },
    'SUBJ-03': { section: '4', as: 'SDP-SP15' },
    'SUBJ-04': {
      section: '3.5',
      shown: [
        'vectors/response/scope-listed.txt',
        'vectors/response/scope-expression.txt',
        'vectors/response/scope-below.txt',
        'vectors/response/scope-letter.txt',
      ],
    },
  },
  should: {},
};

/** What else metadata may say. */
export const metadataExtensions: Source = {
  name: 'Metadata extensions: interface, attributes, algorithms, registration',
  must: {
    'EXT-03': {
      section: 'Entity Attributes 2',
      shown: ['vectors/metadata/entity-attributes.txt', 'vectors/metadata/entity-attributes-assertion.txt'],
    },
    'EXT-04': {
      section: 'Algorithm Support 2',
      shown: [
        'vectors/metadata/algorithms.txt',
        'test/unit/saml/announced.test.ts: is one that the provider takes with a key of this size',
        'test/unit/saml/announced.test.ts: is read with the sizes of keys that it names',
        'test/unit/saml/announced.test.ts: is the first that it announces and we use',
      ],
    },
  },
  should: {},
  may: {
    'EXT-01': {
      section: 'MDUI 2.1',
      shown: [
        'vectors/metadata/names.txt',
        'vectors/metadata/logos.txt',
        'test/unit/saml/metadata-role.test.ts: is nothing where extensions say nothing that can be used',
      ],
    },
    'EXT-02': { section: 'MDUI 2.2', not: 'whose people come to a provider an administrator says, and not what it writes of itself' },
    'EXT-05': {
      section: 'RPI',
      shown: [
        'test/unit/metadata/aggregate.test.ts: are chosen by role, registration authority and entity category',
        'test/unit/metadata/aggregate.test.ts: have no registration authority where they name two',
      ],
    },
  },
};
