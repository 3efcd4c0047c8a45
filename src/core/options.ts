import { SsoError } from './errors.ts';

/**
 * The options as given, once it is certain that each field is one that exists: a misspelt option must not pass for a default.
 *
 * @throws SsoError `config.invalid` with the field
 */
export function knownFields<T extends object>(options: T, known: readonly string[], prefix = ''): T {
  if (typeof options !== 'object' || options === null) throw invalid(prefix.replace(/\.$/, '') || 'options', 'must be an object');
  for (const field of Object.keys(options)) {
    if (!known.includes(field)) throw invalid(prefix + field, `is not an option; known are ${known.join(', ')}`);
  }
  return options;
}

/** A whole number between two bounds, or the default when nothing is given. */
export function wholeNumber(
  field: string,
  value: number | undefined,
  { initial, least, most }: { initial: number; least: number; most: number },
): number {
  if (value === undefined) return initial;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(field, `must be a whole number from ${least} to ${most}`);
}

/** One of a closed list of words, or the default when nothing is given. */
export function oneOf<const T extends string>(field: string, value: T | undefined, words: readonly T[], initial: T): T {
  if (value === undefined) return initial;
  if (words.includes(value)) return value;
  throw invalid(field, `must be one of ${words.join(', ')}`);
}

/** A text with at least one character that is not white space. */
export function text(field: string, value: unknown): string {
  if (typeof value === 'string' && /\S/.test(value)) return value;
  throw invalid(field, 'must be a text that is not blank');
}

/** A name that begins with a scheme, as those of the standards do; not an address to go to. */
export function absoluteUri(field: string, value: unknown): string {
  if (typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value)) return value;
  throw invalid(field, 'must be an absolute URI');
}

/** True or false, or false when nothing is given; what only looks like true is refused, since it could be meant to demand something. */
export function flag(field: string, value: boolean | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw invalid(field, 'must be true or false');
}

/** A list, empty when nothing is given; a text is not taken for the list of its characters. */
export function list<T>(field: string, value: readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid(field, 'must be a list');
  return value;
}

/**
 * An absolute address that a browser may be sent to: https, or http on this machine's loopback.
 *
 * @returns the text as given: addresses are compared character by character and never rewritten
 */
export function webAddress(field: string, value: unknown): string {
  const address = text(field, value);
  const problem = addressProblem(address);
  if (problem !== undefined) throw invalid(field, problem);
  return address;
}

/** What is wrong with an address, if anything: neither http nor https, credentials within, not absolute, or http beyond loopback. */
export function addressProblem(address: string, { http = false } = {}): string | undefined {
  // The parser of addresses drops tabs and line ends and trims; one that needs this is not the address it seems to be.
  if (/[\s\p{Cc}\p{Cs}\\]/u.test(address)) return 'must not hold white space, control characters, halves of characters or backslashes';
  const parsed = parsedAddress(address);
  if (parsed === undefined) return 'must be an absolute address';
  // Read in one of our pages, `https:/path` is a path of ours and not another host: what is posted there would be posted to ourselves.
  if (/^https?:(?!\/\/[^/?#])/i.test(address)) return 'must have a host behind two slashes';
  const { protocol, hostname, username, password } = parsed;
  if (protocol !== 'https:' && protocol !== 'http:') return 'must be an https address';
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (protocol === 'http:' && !http && !isLoopback(hostname)) return 'must be https, unless on loopback';
  return undefined;
}

/**
 * An address in its parts, or undefined where it is none. Not by `URL.canParse`: once it is compiled, that of Node 20 takes Latin-1 for
 * UTF-8, and an address with a host such as `é.example` for none.
 */
export function parsedAddress(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}

/** The error for an option that cannot be. */
export function invalid(field: string, reason: string): SsoError<'config.invalid'> {
  return new SsoError('config.invalid', { field, reason });
}

/** True for a host that is this machine by its name or number alone, without anybody being asked. `hostname` as the parser of addresses has it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
