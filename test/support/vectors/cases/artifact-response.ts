import { artifactResponseXml, artifactText, enveloped } from '../../artifact.ts';
import { assertionXml, bearerXml, clean, issuerXml, later, responseXml, statusXml, subjectXml } from '../../messages.ts';
import { accepts, around, breaks, refuses, requestId, signedAssertion, signedResponse, within } from '../artifact-case.ts';
import type { Case } from '../workshop.ts';

const saml = 'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
const samlp = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"';

/** What artifact resolution services answer. */
export const artifactResponseCases: readonly Case[] = [...good(), ...rules(), ...statuses()];

function good(): readonly Case[] {
  return [
    accepts('resolved', 'a response whose assertion is signed', within(signedAssertion)),
    accepts('resolved-response-signed', 'a response that is signed', within(signedResponse)),
    accepts(
      'resolved-both-signed',
      'a response that is signed, and its assertion',
      within((workshop) => workshop.sign(signedAssertion(workshop))),
    ),
    accepts('resolved-around-signed', 'an ArtifactResponse that is signed, too', around(within(signedAssertion))),
    accepts(
      'resolved-around-signed-last',
      'one whose signature stands behind the message',
      around(within(signedAssertion), { position: 'last' }),
    ),
    accepts(
      'resolved-destination',
      'an ArtifactResponse for the address of the answer',
      within(signedAssertion, { destination: clean.acsUrl }),
    ),
    accepts('resolved-index', 'by the service with the index 300', within(signedAssertion), { artifact: artifactText({ index: 300 }) }),
    accepts('resolved-comments', 'with comments and white space in every place', (workshop) =>
      enveloped(`<!-- a -->\n${within(signedAssertion)(workshop, true).replace('<samlp:Status>', '<!-- b --><samlp:Status>')}\n`),
    ),
    accepts('resolved-header', 'with a header that need not be understood', (workshop) =>
      within(signedAssertion)(workshop).replace('<S:Body>', '<S:Header><h xmlns="urn:h" S:mustUnderstand="0"/></S:Header><S:Body>'),
    ),
    accepts('resolved-namespaces', 'namespaces that the envelope alone declares, of which the signature covers some', (workshop) => {
      const bare = responseXml().replaceAll(` ${samlp}`, '').replaceAll(` ${saml}`, '');
      const whole = artifactResponseXml(requestId, { message: bare }).replace(` ${samlp} ${saml}`, '');
      const declared = ` ${samlp} ${saml} xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:default"`;
      return workshop.sign(enveloped(whole, declared), { id: clean.assertionId, prefixes: ['xs', '#default'] });
    }),
    accepts('resolved-prefix-within', 'a prefix that is declared within and that only the list of the signature names', (workshop) => {
      const typed = responseXml().replace('AttributeValue>staff', 'AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema">staff');
      return within(() => workshop.sign(typed, { id: clean.assertionId, prefixes: ['xs'] }))(workshop);
    }),
    accepts('resolved-inclusive', 'the same, signed by the inclusive form', (workshop) => {
      const whole = artifactResponseXml(requestId, { message: responseXml() });
      return workshop.sign(enveloped(whole, ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'), {
        id: clean.assertionId,
        form: 'inclusive-1.0',
      });
    }),
  ];
}

function rules(): readonly Case[] {
  return [
    breaks('version', 'another version', 'version', { version: '1.1' }),
    breaks('issue-instant', 'made three minutes and a second ahead', 'issue-instant', { issueInstant: later(181) }),
    breaks('in-response-to', 'to another request', 'in-response-to', { inResponseTo: '_other' }),
    breaks('in-response-to-login', 'to the request of the login in place of ours for the artifact', 'in-response-to', {
      inResponseTo: clean.requestId,
    }),
    breaks('in-response-to-none', 'to no request', 'in-response-to', { inResponseTo: null }),
    breaks('destination', 'for another address', 'destination', { destination: 'https://other.example/acs' }),
    breaks('issuer', 'of another provider', 'issuer', { issuer: issuerXml('https://other.example/saml') }),
    breaks('issuer-none', 'of nobody', 'issuer', { issuer: null }),
    breaks('issuer-format', 'of a name that is no entity', 'issuer', {
      issuer: issuerXml(clean.idp, ' Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"'),
    }),
    refuses('source', 'an artifact of another provider', 'artifact.source', within(signedAssertion), {
      artifact: artifactText({ entityId: 'https://other.example/saml' }),
      flags: 'mix-up',
    }),
    refuses('index-unknown', 'by a service that is not in the metadata', 'provider.endpoint', within(signedAssertion), {
      artifact: artifactText({ index: 1 }),
    }),
    refuses('replayed', 'an artifact that has led to its answer before', 'artifact.replayed', within(signedAssertion), { replay: 'used' }),
    refuses(
      'binding',
      'an artifact at an address for forms',
      'message.binding {"binding":"artifact","expected":"post"}',
      within(signedAssertion),
      {
        parties: 'sp idp-artifact',
        flags: 'binding',
      },
    ),
    refuses(
      'other-audience',
      'the answer to somebody else, which every rule of a login refuses',
      'assertion.rejected confirmation.recipient',
      (workshop) => {
        const assertion = assertionXml({ subject: subjectXml(undefined, [bearerXml({ Recipient: 'https://other.example/acs' })]) });
        return within(() => workshop.sign(responseXml({ assertions: [assertion] }), { id: clean.assertionId }))(workshop);
      },
    ),
  ];
}

function statuses(): readonly Case[] {
  const no = { status: statusXml(['Requester', 'RequestDenied']), message: null };
  return [
    refuses('status', 'a provider that denies', 'provider.status artifact-response.status', within(signedAssertion, no), {
      flags: 'status',
    }),
    refuses(
      'status-beside',
      'a provider that denies and answers all the same',
      'provider.status artifact-response.status',
      within(signedAssertion, { status: no.status }),
      { flags: 'status' },
    ),
    refuses(
      'status-within',
      'an answer that says no',
      'provider.status response.status',
      within(() => responseXml({ status: statusXml(['Responder', 'NoPassive']), assertions: [] })),
      { flags: 'status' },
    ),
    refuses('empty', 'no message for that artifact', 'artifact.empty', within(signedAssertion, { message: null })),
  ];
}
