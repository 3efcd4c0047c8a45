import { audienceXml, bearerXml, clean, conditionsXml, issuerXml, nameIdXml, subjectXml } from '../../messages.ts';
import { responseCases, rule, unsolicited } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLProf 4.1.4', flags: 'rule' });
const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const proxyRestriction = '<saml:ProxyRestriction Count="0"/>';
const otherAcs = 'https://sp.example/saml/other-acs';

/** Each rule of the envelope and of the assertion broken alone, and what it must let pass. */
export const responseRuleCases: readonly Case[] = [
  accepts('clean', 'a clean answer to a login that was asked for, its assertion signed', {
    issuer: clean.idp,
    attributes: [
      ['mail', ['alice@example.com']],
      ['groups', ['staff', 'admins']],
    ],
    sessionIndex: '_session',
    authenticated: '2026-01-15T11:59:00.000Z',
    context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
  }),
  accepts('clean-response-signed', 'the same with the response signed and not the assertion', {}, { sign: 'response' }),
  accepts('clean-both-signed', 'the same with both signed', {}, { sign: 'both' }),
  accepts(
    'clean-unsolicited',
    'an answer that nobody asked for, from a provider for which that is switched on',
    { relayState: '/start' },
    {
      ...unsolicited,
      relayState: '/start',
    },
  ),
  accepts(
    'return-to',
    'where the person wanted to go comes from what was remembered, never from RelayState',
    { returnTo: '/reports', relayState: null },
    {
      pending: { returnTo: '/reports' },
      relayState: 'https://evil.example/',
    },
  ),

  refuses('provider-asked', 'another provider was asked than the one that answers', rule('provider.asked'), {
    pending: { provider: 'https://other-idp.example/saml' },
  }),
  refuses('request-endpoint', 'the answer comes in at another consumer service than the request named', rule('request.endpoint'), {
    receivedAt: otherAcs,
    response: { destination: otherAcs },
    assertion: { subject: subjectXml(undefined, [bearerXml({ Recipient: otherAcs })]) },
  }),
  ...['1.1', '2.1', '2', ' 2.0'].map((version) =>
    refuses(
      `response-version-${version.trim()}${version.startsWith(' ') ? '-blank' : ''}`,
      `a response of version "${version}"`,
      rule('response.version'),
      {
        response: { version },
      },
    ),
  ),
  refuses('response-destination', 'the response is for another address', rule('response.destination'), {
    response: { destination: otherAcs },
  }),
  refuses('response-destination-slash', 'addresses are compared character by character', rule('response.destination'), {
    response: { destination: `${clean.acsUrl}/` },
  }),
  refuses('response-destination-case', 'an address in other case is another address', rule('response.destination'), {
    response: { destination: 'https://SP.example/saml/acs' },
  }),
  refuses('response-destination-empty', 'an empty destination is not an absent one', rule('response.destination'), {
    response: { destination: '' },
  }),
  accepts('response-destination-absent', 'an unsigned response need not name its destination', {}, { response: { destination: null } }),
  accepts(
    'response-destination-white-space',
    'white space around an anyURI is no part of it',
    {},
    { response: { destination: ` ${clean.acsUrl}\t` } },
  ),
  refuses('destination-missing', 'a signed response must name its destination', rule('destination.missing'), {
    sign: 'response',
    response: { destination: null },
    spec: 'SAMLBind 3.5.5.2',
  }),
  accepts(
    'destination-missing-pardoned',
    'the same where this provider is pardoned for it',
    { pardoned: ['destination.missing'] },
    {
      sign: 'response',
      response: { destination: null },
      parties: 'sp idp-pardoned-destination-missing',
      spec: 'SAMLBind 3.5.5.2',
    },
  ),
  refuses('response-issuer', 'the response names another issuer', rule('response.issuer'), {
    response: { issuer: issuerXml('https://evil.example/') },
  }),
  refuses('response-issuer-format', 'an issuer that is not named as an entity', rule('response.issuer'), {
    response: { issuer: issuerXml(clean.idp, ` Format="${persistent}"`) },
  }),
  refuses('response-issuer-missing-signed', 'a signed response must name its issuer', rule('response.issuer'), {
    sign: 'response',
    response: { issuer: null },
  }),
  refuses('response-issuer-missing-encrypted', 'a response with an encrypted assertion must name its issuer', rule('response.issuer'), {
    sign: 'none',
    response: { issuer: null, assertions: ['<saml:EncryptedAssertion/>'] },
  }),
  accepts('response-issuer-absent', 'a response that is not signed need not name its issuer', {}, { response: { issuer: null } }),
  accepts(
    'response-issuer-entity',
    'an issuer named as an entity',
    {},
    {
      response: { issuer: issuerXml(clean.idp, ' Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity"') },
    },
  ),
  refuses('response-in-response-to', 'the response names another request', rule('response.in-response-to'), {
    response: { inResponseTo: '_other' },
  }),
  refuses('response-in-response-to-unsolicited', 'nobody asked, and yet the response names a request', rule('response.in-response-to'), {
    ...unsolicited,
    response: { inResponseTo: clean.requestId },
  }),
  accepts(
    'response-in-response-to-absent',
    'what is signed names the request, the envelope need not',
    {},
    { response: { inResponseTo: null } },
  ),
  refuses('response-assertions-none', 'a success without assertion', rule('response.assertions'), {
    response: { assertions: [] },
    sign: 'response',
  }),

  refuses('assertion-version', 'an assertion of version 1.1', rule('assertion.version'), { assertion: { version: '1.1' } }),
  refuses('assertion-issuer', 'an assertion of another issuer, signed by the provider', rule('assertion.issuer'), {
    assertion: { issuer: issuerXml('https://evil.example/') },
  }),
  refuses('assertion-issuer-slash', 'an entityID is never normalised', rule('assertion.issuer'), {
    assertion: { issuer: issuerXml(`${clean.idp}/`) },
  }),
  refuses('assertion-issuer-white-space', 'a name with a blank is another name', rule('assertion.issuer'), {
    assertion: { issuer: issuerXml(` ${clean.idp} `) },
  }),
  refuses('assertion-issuer-comment', 'a comment does not cut a name', rule('assertion.issuer'), {
    assertion: { issuer: issuerXml(`${clean.idp}<!---->.evil.example`) },
  }),
  accepts(
    'assertion-issuer-alias',
    'the one further name that is configured for this provider',
    { issuer: 'https://alias.idp.example/' },
    {
      parties: 'sp idp-alias',
      assertion: { issuer: issuerXml('https://alias.idp.example/') },
    },
  ),

  refuses('one-time-use-twice', 'OneTimeUse twice', rule('conditions.one-time-use'), {
    spec: 'SAMLCore 2.5.1.5',
    assertion: { conditions: conditionsXml({}, [audienceXml(), '<saml:OneTimeUse/>', '<saml:OneTimeUse/>']) },
  }),
  accepts(
    'one-time-use',
    'OneTimeUse, as every assertion is used here',
    {},
    {
      spec: 'SAMLCore 2.5.1.5',
      assertion: { conditions: conditionsXml({}, ['<saml:OneTimeUse/>', audienceXml()]) },
    },
  ),
  refuses('proxy-restriction-twice', 'ProxyRestriction twice', rule('conditions.proxy-restriction'), {
    spec: 'SAMLCore 2.5.1.6',
    assertion: { conditions: conditionsXml({}, [audienceXml(), proxyRestriction, proxyRestriction]) },
  }),
  accepts(
    'proxy-restriction',
    'a ProxyRestriction does not concern us',
    {},
    {
      spec: 'SAMLCore 2.5.1.6',
      assertion: { conditions: conditionsXml({}, [audienceXml(), proxyRestriction]) },
    },
  ),
  refuses('condition-unknown', 'a condition that nobody knows', rule('conditions.unknown'), {
    spec: 'SAMLCore 2.5.1',
    assertion: { conditions: conditionsXml({}, [audienceXml(), '<x:OnlyOnMondays xmlns:x="urn:example:conditions"/>']) },
  }),
  refuses('condition-unknown-type', 'a Condition by xsi:type, which nobody resolves', rule('conditions.unknown'), {
    spec: 'SAMLCore 2.5.1',
    assertion: {
      conditions: conditionsXml({}, [
        audienceXml(),
        '<saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:d="urn:oasis:names:tc:SAML:2.0:conditions:delegation" xsi:type="d:DelegationRestrictionType"/>',
      ]),
    },
  }),

  refuses('authentication-statement-missing', 'an assertion of attributes alone signs nobody in', rule('authentication.statement'), {
    assertion: { statements: [] },
  }),
  refuses('subject-format', 'another kind of name than the one asked for, where it is demanded', rule('subject.format'), {
    spec: 'SAMLCore 3.4.1.1',
    parties: 'sp idp-demands-format',
    pending: { nameIdFormat: persistent },
  }),
  accepts(
    'subject-format-noted',
    'another kind of name than the one asked for is noted',
    { noted: ['subject.format-noted'] },
    {
      spec: 'SAMLCore 3.4.1.1',
      pending: { nameIdFormat: persistent },
    },
  ),
  accepts(
    'subject-format-unspecified',
    'whoever asks for an unspecified format gets any',
    {},
    {
      spec: 'SAMLCore 8.3.1',
      parties: 'sp idp-demands-format',
      pending: { nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' },
    },
  ),
  accepts(
    'subject-asked-noted',
    'somebody else than expected signs in, which is noted',
    { noted: ['subject.asked'] },
    {
      spec: 'SAMLCore 3.4.1',
      pending: { subject: { value: 'bob@example.com' } },
    },
  ),
  accepts(
    'subject-qualifiers-noted',
    'a persistent name for another party is noted',
    {
      subject: { value: 'p-1', format: persistent, nameQualifier: clean.idp, spNameQualifier: 'https://other-sp.example/' },
      noted: ['subject.qualifiers'],
    },
    {
      spec: 'SAMLCore 8.3.7',
      assertion: {
        subject: subjectXml(
          nameIdXml('p-1', { Format: persistent, NameQualifier: clean.idp, SPNameQualifier: 'https://other-sp.example/' }),
        ),
      },
    },
  ),
  accepts(
    'subject-qualifiers-absent',
    'absent qualifiers mean the two parties',
    { subject: { value: 'p-1', format: persistent } },
    {
      spec: 'SAMLCore 8.3.7',
      assertion: { subject: subjectXml(nameIdXml('p-1', { Format: persistent })) },
    },
  ),

  refuses('unsolicited-off', 'nobody asked, and for this provider that is not switched on', 'provider.unsolicited', {
    ...unsolicited,
    parties: 'sp idp',
    spec: 'SAMLProf 4.1.5',
  }),
  refuses('replayed', 'an assertion that was used before', 'assertion.replayed', { replay: 'used', spec: 'SAMLProf 4.1.4.5' }),
  refuses('replay-store-broken', 'a store that cannot say whether the assertion was used before refuses', 'store.unavailable', {
    replay: 'broken',
    spec: 'SAMLProf 4.1.4.5',
  }),
  refuses('replay-store-full', 'a store that is full of what still counts refuses rather than forgets', 'store.full', {
    replay: 'full',
    spec: 'SAMLProf 4.1.4.5',
  }),
];
