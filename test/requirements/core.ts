import type { Source } from './source.ts';

/** SAML V2.0, Assertions and Protocols. */
export const core: Source = {
  name: 'Core, with errata',
  must: {
    'CORE-01': {
      section: '1.3.1',
      shown: [
        'vectors/response/name-id-blank.txt',
        'vectors/response/audience-blank.txt',
        'test/unit/saml/login.test.ts: is refused for %s',
        'test/unit/saml/service-provider.test.ts: are refused: %s %s',
      ],
    },
    'CORE-02': {
      section: '1.3.3',
      shown: [
        'vectors/response/time-offset.txt',
        'vectors/response/time-zone-missing.txt',
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
      ],
    },
    'CORE-04': {
      section: '1.3.4',
      shown: [
        'test/unit/saml/login.test.ts: has an ID of 160 random bits, which leads to the handle where an answer has lost it',
        'test/unit/saml/login.test.ts: is another one each time',
      ],
    },
    'CORE-05': {
      section: '1.3.4',
      shown: [
        'vectors/dsig/reference-id-twice.txt',
        'vectors/response/duplicate-elsewhere.txt',
        'vectors/response/duplicate-forged.txt',
        'vectors/response/duplicate-response.txt',
      ],
    },
    'CORE-06': { section: '2.3.3', shown: ['vectors/response/assertion-version.txt', 'vectors/response/assertion-version-missing.txt'] },
    'CORE-07': {
      section: '2.3.3',
      shown: [
        'vectors/response/assertion-id-missing.txt',
        'vectors/response/assertion-issue-instant-missing.txt',
        'vectors/response/assertion-issuer-missing.txt',
      ],
    },
    'CORE-08': {
      section: '2.4.1.2',
      shown: [
        'vectors/response/conditions-window.txt',
        'vectors/response/conditions-window-reversed.txt',
        'vectors/response/confirmation-window.txt',
      ],
    },
    'CORE-09': {
      section: '2.5.1',
      shown: [
        'vectors/response/condition-unknown.txt',
        'vectors/response/condition-unknown-type.txt',
        'vectors/response/conditions-not-before-beyond.txt',
      ],
    },
    'CORE-10': { section: '2.5.1', shown: ['vectors/response/one-time-use-twice.txt', 'vectors/response/proxy-restriction-twice.txt'] },
    'CORE-11': {
      section: '2.5.1.4',
      shown: [
        'vectors/response/audience-other.txt',
        'vectors/response/audience-among-others.txt',
        'vectors/response/audience-second-restriction.txt',
        'vectors/response/audience-two-restrictions.txt',
      ],
    },
    'CORE-12': {
      section: '2.5.1.5',
      shown: ['vectors/response/one-time-use.txt', 'vectors/response/replayed.txt'],
      note: 'To remember what was used is a SHOULD in the text; the MUST is to keep nothing for later.',
    },
    'CORE-13': { section: '2.5.1.6', not: 'binds whoever issues assertions on the strength of this one, which nothing here does' },
    'CORE-14': { section: '2.7.2', shown: ['vectors/response/subject-missing.txt'] },
    'CORE-16': { section: '2.7.3', shown: ['vectors/response/subject-missing.txt'] },
    'CORE-17': { section: '2.7.3.1', as: 'IIP-SP11' },
    'CORE-18': {
      section: '2.7.3.1.1',
      shown: ['vectors/response/attribute-nil.txt', 'vectors/response/attribute-none.txt', 'vectors/response/attribute-values.txt'],
    },
    'CORE-19': {
      section: '3.2.1',
      shown: [
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'vectors/logout/request-id-missing.txt',
        'vectors/logout/request-version-missing.txt',
        'vectors/logout/request-version.txt',
        'vectors/logout/request-issue-instant-missing.txt',
      ],
    },
    'CORE-20': {
      section: '3.2.1',
      shown: [
        'vectors/logout/request-destination.txt',
        'vectors/logout/request-destination-redirect.txt',
        'vectors/logout/request-destination-soap.txt',
      ],
    },
    'CORE-21': {
      section: '3.2.2',
      shown: [
        'vectors/response/response-in-response-to.txt',
        'vectors/response/response-in-response-to-absent.txt',
        'vectors/response/response-in-response-to-unsolicited.txt',
        'vectors/response/confirmation-in-response-to-missing.txt',
      ],
      note: 'The text has it absent from an answer to a request in no case. Of an envelope that nobody signed that would prove nothing: what was signed must have it.',
    },
    'CORE-22': {
      section: '3.2.2',
      shown: [
        'vectors/response/response-destination.txt',
        'vectors/response/response-destination-slash.txt',
        'vectors/response/response-destination-case.txt',
        'vectors/response/response-destination-empty.txt',
      ],
    },
    'CORE-23': { section: '3.2.2.2', shown: ['vectors/response/status-other.txt', 'vectors/response/status-second-level-outermost.txt'] },
    'CORE-25': {
      section: '3.3.2.2.1',
      shown: [
        'test/unit/saml/login.test.ts: asks how the person must be authenticated, by class or by declaration',
        'test/unit/saml/login.test.ts: is refused for %s',
      ],
      note: 'The order is one of preference; what comes back is held to be one of them, not the first.',
    },
    'CORE-26': {
      section: '3.3.4',
      shown: [
        'vectors/response/subject-asked.txt',
        'vectors/response/subject-asked-format-noted.txt',
        'test/unit/saml/subject.test.ts: is the one that was asked for to its last attribute',
      ],
      note: 'The text binds whoever answers a query; here it is noted where an answer names somebody else than was asked for.',
    },
    'CORE-27': {
      section: '3.4.1',
      shown: ['test/unit/saml/login.test.ts: names a consumer service of ours by its address or by its index'],
    },
    'CORE-28': {
      section: '3.4.1',
      shown: ['vectors/response/status-no-passive.txt', 'test/unit/saml/login.test.ts: asks for %s'],
      note: 'Asked for together, IsPassive goes first: the provider must not authenticate anew unless it can do so unseen.',
    },
    'CORE-29': {
      section: '3.4.1.1',
      shown: [
        'vectors/response/subject-format.txt',
        'vectors/response/subject-format-noted.txt',
        'vectors/response/subject-format-unspecified.txt',
        'vectors/response/subject-qualifiers-asked-noted.txt',
      ],
    },
    'CORE-30': {
      section: '3.4.1.4',
      shown: ['vectors/response/response-assertions-none.txt', 'vectors/response/authentication-statement-missing.txt'],
    },
    'CORE-37': {
      section: '4.1.3',
      shown: [
        'vectors/response/response-version-1.1.txt',
        'vectors/response/response-version-2.1.txt',
        'vectors/response/kind-saml-1.txt',
        'vectors/response/assertion-saml-1.txt',
      ],
    },
    'CORE-38': {
      section: '5.4.1',
      shown: [
        'vectors/response/moved-to-response.txt',
        'vectors/response/moved-to-extensions.txt',
        'vectors/dsig/object.txt',
        'vectors/dsig/transform-canonical-only.txt',
      ],
    },
    'CORE-39': {
      section: '5.4.2',
      shown: [
        'vectors/dsig/reference-none.txt',
        'vectors/dsig/reference-twice.txt',
        'vectors/dsig/reference-other.txt',
        'vectors/dsig/reference-external.txt',
        'vectors/dsig/reference-xpointer.txt',
        'vectors/dsig/reference-empty-inner.txt',
      ],
      note: 'An empty reference is taken where the element is the root of the document, which it then means.',
    },
    'CORE-41': { section: '5.4.4', as: 'CORE-40' },
    'CORE-44': {
      section: '6.1',
      shown: [
        'vectors/response/encrypted.txt',
        'vectors/response/encrypted-type-absent.txt',
        'vectors/response/encrypted-type-content.txt',
        'vectors/response/encrypted-data-twice.txt',
      ],
    },
    'CORE-47': {
      section: '8.3.6',
      shown: [
        'vectors/response/assertion-issuer-qualified.txt',
        'vectors/response/response-issuer-format.txt',
        'vectors/metadata/entity-id-long.txt',
      ],
    },
    'CORE-48': { section: '8.3.7', shown: ['vectors/response/subject-qualifiers-noted.txt', 'vectors/response/name-id-long.txt'] },
    'CORE-49': {
      section: '8.3.8',
      shown: ['test/unit/saml/subject.test.ts: has at most 256 characters where it is persistent or transient; a longer one is noted'],
    },
    'CORE-31': {
      section: '3.7.3',
      shown: ['test/unit/saml/logout.test.ts: says %s', 'test/unit/saml/logout.test.ts: is refused %s'],
    },
    'CORE-32': {
      section: '3.7.3',
      shown: [
        'vectors/logout/request-unsigned.txt',
        'vectors/logout/request-stranger.txt',
        'vectors/logout/request-changed-name.txt',
        'test/unit/saml/logout-asked.test.ts: of one provider is none of another that trusts other keys',
      ],
    },
    'CORE-33': {
      section: '3.7.3.1',
      shown: [
        'test/unit/saml/logout-asked.test.ts: are those of the indexes that are given, and of all of the person without one',
        'test/unit/saml/logout-asked.test.ts: never find that of somebody with another %s',
        'test/unit/web/saml-logout.test.ts: by %s ends the session that it names, and no other, without any cookie, and is answered the same way',
      ],
    },
    'CORE-34': {
      section: '3.7.3.1',
      shown: [
        'test/unit/saml/logout-asked.test.ts: says until when a login may come that began before it',
        'test/unit/web/saml-logout.test.ts: is faster than the login, which then signs nobody in',
      ],
    },
    'CORE-35': {
      section: '3.7.3',
      shown: [
        'test/unit/saml/logout-reply.test.ts: says how it went: %s',
        'test/unit/web/saml-logout.test.ts: is told where a session could not be ended',
      ],
    },
    'CORE-36': {
      section: '3.2.2.2, 3.7.3',
      shown: [
        'vectors/logout/response-status-partial.txt',
        'vectors/logout/response-status-partial-alone.txt',
        'test/unit/saml/logout-answered.test.ts: may be that others could not be reached',
      ],
    },
  },
  should: {
    'CORE-03': {
      section: '1.3.3',
      shown: ['vectors/response/time-fraction.txt', 'vectors/response/time-long-fraction.txt'],
      note: 'An offset of +00:00 is no “legal fraction on input”: the text has UTC without any time zone, and so it takes a pardon.',
    },
    'CORE-40': {
      section: '5.4.4',
      shown: [
        'vectors/dsig/transform-xpath.txt',
        'vectors/dsig/transform-xslt.txt',
        'vectors/dsig/transform-base64.txt',
        'vectors/dsig/transform-unknown.txt',
        'vectors/dsig/transform-three.txt',
      ],
    },
    'CORE-43': { section: '5.4.3', shown: ['test/unit/xmldsig/sign.test.ts: is in the exclusive form, and digested by SHA-256'] },
    'CORE-45': {
      section: '6.1, E43',
      shown: [
        'vectors/response/encrypted-key-beside.txt',
        'vectors/response/encrypted-key-referred.txt',
        'vectors/response/encrypted-key-several.txt',
        'vectors/response/encrypted-key-named-last.txt',
        'vectors/response/encrypted-key-too-many.txt',
      ],
    },
    'CORE-46': {
      section: '6.2, E93',
      not: 'AES-CBC under no signature of the response is noted, and refused with `requireAuthenticatedEncryption`: some products can do no better',
    },
  },
  may: {
    'CORE-15': { section: '2.7.2', shown: ['vectors/response/clean.txt', 'vectors/response/session-nearest-end.txt'] },
    'CORE-24': {
      section: '3.2.2.2',
      shown: ['test/unit/saml/status.test.ts: gives all codes from the outermost to the innermost, and its words for the log'],
    },
    'CORE-42': {
      section: '5.4.5',
      shown: [
        'vectors/dsig/key-info-foreign.txt',
        'vectors/dsig/key-info-key-value.txt',
        'vectors/dsig/key-info-own.txt',
        'vectors/dsig/key-info-claimed.txt',
      ],
    },
  },
};
