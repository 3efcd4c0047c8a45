import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { networkOf, networks } from '../../../src/routing/networks.ts';
import { refusal } from '../../support/refusal.ts';

describe('networks', () => {
  const all = networks('networks', ['192.0.2.0/24', '198.51.100.7', '2001:db8:1::/48', '2001:db8:2::9', '::ffff:203.0.113.0/120']);

  it.each([
    ['192.0.2.0', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['::ffff:192.0.2.1', '192.0.2.0/24'],
    ['::FFFF:C000:0201', '192.0.2.0/24'],
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:ffff::', '2001:db8:1::/48'],
    ['2001:0DB8:0001::1', '2001:db8:1::/48'],
    ['2001:db8:2::9', '2001:db8:2::9'],
    ['203.0.113.200', '::ffff:203.0.113.0/120'],
  ])('hold an address in whatever form it comes: %s', (address, name) => {
    expect(networkOf(all, address)?.name).toBe(name);
  });

  it.each([
    ...[
      '192.0.3.0',
      '192.0.1.255',
      '198.51.100.8',
      '203.0.114.0',
      '2001:db8:3::',
      '2001:db8:0:ffff::',
      '::192.0.2.1',
      '64:ff9b::192.0.2.1',
    ],
    ...['', 'localhost', '192.0.2', '192.0.2.1:80', '0192.0.2.1', '192.0.2.1, 10.0.0.1', '2001:db8:1::%eth0', ' 192.0.2.1'],
  ])('do not hold another one, nor what is none: %j', (address) => {
    expect(networkOf(all, address)).toBeUndefined();
  });

  it.each([
    ...['', 'localhost', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/+8', '10.0.0.0/255.0.0.0', '10/8', '::/129'],
    ...['0.0.0.0/0', '::/0', '::ffff:0:0/96', '10.0.0.1/8', '2001:db8::1/32', '::ffff:0:0/90', '10.0.0.0-10.0.0.9'],
  ])('are refused where they cannot be meant: %j', (network) => {
    expect(refusal(() => networks('networks', [network]))).toBe('config.invalid');
  });

  it('must be named', () => {
    expect(refusal(() => networks('networks', []))).toBe('config.invalid');
  });

  test.prop([fc.ipV4(), fc.ipV4(), fc.integer({ min: 1, max: 32 })])('hold nothing but what begins as they do', (start, address, bits) => {
    const [from, to] = [numberOf(start), numberOf(address)];
    const size = 2 ** (32 - bits);
    const base = from - (from % size);
    const [network] = networks('networks', [`${[24, 16, 8, 0].map((by) => Math.floor(base / 2 ** by) % 256).join('.')}/${bits}`]);
    expect(networkOf(network === undefined ? [] : [network], address) !== undefined).toBe(to >= base && to < base + size);
  });
});

function numberOf(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}
