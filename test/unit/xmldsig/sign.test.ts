import { describe, expect, it } from 'vitest';
import { type SignatureAlgorithm, signatureAlgorithms, signs } from '../../../src/crypto/algorithms.ts';
import { type Signer, signingKey } from '../../../src/crypto/signer.ts';
import { type Element, parseDocument } from '../../../src/xml/document.ts';
import { childElements } from '../../../src/xml/element.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { writeDocument } from '../../../src/xml/writer.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { signDocument } from '../../../src/xmldsig/sign.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, type KeyPair, keyPair, trusting } from '../../support/keys.ts';

const keysFor: Readonly<Record<SignatureAlgorithm['keyKind'], readonly KeyName[]>> = {
  rsa: ['rsa-2048', 'rsa-3072'],
  ec: ['p-256', 'p-384', 'p-521'],
  ed25519: ['ed25519'],
};
const usable = [...signatureAlgorithms.values()]
  .filter(({ pardon }) => pardon === undefined)
  .flatMap((algorithm) => keysFor[algorithm.keyKind].map((name) => [algorithm.name, name, algorithm] as const));

describe('a document that we sign', () => {
  it.each(usable)('with %s by %s is verified by us', async (algorithm, name) => {
    const { privateKey } = keyPair(name);
    const xml = await signed({ privateKey, algorithm });
    expect(childElements(verified(xml, keyPair(name))).map((child) => child.name)).toEqual(['Issuer', 'Subject']);
  });

  it.each(usable)('with %s by %s in a service is verified by us', async (algorithmName, name, algorithm) => {
    const { privateKey } = keyPair(name);
    const sign = async (octets: Uint8Array) => signs(algorithm, privateKey, octets);
    const xml = await signed({ algorithm: algorithmName, keyId: 'kms/1', sign });
    expect(verified(xml, keyPair(name)).name).toBe('AuthnRequest');
  });

  it('has its signature behind the Issuer, where the schema wants it', async () => {
    const root = parseDocument(await signed({ privateKey: keyPair('p-256').privateKey }), messageLimits).root;
    expect(childElements(root).map(({ name }) => name)).toEqual(['Issuer', 'Signature', 'Subject']);
  });

  it('is in the exclusive form, and digested by SHA-256', async () => {
    const xml = await signed({ privateKey: keyPair('rsa-2048').privateKey });
    const algorithms = [...xml.matchAll(/<ds:(\w+) Algorithm="([^"]+)"/g)].map(([, name, uri]) => [name, uri]);
    expect(algorithms).toEqual([
      ['CanonicalizationMethod', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
      ['SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'],
      ['Transform', 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'],
      ['Transform', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
      ['DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256'],
    ]);
  });

  it('refers to its root by ID', async () => {
    expect(await signed({ privateKey: keyPair('p-256').privateKey })).toContain('URI="#_1"');
  });

  it('sends the certificate along where there is one', async () => {
    const { privateKey } = keyPair('rsa-2048');
    const { pem, base64 } = selfSigned(privateKey);
    expect(await signed({ privateKey, certificate: pem })).toContain(`<ds:X509Certificate>${base64}</ds:X509Certificate>`);
    expect(await signed({ privateKey })).not.toContain('X509');
  });

  it.each([
    ['markup', '<&>"\']]>&amp;'],
    ['white space and line ends', ' \t\n\r\r\n '],
    ['what is not ASCII', '\u00FC\u20AC\u{1F600}\u0085\u2028\uFF5E'],
  ])('may hold %s', async (_, text) => {
    const { privateKey } = keyPair('p-256');
    const root = verified(await signed({ privateKey }, text), keyPair('p-256'));
    const subject = childElements(root)[1];
    expect(subject?.children).toEqual([text]);
    expect(subject?.attributes[0]?.value).toBe(text);
  });

  it('is not sent when the service fails', async () => {
    const failing = (sign: () => Promise<Uint8Array>) => signed({ algorithm: 'rsa-sha256', keyId: 'kms/1', sign });
    await expect(failing(async () => Promise.reject(new RangeError()))).rejects.toThrow(RangeError);
    await expect(
      failing(() => {
        throw new RangeError();
      }),
    ).rejects.toThrow(RangeError);
  });

  it('is one of many that are signed at the same time', async () => {
    const { privateKey } = keyPair('p-256');
    const texts = Array.from({ length: 10 }, (_, at) => `number ${at}`);
    const documents = await Promise.all(texts.map((text) => signed({ privateKey }, text)));
    expect(documents.map((xml) => childElements(verified(xml, keyPair('p-256')))[1]?.children)).toEqual(texts.map((text) => [text]));
  });
});

async function signed(signer: Signer, text = 'x'): Promise<string> {
  const xml = await writeDocument({
    name: 'samlp:AuthnRequest',
    namespace: 'urn:oasis:names:tc:SAML:2.0:protocol',
    attributes: { ID: '_1' },
    children: [
      { name: 'saml:Issuer', namespace: 'urn:oasis:names:tc:SAML:2.0:assertion', children: ['https://sp.example'] },
      { name: 'saml:Subject', namespace: 'urn:oasis:names:tc:SAML:2.0:assertion', attributes: { Hint: text }, children: [text] },
    ],
  });
  return await signDocument(xml, signingKey(signer, 'signing'));
}

function verified(xml: string, pair: KeyPair): Element {
  const document = parseDocument(xml, messageLimits);
  const signature = signatureOf(document.root);
  if (signature === undefined) throw new Error('nothing is signed');
  return verifyElement(document, document.root, signature, trusting([pair]), []).value;
}
