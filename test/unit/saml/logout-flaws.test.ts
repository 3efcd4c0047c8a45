import { describe, expect, it } from 'vitest';
import type { PeerOptions } from '../../../src/saml/identity-provider.ts';
import type { ServiceProviderOptions } from '../../../src/saml/service-provider.ts';
import { keyPair } from '../../support/keys.ts';
import { logoutRequestXml, logoutResponseXml } from '../../support/logout-messages.ts';
import { clean, issuerXml, later, responseXml } from '../../support/messages.ts';
import * as login from '../../support/saml-login.ts';
import * as logout from '../../support/saml-logout.ts';
import { type SignOptions, signXml } from '../../support/sign.ts';

const key = keyPair('rsa-2048').privateKey;
const mallory = keyPair('rsa-2048', 'mallory').privateKey;

/** What is wrong with a message, whatever it is about. */
interface Flaw {
  /** How it is signed. */
  readonly sign?: Partial<SignOptions>;
  /** What is done to it before it is signed, and after. */
  readonly before?: (xml: string) => string;
  readonly after?: (xml: string) => string;
  readonly sp?: Partial<ServiceProviderOptions>;
  readonly idp?: PeerOptions;
}

/** What it is about, and why it is refused. */
type Refuse = (flaw: Flaw) => Promise<readonly string[]>;

const kinds: Readonly<Record<string, Refuse>> = {
  'a request for logout in a form': (flaw) => logoutRefused(flaw, logoutRequestXml(), 'post'),
  'a request for logout by SOAP': (flaw) => logoutRefused(flaw, logoutRequestXml(), 'soap'),
  'an answer to a logout': (flaw) => logoutRefused(flaw, logoutResponseXml(), 'post'),
};

const swapped = (from: string | RegExp, to: string) => (xml: string) => xml.replace(from, to);
const breaking = (hooks: NonNullable<SignOptions['breaking']>): Flaw => ({ sign: { breaking: hooks } });
const inSignature = (from: string | RegExp, to: string): Flaw => breaking({ signature: swapped(from, to) });
const inSignedInfo = (from: string | RegExp, to: string): Flaw => breaking({ signedInfo: swapped(from, to) });

/** How a message is signed, and by whom. */
const ofSignatures: Readonly<Record<string, Flaw>> = {
  'a key that nobody trusts': { sign: { key: mallory } },
  'a key that nobody trusts, sent along': { sign: { key: mallory, keyInfo: '<ds:KeyName>idp</ds:KeyName>' } },
  'SHA-1 in the signature': { sign: { algorithm: 'rsa-sha1' } },
  'SHA-1 in the digest': { sign: { digest: 'sha1' } },
  'an algorithm of ours that we block': { sp: { blockedAlgorithms: ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'] } },
  'an algorithm that nobody knows': { sign: { algorithm: 'urn:none', breaking: { sign: () => new Uint8Array(256) } } },
  HMAC: { sign: { algorithm: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', breaking: { sign: () => new Uint8Array(32) } } },
  'another digest': breaking({ digestValue: () => Buffer.alloc(32).toString('base64') }),
  'a digest that is not base64': breaking({ digestValue: (value) => `${value}!` }),
  'an empty digest': breaking({ digestValue: () => '' }),
  'another signature value': breaking({ signatureValue: () => Buffer.alloc(256, 1).toString('base64') }),
  'a signature value that is too short': breaking({ signatureValue: () => 'AAAA' }),
  'an empty signature value': breaking({ signatureValue: () => '' }),
  'a comment in its digest': breaking({ digestValue: (value) => `<!-- x -->${value.slice(4)}` }),
};

/** What a signature consists of, and what it refers to. */
const ofProfiles: Readonly<Record<string, Flaw>> = {
  'a reference to something else': { sign: { uri: '#_other' } },
  'a reference to nothing': { sign: { uri: null } },
  'a reference by XPointer': { sign: { uri: '#xpointer(/)' } },
  'a reference to another place': { sign: { uri: 'https://evil.example/' } },
  'two references': inSignedInfo(/<ds:Reference[\s\S]*<\/ds:Reference>/, '$&$&'),
  'no reference': inSignedInfo(/<ds:Reference[\s\S]*<\/ds:Reference>/, ''),
  'no transforms': inSignedInfo(/<ds:Transforms>[\s\S]*<\/ds:Transforms>/, ''),
  'a transform by XPath': inSignedInfo(
    'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
    'http://www.w3.org/TR/1999/REC-xpath-19991116',
  ),
  'a transform by XSLT': inSignedInfo(
    '</ds:Transforms>',
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></ds:Transforms>',
  ),
  'a canonical form that nobody knows': inSignedInfo(/(CanonicalizationMethod Algorithm=")[^"]*/, '$1urn:none'),
  'a parameter for HMAC': inSignedInfo(
    /<ds:SignatureMethod ([^>]*?)(?:\/>|><\/ds:SignatureMethod>)/,
    '<ds:SignatureMethod $1><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>',
  ),
  'an object': inSignature('</ds:Signature>', '<ds:Object/></ds:Signature>'),
  'a manifest': inSignature('</ds:Signature>', '<ds:Object><ds:Manifest/></ds:Object></ds:Signature>'),
  'two values': inSignature(/<ds:SignatureValue>.*<\/ds:SignatureValue>/s, '$&$&'),
  'no value': inSignature(/<ds:SignatureValue>.*<\/ds:SignatureValue>/s, ''),
  'nothing signed': inSignature(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, ''),
  'two signatures': { after: swapped(/<ds:Signature .*<\/ds:Signature>/s, '$&$&') },
  'an ID that occurs twice': {
    before: (xml) => xml.replace('</saml:Issuer>', `</saml:Issuer>${extensions(`<x xmlns="" ID="${idOf(xml)}"/>`)}`),
  },
};

/** How a message is written, and what is changed once it is signed. */
const ofTexts: Readonly<Record<string, Flaw>> = {
  'a document type': { after: (xml) => `<!DOCTYPE x>${xml}` },
  'a document type with entities': { after: (xml) => `<!DOCTYPE x [<!ENTITY a "b">]>${xml}` },
  'a processing instruction': { after: swapped('</saml:Issuer>', '</saml:Issuer><?x?>') },
  'an entity that nobody declared': { after: swapped('https://idp', '&a;https://idp') },
  'an attribute twice': { after: swapped('Version="2.0"', 'Version="2.0" Version="2.0"') },
  'a prefix that nobody declared': { after: swapped('Version="2.0"', 'Version="2.0" x:a=""') },
  'a control character': { after: swapped('https://idp', '\u0001https://idp') },
  'an element that is not closed': { after: swapped('</saml:Issuer>', '') },
  'another issuer once it was signed': { after: swapped(clean.idp, 'https://evil.example/') },
  'another instant once it was signed': { after: swapped(later(-30), later(-29)) },
  'an attribute once it was signed': { after: swapped('Version="2.0"', 'Version="2.0" Consent="urn:x"') },
  'an element once it was signed': { after: swapped('</saml:Issuer>', `</saml:Issuer>${extensions('<x xmlns="urn:x"/>')}`) },
  'a blank once it was signed': { after: swapped('</saml:Issuer>', ' </saml:Issuer>') },
  'a blank ID': { before: swapped(/ ID="[^"]*"/, ' ID=" "') },
  'no version': { before: swapped(' Version="2.0"', '') },
  'an instant on no calendar': { before: swapped(/IssueInstant="[^"]*"/, 'IssueInstant="2026-02-30T00:00:00Z"') },
  'an instant in another time zone': { before: swapped(/IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T12:59:30+01:00"') },
  'an instant that is none': { before: swapped(/IssueInstant="[^"]*"/, 'IssueInstant="today"') },
  'text between its elements': { before: swapped('</saml:Issuer>', '</saml:Issuer>text') },
  'two issuers': { before: swapped(/<saml:Issuer>[^<]*<\/saml:Issuer>/, '$&$&') },
  'an issuer without a name': { before: swapped(/<saml:Issuer>[^<]*<\/saml:Issuer>/, '<saml:Issuer/>') },
  'another kind of message': {
    before: (xml) => xml.replaceAll(/(?<=samlp:)(?:Response|LogoutRequest|LogoutResponse)(?=[\s>])/g, 'AuthnRequest'),
  },
};

/** What rules are about: the same for each kind but for the name of the rule. */
const ofRules: Readonly<Record<string, readonly [rule: string, Flaw]>> = {
  'another version': ['logout.version', { before: swapped('Version="2.0"', 'Version="1.1"') }],
  'a time that is yet to come': ['logout.issue-instant', { before: swapped(/IssueInstant="[^"]*"/, `IssueInstant="${later(181)}"`) }],
  'another destination': ['logout.destination', { before: swapped(/Destination="[^"]*"/, 'Destination="https://evil.example/"') }],
  'another issuer': ['issuer.alias', { before: swapped(issuerXml(), issuerXml('https://evil.example/')) }],
  'no issuer': ['logout.issuer', { before: swapped(issuerXml(), '') }],
  'an issuer that is no entity': ['logout.issuer', { before: swapped(issuerXml(), issuerXml(clean.idp, ' Format="urn:x"')) }],
};

describe.each(Object.entries(kinds))('%s', (_, refuse) => {
  it('is accepted as it is made, so that what follows is refused for its flaw', async () => {
    expect(await refuse({})).toEqual([]);
  });

  it.each(Object.entries({ ...ofSignatures, ...ofProfiles, ...ofTexts }))(
    'is refused for what refuses a login: %s',
    async (_flaw, flaw) => {
      const expected = await loginRefused(flaw);
      expect(expected).toHaveLength(1);
      expect(await refuse(flaw)).toEqual(expected);
    },
  );

  it.each(Object.entries(ofRules))('breaks a rule where a login breaks one: %s', async (_flaw, [rule, flaw]) => {
    expect((await loginRefused(flaw)).filter((id) => id.startsWith('response.'))).toHaveLength(1);
    expect(await refuse(flaw)).toEqual([rule]);
  });
});

async function loginRefused({ sp, idp, ...flaw }: Flaw): Promise<readonly string[]> {
  return await login.refusals(flawed(responseXml(), flaw), { sp: login.us(sp), idp: login.them(idp) });
}

async function logoutRefused({ sp, idp, ...flaw }: Flaw, xml: string, way: 'post' | 'soap'): Promise<readonly string[]> {
  const message = flawed(xml, flaw);
  // Its own signature is there by then. A document type, which may only begin a document, is put before the envelope.
  const [, prolog = '', rest = ''] = /^(<!DOCTYPE[^\]]*?(?:\]>|>))?([\s\S]*)$/.exec(message) ?? [];
  const incoming = way === 'soap' ? logout.inEnvelope(rest, prolog) : logout.posted(message, undefined, xml);
  // Else there would be no key to sign with, and nothing but that to be found.
  const signing = sp?.blockedAlgorithms === undefined ? {} : { signing: { current: { privateKey: keyPair('ed25519').privateKey } } };
  return await logout.logoutRefusals(incoming, { sp: logout.us({ ...sp, ...signing }), idp: logout.them(idp) });
}

function flawed(xml: string, { sign = {}, before = (text) => text, after = (text) => text }: Flaw): string {
  return after(signXml(before(xml), { key, ...sign }));
}

function extensions(content: string): string {
  return `<samlp:Extensions>${content}</samlp:Extensions>`;
}

function idOf(xml: string): string {
  return / ID="([^"]*)"/.exec(xml)?.[1] ?? '';
}
