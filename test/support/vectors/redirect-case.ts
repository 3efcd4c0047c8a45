import { utf8 } from '../../../src/core/bytes.ts';
import { deflate } from '../../../src/saml/deflate.ts';
import { clean, later, xml } from '../messages.ts';
import type { KeyName } from './parties.ts';
import type { Case, Workshop } from './workshop.ts';

const sloUrl = 'https://sp.example/saml/slo';
export const moreAlgorithms = 'http://www.w3.org/2001/04/xmldsig-more#';

/** What a provider sends of its own accord. */
export const logoutRequest = xml(
  'samlp:LogoutRequest',
  {
    'xmlns:samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
    'xmlns:saml': 'urn:oasis:names:tc:SAML:2.0:assertion',
    ID: '_logout',
    Version: '2.0',
    IssueInstant: later(-30),
    Destination: sloUrl,
  },
  [xml('saml:Issuer', {}, clean.idp), xml('saml:NameID', {}, clean.subject)],
);

/** The same, deflated and encoded. */
export const message = encodeURIComponent(base64(deflate(logoutRequest)));

type Fields = Partial<Case['header']>;

/** A query whose message must come out. */
export function accepts(
  name: string,
  comment: string,
  query: (workshop: Workshop) => string,
  claims: object,
  flags: string,
  fields: Fields = {},
): Case {
  const all = { parameter: 'SAMLRequest', root: 'LogoutRequest', ...claims };
  return redirectCase(name, comment, `accept ${JSON.stringify(all)}`, query, flags, fields);
}

export function refuses(
  name: string,
  comment: string,
  expect: string,
  query: (workshop: Workshop) => string,
  flags: string,
  fields: Fields = {},
): Case {
  return redirectCase(name, comment, expect, query, flags, fields);
}

/** A query with its signature. */
export function signed(
  workshop: Workshop,
  query: string,
  {
    key = 'idp',
    algorithm = `${moreAlgorithms}rsa-sha256`,
    lowerCase = false,
  }: { readonly key?: KeyName; readonly algorithm?: string; readonly lowerCase?: boolean } = {},
): string {
  const written = encodeURIComponent(algorithm);
  const octets = `${query}&SigAlg=${lowerCase ? lower(written) : written}`;
  return `${octets}&Signature=${encodeURIComponent(base64(workshop.octets(utf8(octets), algorithm, key)))}`;
}

export function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64');
}

/** Percent encoding with lower-case letters. */
export function lower(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
}

function redirectCase(
  name: string,
  comment: string,
  expect: string,
  query: (workshop: Workshop) => string,
  flags: string,
  fields: Fields,
): Case {
  const usual = { spec: 'SAMLBind 3.4.4', flags, source: 'signon', now: clean.now, parties: 'idp', receivedAt: sloUrl };
  return { path: `redirect/${name}`, header: { expect, comment, ...usual, ...fields }, message: query };
}
