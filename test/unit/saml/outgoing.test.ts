import { verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { signatureAlgorithms, verifies } from '../../../src/crypto/algorithms.ts';
import type { Outgoing } from '../../../src/identity/login.ts';
import type { LoginOptions } from '../../../src/saml/begin.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import { fromQuery } from '../../../src/saml/incoming.ts';
import { login } from '../../../src/saml/login.ts';
import { bindings } from '../../../src/saml/names.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { type KeyName, keyPair, trusting } from '../../support/keys.ts';
import { clean } from '../../support/messages.ts';
import { parameterOf, requestXml } from '../../support/requests.ts';
import { at, them, us } from '../../support/saml-login.ts';

describe('a redirect to an address', () => {
  it.each([
    ['https://idp.example/sso', {}, 'https://idp.example/sso?'],
    ['https://idp.example/sso?', {}, 'https://idp.example/sso?'],
    ['https://idp.example/sso?idpid=C01', {}, 'https://idp.example/sso?idpid=C01&'],
    ['https://idp.example/sso?a=1&b=%2F%2f+', {}, 'https://idp.example/sso?a=1&b=%2F%2f+&'],
    ['https://idp.example/sso?a=1?b=2', {}, 'https://idp.example/sso?a=1?b=2&'],
    ['https://idp.example/sso#part', {}, 'https://idp.example/sso?'],
    ['https://idp.example/sso?a=1#part', { whr: 'x y' }, 'https://idp.example/sso?a=1&whr=x%20y&'],
    ['https://idp.example/sso?whr=old&a=1', { whr: 'new' }, 'https://idp.example/sso?a=1&whr=new&'],
    ['https://idp.example/sso?w%68r=old&whr=older', { whr: 'new' }, 'https://idp.example/sso?whr=new&'],
    ['https://idp.example/sso?RelayState=x&SAMLRequest=y&Sig%41lg=z&a', {}, 'https://idp.example/sso?a&'],
    ['https://idp.example/ś/%C5%9B?ä=ö', {}, 'https://idp.example/%C5%9B/%C5%9B?%C3%A4=%C3%B6&'],
    ['https://idp.example/sso', { login_hint: 'ä&b=c#', 'a b': '' }, 'https://idp.example/sso?login_hint=%C3%A4%26b%3Dc%23&a%20b=&'],
  ] as const)('%s with %j keeps its query and doubles nothing', async (location, parameters, beginning) => {
    const { url } = await redirect({ parameters }, us(), location);
    expect(url.slice(0, url.indexOf('SAMLRequest='))).toBe(beginning);
    for (const name of ['SAMLRequest', 'RelayState']) expect(new URL(url).searchParams.getAll(name)).toHaveLength(1);
  });
});

describe('a request by redirect', () => {
  const usable = [...signatureAlgorithms.values()].filter(({ pardon }) => pardon === undefined);
  const keyFor: Readonly<Record<string, KeyName>> = { rsa: 'rsa-2048', ec: 'p-256', ed25519: 'ed25519' };

  it.each(usable.map((algorithm) => [algorithm.name, algorithm] as const))(
    'is signed with %s over the octets as sent',
    async (name, algorithm) => {
      const { privateKey, publicKey } = keyPair(keyFor[algorithm.keyKind] as KeyName, 'sp');
      const sp = us({ signing: { current: { privateKey, algorithm: name } } });
      const { url } = await redirect({ handle: 'a+b%20&="\'~!*()', parameters: { whr: 'x' } }, sp, 'https://idp.example/sso?a=1');
      const [, octets = '', signature = ''] = /[?&](SAMLRequest=[^&]*&RelayState=[^&]*&SigAlg=[^&]*)&Signature=([^&]*)$/.exec(url) ?? [];
      expect(decodeURIComponent(octets.split('SigAlg=')[1] ?? '')).toBe(algorithm.uri);
      expect(verifies(algorithm, publicKey, Buffer.from(octets), Buffer.from(decodeURIComponent(signature), 'base64'))).toBe(true);
    },
  );

  it('verifies by node:crypto alone', async () => {
    const { privateKey, publicKey } = keyPair('rsa-2048', 'sp');
    const { url } = await redirect({}, us({ signing: { current: { privateKey } } }));
    const signed = url.slice(url.indexOf('SAMLRequest='), url.indexOf('&Signature='));
    expect(verify('sha256', Buffer.from(signed), publicKey, Buffer.from(new URL(url).searchParams.get('Signature') ?? '', 'base64'))).toBe(
      true,
    );
  });

  it('is taken in by our own reader with the same octets under the signature', async () => {
    const { privateKey, publicKey } = keyPair('rsa-2048', 'sp');
    const outgoing = await redirect({ handle: 'a%b+c' }, us({ signing: { current: { privateKey } } }), 'https://idp.example/sso?a=1');
    const incoming = fromQuery(new URL(outgoing.url).search, clean.acsUrl);
    expect(incoming).toMatchObject({ binding: 'redirect', parameter: 'SAMLRequest', relayState: 'a%b+c' });
    expect(Buffer.from(incoming.document).toString()).toBe(requestXml(outgoing));
    const { octets, value } = incoming.signature ?? { octets: Buffer.of(), value: Buffer.of() };
    expect(verify('sha256', octets, publicKey, value)).toBe(true);
  });

  it('is not signed within, and not signed at all without a key', async () => {
    const { privateKey } = keyPair('p-256', 'sp');
    expect(requestXml(await redirect({}, us({ signing: { current: { privateKey } } })))).not.toContain('Signature');
    const { url } = await redirect({});
    expect([...new URL(url).searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState']);
  });

  it('is signed by a key that lies elsewhere, and fails with it', async () => {
    const asked: string[] = [];
    const sign = async (octets: Uint8Array) => {
      asked.push(Buffer.from(octets).toString());
      return Buffer.from('signature');
    };
    const { url } = await redirect({}, us({ signing: { current: { algorithm: 'rsa-sha256', keyId: 'kms', sign } } }));
    expect(url).toContain(`${asked[0]}&Signature=${encodeURIComponent(Buffer.from('signature').toString('base64'))}`);
    const broken = () => Promise.reject(new TypeError('the KMS is away'));
    const failing = us({ signing: { current: { algorithm: 'rsa-sha256', keyId: 'kms', sign: broken } } });
    await expect(login(failing, them(), {}, at())).rejects.toThrow(TypeError);
    await expect(login(failing, byForm, {}, at())).rejects.toThrow();
  });
});

describe('a request by form', () => {
  it.each<KeyName>(['rsa-2048', 'p-256', 'p-384', 'p-521', 'ed25519'])(
    'is signed within, as our own verifier sees it: %s',
    async (name) => {
      const pair = keyPair(name, 'sp');
      const { outgoing, pending } = await login(us({ signing: { current: { privateKey: pair.privateKey } } }), byForm, {}, at());
      const document = parseDocument(requestXml(outgoing), messageLimits);
      const signature = signatureOf(document.root);
      expect(signature && document.root.children.indexOf(signature)).toBe(1);
      const verified = signature && verifyElement(document, document.root, signature, trusting([pair]), []);
      expect(verified?.value.attributes.find(({ name: attribute }) => attribute === 'ID')?.value).toBe(pending.requestId);
    },
  );

  it('is signed within, as xml-crypto sees it', async () => {
    const { privateKey, publicKey } = keyPair('rsa-2048', 'sp');
    const { outgoing } = await login(us({ signing: { current: { privateKey } } }), byForm, {}, at());
    const xml = requestXml(outgoing);
    const verifier = new SignedXml({ publicCert: publicKey.export({ format: 'pem', type: 'spki' }) });
    verifier.loadSignature(/<ds:Signature[\s\S]*<\/ds:Signature>/.exec(xml)?.[0] ?? '');
    expect(verifier.checkSignature(xml)).toBe(true);
  });

  it('is base64 of the XML itself, never deflated', async () => {
    const { outgoing } = await login(us(), byForm, {}, at());
    expect(Buffer.from(parameterOf(outgoing, 'SAMLRequest'), 'base64').toString()).toMatch(/^<samlp:AuthnRequest/);
  });
});

const byForm: IdentityProvider = {
  ...them(),
  singleSignOnServices: [{ binding: bindings.post, location: 'https://idp.example/sso' }],
};

async function redirect(
  options: LoginOptions,
  sp = us(),
  location = 'https://idp.example/sso',
): Promise<Extract<Outgoing, { kind: 'redirect' }>> {
  const idp = { ...them(), singleSignOnServices: [{ binding: bindings.redirect, location }] };
  const { outgoing } = await login(sp, idp, options, at());
  if (outgoing.kind !== 'redirect') throw new Error('not a redirect');
  return outgoing;
}
