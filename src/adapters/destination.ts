import { addressProblem, invalid, parsedAddress, text } from '../core/options.ts';

/** Where the pages of a product are, and which addresses may be followed to one of them. */
export interface ProductAddresses {
  /** Scheme, host, port and context path, without a slash at the end. */
  readonly baseUrl: string;
  /** The page where people sign in, and come back from to where they wanted to go. */
  login(destination?: string): string;
  /** Where the product's own session is ended. */
  readonly logout: string;
  /**
   * The address that somebody may be sent to afterwards: within this product, or undefined.
   *
   * @param wanted - a path of the product, with or without its context path, as came along with a request
   */
  destination(wanted: string): string | undefined;
}

/** What differs between products. */
export interface AddressNames {
  readonly loginPath: string;
  readonly destinationParameter: string;
  readonly logoutPath: string;
  /** What the parameter is relative to, where it does not begin with a slash; what lies elsewhere is not handed over. */
  readonly destinationsWithin?: string;
}

/**
 * The addresses of a product.
 *
 * @param baseUrl - as the product's own settings have it: https, or http on loopback; with its context path, if any
 * @throws SsoError `config.invalid`
 */
export function productAddresses(baseUrl: string, names: AddressNames): ProductAddresses {
  const { loginPath, destinationParameter, logoutPath, destinationsWithin = '' } = names;
  const base = baseAddress('baseUrl', baseUrl);
  return Object.freeze({
    baseUrl: base,
    login: (wanted?: string) => {
      // The product puts its context path before it by itself.
      const path = wanted === undefined ? undefined : destinationWithin(base, wanted)?.slice(base.length);
      if (path?.startsWith(destinationsWithin) !== true) return `${base}${loginPath}`;
      return `${base}${loginPath}?${new URLSearchParams({ [destinationParameter]: path.slice(destinationsWithin.length) })}`;
    },
    logout: `${base}${logoutPath}`,
    destination: (wanted: string) => destinationWithin(base, wanted),
  });
}

/** The address of a product as people type it, without a slash at the end. @throws SsoError `config.invalid` */
export function baseAddress(field: string, value: unknown): string {
  const address = text(field, value);
  const problem = addressProblem(address);
  if (problem !== undefined) throw invalid(field, problem);
  const { origin, pathname, search, hash } = new URL(address);
  if (search !== '' || hash !== '' || address.includes('?') || address.includes('#'))
    throw invalid(field, 'must not have a query or a fragment');
  if (/%|;|\/\/|\/\.{1,2}(\/|$)/.test(address.slice(address.indexOf('//') + 2))) throw invalid(field, 'must have a plain path');
  return `${origin}${pathname.replace(/\/$/, '')}`;
}

/**
 * An absolute address within a product, of a path that anybody may have written; undefined for what could lead anywhere else, in whatever
 * way a browser, a proxy or the product itself reads it.
 */
function destinationWithin(base: string, wanted: string): string | undefined {
  if (wanted.length > longest || !wanted.startsWith('/') || !isPlain(wanted)) return undefined;
  const { origin, pathname } = new URL(`${base}/`);
  const context = pathname.slice(0, -1);
  const [path = ''] = wanted.split(/[?#]/);
  const rest = path === context || path.startsWith(`${context}/`) ? wanted.slice(context.length) : wanted;
  const within = `${context}${rest.startsWith('/') ? '' : '/'}${rest}`;
  const parsed = parsedAddress(within, origin);
  // What the parser made of it must be what stands there: it drops and folds what it thinks nobody means.
  if (parsed?.origin !== origin || parsed.username !== '' || `${parsed.pathname}${parsed.search}${parsed.hash}` !== within)
    return undefined;
  return parsed.href;
}

/**
 * Refused as written, and as it is after one and after two decodings: some proxies and pages decode once more. What is behind `?` and `#`
 * leads nowhere by itself.
 */
function isPlain(wanted: string): boolean {
  let [path = ''] = wanted.split(/[?#]/);
  if (/[\s\p{Cc}\\]/u.test(wanted)) return false;
  for (let round = 0; round < 3; round += 1) {
    if (suspicious.test(path)) return false;
    const decoded = decodedOnce(path);
    if (decoded === undefined) return false;
    if (decoded === path) return true;
    path = decoded;
  }
  return false;
}

/** Percent signs that encode nothing may stand for themselves; among others that do, nobody knows what a reader makes of them. */
function decodedOnce(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return /%[0-9a-f]{2}/i.test(path) ? undefined : path;
  }
}

/** Two slashes begin a host, a backslash is a slash to browsers, dots climb out of the context path, and a semicolon hides them. */
const suspicious = /\/\/|[\\;\p{Cc}]|(^|\/)\.{1,2}([/?#]|$)/u;
const longest = 2_048;
