import type { KeyObject } from 'node:crypto';
import { toBase64, utf8 } from '../../src/core/bytes.ts';
import { digest, digestAlgorithms, type SignatureAlgorithm, signatureAlgorithms, signs } from '../../src/crypto/algorithms.ts';
import { canonicalize } from '../../src/xml/canonical.ts';
import { type CanonicalForm, canonicalForms } from '../../src/xml/canonical-form.ts';
import { type Document, type Element, parseDocument } from '../../src/xml/document.ts';
import { attribute, childElements, isElement, onlyText } from '../../src/xml/element.ts';
import { metadataLimits } from '../../src/xml/limits.ts';
import { dsig } from '../../src/xmldsig/profile.ts';

/** How a text is to be signed. Everything but the key has the default that a well-behaved identity provider uses. */
export interface SignOptions {
  readonly key: KeyObject;
  /** The `ID` of the element to sign; default: the root, whether it has one or not. */
  readonly id?: string;
  /** Name or URI; default: the usual one of the key's kind with SHA-256. */
  readonly algorithm?: string;
  /** Of what is signed; default `exclusive`. */
  readonly form?: FormName;
  /** PrefixList of that form. */
  readonly prefixes?: readonly string[];
  /** Of SignedInfo; default: as `form`. */
  readonly signedInfoForm?: FormName;
  readonly signedInfoPrefixes?: readonly string[];
  /** Hash or URI; default `sha256`. */
  readonly digest?: string;
  /** The URI of the Reference; default `#` and the ID, empty where there is none. `null` leaves the attribute out. */
  readonly uri?: string | null;
  /** XML to stand in KeyInfo; default: no KeyInfo. `{ certificate }` writes an X509Data. */
  readonly keyInfo?: string | { readonly certificate: string };
  /** Where in the element: default behind its Issuer, or first where it has none. */
  readonly position?: 'behind-issuer' | 'first' | 'last';
  /** The prefix of the signature's elements; empty for a default namespace. Default `ds`. */
  readonly prefix?: string;
  /** Line breaks between and within the signature's values, as Java products make them. */
  readonly lineBreak?: string;
  readonly breaking?: Breaking;
}

/** Hooks that break one part each. Those on what is signed come before the signature is made, so that it stays good. */
export interface Breaking {
  /** Makes the signature value in place of the key and algorithm. */
  readonly sign?: (octets: Uint8Array) => Uint8Array;
  /** What is digested in place of the canonical form. */
  readonly digested?: (canonical: string) => string;
  /** The text of DigestValue. */
  readonly digestValue?: (base64: string) => string;
  /** The SignedInfo as XML, before it is signed. */
  readonly signedInfo?: (xml: string) => string;
  /** The text of SignatureValue. */
  readonly signatureValue?: (base64: string) => string;
  /** The whole Signature as XML, when all is signed. */
  readonly signature?: (xml: string) => string;
}

export type FormName = 'exclusive' | 'inclusive-1.0' | 'inclusive-1.1' | `${'exclusive' | 'inclusive-1.0' | 'inclusive-1.1'}+comments`;

/** The canonical forms by a name that is short enough for tests and vectors. */
export const formUris: Readonly<Record<FormName, string>> = {
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  'exclusive+comments': 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  'inclusive-1.0': 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'inclusive-1.0+comments': 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  'inclusive-1.1': 'http://www.w3.org/2006/12/xml-c14n11',
  'inclusive-1.1+comments': 'http://www.w3.org/2006/12/xml-c14n11#WithComments',
};

export const formNames = Object.keys(formUris) as readonly FormName[];

/**
 * Puts an enveloped signature into an element of a document and leaves every other character as it is.
 *
 * @param xml - well-formed, and with at most one element of the ID given
 */
export function signXml(xml: string, options: SignOptions): string {
  const place = placeOf(xml, options);
  const withSignature = (signature: string) => place.before + signature + place.after;
  const parts = { ...options, ...algorithmsOf(options), uri: options.uri === undefined ? defaultUri(xml, options) : options.uri };

  const unsigned = located(withSignature(signatureXml(parts, signedInfoXml(parts, ''), awaited)), options.id);
  const covered = canonicalize(
    unsigned.document,
    { element: unsigned.element, without: unsigned.signature, prefixes: listed(options.prefixes) },
    // A reference within the document selects no comments, whatever the form is called (XML Signature 4.4.3.3).
    { ...formOf(options.form), comments: false },
  );
  const { breaking = {} } = options;
  const digestValue = apply(breaking.digestValue, toBase64(digest(parts.digestAlgorithm, apply(breaking.digested, covered))));
  const signedInfo = apply(breaking.signedInfo, signedInfoXml(parts, digestValue));

  const signable = located(withSignature(signatureXml(parts, signedInfo, awaited)), options.id);
  const octets = utf8(
    canonicalize(
      signable.document,
      { element: signedInfoOf(signable.signature), prefixes: listed(options.signedInfoPrefixes) },
      formOf(options.signedInfoForm ?? options.form),
    ),
  );
  const value = breaking.sign?.(octets) ?? signs(parts.signatureAlgorithm, options.key, octets);
  const signatureValue = apply(breaking.signatureValue, wrapped(toBase64(value), options.lineBreak));
  return withSignature(apply(breaking.signature, signatureXml(parts, signedInfo, signatureValue)));
}

interface Parts extends SignOptions {
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signatureUri: string;
  readonly digestAlgorithm: { readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' };
  readonly digestUri: string;
  readonly uri: string | null;
}

/** Algorithms by name, or by a URI that need not be known: then the usual ones make the value under the false name. */
function algorithmsOf({ key, algorithm = usual(key), digest: hash = 'sha256' }: SignOptions) {
  const byName = [...signatureAlgorithms.values()].find(({ name, uri }) => name === algorithm || uri === algorithm);
  const byHash = [...digestAlgorithms.values()].find((row) => row.hash === hash || row.uri === hash);
  const fallback = [...signatureAlgorithms.values()].find(({ name }) => name === usual(key)) as SignatureAlgorithm;
  return {
    signatureAlgorithm: byName ?? fallback,
    signatureUri: byName?.uri ?? algorithm,
    digestAlgorithm: byHash ?? { hash: 'sha256' as const },
    digestUri: byHash?.uri ?? hash,
  };
}

function usual({ asymmetricKeyType }: KeyObject): string {
  return asymmetricKeyType === 'rsa' ? 'rsa-sha256' : asymmetricKeyType === 'ec' ? 'ecdsa-sha256' : 'ed25519';
}

function signedInfoXml(parts: Parts, digestValue: string): string {
  const tag = tagsOf(parts);
  const { form = 'exclusive', signedInfoForm = form, prefixes, signedInfoPrefixes, signatureUri, digestUri, uri } = parts;
  return tag('SignedInfo', '', [
    tag('CanonicalizationMethod', ` Algorithm="${formUris[signedInfoForm]}"`, [prefixListXml(signedInfoPrefixes)]),
    tag('SignatureMethod', ` Algorithm="${signatureUri}"`),
    tag('Reference', uri === null ? '' : ` URI="${uri}"`, [
      tag('Transforms', '', [
        tag('Transform', ` Algorithm="${dsig}enveloped-signature"`),
        tag('Transform', ` Algorithm="${formUris[form]}"`, [prefixListXml(prefixes)]),
      ]),
      tag('DigestMethod', ` Algorithm="${digestUri}"`),
      tag('DigestValue', '', [digestValue]),
    ]),
  ]);
}

function signatureXml(parts: Parts, signedInfo: string, signatureValue: string): string {
  const tag = tagsOf(parts);
  const { keyInfo, prefix = 'ds' } = parts;
  const declaration = ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${dsig}"`;
  return tag('Signature', declaration, [
    signedInfo,
    tag('SignatureValue', '', [signatureValue]),
    keyInfo === undefined ? '' : tag('KeyInfo', '', [typeof keyInfo === 'string' ? keyInfo : certificateXml(parts, keyInfo.certificate)]),
  ]);
}

function certificateXml(parts: Parts, certificate: string): string {
  const tag = tagsOf(parts);
  return tag('X509Data', '', [tag('X509Certificate', '', [wrapped(certificate, parts.lineBreak)])]);
}

function prefixListXml(prefixes: readonly string[] | undefined): string {
  return prefixes === undefined
    ? ''
    : `<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${prefixes.join(' ')}"/>`;
}

function tagsOf({ prefix = 'ds', lineBreak = '' }: SignOptions) {
  return (name: string, attributes: string, children: readonly string[] = []): string => {
    const qualified = prefix === '' ? name : `${prefix}:${name}`;
    const between = children.some((child) => child.startsWith('<')) ? lineBreak : '';
    const content = children.filter((child) => child !== '').map((child) => between + child);
    return `<${qualified}${attributes}>${content.join('')}${between}</${qualified}>`;
  };
}

/** The text cut where the signature is to stand. Looks for start tags alone, so IDs must not occur in comments or CDATA sections. */
function placeOf(xml: string, { id, position = 'behind-issuer' }: SignOptions): { before: string; after: string } {
  const tag = id === undefined ? rootTag : new RegExp(`<(${name})(?:${someAttribute})*?\\s+ID\\s*=\\s*(?:"${id}"|'${id}')${restOfTag}`);
  const found = tag.exec(xml.replace(prolog, (all) => ' '.repeat(all.length)));
  if (found === null) throw new Error(`there is no element with the ID ${id}`);
  const [start, qualifiedName] = found as unknown as readonly [string, string];
  const end = found.index + start.length;
  if (start.endsWith('/>')) return { before: `${xml.slice(0, end - 2)}>`, after: `</${qualifiedName}>${xml.slice(end)}` };
  if (position === 'last') return cut(xml, endTagOf(xml, qualifiedName, end));
  const issuer =
    position === 'first'
      ? null
      : new RegExp(`^\\s*<((?:[^\\s<>/=:]+:)?Issuer)${restOfTag}[^<]*</\\1\\s*>`).exec(
          xml.slice(end).replaceAll(/<!--[\s\S]*?-->/g, (all) => ' '.repeat(all.length)),
        );
  return cut(xml, end + (issuer?.[0].length ?? 0));
}

function endTagOf(xml: string, qualifiedName: string, from: number): number {
  const tags = new RegExp(`</?${qualifiedName}(?![^\\s/>])${restOfTag}`, 'g');
  tags.lastIndex = from;
  for (let depth = 1, tag = tags.exec(xml); tag !== null; tag = tags.exec(xml)) {
    if (tag[0].startsWith('</')) depth -= 1;
    else if (!tag[0].endsWith('/>')) depth += 1;
    if (depth === 0) return tag.index;
  }
  throw new Error(`${qualifiedName} is not closed`);
}

function cut(xml: string, at: number): { before: string; after: string } {
  return { before: xml.slice(0, at), after: xml.slice(at) };
}

function defaultUri(xml: string, { id }: SignOptions): string {
  const own = id ?? attribute(parseDocument(xml, metadataLimits).root, 'ID');
  return own === undefined ? '' : `#${own}`;
}

/** The element to be signed, with the signature that still awaits its value. */
function located(xml: string, id: string | undefined): { document: Document; element: Element; signature: Element } {
  const document = parseDocument(xml, metadataLimits);
  const element = id === undefined ? document.root : withId(document.root, id);
  const signature = element && childElements(element).find((child) => isElement(child, dsig, 'Signature') && isAwaiting(child));
  if (element === undefined || signature === undefined) throw new Error('the signature did not come to stand in the element');
  return { document, element, signature };
}

/** The first element in document order that has an ID, or undefined. */
export function withId(element: Element, id: string): Element | undefined {
  if (attribute(element, 'ID') === id) return element;
  for (const child of childElements(element)) {
    const found = withId(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAwaiting(signature: Element): boolean {
  return childElements(signature).some((part) => isElement(part, dsig, 'SignatureValue') && onlyText(part)?.trim() === awaited);
}

function signedInfoOf(signature: Element): Element {
  const found = childElements(signature).find((part) => isElement(part, dsig, 'SignedInfo'));
  if (found === undefined) throw new Error('the signature lost its SignedInfo');
  return found;
}

function formOf(form: FormName = 'exclusive'): CanonicalForm {
  return canonicalForms.get(formUris[form]) as CanonicalForm;
}

function listed(prefixes: readonly string[] = []): readonly string[] {
  return prefixes.map((prefix) => (prefix === '#default' ? '' : prefix));
}

function wrapped(base64: string, lineBreak = ''): string {
  return lineBreak === '' ? base64 : base64.replace(/.{76}(?=.)/g, (line) => line + lineBreak);
}

function apply(change: ((text: string) => string) | undefined, text: string): string {
  return change === undefined ? text : change(text);
}

const awaited = 'YXdhaXRlZA==';
const name = '[^\\s<>/=!?"\'&]+';
const someAttribute = `\\s+${name}\\s*=\\s*(?:"[^"]*"|'[^']*')`;
const restOfTag = `(?:${someAttribute})*\\s*/?>`;
const rootTag = new RegExp(`<(${name})${restOfTag}`);
const prolog = /^\uFEFF?(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)+/;
