/** A domain for which a provider may speak. */
export interface Scope {
  readonly value: string;
  /** Is `value` a regular expression? It is never run: only certain forms are understood, and as less than they say. */
  readonly regexp: boolean;
}

/** Which scopes a provider may speak for: how many labels may stand before a domain, by domain. */
export type ScopeTable = ReadonlyMap<string, readonly Reach[]>;

/** How many labels may stand before a domain: none for the domain itself. */
interface Reach {
  readonly least: number;
  readonly most: number;
}

/**
 * The scopes of a provider, made ready to be compared. No expression of theirs is ever run: those of the forms that federations
 * register are read as what they say in labels, all others stand for nothing.
 *
 * @see SAMLSubjectId 3.5
 */
export function scopeTable(scopes: readonly Scope[]): ScopeTable {
  const table = new Map<string, Reach[]>();
  const known = new Set<string>();
  for (const { domain, least, most } of scopes.flatMap((scope) => reachOf(scope) ?? [])) {
    const reach = `${domain} ${least} ${most}`;
    if (known.has(reach)) continue;
    known.add(reach);
    const earlier = table.get(domain);
    if (earlier === undefined) table.set(domain, [{ least, most }]);
    else earlier.push({ least, most });
  }
  return table;
}

/** True for a scope that is listed, or lies as deep below a listed domain as may be; letters of either case are one letter. */
export function allows(table: ScopeTable, scope: string): boolean {
  if (scope.length > longestScope) return false;
  const labels = folded(scope).split('.');
  return labels.some((_, before) => {
    const reaches = table.get(labels.slice(before).join('.'));
    return reaches?.some(({ least, most }) => least <= before && before <= most) && labels.slice(0, before).every(isLabel);
  });
}

/** The scope of a value: what stands behind its only `@`. A value with two could be read in two ways, and has none. */
export function scopeOf(value: string): string | undefined {
  const at = value.indexOf('@');
  return at > 0 && at === value.lastIndexOf('@') ? value.slice(at + 1) : undefined;
}

/** The letters of ASCII in lower case, all else as it is: `toLowerCase` would make a `k` of the sign for Kelvin. */
export function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The scopes in words, for an administrator. */
export function describeScopes(scopes: readonly Scope[]): string {
  if (scopes.length === 0) return 'a scope of the provider, which has none in its metadata or our options';
  const shown = scopes.slice(0, mostShown).map((scope) => `${scope.value}${reachOf(scope) === undefined ? ' (not understood)' : ''}`);
  return shown.join(' or ');
}

function reachOf({ value, regexp }: Scope): (Reach & { readonly domain: string }) | undefined {
  if (!regexp) return { domain: folded(value), least: 0, most: 0 };
  const { every, some, least, most, domain } = expression.exec(value)?.groups ?? {};
  if (domain === undefined) return undefined;
  const within = { domain: folded(domain).replaceAll('\\', '') };
  if (every !== undefined) return { ...within, least: 0, most: Number.POSITIVE_INFINITY };
  if (some !== undefined) return { ...within, least: 1, most: Number.POSITIVE_INFINITY };
  return { ...within, least: Number(least ?? 0), most: Number(most ?? 0) };
}

function isLabel(label: string): boolean {
  return /^[a-z0-9-]{1,63}$/.test(label);
}

/**
 * A domain of at least two labels, below `(.+\.)?` or `.*`, below `.+\.`, below `([a-zA-Z0-9-]{1,63}\.){0,2}`, or by itself. Read so,
 * each lets in less than the expression would: a point that is not escaped is a point, and both ends are anchored.
 */
const expression =
  /^\^?(?:(?<every>\((?:\?:)?\.[+*]\\\.\)\?|\.\*(?!\\))|(?<some>\.[+*]\\\.)|\((?:\?:)?\[a-z(?:a-z)?0-9-\]\{1,63\}\\\.\)\{(?<least>\d),(?<most>\d)\})?(?<domain>(?:[a-z0-9-]+\\?\.)+[a-z0-9-]+)\$?$/i;
const longestScope = 127;
const mostShown = 20;
