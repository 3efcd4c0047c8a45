import { parsedAddress } from './options.ts';

/** An IP address: four octets of IPv4, or sixteen of IPv6. */
export type Octets = readonly number[];

/** The octets of an IP address in any of the ways in which it may be written; undefined for what is none, or has a zone. RFC 4291 2.2 */
export function octetsOf(address: string): Octets | undefined {
  if (ipv4.test(address)) return address.split('.').map(Number);
  // The parser of addresses knows the many ways to write one, and writes it in one way.
  const host = ipv6.test(address) ? parsedAddress(`http://[${address}]/`)?.hostname.slice(1, -1) : undefined;
  if (host === undefined) return undefined;
  const [head = [], tail = []] = host.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff]);
}

/** True where the first bits of an address are those of a network. Both must be of the same version. */
export function isInNetwork(octets: Octets, start: Octets, bits: number): boolean {
  return start.every((octet, place) => {
    const ours = Math.min(Math.max(bits - place * 8, 0), 8);
    return octet >> (8 - ours) === (octets[place] ?? 0) >> (8 - ours);
  });
}

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** What an address of IPv6 can be made of at all; 45 characters are the longest. */
const ipv6 = /^[0-9a-f:.]{2,45}$/i;
