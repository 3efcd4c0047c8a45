import { assertionXml, clean, nameIdXml, subjectXml } from '../../messages.ts';
import { type DsigOptions, dsigCases, shortXml } from '../dsig-case.ts';
import type { KeyName } from '../parties.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = dsigCases({ spec: 'SAMLCore 5.4', flags: 'profile' });
const profile = 'signature.profile';
const xmlCrypto = 'CVE-2025-29774 and CVE-2025-29775';

/** Whose key may have signed, and what may stand in the values and in the text that was signed. */
export const dsigValueCases: readonly Case[] = [...keys(), ...texts()];

function keys(): readonly Case[] {
  const told = (key: KeyName, keyInfo: string): DsigOptions => ({ flags: 'key', signing: { key, keyInfo } });
  const rsaKeyValue =
    '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>';
  return [
    accepts('key-info', 'the certificate of the provider in KeyInfo', {}, told('idp', 'idp')),
    accepts('key-info-foreign', 'a certificate of somebody else in KeyInfo says nothing', {}, told('idp', 'stranger')),
    accepts('key-info-key-value', 'a key in KeyInfo says nothing', {}, told('idp', rsaKeyValue)),
    accepts(
      'key-info-retrieval',
      'a place to fetch a key from is never asked',
      {},
      told('idp', '<ds:RetrievalMethod URI="https://evil.example/key"/>'),
    ),
    refuses('key-info-own', 'signed by the key that the message itself brings', 'signature.value', told('stranger', 'stranger')),
    refuses(
      'key-info-claimed',
      'signed by somebody else, with the certificate of the provider in KeyInfo',
      'signature.value',
      told('stranger', 'idp'),
    ),
    refuses('key-stranger', 'signed by somebody else', 'signature.value', { flags: 'key', signing: { key: 'stranger' } }),
    refuses('key-not-yet-published', 'signed by a key that the provider has not published', 'signature.value', {
      flags: 'key',
      signing: { key: 'idp-next' },
    }),
    refuses('key-for-encryption', 'signed by the key that metadata has for encryption', 'signature.value', {
      flags: 'key',
      parties: 'idp-metadata',
      signing: { key: 'idp-encryption' },
    }),
    refuses('key-of-other-role', 'signed by the key of another role of the same entity', 'signature.value', {
      flags: 'key',
      parties: 'idp-metadata',
      signing: { key: 'attribute-authority' },
    }),
  ];
}

/** What stands in the values, and what was done to the text once it was signed. */
function texts(): readonly Case[] {
  const digestValue = (change: (base64: string) => string): DsigOptions => ({
    signing: { breaking: { digestValue: change } },
    flags: 'value',
  });
  const signatureValue = (change: (base64: string) => string): DsigOptions => ({
    signing: { breaking: { signatureValue: change } },
    flags: 'value',
  });
  const changed = (change: (xml: string) => string): DsigOptions => ({ after: change, flags: 'edit', spec: 'XML Signature 3.2' });
  const comment = 'alice@example.com<!-- -->.evil.example';
  return [
    refuses(
      'digest-value-element',
      'an element in DigestValue',
      profile,
      digestValue((base64) => `${base64}<x xmlns="urn:x"/>`),
    ),
    refuses('digest-value-comment-forged', 'a digest before a comment that hides the one that was signed', 'signature.digest', {
      ...digestValue((base64) => `${Buffer.alloc(30).toString('base64')}<!--${base64}-->`),
      source: xmlCrypto,
    }),
    accepts(
      'digest-value-comment',
      'a comment in DigestValue cuts nothing',
      {},
      { ...digestValue((base64) => `${base64.slice(0, 9)}<!-- x -->${base64.slice(9)}`), source: xmlCrypto },
    ),
    accepts(
      'signature-value-comment',
      'a comment in SignatureValue cuts nothing',
      {},
      signatureValue((base64) => `${base64.slice(0, 9)}<!-- x -->${base64.slice(9)}`),
    ),
    refuses('digest-value-empty', 'an empty DigestValue', profile, {
      ...digestValue(() => ''),
      source: 'PortSwigger, The Fragile Lock, 2025',
    }),
    refuses('digest-void', 'the digest of nothing, as of a canonical form that failed', 'signature.digest', {
      ...digestValue(() => '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='),
      source: 'PortSwigger, The Fragile Lock, 2025',
    }),
    refuses(
      'digest-value-truncated',
      'half a digest',
      'signature.digest',
      digestValue((base64) => base64.slice(0, 20)),
    ),
    refuses(
      'signature-value-stray',
      'a stray character in SignatureValue',
      profile,
      signatureValue((base64) => `${base64.slice(0, 9)}*${base64.slice(9)}`),
    ),
    refuses(
      'signature-value-url-safe',
      'the alphabet of URLs in SignatureValue',
      profile,
      signatureValue((base64) => base64.replaceAll('+', '-').replaceAll('/', '_')),
    ),
    refuses(
      'signature-value-unpadded',
      'SignatureValue without its padding',
      profile,
      signatureValue((base64) => base64.replaceAll('=', '')),
    ),
    refuses(
      'signature-value-unused-bits',
      'unused bits of SignatureValue that are not zero',
      profile,
      signatureValue((base64) => base64.replace(/.==$/, 'B==')),
    ),
    refuses(
      'signature-value-empty',
      'an empty SignatureValue',
      profile,
      signatureValue(() => ''),
    ),
    accepts('line-breaks', 'values broken into lines', {}, { flags: 'value', signing: { lineBreak: '\n', keyInfo: 'idp' } }),
    accepts(
      'carriage-returns',
      'values broken into lines as Java has it, with references to carriage returns',
      {},
      { flags: 'value', signing: { lineBreak: '&#13;\n', keyInfo: 'idp' } },
    ),
    accepts('signature-default-namespace', 'a signature without prefix', {}, { signing: { prefix: '' } }),
    accepts(
      'comment-signed',
      'a comment in a name when it was signed: the name comes out whole',
      { signed: 'Message', text: comment.replace('<!-- -->', '') },
      { flags: 'comment', xml: shortXml(comment), source: 'CVE-2017-11427' },
    ),
    accepts(
      'comment-added',
      'a comment put into a name afterwards: the name comes out whole',
      { signed: 'Message', text: 'alice@example.com.evil.example' },
      {
        flags: 'comment',
        xml: shortXml('alice@example.com.evil.example'),
        after: (xml) => xml.replace('.evil', '<!-- -->.evil'),
        source: 'CVE-2017-11427',
      },
    ),
    accepts(
      'comment-with-comments',
      'nor does a form that keeps comments digest them, by reference to an ID',
      { signed: 'Message', text: 'ab' },
      {
        flags: 'comment c14n',
        xml: shortXml('ab'),
        signing: { form: 'exclusive+comments' },
        after: (xml) => xml.replace('>ab', '>a<!-- -->b'),
        spec: 'XML Signature 4.4.3.3',
      },
    ),
    refuses('comment-in-signed-info', 'a comment put into a SignedInfo whose form keeps comments', 'signature.value', {
      flags: 'comment c14n',
      signing: { form: 'exclusive+comments' },
      after: (xml) => xml.replace('</ds:SignedInfo>', '<!-- --></ds:SignedInfo>'),
    }),
    refuses(
      'edit-name',
      'another name',
      'signature.digest',
      changed((xml) => xml.replace('alice@example.com', 'mallory@example.com')),
    ),
    refuses(
      'edit-attribute',
      'another attribute',
      'signature.digest',
      changed((xml) => xml.replace('Version="2.0"', 'Version="2.1"')),
    ),
    refuses(
      'edit-element-added',
      'an element more',
      'signature.digest',
      changed((xml) => xml.replace('</saml:Assertion>', '<saml:AuthnStatement/></saml:Assertion>')),
    ),
    refuses(
      'edit-white-space',
      'white space more',
      'signature.digest',
      changed((xml) => xml.replace('<saml:Subject>', ' <saml:Subject>')),
    ),
    refuses(
      'edit-namespace',
      'another namespace',
      'signature.digest',
      changed((xml) => xml.replace('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:oasis:names:tc:SAML:2.0:protocol')),
    ),
    refuses(
      'edit-algorithm',
      'another algorithm in SignedInfo',
      'signature.value',
      changed((xml) => xml.replace('rsa-sha256', 'rsa-sha512')),
    ),
    refuses(
      'edit-digest',
      'the digest of something forged in SignedInfo',
      'signature.value',
      changed((xml) => xml.replace(/<ds:DigestValue>.{4}/, '<ds:DigestValue>AAAA')),
    ),
    accepts(
      'edit-lexical',
      'quotes, references and order of attributes mean nothing',
      {},
      changed((xml) => xml.replace('ID="_assertion" Version="2.0"', "Version='2.&#48;'  ID='_assertion'")),
    ),
    accepts(
      'edit-outside',
      'what stands around the element means nothing in the exclusive form',
      {},
      {
        element: clean.assertionId,
        flags: 'edit',
        xml: `<Envelope xmlns="urn:x">${assertionXml()}</Envelope>`,
        after: (xml) => xml.replace('<Envelope xmlns="urn:x">', '<Other xmlns="urn:y" xmlns:z="urn:z">').replace('</Envelope>', '</Other>'),
      },
    ),
    refuses('edit-outside-inclusive', 'in the inclusive form it does, where it declares a namespace', 'signature.digest', {
      element: clean.assertionId,
      flags: 'edit c14n',
      xml: `<Envelope xmlns="urn:x">${assertionXml()}</Envelope>`,
      signing: { form: 'inclusive-1.0', signedInfoForm: 'exclusive' },
      after: (xml) => xml.replace('<Envelope xmlns="urn:x">', '<Envelope xmlns="urn:x" xmlns:z="urn:z">'),
    }),
    accepts(
      'name-in-subject',
      'a name with a comment within an assertion',
      {},
      { flags: 'comment', xml: assertionXml({ subject: subjectXml(nameIdXml(comment)) }) },
    ),
  ];
}
