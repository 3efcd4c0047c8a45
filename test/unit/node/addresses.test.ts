import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type AddressKind, kindOf } from '../../../src/node/addresses.ts';

describe('an address of IPv4', () => {
  it.for([
    ['0.0.0.0', 'unspecified'],
    ['0.255.255.255', 'unspecified'],
    ['1.0.0.0', 'public'],
    ['9.255.255.255', 'public'],
    ['10.0.0.0', 'private'],
    ['10.255.255.255', 'private'],
    ['11.0.0.0', 'public'],
    ['100.63.255.255', 'public'],
    ['100.64.0.0', 'private'],
    ['100.80.80.79', 'private'],
    ['100.80.80.80', 'metadata'],
    ['100.80.80.81', 'private'],
    ['100.96.0.95', 'private'],
    ['100.96.0.96', 'metadata'],
    ['100.96.0.97', 'private'],
    ['100.100.100.199', 'private'],
    ['100.100.100.200', 'metadata'],
    ['100.100.100.201', 'private'],
    ['100.127.255.255', 'private'],
    ['100.128.0.0', 'public'],
    ['126.255.255.255', 'public'],
    ['127.0.0.0', 'private'],
    ['127.255.255.255', 'private'],
    ['128.0.0.0', 'public'],
    ['168.63.129.15', 'public'],
    ['168.63.129.16', 'metadata'],
    ['168.63.129.17', 'public'],
    ['169.253.255.255', 'public'],
    ['169.254.0.0', 'link-local'],
    ['169.254.169.253', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['169.254.255.255', 'link-local'],
    ['169.255.0.0', 'public'],
    ['172.15.255.255', 'public'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['191.255.255.255', 'public'],
    ['192.0.0.0', 'reserved'],
    ['192.0.0.192', 'metadata'],
    ['192.0.0.255', 'reserved'],
    ['192.0.1.0', 'public'],
    ['192.0.2.0', 'reserved'],
    ['192.0.2.255', 'reserved'],
    ['192.0.3.0', 'public'],
    ['192.88.98.255', 'public'],
    ['192.88.99.0', 'reserved'],
    ['192.88.100.0', 'public'],
    ['192.167.255.255', 'public'],
    ['192.168.0.0', 'private'],
    ['192.168.255.255', 'private'],
    ['192.169.0.0', 'public'],
    ['198.17.255.255', 'public'],
    ['198.18.0.0', 'private'],
    ['198.19.255.255', 'private'],
    ['198.20.0.0', 'public'],
    ['198.51.99.255', 'public'],
    ['198.51.100.0', 'reserved'],
    ['198.51.101.0', 'public'],
    ['203.0.112.255', 'public'],
    ['203.0.113.255', 'reserved'],
    ['203.0.114.0', 'public'],
    ['223.255.255.255', 'public'],
    ['224.0.0.0', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.0', 'reserved'],
    ['255.255.255.255', 'reserved'],
  ] satisfies [string, AddressKind][])('%s is %s', ([address, kind]) => {
    expect(kindOf(address)).toBe(kind);
  });
});

describe('an address of IPv6', () => {
  it.for([
    ['::', 'unspecified'],
    ['::1', 'private'],
    ['0:0:0:0:0:0:0:1', 'private'],
    ['::2', 'reserved'],
    ['::7f00:1', 'reserved'],
    ['::127.0.0.1', 'reserved'],
    ['100::', 'reserved'],
    ['1fff:ffff::', 'reserved'],
    ['2000::', 'public'],
    ['2001::', 'reserved'],
    ['2001:1ff:ffff:ffff::', 'reserved'],
    ['2001:200::', 'public'],
    ['2001:db7:ffff::', 'public'],
    ['2001:db8::', 'reserved'],
    ['2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'reserved'],
    ['2001:db9::', 'public'],
    ['2606:4700::1111', 'public'],
    ['3ffe:ffff::', 'public'],
    ['3fff::', 'reserved'],
    ['3fff:fff:ffff::', 'reserved'],
    ['3fff:1000::', 'public'],
    ['4000::', 'reserved'],
    ['5f00::', 'reserved'],
    ['fbff:ffff::', 'reserved'],
    ['fc00::', 'private'],
    ['fd00:ec1:ffff::', 'private'],
    ['fd00:ec2::254', 'metadata'],
    ['fd00:ec2::23', 'metadata'],
    ['fd00:ec3::', 'private'],
    ['fd20:ce::253', 'private'],
    ['fd20:ce::254', 'metadata'],
    ['fd00:c1::a9fe:a9fe', 'metadata'],
    ['fd00:42::41', 'private'],
    ['fd00:42::42', 'metadata'],
    ['fd00:100::100:1ff', 'private'],
    ['fd00:100::100:200', 'metadata'],
    ['fd00:a9fe:a9fe::', 'private'],
    ['fd00:a9fe:a9fe::1', 'metadata'],
    ['fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'private'],
    ['fe00::', 'reserved'],
    ['fe7f:ffff::', 'reserved'],
    ['fe80::', 'link-local'],
    ['FE80::1', 'link-local'],
    ['febf:ffff::', 'link-local'],
    ['fec0::1', 'reserved'],
    ['ff00::', 'multicast'],
    ['ff02::1', 'multicast'],
  ] satisfies [string, AddressKind][])('%s is %s', ([address, kind]) => {
    expect(kindOf(address)).toBe(kind);
  });

  it.for([
    ['::ffff:169.254.169.254', 'metadata'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['0:0:0:0:0:FFFF:7F00:1', 'private'],
    ['::ffff:8.8.8.8', 'public'],
    ['::ffff:0:10.0.0.1', 'private'],
    ['::ffff:0:8.8.8.8', 'public'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['64:ff9b::808:808', 'public'],
    ['64:ff9b:0:0:0:1:808:808', 'reserved'],
    ['64:ff9b:1::808:808', 'reserved'],
    ['2002:a9fe:a9fe::', 'metadata'],
    ['2002:7f00:1::1', 'private'],
    ['2002:e000:1::1', 'multicast'],
    ['2002:808:808::1', 'public'],
    ['2003::', 'public'],
  ] satisfies [string, AddressKind][])('with one of IPv4 within is what that is: %s is %s', ([address, kind]) => {
    expect(kindOf(address)).toBe(kind);
  });
});

describe('what is no address', () => {
  it.for(['', 'localhost', '127.0.0.1.', '127.1', '010.0.0.1', '0x7f000001', 'fe80::1%eth0', '[::1]', '::1/128', ':::', '1.2.3.4:80'])(
    'is never asked: %s',
    (text) => {
      expect(kindOf(text)).toBe('reserved');
    },
  );

  test.prop([fc.string()])('is judged without an exception', (text) => {
    expect(typeof kindOf(text)).toBe('string');
  });
});

describe('any address', () => {
  test.prop([fc.ipV4()])('is the same however IPv6 carries it', (address) => {
    const hex = address
      .split('.')
      .map((octet) => Number(octet).toString(16).padStart(2, '0'))
      .join('')
      .replace(/^.{4}/, '$&:');
    for (const carrier of [`::ffff:${address}`, `::ffff:${hex}`, `::ffff:0:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::`])
      expect([carrier, kindOf(carrier)]).toEqual([carrier, kindOf(address)]);
  });

  test.prop([fc.ipV6()])('is the same however it is written', (address) => {
    const written = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    expect(kindOf(written)).toBe(kindOf(address));
    expect(kindOf(address.toUpperCase())).toBe(kindOf(address));
  });
});
