import { prefixedAnswer } from '../prefixed-answer.ts';
import {
  acsUrl,
  asSent,
  assertionNamespace,
  emailAddress,
  flat,
  instant,
  type ProductAnswer,
  protocolNamespace,
  requestId,
  saml2,
  schema,
  schemaInstance,
  singleTags,
  sp,
  unspecified,
  x509Data,
} from '../product-case.ts';
import type { Case } from '../workshop.ts';

/** Logins as Entra ID and AD FS send them: a default namespace for what SAML asserts, no line ends, a second in three digits or seven. */
export const microsoftCases: readonly Case[] = [
  asSent('entra', 'Entra ID by default: the assertion signed, all in default namespaces', entra(), 'assertion'),
  asSent('entra-response', 'Entra ID that signs the response', entra(), 'response'),
  asSent('entra-both', 'Entra ID that signs both', entra(), 'both'),
  asSent('entra-b2c', 'a B2C policy of Entra ID: seven digits of a second, both signed', entraB2c(), 'both'),
  asSent('adfs', 'AD FS by default: the assertion signed, KeyInfo in a default namespace among prefixed elements', adfs(), 'assertion'),
  asSent('adfs-both', 'AD FS that signs both', adfs(), 'both'),
  asSent('adfs-windows', 'AD FS within a domain: no rule names the person, groups do', adfsWindows(), 'assertion'),
];

type Attributes = readonly (readonly [name: string, values: readonly string[]])[];

export function entra(): ProductAnswer {
  const issuer = 'https://sts.windows.example/4f0dc1a6-6c0b-4a7e-9c55-0e6d0a8f3b21/';
  const [responseId, assertionId] = ['_8e8dc5f6-9a0f-4f1f-a4c5-0d7e2c1b3a49', '_47b1ce6d-5a10-4c7b-8e21-93d1f0a55b00'];
  const attributes: Attributes = [
    ['http://schemas.microsoft.com/identity/claims/tenantid', ['4f0dc1a6-6c0b-4a7e-9c55-0e6d0a8f3b21']],
    ['http://schemas.microsoft.com/identity/claims/objectidentifier', ['0d3bd1d6-8f0c-4d56-9a83-8a0ac1f2a7b4']],
    [
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
      ['2f1c6f6b-7d7e-4f3d-9b1c-1a2b3c4d5e6f', '5a2e8c7d-01f2-4b3c-8d9e-6f5e4d3c2b1a'],
    ],
    ['http://schemas.microsoft.com/identity/claims/identityprovider', [issuer]],
    ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name', ['alice@example.com']],
  ];
  return {
    party: 'entra',
    responseId,
    assertionId,
    response: (assertion) =>
      flat(`
        <samlp:Response ID="${responseId}" Version="2.0" IssueInstant="${instant(-30)}" Destination="${acsUrl}"
          InResponseTo="${requestId}" xmlns:samlp="${protocolNamespace}">
          <Issuer xmlns="${assertionNamespace}">${issuer}</Issuer>
          <samlp:Status>
            <samlp:StatusCode Value="${saml2}status:Success"/>
          </samlp:Status>
          ${assertion}
        </samlp:Response>`),
    assertion: flat(`
      <Assertion ID="${assertionId}" IssueInstant="${instant(-30, '.479')}" Version="2.0" xmlns="${assertionNamespace}">
        <Issuer>${issuer}</Issuer>
        ${subject(`<NameID Format="${emailAddress}">alice@example.com</NameID>`, 3570, '.363')}
        ${conditions('.363')}
        ${statement(attributes)}
        ${authentication(assertionId, `${saml2}ac:classes:Password`)}
      </Assertion>`),
    signing: { prefix: '', keyInfo: x509Data(''), breaking: singleTags() },
    claims: { issuer, attributes, sessionIndex: assertionId, authenticated: instant(-60, '.107'), context: `${saml2}ac:classes:Password` },
  };
}

function entraB2c(): ProductAnswer {
  const issuer = 'https://contoso.b2clogin.example/contoso.onmicrosoft.example/B2C_1A_SAML2';
  const [responseId, assertionId] = ['_b0a2d0f4-3c7e-4a7e-9d5e-5a4b3c2d1e0f', '_d4f6c1aa-6a5b-4ef0-8f0e-0c1d2e3f4a5b'];
  const person = '4b6e5a1c-0f9e-4d3c-8b7a-112233445566';
  return prefixedAnswer({
    party: 'entra-b2c',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response xmlns:samlp="${protocolNamespace}" ID="${responseId}" InResponseTo="${requestId}" Version="2.0"
        IssueInstant="${instant(-30, '.4470123')}" Destination="${acsUrl}">
        <saml:Issuer Format="${saml2}nameid-format:entity" xmlns:saml="${assertionNamespace}">${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion xmlns:saml="${assertionNamespace}" ID="${assertionId}" Version="2.0" IssueInstant="${instant(-30, '.4470123')}">
        <saml:Issuer Format="${saml2}nameid-format:entity">${issuer}</saml:Issuer>`,
    nameId: person,
    format: unspecified,
    fraction: '.4470123',
    session: { SessionIndex: '7a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3' },
    context: 'PasswordProtectedTransport',
    attributes: [['objectId', [person], { NameFormat: `${saml2}attrname-format:basic` }]],
    valueAttributes: ` xmlns:xsd="${schema}" xmlns:xsi="${schemaInstance}" xsi:type="xsd:string"`,
    signing: { prefix: '', keyInfo: x509Data(''), breaking: singleTags(' ') },
  });
}

export function adfs(
  nameId = `<NameID Format="${emailAddress}">alice@example.com</NameID>`,
  attributes: Attributes = [
    ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname', ['Alice']],
    ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname', ['Müller']],
  ],
  context = `${saml2}ac:classes:PasswordProtectedTransport`,
): ProductAnswer {
  const issuer = 'http://adfs.example/adfs/services/trust';
  const [responseId, assertionId] = ['_c3a5e7b9-1d2f-4c6a-8e0b-2a4c6e8f0b1d', '_fd6108fd-d2bf-4327-a81f-1a2b3c4d5e6f'];
  return {
    party: 'adfs',
    responseId,
    assertionId,
    response: (assertion) =>
      flat(`
        <samlp:Response ID="${responseId}" Version="2.0" IssueInstant="${instant(-30)}" Destination="${acsUrl}"
          Consent="${saml2}consent:unspecified" InResponseTo="${requestId}" xmlns:samlp="${protocolNamespace}">
          <Issuer xmlns="${assertionNamespace}">${issuer}</Issuer>
          <samlp:Status>
            <samlp:StatusCode Value="${saml2}status:Success" />
          </samlp:Status>
          ${assertion}
        </samlp:Response>`),
    assertion: flat(`
      <Assertion ID="${assertionId}" IssueInstant="${instant(-30)}" Version="2.0" xmlns="${assertionNamespace}">
        <Issuer>${issuer}</Issuer>
        ${subject(nameId, 270, '.483', ' ')}
        ${conditions('.481')}
        ${statement(attributes)}
        ${authentication(assertionId, context)}
      </Assertion>`),
    signing: {
      keyInfo: x509Data(),
      breaking: {
        ...singleTags(' '),
        signature: (xml) =>
          xml.replace('<ds:KeyInfo>', '<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">').replace('</ds:KeyInfo>', '</KeyInfo>'),
      },
    },
    claims: { issuer, attributes, sessionIndex: assertionId, context },
  };
}

function adfsWindows(): ProductAnswer {
  const answer = adfs(
    '',
    [
      ['http://schemas.microsoft.com/ws/2008/06/identity/claims/windowsaccountname', ['ACME\\alice']],
      ['http://schemas.xmlsoap.org/claims/Group', ['Domain Users', 'ACME & Söhne']],
    ],
    'urn:federation:authentication:windows',
  );
  return { ...answer, claims: { ...answer.claims, subject: null } };
}

function subject(nameId: string, end: number, fraction: string, blank = ''): string {
  return flat(`
    <Subject>${nameId}
      <SubjectConfirmation Method="${saml2}cm:bearer">
        <SubjectConfirmationData InResponseTo="${requestId}" NotOnOrAfter="${instant(end, fraction)}" Recipient="${acsUrl}"${blank}/>
      </SubjectConfirmation>
    </Subject>`);
}

function conditions(fraction: string): string {
  return flat(`
    <Conditions NotBefore="${instant(-30, fraction)}" NotOnOrAfter="${instant(3570, fraction)}">
      <AudienceRestriction>
        <Audience>${sp}</Audience>
      </AudienceRestriction>
    </Conditions>`);
}

function statement(attributes: Attributes): string {
  const all = attributes.map(([name, values]) => {
    const written = values.map((value) => `<AttributeValue>${value.replaceAll('&', '&amp;')}</AttributeValue>`);
    return `<Attribute Name="${name}">${written.join('')}</Attribute>`;
  });
  return `<AttributeStatement>${all.join('')}</AttributeStatement>`;
}

function authentication(sessionIndex: string, context: string): string {
  return flat(`
    <AuthnStatement AuthnInstant="${instant(-60, '.107')}" SessionIndex="${sessionIndex}">
      <AuthnContext>
        <AuthnContextClassRef>${context}</AuthnContextClassRef>
      </AuthnContext>
    </AuthnStatement>`);
}
