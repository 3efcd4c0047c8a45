import { assertionXml, audienceXml, clean, conditionsXml, nameIdXml, responseXml, subjectXml } from '../../messages.ts';
import { encrypted, encryptionCases } from '../encrypted-case.ts';
import { type ResponseOptions, rule } from '../response-case.ts';
import type { Case, Encrypting } from '../workshop.ts';

const { accepts, refuses } = encryptionCases;

/** The ways in which an encrypted assertion may be written, and those in which it may not. */
export const responseEncryptionFormCases: readonly Case[] = [...signatures(), ...algorithms(), ...keys(), ...plaintexts(), ...profile()];

function signatures(): readonly Case[] {
  return [
    accepts(
      'encrypted-response-signed',
      'the response signed over the ciphertext, nothing within',
      {},
      encrypted({}, { sign: 'response' }),
    ),
    accepts('encrypted-both-signed', 'signed, encrypted, and signed again', {}, encrypted({}, { sign: 'both' })),
    accepts(
      'encrypted-cbc-covered',
      'AES-CBC under a signature, where the service provider wants to be sure that nobody has changed it',
      {},
      { ...encrypted({ algorithm: 'aes-256-cbc' }, { sign: 'both' }), parties: 'sp-requires-authenticated idp', spec: 'XMLEnc 6.1' },
    ),
    accepts('encrypted-as-required', 'encrypted, where that is required', {}, { ...encrypted(), parties: 'sp-requires-encryption idp' }),
    refuses('encrypted-changed-around', 'a ciphertext that was put under the signature of the response', 'signature.digest', {
      message: (workshop) => {
        const signed = workshop.sign(responseXml({ assertions: [workshop.encrypt(assertionXml())] }));
        const forged = workshop.encrypt(assertionXml({ subject: subjectXml(nameIdXml('mallory@example.com')) }));
        return signed.replace(/<saml:EncryptedAssertion[\s\S]*<\/saml:EncryptedAssertion>/, forged);
      },
    }),
    refuses(
      'encrypted-audience',
      'an assertion for somebody else, encrypted for us',
      rule('conditions.audience'),
      encrypted({}, { assertion: { conditions: conditionsXml({}, [audienceXml('https://other.example')]) } }),
    ),
    refuses('encrypted-replayed', 'an encrypted assertion that was used before', 'assertion.replayed', { ...encrypted(), replay: 'used' }),
  ];
}

function algorithms(): readonly Case[] {
  const contents = ['aes-128-gcm', 'aes-192-gcm', 'aes-128-cbc', 'aes-192-cbc'].map((algorithm) =>
    accepts(`encrypted-${algorithm}`, algorithm.toUpperCase(), {}, encrypted({ algorithm }, { sign: 'both' })),
  );
  const wrapped = (name: string, comment: string, recipient: NonNullable<Encrypting['recipients']>[number]): Case =>
    accepts(`encrypted-oaep-${name}`, comment, {}, { ...encrypted({ recipients: [recipient] }), spec: 'XMLEnc 5.5.2' });
  return [
    ...contents,
    wrapped('no-digest', 'RSA-OAEP by its older name, without a digest, which is SHA-1 then', { digest: null }),
    wrapped('older-sha256', 'RSA-OAEP by its older name, with SHA-256; its mask has SHA-1 all the same', { digest: 'sha256' }),
    wrapped('newer', 'RSA-OAEP by its newer name, without a mask, which is that of SHA-1 then', { transport: 'rsa-oaep' }),
    wrapped('sha256', 'SHA-256 twice', { transport: 'rsa-oaep', digest: 'sha256', mask: 'sha256' }),
    wrapped('sha512', 'SHA-512 twice', { transport: 'rsa-oaep', digest: 'sha512', mask: 'sha512' }),
    wrapped('mixed', 'SHA-256 for the digest, and SHA-1 for the mask, which is said', {
      transport: 'rsa-oaep',
      digest: 'sha256',
      mask: 'sha1',
    }),
    wrapped('mixed-other-way', 'SHA-1 for the digest, and SHA-384 for the mask', { transport: 'rsa-oaep', mask: 'sha384' }),
    wrapped('label', 'a label', { label: Buffer.from('label') }),
    refused(
      'content-triple-des',
      'Triple DES',
      { algorithm: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' },
      'encryption.algorithm {"use":"content"}',
    ),
    refused(
      'content-unknown',
      'an algorithm that nobody knows',
      { algorithm: 'urn:example:cipher' },
      'encryption.algorithm {"use":"content"}',
    ),
    changedXml('oaep-digest-unknown', 'MD5 in RSA-OAEP', 'encryption.algorithm {"use":"digest"}', (xml) =>
      xml.replace('http://www.w3.org/2000/09/xmldsig#sha1', 'http://www.w3.org/2001/04/xmldsig-more#md5'),
    ),
    changedXml('oaep-mask-unknown', 'a mask that nobody knows', 'encryption.algorithm {"use":"mask"}', (xml) =>
      xml
        .replace('http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p', 'http://www.w3.org/2009/xmlenc11#rsa-oaep')
        .replace(/(<ds:DigestMethod[^>]*>)/, '$1<m:MGF xmlns:m="http://www.w3.org/2009/xmlenc11#" Algorithm="urn:example:mask"/>'),
    ),
    changedXml('key-agreement', 'a key by agreement', 'encryption.algorithm {"use":"key-transport"}', (xml) =>
      xml.replace('http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p', 'http://www.w3.org/2001/04/xmlenc#kw-aes256'),
    ),
  ];
}

function keys(): readonly Case[] {
  const stranger = { key: 'stranger' } as const;
  const form = (name: string, comment: string, options: Encrypting, more: ResponseOptions = {}): Case =>
    accepts(`encrypted-${name}`, comment, {}, { ...encrypted(options), spec: 'SAMLCore 6.2', ...more });
  const referenceList =
    '<xenc:ReferenceList><xenc:DataReference URI="#_data"/></xenc:ReferenceList><xenc:CarriedKeyName>k</xenc:CarriedKeyName>';
  return [
    form('key-beside', 'the key beside the data', { keys: 'beside' }),
    form('key-referred', 'the key beside the data, which refers to it', { keys: 'beside-referred' }),
    form('key-lists', 'a key that says which data it is for, and what it is called', {
      keys: 'beside-referred',
      breaking: {
        xml: (xml) =>
          xml
            .replace('<xenc:EncryptedData', '<xenc:EncryptedData Id="_data"')
            .replace('</xenc:EncryptedKey>', `${referenceList}</xenc:EncryptedKey>`),
      },
    }),
    form('key-info-within', 'a key that says with which certificate it is wrapped', {
      breaking: {
        xml: (xml) => xml.replace('</xenc:EncryptionMethod><xenc:CipherData>', `</xenc:EncryptionMethod>${keyName}<xenc:CipherData>`),
      },
    }),
    form('key-several', 'a key for somebody else, and one for us', { recipients: [{ ...stranger, name: 'https://other.example/' }, {}] }),
    form('key-several-referred', 'several keys beside the data, which refers to ours', {
      keys: 'beside-referred',
      recipients: [stranger, stranger, stranger, stranger, {}],
      breaking: { xml: (xml) => xml.replace(/<ds:RetrievalMethod[^>]*_key[0-3]"\/>/g, '') },
    }),
    form('key-named-last', 'five keys for others, and at the end one that names us', {
      recipients: [stranger, stranger, stranger, stranger, stranger, { name: clean.sp }],
    }),
    form('key-named-otherwise', 'a key that calls us by a name that we do not know', { recipients: [{ name: 'urn:example:sp' }] }),
    form('key-old-beside-good', 'PKCS #1 v1.5 for whoever is older than we are, and RSA-OAEP', {
      recipients: [{ transport: 'rsa-1_5' }, {}],
    }),
    form(
      'key-next',
      'for the one of our keys that comes next',
      { recipients: [{ key: 'sp-next' }] },
      { parties: 'sp-decrypts-rollover idp' },
    ),
    form('key-current', 'for the one of our keys that is about to go', {}, { parties: 'sp-decrypts-rollover idp' }),
    refused('key-too-many', 'the fifth of the keys is ours, and nothing says so', {
      recipients: [stranger, stranger, stranger, stranger, {}],
    }),
    refused('key-not-yet', 'for a key of ours that this service does not have', { recipients: [{ key: 'sp-next' }] }),
  ];
}

function plaintexts(): readonly Case[] {
  const inside = (name: string, comment: string, message: NonNullable<ResponseOptions['message']>, claims = {}): Case =>
    accepts(`encrypted-${name}`, comment, claims, { message, spec: 'XMLEnc 4.4' });
  return [
    accepts(
      'encrypted-namespaces',
      'namespaces that are declared around the ciphertext alone',
      {},
      encrypted({}, { plain: (signed) => signed.replace(/ xmlns:saml="[^"]*"/, '') }),
    ),
    inside('namespaces-default', 'a plaintext in the default namespace around it', (workshop) => {
      const bare = workshop.sign(assertionXml()).replace(/ xmlns:saml="[^"]*"/, '');
      return responseXml({ assertions: [workshop.encrypt(bare)] }).replace('<samlp:Response ', '<samlp:Response xmlns="urn:example:none" ');
    }),
    inside('inclusive', 'an assertion that was signed where it stood, in an inclusive form', (workshop) => {
      const signed = workshop.sign(responseXml(), { id: clean.assertionId, form: 'inclusive-1.0' });
      return signed.replace(/<saml:Assertion[\s\S]*<\/saml:Assertion>/, (assertion) => workshop.encrypt(assertion));
    }),
    accepts('encrypted-white-space', 'white space around the assertion', {}, encrypted({}, { plain: (signed) => `\n  ${signed}\n` })),
    accepts('encrypted-comment-around', 'a comment around the assertion', {}, encrypted({}, { plain: (signed) => `<!-- a -->${signed}` })),
    accepts(
      'encrypted-comment-within',
      'a comment within the name never divides it',
      {},
      encrypted({}, { plain: (signed) => signed.replace('alice@', 'alice<!-- -->@') }),
    ),
    accepts(
      'encrypted-byte-order-mark',
      'a byte order mark before the assertion',
      {},
      encrypted({}, { plain: (signed) => `\uFEFF${signed}` }),
    ),
  ];
}

function profile(): readonly Case[] {
  const misshapen = (name: string, comment: string, change: (xml: string) => string): Case =>
    changedXml(name, comment, 'encryption.profile', change);
  return [
    accepts('encrypted-type-absent', 'no Type', {}, encrypted({ type: null })),
    accepts('encrypted-default-namespace', 'XML Encryption in the default namespace', {}, encrypted({ prefix: '' })),
    accepts('encrypted-line-breaks', 'values broken into lines', {}, encrypted({ lineBreak: '\n' })),
    accepts('encrypted-line-breaks-referenced', 'lines that end in a referenced carriage return', {}, encrypted({ lineBreak: '&#13;\n' })),
    accepts(
      'encrypted-properties',
      'EncryptionProperties',
      {},
      {
        ...encrypted({
          breaking: { xml: (xml) => xml.replace('</xenc:EncryptedData>', '<xenc:EncryptionProperties/></xenc:EncryptedData>') },
        }),
      },
    ),
    refused(
      'type-content',
      'the content of an element in place of the element',
      { type: 'http://www.w3.org/2001/04/xmlenc#Content' },
      'encryption.profile',
    ),
    misshapen('data-absent', 'nothing encrypted', () => ''),
    misshapen('data-twice', 'encrypted twice', (xml) => `${xml}${xml}`),
    misshapen('foreign-element', 'an element of another namespace', (xml) => `${xml}<x xmlns="urn:x"/>`),
    misshapen('method-absent', 'no algorithm', (xml) =>
      xml.replace(/<xenc:EncryptionMethod [^>]*aes256-gcm"><\/xenc:EncryptionMethod>/, ''),
    ),
    misshapen('method-nameless', 'an algorithm without name', (xml) => xml.replace(/ Algorithm="[^"]*aes256-gcm"/, '')),
    misshapen('cipher-reference', 'a ciphertext that is to be fetched', (xml) =>
      xml.replace(
        /<xenc:CipherValue>[^<]*<\/xenc:CipherValue>(<\/xenc:CipherData><\/xenc:EncryptedData>)/,
        '<xenc:CipherReference URI="https://evil.example/"/>$1',
      ),
    ),
    misshapen('cipher-value-stray', 'a ciphertext that is not base64', (xml) =>
      xml.replace(/.(<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/, '*$1'),
    ),
    misshapen('cipher-value-element', 'an element within a ciphertext', (xml) =>
      xml.replace(/(<\/xenc:CipherValue><\/xenc:CipherData><\/xenc:EncryptedData>)/, '<x/>$1'),
    ),
    misshapen('digest-twice', 'two digests in RSA-OAEP', (xml) => xml.replace(/<ds:DigestMethod[^>]*\/>/, '$&$&')),
    misshapen('key-only-named', 'a key that is only named', (xml) =>
      xml.replace(/<xenc:EncryptedKey[\s\S]*<\/xenc:EncryptedKey>/, '<ds:KeyName>sp</ds:KeyName>'),
    ),
    misshapen('key-elsewhere', 'a key that is to be fetched', (xml) =>
      xml.replace(/<xenc:EncryptedKey[\s\S]*<\/xenc:EncryptedKey>/, '<ds:RetrievalMethod URI="https://evil.example/key"/>'),
    ),
  ];
}

function refused(name: string, comment: string, options: Encrypting, expected = 'encryption.failed'): Case {
  return refuses(`encrypted-${name}`, comment, expected, encrypted(options));
}

function changedXml(name: string, comment: string, expected: string, change: (xml: string) => string): Case {
  return refused(name, comment, { breaking: { xml: change } }, expected);
}

const keyName = '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:KeyName>sp</ds:KeyName></ds:KeyInfo>';
