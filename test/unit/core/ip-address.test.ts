import { isIPv4, isIPv6 } from 'node:net';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isInNetwork, octetsOf } from '../../../src/core/ip-address.ts';

describe('an IP address', () => {
  it.each([
    ['192.0.2.1', [192, 0, 2, 1]],
    ['::1', [...Array<number>(15).fill(0), 1]],
    ['2001:DB8::A:0', [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0a, 0, 0]],
    ['::ffff:192.0.2.1', [...Array<number>(10).fill(0), 255, 255, 192, 0, 2, 1]],
  ])('is its octets, however it is written: %s', (address, octets) => {
    expect(octetsOf(address)).toEqual(octets);
  });

  it.each(['', '1', '127.1', '0x7f.0.0.1', '010.0.0.1', '1.2.3.4.', '1.2.3.4/8', 'fe80::1%eth0', '[::1]', '::1]@x', 'localhost', ' ::1'])(
    'is not one of those forms that only some readers know: %j',
    (text) => {
      expect(octetsOf(text)).toBeUndefined();
    },
  );

  const almost = fc.string({ unit: fc.constantFrom(...'0123456789afAF:.g/ '), maxLength: 50 });
  test.prop([fc.oneof(almost, fc.ipV4(), fc.ipV4Extended(), fc.ipV6())], { numRuns: 5_000 })(
    'is one where Node says so, zones aside',
    (text) => {
      expect(octetsOf(text)?.length).toBe(isIPv4(text) ? 4 : isIPv6(text) ? 16 : undefined);
    },
  );
});

describe('a network', () => {
  test.prop([fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 })])('holds the addresses that begin as it does', (one, other, bits) => {
    const [a, b] = [octetsOf(one) ?? [], octetsOf(other) ?? []];
    expect(isInNetwork(a, b, bits)).toBe(bitsOf(a).slice(0, bits) === bitsOf(b).slice(0, bits));
  });
});

function bitsOf(octets: readonly number[]): string {
  return octets.map((octet) => octet.toString(2).padStart(8, '0')).join('');
}
