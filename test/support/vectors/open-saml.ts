import {
  acsUrl,
  assertionNamespace,
  flat,
  instant,
  type ProductAnswer,
  protocolNamespace,
  requestId,
  saml2,
  schema,
  schemaInstance,
  sp,
} from './product-case.ts';

/** What differs between the products that are made with OpenSAML. Optional texts are written as they are, with a blank before each attribute. */
export interface OpenSamlParts extends Pick<ProductAnswer, 'party' | 'responseId' | 'assertionId' | 'signing'> {
  readonly issuer: string;
  /** The XML declaration. */
  readonly declaration?: string;
  /** Namespaces that the response and the assertion declare beside their own. */
  readonly declared?: string;
  /** Further attributes of the response. */
  readonly consent?: string;
  /** The Format of issuers. */
  readonly issuerFormat?: string;
  readonly nameId: Readonly<Record<'value' | 'format', string>> & Readonly<Partial<Record<'nameQualifier' | 'spNameQualifier', string>>>;
  /** The Address of the confirmation, and a SubjectLocality. */
  readonly address?: string;
  readonly locality?: string;
  readonly sessionIndex: string;
  /** The last part of the context's class; default: a password over TLS. */
  readonly context?: string;
  readonly attributes: readonly (readonly [name: string, values: readonly string[], friendlyName?: string])[];
  readonly attributeFormat?: string;
  /** The type of each value. */
  readonly type: string;
  /** Further attributes of the person, as XML. */
  readonly moreAttributes?: string;
}

/** An answer with `saml2p` and `saml2` declared where they are first used, attributes in the order of their names, and no line ends. */
export function openSaml(parts: OpenSamlParts): ProductAnswer {
  const {
    party,
    responseId,
    assertionId,
    signing,
    issuer,
    nameId,
    attributes,
    sessionIndex,
    context = 'PasswordProtectedTransport',
  } = parts;
  const contextClass = `${saml2}ac:classes:${context}`;
  return {
    party,
    responseId,
    assertionId,
    signing,
    response: (assertion) => responseOf(parts, assertion),
    assertion: assertionOf(parts, contextClass),
    claims: {
      issuer,
      subject: nameId,
      attributes: attributes.map(([name, values]) => [name, values]),
      sessionIndex,
      context: contextClass,
      authenticated: instant(-60, '.201'),
    },
  };
}

/** The Format of an issuer. */
export const entityFormat = ` Format="${saml2}nameid-format:entity"`;

function responseOf(
  { responseId, issuer, declaration = '', declared = '', consent = '', issuerFormat = '' }: OpenSamlParts,
  assertion: string,
) {
  return flat(`
    ${declaration}
    <saml2p:Response${consent} Destination="${acsUrl}" ID="${responseId}" InResponseTo="${requestId}" IssueInstant="${instant(-30)}"
      Version="2.0" xmlns:saml2p="${protocolNamespace}"${declared}>
      <saml2:Issuer${issuerFormat} xmlns:saml2="${assertionNamespace}">${issuer}</saml2:Issuer>
      <saml2p:Status>
        <saml2p:StatusCode Value="${saml2}status:Success"/>
      </saml2p:Status>
      ${assertion}
    </saml2p:Response>`);
}

function assertionOf(parts: OpenSamlParts, contextClass: string): string {
  const { assertionId, issuer, declared = '', issuerFormat = '', sessionIndex, locality = '' } = parts;
  return flat(`
    <saml2:Assertion ID="${assertionId}" IssueInstant="${instant(-30)}" Version="2.0" xmlns:saml2="${assertionNamespace}"${declared}>
      <saml2:Issuer${issuerFormat}>${issuer}</saml2:Issuer>
      ${subjectOf(parts)}
      <saml2:Conditions NotBefore="${instant(-330)}" NotOnOrAfter="${instant(270)}">
        <saml2:AudienceRestriction>
          <saml2:Audience>${sp}</saml2:Audience>
        </saml2:AudienceRestriction>
      </saml2:Conditions>
      <saml2:AuthnStatement AuthnInstant="${instant(-60, '.201')}" SessionIndex="${sessionIndex}">
        ${locality}
        <saml2:AuthnContext>
          <saml2:AuthnContextClassRef>${contextClass}</saml2:AuthnContextClassRef>
        </saml2:AuthnContext>
      </saml2:AuthnStatement>
      ${attributesOf(parts)}
    </saml2:Assertion>`);
}

function subjectOf({ nameId, address = '' }: OpenSamlParts): string {
  const { value, format, nameQualifier, spNameQualifier } = nameId;
  const qualifiers = nameQualifier === undefined ? '' : ` NameQualifier="${nameQualifier}" SPNameQualifier="${spNameQualifier}"`;
  return flat(`
    <saml2:Subject>
      <saml2:NameID Format="${format}"${qualifiers}>${value}</saml2:NameID>
      <saml2:SubjectConfirmation Method="${saml2}cm:bearer">
        <saml2:SubjectConfirmationData${address} InResponseTo="${requestId}" NotOnOrAfter="${instant(270)}" Recipient="${acsUrl}"/>
      </saml2:SubjectConfirmation>
    </saml2:Subject>`);
}

function attributesOf({ attributes, attributeFormat, type, moreAttributes = '' }: OpenSamlParts): string {
  const [prefix = ''] = type.split(':');
  const typed = ` xmlns:${prefix}="${schema}" xmlns:xsi="${schemaInstance}" xsi:type="${type}"`;
  const format = attributeFormat === undefined ? '' : ` NameFormat="${attributeFormat}"`;
  const all = attributes.map(([name, values, friendlyName]) => {
    const start = `<saml2:Attribute${friendlyName === undefined ? '' : ` FriendlyName="${friendlyName}"`} Name="${name}"${format}`;
    const written = values.map((value) => `<saml2:AttributeValue${typed}>${value.replaceAll('&', '&amp;')}</saml2:AttributeValue>`);
    return values.length === 0 ? `${start}/>` : `${start}>${written.join('')}</saml2:Attribute>`;
  });
  return `<saml2:AttributeStatement>${all.join('')}${moreAttributes}</saml2:AttributeStatement>`;
}
