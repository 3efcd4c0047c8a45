import {
  assertionXml,
  attributeStatementXml,
  authnStatementXml,
  clean,
  contextXml,
  nameIdXml,
  statusXml,
  subjectXml,
} from '../../messages.ts';
import { type ResponseOptions, responseCases, rule } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLCore 2.3', flags: 'shape' });

/** What an assertion and its envelope may look like, and what no schema has. */
export const responseShapeCases: readonly Case[] = [...statuses(), ...envelopes(), ...structures()];

function statuses(): readonly Case[] {
  const said = (outcome: string, codes: readonly string[], ...more: readonly string[]): Case =>
    refuses(
      `status-${outcome}`,
      `the provider says ${codes.join(' and ')}`,
      `provider.status ${JSON.stringify({ outcome, authenticated: false })}`,
      {
        spec: 'SAMLCore 3.2.2.2',
        flags: 'status',
        sign: 'none',
        response: { status: statusXml(codes, ...more), assertions: [] },
      },
    );
  const message = '<samlp:StatusMessage>try &lt;again&gt;</samlp:StatusMessage>';
  return [
    said('responder', ['Responder']),
    said('requester', ['Requester']),
    said('version-mismatch', ['VersionMismatch', 'https://vendor.example/nested']),
    said('no-passive', ['Responder', 'NoPassive']),
    said('no-authn-context', ['Requester', 'NoAuthnContext'], message),
    said('authn-failed', ['Responder', 'AuthnFailed']),
    said('request-denied', ['Requester', 'RequestDenied']),
    said('unknown-principal', ['Responder', 'Responder', 'UnknownPrincipal']),
    said('invalid-name-id-policy', ['Requester', 'InvalidNameIDPolicy'], '<samlp:StatusDetail><x xmlns="urn:x"/></samlp:StatusDetail>'),
    said('other', ['https://vendor.example/status']),
    refuses('status-second-level-outermost', 'a code of the second level in the first place', 'provider.status {"outcome":"other"}', {
      spec: 'SAMLCore 3.2.2.2',
      flags: 'status',
      sign: 'none',
      response: { status: statusXml(['NoPassive', 'Success']), assertions: [] },
    }),
    refuses('status-success-nested', 'a success within a failure is none', 'provider.status {"outcome":"responder"}', {
      spec: 'SAMLCore 3.2.2.2',
      flags: 'status',
      sign: 'none',
      response: { status: statusXml(['Responder', 'Success']), assertions: [] },
    }),
    refuses(
      'status-signed',
      'an error that was signed is the provider’s own word',
      'provider.status {"outcome":"no-passive","authenticated":true}',
      {
        spec: 'SAMLCore 3.2.2.2',
        flags: 'status',
        sign: 'response',
        response: { status: statusXml(['Responder', 'NoPassive']), assertions: [] },
      },
    ),
    refuses('status-with-assertion', 'an error that brings an assertion', rule('response.assertions response.status'), {
      spec: 'SAMLCore 3.3.3',
      flags: 'status',
      response: { status: statusXml(['Responder']) },
    }),
    refuses('status-missing', 'no status', 'saml.structure', { flags: 'status', response: { status: null } }),
    refuses('status-code-empty', 'a status that says nothing', 'saml.structure', {
      flags: 'status',
      response: { status: '<samlp:Status><samlp:StatusCode/></samlp:Status>' },
    }),
    accepts(
      'status-attribute',
      'an attribute that no schema has, outside what is signed, is noted',
      { noted: ['status.attribute'] },
      {
        flags: 'status',
        response: { status: statusXml(['Success'], '<samlp:StatusMessage Value="fine"/>') },
      },
    ),
    accepts(
      'status-attribute-pardoned',
      'the same where this provider is pardoned for it',
      { pardoned: ['status.attribute'] },
      {
        flags: 'status',
        parties: 'sp idp-pardoned-status-attribute',
        response: { status: statusXml(['Success'], '<samlp:StatusMessage Value="fine"/>') },
      },
    ),
    accepts(
      'status-attribute-signed',
      'the same where the whole response was signed',
      { noted: ['status.attribute'] },
      {
        flags: 'status',
        sign: 'response',
        response: { status: statusXml(['Success'], '<samlp:StatusMessage Value="fine"/>') },
      },
    ),
  ];
}

function envelopes(): readonly Case[] {
  return [
    accepts('response-consent', 'a Consent', {}, { response: { attributes: ' Consent="urn:oasis:names:tc:SAML:2.0:consent:obtained"' } }),
    accepts(
      'response-extensions',
      'Extensions',
      {},
      { response: { extensions: '<samlp:Extensions><x xmlns="urn:x">y</x></samlp:Extensions>' } },
    ),
    accepts(
      'response-attribute',
      'an attribute that no schema has, outside what is signed, is noted',
      { noted: ['status.attribute'] },
      { response: { attributes: ' Vendor="x"' } },
    ),
    accepts(
      'response-attribute-signed',
      'the same where the whole response was signed',
      { noted: ['status.attribute'] },
      {
        sign: 'response',
        response: { attributes: ' Vendor="x"' },
      },
    ),
    refuses('assertion-attribute', 'an attribute of the signed assertion that nobody knows', 'saml.structure', {
      assertion: { attributes: ' Audience="anybody"' },
    }),
    refuses('assertions-two', 'two assertions', rule('response.assertions'), {
      sign: 'response',
      spec: 'SAMLProf 4.1.4.2',
      response: { assertions: [assertionXml(), assertionXml({ id: '_second' })] },
    }),
    refuses('assertions-plain-and-encrypted', 'an assertion and an encrypted one', rule('response.assertions'), {
      spec: 'SAMLProf 4.1.4.2',
      response: { assertions: [assertionXml(), '<saml:EncryptedAssertion/>'] },
    }),
    refuses('assertion-encrypted', 'an encrypted assertion, and no key to open it', 'assertion.encrypted', {
      sign: 'response',
      response: { assertions: ['<saml:EncryptedAssertion/>'] },
    }),
    refuses('response-id-missing', 'a response without ID', 'saml.structure', { response: { id: null } }),
    refuses('response-version-missing', 'a response without version', 'saml.structure', { response: { version: null } }),
    refuses('response-issue-instant-missing', 'a response that does not say when it was made', 'saml.structure', {
      response: { issueInstant: null },
    }),
    refuses('response-foreign-element', 'an element of another namespace behind the assertion', 'saml.structure', {
      response: { assertions: [assertionXml(), '<x xmlns="urn:x"/>'] },
    }),
    refuses('response-text', 'text between the elements of the response', 'saml.structure', { response: { extensions: 'admin' } }),
    refuses('response-order', 'the status behind the assertion', 'saml.structure', {
      response: { status: null, assertions: [assertionXml(), statusXml()] },
    }),
    ...['samlp:ArtifactResponse', 'samlp:LogoutResponse', 'samlp:AuthnRequest', 'saml:Response'].map((name) =>
      refuses(`kind-${name.replace(':', '-').toLowerCase()}`, `another message than a response: ${name}`, 'message.kind', {
        spec: 'SAMLCore 3.3.3',
        flags: 'kind',
        after: (text) => text.replace('<samlp:Response', `<${name}`).replace('</samlp:Response>', `</${name}>`),
      }),
    ),
    refuses('kind-saml-1', 'a response of SAML 1.1', 'message.kind', {
      spec: 'SAMLCore 3.3.3',
      flags: 'kind',
      after: (text) => text.replace('urn:oasis:names:tc:SAML:2.0:protocol', 'urn:oasis:names:tc:SAML:1.0:protocol'),
    }),
    accepts('byte-order-mark', 'a byte order mark', {}, { flags: 'encoding', after: (text) => `\uFEFF${text}` }),
    accepts('utf-16', 'UTF-16', {}, { flags: 'encoding', after: (text) => Buffer.from(`\uFEFF${text}`, 'utf16le') }),
  ];
}

function structures(): readonly Case[] {
  const stated = (...statements: readonly string[]): ResponseOptions => ({ spec: 'SAMLCore 2.7', assertion: { statements } });
  return [
    accepts(
      'advice',
      'what others have asserted is never looked at',
      {},
      {
        spec: 'SAMLCore 2.6.1',
        assertion: {
          advice: `<saml:Advice>${assertionXml({ id: '_advice', subject: subjectXml(nameIdXml('mallory@example.com')) })}</saml:Advice>`,
        },
      },
    ),
    accepts(
      'authz-decision',
      'a decision about authorisation says nothing to us',
      {},
      stated(
        authnStatementXml(),
        '<saml:AuthzDecisionStatement Decision="Permit" Resource="urn:x"><saml:Action Namespace="urn:x">read</saml:Action></saml:AuthzDecisionStatement>',
      ),
    ),
    accepts(
      'authorities',
      'whom the provider itself relied on',
      { authorities: ['https://upstream.example/'] },
      stated(
        authnStatementXml(
          {},
          contextXml('Password', '<saml:AuthenticatingAuthority>https://upstream.example/</saml:AuthenticatingAuthority>'),
        ),
      ),
    ),
    accepts(
      'declaration',
      'a declaration in place of a class',
      { declaration: 'urn:example:declaration' },
      stated(authnStatementXml({}, contextXml(null, '<saml:AuthnContextDeclRef>urn:example:declaration</saml:AuthnContextDeclRef>'))),
    ),
    accepts(
      'locality',
      'where the person was',
      {},
      stated(authnStatementXml().replace('<saml:AuthnContext>', '<saml:SubjectLocality Address="192.0.2.1"/><saml:AuthnContext>')),
    ),
    accepts('statements-any-order', 'statements in any order', {}, stated(attributeStatementXml(), authnStatementXml())),
    accepts(
      'authentication-second-statement',
      'one of two statements of authentication is enough',
      {},
      stated(authnStatementXml({ AuthnInstant: '2026-01-16T00:00:00Z' }), authnStatementXml()),
    ),
    refuses(
      'authentication-context-missing',
      'an authentication that does not say how',
      'saml.structure',
      stated(authnStatementXml({}, '')),
    ),
    refuses(
      'authentication-instant-missing',
      'an authentication that does not say when',
      'saml.structure',
      stated(authnStatementXml({ AuthnInstant: null })),
    ),
    refuses(
      'statement-foreign',
      'an element of another namespace among the statements',
      'saml.structure',
      stated(authnStatementXml(), '<AttributeStatement xmlns="urn:x"/>'),
    ),
    refuses('conditions-twice', 'conditions twice', 'saml.structure', {
      assertion: { conditions: '<saml:Conditions/><saml:Conditions/>' },
    }),
    refuses('conditions-behind-statements', 'conditions behind the statements', 'saml.structure', {
      assertion: { conditions: null, statements: [authnStatementXml(), '<saml:Conditions/>'] },
    }),
    refuses('assertion-issuer-missing', 'an assertion of nobody', 'saml.structure', { assertion: { issuer: null } }),
    refuses('assertion-issuer-twice', 'an assertion of two issuers', 'saml.structure', {
      assertion: { issuer: `<saml:Issuer>${clean.idp}</saml:Issuer><saml:Issuer>https://evil.example/</saml:Issuer>` },
    }),
    refuses('audience-blank', 'an audience that says nothing', 'saml.structure', {
      assertion: {
        conditions:
          '<saml:Conditions><saml:AudienceRestriction><saml:Audience> </saml:Audience></saml:AudienceRestriction></saml:Conditions>',
      },
    }),
  ];
}
