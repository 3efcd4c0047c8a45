import { assertionXml, clean } from '../../messages.ts';
import { type DsigOptions, dsigCases } from '../dsig-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = dsigCases({ spec: 'SAMLCore 5.4', flags: 'profile' });
const profile = 'signature.profile';
const core = 'http://www.w3.org/2000/09/xmldsig#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const xmlCrypto = 'CVE-2025-29774 and CVE-2025-29775';
const canonicalTransform = `<ds:Transform Algorithm="${exclusive}"></ds:Transform>`;

/** The one structure that a signature may have. */
export const dsigProfileCases: readonly Case[] = [...several(), ...references(), ...transforms()];

function several(): readonly Case[] {
  const signature = (change: (xml: string) => string): DsigOptions => ({ signing: { breaking: { signature: change } } });
  const doubled = (name: string) => new RegExp(`<ds:${name}[ >][\\s\\S]*?</ds:${name}>`);
  const twice = (name: string) => signature((xml) => xml.replace(doubled(name), '$&$&'));
  const signedInfo = (change: (xml: string) => string): DsigOptions => ({ signing: { breaking: { signedInfo: change } } });
  return [
    refuses('signed-info-twice', 'SignedInfo twice', profile, { ...twice('SignedInfo'), source: xmlCrypto }),
    refuses('signed-info-forged-first', 'a forged SignedInfo before the signed one', profile, {
      ...signature((xml) =>
        xml.replace(doubled('SignedInfo'), (found) => found.replace(/<ds:DigestValue>[^<]*/, '<ds:DigestValue>AAAA') + found),
      ),
      source: xmlCrypto,
    }),
    refuses('signature-value-twice', 'SignatureValue twice', profile, twice('SignatureValue')),
    refuses(
      'signature-twice',
      'two signatures',
      profile,
      signature((xml) => xml + xml),
    ),
    refuses(
      'signature-nested',
      'a signature within the signature',
      profile,
      signature((xml) => xml.replace('</ds:Signature>', `${xml}</ds:Signature>`)),
    ),
    refuses(
      'reference-twice',
      'two references, both signed',
      profile,
      signedInfo((xml) => xml.replace(doubled('Reference'), '$&$&')),
    ),
    refuses(
      'reference-none',
      'no reference',
      profile,
      signedInfo((xml) => xml.replace(doubled('Reference'), '')),
    ),
    refuses(
      'digest-value-twice',
      'DigestValue twice',
      profile,
      signedInfo((xml) => xml.replace(doubled('DigestValue'), '$&$&')),
    ),
    refuses(
      'transforms-twice',
      'Transforms twice',
      profile,
      signedInfo((xml) => xml.replace(doubled('Transforms'), '$&$&')),
    ),
    refuses(
      'object',
      'an Object',
      profile,
      signature((xml) => xml.replace('</ds:Signature>', '<ds:Object>x</ds:Object></ds:Signature>')),
    ),
    refuses(
      'signature-value-missing',
      'no SignatureValue',
      profile,
      signature((xml) => xml.replace(doubled('SignatureValue'), '')),
    ),
    refuses(
      'signed-info-missing',
      'no SignedInfo',
      profile,
      signature((xml) => xml.replace(doubled('SignedInfo'), '')),
    ),
    refuses(
      'order',
      'SignatureValue before SignedInfo',
      profile,
      signature((xml) => xml.replace(/(<ds:SignedInfo>[\s\S]*<\/ds:SignedInfo>)(<ds:SignatureValue>[\s\S]*<\/ds:SignatureValue>)/, '$2$1')),
    ),
    refuses(
      'text-in-signature',
      'text within the signature',
      profile,
      signature((xml) => xml.replace('<ds:SignatureValue>', 'x<ds:SignatureValue>')),
    ),
    refuses(
      'foreign-element',
      'an element of another namespace in SignedInfo',
      profile,
      signedInfo((xml) => xml.replace('</ds:SignedInfo>', '<x xmlns="urn:x"/></ds:SignedInfo>')),
    ),
    refuses(
      'hmac-output-length',
      'a parameter of the signature method',
      profile,
      signedInfo((xml) => xml.replace('</ds:SignatureMethod>', '<ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>')),
    ),
  ];
}

function references(): readonly Case[] {
  const to = (uri: string | null): DsigOptions => ({ signing: { uri }, spec: 'SAMLCore 5.4.2', flags: 'reference' });
  const refused = (name: string, comment: string, uri: string | null): Case => refuses(`reference-${name}`, comment, profile, to(uri));
  return [
    accepts('reference-empty', 'the whole document, of which the assertion is the root', {}, to('')),
    refused('absent', 'a reference without URI', null),
    refused('other', 'another ID', '#_other'),
    refused('hash', 'no ID', '#'),
    refused('bare', 'an ID without #', clean.assertionId),
    refused('xpointer', 'an XPointer to the ID', `#xpointer(id('${clean.assertionId}'))`),
    refused('xpointer-root', 'an XPointer to the whole document', '#xpointer(/)'),
    refused('external', 'a document elsewhere', 'https://evil.example/assertion.xml'),
    refused('file', 'a file', 'file:///etc/passwd'),
    refused('encoded', 'the ID in percent encoding', '#%5Fassertion'),
    refused('case', 'the ID in other case', '#_Assertion'),
    refuses('reference-id-missing', 'an element without ID, referred to by an empty one', profile, {
      ...to('#'),
      xml: assertionXml({ id: null }),
    }),
    refuses('reference-id-empty', 'an element with an empty ID', profile, { ...to('#'), xml: assertionXml({ id: '' }) }),
    refuses('reference-id-twice', 'the ID twice in the document', profile, {
      spec: 'SAMLCore 5.4.2',
      flags: 'reference',
      after: (xml) =>
        xml.replace('</saml:Assertion>', `<saml:Advice><x xmlns="urn:x" ID="${clean.assertionId}"/></saml:Advice></saml:Assertion>`),
    }),
    refuses('reference-empty-inner', 'the whole document, where the element is not its root', profile, {
      ...to(''),
      element: clean.assertionId,
      xml: `<Envelope xmlns="urn:x">${assertionXml()}</Envelope>`,
    }),
    accepts(
      'reference-inner',
      'an element within another document',
      {},
      { element: clean.assertionId, xml: `<Envelope xmlns="urn:x">${assertionXml()}</Envelope>` },
    ),
  ];
}

function transforms(): readonly Case[] {
  const list = (change: (xml: string) => string): DsigOptions => ({
    signing: { breaking: { signedInfo: change } },
    spec: 'SAMLCore 5.4.4',
    flags: 'transform',
  });
  const instead = (algorithm: string, content = '') =>
    list((xml) => xml.replace(canonicalTransform, `<ds:Transform Algorithm="${algorithm}">${content}</ds:Transform>`));
  const unknown = 'signature.algorithm {"use":"transform"}';
  return [
    refuses(
      'transform-xpath',
      'an XPath that selects what is signed',
      unknown,
      instead('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>1</ds:XPath>'),
    ),
    refuses('transform-xpath-filter', 'an XPath filter', unknown, instead('http://www.w3.org/2002/06/xmldsig-filter2')),
    refuses(
      'transform-xslt',
      'a stylesheet',
      unknown,
      instead(
        'http://www.w3.org/TR/1999/REC-xslt-19991116',
        '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>',
      ),
    ),
    refuses('transform-base64', 'base64', unknown, instead(`${core}base64`)),
    refuses('transform-unknown', 'a transform that nobody knows', unknown, instead('urn:example:transform')),
    refuses(
      'transforms-foreign',
      'an element of another namespace among the transforms',
      profile,
      list((xml) => xml.replace('</ds:Transforms>', '<x xmlns="urn:x"/></ds:Transforms>')),
    ),
    refuses(
      'transform-unknown-first',
      'an unknown transform in the first place',
      unknown,
      list((xml) => xml.replace(`${core}enveloped-signature`, 'urn:example:transform')),
    ),
    refuses(
      'transform-three',
      'three transforms',
      profile,
      list((xml) => xml.replace(canonicalTransform, canonicalTransform + canonicalTransform)),
    ),
    refuses(
      'transform-none',
      'no transform',
      profile,
      list((xml) => xml.replace(/<ds:Transforms>.*<\/ds:Transforms>/, '<ds:Transforms></ds:Transforms>')),
    ),
    refuses(
      'transforms-missing',
      'no Transforms',
      profile,
      list((xml) => xml.replace(/<ds:Transforms>.*<\/ds:Transforms>/, '')),
    ),
    refuses(
      'transform-canonical-only',
      'a canonical form without the enveloped signature taken out',
      profile,
      list((xml) => xml.replace(`<ds:Transform Algorithm="${core}enveloped-signature"></ds:Transform>`, '')),
    ),
    refuses(
      'transform-order',
      'the canonical form first',
      profile,
      list((xml) =>
        xml.replace(/(<ds:Transform Algorithm="[^"]*enveloped-signature"><\/ds:Transform>)(<ds:Transform .*?<\/ds:Transform>)/, '$2$1'),
      ),
    ),
    refuses('transform-enveloped-twice', 'the enveloped signature taken out twice', unknown, instead(`${core}enveloped-signature`)),
    accepts(
      'transform-enveloped-only',
      'no canonical form is named: then it is Canonical XML 1.0',
      {},
      {
        spec: 'XML Signature 4.4.3.2',
        flags: 'transform',
        signing: {
          form: 'inclusive-1.0',
          breaking: { signedInfo: (xml) => xml.replace(/<ds:Transform Algorithm="[^"]*20010315"><\/ds:Transform>/, '') },
        },
      },
    ),
    refuses(
      'canonicalization-unknown',
      'a canonical form that nobody knows',
      'signature.algorithm {"use":"canonicalization"}',
      list((xml) =>
        xml.replace(`<ds:CanonicalizationMethod Algorithm="${exclusive}">`, '<ds:CanonicalizationMethod Algorithm="urn:example:c14n">'),
      ),
    ),
    accepts('prefix-list', 'a PrefixList', {}, { flags: 'c14n', signing: { prefixes: ['xs', '#default'] } }),
    refuses('prefix-list-long', 'a PrefixList of 2,000 characters', profile, {
      flags: 'c14n',
      signing: { prefixes: Array.from({ length: 400 }, () => 'abcd') },
    }),
    refuses('prefix-list-inclusive', 'a PrefixList for a form that has none', profile, {
      flags: 'c14n',
      signing: { form: 'inclusive-1.0', prefixes: ['xs'] },
    }),
  ];
}
