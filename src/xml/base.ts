/**
 * Two values of xml:base as one, the inner taken relative to the outer, as the canonical form of a part of a document needs it when
 * the element that carried the outer one is left out.
 *
 * @see Canonical XML 1.1, 2.4: RFC 3986 5.2 with the base allowed to be relative, leading `..` kept and no fragment
 */
export function joinBases(outer: string, inner: string): string {
  const base = parse(outer);
  const reference = parse(inner);
  if (reference.scheme !== '') return compose({ ...reference, path: withoutDots(reference.path) });
  if (reference.authority !== '') return compose({ ...reference, scheme: base.scheme, path: withoutDots(reference.path) });
  if (reference.path === '') return compose({ ...base, query: reference.query || base.query });
  const path = reference.path.startsWith('/') ? reference.path : merged(base, reference.path);
  return compose({ ...base, path: withoutDots(path), query: reference.query });
}

interface Reference {
  /** With its colon, slashes or question mark; empty where there is none. */
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

/** RFC 3986 appendix B */
function parse(reference: string): Reference {
  const [, scheme = '', authority = '', path = '', query = ''] = /^([^:/?#]+:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/.exec(reference) ?? [];
  return { scheme, authority, path, query };
}

/** RFC 3986 5.2.3 */
function merged(base: Reference, path: string): string {
  if (base.authority !== '' && base.path === '') return `/${path}`;
  // A trailing `..` is a directory here, as if it ended in `/`: `..` and `..` make `../../`.
  if (/(?:^|\/)\.\.$/.test(base.path)) return `${base.path}/${path}`;
  return base.path.slice(0, base.path.lastIndexOf('/') + 1) + path;
}

/** RFC 3986 5.2.4, with the three changes of Canonical XML 1.1: leading `..` stay, `//` is `/`, and a trailing `..` ends in `/`. */
function withoutDots(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  const segments = path.split('/').filter((segment, at, all) => segment !== '' || at === all.length - 1);
  segments.forEach((segment, at) => {
    const last = at === segments.length - 1;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment === '..' && !absolute) kept.push('..');
    else if (segment !== '.' && segment !== '..') kept.push(segment);
    if (last && (segment === '.' || segment === '..')) kept.push('');
  });
  const joined = kept.join('/');
  return absolute ? `/${joined}` : joined;
}

function compose({ scheme, authority, path, query }: Reference): string {
  return scheme + authority + path + query;
}
