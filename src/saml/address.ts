/** An address with more behind its query, or with its first. */
export function appended(address: string, parameters: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${parameters}`;
}

/** An address as a URI has it: what is not ASCII in it is escaped, since a header may not hold it (RFC 3987 3.1). */
export function uriOf(address: string): string {
  return address.replace(/[^\0-\x7f]+/g, encodeURIComponent);
}

/** Parameters as the query of an address writes them. */
export function query(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
