import { selfSigned } from './certificate.ts';
import { keyPair } from './keys.ts';

/**
 * The aggregate of a federation, piece by piece and not yet signed: members as real ones are, some 9 KB each, with names in several
 * scripts, pictures, entity categories, two or three keys, and contacts. One in five is a service.
 *
 * @param signature - what stands first in the root, whose ID is `all`
 */
export function* federationXml(members: number, signature = ''): Iterable<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<md:EntitiesDescriptor ${declarations} ID="all" Name="https://federation.example" validUntil="2030-01-01T00:00:00Z" cacheDuration="PT6H">${signature}\n`;
  for (let number = 0; number < members; number += 1) yield memberXml(number);
  yield '</md:EntitiesDescriptor>\n';
}

/** The name of a member by its number; those that divide by five are services. */
export function memberName(number: number): string {
  return `https://idp${number}.example.org/idp/shibboleth`;
}

/** A signature that says how the aggregate is to be signed, for xmlsec1 to fill in. */
export const signatureTemplate = `<ds:Signature><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#all"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>`;

function memberXml(number: number): string {
  const host = `idp${number}.example.org`;
  return `  <md:EntityDescriptor entityID="${memberName(number)}">
    <md:Extensions>
      <mdrpi:RegistrationInfo registrationAuthority="https://registrar${number % 70}.example" registrationInstant="2020-01-01T00:00:00Z">
        <mdrpi:RegistrationPolicy xml:lang="en">https://registrar.example/policy</mdrpi:RegistrationPolicy>
      </mdrpi:RegistrationInfo>
      <mdattr:EntityAttributes>
        <saml:Attribute Name="http://macedir.org/entity-category-support" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">
          <saml:AttributeValue>http://refeds.org/category/research-and-scholarship</saml:AttributeValue>
          <saml:AttributeValue>http://www.geant.net/uri/dataprotection-code-of-conduct/v1</saml:AttributeValue>
        </saml:Attribute>
        <saml:Attribute Name="urn:oasis:names:tc:SAML:attribute:assurance-certification" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">
          <saml:AttributeValue>https://refeds.org/sirtfi</saml:AttributeValue>
        </saml:Attribute>
      </mdattr:EntityAttributes>
    </md:Extensions>
${number % 5 === 0 ? serviceXml(number, host) : providerXml(number, host)}
    <md:Organization>
      <md:OrganizationName xml:lang="en">University of Example</md:OrganizationName>
      <md:OrganizationDisplayName xml:lang="en">University of Example</md:OrganizationDisplayName>
      <md:OrganizationURL xml:lang="en">https://${host}/</md:OrganizationURL>
    </md:Organization>
    <md:ContactPerson contactType="technical"><md:GivenName>Help</md:GivenName><md:EmailAddress>mailto:help@${host}</md:EmailAddress></md:ContactPerson>
    <md:ContactPerson contactType="support"><md:GivenName>Help</md:GivenName><md:EmailAddress>mailto:help@${host}</md:EmailAddress></md:ContactPerson>
  </md:EntityDescriptor>
`;
}

function providerXml(number: number, host: string): string {
  const at = (binding: string, name: string) =>
    `      <md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="https://${host}/idp/profile/SAML2/${binding}"/>`;
  return `    <md:IDPSSODescriptor errorURL="https://${host}/error" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol urn:mace:shibboleth:1.0">
      <md:Extensions>
        <shibmd:Scope regexp="false">${host}</shibmd:Scope>
${uiXml(number, host)}
      </md:Extensions>
${keysXml(number)}
${['SOAP', 'HTTP-Redirect', 'HTTP-POST'].map((binding) => at(binding, 'ArtifactResolutionService').replace('/>', ' index="1"/>')).join('\n')}
${['SOAP', 'HTTP-Redirect', 'HTTP-POST'].map((binding) => at(binding, 'SingleLogoutService')).join('\n')}
      <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>
      <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
${['HTTP-POST', 'HTTP-POST-SimpleSign', 'HTTP-Redirect', 'SOAP'].map((binding) => at(binding, 'SingleSignOnService')).join('\n')}
    </md:IDPSSODescriptor>`;
}

function serviceXml(number: number, host: string): string {
  const consumers = [1, 2, 3, 4, 5, 6].map(
    (index) =>
      `      <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://${host}/acs/${index}" index="${index}"/>`,
  );
  return `    <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:Extensions>
${uiXml(number, host)}
      </md:Extensions>
${keysXml(number)}
${consumers.join('\n')}
    </md:SPSSODescriptor>`;
}

function uiXml(number: number, host: string): string {
  const names = [
    ['en', `University of Example &amp; Co ${number}`],
    ['de', `Universit\u00E4t Beispiel ${number}`],
    // One in a few has a name that needs two octets a character.
    ...(number % 4 === 1 ? [['ja', `\u4F8B\u306E\u5927\u5B66 ${number}`]] : []),
  ];
  return `        <mdui:UIInfo>
${names.map(([language, name]) => `          <mdui:DisplayName xml:lang="${language}">${name}</mdui:DisplayName>`).join('\n')}
${['en', 'de'].map((language) => `          <mdui:Description xml:lang="${language}">${description}</mdui:Description>`).join('\n')}
          <mdui:InformationURL xml:lang="en">https://${host}/info</mdui:InformationURL>
          <mdui:PrivacyStatementURL xml:lang="en">https://${host}/privacy</mdui:PrivacyStatementURL>
          <mdui:Logo height="16" width="16" xml:lang="en">https://${host}/logo16.png</mdui:Logo>
          <mdui:Logo height="80" width="120">https://${host}/logo.png</mdui:Logo>
        </mdui:UIInfo>`;
}

function keysXml(number: number): string {
  return (number % 4 === 0 ? ['signing', 'encryption'] : ['signing', 'encryption', undefined])
    .map((use, at) => {
      const base64 = certificates[(number + at) % certificates.length] ?? '';
      return `      <md:KeyDescriptor${use === undefined ? '' : ` use="${use}"`}>
        <ds:KeyInfo>
          <ds:X509Data>
            <ds:X509Certificate>
${base64.replace(/.{76}/g, '$&\n')}
            </ds:X509Certificate>
          </ds:X509Data>
        </ds:KeyInfo>
      </md:KeyDescriptor>`;
    })
    .join('\n');
}

const description =
  'Sign in here if you are on the staff of the University of Example, or one of its students; guests and alumni have accounts of their own.';
const certificates = ['a', 'b', 'c', 'd'].map((owner) => selfSigned(keyPair('rsa-3072', owner).privateKey).base64);
const declarations = [
  'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"',
  'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  'xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"',
  'xmlns:mdrpi="urn:oasis:names:tc:SAML:metadata:rpi"',
  'xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute"',
  'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
  'xmlns:shibmd="urn:mace:shibboleth:metadata:1.0"',
].join(' ');
