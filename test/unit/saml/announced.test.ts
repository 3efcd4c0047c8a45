import { describe, expect, it } from 'vitest';
import { digestAlgorithms, signatureAlgorithms } from '../../../src/crypto/algorithms.ts';
import { type Signer, signingKey } from '../../../src/crypto/signer.ts';
import { type Announced, keyFor } from '../../../src/saml/announced.ts';
import type { SigningMethod } from '../../../src/saml/identity-provider.ts';
import { login } from '../../../src/saml/login.ts';
import { bindings } from '../../../src/saml/names.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, keyPair } from '../../support/keys.ts';
import { entityXml, read, roleXml, serviceXml } from '../../support/metadata.ts';
import { laterRefusal, refusal, refusalDetails } from '../../support/refusal.ts';
import { parameterOf, requestXml } from '../../support/requests.ts';
import { at, us } from '../../support/saml-login.ts';

const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';
const pss = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1';
const sha1 = 'http://www.w3.org/2000/09/xmldsig#';

describe('the algorithm that a request is signed with', () => {
  it('is the usual one of the key where the provider announces nothing', () => {
    expect(chosen('rsa-2048')).toBe(`${more}rsa-sha256`);
    expect(chosen('p-384')).toBe(`${more}ecdsa-sha384`);
  });

  it.each<readonly [string, KeyName, readonly string[], string]>([
    ['the only one', 'rsa-2048', [`${more}rsa-sha512`], `${more}rsa-sha512`],
    ['the first', 'rsa-2048', [pss, `${more}rsa-sha256`], pss],
    ['the first that is of the kind of our key', 'p-256', [`${more}rsa-sha256`, `${more}ecdsa-sha512`], `${more}ecdsa-sha512`],
    ['the first that is known', 'rsa-2048', ['urn:new', `${more}rsa-sha384`], `${more}rsa-sha384`],
    ['the first that is not of SHA-1', 'rsa-2048', [`${sha1}rsa-sha1`, `${more}rsa-sha256`], `${more}rsa-sha256`],
  ])('is %s that the provider announces', (_, name, announced, expected) => {
    expect(chosen(name, announced)).toBe(expected);
  });

  it('is one that the provider takes with a key of this size', () => {
    const methods = [
      { algorithm: `${more}rsa-sha512`, minKeySize: 3072 },
      { algorithm: `${more}rsa-sha384`, maxKeySize: 2047 },
      { algorithm: `${more}rsa-sha256`, minKeySize: 2048, maxKeySize: 2048 },
    ];
    expect(chosen('rsa-2048', methods)).toBe(`${more}rsa-sha256`);
    expect(chosen('rsa-3072', methods)).toBe(`${more}rsa-sha512`);
  });

  it('is never another than the one that the signer was given', () => {
    const { privateKey } = keyPair('rsa-2048');
    const signer = { privateKey, algorithm: 'rsa-sha384' } as const;
    expect(chosen(signer, [`${more}rsa-sha256`, `${more}rsa-sha384`])).toBe(`${more}rsa-sha384`);
    expect(refusal(() => chosen(signer, [`${more}rsa-sha256`]))).toBe('provider.algorithm');
  });

  it('is the one of a key that is elsewhere, whose size is known by its certificate alone', () => {
    const elsewhere = { algorithm: 'rsa-sha256', keyId: 'kms/1', sign: () => new Uint8Array() } as const;
    const large = [{ algorithm: `${more}rsa-sha256`, minKeySize: 3072 }];
    expect(chosen(elsewhere, large)).toBe(`${more}rsa-sha256`);
    const certificate = selfSigned(keyPair('rsa-2048').privateKey).pem;
    expect(refusal(() => chosen({ ...elsewhere, certificate }, large))).toBe('provider.algorithm');
    expect(refusal(() => chosen(elsewhere, [pss]))).toBe('provider.algorithm');
  });

  it.each<readonly [string, readonly string[]]>([
    ['SHA-1', [`${sha1}rsa-sha1`]],
    ['what nobody here knows', ['urn:new']],
    ['nothing, in so many words', ['']],
  ])('is none where only %s is announced', (_, announced) => {
    expect(refusalDetails(() => chosen('rsa-2048', announced))).toMatchObject({ provider: 'idp', use: 'signature', announced });
  });

  it('is one of six for RSA, of three for curves: what a refusal names', () => {
    const possible = (name: KeyName) => refusalDetails(() => chosen(name, ['urn:new']));
    expect(possible('rsa-2048')).toMatchObject({ possible: expect.toSatisfy(({ length }: readonly string[]) => length === 6) });
    expect(possible('p-521')).toMatchObject({ possible: ['512', '256', '384'].map((bits) => `${more}ecdsa-sha${bits}`) });
    expect(possible('ed25519')).toMatchObject({ possible: ['http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519'] });
  });
});

describe('the digest within an XML signature', () => {
  it('has the hash of the signature where the provider announces none', () => {
    expect(digested('p-384')).toBe(`${more}sha384`);
    expect(digested('rsa-2048', [], [`${more}rsa-sha512`])).toBe(`${xmlenc}sha512`);
    expect(digested('ed25519')).toBe(`${xmlenc}sha512`);
  });

  it('is the first that it announces and we use', () => {
    expect(digested('rsa-2048', [`${sha1}sha1`, 'urn:new', `${more}sha384`, `${xmlenc}sha256`])).toBe(`${more}sha384`);
  });

  it('is none where only SHA-1 is announced', () => {
    const [...uris] = digestAlgorithms.values();
    const possible = uris.filter(({ pardon }) => pardon === undefined).map(({ uri }) => uri);
    expect(refusalDetails(() => digested('rsa-2048', [`${sha1}sha1`]))).toMatchObject({ use: 'digest', possible });
  });
});

describe('a request to a provider that announces algorithms', () => {
  const signing = { current: { privateKey: keyPair('rsa-2048').privateKey } };

  it('is signed with one of them, by redirect and by form', async () => {
    const idp = provider(`${method('SigningMethod', `${more}rsa-sha512`)}${method('DigestMethod', `${more}sha384`)}`);
    const redirect = await login(us({ signing }), idp, { binding: 'redirect' }, at());
    expect(parameterOf(redirect.outgoing, 'SigAlg')).toBe(`${more}rsa-sha512`);
    const form = requestXml((await login(us({ signing }), idp, { binding: 'post' }, at())).outgoing);
    expect(form).toContain(`<ds:SignatureMethod Algorithm="${more}rsa-sha512"/>`);
    expect(form).toContain(`<ds:DigestMethod Algorithm="${more}sha384"/>`);
  });

  it('is refused before it is made where none can be used, and sent unsigned where we have no key', async () => {
    const idp = provider(method('SigningMethod', `${sha1}rsa-sha1`));
    expect(await laterRefusal(() => login(us({ signing }), idp, {}, at()))).toBe('provider.algorithm');
    expect(await laterRefusal(() => login(us(), idp, {}, at()))).toBe('accepted');
  });

  it('needs no digest that is announced where nothing is digested apart', async () => {
    const idp = provider(method('DigestMethod', `${sha1}sha1`));
    expect(await laterRefusal(() => login(us({ signing }), idp, { binding: 'redirect' }, at()))).toBe('accepted');
    expect(await laterRefusal(() => login(us({ signing }), idp, { binding: 'post' }, at()))).toBe('provider.algorithm');
  });
});

describe('what metadata announces', () => {
  it('is read with the sizes of keys that it names', () => {
    const sized = `MinKeySize=" 2048 " MaxKeySize="4096"`;
    expect(provider(method('SigningMethod', 'urn:a', sized)).signingMethods).toEqual([
      { algorithm: 'urn:a', minKeySize: 2048, maxKeySize: 4096 },
    ]);
  });

  it.each(['', '0', '-1', '2e3', 'large', '9'.repeat(400)])('knows no size that is "%s"', (size) => {
    expect(provider(method('SigningMethod', 'urn:a', `MinKeySize="${size}"`)).signingMethods).toEqual([{ algorithm: 'urn:a' }]);
  });
});

/** The algorithm with which a key signs for a provider that announces these. */
function chosen(signer: KeyName | Signer, announced: readonly (string | SigningMethod)[] = []): string {
  const given = typeof signer === 'string' ? { privateKey: keyPair(signer).privateKey } : signer;
  const key = keyFor(announcing(announced), signingKey(given, 'signing'), bindings.redirect, new Set());
  expect(signatureAlgorithms.get(key.algorithm.uri)).toBe(key.algorithm);
  return key.algorithm.uri;
}

/** The digest that goes with it. */
function digested(name: KeyName, digestMethods: readonly string[] = [], announced: readonly string[] = []): string {
  const key = signingKey({ privateKey: keyPair(name).privateKey }, 'signing');
  return keyFor({ ...announcing(announced), digestMethods }, key, bindings.post, new Set()).digest.uri;
}

function announcing(methods: readonly (string | SigningMethod)[]): Announced {
  const signingMethods = methods.map((one) => (typeof one === 'string' ? { algorithm: one } : one));
  return { id: 'idp', signingMethods, digestMethods: [] };
}

/** A provider with an address for both bindings and these extensions. */
function provider(extensions: string) {
  const services = serviceXml() + serviceXml('https://idp.example/sso', 'HTTP-POST');
  return read(entityXml({ roles: roleXml({ extensions: `<md:Extensions>${extensions}</md:Extensions>`, services }) }));
}

function method(name: string, algorithm: string, more = ''): string {
  return `<alg:${name} xmlns:alg="urn:oasis:names:tc:SAML:metadata:algsupport" Algorithm="${algorithm}" ${more}/>`;
}
