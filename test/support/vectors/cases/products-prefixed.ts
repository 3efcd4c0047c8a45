import { prefixedAnswer } from '../prefixed-answer.ts';
import {
  acsUrl,
  asSent,
  assertionNamespace,
  emailAddress,
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

/** Logins of products that write `samlp` and `saml` and are made with PHP, JavaScript, Perl and what not: each signs in a manner of its own. */
export const prefixedCases: readonly Case[] = [
  asSent('onelogin', 'OneLogin: the assertion signed, groups in one value', oneLogin(), 'assertion'),
  asSent('onelogin-response', 'OneLogin that signs the response', oneLogin(), 'response'),
  asSent(
    'simplesamlphp',
    'SimpleSAMLphp by default: both signed, some lines in the signature, letters of all kinds',
    simpleSamlPhp(),
    'both',
  ),
  asSent('simplesamlphp-assertion', 'SimpleSAMLphp that signs the assertion', simpleSamlPhp(), 'assertion'),
  asSent(
    'auth0',
    'Auth0 by default: the assertion signed, values of several types, two blanks between some attributes',
    auth0(),
    'assertion',
  ),
  asSent('auth0-response', 'Auth0 that signs the response', auth0(), 'response'),
  asSent('lemonldap', 'LemonLDAP::NG: both signed, KeyInfo with KeyValue only, lines of 64 characters', lemonLdap(), 'both'),
  asSent('lemonldap-response', 'LemonLDAP::NG that signs the response', lemonLdap(), 'response'),
];

export function oneLogin(): ProductAnswer {
  const issuer = 'https://app.onelogin.example/saml/metadata/6e7a3b0c-5b1f-4a6f-9d53-1c2b3a4d5e6f';
  const [responseId, assertionId] = ['R3f8c1d2e4b5a69788796a5b4c3d2e1f0a9b8c7d6', 'pfx7a1f2c4e-9d3b-4b8c-a6d5-0e1f2a3b4c5d'];
  return prefixedAnswer({
    party: 'onelogin',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response xmlns:saml="${assertionNamespace}" xmlns:samlp="${protocolNamespace}" ID="${responseId}" Version="2.0"
        IssueInstant="${instant(-30, '')}" Destination="${acsUrl}" InResponseTo="${requestId}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion xmlns:saml="${assertionNamespace}"${types} Version="2.0" ID="${assertionId}" IssueInstant="${instant(-30, '')}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    nameId: 'alice@example.com',
    format: emailAddress,
    fraction: '',
    session: { SessionNotOnOrAfter: instant(86370, ''), SessionIndex: '_c1d2e3f4-a5b6-4798-8a9b-0c1d2e3f4a5b' },
    context: 'PasswordProtectedTransport',
    attributes: [
      ['User.email', ['alice@example.com'], basic],
      ['memberOf', ['staff;admins'], basic],
      ['PersonImmutableID', [''], basic],
    ],
    valueAttributes: stringValue,
    signing: { keyInfo: x509Data(), breaking: singleTags() },
  });
}

export function simpleSamlPhp(): ProductAnswer {
  const issuer = 'https://login.university.example/simplesaml/saml2/idp/metadata.php';
  const [responseId, assertionId] = ['_d92b2fb1c74718795a805827a3fb32da28909d50e1', '_ebd3159902c6675b841692ba860b037ae1b0916fd2'];
  return prefixedAnswer({
    party: 'simplesamlphp',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response ${namespaces} ID="${responseId}" Version="2.0" IssueInstant="${instant(-30, '')}" Destination="${acsUrl}"
        InResponseTo="${requestId}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion xmlns:xsi="${schemaInstance}" xmlns:xs="${schema}" ID="${assertionId}" Version="2.0" IssueInstant="${instant(-30, '')}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    nameId: '_803be25bd37cd590df2234a666c420166979adfd1f',
    format: `${saml2}nameid-format:transient`,
    fraction: '',
    session: { SessionNotOnOrAfter: instant(28770, ''), SessionIndex: '_fb3cb6f9bc8936f2d85a5a99a24da61c240906d244' },
    context: 'Password',
    attributes: [
      ['uid', ['alice'], basic],
      ['eduPersonAffiliation', ['member', 'student'], basic],
      ['sn', ["<O'Hara> & Söhne"], basic],
      ['cn', ['学生 👩‍🎓'], basic],
    ],
    valueAttributes: stringValue,
    signing: {
      keyInfo: x509Data(),
      breaking: {
        signedInfo: (xml) =>
          (singleTags().signedInfo?.(xml) ?? xml)
            .replace('<ds:SignedInfo>', '\n  <ds:SignedInfo>')
            .replace('<ds:SignatureMethod', '\n    <ds:SignatureMethod')
            .replace('<ds:Reference', '\n  <ds:Reference'),
        signature: (xml) => xml.replace('<ds:KeyInfo>', '\n<ds:KeyInfo>'),
      },
    },
  });
}

export function auth0(): ProductAnswer {
  const issuer = 'urn:acme.auth0.example';
  const [responseId, assertionId] = ['_bdf4660c296ca0d1bed3', '_aDl2qpbFSNbnGDxLJTSqLKVrAPrsvHx4'];
  const uri = { NameFormat: `${saml2}attrname-format:uri` };
  const answer = prefixedAnswer({
    party: 'auth0',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response xmlns:samlp="${protocolNamespace}" ID="${responseId}"  InResponseTo="${requestId}"  Version="2.0" IssueInstant="${instant(-30, '')}"  Destination="${acsUrl}">
        <saml:Issuer xmlns:saml="${assertionNamespace}">${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion xmlns:saml="${assertionNamespace}" Version="2.0" ID="${assertionId}" IssueInstant="${instant(-30, '.065')}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    nameId: 'auth0|5f7c8ec7c33c6c004bbafe82',
    format: unspecified,
    fraction: '.065',
    session: { SessionIndex: '_sa314f01393143feb99f92121' },
    context: 'unspecified',
    attributes: [
      ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress', ['alice@example.com'], uri],
      ['http://schemas.auth0.com/email_verified', ['true'], uri],
      ['http://schemas.auth0.com/logins', ['41'], uri],
      ['http://schemas.auth0.com/roles', ['a', 'b c', ''], uri],
    ],
    statementAttributes: types,
    valueAttributes: stringValue,
    signing: { prefix: '', keyInfo: x509Data(''), breaking: singleTags() },
  });
  const assertion = answer.assertion.replace('xs:string">true', 'xs:boolean">true').replace('xs:string">41', 'xs:double">41');
  return { ...answer, assertion };
}

export function lemonLdap(): ProductAnswer {
  const issuer = 'https://auth.lemonldap.example/saml/metadata';
  const [responseId, assertionId] = ['_7C0E3A5D9F1B48266E8A4C2D0B9F7E51', '_A1B2C3D4E5F60718293A4B5C6D7E8F90'];
  const short = (base64: string) => inLines(base64, 64);
  return prefixedAnswer({
    party: 'lemonldap',
    issuer,
    responseId,
    assertionId,
    responseStart: `
      <samlp:Response ${namespaces} ID="${responseId}" InResponseTo="${requestId}" Version="2.0" IssueInstant="${instant(-30, '')}"
        Destination="${acsUrl}" Consent="${saml2}consent:obtained">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    assertionStart: `
      <saml:Assertion Version="2.0" ID="${assertionId}" IssueInstant="${instant(-30, '')}">
        <saml:Issuer>${issuer}</saml:Issuer>`,
    nameId: 'alice@example.com',
    format: emailAddress,
    fraction: '',
    session: { SessionIndex: '5d41402abc4b2a76b9719d911017c592', SessionNotOnOrAfter: instant(71970, '') },
    context: 'Password',
    attributes: [
      ['uid', ['alice'], { ...basic, FriendlyName: 'uid' }],
      ['groups', ['staff; admins'], basic],
    ],
    attributesFirst: true,
    valueAttributes: `${types}${stringValue}`,
    signing: {
      prefix: '',
      lineBreak: '\n',
      keyInfo: rsaKeyValue('', (base64) => `\n${short(base64)}\n`, '\n'),
      breaking: { ...singleTags(), signatureValue: (base64) => short(base64.replaceAll('\n', '')) },
    },
  });
}
