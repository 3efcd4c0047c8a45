import type { Source } from './source.ts';

/** SAML V2.0, Profiles: the Web Browser SSO Profile. */
export const profiles: Source = {
  name: 'Profiles, with errata',
  must: {
    'PROF-SSO-01': { section: '4.1.2', shown: ['vectors/redirect/response-at-consumer.txt'] },
    'PROF-SSO-02': {
      section: '4.1.4.1',
      shown: ['test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs'],
    },
    'PROF-SSO-03': {
      section: '4.1.4.1',
      shown: [
        'test/unit/saml/login.test.ts: says whom we expect, by whom they may be authenticated, and what is ours to add, in the order of the schema',
      ],
    },
    'PROF-SSO-04': {
      section: '4.1.4.1',
      shown: [
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'test/unit/saml/login.test.ts: asks for a kind of name, or leaves that open',
      ],
    },
    'PROF-SSO-05': {
      section: '4.1.4.2',
      shown: [
        'vectors/response/response-issuer.txt',
        'vectors/response/response-issuer-format.txt',
        'vectors/response/response-issuer-missing-signed.txt',
        'vectors/response/response-issuer-missing-encrypted.txt',
      ],
    },
    'PROF-SSO-06': { section: '4.1.4.2', shown: ['vectors/response/assertion-issuer.txt', 'vectors/response/assertion-issuer-slash.txt'] },
    'PROF-SSO-07': {
      section: '4.1.4.2',
      shown: [
        'vectors/response/confirmation-none.txt',
        'vectors/response/confirmation-sender-vouches.txt',
        'vectors/response/confirmation-holder-of-key.txt',
      ],
    },
    'PROF-SSO-08': {
      section: '4.1.4.2',
      shown: [
        'vectors/response/confirmation-recipient-missing.txt',
        'vectors/response/confirmation-end-missing.txt',
        'vectors/response/confirmation-not-before.txt',
        'vectors/response/confirmation-in-response-to-missing.txt',
      ],
    },
    'PROF-SSO-09': { section: '4.1.4.2', shown: ['vectors/response/authentication-statement-missing.txt'] },
    'PROF-SSO-10': {
      section: '4.1.4.2',
      shown: [
        'vectors/response/audience-none.txt',
        'vectors/response/audience-no-conditions.txt',
        'vectors/response/audience-other.txt',
        'vectors/response/audience-prefix.txt',
        'vectors/response/audience-case.txt',
      ],
    },
    'PROF-SSO-11': { section: '4.1.4.2', shown: ['vectors/response/status-with-assertion.txt'] },
    'PROF-SSO-12': {
      section: '4.1.4.2',
      shown: [
        'vectors/response/clean.txt',
        'test/unit/saml/finish.test.ts: is who it is, how it was proven, and where the person wanted to go',
      ],
    },
    'PROF-SSO-13': { section: '4.1.4.3', shown: ['vectors/response/broken-inner.txt', 'vectors/response/broken-outer.txt'] },
    'PROF-SSO-14': {
      section: '4.1.4.3',
      shown: [
        'vectors/response/confirmation-recipient.txt',
        'vectors/response/confirmation-recipient-query.txt',
        'vectors/response/confirmation-split.txt',
        'vectors/response/request-endpoint.txt',
      ],
    },
    'PROF-SSO-15': {
      section: '4.1.4.3',
      shown: ['vectors/response/confirmation-not-on-or-after-last.txt', 'vectors/response/confirmation-not-on-or-after-beyond.txt'],
    },
    'PROF-SSO-16': {
      section: '4.1.4.3',
      shown: [
        'vectors/response/confirmation-in-response-to.txt',
        'vectors/response/confirmation-in-response-to-missing.txt',
        'vectors/response/confirmation-in-response-to-unsolicited.txt',
      ],
    },
    'PROF-SSO-17': {
      section: '4.1.4.3',
      shown: [
        'vectors/response/assertion-version.txt',
        'vectors/response/conditions-not-on-or-after-beyond.txt',
        'vectors/response/conditions-twice.txt',
        'vectors/response/assertion-attribute.txt',
      ],
    },
    'PROF-SSO-21': {
      section: '4.1.4.4',
      shown: [
        'test/unit/artifact/resolve.test.ts: is asked for by a request of the schema, signed by us',
        'test/unit/artifact/resolve.test.ts: is asked for over TLS, whatever is pardoned',
        'vectors/artifact/answer-in-response-to-login.txt',
      ],
    },
    'PROF-SSO-22': {
      section: '4.1.4.5',
      shown: [
        'vectors/response/stripped.txt',
        'vectors/response/stripped-commented.txt',
        'vectors/response/stripped-empty.txt',
        'test/unit/saml/signatures.test.ts: is our setting: wanted %s, found %s, accepted %s',
      ],
    },
    'PROF-SSO-23': {
      section: '4.1.4.5',
      shown: [
        'vectors/response/replayed.txt',
        'vectors/response/replay-store-broken.txt',
        'vectors/response/replay-store-full.txt',
        'test/unit/saml/finish.test.ts: signs in once of many times at once',
        'test/unit/saml/finish.test.ts: is remembered until nothing could accept it any more',
      ],
    },
    'PROF-SSO-24': {
      section: '4.1.5',
      shown: ['vectors/response/response-in-response-to-unsolicited.txt', 'vectors/response/confirmation-in-response-to-unsolicited.txt'],
    },
    'PROF-SSO-26': { section: '4.1.6', as: 'IIP-SSO06' },
    'PROF-SSO-27': { section: '4.1.4.2', shown: ['vectors/response/assertions-two.txt'] },
    'PROF-SLO-01': {
      section: '4.4.4.1',
      shown: [
        'test/unit/saml/logout.test.ts: says who asks, whom, when, whose session it is and which',
        'vectors/logout/request-issuer-missing.txt',
        'vectors/logout/request-issuer-format.txt',
      ],
    },
    'PROF-SLO-02': {
      section: '4.4.4.1',
      shown: [
        'test/unit/saml/logout.test.ts: goes by redirect, signed in the query',
        'test/unit/saml/logout.test.ts: goes by form, signed within, where the provider offers no more or that is wanted',
        'vectors/logout/request-unsigned.txt',
      ],
    },
    'PROF-SLO-03': { section: '4.4.4.1', as: 'SDP-SP29' },
    'PROF-SLO-05': {
      section: '4.4.4.2',
      shown: [
        'test/unit/saml/logout-reply.test.ts: names the request, who answers, when, and whom',
        'test/unit/saml/logout-reply.test.ts: is signed, whichever way it goes',
        'vectors/logout/response-issuer.txt',
        'vectors/logout/response-issuer-missing.txt',
        'vectors/logout/response-stranger.txt',
        'vectors/logout/response-unsigned.txt',
      ],
      note: 'One that nobody has signed confirms nothing.',
    },
    'PROF-SLO-06': {
      section: '4.4.3.4',
      shown: [
        'test/unit/web/saml-logout.test.ts: by %s ends the session that it names, and no other, without any cookie, and is answered the same way',
        'test/unit/web/saml-logout.test.ts: is told where a session could not be ended',
      ],
    },
    'PROF-SLO-08': {
      section: '4.4.3.4',
      shown: ['test/unit/saml/logout-reply.test.ts: goes where answers belong, on the way on which the request came'],
    },
    'PROF-SLO-09': {
      section: '4.4.5',
      shown: [
        'vectors/metadata/location-logout.txt',
        'test/unit/saml/own-metadata.test.ts: gives our addresses as they are, with the default where one is said to be it',
      ],
    },
    'PROF-SLO-10': {
      section: '4.4.3.4',
      shown: [
        'vectors/logout/response-request.txt',
        'vectors/logout/response-request-missing.txt',
        'vectors/logout/response-request-unsigned.txt',
        'vectors/logout/response-unasked.txt',
      ],
    },
  },
  should: {
    'PROF-SSO-19': {
      section: '4.1.4.3',
      shown: [
        'test/unit/saml/finish.test.ts: does not count as used when it was refused',
        'test/unit/saml/explain.test.ts: holds no personal value, whatever is wrong',
      ],
    },
    'PROF-SSO-20': { section: '4.1.4.3', as: 'eGov-065' },
    'PROF-SSO-25': {
      section: '4.1.5',
      shown: [
        'test/unit/web/unsolicited.test.ts: leads to nowhere but where anybody may be sent',
        'test/unit/web/unsolicited.test.ts: signs in where nobody was signed in, and leads to where the list permits',
      ],
    },
    'PROF-SLO-04': {
      section: '4.4.4.1',
      shown: [
        'test/unit/saml/logout.test.ts: says who asks, whom, when, whose session it is and which',
        'vectors/logout/request-not-on-or-after-beyond.txt',
        'vectors/logout/request-not-on-or-after-last.txt',
      ],
    },
    'PROF-SLO-07': {
      section: '4.4.3.1',
      shown: ['test/unit/saml/logout.test.ts: goes by redirect, signed in the query'],
    },
    'PROF-SLO-11': {
      section: '4.4.4.1',
      shown: ['vectors/logout/request-used.txt', 'test/unit/saml/logout-asked.test.ts: by %s counts once'],
    },
  },
};
