import type { Source } from './source.ts';

/** How the Kantara Initiative wants SAML to be deployed, as far as a library has a part in it; the ids are its own. */
export const deploymentProfile: Source = {
  name: 'Deployment Profile for Federation Interoperability (SAML2int)',
  must: {
    'SDP-G02': {
      shown: [
        'test/unit/saml/login.test.ts: has an ID of 160 random bits, which leads to the handle where an answer has lost it',
        'test/unit/saml/login.test.ts: is refused beyond 80 printable ASCII characters: %j',
        'test/unit/saml/login.test.ts: is refused for %s',
        'test/unit/saml/inspection.test.ts: shows %s as %s',
      ],
    },
    'SDP-G03': { as: 'IIP-G03' },
    'SDP-G04': {
      shown: [
        'test/unit/saml/inspection.test.ts: shows %s as %s',
        'test/unit/saml/service-provider.test.ts: options that cannot be > are refused: %s %s',
      ],
    },
    'SDP-MD04': {
      shown: [
        'test/unit/saml/own-metadata.test.ts: says who we are and where answers belong, and nothing that nobody decided',
        'test/unit/saml/own-metadata.test.ts: publishes the current key, the next and those for encryption, in this order',
      ],
    },
    'SDP-MD05': {
      shown: [
        'test/unit/saml/own-metadata.test.ts: publishes the current key, the next and those for encryption, in this order',
        'test/unit/saml/own-metadata.test.ts: cannot be written where %s is not as metadata has it',
      ],
    },
    'SDP-MD06': {
      shown: [
        'vectors/dsig/rsa-1024.txt',
        'vectors/metadata/key-value-short.txt',
        'test/unit/crypto/keys.test.ts: of %i bits RSA is none',
        'test/unit/crypto/signer.test.ts: a private key that signs > is refused for %s, with the field',
      ],
    },
    'SDP-MD07': {
      shown: [
        'vectors/metadata/key-curve.txt',
        'test/unit/crypto/keys.test.ts: of the kind %s is none, however it comes',
        'test/unit/crypto/signer.test.ts: a private key that signs > is refused for %s, with the field',
      ],
    },
    'SDP-MD08': {
      shown: ['test/unit/saml/own-metadata.test.ts: publishes the current key, the next and those for encryption, in this order'],
    },
    'SDP-MD09': {
      shown: [
        'test/unit/saml/inspection.test.ts: with everything said has nothing against it but what we decided',
        'test/unit/saml/inspection.test.ts: with no more than must be said lacks what SAML2int wants',
      ],
    },
    'SDP-MD10': {
      shown: [
        'test/unit/saml/description.test.ts: takes a logo from %s',
        'test/unit/saml/description.test.ts: how we describe ourselves > is refused: %s %s',
      ],
    },
    'SDP-MD11': {
      shown: [
        'test/unit/saml/inspection.test.ts: with everything said has nothing against it but what we decided',
        'test/unit/saml/inspection.test.ts: with no more than must be said lacks what SAML2int wants',
      ],
    },
    'SDP-MD12': { shown: ['test/unit/saml/metadata-role.test.ts: is where people are sent when something is wrong, if they may be'] },
    'SDP-ALG01': {
      shown: [
        'vectors/response/encrypted.txt',
        'vectors/response/encrypted-aes-128-gcm.txt',
        'vectors/response/encrypted-oaep-no-digest.txt',
        'test/unit/xmldsig/sign.test.ts: is in the exclusive form, and digested by SHA-256',
        'test/unit/crypto/signer.test.ts: of %s uses %s unless told otherwise',
      ],
    },
    'SDP-SP01': { as: 'IIP-SSO01' },
    'SDP-SP02': { shown: ['test/unit/saml/login.test.ts: goes by redirect where the provider has that, else by form, or as told'] },
    'SDP-SP04': { shown: ['test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs'] },
    'SDP-SP06': {
      shown: [
        'test/unit/saml/service-provider.test.ts: keeps addresses and its name as they were given',
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'test/unit/saml/login.test.ts: is refused for %s',
        'test/unit/saml/own-metadata.test.ts: gives our addresses as they are, with the default where one is said to be it',
      ],
    },
    'SDP-SP07': {
      shown: [
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'test/unit/saml/login.test.ts: asks how the person must be authenticated, by class or by declaration',
      ],
    },
    'SDP-SP08': { as: 'IIP-SSO03' },
    'SDP-SP10': { as: 'IIP-SP08' },
    'SDP-SP11': {
      shown: [
        'test/unit/saml/status.test.ts: with the codes %j means %s',
        'test/unit/saml/status.test.ts: gives all codes from the outermost to the innermost, and its words for the log',
        'test/unit/saml/status.test.ts: has proven that it is the provider only where the answer is signed',
      ],
    },
    'SDP-SP13': {
      shown: ['vectors/response/name-id-absent.txt', 'test/unit/saml/finish.test.ts: names nobody where the provider names nobody'],
    },
    'SDP-SP14': { shown: ['vectors/response/subject-id.txt', 'vectors/response/pairwise-id.txt', 'vectors/response/subject-id-alone.txt'] },
    'SDP-SP15': { shown: ['test/unit/saml/own-metadata.test.ts: says which identifier of the subject we need: %s'] },
    'SDP-SP16': {
      shown: [
        'test/unit/saml/finish.test.ts: is another one where another provider made it, though it has its ID and name',
        'test/unit/saml/finish.test.ts: must come from the provider that was asked, by our own id of it',
        'test/unit/saml/finish.test.ts: is who it is, how it was proven, and where the person wanted to go',
      ],
    },
    'SDP-SP17': {
      shown: [
        'vectors/response/scope-listed.txt',
        'vectors/response/scope-other.txt',
        'vectors/response/scope-unknown.txt',
        'test/unit/saml/scopes.test.ts: are left out where the provider may not speak for their scope, and noted by their attribute and scope alone',
      ],
    },
    'SDP-SP19': {
      shown: [
        'vectors/response/attribute-merged.txt',
        'test/unit/saml/attributes.test.ts: of one name and format are one, in the place of the first',
      ],
    },
    'SDP-SP20': { as: 'IIP-SP05' },
    'SDP-SP23': { as: 'IIP-SP04' },
    'SDP-SP37': { as: 'IIP-MD07' },
    'SDP-SP38': { as: 'IIP-SP08' },
    'SDP-SP39': {
      shown: [
        'test/unit/saml/inspection.test.ts: with everything said has nothing against it but what we decided',
        'test/unit/saml/inspection.test.ts: with no more than must be said lacks what SAML2int wants',
        'test/interop/outgoing.test.ts: take our metadata, whatever it says',
      ],
    },
    'SDP-SP25': {
      shown: ['test/unit/saml/logout.test.ts: goes by redirect, signed in the query'],
    },
    'SDP-SP26': {
      shown: [
        'vectors/logout/request-clean-redirect.txt',
        'vectors/logout/request-query-lower-case.txt',
        'test/interop/logout.test.ts: asks us to end the very session that we have, and takes our answer',
      ],
    },
    'SDP-SP27': {
      shown: ['test/unit/web/saml-logout.test.ts: is sent by a form where the provider wants one, by a page that says so'],
      note: 'No page of ours has a frame: whoever signs out is sent to the provider as a whole window.',
    },
    'SDP-SP28': {
      shown: ['test/unit/saml/logout.test.ts: goes by redirect, signed in the query', 'test/unit/saml/logout.test.ts: is refused %s'],
    },
    'SDP-SP29': {
      shown: [
        'test/unit/saml/logout.test.ts: says who asks, whom, when, whose session it is and which',
        'test/unit/saml/logout.test.ts: leaves out what the provider has left out of its name for the person',
        'test/properties/logout.test.ts: is read as it was meant, whoever it is of, and its answer as it was given',
      ],
    },
    'SDP-SP30': {
      shown: ['test/unit/saml/logout.test.ts: says who asks, whom, when, whose session it is and which'],
    },
    'SDP-SP31': {
      shown: ['test/unit/saml/logout-reply.test.ts: goes where answers belong, on the way on which the request came'],
    },
    'SDP-SP32': {
      shown: ['vectors/logout/response-clean-redirect.txt'],
    },
    'SDP-SP33': {
      shown: ['test/unit/saml/logout-reply.test.ts: is signed, whichever way it goes'],
    },
    'SDP-SP34': {
      shown: [
        'test/unit/web/saml-logout.test.ts: is signed out here first, then sent to the provider, and told what it has answered by %s',
        'test/unit/web/oidc-logout.test.ts: has no session any more at the moment when the provider is asked, whatever comes of that',
      ],
    },
    'SDP-SP35': {
      shown: ['test/unit/web/sessions.test.ts: ends when the provider says, or earlier where ours ends earlier'],
      note: 'A session that has ended by its time is not found any more; nothing is sent because of it.',
    },
  },
  should: {
    'SDP-SP05': {
      shown: [
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'test/unit/saml/login.test.ts: names a consumer service of ours by its address or by its index',
      ],
    },
    'SDP-SP17-b': {
      shown: [
        'vectors/response/scope-expression.txt',
        'vectors/response/scope-expression-not-understood.txt',
        'test/unit/saml/scopes.test.ts: are ours in place of those of its metadata',
      ],
      note: 'Scopes count, too, where nobody but the provider itself vouches for its metadata: our `scopes` take their place.',
    },
    'SDP-SP18': {
      shown: ['test/unit/providers/presets.test.ts: gives people the name and the address that federations show them by: %s'],
    },
    'SDP-SP21': { as: 'IIP-SP09' },
  },
  may: {
    'SDP-SP24': { as: 'IIP-SP14' },
  },
};
