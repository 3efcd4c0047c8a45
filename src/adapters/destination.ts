import { destinationWithin } from '../core/destination.ts';
import { addressProblem, invalid, text } from '../core/options.ts';

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
   * @param wanted - a path of the product, with or without its context path, or a whole address of it, as came along with a request
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
  const { origin } = new URL(base);
  // Seraph names whole addresses to a page of another host.
  const destination = (wanted: string) => destinationWithin(base, isBeneath(base, wanted) ? wanted.slice(origin.length) || '/' : wanted);
  return Object.freeze({
    baseUrl: base,
    login: (wanted?: string) => {
      // The product puts its context path before it by itself.
      const path = wanted === undefined ? undefined : destination(wanted)?.slice(base.length);
      const named = path?.startsWith(destinationsWithin) === true ? path.slice(destinationsWithin.length) : undefined;
      // What has a colon before its first slash is no path to whoever reads it by itself (RFC 3986 4.2).
      if (named === undefined || /^[^/?#]*:/.test(named)) return `${base}${loginPath}`;
      return `${base}${loginPath}?${new URLSearchParams({ [destinationParameter]: named })}`;
    },
    logout: `${base}${logoutPath}`,
    destination,
  });
}

function isBeneath(base: string, address: string): boolean {
  return address.startsWith(base) && /^(?:[/?#]|$)/.test(address.slice(base.length));
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
