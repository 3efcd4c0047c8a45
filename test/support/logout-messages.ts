import { clean, issuerXml, later, nameIdXml, statusXml, xml } from './messages.ts';

/** The names that clean messages about logout share, beside those of all messages. */
export const logoutNames = {
  requestId: '_logout',
  responseId: '_logout-response',
  sloUrl: 'https://sp.example/saml/slo',
  idpSloUrl: 'https://idp.example/slo',
  index: '_session',
} as const;

/** An attribute or element that is written unless it is `null`; `undefined` means the clean one. */
type Part = string | null | undefined;

/** What every message about logout says; anything given replaces what a clean one has. Elements are given as XML. */
export interface LogoutParts {
  readonly id?: Part;
  readonly version?: Part;
  readonly issueInstant?: Part;
  readonly destination?: Part;
  /** Further attributes, as written, with a blank before each. */
  readonly attributes?: string;
  readonly issuer?: Part;
  readonly extensions?: Part;
}

/** What a LogoutRequest says beside that. */
export interface LogoutRequestParts extends LogoutParts {
  readonly notOnOrAfter?: Part;
  readonly nameId?: Part;
  /** Default: one index. */
  readonly indexes?: readonly string[];
}

/** What a LogoutResponse says beside that. */
export interface LogoutResponseParts extends LogoutParts {
  readonly inResponseTo?: Part;
  readonly status?: Part;
}

/** A LogoutRequest without signature. */
export function logoutRequestXml(parts: LogoutRequestParts = {}): string {
  const { nameId = nameIdXml(), indexes = [logoutNames.index] } = parts;
  const sessions = indexes.map((index) => xml('samlp:SessionIndex', {}, index));
  return message('LogoutRequest', parts, { NotOnOrAfter: or(parts.notOnOrAfter, later(300)) }, [nameId, ...sessions]);
}

/** A LogoutResponse without signature. */
export function logoutResponseXml(parts: LogoutResponseParts = {}): string {
  const { inResponseTo, status = statusXml() } = parts;
  return message('LogoutResponse', parts, { InResponseTo: or(inResponseTo, clean.requestId) }, [status]);
}

/** A message in a SOAP envelope. */
export function soapXml(content: string, header = ''): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${header}<s:Body>${content}</s:Body></s:Envelope>`;
}

function message(
  name: 'LogoutRequest' | 'LogoutResponse',
  { id, version, issueInstant, destination, issuer, extensions = null, attributes }: LogoutParts,
  more: Readonly<Record<string, Part>>,
  content: readonly (string | null)[],
): string {
  return xml(
    `samlp:${name}`,
    {
      'xmlns:samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
      'xmlns:saml': 'urn:oasis:names:tc:SAML:2.0:assertion',
      ID: or(id, name === 'LogoutRequest' ? logoutNames.requestId : logoutNames.responseId),
      Version: or(version, '2.0'),
      IssueInstant: or(issueInstant, later(-30)),
      Destination: or(destination, logoutNames.sloUrl),
      ...more,
    },
    [or(issuer, issuerXml()), extensions, ...content],
    attributes,
  );
}

function or(part: Part, cleanPart: string): string | null {
  return part === undefined ? cleanPart : part;
}
