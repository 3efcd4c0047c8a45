import { parsedAddress } from './options.ts';

/**
 * An absolute address beneath a base, of a path that anybody may have written; undefined for what could lead anywhere else, in whatever way
 * a browser, a proxy or what is there itself reads it.
 *
 * @param base - origin and context path, without a slash at the end
 * @param wanted - a path, with or without the context path
 */
export function destinationWithin(base: string, wanted: string): string | undefined {
  if (!wanted.startsWith('/') || !isPlain(wanted)) return undefined;
  // As it stands there if it can be, to the letter: a form that was sent to it is sent there again.
  return addressBeneath(base, wanted) ?? addressBeneath(base, escaped(wanted));
}

function addressBeneath(base: string, written: string): string | undefined {
  if (written.length > longest) return undefined;
  const { origin, pathname } = new URL(`${base}/`);
  const context = pathname.slice(0, -1);
  const [path = ''] = written.split(/[?#]/);
  const rest = path === context || path.startsWith(`${context}/`) ? written.slice(context.length) : written;
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
  if (wanted.length > longest || /[^\S ]|[\p{Cc}\p{Cs}\\]/u.test(wanted)) return false;
  for (let round = 0; round < 3; round += 1) {
    if (suspicious.test(path)) return false;
    const decoded = decodedOnce(path);
    if (decoded === undefined) return false;
    if (decoded === path) return true;
    path = decoded;
  }
  return false;
}

/** As an address has it, what a product has decoded: a servlet container tells a path without its percent signs. */
function escaped(wanted: string): string {
  return wanted.replace(/[^!#-;=?-\]_a-z|~]+/gu, encodeURIComponent).replaceAll("'", '%27');
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
