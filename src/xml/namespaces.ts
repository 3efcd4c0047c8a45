/** One namespace declaration; the prefix is empty for the default namespace, the name empty where that is undone. */
export interface Declaration {
  readonly prefix: string;
  readonly uri: string;
}

/** The declarations in scope at an element, innermost first: a list that elements share, since most declare nothing themselves. */
export interface Scope extends Declaration {
  readonly outer: Scope | undefined;
  /** How many declarations are in scope, hidden ones among them. */
  readonly size: number;
}

/** The scope within an element that makes a declaration. */
export function declare(outer: Scope | undefined, prefix: string, uri: string): Scope {
  return { prefix, uri, outer, size: (outer?.size ?? 0) + 1 };
}

/** What a prefix stands for, or undefined where it is not declared; the empty prefix without a declaration is no namespace, the empty text. */
export function lookUp(scope: Scope | undefined, prefix: string): string | undefined {
  for (let inner = scope; inner !== undefined; inner = inner.outer) {
    if (inner.prefix === prefix) return inner.uri;
  }
  return prefix === '' ? '' : prefix === 'xml' ? xmlNamespace : undefined;
}

/**
 * Why a declaration cannot stand, if it cannot. Relative names are refused too: canonical XML demands it, since what they name
 * depends on where the document lies.
 *
 * @see Namespaces in XML 1.0, 2.2 and 3; Canonical XML 1.0, 1.3
 */
export function declarationProblem(prefix: string, uri: string): string | undefined {
  if (prefix === 'xmlns') return 'the prefix xmlns cannot be declared';
  if ((prefix === 'xml') !== (uri === xmlNamespace)) return 'the prefix xml and its namespace belong to each other';
  if (uri === xmlnsNamespace) return 'the namespace of declarations cannot be declared';
  if (uri === '') return prefix === '' ? undefined : 'a prefix cannot be undeclared';
  return absolute.test(uri) ? undefined : 'a namespace name must be absolute';
}

/**
 * A name that is met again and again by its constant, any other as it is: two texts that are one and the same are compared at once,
 * others character by character.
 */
export function familiar(uri: string): string {
  // Their lengths tell them apart, which is faster than to look one up by a hash.
  return constants.find((constant) => constant === uri) ?? uri;
}

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';
const constants = [
  'urn:oasis:names:tc:SAML:2.0:assertion',
  'urn:oasis:names:tc:SAML:2.0:protocol',
  'http://www.w3.org/2000/09/xmldsig#',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/XMLSchema',
  'http://www.w3.org/2001/XMLSchema-instance',
];
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/;
