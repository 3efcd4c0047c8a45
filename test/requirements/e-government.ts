import type { Source } from './source.ts';

/** What governments want implementations to do, by the lines of the profile. */
export const eGovernment: Source = {
  name: 'eGovernment Implementation Profile 2.0',
  must: {
    'eGov-001': { as: 'IIP-MD06' },
    'eGov-002': { shown: ['vectors/metadata/clean.txt', 'vectors/metadata/key-white-space.txt'] },
    'eGov-011': { shown: ['test/unit/web/sign-on.test.ts: has our metadata for whoever asks'] },
    'eGov-012': {
      shown: [
        'test/unit/metadata/trust.test.ts: is what stands in a store, and is read again when it is time',
        'test/unit/node/folder-store.test.ts: are found where somebody has put them',
      ],
    },
    'eGov-013': {
      shown: [
        'test/unit/metadata/metadata-source.test.ts: asks only whether there is anything new, and goes on with what it has where there is not',
      ],
    },
    'eGov-015': {
      shown: ['vectors/metadata/group-nested.txt', 'vectors/metadata/group-chosen.txt', 'vectors/metadata/group-only-provider.txt'],
    },
    'eGov-017': { as: 'IIP-MD03' },
    'eGov-030': { shown: ['vectors/response/attribute-formats.txt'] },
    'eGov-031': { shown: ['vectors/response/clean.txt', 'vectors/response/attribute-values.txt'] },
    'eGov-033': { as: 'IIP-SP04' },
    'eGov-040': {
      shown: [
        'test/unit/saml/outgoing.test.ts: verifies by node:crypto alone',
        'test/interop/outgoing.test.ts: verifies our requests by redirect, signed with $algorithm',
      ],
    },
    'eGov-041': {
      shown: [
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'test/unit/saml/login.test.ts: asks for %s',
        'test/unit/saml/login.test.ts: asks for a kind of name, or leaves that open',
        'test/unit/saml/login.test.ts: asks how the person must be authenticated, by class or by declaration',
        'test/interop/outgoing.test.ts: take our requests, whatever they ask, signed within or not',
      ],
    },
    'eGov-050': {
      shown: ['test/interop/artifact.test.ts: signs in at the handlers', 'vectors/artifact/resolved.txt', 'vectors/post/login.txt'],
    },
    'eGov-052': { shown: ['vectors/response/clean-unsolicited.txt', 'vectors/response/unsolicited-off.txt'] },
    'eGov-054': { as: 'IIP-SSO04' },
    'eGov-055': {
      shown: [
        'vectors/response/encrypted.txt',
        'test/unit/saml/encrypted-parts.test.ts: is the subject once it is opened',
        'test/unit/saml/encrypted-parts.test.ts: stands in its place among the others once it is opened',
      ],
    },
    'eGov-065': {
      shown: [
        'vectors/response/session-end-last.txt',
        'vectors/response/session-end-beyond.txt',
        'vectors/response/session-nearest-end.txt',
        'test/unit/saml/finish.test.ts: has the nearest end of several sessions, and the session of the statement that was asked for',
        'test/unit/web/sessions.test.ts: ends when the provider says, or earlier where ours ends earlier',
        'test/unit/web/sessions.test.ts: follows a login through the handlers, until the instant that the assertion names',
      ],
    },
    'eGov-066': { as: 'IIP-SP07' },
    'eGov-067': {
      shown: ['test/unit/saml/authn-context.test.ts: is held to what the request asked for, and to nothing where it asked for nothing'],
    },
    'eGov-070': {
      shown: ['test/unit/artifact/resolve.test.ts: is asked for by a request of the schema, signed by us', 'vectors/artifact/resolved.txt'],
    },
    'eGov-071': {
      shown: [
        'test/unit/artifact/resolve.test.ts: is asked for by a request of the schema, signed by us',
        'test/unit/artifact/resolve.test.ts: is asked for over TLS, whatever is pardoned',
      ],
    },
    'eGov-073': {
      shown: [
        'vectors/artifact/resolved-around-signed.txt',
        'vectors/artifact/answer-around-stranger.txt',
        'test/unit/artifact/resolve.test.ts: is asked for over TLS, whatever is pardoned',
      ],
    },
    'eGov-110': { as: 'IIP-ALG02' },
    'eGov-111': { as: 'IIP-ALG01' },
    'eGov-117': { as: 'IIP-ALG06' },
    'eGov-090': { as: 'IIP-SP14' },
    'eGov-094': {
      shown: [
        'test/unit/saml/logout.test.ts: goes by redirect, signed in the query',
        'vectors/logout/request-unsigned.txt',
        'vectors/logout/request-unsigned-redirect.txt',
        'vectors/logout/request-unsigned-soap.txt',
      ],
    },
    'eGov-099': {
      shown: [
        'test/unit/web/oidc-logout.test.ts: may stay signed in at the provider',
        'test/unit/web/saml-logout.test.ts: is signed out here first, then sent to the provider, and told what it has answered by %s',
      ],
    },
    'eGov-103': {
      shown: [
        'test/unit/saml/logout-reply.test.ts: is signed, whichever way it goes',
        'vectors/logout/response-unsigned.txt',
        'vectors/logout/response-changed.txt',
      ],
      note: 'SimpleSAMLphp signs no answer as it comes: one that is not signed changes nothing, and says that nobody has confirmed it.',
    },
  },
  should: {
    'eGov-008': { shown: ['vectors/metadata/entity-attributes.txt'] },
    'eGov-014': {
      not: 'a source has one location; where that has nothing, what is known stays in force, and the backup is there for a start',
    },
    'eGov-016': {
      shown: [
        'test/unit/metadata/metadata-source.test.ts: fetches nothing before it is needed, and then once for all who need it',
        'test/properties/rollover.test.ts: has each login judged by one whole record, and by none that was before one which somebody has had',
      ],
    },
    'eGov-018': { as: 'IIP-MD03' },
    'eGov-112': { as: 'IIP-ALG03' },
  },
  may: {
    'eGov-062': {
      shown: [
        'vectors/response/assertions-two.txt',
        'vectors/response/attribute-merged-statements.txt',
        'vectors/response/authentication-second-statement.txt',
      ],
    },
  },
};
