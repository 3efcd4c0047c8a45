import { prefixedAnswer } from '../prefixed-answer.ts';
import {
  acsUrl,
  asSent,
  assertionNamespace,
  inLines,
  instant,
  type ProductAnswer,
  protocolNamespace,
  requestId,
  rsaKeyValue,
  saml2,
  schema,
  schemaInstance,
  singleTags,
  unspecified,
  x509Data,
} from '../product-case.ts';
import type { Case } from '../workshop.ts';

const namespaces = `xmlns:samlp="${protocolNamespace}" xmlns:saml="${assertionNamespace}"`;
const types = ` xmlns:xs="${schema}" xmlns:xsi="${schemaInstance}"`;
const stringValue = ' xsi:type="xs:string"';
const basic = { NameFormat: `${saml2}attrname-format:basic` };

/** Logins of Keycloak and PingFederate: `samlp` and `saml`, signed with Java. */
export const keycloakCases: readonly Case[] = [
  asSent(
    'keycloak',
    'Keycloak by default: the response signed, certificate and key in KeyInfo, an attribute for each role',
    keycloak(),
    'response',
  ),
  asSent('keycloak-assertion', 'Keycloak that signs the assertion', keycloak(), 'assertion'),
  asSent('keycloak-both', 'Keycloak that signs both', keycloak(), 'both'),
  asSent('keycloak-inclusive', 'Keycloak that was told to use an inclusive canonical form with comments', keycloakInclusive(), 'both'),
  asSent('keycloak-early', 'an early Keycloak: a statement for each attribute', keycloakEarly(), 'response'),
  asSent(
    'pingfederate',
    'PingFederate: the response signed, KeyInfo with KeyValue only, lines between all elements',
    pingFederate(),
    'response',
  ),
  asSent('pingfederate-assertion', 'PingFederate that signs the assertion', pingFederate(), 'assertion'),
];

export function keycloak(): ProductAnswer {
  const issuer = 'https://keycloak.example/realms/acme';
  const [responseId, assertionId] = ['ID_0f6a3c1e-7d2b-4a58-9c41-b8e5d6f7a901', 'ID_4f7d2b9e-1c3a-4e5f-8a6b-0d9c8b7a6f5e'];
  return prefixedAnswer({
    party: 'keycloak',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response ${namespaces} Destination="${acsUrl}" ID="${responseId}" InResponseTo="${requestId}"
        IssueInstant="${instant(-30, '.017')}" Version="2.0">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion xmlns="${assertionNamespace}" ID="${assertionId}" IssueInstant="${instant(-30, '.017')}" Version="2.0">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    nameId: 'alice',
    format: unspecified,
    fraction: '.017',
    session: {
      SessionIndex: 'f3a1c5d7-2b4e-4c6a-8d9f-1e0a3b5c7d9e::0c9b8a7d-6e5f-4d3c-2b1a-0f9e8d7c6b5a',
      SessionNotOnOrAfter: instant(35970, '.017'),
    },
    context: 'unspecified',
    attributes: [
      ['urn:oid:1.2.840.113549.1.9.1', ['alice@example.com'], { FriendlyName: 'email', NameFormat: `${saml2}attrname-format:uri` }],
      ['Role', ['offline_access'], basic],
      ['Role', ['manage-account'], basic],
      ['groups', ['/staff/admins'], basic],
    ],
    valueAttributes: `${types}${stringValue}`,
    signing: {
      prefix: 'dsig',
      keyInfo: `<dsig:KeyName>k2Nc9fXwq0T1vB7yR5sE3uH6jL8mP4oD</dsig:KeyName>${x509Data('dsig:')}${rsaKeyValue('dsig:')}`,
      breaking: singleTags(),
    },
  });
}

function keycloakInclusive(): ProductAnswer {
  const answer = keycloak();
  return { ...answer, signing: { ...answer.signing, form: 'inclusive-1.0+comments' } };
}

function keycloakEarly(): ProductAnswer {
  const answer = keycloak();
  const apart = answer.assertion.replaceAll(
    '</saml:Attribute><saml:Attribute ',
    '</saml:Attribute></saml:AttributeStatement><saml:AttributeStatement><saml:Attribute ',
  );
  return { ...answer, assertion: apart, signing: { ...answer.signing, keyInfo: rsaKeyValue('dsig:', lines) } };
}

export function pingFederate(): ProductAnswer {
  const issuer = 'acme:pingfederate:saml2';
  const [responseId, assertionId] = ['xK3.vLq-9aZ_T0mWbR8sYdUeFgHi', 'pF7_c.Zy2-QmNoPrStUvWxYz01A'];
  return prefixedAnswer({
    party: 'pingfederate',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response Version="2.0" ID="${responseId}" IssueInstant="${instant(-30, '.922')}" InResponseTo="${requestId}"
        Destination="${acsUrl}" xmlns:samlp="${protocolNamespace}">
        <saml:Issuer xmlns:saml="${assertionNamespace}">${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion ID="${assertionId}" IssueInstant="${instant(-30, '.979')}" Version="2.0" xmlns:saml="${assertionNamespace}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    nameId: 'alice',
    format: unspecified,
    fraction: '.979',
    session: { SessionIndex: assertionId },
    context: 'unspecified',
    attributes: [
      ['mail', ['alice@example.com'], basic],
      ['memberOf', ['cn=staff,dc=acme,dc=example', 'cn=admins,dc=acme,dc=example'], basic],
    ],
    statementAttributes: types,
    valueAttributes: stringValue,
    signing: {
      lineBreak: '\n',
      keyInfo: rsaKeyValue('ds:', (base64) => `\n${lines(base64)}\n`, '\n'),
      breaking: { ...singleTags(), signatureValue: (base64) => `\n${base64}\n` },
    },
  });
}

function lines(base64: string): string {
  return inLines(base64, 76);
}
