import type { Source } from './source.ts';

/** Several factors. */
export const refeds: Source = {
  name: 'REFEDS MFA Profile',
  must: {
    'MFA-02': {
      shown: [
        'vectors/response/context-exact-other.txt',
        'vectors/response/context-exact-none.txt',
        'test/unit/saml/authn-context.test.ts: by several factors meets REFEDS by its one class alone',
      ],
    },
    'MFA-03': { shown: ['vectors/response/status-no-authn-context.txt'] },
  },
  should: {},
};

/** What the OWASP cheat sheet says of SAML. */
export const owasp: Source = {
  name: 'OWASP SAML Security Cheat Sheet',
  must: {},
  should: {
    'OWASP-01': {
      shown: ['test/unit/saml/service-provider.test.ts: are refused: %s %s', 'test/unit/node/tls.test.ts: is 1.2 at least'],
      note: 'Of TLS in front of the service only its address is known here.',
    },
    'OWASP-02': { as: 'PROF-SSO-22' },
    'OWASP-03': {
      shown: [
        'test/unit/saml/login.test.ts: says by default who asks, whom, when, and where the answer belongs',
        'vectors/response/confirmation-in-response-to-missing.txt',
        'vectors/response/audience-none.txt',
        'vectors/response/assertion-issuer-missing.txt',
      ],
    },
    'OWASP-04': {
      shown: [
        'vectors/response/response-order.txt',
        'vectors/response/response-foreign-element.txt',
        'vectors/response/conditions-behind-statements.txt',
        'vectors/response/assertion-attribute.txt',
        'vectors/response/authentication-instant-missing.txt',
      ],
    },
    'OWASP-05': {
      shown: [
        'vectors/dsig/key-info-own.txt',
        'vectors/dsig/key-info-claimed.txt',
        'test/unit/xmldsig/verify.test.ts: is in the keys of the record, never in KeyInfo',
      ],
    },
    'OWASP-06': {
      shown: [
        'vectors/response/xsw-3.txt',
        'vectors/response/xsw-7.txt',
        'vectors/response/hidden-in-status-detail.txt',
        'vectors/response/hidden-response.txt',
        'test/properties/wrapping.test.ts: that was changed in any way signs in the same person or nobody',
      ],
    },
    'OWASP-07': { shown: ['test/vectors.test.ts: break every rule alone that can refuse, and meet every other one as noted'] },
    'OWASP-08': { as: 'BIND-13' },
    'OWASP-09': {
      shown: ['vectors/response/assertion-age-last.txt', 'vectors/response/assertion-age-beyond.txt', 'vectors/response/one-time-use.txt'],
    },
    'OWASP-10': {
      shown: ['vectors/response/unsolicited-off.txt', 'vectors/response/unsolicited-age-beyond.txt', 'vectors/response/replayed.txt'],
    },
    'OWASP-11': { as: 'BIND-21' },
    'OWASP-12': { shown: ['test/unit/saml/inspection.test.ts: shows %s as %s'] },
    'OWASP-13': { shown: ['test/unit/saml/inspection.test.ts: of a provider: %s'] },
    'OWASP-14': {
      shown: [
        'vectors/xml/limit-bytes.txt',
        'vectors/xml/limit-depth.txt',
        'vectors/xml/limit-elements.txt',
        'test/unit/saml/explain.test.ts: is cut and escaped: what it shows was written by others',
      ],
    },
    'OWASP-15': {
      shown: [
        'test/unit/web/sessions.test.ts: has a new id at each login, and the one before is worth nothing from then on',
        'test/unit/web/sessions.test.ts: ends when the provider says, or earlier where ours ends earlier',
        'test/unit/web/sessions.test.ts: ends with the person’s word',
      ],
    },
  },
};

/** What relying parties owe under NIST SP 800-63C-4. */
export const nist: Source = {
  name: 'NIST SP 800-63C-4, relying party',
  must: {
    'NIST63C-01': {
      shown: [
        'vectors/response/assertion-issuer.txt',
        'vectors/dsig/key-stranger.txt',
        'vectors/response/audience-other.txt',
        'vectors/response/conditions-not-on-or-after-beyond.txt',
        'vectors/response/replayed.txt',
      ],
    },
    'NIST63C-02': {
      shown: [
        'vectors/response/confirmation-in-response-to.txt',
        'vectors/response/unsolicited-off.txt',
        'test/unit/saml/finish.test.ts: cannot be finished with %s as pending',
        'test/docs.test.ts: signs somebody in, and says why somebody else is not',
      ],
    },
    'NIST63C-03': { as: 'SDP-SP16' },
    'NIST63C-05': {
      shown: [
        'vectors/response/authentication-forced-beyond.txt',
        'vectors/response/authentication-age-beyond.txt',
        'test/unit/web/sessions.test.ts: ends when the provider says, or earlier where ours ends earlier',
      ],
    },
    'NIST63C-06': { shown: ['vectors/response/clean.txt', 'vectors/response/declaration.txt', 'vectors/response/authorities.txt'] },
    'NIST63C-07': { not: 'confirmations other than bearer are passed over and never taken for one: FAL3 is not claimed' },
  },
  should: {
    'NIST63C-04': {
      shown: ['vectors/response/encrypted-required.txt', 'test/unit/saml/encryption.test.ts: refuses what everybody can read'],
    },
  },
};

/** What other implementations were broken by. */
export const vulnerabilities: Source = {
  name: 'Known vulnerabilities of peers',
  must: {
    'SEC-01': {
      shown: [
        'vectors/response/hidden-advice.txt',
        'vectors/response/xsw-4.txt',
        'test/unit/xmldsig/verify.test.ts: vouches for just what was digested: the tree of those octets, without the signature and its surroundings',
        'test/properties/wrapping.test.ts: that was changed in any way signs in the same person or nobody',
        'test/properties/wrapping.test.ts: that was changed in one octet signs in the same person or nobody',
      ],
    },
    'SEC-02': {
      shown: [
        'test/layers.test.ts: have each package imported by one folder',
        'test/properties/xml.test.ts: reads the same tree of a damaged document that we accept',
        'test/properties/wrapping.test.ts: that was changed in any way signs in the same person or nobody',
      ],
    },
    'SEC-03': {
      shown: [
        'vectors/response/attribute-comment.txt',
        'vectors/response/name-id-cdata.txt',
        'vectors/dsig/comment-added.txt',
        'vectors/xml/comment-in-text.txt',
        'vectors/xml/instruction-in-name.txt',
      ],
    },
    'SEC-04': { shown: ['vectors/dsig/digest-void.txt', 'vectors/xml/namespace-relative.txt'] },
    'SEC-05': {
      shown: [
        'vectors/dsig/hmac-public-key.txt',
        'vectors/dsig/hmac-sha1.txt',
        'vectors/dsig/key-of-other-kind.txt',
        'vectors/redirect/signed-hmac.txt',
        'test/unit/crypto/algorithms.test.ts: takes no keyed hash with the public key for a signature',
      ],
    },
    'SEC-06': {
      shown: [
        'vectors/redirect/deflate-bomb.txt',
        'vectors/c14n/limit-canonical.txt',
        'vectors/xml/limit-bytes.txt',
        'vectors/xml/limit-depth.txt',
        'vectors/xml/limit-elements.txt',
        'vectors/dsig/transform-three.txt',
      ],
    },
    'SEC-07': {
      shown: [
        'vectors/dsig/object.txt',
        'vectors/response/hidden-status-detail.txt',
        'vectors/response/hidden-extensions.txt',
        'vectors/response/hidden-advice.txt',
        'vectors/response/xsw-8.txt',
      ],
    },
    'SEC-08': { shown: ['vectors/response/confirmation-in-response-to-missing.txt', 'vectors/response/confirmation-in-response-to.txt'] },
    'SEC-09': {
      shown: [
        'vectors/metadata/location-javascript.txt',
        'test/unit/web/pages.test.ts: stays text in its place, in every kind of page',
        'test/unit/web/pages.test.ts: is no link where it is a script',
        'test/unit/web/requests.test.ts: shows nothing of what was sent',
      ],
    },
    'SEC-10': {
      shown: [
        'vectors/response/encrypted-for-another.txt',
        'test/unit/saml/encryption.test.ts: is one refusal with one set of details: %s',
        'test/unit/saml/encryption.test.ts: is the same within a signed response',
        'test/properties/encryption.test.ts: is refused with one code and one set of details, whatever was changed',
        'test/unit/crypto/decryption.test.ts: is none from which an octet of what is around the key differs',
      ],
    },
    'SEC-11': {
      shown: [
        'test/unit/metadata/trust.test.ts: is followed to the same host three times, and to no other',
        'test/unit/metadata/trust.test.ts: is not larger than may be, nor later',
        'test/unit/core/http.test.ts: is not followed to %s',
        'test/unit/core/http.test.ts: has no more octets than may be, before and after',
      ],
    },
    'SEC-12': {
      shown: [
        'vectors/response/provider-asked.txt',
        'test/unit/saml/finish.test.ts: must come from the provider that was asked, by our own id of it',
        'test/unit/saml/signatures.test.ts: cannot answer for each other, whatever they call themselves',
      ],
    },
    'SEC-13': {
      shown: [
        'test/unit/saml/explain.test.ts: holds no personal value, whatever is wrong',
        'test/unit/saml/explain.test.ts: is cut and escaped: what it shows was written by others',
      ],
    },
  },
  should: {
    'SEC-14': { shown: ['vectors/response/attribute-prototype.txt', 'vectors/response/attribute-merged.txt'] },
  },
};
