import type { Source } from './source.ts';

/** What the Kantara Initiative wants every implementation to be able to do; the ids are its own. */
export const implementationProfile: Source = {
  name: 'Implementation Profile for Federation Interoperability',
  must: {
    'IIP-G01': {
      shown: [
        'test/unit/saml/time-rules.test.ts: %s lets pass what is just within, and no second more',
        'test/unit/saml/service-provider.test.ts: takes each limit up to its bounds',
        'test/unit/saml/login.test.ts: is refused with a provider whose metadata has expired, the skew of clocks allowed for',
      ],
    },
    'IIP-G02': { shown: ['vectors/response/longest-texts.txt'] },
    'IIP-G03': {
      shown: [
        'vectors/response/doctype.txt',
        'vectors/metadata/not-without-doctype.txt',
        'vectors/redirect/deflate-doctype.txt',
        'vectors/xml/doctype-external.txt',
        'test/unit/saml/outgoing.test.ts: is base64 of the XML itself, never deflated',
      ],
    },
    'IIP-MD02': {
      shown: [
        'test/unit/metadata/metadata-source.test.ts: uses what it has for as long as the metadata allows, with some to spare, and then asks again',
        'test/unit/metadata/metadata-source.test.ts: goes on with what it has where there is nothing better',
        'test/unit/metadata/trust.test.ts: may come without TLS, and packed, and one of many',
        'test/unit/metadata/trust.test.ts: is followed to the same host three times, and to no other',
        'test/unit/core/http.test.ts: is followed on the same origin, as often as was said',
        'vectors/metadata/group-nested.txt',
      ],
    },
    'IIP-MD03': {
      shown: [
        'vectors/metadata/signed.txt',
        'vectors/metadata/signed-changed.txt',
        'vectors/metadata/signed-not.txt',
        'vectors/metadata/signed-stranger.txt',
        'vectors/metadata/signed-by-itself.txt',
        'test/unit/saml/metadata.test.ts: is believed when a key that we trust has signed all of it',
      ],
    },
    'IIP-MD04': {
      shown: [
        'vectors/metadata/expired.txt',
        'test/unit/metadata/trust.test.ts: has an end that is not too far ahead, where that is demanded',
        'test/unit/metadata/query.test.ts: must sign, say until when, and not too far ahead: 14 days, or as many as were said',
      ],
    },
    'IIP-MD05': {
      shown: [
        'vectors/metadata/names.txt',
        'vectors/metadata/logos.txt',
        'vectors/metadata/scopes.txt',
        'vectors/metadata/algorithms.txt',
        'vectors/metadata/entity-attributes.txt',
        'vectors/metadata/extensions-unknown.txt',
        'test/unit/saml/metadata-role.test.ts: is names, pictures, scopes, algorithms and attributes of the entity',
      ],
    },
    'IIP-MD06': {
      shown: [
        'test/unit/saml/metadata.test.ts: makes a provider of what it says, and leaves the rest at its default',
        'test/unit/crypto/keys.test.ts: from a certificate that is signed wrongly or with SHA-1 is a key all the same: trust is the key',
        'vectors/dsig/key-from-metadata.txt',
        'test/unit/saml/signatures.test.ts: cannot answer for each other, whatever they call themselves',
      ],
      note: 'TLS is believed as Node believes it; the keys of the metadata count for what is signed.',
    },
    'IIP-MD07': {
      shown: [
        'vectors/dsig/rollover-old.txt',
        'vectors/dsig/rollover-new.txt',
        'vectors/metadata/keys-rollover.txt',
        'vectors/metadata/keys-one-descriptor.txt',
        'test/unit/xmldsig/verify.test.ts: is in each of them, so that old and new serve during a rollover',
        'test/unit/xmldsig/verify.test.ts: ends with the key',
      ],
    },
    'IIP-MD09': {
      shown: [
        'test/unit/saml/own-metadata.test.ts: announces the algorithms that are accepted without a pardon, and no other',
        'test/unit/saml/own-metadata.test.ts: asks those who have a key for encryption for AES-GCM first, or for nothing else',
      ],
    },
    'IIP-MD11': {
      shown: [
        'vectors/metadata/keys-without-use.txt',
        'test/unit/saml/metadata-role.test.ts: are all that may sign: for signing, and for no use in particular',
      ],
    },
    'IIP-MD12': {
      shown: [
        'test/unit/crypto/keys.test.ts: from a certificate out of date is a key all the same',
        'test/unit/crypto/keys.test.ts: from a certificate that is signed wrongly or with SHA-1 is a key all the same: trust is the key',
        'test/unit/crypto/certificate.test.ts: is found whatever else the certificate says',
        'test/unit/saml/metadata-role.test.ts: are read from certificates with line breaks, out of date, of version 1, or signed with SHA-1: trust is the key',
      ],
    },
    'IIP-SSO01': {
      shown: [
        'vectors/response/clean.txt',
        'test/unit/saml/finish.test.ts: begins with our own request and ends with the answer to it',
        'test/interop/lab.test.ts: signs in whoever it was asked for, once',
      ],
    },
    'IIP-SSO02': {
      shown: [
        'test/unit/saml/login.test.ts: goes by redirect where the provider has that, else by form, or as told',
        'test/unit/saml/outgoing.test.ts: verifies by node:crypto alone',
        'test/unit/saml/outgoing.test.ts: is signed within, as xml-crypto sees it',
        'test/interop/outgoing.test.ts: knows us by our metadata and reads our requests, signed with $algorithm',
      ],
    },
    'IIP-SSO03': { shown: ['vectors/post/login.txt', 'vectors/response/status-no-passive.txt', 'vectors/response/status-requester.txt'] },
    'IIP-SSO04': {
      shown: [
        'vectors/response/clean.txt',
        'vectors/response/clean-response-signed.txt',
        'vectors/response/clean-both-signed.txt',
        'test/unit/saml/signatures.test.ts: is our setting: wanted %s, found %s, accepted %s',
      ],
    },
    'IIP-SSO05': {
      shown: [
        'vectors/response/subject-qualifiers-absent.txt',
        'vectors/response/subject-qualifiers-noted.txt',
        'test/unit/saml/finish.test.ts: has the name exactly as it was sent',
        'test/unit/saml/subject.test.ts: has qualifiers that are ours and theirs, or absent; others are noted',
      ],
    },
    'IIP-SSO06': {
      shown: [
        'vectors/metadata/wants-signed-requests.txt',
        'vectors/metadata/name-id-formats.txt',
        'vectors/metadata/location-query.txt',
        'test/unit/saml/outgoing.test.ts: %s with %j keeps its query and doubles nothing',
        'test/unit/saml/login.test.ts: is refused without a key where the provider wants requests to be signed',
        'test/unit/saml/metadata-role.test.ts: are read by binding, in their order, each with where responses go',
      ],
    },
    'IIP-SSO07': {
      shown: [
        'vectors/response/advice.txt',
        'vectors/response/response-extensions.txt',
        'vectors/response/response-consent.txt',
        'vectors/response/authz-decision.txt',
        'vectors/response/locality.txt',
        'vectors/response/authorities.txt',
      ],
    },
    'IIP-SP01': {
      shown: [
        'vectors/response/attribute-prototype.txt',
        'vectors/response/attribute-formats.txt',
        'vectors/response/longest-texts.txt',
        'test/unit/saml/attributes.test.ts: may have any name: %s',
      ],
    },
    'IIP-SP02': {
      shown: [
        'vectors/response/attribute-comment.txt',
        'vectors/response/attribute-unknown-type.txt',
        'vectors/response/attribute-nil.txt',
        'vectors/response/attribute-element.txt',
        'test/unit/saml/attributes.test.ts: keep their values to the last blank',
        'test/unit/saml/attributes.test.ts: tell text, nothing, names and other elements apart',
      ],
    },
    'IIP-SP03': {
      shown: [
        'test/unit/saml/login.test.ts: asks for a kind of name, or leaves that open',
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
      ],
    },
    'IIP-SP04': {
      shown: [
        'test/unit/saml/discovery.test.ts: says who asks, and where people come back',
        'test/unit/saml/discovery.test.ts: has what else is asked, and what shall come back',
        'test/unit/saml/discovery.test.ts: is a provider that we know, whoever says so',
        'test/unit/saml/discovery.test.ts: is nobody where it names %s',
      ],
    },
    'IIP-SP05': {
      shown: [
        'test/unit/saml/signatures.test.ts: cannot answer for each other, whatever they call themselves',
        'test/unit/saml/finish.test.ts: is another one where another provider made it, though it has its ID and name',
      ],
    },
    'IIP-SP06': { shown: ['test/unit/saml/login.test.ts: asks how the person must be authenticated, by class or by declaration'] },
    'IIP-SP07': {
      shown: [
        'vectors/response/context-exact.txt',
        'vectors/response/context-exact-other.txt',
        'vectors/response/context-exact-none.txt',
        'vectors/response/context-declaration.txt',
      ],
    },
    'IIP-SP08': {
      shown: [
        'vectors/response/encrypted-key-current.txt',
        'vectors/response/encrypted-key-next.txt',
        'vectors/response/encrypted-key-not-yet.txt',
        'vectors/response/encrypted-for-another.txt',
        'test/unit/saml/encryption.test.ts: is opened with any of our keys',
      ],
    },
    'IIP-SP09': {
      shown: [
        'vectors/response/return-to.txt',
        'test/unit/saml/login.test.ts: never travels: where the person wanted to go stays here',
        'test/unit/web/challenge.test.ts: is sent to the provider and back to the very page',
        'test/unit/web/requests.test.ts: is never %j',
        'test/examples/readme.test.ts: sign somebody in, keep out others, and sign out: $name',
      ],
    },
    'IIP-SP10': { shown: ['test/unit/saml/attributes.test.ts: may have any name: %s', 'vectors/response/attribute-prototype.txt'] },
    'IIP-SP11': {
      shown: [
        'test/unit/saml/attributes.test.ts: of one name and different formats are different, and a friendly name tells nothing apart',
      ],
    },
    'IIP-SP12': {
      shown: [
        'vectors/response/subject-qualifiers-absent.txt',
        'vectors/response/name-id-without-format.txt',
        'vectors/response/name-id-long.txt',
      ],
    },
    'IIP-SP13': { shown: ['vectors/response/wanted-response.txt', 'vectors/response/wanted-both.txt'] },
    'IIP-ALG01': {
      shown: [
        'vectors/dsig/algorithm-rsa-sha256.txt',
        'test/unit/xmldsig/verify.test.ts: with a digest of %s is verified',
        'test/unit/xmldsig/sign.test.ts: with %s by %s is verified by us',
      ],
    },
    'IIP-ALG02': {
      shown: [
        'vectors/dsig/algorithm-rsa-sha256.txt',
        'vectors/redirect/signed-clean.txt',
        'test/unit/saml/outgoing.test.ts: verifies by node:crypto alone',
        'test/unit/xmldsig/sign.test.ts: with %s by %s is verified by us',
      ],
    },
    'IIP-ALG04': {
      shown: [
        'vectors/response/encrypted.txt',
        'vectors/response/encrypted-aes-128-gcm.txt',
        'test/unit/saml/encryption.test.ts: is opened from %s',
        'test/unit/saml/encryption.test.ts: is one refusal with one set of details: %s',
        'test/unit/crypto/decryption.test.ts: with $name is what the vectors of NIST say, and no other',
      ],
    },
    'IIP-ALG06': {
      shown: [
        'vectors/response/encrypted-oaep-older-sha256.txt',
        'vectors/response/encrypted-oaep-newer.txt',
        'vectors/response/encrypted-oaep-no-digest.txt',
        'vectors/response/encrypted-oaep-sha256.txt',
        'test/unit/crypto/decryption.test.ts: is what OpenSSL has wrapped, %s for both hashes',
        'test/unit/crypto/decryption.test.ts: may have the digest %s and the mask %s',
      ],
    },
    'IIP-ALG08': {
      shown: [
        'test/unit/saml/blocked.test.ts: is refused in a signature, and no other is',
        'test/unit/saml/blocked.test.ts: is not signed with: another that the key can make takes its place, and without one there is no service provider',
      ],
    },
    'IIP-EXT01': {
      shown: [
        'vectors/response/response-extensions.txt',
        'vectors/response/response-attribute.txt',
        'vectors/response/attribute-foreign-attribute.txt',
        'vectors/response/advice.txt',
        'vectors/metadata/extensions-unknown.txt',
        'test/unit/saml/metadata-role.test.ts: is nobody else’s: extensions of any kind are passed over',
      ],
    },
    'IIP-SP15': {
      shown: [
        'test/unit/saml/logout.test.ts: goes by redirect, signed in the query',
        'vectors/logout/request-clean-redirect.txt',
        'vectors/logout/response-clean-redirect.txt',
        'test/unit/saml/logout-reply.test.ts: goes where answers belong, on the way on which the request came',
        'test/interop/logout.test.ts: ends its session because of ours, and says so under its signature',
      ],
    },
    'IIP-SP16': {
      shown: [
        'vectors/logout/request-encrypted.txt',
        'vectors/logout/request-encrypted-next.txt',
        'vectors/logout/request-encrypted-redirect.txt',
      ],
    },
    'IIP-SP17': {
      shown: [
        'test/unit/saml/logout-reply.test.ts: goes where answers belong, on the way on which the request came',
        'test/unit/saml/logout.test.ts: goes by form, signed within, where the provider offers no more or that is wanted',
        'vectors/metadata/location-logout.txt',
      ],
    },
  },
  should: {
    'IIP-MD01': {
      not: 'a federation is asked for the providers that are configured, and never for one that a message names: else anybody could have us ask, and trust, whom they like',
    },
    'IIP-MD10': {
      shown: [
        'vectors/metadata/algorithms.txt',
        'test/unit/saml/announced.test.ts: is %s that the provider announces',
        'test/unit/saml/announced.test.ts: is one that the provider takes with a key of this size',
        'test/unit/saml/announced.test.ts: is never another than the one that the signer was given',
        'test/unit/saml/announced.test.ts: is none where only %s is announced',
        'test/unit/saml/announced.test.ts: is signed with one of them, by redirect and by form',
      ],
    },
    'IIP-SP13-b': {
      not: 'most products sign the assertion alone as they come, and what is read was signed in any case; `wantSigned` demands more',
    },
    'IIP-ALG03': {
      shown: [
        'vectors/dsig/algorithm-ecdsa-sha256.txt',
        'vectors/dsig/ecdsa-der.txt',
        'vectors/redirect/signed-ecdsa.txt',
        'test/unit/saml/outgoing.test.ts: is signed with %s over the octets as sent',
      ],
    },
    'IIP-ALG05-b': {
      shown: ['vectors/response/encrypted-cbc.txt', 'test/unit/saml/encryption.test.ts: is noted, and refused where that is our setting'],
    },
    'IIP-ALG07': {
      shown: [
        'test/unit/node/tls.test.ts: is 1.2 at least',
        'test/unit/node/tls.test.ts: is refused whatever the environment of the process says',
        'test/unit/node/tls.test.ts: is believed when its authority is, and it is over the name or the number that was asked',
      ],
    },
    'IIP-ALG08-b': {
      shown: [
        'vectors/dsig/md5-digest.txt',
        'vectors/dsig/md5-signature.txt',
        'vectors/response/encrypted-rsa-1_5.txt',
        'vectors/response/encrypted-content-triple-des.txt',
      ],
    },
    'IIP-SP14': {
      shown: [
        'test/interop/logout.test.ts: ends its session because of ours, and says so under its signature',
        'test/interop/logout.test.ts: asks us to end the very session that we have, and takes our answer',
      ],
    },
  },
  may: {
    'IIP-ALG05': { shown: ['vectors/response/encrypted-cbc.txt', 'vectors/response/encrypted-aes-128-cbc.txt'] },
  },
};
