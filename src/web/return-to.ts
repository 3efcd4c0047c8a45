import { destinationWithin } from '../core/destination.ts';
import { addressProblem, invalid, knownFields, list, webAddress } from '../core/options.ts';

/** Where people may be sent after a login. */
export interface ReturnToOptions {
  /** For whoever wanted to go nowhere in particular: an absolute address of the application. Paths are those of its origin. */
  readonly default: string;
  /** Other origins that people may be sent to, such as `https://wiki.example`; none by default. */
  readonly origins?: readonly string[];
  /** In the place of these rules: the address that somebody may be sent to, such as the `destination` of a product's `urls`, or undefined. */
  readonly destination?: (wanted: string) => string | undefined;
}

/** The rule as parsed. */
export interface ReturnTo {
  readonly default: string;
  /** The origin of the application itself. */
  readonly origin: string;
  /** The absolute address to send somebody to, of what anybody may have written; undefined for what could lead elsewhere. */
  destination(wanted: string): string | undefined;
}

/** @throws SsoError `config.invalid` */
export function returnToRule(options: string | ReturnToOptions): ReturnTo {
  const given = typeof options === 'string' ? { default: options } : knownFields(options, fields, 'returnTo.');
  const home = webAddress('returnTo.default', given.default);
  const { origin } = new URL(home);
  const others = list('returnTo.origins', given.origins).map(checkOrigin);
  const { destination } = given;
  if (destination !== undefined && others.length > 0) throw invalid('returnTo.origins', 'is not asked where there is a destination');
  const own = (wanted: string): string | undefined => {
    const allowed = destination?.(wanted);
    return allowed === undefined || addressProblem(allowed) !== undefined ? undefined : allowed;
  };
  return Object.freeze({
    default: home,
    origin,
    destination: destination === undefined ? (wanted: string) => within([origin, ...others], origin, wanted) : own,
  });
}

/**
 * An allowed address as somebody has to write it who wants to go there: some rules, such as that of a product, take paths alone.
 *
 * @returns undefined where the rule would not lead there any more
 */
export function askedFor({ destination }: ReturnTo, allowed: string): string | undefined {
  const { pathname, search, hash } = new URL(allowed);
  return [allowed, `${pathname}${search}${hash}`].find((written) => destination(written) === allowed);
}

/** A path is one of our own; an address must be of one of the origins, and its path as plain as ours. */
function within(origins: readonly string[], own: string, wanted: string): string | undefined {
  if (wanted.startsWith('/')) return destinationWithin(own, wanted);
  const origin = origins.find((each) => wanted === each || wanted.startsWith(`${each}/`));
  return origin === undefined ? undefined : destinationWithin(origin, wanted.slice(origin.length) || '/');
}

function checkOrigin(value: string, place: number): string {
  const field = `returnTo.origins[${place}]`;
  const { origin } = new URL(webAddress(field, value));
  if (origin !== value) throw invalid(field, `must be an origin and nothing more: ${origin}`);
  return origin;
}

const fields = ['default', 'origins', 'destination'];
