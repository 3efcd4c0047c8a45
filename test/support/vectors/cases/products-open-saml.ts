import { entityFormat, openSaml } from '../open-saml.ts';
import {
  asSent,
  emailAddress,
  flat,
  inLines,
  type ProductAnswer,
  requestId,
  saml2,
  schema,
  singleTags,
  sp,
  x509Data,
} from '../product-case.ts';
import type { Case } from '../workshop.ts';

const targetedId = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';

/** Logins of products that are made with OpenSAML. */
export const openSamlCases: readonly Case[] = [
  asSent('okta', 'Okta by default: both signed, a PrefixList with xs', okta(), 'both'),
  asSent('okta-assertion', 'Okta that signs the assertion', okta(), 'assertion'),
  asSent('okta-response', 'Okta that signs the response', okta(), 'response'),
  asSent('google', 'Google by default: the assertion signed, its values in lines, a name beside the certificate', google(), 'assertion'),
  asSent('google-response', 'Google that signs the response', google(), 'response'),
  asSent('shibboleth', 'Shibboleth by default: the response signed, a PrefixList with xsd, a name as value', shibboleth(), 'response'),
  asSent('shibboleth-both', 'Shibboleth that signs both', shibboleth(), 'both'),
  asSent('pingone', 'PingOne: the assertion signed, lines that end in a referenced carriage return', pingOne(), 'assertion'),
  asSent('pingone-both', 'PingOne that signs both', pingOne(), 'both'),
  asSent('miniorange', 'miniOrange: both signed, KeyInfo with the certificate in lines, a Consent', miniOrange(), 'both'),
  asSent('miniorange-assertion', 'miniOrange that signs the assertion', miniOrange(), 'assertion'),
];

export function okta(): ProductAnswer {
  return openSaml({
    party: 'okta',
    issuer: 'http://www.okta.example/exk1a2b3c4d5e6f7g8h9',
    declaration: '<?xml version="1.0" encoding="UTF-8"?>',
    responseId: 'id14370931234567891234567890',
    assertionId: 'id14370931234987651122334455',
    sessionIndex: requestId,
    issuerFormat: entityFormat,
    declared: ` xmlns:xs="${schema}"`,
    nameId: { value: 'alice@example.com', format: emailAddress },
    attributes: [
      ['firstName', ['Alice']],
      ['groups', ['Everyone', 'jira-users']],
    ],
    attributeFormat: `${saml2}attrname-format:unspecified`,
    type: 'xs:string',
    signing: { prefixes: ['xs'], keyInfo: x509Data('ds:', lines), breaking: { ...singleTags(), signatureValue: lines } },
  });
}

function google(): ProductAnswer {
  const owner = 'ST=California,C=US,OU=Google For Work,CN=Google,L=Mountain View,O=Google Inc.';
  return openSaml({
    party: 'google',
    issuer: 'https://accounts.google.example/o/saml2?idpid=C01abc234',
    declaration: '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    responseId: '_5c0f6f4c8a2b47d1b9e3a1f2d3c4b5a6',
    assertionId: '_9a1b2c3d4e5f60718293a4b5c6d7e8f9',
    sessionIndex: '_9a1b2c3d4e5f60718293a4b5c6d7e8f9',
    nameId: { value: 'alice@example.com', format: emailAddress },
    attributes: [
      ['email', ['alice@example.com']],
      ['nickname', []],
    ],
    type: 'xs:anyType',
    context: 'unspecified',
    signing: {
      keyInfo: x509Data('ds:', lines, `<ds:X509SubjectName>${owner}</ds:X509SubjectName>`),
      breaking: { ...singleTags(), signatureValue: lines },
    },
  });
}

export function shibboleth(): ProductAnswer {
  const issuer = 'https://idp.university.example/idp/shibboleth';
  const [uri, persistent, pairwise] = [`${saml2}attrname-format:uri`, `${saml2}nameid-format:persistent`, 'QmFyZSBpZGVudGlmaWVycw=='];
  const answer = openSaml({
    party: 'shibboleth',
    issuer,
    responseId: '_3b1f0d9c7e5a4b2f8d6c0e1a9b7f5d3c',
    assertionId: '_f0e1d2c3b4a5968778695a4b3c2d1e0f',
    sessionIndex: '_0b7c4c1d2e9f4a5b8c6d7e8f9a0b1c2d',
    issuerFormat: entityFormat,
    declaration: '<?xml version="1.0" encoding="UTF-8"?>',
    declared: ` xmlns:xsd="${schema}"`,
    nameId: { value: 'AAdzZWNyZXQx', format: `${saml2}nameid-format:transient`, nameQualifier: issuer, spNameQualifier: sp },
    address: ' Address="192.0.2.17"',
    locality: '<saml2:SubjectLocality Address="192.0.2.17"/>',
    attributes: [
      ['urn:oid:0.9.2342.19200300.100.1.3', ['alice@university.example'], 'mail'],
      ['urn:oid:1.3.6.1.4.1.5923.1.1.1.9', ['member@university.example', 'staff@university.example'], 'eduPersonScopedAffiliation'],
    ],
    attributeFormat: uri,
    type: 'xsd:string',
    moreAttributes: flat(`
      <saml2:Attribute FriendlyName="eduPersonTargetedID" Name="${targetedId}" NameFormat="${uri}">
        <saml2:AttributeValue>
          <saml2:NameID Format="${persistent}" NameQualifier="${issuer}" SPNameQualifier="${sp}">${pairwise}</saml2:NameID>
        </saml2:AttributeValue>
      </saml2:Attribute>`),
    signing: {
      prefixes: ['xsd'],
      lineBreak: '\n',
      keyInfo: x509Data('ds:', (base64) => inLines(base64, 64)),
      breaking: { ...singleTags(), signatureValue: (base64) => `\n${base64}\n` },
    },
  });
  const attributes = [...(answer.claims['attributes'] as readonly unknown[]), [targetedId, [pairwise]]];
  return { ...answer, claims: { ...answer.claims, attributes } };
}

export function pingOne(): ProductAnswer {
  const javaLines = (base64: string) => inLines(base64, 76, '&#13;\n');
  return openSaml({
    party: 'pingone',
    issuer: 'https://auth.pingone.example/9c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
    responseId: '8f1e6d5c-4b3a-4c2d-9e1f-0a9b8c7d6e5f',
    assertionId: '2c4e6a80-1b3d-4f5a-8c7e-9d0b1a2c3e4f',
    sessionIndex: 'b7d5c3a1-9f8e-4d6c-8b4a-2f0e1d3c5b7a',
    nameId: { value: '0a7b8c9d-1e2f-4a3b-8c4d-5e6f7a8b9c0d', format: `${saml2}nameid-format:persistent` },
    attributes: [
      ['email', ['alice@example.com']],
      ['memberOf', ['Users', 'Admins']],
    ],
    attributeFormat: `${saml2}attrname-format:basic`,
    type: 'xs:string',
    signing: {
      keyInfo: x509Data('ds:', javaLines),
      breaking: { ...singleTags(), signatureValue: javaLines },
    },
  });
}

export function miniOrange(): ProductAnswer {
  return openSaml({
    party: 'miniorange',
    issuer: 'https://login.xecurify.example/moas',
    declaration: '<?xml version="1.0" encoding="UTF-8"?>',
    consent: ` Consent="${saml2}consent:unspecified"`,
    responseId: '_6421598731204567890',
    assertionId: '_7310254689713465280',
    sessionIndex: '_1122334455667788990',
    declared: ` xmlns:xs="${schema}"`,
    nameId: { value: 'alice@example.com', format: emailAddress },
    attributes: [
      ['fname', ['Alice']],
      ['lname', ['Müller & Co']],
      ['Groups', ['default', 'DEFAULT']],
    ],
    attributeFormat: `${saml2}attrname-format:unspecified`,
    type: 'xs:string',
    signing: {
      prefixes: ['#default', 'ds', 'saml2', 'saml2p', 'xs'],
      lineBreak: '\n',
      keyInfo: x509Data('ds:', (base64) => `\n${inLines(base64, 76)}\n`),
      breaking: singleTags(),
    },
  });
}

function lines(base64: string): string {
  return inLines(base64, 76);
}
