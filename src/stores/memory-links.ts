import type { Link, LinkStore } from '../identity/link.ts';

/** A link store in the memory of this process: for tests and trials, since links must outlive it. */
export function memoryLinkStore(): LinkStore {
  const links = new Map<string, Link>();
  const keyOf = ({ product, subject }: Pick<Link, 'product' | 'subject'>): string => JSON.stringify([product, subject]);
  const ownerOf = (product: string, userKey: string): Link | undefined =>
    [...links.values()].find((link) => link.product === product && link.userKey === userKey);
  const isFree = ({ product, subject, userKey }: Link): boolean => {
    const owner = userKey === undefined ? undefined : ownerOf(product, userKey);
    return owner === undefined || owner.subject === subject;
  };
  return {
    find: async (product, subject) => links.get(keyOf({ product, subject })),
    owner: async (product, userKey) => ownerOf(product, userKey),
    claim: async (link) => {
      if (links.has(keyOf(link)) || !isFree(link)) return false;
      links.set(keyOf(link), Object.freeze({ ...link }));
      return true;
    },
    replace: async (before, next) => {
      const current = links.get(keyOf(before));
      if (JSON.stringify(current) !== JSON.stringify(before) || (next !== undefined && !isFree(next))) return false;
      if (next === undefined) links.delete(keyOf(before));
      else links.set(keyOf(before), Object.freeze({ ...next }));
      return true;
    },
  };
}
