import type { EncryptBreaking } from '../../encrypt.ts';
import { assertionXml, issuerXml, nameIdXml, responseXml, subjectXml } from '../../messages.ts';
import { changed, encrypted, encryptionCases, type Sealing } from '../encrypted-case.ts';
import type { Case, Encrypting } from '../workshop.ts';

const { refuses } = encryptionCases;

/** Whatever goes wrong between the wrapped key and the signature within: one answer, since each other one would tell something. */
export const responseEncryptionFailureCases: readonly Case[] = [...keys(), ...contents(), ...plaintexts()];

function keys(): readonly Case[] {
  return [
    failing('wrapped-changed', 'one bit of the wrapped key', {}, { wrapped: changed(-1) }),
    failing('wrapped-short', 'a wrapped key that is shorter than ours', {}, { wrapped: (octets) => octets.subarray(1) }),
    failing(
      'wrapped-long',
      'a wrapped key that is longer than ours',
      {},
      { wrapped: (octets) => Buffer.concat([octets, Buffer.alloc(1)]) },
    ),
    failing('wrapped-beyond', 'a number beyond our modulus', {}, { wrapped: (octets) => octets.map(() => 0xff) }),
    failing('wrapped-empty', 'nothing wrapped', {}, { wrapped: () => new Uint8Array() }),
    failing('encoding-first', 'RSA-OAEP whose first octet is not zero', {}, { encoded: changed(0) }),
    failing('encoding-seed', 'RSA-OAEP with another seed than was masked', {}, { encoded: changed(1) }),
    failing('encoding-block', 'RSA-OAEP whose padding has a bit too many', {}, { encoded: changed(60) }),
    failing(
      'label-other',
      'a label that was not wrapped',
      {},
      {
        xml: (xml) => xml.replace('#rsa-oaep-mgf1p">', '#rsa-oaep-mgf1p"><xenc:OAEPparams>bGFiZWw=</xenc:OAEPparams>'),
      },
    ),
    failing(
      'label-absent',
      'a label that was wrapped and is not said',
      { recipients: [{ label: Buffer.from('label') }] },
      {
        xml: (xml) => xml.replace(/<xenc:OAEPparams>[^<]*<\/xenc:OAEPparams>/, ''),
      },
    ),
    failing(
      'digest-other',
      'another digest than was wrapped',
      { recipients: [{ digest: 'sha256' }] },
      {
        xml: (xml) => xml.replace('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'),
      },
    ),
    failing(
      'mask-other',
      'the mask of another hash than was wrapped',
      { recipients: [{ transport: 'rsa-oaep', mask: 'sha256' }] },
      {
        xml: (xml) => xml.replace('#mgf1sha256', '#mgf1sha1'),
      },
    ),
    failing(
      'mask-by-older-name',
      'the mask of SHA-256 under the older name, which has that of SHA-1',
      {
        recipients: [{ digest: 'sha256', mask: 'sha256' }],
      },
      { xml: (xml) => xml.replace(/<xenc11:MGF[^>]*\/>/, '') },
    ),
    failing('content-key-short', 'a content key of 128 bits for AES-256', {}, { contentKey: (key) => key.subarray(16) }),
    failing(
      'content-key-long',
      'a content key of 256 bits for AES-128',
      { algorithm: 'aes-128-gcm' },
      {
        contentKey: (key) => Buffer.concat([key, key]),
      },
    ),
    failing('content-key-other', 'another content key than was used', {}, { contentKey: changed(0) }),
  ];
}

function contents(): readonly Case[] {
  const cbc: Encrypting = { algorithm: 'aes-256-cbc' };
  const last = (octet: number) => (octets: Uint8Array) => Buffer.concat([octets.subarray(0, -1), Buffer.of(octet)]);
  return [
    failing('vector-changed', 'one bit of the initialisation vector', {}, { content: changed(0) }),
    failing('content-changed', 'one bit of the ciphertext', {}, { content: changed(40) }),
    failing('tag-changed', 'one bit of the tag', {}, { content: changed(-1) }),
    failing('tag-short', 'a tag of four octets', {}, { content: (octets) => octets.subarray(0, -12) }),
    failing('content-short', 'less than a vector and a tag', {}, { content: (octets) => octets.subarray(0, 20) }),
    failing('content-empty', 'no ciphertext', {}, { content: () => new Uint8Array() }),
    failing(
      'content-as-cbc',
      'GCM under the name of CBC',
      {},
      { xml: (xml) => xml.replace('2009/xmlenc11#aes256-gcm', '2001/04/xmlenc#aes256-cbc') },
    ),
    failing('padding-zero', 'a padding of no length', cbc, { plaintext: last(0) }),
    failing('padding-long', 'a padding that is longer than a block', cbc, { plaintext: last(17) }),
    failing('vector-alone', 'an initialisation vector, and nothing behind it', cbc, { content: (octets) => octets.subarray(0, 16) }),
    failing('block-part', 'a ciphertext that ends within a block', cbc, { content: (octets) => octets.subarray(0, -1) }),
    failing('cbc-vector-changed', 'one bit of the initialisation vector of CBC, so that the first letter is another one', cbc, {
      content: changed(0),
    }),
    failing('cbc-content-changed', 'one bit of a block of CBC', cbc, { content: changed(400) }),
  ];
}

function plaintexts(): readonly Case[] {
  const plain = (name: string, comment: string, change: NonNullable<Sealing['plain']>): Case =>
    refuses(`encrypted-plain-${name}`, comment, 'encryption.failed', encrypted({}, { plain: change }));
  return [
    plain('cut', 'XML that ends too early', (signed) => signed.slice(0, -1)),
    plain('doctype', 'a document type', (signed) => `<!DOCTYPE saml:Assertion>${signed}`),
    plain(
      'entity',
      'a document type with an entity',
      (signed) => `<!DOCTYPE x [<!ENTITY who "mallory@example.com">]>${signed.replace('alice@example.com', '&who;')}`,
    ),
    plain('instruction', 'a processing instruction', (signed) => `<?x y?>${signed}`),
    plain('two', 'two assertions', (signed) => `${signed}${signed}`),
    plain('two-one-forged', 'a forged assertion behind the signed one', (signed) => `${signed}${forged}`),
    plain('text', 'text behind the assertion', (signed) => `${signed}mallory`),
    plain('nothing', 'nothing', () => ''),
    plain('only-text', 'text in place of an element', () => 'alice@example.com'),
    plain('issuer', 'another element than an assertion', () =>
      issuerXml().replace('>', ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">'),
    ),
    plain('response', 'a signed response with the assertion', (_, workshop) => workshop.sign(responseXml())),
    plain('again', 'an assertion that is encrypted twice', (signed, workshop) => workshop.encrypt(signed)),
    plain('other-namespace', 'an assertion of SAML 1.1', (signed) =>
      signed.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:oasis:names:tc:SAML:1.0:assertion'),
    ),
    plain('undeclared', 'a prefix that is declared nowhere', (signed) =>
      signed.replace('<saml:Subject>', '<x:Subject>').replace('</saml:Subject>', '</x:Subject>'),
    ),
    plain('unsigned', 'an assertion that nobody signed', () => forged),
    plain('changed', 'an assertion that was changed once it was signed', (signed) => signed.replace('alice', 'mallory')),
    plain('wrapped', 'a forged assertion around the signed one', (signed) =>
      forged.replace('</saml:Conditions>', `</saml:Conditions><saml:Advice>${signed}</saml:Advice>`),
    ),
    refuses(
      'encrypted-plain-stranger',
      'an assertion that somebody else signed',
      'encryption.failed',
      encrypted({}, { assertion: { subject: subjectXml(nameIdXml('mallory@example.com')) }, signing: { key: 'stranger' } }),
    ),
    refuses(
      'encrypted-plain-utf-8',
      'octets that are no characters',
      'encryption.failed',
      encrypted({
        breaking: { plaintext: (octets) => Buffer.concat([octets, Buffer.of(0xff)]) },
      }),
    ),
    refuses('encrypted-wanted-response', 'the assertion signed within, where the response must be', 'signature.missing', {
      ...encrypted(),
      parties: 'sp-decrypts-wants-response idp',
    }),
    refuses('encrypted-wanted-both', 'the response signed, where the assertion within must be signed as well', 'encryption.failed', {
      ...encrypted({}, { sign: 'response' }),
      parties: 'sp-decrypts-wants-both idp',
    }),
  ];
}

function failing(name: string, comment: string, options: Encrypting, breaking: EncryptBreaking): Case {
  return refuses(`encrypted-${name}`, comment, 'encryption.failed', encrypted({ ...options, breaking }));
}

const forged = assertionXml({ id: '_evil' }).replaceAll('alice', 'mallory');
