import { isInNetwork, type Octets, octetsOf } from '../core/ip-address.ts';
import { invalid, list, text } from '../core/options.ts';

/** A network of IP addresses. */
export interface Network {
  /** As it was written: `192.0.2.0/24`. */
  readonly name: string;
  /** The octets of its first address: four, or sixteen. */
  readonly start: readonly number[];
  /** How many of its bits all have in common. */
  readonly bits: number;
}

/**
 * Reads networks in CIDR notation, or single addresses. What is written in the form of IPv6 for IPv4 is of IPv4.
 *
 * @throws SsoError `config.invalid`: none, everybody's, or one whose address goes on behind its prefix, which was meant to be another
 * @see RFC 4632 3.1, RFC 4291 2.3 and 2.5.5.2
 */
export function networks(field: string, written: readonly string[]): readonly Network[] {
  const found = list(field, written).map((name) => network(field, text(field, name)));
  if (found.length === 0) throw invalid(field, 'must name at least one network');
  return Object.freeze(found);
}

/** The first of the networks that an address is in. `address` is that of the other end of a socket; what is none is in no network. */
export function networkOf(all: readonly Network[], address: string): Network | undefined {
  const octets = octetsOf(address);
  if (octets === undefined) return undefined;
  const { start } = unmapped({ start: octets, bits: octets.length * 8 });
  return all.find((network) => network.start.length === start.length && isInNetwork(start, network.start, network.bits));
}

function network(field: string, name: string): Network {
  const [address = '', prefix, ...more] = name.split('/');
  const octets = octetsOf(address);
  if (octets === undefined || more.length > 0) throw invalid(field, 'must have networks, such as 192.0.2.0/24 or 2001:db8::/32');
  const whole = octets.length * 8;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= whole))
    throw invalid(field, `must have prefixes of at most ${whole} bits`);
  const { start, bits } = unmapped({ start: octets, bits: Number(prefix ?? whole) });
  if (bits === 0) throw invalid(field, 'must not be everybody');
  if (!endsInZeros(start, bits)) throw invalid(field, 'must have nothing but zeros behind a prefix');
  return Object.freeze({ name, start: Object.freeze(start), bits });
}

/** On a socket that takes both versions, addresses of IPv4 come in the form of IPv6. */
function unmapped({ start, bits }: Range): Range {
  return start.length === 16 && bits >= 96 && isInNetwork(start, mapped, 96)
    ? { start: start.slice(12), bits: bits - 96 }
    : { start, bits };
}

/** True where an address has only zeros behind a prefix of so many bits. */
function endsInZeros(start: Octets, bits: number): boolean {
  return start.every((octet, place) => (octet & (0xff >> Math.min(Math.max(bits - place * 8, 0), 8))) === 0);
}

type Range = Pick<Network, 'start' | 'bits'>;

const mapped: Octets = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0];
