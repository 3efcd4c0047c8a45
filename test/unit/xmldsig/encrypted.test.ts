import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { type Encrypted, readEncrypted } from '../../../src/xmldsig/encrypted.ts';
import { type EncryptOptions, encryptedXml, type Recipient } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const toUs: Recipient = { key: keyPair('rsa-2048', 'sp').publicKey };
const profile = { element: 'EncryptedAssertion' };

describe('the form of what is encrypted', () => {
  it.each<[string, (xml: string) => string]>([
    ['text beside the data', (xml) => xml.replace('</saml:EncryptedAssertion>', 'x</saml:EncryptedAssertion>')],
    ['no data', (xml) => xml.replace(/<xenc:EncryptedData.*<\/xenc:EncryptedData>/s, '')],
    ['something else behind it', (xml) => xml.replace('</saml:EncryptedAssertion>', '<x/></saml:EncryptedAssertion>')],
    ['data of another type', (xml) => xml.replace('#Element"', '#Content"')],
    ['no wrapped key', (xml) => xml.replace(/<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/s, '')],
    ['a method without an algorithm', (xml) => xml.replace(/(EncryptionMethod) Algorithm="[^"]*"/, '$1')],
    ['no cipher', (xml) => xml.replace(/<xenc:CipherData>.*?<\/xenc:CipherData>/s, '')],
    ['a cipher elsewhere', (xml) => xml.replace(/<xenc:CipherValue>[^<]*<\/xenc:CipherValue>/, '<xenc:CipherReference URI="https://x"/>')],
    ['two ciphers', (xml) => xml.replace(/<xenc:CipherValue>[^<]*<\/xenc:CipherValue>/, '$&$&')],
    ['a cipher that is not base64', (xml) => xml.replace('CipherValue>', 'CipherValue>*')],
    ['an element within a cipher', (xml) => xml.replace('CipherValue>', 'CipherValue><x/>')],
    ['what belongs to a key in the data', (xml) => xml.replace('</xenc:EncryptedData>', '<xenc:CarriedKeyName/></xenc:EncryptedData>')],
    ['two digests', (xml) => xml.replace(/<ds:DigestMethod[^>]*>/, '$&$&')],
    ['two masks', (xml) => xml.replace(/<xenc11:MGF[^>]*>/, '$&$&')],
    ['a parameter that nobody knows', (xml) => xml.replace(/<ds:DigestMethod[^>]*>/, '$&<x/>')],
    ['a label that is not base64', (xml) => xml.replace('OAEPparams>', 'OAEPparams>*')],
  ])('is refused with %s', (_, change) => {
    const recipients: Recipient[] = [{ ...toUs, transport: 'rsa-oaep', mask: 'sha256', label: Buffer.from('x') }];
    const sound = xml({ recipients });
    expect(change(sound)).not.toBe(sound);
    expect(refusal(() => read(sound))).toBe('accepted');
    expect(refusal(() => read(change(sound)))).toBe('encryption.profile');
    expect(refusalDetails(() => read(change(sound)))).toMatchObject(profile);
    expect(refusalDetails(() => read(change(sound)))).toHaveProperty('problem');
  });

  it('has no mask of its own by the older name of RSA-OAEP', () => {
    const masked = xml().replace(/<ds:DigestMethod[^>]*>/, '$&<xenc11:MGF xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" Algorithm="x"/>');
    expect(refusal(() => read(masked))).toBe('encryption.profile');
  });

  it('may say of a key what nobody needs', () => {
    const said = xml().replace(
      '</xenc:EncryptedKey>',
      '<xenc:EncryptionProperties/><xenc:ReferenceList/><xenc:CarriedKeyName/></xenc:EncryptedKey>',
    );
    expect(read(said).keys).toHaveLength(1);
    expect(read(xml().replace(/<ds:DigestMethod/, '<xenc:KeySize>2048</xenc:KeySize>$&')).keys).toHaveLength(1);
  });
});

describe('an algorithm of encryption that nobody takes', () => {
  it.each<[string, string, (xml: string) => string]>([
    ['content', 'urn:x', (xml) => xml.replace(/EncryptionMethod Algorithm="[^"]*aes[^"]*"/, 'EncryptionMethod Algorithm="urn:x"')],
    ['key-transport', 'urn:x', (xml) => xml.replace(/Algorithm="[^"]*#rsa-oaep"/, 'Algorithm="urn:x"')],
    ['digest', 'urn:x', (xml) => xml.replace(/(DigestMethod [^>]*Algorithm=)"[^"]*"/, '$1"urn:x"')],
    ['mask', 'urn:x', (xml) => xml.replace(/(MGF [^>]*Algorithm=)"[^"]*"/, '$1"urn:x"')],
  ])('is named with its use: %s', (use, algorithm, change) => {
    const sound = xml({ recipients: [{ ...toUs, transport: 'rsa-oaep', mask: 'sha256' }] });
    expect(refusal(() => read(change(sound)))).toBe('encryption.algorithm');
    expect(refusalDetails(() => read(change(sound)))).toEqual({ algorithm, use });
  });
});

describe('the keys that are tried', () => {
  const numbered = (names: readonly (string | undefined)[]): Recipient[] =>
    names.map((name, place) => ({ ...toUs, label: Buffer.of(place), ...(name === undefined ? {} : { name }) }));
  const order = ({ keys }: Encrypted) => keys.map(({ transport }) => transport.label[0]);

  it('are those that name us, then those that name nobody, then the others; four of them', () => {
    const recipients = numbered(['urn:x', undefined, 'us', 'urn:y', undefined, 'us']);
    expect(order(read(xml({ recipients }), 'us'))).toEqual([2, 5, 1, 4]);
    expect(order(read(xml({ recipients: recipients.slice(0, 4) }), 'us'))).toEqual([2, 1, 0, 3]);
  });

  it('are, of those beside the data, first those that it refers to', () => {
    const recipients = numbered([undefined, undefined, undefined]);
    const beside = xml({ recipients, keys: 'beside-referred' });
    expect(order(read(beside))).toEqual([0, 1, 2]);
    const referred = beside.replace(/<ds:RetrievalMethod [^>]*#_key[01]"\/>/g, '');
    expect(order(read(referred))).toEqual([2, 0, 1]);
  });
});

function xml(options: Partial<EncryptOptions> = {}): string {
  return encryptedXml('<x/>', 'EncryptedAssertion', { recipients: [toUs], ...options });
}

function read(text: string, ...recipients: readonly string[]): Encrypted {
  return readEncrypted(parseDocument(text, messageLimits).root, { recipients });
}
