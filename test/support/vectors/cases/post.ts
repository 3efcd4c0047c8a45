import { deflate } from '../../../../src/saml/deflate.ts';
import { assertionXml, clean, later, responseXml } from '../../messages.ts';
import type { Case, Workshop } from '../workshop.ts';

const asked = {
  parties: 'sp idp',
  pending: JSON.stringify({ requestId: clean.requestId, acsUrl: clean.acsUrl, issuedAt: later(-60) }),
};
/** Its base64 has every character that a form must encode. */
const response = `${responseXml()}<!-- ???>>>~~ -->`;

/** Messages in the body of a form. */
export const postCases: readonly Case[] = [
  accepts('clean', 'a response', field(base64(response))),
  accepts('request', 'a request', field(base64(response), 'SAMLRequest'), { parameter: 'SAMLRequest' }),
  accepts('relay-state', 'with RelayState', `${field(base64(response))}&RelayState=a+b`, { relayState: 'a b' }),
  accepts('other-fields', 'beside fields of others', `a=b&${field(base64(response))}&submit=Continue`),
  accepts('line-breaks', 'base64 broken into lines', field(base64(response).replace(/.{76}/g, '$&\r\n'))),
  accepts('white-space', 'base64 with blanks around it', field(` ${base64(response)}\t`)),
  finishing('login', 'a signed response that ends a login', (workshop) =>
    field(base64(workshop.sign(responseXml(), { id: clean.assertionId }))),
  ),
  finishing('login-lines', 'a login in base64 of lines, its octets encoded in lower case, as some products post it', (workshop) =>
    field(base64(workshop.sign(responseXml(), { id: clean.assertionId })).replace(/.{76}/g, '$&\r\n')).replace(/%[0-9A-F]{2}/g, (octet) =>
      octet.toLowerCase(),
    ),
  ),

  refuses('nothing', 'no message', 'message.parameter {"parameter":"SAMLResponse","reason":"missing"}', 'RelayState=a'),
  refuses(
    'twice',
    'two messages',
    'message.parameter {"parameter":"SAMLResponse","reason":"repeated"}',
    `${field(base64(response))}&${field(base64(response))}`,
  ),
  refuses(
    'request-and-response',
    'a request and a response',
    'message.parameter {"reason":"conflicting"}',
    `${field(base64(response))}&${field(base64(response), 'SAMLRequest')}`,
  ),
  refuses(
    'artifact',
    'an artifact in place of a message',
    'message.parameter {"parameter":"SAMLart","reason":"conflicting"}',
    field('AAQAAA', 'SAMLart'),
  ),
  refuses(
    'relay-state-twice',
    'RelayState twice',
    'message.parameter {"parameter":"RelayState","reason":"repeated"}',
    `${field(base64(response))}&RelayState=a&RelayState=b`,
  ),
  refuses(
    'relay-state-long',
    'RelayState of 2,049 octets',
    'message.parameter {"parameter":"RelayState","reason":"too-long"}',
    `${field(base64(response))}&RelayState=${'a'.repeat(2049)}`,
  ),
  refuses('base64-url-safe', 'the alphabet of URLs', 'message.base64', field(base64(response).replaceAll('+', '-').replaceAll('/', '_'))),
  refuses('base64-unpadded', 'without padding', 'message.base64', field(base64(`${responseXml()}${' '.repeat(5)}`, 1).replaceAll('=', ''))),
  refuses(
    'base64-unused-bits',
    'unused bits that are not zero',
    'message.base64',
    field(base64(responseXml(), 1).replace(/.(==)$/, 'B$1')),
  ),
  refuses('base64-behind-padding', 'text behind the padding', 'message.base64', field(`${base64(responseXml(), 1)}AAAA`)),
  refuses(
    'base64-stray',
    'a stray character',
    'message.base64 {"at":4}',
    field(`${base64(response).slice(0, 4)}*${base64(response).slice(4)}`),
  ),
  refuses('base64-plus-not-encoded', 'a plus sign that the form did not encode', 'message.base64', `SAMLResponse=${base64(response)}`),
  refuses('plain', 'XML that is not base64', 'message.base64', field(response)),
  refuses('empty', 'nothing', 'xml.syntax', field('')),
  refuses(
    'deflated',
    'deflated, as only the redirect binding has it',
    'xml.encoding',
    field(Buffer.from(deflate(responseXml())).toString('base64')),
  ),
  refuses('twice-encoded', 'base64 of base64', 'xml.syntax', field(base64(base64(response)))),
  finishing(
    'request-at-consumer',
    'a response under the name of a request, at an assertion consumer',
    (workshop) => field(base64(workshop.sign(responseXml(), { id: clean.assertionId })), 'SAMLRequest'),
    'message.kind {"expected":"SAMLResponse","found":"SAMLRequest"}',
  ),
  finishing(
    'assertion-alone',
    'an assertion without response',
    (workshop) => field(base64(workshop.sign(assertionXml()))),
    'message.kind {"expected":"Response","found":"Assertion"}',
  ),
];

function field(value: string, name = 'SAMLResponse'): string {
  return `${name}=${encodeURIComponent(value)}`;
}

/** Base64; of as many octets as leave that remainder by three, blanks appended. */
function base64(text: string, remainder?: number): string {
  const octets = Buffer.from(text);
  const missing = remainder === undefined ? 0 : (remainder - (octets.length % 3) + 3) % 3;
  return Buffer.concat([octets, Buffer.alloc(missing, ' ')]).toString('base64');
}

function accepts(name: string, comment: string, body: string, claims: object = {}): Case {
  const expect = `accept ${JSON.stringify({ parameter: 'SAMLResponse', root: 'Response', ...claims })}`;
  return postCase(name, expect, comment, () => body);
}

function refuses(name: string, comment: string, expect: string, body: string): Case {
  return postCase(name, expect, comment, () => body);
}

/** A body that is taken for the end of a login. */
function finishing(
  name: string,
  comment: string,
  body: (workshop: Workshop) => string,
  expect = 'accept {"issuer":"https://idp.example/saml","noted":[]}',
): Case {
  return postCase(name, expect, comment, body, asked);
}

function postCase(name: string, expect: string, comment: string, message: Case['message'], more: Partial<Case['header']> = {}): Case {
  const flags = /base64|plain/.test(name) ? 'base64' : 'parameter';
  const usual = { spec: 'SAMLBind 3.5.4', flags, source: 'signon', now: clean.now, parties: 'idp', receivedAt: clean.acsUrl };
  return { path: `post/${name}`, header: { expect, comment, ...usual, ...more }, message };
}
