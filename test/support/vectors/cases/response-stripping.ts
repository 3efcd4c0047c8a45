import { clean, responseXml } from '../../messages.ts';
import { apart, evilWith, forgedResponse, wrapped } from '../forging.ts';
import { type ResponseOptions, responseCases } from '../response-case.ts';
import type { Case, Workshop } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLCore 5.4.2', flags: 'wrapping' });

/** IDs that are not one element's, signatures that are gone, and signatures that are not on what must be signed. */
export const responseStrippingCases: readonly Case[] = [...duplicated(), ...stripped()];

/** References by ID mean nothing where an ID is not one element's. */
function duplicated(): readonly Case[] {
  return [
    refuses(
      'duplicate-forged',
      'a forged assertion with the ID of the signed one, both within the response',
      'signature.profile',
      wrapped(({ assertion }) =>
        forgedResponse(
          [evilWith(apart(assertion).signature, { id: clean.assertionId })],
          `<samlp:Extensions>${apart(assertion).rest}</samlp:Extensions>`,
        ),
      ),
    ),
    refuses('duplicate-response', 'the response has the ID of its assertion', 'signature.profile', {
      message: (workshop) => signedWithin(workshop).replace(`ID="${clean.responseId}"`, `ID="${clean.assertionId}"`),
    }),
    refuses('duplicate-elsewhere', 'an ID twice, neither of them that of the signed assertion', 'signature.profile', {
      after: (text) =>
        text.replace('<samlp:Status>', '<samlp:Extensions><x xmlns="urn:x" ID="_x"><x ID="_x"/></x></samlp:Extensions><samlp:Status>'),
    }),
    accepts(
      'duplicate-xml-id',
      'an xml:id is not the ID of an assertion',
      {},
      {
        after: (text) =>
          text.replace(
            '<samlp:Status>',
            `<samlp:Extensions><x xmlns="urn:x" xml:id="${clean.assertionId}"/></samlp:Extensions><samlp:Status>`,
          ),
      },
    ),
    accepts(
      'duplicate-id-other-case',
      'nor is an attribute Id or id',
      {},
      {
        after: (text) =>
          text.replace(
            '<samlp:Status>',
            `<samlp:Extensions><x xmlns="urn:x" Id="${clean.assertionId}" id="${clean.assertionId}"/></samlp:Extensions><samlp:Status>`,
          ),
      },
    ),
    refuses(
      'reference-other-attribute',
      'a forged assertion whose xml:id is the one that was signed',
      'signature.profile',
      wrapped(({ assertion }) =>
        forgedResponse(
          [evilWith(apart(assertion).signature).replace('ID="_evil"', `ID="_evil" xml:id="${clean.assertionId}"`)],
          `<samlp:Extensions>${apart(assertion).rest}</samlp:Extensions>`,
        ),
      ),
    ),
  ];
}

/** The signature is gone, or what must be signed is not. */
function stripped(): readonly Case[] {
  const without = (options: ResponseOptions = {}): ResponseOptions => ({
    spec: 'SAMLProf 4.1.3.5',
    flags: 'stripping',
    source: 'signon',
    ...options,
  });
  return [
    refuses('stripped', 'no signature at all', 'signature.missing', without({ sign: 'none' })),
    refuses(
      'stripped-empty',
      'a Signature that holds nothing',
      'signature.profile',
      without({
        sign: 'none',
        after: (text) => text.replace('<saml:Subject>', '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/><saml:Subject>'),
      }),
    ),
    refuses(
      'stripped-other-namespace',
      'a Signature of another namespace',
      'signature.missing',
      without({
        after: (text) => text.replace('xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', 'xmlns:ds="http://www.w3.org/2000/09/xmldsig"'),
      }),
    ),
    refuses(
      'stripped-commented',
      'the signature in a comment',
      'signature.missing',
      without({
        after: (text) => {
          const { rest, signature } = apart(text);
          return rest.replace('<saml:Subject>', `<!--${signature}--><saml:Subject>`);
        },
      }),
    ),
    refuses(
      'wanted-assertion',
      'only the response is signed, where the assertion must be',
      'signature.missing',
      without({ sign: 'response', parties: 'sp-wants-assertion idp' }),
    ),
    refuses(
      'wanted-response',
      'only the assertion is signed, where the response must be',
      'signature.missing',
      without({ parties: 'sp-wants-response idp' }),
    ),
    refuses(
      'wanted-both',
      'only the assertion is signed, where both must be',
      'signature.missing',
      without({ parties: 'sp-wants-both idp' }),
    ),
    accepts('wanted-both-there', 'both are signed, as both must be', {}, without({ sign: 'both', parties: 'sp-wants-both idp' })),
    refuses(
      'broken-outer',
      'a broken signature of the response never falls back to the good one of the assertion',
      'signature.digest',
      without({ sign: 'both', after: (text) => text.replace('Destination=', 'Consent="urn:x" Destination=') }),
    ),
    refuses(
      'broken-inner',
      'a broken signature of the assertion never falls back to that of the response',
      'signature.value',
      without({ message: (workshop) => workshop.sign(signedWithin(workshop, 'stranger')) }),
    ),
  ];
}

function signedWithin(workshop: Workshop, key: 'idp' | 'stranger' = 'idp'): string {
  return workshop.sign(responseXml(), { id: clean.assertionId, key });
}
