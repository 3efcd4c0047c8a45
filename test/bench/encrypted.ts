import type { KeyObject } from 'node:crypto';
import { encryptedXml } from '../support/encrypt.ts';
import { filled, type HostileShape, hostileShapes } from './hostile.ts';

/**
 * Responses that come as far as being decrypted, since everybody can encrypt for us: keys that nobody wrapped, structures that repeat what
 * decryption looks for, and hostile documents that are truly encrypted.
 *
 * @param names - of the provider that is to have sent them, else they would be refused before, and of us
 * @param key - the public half of our decryption key
 */
export function encryptedShapes(names: { readonly idp: string; readonly sp: string }, key: KeyObject): readonly HostileShape[] {
  const shape = (name: string, content: (room: number) => string): HostileShape => ({
    name: `encrypted: ${name}`,
    make: (bytes) => Buffer.from(response(names.idp, content(bytes - 4_000))),
  });
  const within = (name: string, piece: string | ((at: number) => string)) => shape(name, (room) => dataXml({ keys: filled(room, piece) }));
  return [
    within('many keys', encryptedKey({})),
    shape('400 keys', (room) => dataXml({ keys: filled(Math.min(room, 400 * encryptedKey({}).length), encryptedKey({})) })),
    within('many keys in an old algorithm', encryptedKey({ algorithm: `${xmlenc}rsa-1_5`, parts: '' })),
    within('many keys of no octets', encryptedKey({ value: '' })),
    within('many keys that are for us', encryptedKey({ attributes: ` Recipient="${names.sp}"` })),
    within('many keys for others', (at) => encryptedKey({ attributes: ` Recipient="urn:${at}${'x'.repeat(2_000)}"`, value: 'AAAA' })),
    shape('a key with many digests', (room) => dataXml({ keys: encryptedKey({ parts: filled(room, digest), value: 'AAAA' }) })),
    shape('many keys beside the data', (room) => dataXml({ beside: filled(room, encryptedKey({})) })),
    shape('many keys that are referred to', (room) => {
      const named = (at: number) => ` Id="_${at.toString(36)}"`;
      const references = filled(room / 2, (at) => `<ds:RetrievalMethod URI="#_${at.toString(36)}"/>`);
      return dataXml({ keys: references, beside: filled(room / 2, (at) => encryptedKey({ attributes: named(at), value: 'AAAA' })) });
    }),
    within('many references to keys', '<ds:RetrievalMethod URI="#_a"/>'),
    within('many other things in KeyInfo', '<ds:KeyName/>'),
    shape('long labels', (room) => {
      const label = `<xenc:OAEPparams>${filled(room / 4 - 600, 'AAAA')}</xenc:OAEPparams>`;
      return dataXml({ keys: encryptedKey({ parts: label }).repeat(4) });
    }),
    shape('white space in a value', (room) => dataXml({ value: filled(room, 'A\nA A\t') })),
    shape('references to white space in a value', (room) => dataXml({ value: filled(room, 'A&#13;') })),
    shape('comments in a value', (room) => dataXml({ value: filled(room, 'AAAA<!---->') })),
    shape('padding in a value', (room) => dataXml({ value: filled(room, '= ') })),
    shape('a long ciphertext under a key that nobody wrapped', (room) => dataXml({ value: filled(room, 'AAAA') })),
    ...hostileShapes
      .filter(({ name }) => plaintexts.has(name))
      .map(({ name, make }) => shape(name, (room) => truly(make(Math.floor(room * 0.74)), key))),
  ];
}

/** Encrypted so that nothing but its content can be refused. */
function truly(octets: Uint8Array, key: KeyObject): string {
  return encryptedXml(Buffer.from(octets).toString('utf8'), 'EncryptedAssertion', { recipients: [{ key }], algorithm: 'aes-256-cbc' });
}

function dataXml({ keys = encryptedKey({}), beside = '', value = 'AAAA' }: { keys?: string; beside?: string; value?: string }): string {
  const method = `<xenc:EncryptionMethod Algorithm="${xmlenc}aes128-cbc"/>`;
  const data = `<xenc:EncryptedData>${method}<ds:KeyInfo>${keys}</ds:KeyInfo>${cipherXml(value)}</xenc:EncryptedData>`;
  return `<saml:EncryptedAssertion>${data}${beside}</saml:EncryptedAssertion>`;
}

/** As short as can be, around octets of the length of our modulus and less than it: so that the private key has to be used. */
function encryptedKey({ algorithm = `${xmlenc}rsa-oaep-mgf1p`, attributes = '', parts = digest, value = wrapped }): string {
  const method = `<xenc:EncryptionMethod Algorithm="${algorithm}">${parts}</xenc:EncryptionMethod>`;
  return `<xenc:EncryptedKey${attributes}>${method}${cipherXml(value)}</xenc:EncryptedKey>`;
}

function cipherXml(value: string): string {
  return `<xenc:CipherData><xenc:CipherValue>${value}</xenc:CipherValue></xenc:CipherData>`;
}

function response(issuer: string, content: string): string {
  return (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ' +
    `xmlns:xenc="${xmlenc}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ID="_r" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">` +
    `<saml:Issuer>${issuer}</saml:Issuer>` +
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
    `${content}</samlp:Response>`
  );
}

const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';
const digest = '<ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>';
const wrapped = Buffer.alloc(256, 'signon').toString('base64');
/** The dearest of the hostile documents. */
const plaintexts: ReadonlySet<string> = new Set([
  'many elements with IDs',
  'the default namespace declared on each sibling',
  'long namespace names alike on a few attributes of many elements',
  'comments between text',
  'many whole Signatures',
  'a signature value of line ends',
]);
