import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { dsig, profileOf, signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { keyPair, trusting } from '../../support/keys.ts';
import { refusal } from '../../support/refusal.ts';
import { type SignOptions, signXml, withId } from '../../support/sign.ts';

const { privateKey: key } = keyPair('p-256');

describe('the profile of a signature', () => {
  it('tells what is needed to verify it', () => {
    const xml = signXml(response, {
      key,
      prefixes: ['xs', '#default'],
      form: 'exclusive',
      signedInfoForm: 'inclusive-1.1+comments',
      digest: 'sha512',
    });
    const document = parseDocument(xml, messageLimits);
    const signature = signatureOf(document.root);
    if (signature === undefined) throw new Error('there is no signature');
    expect(profileOf(document, document.root, signature)).toMatchObject({
      signature: { name: 'Signature' },
      signedInfo: { name: 'SignedInfo' },
      signedInfoForm: { form: { kind: 'inclusive-1.1', comments: true }, prefixes: [] },
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
      form: { form: { kind: 'exclusive', comments: false }, prefixes: ['xs', ''] },
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512',
    });
  });

  it('is met by what good products send', () => {
    for (const options of [
      {},
      { id: '_a' },
      { id: '_a', position: 'first' },
      { id: '_r', position: 'last' },
      { uri: '' },
      { prefix: '' },
      { prefix: 'dsig' },
      { lineBreak: '\n' },
      { lineBreak: '&#13;\n' },
      { lineBreak: '\r\n\t ' },
      { prefixes: [] },
      { prefixes: ['xs', 'xsi', '#default'] },
      { keyInfo: '<ds:KeyName>key</ds:KeyName>' },
      { breaking: { signature: (xml) => xml.replace('</ds:Signature>', ' <!-- made by --> </ds:Signature>') } },
    ] satisfies readonly Partial<SignOptions>[])
      expect([options, outcome(options)]).toEqual([options, 'accepted']);
  });

  it('takes the canonical form for granted that is the default where only the signature is taken out', () => {
    // XML Signature 4.4.3.2: Canonical XML 1.0 makes the octets.
    const options = {
      form: 'inclusive-1.0',
      signedInfoForm: 'exclusive',
      breaking: { signedInfo: (xml: string) => xml.replace(secondTransform, '') },
    } as const;
    expect(outcome(options)).toBe('accepted');
  });

  it('takes a comment within a value for nothing, as its text is one', () => {
    expect(outcome({ breaking: { digestValue: (base64) => `${base64.slice(0, 9)}<!-- -->${base64.slice(9)}` } })).toBe('accepted');
  });

  const signatureBroken: readonly (readonly [string, (xml: string) => string])[] = [
    ['a Signature without SignedInfo', (xml) => xml.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, '')],
    ['a second SignedInfo in front', (xml) => xml.replace('<ds:SignedInfo>', `${inner(xml, 'SignedInfo')}<ds:SignedInfo>`)],
    ['a second SignedInfo behind', (xml) => xml.replace('</ds:SignedInfo>', `</ds:SignedInfo>${inner(xml, 'SignedInfo')}`)],
    ['a second SignedInfo at the end', (xml) => xml.replace('</ds:Signature>', `${inner(xml, 'SignedInfo')}</ds:Signature>`)],
    ['no SignatureValue', (xml) => xml.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/, '')],
    ['a second SignatureValue', (xml) => xml.replace('</ds:Signature>', `${inner(xml, 'SignatureValue')}</ds:Signature>`)],
    [
      'a second SignatureValue beside the first',
      (xml) => xml.replace('</ds:SignatureValue>', `</ds:SignatureValue>${inner(xml, 'SignatureValue')}`),
    ],
    [
      'the parts in another order',
      (xml) => xml.replace(/(<ds:SignedInfo>.*<\/ds:SignedInfo>)(<ds:SignatureValue>.*<\/ds:SignatureValue>)/, '$2$1'),
    ],
    ['an Object', (xml) => xml.replace('</ds:Signature>', '<ds:Object/></ds:Signature>')],
    ['two KeyInfo', (xml) => xml.replace('</ds:Signature>', '<ds:KeyInfo/><ds:KeyInfo/></ds:Signature>')],
    ['a part of another namespace', (xml) => xml.replace('</ds:Signature>', '<x xmlns="urn:1"/></ds:Signature>')],
    ['text between the parts', (xml) => xml.replace('</ds:Signature>', 'x</ds:Signature>')],
    ['SignedInfo of another namespace', (xml) => xml.replaceAll('ds:SignedInfo', 'SignedInfo')],
    ['an empty SignatureValue', (xml) => xml.replace(/(<ds:SignatureValue>).*(?=<\/ds:SignatureValue>)/, '$1')],
    ['an element within SignatureValue', (xml) => xml.replace('<ds:SignatureValue>', '<ds:SignatureValue><x/>')],
    ['a SignatureValue in the alphabet for URLs', (xml) => xml.replace('<ds:SignatureValue>', '<ds:SignatureValue>_-_-')],
    ['a SignatureValue with padding within', (xml) => xml.replace('<ds:SignatureValue>', '<ds:SignatureValue>AA==')],
    ['a SignatureValue with a no-break space', (xml) => xml.replace('<ds:SignatureValue>', '<ds:SignatureValue>\u00A0')],
  ];

  it.each(signatureBroken)('refuses %s', (_, signature) => {
    expect(outcome({ breaking: { signature } })).toBe('signature.profile');
  });

  // All of these are signed: whoever has the key may not do so either.
  const signedInfoBroken: readonly (readonly [string, (xml: string) => string])[] = [
    ['no CanonicalizationMethod', (xml) => xml.replace(/<ds:CanonicalizationMethod.*<\/ds:CanonicalizationMethod>/, '')],
    ['no SignatureMethod', (xml) => xml.replace(/<ds:SignatureMethod.*<\/ds:SignatureMethod>/, '')],
    ['two SignatureMethod', (xml) => xml.replace(/(<ds:SignatureMethod.*<\/ds:SignatureMethod>)/, '$1$1')],
    ['a SignatureMethod without Algorithm', (xml) => xml.replace(/(<ds:SignatureMethod) [^>]*/, '$1')],
    [
      'a parameter of the SignatureMethod',
      (xml) => xml.replace('</ds:SignatureMethod>', '<ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>'),
    ],
    ['text within SignatureMethod', (xml) => xml.replace('</ds:SignatureMethod>', 'x</ds:SignatureMethod>')],
    ['no Reference', (xml) => xml.replace(/<ds:Reference.*<\/ds:Reference>/, '')],
    ['two References', (xml) => xml.replace(/(<ds:Reference.*<\/ds:Reference>)/, '$1$1')],
    [
      'a second Reference to elsewhere',
      (xml) => xml.replace(/(<ds:Reference.*<\/ds:Reference>)/, (all) => all + all.replace('#_r', '#_a')),
    ],
    ['something behind the Reference', (xml) => xml.replace('</ds:SignedInfo>', '<ds:Manifest/></ds:SignedInfo>')],
    ['no Transforms', (xml) => xml.replace(/<ds:Transforms>.*<\/ds:Transforms>/, '')],
    ['empty Transforms', (xml) => xml.replace(/(<ds:Transforms>).*(?=<\/ds:Transforms>)/, '$1')],
    ['three transforms', (xml) => xml.replace(secondTransform, (all) => all + all)],
    [
      'the signature transform twice',
      (xml) => xml.replace(secondTransform, `${enveloped}`).replace('<ds:Transforms>', `<ds:Transforms>${enveloped}`),
    ],
    [
      'the canonical form before the signature transform',
      (xml) => xml.replace(firstTransform, '').replace('</ds:Transforms>', `${enveloped}</ds:Transforms>`),
    ],
    ['the canonical form alone', (xml) => xml.replace(firstTransform, '')],
    ['something else among the transforms', (xml) => xml.replace('<ds:Transforms>', '<ds:Transforms><x/>')],
    ['a parameter of the signature transform', (xml) => xml.replace(firstTransform, (all) => all.replace('></', '><x/></'))],
    ['a parameter of the canonical form', (xml) => xml.replace(secondTransform, (all) => all.replace('></', '><x/></'))],
    ['two prefix lists', (xml) => xml.replace(secondTransform, (all) => all.replace('></', `>${prefixList('xs')}${prefixList('xsi')}</`))],
    [
      'a prefix list longer than any',
      (xml) => xml.replace(secondTransform, (all) => all.replace('></', `>${prefixList('xs '.repeat(400))}</`)),
    ],
    [
      'a prefix list of an inclusive form',
      (xml) =>
        xml.replace(secondTransform, (all) =>
          all.replace(/Algorithm="[^"]*"><\//, `Algorithm="http://www.w3.org/2006/12/xml-c14n11">${prefixList('xs')}</`),
        ),
    ],
    ['no DigestMethod', (xml) => xml.replace(/<ds:DigestMethod.*<\/ds:DigestMethod>/, '')],
    ['a parameter of the DigestMethod', (xml) => xml.replace('</ds:DigestMethod>', '<x/></ds:DigestMethod>')],
    ['no DigestValue', (xml) => xml.replace(/<ds:DigestValue>.*<\/ds:DigestValue>/, '')],
    ['two DigestValue', (xml) => xml.replace(/(<ds:DigestValue>.*<\/ds:DigestValue>)/, '$1$1')],
    ['a DigestValue with an element within', (xml) => xml.replace('<ds:DigestValue>', '<ds:DigestValue><x/>')],
    ['a DigestValue that is empty', (xml) => xml.replace(/(<ds:DigestValue>).*(?=<\/ds:DigestValue>)/, '$1')],
    ['a DigestValue that is no base64', (xml) => xml.replace('<ds:DigestValue>', '<ds:DigestValue>%')],
    ['a Reference without URI', (xml) => xml.replace(' URI="#_r"', '')],
    ['a Reference whose URI is in a namespace', (xml) => xml.replace(' URI="#_r"', ' xmlns:p="urn:1" p:URI="#_r"')],
  ];

  it.each(signedInfoBroken)('refuses %s, though it is signed', (_, signedInfo) => {
    expect(outcome({ breaking: { signedInfo } })).toBe('signature.profile');
  });

  it.each([
    '#_a',
    '#_none',
    '#',
    '_r',
    '#_R',
    '#_r ',
    ' #_r',
    '#%5Fr',
    '#xpointer(/)',
    "#xpointer(id('_r'))",
    'https://idp.example/#_r',
    'https://idp.example/',
    'file:///etc/passwd',
    '?#_r',
  ])('refuses a Reference to %j from the Response', (uri) => {
    expect(outcome({ uri })).toBe('signature.profile');
  });

  it('refuses an empty Reference from anywhere but the root', () => {
    expect(outcome({ id: '_a', uri: '' })).toBe('signature.profile');
  });

  it('refuses a Reference where the element has no ID or an empty one', () => {
    expect(outcome({ uri: '#' }, response.replace('ID="_r"', 'ID=""'))).toBe('signature.profile');
    expect(outcome({ uri: '#_r' }, response.replace('ID="_r"', 'id="_r"'))).toBe('signature.profile');
    expect(outcome({ uri: '#_r' }, response.replace('ID="_r"', 'xmlns:p="urn:1" p:ID="_r"'))).toBe('signature.profile');
  });

  it('refuses an ID that stands twice, wherever in the document', () => {
    for (const more of ['<x ID="_r"/>', '<x ID="_a"/>', '<x><y ID="_a"/></x>'])
      expect(outcome({}, response.replace('</samlp:Response>', `${more}</samlp:Response>`))).toBe('signature.profile');
    expect(outcome({ uri: '' }, response.replace('</samlp:Response>', '<x ID="_a"/></samlp:Response>'))).toBe('signature.profile');
  });

  it.each([
    ['a transform of XPath', 'http://www.w3.org/TR/1999/REC-xpath-19991116'],
    ['a transform of XSLT', 'http://www.w3.org/TR/1999/REC-xslt-19991116'],
    ['a transform of base64', 'http://www.w3.org/2000/09/xmldsig#base64'],
    ['an unknown transform', 'urn:transform'],
    ['a transform without name', ''],
  ])('refuses %s in either place', (_, algorithm) => {
    const changed = (which: RegExp) =>
      outcome({ breaking: { signedInfo: (xml) => xml.replace(which, (all) => all.replace(/"[^"]*"/, `"${algorithm}"`)) } });
    expect(changed(firstTransform)).toBe('signature.algorithm');
    expect(changed(secondTransform)).toBe('signature.algorithm');
  });

  it('refuses an unknown canonical form of SignedInfo', () => {
    const signedInfo = (xml: string) =>
      xml.replace(/(<ds:CanonicalizationMethod Algorithm=)"[^"]*"/, '$1"http://www.w3.org/2010/xml-c14n2"');
    expect(outcome({ breaking: { signedInfo } })).toBe('signature.algorithm');
  });

  it('refuses an element that carries several signatures', () => {
    const twice = signXml(signXml(response, { key }), { key });
    expect(refusal(() => signatureOf(parseDocument(twice, messageLimits).root))).toBe('signature.profile');
  });

  it('is of a signature directly in the element, not of one further in or of another namespace', () => {
    const inner = parseDocument(signXml(response, { key, id: '_a' }), messageLimits);
    expect(signatureOf(inner.root)).toBeUndefined();
    const other = parseDocument(signXml(response, { key, breaking: { signature: (xml) => xml.replace(dsig, 'urn:1') } }), messageLimits);
    expect(signatureOf(other.root)).toBeUndefined();
  });
});

/** What comes of a Response that was signed so. */
function outcome(options: Partial<SignOptions>, xml = response): string {
  const document = parseDocument(signXml(xml, { key, ...options }), messageLimits);
  const element = options.id === undefined ? document.root : withId(document.root, options.id);
  if (element === undefined) throw new Error('the element is gone');
  return refusal(() => {
    const signature = signatureOf(element);
    if (signature === undefined) throw new Error('the signature is gone');
    verifyElement(document, element, signature, trusting([keyPair('p-256')]), []);
  });
}

function inner(xml: string, name: string): string {
  return new RegExp(`<ds:${name}>.*</ds:${name}>`).exec(xml)?.[0] ?? '';
}

function prefixList(prefixes: string): string {
  return `<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${prefixes}"/>`;
}

const enveloped = '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>';
const firstTransform = /(?<=<ds:Transforms>)<ds:Transform .*?<\/ds:Transform>/;
const secondTransform = /(?<=<\/ds:Transform>)<ds:Transform .*?<\/ds:Transform>/;
const response =
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema" ID="_r">' +
  '<saml:Issuer>https://idp.example</saml:Issuer><saml:Assertion ID="_a"><saml:Issuer>https://idp.example</saml:Issuer><!-- c --><saml:Subject/></saml:Assertion>' +
  '</samlp:Response>';
