import { asSentEncrypted, inLines, inSingleTags, type ProductSealing, sp, x509Data } from '../product-case.ts';
import type { Case } from '../workshop.ts';
import { keycloak, pingFederate } from './products-keycloak.ts';
import { adfs, entra } from './products-microsoft.ts';
import { miniOrange, okta, pingOne, shibboleth } from './products-open-saml.ts';
import { auth0, lemonLdap, oneLogin, simpleSamlPhp } from './products-prefixed.ts';

const uncovered = { claims: { noted: ['encryption.authenticated'] } };
const dsig = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const ourCertificate = x509Data('ds:', undefined, '', 'sp');
const issuerSerial =
  '<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=sp.example, O=Acme, C=DE</ds:X509IssuerName><ds:X509SerialNumber>16999231321919524843</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>';

/** Logins as products send them whose assertion is encrypted, with the algorithms that they use unless told otherwise. */
export const encryptedProductCases: readonly Case[] = [
  asSentEncrypted('entra', 'Entra ID: AES-256-CBC, the key in a prefix of its own', entra(), 'assertion', { ...microsoft(), ...uncovered }),
  asSentEncrypted('entra-both', 'Entra ID that signs both', entra(), 'both', microsoft()),
  asSentEncrypted('adfs', 'AD FS: AES-256-CBC, with the serial number of our certificate', adfs(), 'assertion', {
    ...microsoft(issuerSerial),
    ...uncovered,
  }),
  asSentEncrypted('adfs-both', 'AD FS that signs both', adfs(), 'both', microsoft(issuerSerial)),
  asSentEncrypted('okta', 'Okta: AES-256-CBC, both signed', okta(), 'both', java({ algorithm: 'aes-256-cbc' })),
  asSentEncrypted('okta-gcm', 'Okta that was told to use AES-256-GCM', okta(), 'both', java()),
  asSentEncrypted(
    'shibboleth',
    'Shibboleth by default: AES-128-GCM, the response signed, the key with Recipient',
    shibboleth(),
    'response',
    shib(),
  ),
  asSentEncrypted('shibboleth-early', 'an early Shibboleth: AES-128-CBC, the key beside the data', shibboleth(), 'response', shibBeside()),
  asSentEncrypted(
    'pingone',
    'PingOne: AES-256-CBC, lines that end in a referenced carriage return',
    pingOne(),
    'both',
    java({ algorithm: 'aes-256-cbc', lineBreak: '&#13;\n' }),
  ),
  asSentEncrypted(
    'miniorange',
    'miniOrange: AES-256-CBC in lines',
    miniOrange(),
    'both',
    java({ algorithm: 'aes-256-cbc', lineBreak: '\n' }),
  ),
  asSentEncrypted('keycloak', 'Keycloak: AES-128-CBC, the response signed', keycloak(), 'response', keycloakSealing('aes-128-cbc', {})),
  asSentEncrypted(
    'keycloak-gcm',
    'a newer Keycloak: AES-256-GCM, RSA-OAEP with SHA-256 twice',
    keycloak(),
    'response',
    keycloakSealing('aes-256-gcm', {
      transport: 'rsa-oaep',
      digest: 'sha256',
      mask: 'sha256',
    }),
  ),
  asSentEncrypted(
    'pingfederate',
    'PingFederate: AES-128-CBC, the response signed',
    pingFederate(),
    'response',
    java({ algorithm: 'aes-128-cbc', recipients: [{ digest: null }] }, 'saml'),
  ),
  asSentEncrypted('onelogin', 'OneLogin: AES-256-CBC', oneLogin(), 'assertion', { ...php('aes-256-cbc', 'sha1'), ...uncovered }),
  asSentEncrypted('simplesamlphp', 'SimpleSAMLphp: AES-128-CBC, both signed', simpleSamlPhp(), 'both', php('aes-128-cbc', null)),
  asSentEncrypted('auth0', 'Auth0: AES-256-CBC, our certificate in KeyInfo', auth0(), 'assertion', {
    ...microsoft(ourCertificate, 'saml'),
    ...uncovered,
  }),
  asSentEncrypted('lemonldap', 'LemonLDAP::NG: AES-128-CBC, the key beside the data, lines of 64 characters', lemonLdap(), 'both', lasso()),
];

/** As .NET writes it, and packages after it: a prefix for the data, another one for the key, none for what describes the key. */
function microsoft(keyInfo = '', wrapper = ''): ProductSealing {
  return {
    encrypting: { algorithm: 'aes-256-cbc' },
    layout: (xml) =>
      renamed(inSingleTags(xml, ' '), wrapper)
        .replace(/<xenc:EncryptedKey[\s\S]*<\/xenc:EncryptedKey>/, (key) =>
          withKeyInfo(key, keyInfo).replaceAll('xenc:', 'e:').replace('xmlns:xenc', 'xmlns:e'),
        )
        .replace(`<ds:KeyInfo ${dsig}>`, `<KeyInfo ${dsig.replace(':ds', '')}>`)
        .replace(` ${dsig}`, '')
        .replaceAll('ds:', ''),
  };
}

/** As Java products write it, each element with a declaration of its own. */
function java(encrypting: ProductSealing['encrypting'] = {}, prefix = 'saml2'): ProductSealing {
  return {
    encrypting,
    layout: (xml) =>
      renamed(inSingleTags(xml), prefix)
        .replace('<xenc:EncryptedData', '<xenc:EncryptedData Id="_4d9f3a"')
        .replace('<xenc:EncryptedKey', '<xenc:EncryptedKey Id="_8c1e7b"')
        .replaceAll('<xenc:CipherData>', '<xenc:CipherData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#">')
        .replace(
          '</xenc:EncryptionMethod><xenc:CipherData',
          `</xenc:EncryptionMethod><ds:KeyInfo ${dsig}>${ourX509Data()}</ds:KeyInfo><xenc:CipherData`,
        ),
  };
}

function shib(): ProductSealing {
  return java({ algorithm: 'aes-128-gcm', recipients: [{ name: sp }], lineBreak: '\n' });
}

function shibBeside(): ProductSealing {
  const list = '<xenc:CarriedKeyName>sp</xenc:CarriedKeyName>';
  return {
    encrypting: { algorithm: 'aes-128-cbc', keys: 'beside-referred', recipients: [{ name: sp }], lineBreak: '\n' },
    layout: (xml) =>
      renamed(inSingleTags(xml), 'saml2')
        .replace('<xenc:EncryptedData', '<xenc:EncryptedData Id="_data"')
        .replace(
          '</xenc:EncryptedKey>',
          `<xenc:ReferenceList><xenc:DataReference URI="#_data"/></xenc:ReferenceList>${list}</xenc:EncryptedKey>`,
        ),
  };
}

function keycloakSealing(algorithm: string, recipient: object): ProductSealing {
  return {
    encrypting: { algorithm, recipients: [{ digest: null, ...recipient }] },
    layout: (xml) => inSingleTags(xml).replace(' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', ''),
  };
}

/** As xmlseclibs writes it. */
function php(algorithm: string, digest: 'sha1' | null): ProductSealing {
  return {
    encrypting: { algorithm, recipients: [{ digest }] },
    layout: (xml) =>
      inSingleTags(xml)
        .replaceAll('ds:', 'dsig:')
        .replaceAll('xmlns:ds=', 'xmlns:dsig=')
        .replace('<xenc:EncryptedData', '<xenc:EncryptedData xmlns:dsig="http://www.w3.org/2000/09/xmldsig#"')
        .replace(
          /<xenc:CipherData>(<xenc:CipherValue>[^<]*<\/xenc:CipherValue>)<\/xenc:CipherData><\/xenc:EncryptedData>/,
          '\n   <xenc:CipherData>\n      $1\n   </xenc:CipherData>\n</xenc:EncryptedData>',
        ),
  };
}

/** As Lasso and xmlsec write it. */
function lasso(): ProductSealing {
  return {
    encrypting: { algorithm: 'aes-128-cbc', keys: 'beside-referred', recipients: [{ digest: null, name: sp }] },
    layout: (xml) =>
      inSingleTags(xml)
        .replaceAll('><', '>\n<')
        .replace(/[A-Za-z0-9+/=]{80,}/g, (base64) => `\n${inLines(base64, 64)}\n`),
  };
}

/** The wrapper with a prefix of its own, or none. */
function renamed(xml: string, prefix: string): string {
  return xml
    .replaceAll('saml:EncryptedAssertion', prefix === '' ? 'EncryptedAssertion' : `${prefix}:EncryptedAssertion`)
    .replace('xmlns:saml=', prefix === '' ? 'xmlns=' : `xmlns:${prefix}=`);
}

function withKeyInfo(key: string, keyInfo: string): string {
  return keyInfo === '' ? key : key.replace('<xenc:CipherData>', `<ds:KeyInfo>${keyInfo}</ds:KeyInfo><xenc:CipherData>`);
}

function ourX509Data(): string {
  return x509Data('ds:', (base64) => inLines(base64, 64), '', 'sp');
}
