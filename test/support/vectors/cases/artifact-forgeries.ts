import { artifactResponseXml, enveloped } from '../../artifact.ts';
import { clean, responseXml } from '../../messages.ts';
import { around, refuses, requestId, signedAssertion, within } from '../artifact-case.ts';
import { evil } from '../forging.ts';
import type { Case } from '../workshop.ts';

/** Answers of artifact resolution services that are not signed as they must be, or of another form. */
export const artifactForgeryCases: readonly Case[] = [...signatures(), ...forms()];

function signatures(): readonly Case[] {
  return [
    refuses(
      'unsigned',
      'an answer without a signature',
      'signature.missing',
      within(() => responseXml()),
      { flags: 'stripping' },
    ),
    refuses(
      'unsigned-within',
      'an answer without a signature in an ArtifactResponse that has one',
      'signature.missing',
      around(within(() => responseXml())),
      { flags: 'stripping' },
    ),
    refuses(
      'around-stranger',
      'an ArtifactResponse that is signed by a stranger',
      'signature.value',
      around(within(signedAssertion), { key: 'stranger' }),
      { flags: 'key' },
    ),
    refuses(
      'around-changed',
      'an ArtifactResponse that was changed once it was signed',
      'signature.digest',
      (workshop) => around(within(signedAssertion))(workshop).replace('<samlp:Status>', '<samlp:Status><!-- --> '),
      { flags: 'edit' },
    ),
    refuses(
      'changed',
      'an answer that was changed once it was signed',
      'signature.digest',
      (workshop) => within(signedAssertion)(workshop).replace(clean.subject, 'admin@example.com'),
      { flags: 'edit' },
    ),
    refuses(
      'wrapped-extensions',
      'the signed answer in Extensions, and a forged one in its place',
      'signature.missing',
      (workshop) => {
        const extended = artifactResponseXml(requestId, { message: forged() });
        return enveloped(
          extended.replace('<samlp:Status>', `<samlp:Extensions>${signedAssertion(workshop)}</samlp:Extensions><samlp:Status>`),
        );
      },
      { flags: 'wrapping' },
    ),
    refuses(
      'wrapped-beside',
      'a forged answer beside the signed one',
      'saml.structure',
      (workshop) => enveloped(artifactResponseXml(requestId, { message: `${forged()}${signedAssertion(workshop)}` })),
      { flags: 'wrapping' },
    ),
    refuses(
      'wrapped-header',
      'the signed answer in the header of the envelope, and a forged one in its place',
      'signature.missing',
      (workshop) => within(forged)(workshop).replace('<S:Body>', `<S:Header>${signedAssertion(workshop)}</S:Header><S:Body>`),
      { flags: 'wrapping' },
    ),
    refuses(
      'wrapped-assertion',
      'a forged assertion beside the signed one',
      'assertion.rejected response.assertions',
      (workshop) => within((inner) => signedAssertion(inner).replace('<saml:Assertion', `${evil()}<saml:Assertion`))(workshop),
      { flags: 'wrapping' },
    ),
    refuses(
      'wrapped-around',
      'the signature of an ArtifactResponse that is within a forged one',
      'signature.missing',
      (workshop) => {
        const inner = around(within(() => responseXml()))(workshop, true);
        return enveloped(
          artifactResponseXml(requestId, { id: '_forged', message: forged() }).replace(
            '<samlp:Status>',
            `<samlp:Extensions>${inner}</samlp:Extensions><samlp:Status>`,
          ),
        );
      },
      { flags: 'wrapping' },
    ),
  ];
}

function forms(): readonly Case[] {
  const message = (xml: string) => () => xml;
  const shape = { flags: 'shape' };
  return [
    refuses('kind', 'an answer that nothing stands around', 'message.kind', (workshop) => enveloped(signedAssertion(workshop)), {
      flags: 'kind',
    }),
    refuses(
      'kind-within',
      'another message than an answer',
      'message.kind',
      within(() => responseXml().replaceAll('samlp:Response', 'samlp:LogoutResponse')),
      { flags: 'kind' },
    ),
    refuses('no-envelope', 'no envelope', 'message.kind', (workshop) => within(signedAssertion)(workshop, true), { flags: 'kind' }),
    refuses(
      'fault',
      'a fault',
      'message.kind',
      message(enveloped('<S:Fault><faultcode>S:Client</faultcode><faultstring>no</faultstring></S:Fault>')),
      { status: '500', flags: 'kind' },
    ),
    refuses('body-empty', 'an empty body', 'saml.structure', message(enveloped('')), shape),
    refuses(
      'body-two',
      'two messages in the body',
      'saml.structure',
      (workshop) => {
        const one = within(signedAssertion)(workshop, true);
        return enveloped(one + one);
      },
      shape,
    ),
    refuses(
      'must-understand',
      'a header that must be understood',
      'saml.structure',
      (workshop) =>
        within(signedAssertion)(workshop).replace('<S:Body>', '<S:Header><h xmlns="urn:h" S:mustUnderstand="1"/></S:Header><S:Body>'),
      shape,
    ),
    refuses('no-status', 'no status', 'saml.structure', within(signedAssertion, { status: '' }), shape),
    refuses(
      'text',
      'text beside the message',
      'saml.structure',
      (workshop) => within(signedAssertion)(workshop).replace('</samlp:ArtifactResponse>', 'x</samlp:ArtifactResponse>'),
      shape,
    ),
    refuses(
      'time',
      'an instant in another time zone',
      'saml.time',
      within(signedAssertion, { issueInstant: '2026-01-15T13:00:00+01:00' }),
      { flags: 'time' },
    ),
    refuses('doctype', 'a document type', 'xml.doctype', (workshop) => `<!DOCTYPE x>${within(signedAssertion)(workshop)}`, {
      flags: 'doctype',
    }),
    refuses('http-status', 'not found', 'transport.status', within(signedAssertion), { status: '404', flags: 'binding' }),
    refuses('http-type', 'a page', 'transport.content-type', message('<html></html>'), { contentType: 'text/html', flags: 'binding' }),
  ];
}

function forged(): string {
  return responseXml({ id: '_forged-response', assertions: [evil()] });
}
