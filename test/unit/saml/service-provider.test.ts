import { describe, expect, it } from 'vitest';
import { defaultConsumer, type ServiceProviderOptions, serviceProvider } from '../../../src/saml/service-provider.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('a service provider', () => {
  it('needs a name and one address, and is careful by default', () => {
    expect(serviceProvider(least)).toEqual({
      entityId: 'https://sp.example/saml',
      assertionConsumerServices: [{ url: 'https://sp.example/acs', binding: 'post', index: 0, isDefault: false }],
      singleLogoutServices: [],
      discoveryResponses: [],
      decryption: [],
      requireEncryption: false,
      requireAuthenticatedEncryption: false,
      blockedAlgorithms: new Set(),
      wantSigned: 'either',
      clockSkewSeconds: 180,
      maxUnsolicitedAgeSeconds: 300,
      maxAssertionAgeSeconds: 86_400,
      publication: { cacheForSeconds: 86_400 },
      contacts: [],
      attributeConsumingServices: [],
      nameIdFormats: [],
      entityAttributes: {},
    });
  });

  it('keeps addresses and its name as they were given', () => {
    const url = 'https://SP.example:443/%7eacs/?b=2&a=1';
    const made = serviceProvider({ entityId: ' urn:Me ', assertionConsumerServices: [{ url }] });
    expect([made.entityId, made.assertionConsumerServices[0]?.url]).toEqual([' urn:Me ', url]);
  });

  it('is frozen, with all that is in it', () => {
    const signing = { current: { privateKey: keyPair('p-256').privateKey } };
    const made = serviceProvider({ ...least, singleLogoutServices: [{ url: 'https://sp.example/slo', binding: 'post' }], signing });
    for (const part of [
      made,
      made.assertionConsumerServices,
      made.assertionConsumerServices[0],
      made.singleLogoutServices[0],
      made.signing,
    ])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it('does not change with the options that it was made of', () => {
    const services = [{ url: 'https://sp.example/acs' }];
    const made = serviceProvider({ ...least, assertionConsumerServices: services });
    services.push({ url: 'https://evil.example/acs' });
    expect(made.assertionConsumerServices).toHaveLength(1);
  });

  it('takes loopback without TLS, for development', () => {
    expect(serviceProvider({ ...least, assertionConsumerServices: [{ url: 'http://127.0.0.1:8080/acs' }] })).toBeDefined();
  });

  it('takes each limit up to its bounds', () => {
    const bounds = { clockSkewSeconds: 600, maxUnsolicitedAgeSeconds: 3_600, maxAssertionAgeSeconds: 604_800 };
    expect(serviceProvider({ ...least, ...bounds })).toMatchObject(bounds);
    expect(serviceProvider({ ...least, clockSkewSeconds: 0 }).clockSkewSeconds).toBe(0);
  });

  it('signs with the one key and only announces the next', () => {
    const [current, next] = [{ privateKey: keyPair('p-256').privateKey }, { privateKey: keyPair('p-384').privateKey }];
    const { signing } = serviceProvider({ ...least, signing: { current, next } });
    expect([signing?.current.algorithm.name, signing?.next?.algorithm.name]).toEqual(['ecdsa-sha256', 'ecdsa-sha384']);
  });
});

describe('the consumer service that is meant when none is named', () => {
  const two = [{ url: 'https://sp.example/a' }, { url: 'https://sp.example/b' }] as const;

  it('is the first', () => {
    expect(defaultConsumer(serviceProvider({ ...least, assertionConsumerServices: two })).url).toBe('https://sp.example/a');
  });

  it('is the one that is said to be it', () => {
    const services = [two[0], { ...two[1], isDefault: true }];
    expect(defaultConsumer(serviceProvider({ ...least, assertionConsumerServices: services })).url).toBe('https://sp.example/b');
  });
});

describe('options that cannot be', () => {
  const acs = 'https://sp.example/acs';
  const slo = 'https://sp.example/slo';
  const { privateKey } = keyPair('p-256');
  const consumers = (...assertionConsumerServices: readonly object[]) => ({ assertionConsumerServices });
  const logouts = (service: object) => ({ singleLogoutServices: [service] });

  it.each<readonly [string, string, object]>([
    ['entityId', 'is missing', { entityId: undefined }],
    ['entityId', 'is blank', { entityId: ' \n' }],
    ['entityId', 'is longer than an entityID may be', { entityId: `urn:${'a'.repeat(1021)}` }],
    ['assertionConsumerServices', 'is missing', { assertionConsumerServices: undefined }],
    ['assertionConsumerServices', 'is empty', consumers()],
    ['assertionConsumerServices', 'has an index twice', consumers({ url: acs, index: 1 }, { url: `${acs}/2` })],
    ['assertionConsumerServices', 'has two defaults', consumers({ url: acs, isDefault: true }, { url: `${acs}/2`, isDefault: true })],
    ['assertionConsumerServices[0].url', 'is missing', consumers({})],
    ['assertionConsumerServices[0].url', 'is relative', consumers({ url: '/acs' })],
    ['assertionConsumerServices[0].url', 'lacks TLS', consumers({ url: 'http://sp.example/acs' })],
    ['assertionConsumerServices[0].url', 'is a script', consumers({ url: 'javascript:alert(1)' })],
    ['assertionConsumerServices[1].url', 'holds credentials', consumers({ url: acs }, { url: 'https://a:b@sp.example/acs' })],
    ['assertionConsumerServices[0].binding', 'is no such binding', consumers({ url: acs, binding: 'redirect' })],
    ['assertionConsumerServices[0].index', 'is negative', consumers({ url: acs, index: -1 })],
    ['assertionConsumerServices[0].index', 'is more than an unsignedShort', consumers({ url: acs, index: 65_536 })],
    ['assertionConsumerServices[0].location', 'does not exist', consumers({ url: acs, location: acs })],
    ['singleLogoutServices[0].url', 'is no address', logouts({ url: 'slo', binding: 'post' })],
    ['singleLogoutServices[0].responseUrl', 'is no address', logouts({ url: slo, responseUrl: '', binding: 'post' })],
    ['singleLogoutServices[0].binding', 'is no such binding', logouts({ url: slo, binding: 'artifact' })],
    ['singleLogoutServices[0].index', 'does not exist', logouts({ url: slo, binding: 'post', index: 0 })],
    ['signing.current', 'is missing', { signing: { next: { privateKey } } }],
    ['signing.currant', 'does not exist', { signing: { currant: { privateKey }, current: { privateKey } } }],
    ['signing.current.privateKey', 'cannot be read', { signing: { current: { privateKey: 'no key' } } }],
    [
      'signing.next.privateKey',
      'is too short',
      { signing: { current: { privateKey }, next: { privateKey: keyPair('rsa-1024').privateKey } } },
    ],
    ['wantSigned', 'is no such word', { wantSigned: 'none' }],
    ['requireEncryption', 'only looks like true', { requireEncryption: 'true' }],
    ['requireAuthenticatedEncryption', 'only looks like true', { requireAuthenticatedEncryption: 1 }],
    ['clockSkewSeconds', 'is negative', { clockSkewSeconds: -1 }],
    ['clockSkewSeconds', 'is too long', { clockSkewSeconds: 601 }],
    ['clockSkewSeconds', 'is no number', { clockSkewSeconds: Number.NaN }],
    ['maxUnsolicitedAgeSeconds', 'is zero', { maxUnsolicitedAgeSeconds: 0 }],
    ['maxUnsolicitedAgeSeconds', 'is too long', { maxUnsolicitedAgeSeconds: 3_601 }],
    ['maxAssertionAgeSeconds', 'is too short', { maxAssertionAgeSeconds: 59 }],
    ['maxAssertionAgeSeconds', 'is too long', { maxAssertionAgeSeconds: 604_801 }],
    ['wantAssertionsSigned', 'does not exist', { wantAssertionsSigned: false }],
  ])('are refused: %s %s', (field, _, broken) => {
    const options = { ...least, ...broken } as ServiceProviderOptions;
    expect(refusal(() => serviceProvider(options))).toBe('config.invalid');
    expect(refusalDetails(() => serviceProvider(options))).toMatchObject({ field });
  });

  it('are refused where a certificate belongs to another key', () => {
    const certificate = selfSigned(keyPair('p-384').privateKey).pem;
    const details = refusalDetails(() => serviceProvider({ ...least, signing: { current: { privateKey, certificate } } }));
    expect(details).toMatchObject({ field: 'signing.current.certificate' });
  });

  it('are told which there are, where a key is given in the place of both', () => {
    // Sound: it is wrong, as in JavaScript it can be.
    const signing = { privateKey } as unknown as NonNullable<ServiceProviderOptions['signing']>;
    const reason = 'is not an option; known are current, next';
    expect(refusalDetails(() => serviceProvider({ ...least, signing }))).toEqual({ field: 'signing.privateKey', reason });
  });
});

const least: ServiceProviderOptions = {
  entityId: 'https://sp.example/saml',
  assertionConsumerServices: [{ url: 'https://sp.example/acs' }],
};
