/** An address with more behind its query, or with its first. */
export function appended(address: string, parameters: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${parameters}`;
}

/** Parameters as the query of an address writes them. */
export function query(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
