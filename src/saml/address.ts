/** An address with more behind its query, or with its first. What is not ASCII in it is escaped, since no header can hold it (RFC 3987 3.1). */
export function appended(address: string, parameters: string): string {
  const uri = address.replace(/[^\0-\x7f]+/g, encodeURIComponent);
  return `${uri}${uri.includes('?') ? '&' : '?'}${parameters}`;
}

/** Parameters as the query of an address writes them. */
export function query(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
