import { deflateRawSync, constants as zlib } from 'node:zlib';
import { keyPair } from '../support/keys.ts';
import { signXml } from '../support/sign.ts';
import type { HostileShape } from './hostile.ts';
import { assertionId, responseXml } from './messages.ts';

/** A shape and the way it takes: what is posted is base64 of it, a query is what it is. */
export interface Attack extends HostileShape {
  readonly way: 'form' | 'query' | 'metadata';
}

/**
 * Costly content where it is not refused at first sight: in responses that are as they should be but for their signature, beside an
 * assertion that is genuine, within the SignedInfo that has to be canonicalised before it is known to be false, and in queries.
 */
export function hiddenAttacks(now: Date): readonly Attack[] {
  const good = responseXml({ number: 0, now, groups: 0, typed: true });
  return [
    ...Object.entries(fillings).flatMap(([what, piece]) => [
      form(`${what} in a value, unsigned`, (bytes) => inValue(good, filled(bytes - 6_000, piece))),
      form(`${what} in a value, signed by a stranger`, (bytes) => signedBy('stranger', inValue(good, filled(bytes - 9_000, piece)))),
      form(`${what} around a genuine assertion`, (bytes) => inExtensions(signedBy('idp', good), filled(bytes - 9_000, piece))),
    ]),
    ...Object.entries(blanks).map(([what, piece]) =>
      form(`${what} in SignedInfo`, (bytes) => inSignedInfo(signedBy('idp', good), filled(bytes - 9_000, piece))),
    ),
    form('long namespace names on each part of SignedInfo', (bytes) => spreadNamespaces(signedBy('idp', good), bytes - 9_000)),
    form('long namespace names by PrefixList', (bytes) => listedNamespaces(signedBy('idp', good), bytes - 9_000)),
    form('foreign attributes that are noted', (bytes) => inExtensions(noted(signedBy('idp', good)), ' '.repeat(bytes - 20_000))),
    { name: 'base64 in lines of one character', way: 'form', make: (bytes) => octets(airy(octets('<a>').toString('base64'), bytes)) },
    query('a bomb', bomb),
    query('many parameters', (bytes) => `${'a&'.repeat(bytes / 2)}SAMLResponse=AAAA`),
    query('many parameters in percent encoding', (bytes) => `${'%53%41=&'.repeat(bytes / 8)}SAMLResponse=AAAA`),
    query('a message of percent signs', (bytes) => `SAMLResponse=${'%41'.repeat(bytes / 3)}`),
    query('one parameter again and again', (bytes) => 'SAMLResponse=&'.repeat(bytes / 14)),
    query('a long RelayState', (bytes) => `SAMLResponse=AAAA&RelayState=${'x'.repeat(bytes - 40)}`),
  ];
}

/** What is repeated, each as often as there is room for. */
const fillings: Readonly<Record<string, string>> = {
  elements: '<a/>',
  'elements with attributes': '<a b="1" a="2">x</a>',
  comments: 'x<!---->',
  references: '&#97;',
  'CDATA sections': '<![CDATA[x]]>',
};

/** What may stand between the elements of SignedInfo, and so is only refused when it was canonicalised and its signature is false. */
const blanks: Readonly<Record<string, string>> = {
  'white space': ' \n',
  comments: '<!---->',
  'references to white space': '&#13;',
  'blank CDATA sections': '<![CDATA[ ]]>',
};

function inValue(xml: string, filling: string): string {
  const attribute = `<saml:Attribute Name="a"><saml:AttributeValue>${filling}</saml:AttributeValue></saml:Attribute>`;
  return xml.replace('</saml:AttributeStatement>', () => `${attribute}</saml:AttributeStatement>`);
}

function inExtensions(xml: string, filling: string): string {
  return xml.replace('<samlp:Status >', () => `<samlp:Extensions><x xmlns="urn:x">${filling}</x></samlp:Extensions><samlp:Status >`);
}

function inSignedInfo(xml: string, filling: string): string {
  return xml.replace('</ds:SignedInfo>', () => `${filling}</ds:SignedInfo>`);
}

/** As many long names as may be in scope, each shown again by each part of SignedInfo. */
function spreadNamespaces(xml: string, room: number): string {
  const { declared, used } = longNamespaces(room);
  const parts = ['CanonicalizationMethod', 'SignatureMethod', 'Reference'];
  return parts
    .reduce((text, part) => text.replace(`<ds:${part} `, () => `<ds:${part}${used} `), xml)
    .replace('<samlp:Response ', () => `<samlp:Response${declared} `);
}

function listedNamespaces(xml: string, room: number): string {
  const { declared, names } = longNamespaces(room);
  const list = `<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${names}"/>`;
  return xml
    .replace('</ds:CanonicalizationMethod>', () => `${list}</ds:CanonicalizationMethod>`)
    .replace('<samlp:Response ', () => `<samlp:Response${declared} `);
}

function longNamespaces(room: number) {
  const prefixes = Array.from({ length: Math.min(120, Math.floor(room / 2_100)) }, (_, at) => `p${at}`);
  return {
    declared: prefixes.map((prefix) => ` xmlns:${prefix}="urn:${prefix}${'x'.repeat(2_000)}"`).join(''),
    used: prefixes.map((prefix) => ` ${prefix}:a=""`).join(''),
    names: prefixes.join(' '),
  };
}

function noted(xml: string): string {
  const attributes = Array.from({ length: 200 }, (_, at) => ` a${at}=""`).join('');
  return xml.replace('<samlp:Response ', () => `<samlp:Response${attributes} `);
}

function signedBy(owner: string, xml: string): string {
  return signXml(xml, { key: keyPair('rsa-2048', owner).privateKey, id: assertionId(0) });
}

/** Deflated some thousand times: a query of that many characters that would inflate to a thousand times as many octets. */
function bomb(bytes: number): string {
  const block = deflateRawSync(Buffer.alloc(2 ** 22), { finishFlush: zlib.Z_SYNC_FLUSH });
  const count = Math.floor((bytes * 0.7) / block.length);
  return `SAMLResponse=${encodeURIComponent(Buffer.concat(Array.from({ length: count }, () => block)).toString('base64'))}`;
}

function airy(base64: string, bytes: number): string {
  return `${base64}\n`.repeat(Math.floor(bytes / (base64.length + 1)));
}

function form(name: string, make: (bytes: number) => string): Attack {
  return { name, way: 'form', make: (bytes) => octets(octets(make(bytes)).toString('base64')) };
}

function query(name: string, make: (bytes: number) => string): Attack {
  return { name: `query: ${name}`, way: 'query', make: (bytes) => octets(make(bytes)) };
}

function filled(room: number, piece: string): string {
  return piece.repeat(Math.max(0, Math.floor(room / piece.length)));
}

function octets(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}
