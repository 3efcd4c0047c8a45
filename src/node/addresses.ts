import type { AddressReason } from '../core/errors.ts';
import { isInNetwork, type Octets, octetsOf } from '../core/ip-address.ts';

/** What lies behind an IP address: anybody's host, one of this machine or its own network, or what no exchange of ours may lead to. */
export type AddressKind = 'public' | AddressReason;

/**
 * The kind of an IP address. One that carries an IPv4 address within (mapped, translated, NAT64, 6to4) is of the kind of that, since this
 * is where it leads to; what is no address at all, or has a zone, is `reserved`.
 *
 * @see IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890); RFC 6052 2.1, RFC 3056 2
 */
export function kindOf(address: string): AddressKind {
  const octets = octetsOf(address);
  return octets === undefined ? 'reserved' : kindOfOctets(octets);
}

function kindOfOctets(octets: Octets): AddressKind {
  const row = (octets.length === 4 ? ipv4 : ipv6).find(({ start, bits }) => isInNetwork(octets, start, bits));
  if (row === undefined) return octets.length === 4 ? 'public' : 'reserved';
  return typeof row.kind === 'string' ? row.kind : kindOfOctets(octets.slice(row.kind.embeddedAt, row.kind.embeddedAt + 4));
}

function range([text, kind]: readonly [string, Row['kind']]): Row {
  const [start = '', bits] = text.split('/');
  // Sound: what is written below are addresses.
  return { start: octetsOf(start) as Octets, bits: Number(bits), kind };
}

interface Row {
  readonly start: Octets;
  readonly bits: number;
  readonly kind: AddressKind | { readonly embeddedAt: number };
}

/** The first row that an address is within says what it is; what is in none is public. */
const ipv4 = (
  [
    ['0.0.0.0/8', 'unspecified'],
    ['10.0.0.0/8', 'private'],
    // UCloud, Volcano Engine and Alibaba Cloud have their metadata among the addresses that providers share.
    ['100.80.80.80/32', 'metadata'],
    ['100.96.0.96/32', 'metadata'],
    ['100.100.100.200/32', 'metadata'],
    ['100.64.0.0/10', 'private'],
    ['127.0.0.0/8', 'private'],
    ['169.254.169.254/32', 'metadata'],
    ['169.254.0.0/16', 'link-local'],
    // The host below a virtual machine of Azure.
    ['168.63.129.16/32', 'metadata'],
    ['172.16.0.0/12', 'private'],
    // Oracle Cloud.
    ['192.0.0.192/32', 'metadata'],
    ['192.0.0.0/24', 'reserved'],
    ['192.0.2.0/24', 'reserved'],
    ['192.88.99.0/24', 'reserved'],
    ['192.168.0.0/16', 'private'],
    // For measuring networks; in use within some.
    ['198.18.0.0/15', 'private'],
    ['198.51.100.0/24', 'reserved'],
    ['203.0.113.0/24', 'reserved'],
    ['224.0.0.0/4', 'multicast'],
    ['240.0.0.0/4', 'reserved'],
  ] as const
).map(range);

/** The same; but what is in none is reserved, since of IPv6 one eighth alone is given out. */
const ipv6 = (
  [
    ['::/128', 'unspecified'],
    ['::1/128', 'private'],
    ['::ffff:0:0/96', { embeddedAt: 12 }],
    ['::ffff:0:0:0/96', { embeddedAt: 12 }],
    // Of the local forms of NAT64 (RFC 8215) nobody else can know where the IPv4 address stands: those remain reserved.
    ['64:ff9b::/96', { embeddedAt: 12 }],
    // Protocol assignments, Teredo among them, which carries two addresses and leads to a third.
    ['2001::/23', 'reserved'],
    ['2001:db8::/32', 'reserved'],
    ['2002::/16', { embeddedAt: 2 }],
    ['3fff::/20', 'reserved'],
    ['2000::/3', 'public'],
    // Amazon, Google, Oracle, Scaleway, Alibaba Cloud and Akamai have their metadata among the addresses of private networks.
    ['fd00:ec2::/32', 'metadata'],
    ['fd20:ce::254/128', 'metadata'],
    ['fd00:c1::a9fe:a9fe/128', 'metadata'],
    ['fd00:42::42/128', 'metadata'],
    ['fd00:100::100:200/128', 'metadata'],
    ['fd00:a9fe:a9fe::1/128', 'metadata'],
    ['fc00::/7', 'private'],
    ['fe80::/10', 'link-local'],
    ['ff00::/8', 'multicast'],
  ] as const
).map(range);
