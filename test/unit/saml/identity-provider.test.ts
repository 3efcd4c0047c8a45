import { describe, expect, it } from 'vitest';
import { type IdentityProviderFields, identityProviderFrom, type PeerOptions } from '../../../src/saml/identity-provider.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair, trusted } from '../../support/keys.ts';
import { entityXml, read } from '../../support/metadata.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('a provider typed by hand', () => {
  it('is what was typed, and nothing more', () => {
    const provider = identityProviderFrom({ ...typed, sloUrl: 'https://idp.example/slo' });
    expect(provider).toMatchObject({
      id: 'urn:idp',
      entityId: 'urn:idp',
      singleSignOnServices: [{ binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', location: 'https://idp.example/sso?a=b' }],
      singleLogoutServices: [{ location: 'https://idp.example/slo' }],
      wantAuthnRequestsSigned: false,
    });
    expect(provider.validUntil).toBeUndefined();
    expect(Object.isFrozen(provider)).toBe(true);
  });

  it('has the same fields as one from metadata', () => {
    expect(Object.keys(identityProviderFrom(typed)).sort()).toEqual(Object.keys(read(entityXml())).sort());
  });

  it('may have its sign-on by form', () => {
    const [service] = identityProviderFrom({ ...typed, ssoBinding: 'post' }).singleSignOnServices;
    expect(service?.binding).toBe('urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST');
  });

  it('takes keys in each form that people have: PEM, bare base64, certificate or public key', () => {
    const { privateKey, publicKey } = keyPair('p-256');
    const spki = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const { pem, base64 } = selfSigned(keyPair('p-384').privateKey);
    const { keys } = identityProviderFrom({ ...typed, certificates: [selfSigned(privateKey).pem, spki, pem, `\n${base64} `] });
    expect(keys.map(({ fingerprint }) => fingerprint)).toEqual(
      [keyPair('p-256'), keyPair('p-384')].map((pair) => trusted(pair).fingerprint),
    );
  });

  it.each<readonly [string, object]>([
    ['entityId', { entityId: '' }],
    ['ssoUrl', { ssoUrl: 'javascript:alert(1)' }],
    ['ssoUrl', { ssoUrl: 'http://idp.example/sso' }],
    ['ssoUrl', { ssoUrl: undefined }],
    ['ssoBinding', { ssoBinding: 'artifact' }],
    ['sloUrl', { sloUrl: 'slo' }],
    ['certificates', { certificates: [] }],
    ['certificates', { certificates: undefined }],
    ['certificate', { certificate: 'x' }],
  ])('is refused for its %s: %j', (field, broken) => {
    const action = () => identityProviderFrom({ ...typed, ...broken } as IdentityProviderFields);
    expect(refusal(action)).toBe('config.invalid');
    expect(refusalDetails(action)).toMatchObject({ field });
  });

  it('is refused for a certificate that is none, and for a private key', () => {
    const privateKey = keyPair('p-256').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const certificate of ['AAAA', 'nonsense', privateKey])
      expect(refusal(() => identityProviderFrom({ ...typed, certificates: [certificate] }))).toBe('metadata.key');
  });

  it('may be without TLS where that is pardoned', () => {
    expect(identityProviderFrom({ ...typed, ssoUrl: 'http://idp.example/' }, { pardons: ['location.http'] })).toBeDefined();
  });
});

describe('what we say of a provider', () => {
  it('stands in its record', () => {
    const said = {
      id: 'tenant-1',
      audiences: ['spn:1'],
      allowUnsolicited: true,
      subjectAttribute: 'uid',
      demandNameIdFormat: true,
      wantSigned: 'both',
    } as const;
    expect(identityProviderFrom(typed, { ...said, issuer: 'urn:alias', pardons: ['signature.sha1'] })).toMatchObject({
      ...said,
      issuers: ['urn:idp', 'urn:alias'],
      pardons: new Set(['signature.sha1']),
    });
  });

  it('is nothing by default: no pardon, nothing unsolicited', () => {
    const { pardons, allowUnsolicited, audiences } = identityProviderFrom(typed);
    expect([pardons.size, allowUnsolicited, audiences]).toEqual([0, false, []]);
  });

  it.each<readonly [string, object]>([
    ['id', { id: ' ' }],
    ['entityId', { entityId: '' }],
    ['issuer', { issuer: '' }],
    ['subjectAttribute', { subjectAttribute: '' }],
    ['audiences', { audiences: [''] }],
    ['wantSigned', { wantSigned: 'nothing' }],
    ['pardons', { pardons: ['signature.missing'] }],
    ['pardons', { pardons: ['conditions.audience'] }],
    ['allowUnsolicitated', { allowUnsolicitated: true }],
    ['allowUnsolicited', { allowUnsolicited: 'true' }],
    ['demandNameIdFormat', { demandNameIdFormat: 'true' }],
  ])('is refused for its %s: %j', (field, options) => {
    for (const action of [() => identityProviderFrom(typed, options), () => read(entityXml(), options)]) {
      expect(refusal(action)).toBe('config.invalid');
      expect(refusalDetails(action)).toMatchObject({ field });
    }
  });

  it.each(['audience', 'recipient', 'in-response-to', 'not-on-or-after', 'issuer', 'missing', 'replayed'])(
    'can pardon nothing that is about %s',
    (word) => {
      const names = [`assertion.${word}`, `conditions.${word}`, `confirmation.${word}`, `response.${word}`, `signature.${word}`];
      for (const name of names)
        expect(refusal(() => identityProviderFrom(typed, { pardons: [name] } as unknown as PeerOptions))).toBe('config.invalid');
    },
  );
});

const typed: IdentityProviderFields = {
  entityId: 'urn:idp',
  ssoUrl: 'https://idp.example/sso?a=b',
  certificates: [selfSigned(keyPair('p-256').privateKey).pem],
};
