import { describe, expect, it } from 'vitest';
import { metadata } from '../../../src/saml/administration.ts';
import { login } from '../../../src/saml/login.ts';
import type { ServiceProvider, ServiceProviderOptions } from '../../../src/saml/service-provider.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type EncryptOptions, encryptedXml } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';
import { assertionXml, responseXml } from '../../support/messages.ts';
import { entityXml, read, roleXml, serviceXml } from '../../support/metadata.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { at, refusals, signed, them, us } from '../../support/saml-login.ts';
import { signXml } from '../../support/sign.ts';

const rsa = keyPair('rsa-2048').privateKey;
const ours = keyPair('rsa-2048', 'sp');
const uris = {
  rsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  rsaSha384: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
  cbc: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  oldOaep: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  mask: 'http://www.w3.org/2009/xmlenc11#mgf1sha1',
};

describe('an algorithm that is blocked', () => {
  it('must be known, so that none is misspelt', () => {
    for (const uri of ['rsa-sha256', 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc', `${uris.cbc} `])
      expect(refusalDetails(() => us({ blockedAlgorithms: [uri] }))).toMatchObject({ field: 'blockedAlgorithms' });
  });

  it('is refused in a signature, and no other is', async () => {
    expect(await refusals(signed(), { sp: blocking(uris.rsaSha256) })).toEqual(['signature.algorithm']);
    expect(await refusals(signed(), { sp: blocking(uris.sha256) })).toEqual(['signature.algorithm']);
    expect(await refusals(signed(), { sp: blocking(uris.rsaSha384, uris.sha512, uris.cbc) })).toEqual([]);
  });

  it.each<[string, string, Partial<EncryptOptions>]>([
    ['the content', uris.cbc, { algorithm: 'aes-256-cbc' }],
    ['the wrapping of the key', uris.oldOaep, {}],
    ['a digest that nobody names', uris.sha1, { recipients: [{ key: ours.publicKey, digest: null }] }],
    ['a mask that nobody names', uris.mask, { recipients: [{ key: ours.publicKey, transport: 'rsa-oaep' }] }],
  ])('is refused as that of %s', async (_, uri, options) => {
    const plain = signXml(assertionXml(), { key: rsa });
    const assertion = encryptedXml(plain, 'EncryptedAssertion', { recipients: [{ key: ours.publicKey }], ...options });
    const message = responseXml({ assertions: [assertion] });
    expect(await refusals(message, { sp: blocking() })).toEqual([]);
    expect(await refusals(message, { sp: blocking(uri) })).toEqual(['encryption.algorithm']);
  });

  it('is not signed with: another that the key can make takes its place, and without one there is no service provider', async () => {
    const sp = us({ signing: { current: { privateKey: rsa } }, blockedAlgorithms: [uris.rsaSha256] });
    expect(sp.signing?.current.algorithm.name).toBe('rsa-sha384');
    const { outgoing } = await login(sp, them(), {}, at());
    expect(outgoing.kind === 'redirect' && new URL(outgoing.url).searchParams.get('SigAlg')).toBe(uris.rsaSha384);
    const only = { privateKey: rsa, algorithm: 'rsa-sha256' } as const;
    expect(refusal(() => us({ signing: { current: only }, blockedAlgorithms: [uris.rsaSha256] }))).toBe('config.invalid');
    expect(refusal(() => us({ signing: { current: { privateKey: rsa }, next: only }, blockedAlgorithms: [uris.sha256] }))).toBe(
      'config.invalid',
    );
  });

  it('is not digested with, even where a provider announces nothing else', async () => {
    const announcing = `<md:Extensions xmlns:alg="urn:oasis:names:tc:SAML:metadata:algsupport"><alg:DigestMethod Algorithm="${uris.sha512}"/></md:Extensions>`;
    const services = serviceXml('https://idp.example/sso', 'HTTP-POST');
    const idp = read(entityXml({ roles: roleXml({ extensions: announcing, services }) }));
    const sp = (...blockedAlgorithms: readonly string[]) => us({ signing: { current: { privateKey: rsa } }, blockedAlgorithms });
    expect((await login(sp(), idp, { binding: 'post' }, at())).outgoing.kind).toBe('form');
    await expect(login(sp(uris.sha512), idp, { binding: 'post' }, at())).rejects.toMatchObject({ code: 'provider.algorithm' });
  });

  it('is not announced in our metadata', async () => {
    const { base64 } = selfSigned(ours.privateKey);
    const decryption = [{ privateKey: ours.privateKey, certificate: base64 }];
    const open = await metadata(us({ decryption }), at());
    const blocked = [uris.rsaSha384, uris.sha512, uris.cbc, uris.oldOaep];
    const closed = await metadata(us({ decryption, blockedAlgorithms: blocked }), at());
    for (const uri of blocked) expect([open.includes(`"${uri}"`), closed.includes(`"${uri}"`)]).toEqual([true, false]);
  });
});

function blocking(...blockedAlgorithms: readonly string[]): ServiceProvider {
  const options: Partial<ServiceProviderOptions> = { decryption: [{ privateKey: ours.privateKey }], blockedAlgorithms };
  return us(options);
}
