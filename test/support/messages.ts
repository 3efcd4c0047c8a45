/** The names and the instant that clean messages and the parties of the vectors share. */
export const clean = {
  idp: 'https://idp.example/saml',
  sp: 'https://sp.example/saml',
  acsUrl: 'https://sp.example/saml/acs',
  requestId: '_request',
  responseId: '_response',
  assertionId: '_assertion',
  subject: 'alice@example.com',
  /** When the message is looked at; it was made half a minute before, and counts for five minutes more. */
  now: '2026-01-15T12:00:00Z',
} as const;

/** An attribute or element that is written unless it is `null`; `undefined` means the clean one. */
type Part = string | null | undefined;

/** What a Response says; anything given replaces what a clean one has. Elements are given as XML. */
export interface ResponseParts {
  readonly id?: Part;
  readonly version?: Part;
  readonly issueInstant?: Part;
  readonly destination?: Part;
  readonly inResponseTo?: Part;
  /** Further attributes, as written, with a blank before each. */
  readonly attributes?: string;
  readonly issuer?: Part;
  readonly extensions?: Part;
  readonly status?: Part;
  /** What stands behind the status; default: one clean assertion. */
  readonly assertions?: readonly string[];
}

/** What an Assertion says, in the same manner. */
export interface AssertionParts {
  readonly id?: Part;
  readonly version?: Part;
  readonly issueInstant?: Part;
  /** Further attributes, as written, with a blank before each. */
  readonly attributes?: string;
  readonly issuer?: Part;
  readonly subject?: Part;
  readonly conditions?: Part;
  readonly advice?: Part;
  /** Default: one of authentication and one of attributes. */
  readonly statements?: readonly string[];
}

/** A Response without signature; that of a login which was asked for, unless told otherwise. */
export function responseXml(parts: ResponseParts = {}): string {
  const { issuer, extensions = null, status, assertions = [assertionXml()], attributes } = parts;
  return xml(
    'samlp:Response',
    {
      'xmlns:samlp': protocol,
      'xmlns:saml': assertion,
      ID: or(parts.id, clean.responseId),
      Version: or(parts.version, '2.0'),
      IssueInstant: or(parts.issueInstant, later(-30)),
      Destination: or(parts.destination, clean.acsUrl),
      InResponseTo: or(parts.inResponseTo, clean.requestId),
    },
    [or(issuer, issuerXml()), extensions, or(status, statusXml()), ...assertions],
    attributes,
  );
}

/** An Assertion without signature. It declares its namespace itself, so that it can stand alone. */
export function assertionXml(parts: AssertionParts = {}): string {
  const { issuer, subject, conditions, advice = null, statements = [authnStatementXml(), attributeStatementXml()], attributes } = parts;
  return xml(
    'saml:Assertion',
    {
      'xmlns:saml': assertion,
      ID: or(parts.id, clean.assertionId),
      Version: or(parts.version, '2.0'),
      IssueInstant: or(parts.issueInstant, later(-30)),
    },
    [or(issuer, issuerXml()), or(subject, subjectXml()), or(conditions, conditionsXml()), advice, ...statements],
    attributes,
  );
}

/** An Issuer. */
export function issuerXml(name: string = clean.idp, attributes = ''): string {
  return xml('saml:Issuer', {}, name, attributes);
}

/** A Status with these codes within each other, the outermost first, as the last part of their URIs. */
export function statusXml(codes: readonly string[] = ['Success'], ...more: readonly string[]): string {
  const nested = codes.reduceRight<string | undefined>(
    (inner, code) =>
      xml('samlp:StatusCode', { Value: code.includes(':') ? code : `${statusCodes}${code}` }, inner === undefined ? [] : [inner]),
    undefined,
  );
  return xml('samlp:Status', {}, [nested ?? '', ...more]);
}

/** A Subject: its identifier, or none, and its confirmations. */
export function subjectXml(nameId: string | null = nameIdXml(), confirmations: readonly string[] = [bearerXml()]): string {
  return xml('saml:Subject', {}, [nameId, ...confirmations]);
}

/** A NameID; its content is written as it is. */
export function nameIdXml(content: string = clean.subject, attributes: Readonly<Record<string, Part>> = { Format: emailAddress }): string {
  return xml('saml:NameID', attributes, content);
}

/** A SubjectConfirmation, that of a bearer unless told otherwise. */
export function bearerXml(attributes: Readonly<Record<string, Part>> = {}, method = `${saml2}cm:bearer`): string {
  const confirmed = { InResponseTo: clean.requestId, NotOnOrAfter: later(300), Recipient: clean.acsUrl, ...attributes };
  return xml('saml:SubjectConfirmation', { Method: method }, [xml('saml:SubjectConfirmationData', confirmed, [])]);
}

/** Conditions: their window, and what stands in them. */
export function conditionsXml(
  window: { readonly NotBefore?: Part; readonly NotOnOrAfter?: Part } = {},
  conditions: readonly string[] = [audienceXml()],
): string {
  return xml('saml:Conditions', { NotBefore: later(-30), NotOnOrAfter: later(300), ...window }, conditions);
}

/** An AudienceRestriction to any of these. */
export function audienceXml(...audiences: readonly string[]): string {
  const named = audiences.length === 0 ? [clean.sp] : audiences;
  return xml(
    'saml:AudienceRestriction',
    {},
    named.map((audience) => xml('saml:Audience', {}, audience)),
  );
}

/** An AuthnStatement; its context is given as XML. */
export function authnStatementXml(attributes: Readonly<Record<string, Part>> = {}, context: string = contextXml()): string {
  return xml('saml:AuthnStatement', { AuthnInstant: later(-60), SessionIndex: '_session', ...attributes }, [context]);
}

/** An AuthnContext of a class, given as the last part of its URI, and whatever else. */
export function contextXml(contextClass: string | null = 'PasswordProtectedTransport', ...more: readonly string[]): string {
  const reference = contextClass === null ? null : xml('saml:AuthnContextClassRef', {}, contextUri(contextClass));
  return xml('saml:AuthnContext', {}, [reference, ...more]);
}

/** The URI of an authentication context class (SAMLAuthnCxt 3.4). */
export function contextUri(name: string): string {
  return `${saml2}ac:classes:${name}`;
}

/** An AttributeStatement; default: a mail address and two groups. */
export function attributeStatementXml(
  attributes: readonly string[] = [attributeXml('mail', ['alice@example.com']), attributeXml('groups', ['staff', 'admins'])],
): string {
  return xml('saml:AttributeStatement', {}, attributes);
}

/** An Attribute with values whose content is written as it is. */
export function attributeXml(name: string, values: readonly string[], attributes: Readonly<Record<string, Part>> = {}): string {
  return xml(
    'saml:Attribute',
    { Name: name, ...attributes },
    values.map((value) => xml('saml:AttributeValue', {}, value)),
  );
}

/** That many seconds after the instant of clean messages, as SAML writes it. */
export function later(seconds: number): string {
  return new Date(Date.parse(clean.now) + seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** An element: attributes that are not null in the order given, and its content as one text, or elements on lines of their own. */
export function xml(
  name: string,
  attributes: Readonly<Record<string, Part>>,
  content: string | readonly (string | null)[],
  written = '',
): string {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value == null ? [] : [` ${key}="${escaped(value)}"`]));
  const inner = typeof content === 'string' ? content : content.flatMap((child) => (child === null ? [] : [`\n${child}`])).join('');
  const start = `<${name}${given.join('')}${written}`;
  if (inner === '') return `${start}/>`;
  return `${start}>${inner}${typeof content === 'string' ? '' : '\n'}</${name}>`;
}

function or(part: Part, cleanPart: string): string | null {
  return part === undefined ? cleanPart : part;
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const saml2 = 'urn:oasis:names:tc:SAML:2.0:';
const protocol = `${saml2}protocol`;
const assertion = `${saml2}assertion`;
const statusCodes = `${saml2}status:`;
const emailAddress = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
