import { parsedAddress } from '../core/options.ts';

/**
 * A domain in the one form that all ways to write it have in common: of ASCII, as IDNA has it, in lower case, without the dot of the root.
 * One label alone is a domain, too, as Windows has them. Undefined for what is none, such as an IP address.
 *
 * @see RFC 5890 2.3.2, RFC 1034 3.1; UTS 46, by which browsers go
 */
export function canonicalDomain(written: string): string | undefined {
  // The parser of addresses would take what else could stand there for another part of one.
  if (written.length > longest || !/^[\w.\-\u{80}-\u{10ffff}]+$/u.test(written)) return undefined;
  const domain = parsedAddress(`http://${written}/`)?.hostname.replace(/\.$/, '');
  const labels = domain?.split('.') ?? [];
  // It takes numbers for an IP address, in forms that nobody means by them.
  return labels.every((label) => ldh.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '') ? domain : undefined;
}

/** The domain in what somebody signs in with: `alice@example.org`, or `EXAMPLE\alice` as Windows has it. Undefined where there is none. */
export function domainOf(user: string): string | undefined {
  const name = user.trim();
  const at = name.lastIndexOf('@');
  if (at > 0) return canonicalDomain(name.slice(at + 1));
  const [domain = '', account = '', ...more] = name.split('\\');
  return account !== '' && more.length === 0 ? canonicalDomain(domain) : undefined;
}

const ldh = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const longest = 255;
