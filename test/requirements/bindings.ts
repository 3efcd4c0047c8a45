import type { Source } from './source.ts';

/** SAML V2.0, Bindings. */
export const bindings: Source = {
  name: 'Bindings, with errata',
  must: {
    'BIND-01': {
      section: '3.4.3, 3.5.3',
      shown: [
        'test/unit/saml/login.test.ts: is refused beyond 80 printable ASCII characters: %j',
        'test/unit/saml/login.test.ts: has an ID of 160 random bits, which leads to the handle where an answer has lost it',
      ],
    },
    'BIND-05': { section: '3.4.4', shown: ['test/unit/saml/outgoing.test.ts: %s with %j keeps its query and doubles nothing'] },
    'BIND-06': {
      section: '3.4.4.1',
      shown: [
        'vectors/redirect/deflate-wrapped.txt',
        'test/unit/saml/outgoing.test.ts: is taken in by our own reader with the same octets under the signature',
        'test/unit/saml/outgoing.test.ts: is not signed within, and not signed at all without a key',
      ],
    },
    'BIND-07': {
      section: '3.4.4.1',
      shown: ['vectors/redirect/clean.txt', 'vectors/redirect/encoding-named.txt', 'vectors/redirect/encoding-unknown.txt'],
    },
    'BIND-08': {
      section: '3.4.4.1',
      shown: [
        'vectors/redirect/signed-clean.txt',
        'vectors/redirect/signed-relay-state.txt',
        'vectors/redirect/signed-relay-state-empty.txt',
        'vectors/redirect/signed-relay-state-added.txt',
        'test/unit/saml/outgoing.test.ts: is signed with %s over the octets as sent',
        'test/interop/outgoing.test.ts: verifies our requests by redirect, signed with $algorithm',
      ],
    },
    'BIND-09': {
      section: '3.4.4.1',
      shown: [
        'vectors/redirect/signed-lower-case.txt',
        'vectors/redirect/signed-order.txt',
        'vectors/redirect/signed-encoding-changed.txt',
        'vectors/redirect/algorithm-twice.txt',
      ],
    },
    'BIND-10': {
      section: '3.4.4.1',
      shown: ['vectors/redirect/deflate-bomb.txt', 'vectors/redirect/deflate-trailing.txt'],
      note: 'No words of the standard: practice since peers were brought down by it.',
    },
    'BIND-11': {
      section: '3.4.5.2, 3.5.5.2',
      shown: [
        'vectors/response/destination-missing.txt',
        'vectors/response/response-destination.txt',
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
      ],
    },
    'BIND-12': { section: '3.4.6, 3.5.6', shown: ['test/unit/web/saml-logout.test.ts: is told where a session could not be ended'] },
    'BIND-14': {
      section: '3.5.4',
      shown: [
        'test/unit/saml/login.test.ts: has the message and the handle as its only fields, and the address with its query as its action',
        'test/unit/saml/outgoing.test.ts: is base64 of the XML itself, never deflated',
        'test/unit/web/sign-on.test.ts: goes by a form where the provider wants one, which a button sends as well as a script',
      ],
    },
    'BIND-15': { section: '3.5.4', shown: ['vectors/post/line-breaks.txt', 'vectors/post/base64-url-safe.txt'] },
    'BIND-16': {
      section: '3.6.4',
      shown: [
        'test/unit/artifact/artifact.test.ts: says which service of whom knows it',
        'vectors/artifact/type-3.txt',
        'vectors/artifact/answer-source.txt',
        'test/unit/web/artifact.test.ts: is of the provider that it names, where several answer at one address',
      ],
    },
    'BIND-17': {
      section: '3.6.6',
      shown: [
        'vectors/artifact/resolved-index.txt',
        'vectors/artifact/answer-index-unknown.txt',
        'vectors/artifact/answer-replayed.txt',
        'test/unit/artifact/resolve.test.ts: leads to its answer once, whatever the provider remembers, and for each provider apart',
        'test/unit/artifact/resolve.test.ts: is never asked for inside our network, unless the metadata was found there',
      ],
    },
    'BIND-18': {
      section: '3.2.2',
      shown: [
        'vectors/artifact/answer-body-two.txt',
        'vectors/artifact/answer-fault.txt',
        'vectors/artifact/answer-must-understand.txt',
        'vectors/artifact/answer-kind.txt',
      ],
    },
    'BIND-19': {
      section: '3.2.3',
      shown: [
        'test/unit/artifact/resolve.test.ts: is asked for where the metadata says, with what SOAP over HTTP demands, and nobody is followed elsewhere',
        'vectors/artifact/answer-http-status.txt',
        'vectors/artifact/answer-http-type.txt',
        'vectors/artifact/answer-status.txt',
      ],
    },
    'BIND-21': {
      section: '3.1.1',
      shown: [
        'test/unit/web/requests.test.ts: is never %j',
        'test/unit/web/requests.test.ts: may be %s',
        'test/unit/web/unsolicited.test.ts: leads to nowhere but where anybody may be sent',
        'test/unit/web/unsolicited.test.ts: signs in where nobody was signed in, and leads to where the list permits',
      ],
    },
    'BIND-04': {
      section: '3.4.3, 3.5.3',
      shown: ['test/unit/saml/logout-reply.test.ts: gives RelayState back by %s just as it came, and none where none came'],
    },
  },
  should: {
    'BIND-02': {
      section: '3.4.3, 3.5.3',
      shown: [
        'test/unit/saml/login.test.ts: is another one each time',
        'test/unit/saml/finish.test.ts: brings no RelayState into the login: where to go was remembered here',
        'test/docs.test.ts: signs somebody in, and says why somebody else is not',
      ],
    },
    'BIND-03': { section: '3.1.1', shown: ['test/unit/saml/login.test.ts: never travels: where the person wanted to go stays here'] },
    'BIND-13': {
      section: '3.4.5.1, 3.5.5.1',
      shown: [
        'test/unit/web/page-answer.test.ts: is kept by nobody, tells nobody where people came from, and is what it says it is',
        'test/unit/web/page-answer.test.ts: is followed with GET, and kept by nobody',
        'test/unit/web/requests.test.ts: is kept by nobody, tells nobody where it came from, and is shown in no frame',
      ],
    },
  },
};
