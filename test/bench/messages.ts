import type { Certificate } from '../support/certificate.ts';

/** Who is who in every message of the benchmark. */
export const names = {
  idp: 'https://idp.example/metadata',
  ssoUrl: 'https://idp.example/sso',
  sp: 'https://sp.example/metadata',
  loginUrl: 'https://sp.example/saml/login',
  acsUrl: 'https://sp.example/saml/acs',
  returnTo: 'https://sp.example/',
  requestId: '_0f6a1e5c0c1d4f3a8b7e6d5c4b3a29180f6a1e5c',
  nameId: 'anna.muster@example.org',
} as const;

/** What a response is to hold. */
export interface ResponseOptions {
  /** Tells this message from the others of its kind. */
  readonly number: number;
  readonly now: Date;
  readonly groups: number;
  /** Write `xsi:type` on each group, as Java and PHP products do; Entra ID and AD FS write none. */
  readonly typed: boolean;
  /** The request that it answers. Default: that of every message of the benchmark. */
  readonly requestId?: string;
}

export function responseId(number: number): string {
  return `_response-${number}-5d2c7a9e41b04c0f`;
}

export function assertionId(number: number): string {
  return `_assertion-${number}-8e1f3b6a92d74e55`;
}

/**
 * A response as products write it, unsigned. On no line is it its own canonical form: attributes out of order, quotes of both kinds,
 * namespaces declared where they are not used, references, empty-element tags, and white space within tags.
 */
export function responseXml({ number, now, groups, typed, requestId = names.requestId }: ResponseOptions): string {
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  return `<?xml version="1.0" encoding="UTF-8"?>
<samlp:Response xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml='urn:oasis:names:tc:SAML:2.0:assertion' Version="2.0" ID="${responseId(number)}" IssueInstant='${at(-1)}' InResponseTo="${requestId}" Destination="${names.acsUrl}">
  <saml:Issuer >${names.idp}</saml:Issuer>
  <samlp:Status ><samlp:StatusCode  Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  <saml:Assertion Version="2.0" IssueInstant="${at(-1)}" ID="${assertionId(number)}" >
    <saml:Issuer Format='urn:oasis:names:tc:SAML:2.0:nameid-format:entity'>${names.idp}</saml:Issuer>
    <saml:Subject>
      <saml:NameID SPNameQualifier="${names.sp}" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${names.nameId}</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData Recipient='${names.acsUrl}' NotOnOrAfter="${at(28_800)}" InResponseTo="${requestId}"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotOnOrAfter="${at(28_800)}" NotBefore='${at(-60)}'>
      <saml:AudienceRestriction><saml:Audience>${names.sp}</saml:Audience></saml:AudienceRestriction>
    </saml:Conditions>
    <saml:AuthnStatement SessionNotOnOrAfter="${at(28_800)}" SessionIndex="_session-${number}" AuthnInstant="${at(-30)}">
      <saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>
    </saml:AuthnStatement>
    <saml:AttributeStatement >
${[...people.map(([name, oid, value]) => attributeXml(name, oid, [value], true)), groups === 0 ? '' : attributeXml('groups', 'memberOf', groupNames(groups), typed)].join('')}    </saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>`;
}

function attributeXml(friendlyName: string, name: string, values: readonly string[], typed: boolean): string {
  const open = typed ? '<saml:AttributeValue  xsi:type="xs:string">' : '<saml:AttributeValue >';
  const lines = values.map((value) => `        ${open}${value}</saml:AttributeValue>\n`);
  return `      <saml:Attribute NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" Name='${name}' FriendlyName="${friendlyName}">\n${lines.join('')}      </saml:Attribute>\n`;
}

/** Distinguished names, which is what directories send: the umlaut makes the document more than one octet a character, and some have "&". */
function groupNames(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, n) => `CN=Gruppe-${String(n).padStart(4, '0')},OU=${n % 10 === 0 ? 'R&amp;D' : 'Zürich'},DC=ad,DC=example,DC=org`,
  );
}

const people = [
  ['uid', 'urn:oid:0.9.2342.19200300.100.1.1', 'anna.muster'],
  ['mail', 'urn:oid:0.9.2342.19200300.100.1.3', names.nameId],
  ['displayName', 'urn:oid:2.16.840.1.113730.3.1.241', 'Anna &quot;Ann&quot; Muster'],
  ['sn', 'urn:oid:2.5.4.4', 'Muster &gt; Meier'],
] as const;

/** What a provider of the size of Entra ID publishes: a byte order mark, WS-Federation roles first, the same keys in each role. */
export function entraLikeMetadata(certificates: readonly Certificate[]): string {
  const keys = certificates
    .map(
      ({ base64 }) =>
        `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${base64}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
    )
    .join('');
  const roles = ['SecurityTokenServiceType', 'ApplicationServiceType'].map((type) => roleXml(type, keys)).join('');
  return `\uFEFF<?xml version="1.0" encoding="utf-8"?><EntityDescriptor ID="_metadata-4b9f6c" entityID="${names.idp}" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${roles}<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys}<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${names.ssoUrl}" /><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${names.ssoUrl}" /><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${names.ssoUrl}" /></IDPSSODescriptor></EntityDescriptor>`;
}

function roleXml(type: string, keys: string): string {
  const claims = Array.from(
    { length: 70 },
    (_, n) =>
      `<auth:ClaimType Uri="http://schemas.example.org/ws/2005/05/identity/claims/claim-${n}" xmlns:auth="http://docs.oasis-open.org/wsfed/authorization/200706"><auth:DisplayName>Claim ${n}</auth:DisplayName><auth:Description>What the claim number ${n} says of a person, in words.</auth:Description></auth:ClaimType>`,
  ).join('');
  const endpoint = `<wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>${names.ssoUrl}</wsa:Address></wsa:EndpointReference>`;
  return `<RoleDescriptor xsi:type="fed:${type}" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706">${keys}<fed:ClaimTypesOffered>${claims}</fed:ClaimTypesOffered><fed:PassiveRequestorEndpoint>${endpoint}</fed:PassiveRequestorEndpoint></RoleDescriptor>`;
}
