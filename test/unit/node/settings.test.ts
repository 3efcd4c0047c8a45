import { describe, expect, it } from 'vitest';
import { guardedFetch } from '../../../src/node/guarded-fetch.ts';
import { type GuardedFetchOptions, proxyFor, settingsOf } from '../../../src/node/settings.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { serverIdentity } from '../../support/server-identity.ts';

const { cert, key } = serverIdentity(['a'], 'a');
const other = serverIdentity(['b'], 'b');

describe('how others are reached', () => {
  it('is read once, and frozen', () => {
    const settings = settingsOf({
      certificateAuthorities: [cert + other.cert],
      proxy: 'http://a:b@proxy.example',
      noProxy: ['corp.example'],
    });
    for (const part of [settings, settings.noProxy, settings.proxy, settings.proxy?.endpoint]) expect(Object.isFrozen(part)).toBe(true);
    expect(guardedFetch()).toBeInstanceOf(Function);
  });

  it.for([
    ['verify', { verify: false }],
    ['certificateAuthorities', { certificateAuthorities: cert }],
    ['certificateAuthorities[0]', { certificateAuthorities: [''] }],
    ['certificateAuthorities[1]', { certificateAuthorities: [cert, key] }],
    ['certificateAuthorities[0]', { certificateAuthorities: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] }],
    ['certificateAuthorities[0]', { certificateAuthorities: [`${cert}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`] }],
    ['clientCertificate', { clientCertificate: 'pem' }],
    ['clientCertificate.passphrase', { clientCertificate: { certificate: cert, privateKey: key, passphrase: 'x' } }],
    ['clientCertificate.certificate', { clientCertificate: { privateKey: key } }],
    ['clientCertificate.certificate', { clientCertificate: { certificate: key, privateKey: key } }],
    ['clientCertificate.privateKey', { clientCertificate: { certificate: cert } }],
    ['clientCertificate.privateKey', { clientCertificate: { certificate: cert, privateKey: cert } }],
    ['clientCertificate.privateKey', { clientCertificate: { certificate: cert, privateKey: other.key } }],
    ['proxy', { proxy: '' }],
    ['proxy', { proxy: 'proxy.example:3128' }],
    ['proxy', { proxy: 'socks5://proxy.example' }],
    ['proxy', { proxy: 'http:proxy.example' }],
    ['proxy', { proxy: 'http://proxy.example/path' }],
    ['proxy', { proxy: 'http://proxy.example/?a' }],
    ['proxy', { proxy: 'http://name:%zz@proxy.example' }],
    ['noProxy', { noProxy: ['a'] }],
    ['noProxy', { proxy: 'http://proxy.example', noProxy: 'corp.example' }],
    ['noProxy[0]', { proxy: 'http://proxy.example', noProxy: [''] }],
    ['noProxy[1]', { proxy: 'http://proxy.example', noProxy: ['a', 'a:80'] }],
    ['noProxy[0]', { proxy: 'http://proxy.example', noProxy: ['http://a'] }],
    ['noProxy[0]', { proxy: 'http://proxy.example', noProxy: ['a/b'] }],
    ['noProxy[0]', { proxy: 'http://proxy.example', noProxy: ['10.0.0.0/8'] }],
    ['noProxy[0]', { proxy: 'http://proxy.example', noProxy: ['*.corp.example'] }],
  ] as const)('is refused with the field that is wrong: %s', ([field, options]) => {
    // Sound: what the compiler would refuse must be refused when it runs.
    const details = refusalDetails(() => guardedFetch(options as unknown as GuardedFetchOptions));
    expect(details).toMatchObject({ field });
  });

  it('never quotes a key or a password', () => {
    for (const options of [
      { clientCertificate: { certificate: cert, privateKey: 'secret' } },
      { proxy: 'http://name:secret@proxy.example/path' },
      { proxy: 'http://name:secret%zz@proxy.example' },
    ]) {
      expect(refusal(() => guardedFetch(options))).toBe('config.invalid');
      expect(JSON.stringify(refusalDetails(() => guardedFetch(options)))).not.toContain('secret');
    }
  });
});

describe('a proxy', () => {
  it('is known by name and password', () => {
    expect(settingsOf({ proxy: 'http://proxy.example:3128' }).proxy).toEqual({
      endpoint: { secure: false, host: 'proxy.example', port: 3128 },
    });
    expect(settingsOf({ proxy: 'https://n%40me:p%3A%C3%A4@[fd00::1]' }).proxy).toEqual({
      endpoint: { secure: true, host: 'fd00::1', port: 443 },
      authorization: `Basic ${Buffer.from('n@me:p:ä').toString('base64')}`,
    });
  });

  it('is asked for everybody but this machine and those that are named, with all below them', () => {
    const settings = settingsOf({
      proxy: 'http://proxy.example',
      noProxy: ['corp.example', '.INTERN.example', '10.0.0.1', 'fd00::1', 'xn--bcher-kva.example'],
    });
    const isDirect = (url: string) => proxyFor(new URL(url), settings) === undefined;
    for (const url of [
      'https://corp.example',
      'https://a.b.corp.example',
      'https://a.intern.example',
      'https://intern.example',
      'https://10.0.0.1',
      'https://[fd00:0::1]:8443',
      'https://b\u00fccher.example',
    ])
      expect([url, isDirect(url)]).toEqual([url, true]);
    for (const url of ['http://localhost', 'http://a.localhost', 'http://127.0.0.1', 'http://127.9.9.9', 'http://[::1]'])
      expect([url, isDirect(url)]).toEqual([url, true]);
    for (const url of [
      'https://evilcorp.example',
      'https://corp.example.org',
      'https://10.0.0.2',
      'https://110.0.0.1',
      'https://localhost.example',
    ])
      expect([url, isDirect(url)]).toEqual([url, false]);
  });
});
