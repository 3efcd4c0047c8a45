import { fromBase64 } from '../core/bytes.ts';
import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { type CanonicalForm, canonicalForms } from '../xml/canonical-form.ts';
import { Contents } from '../xml/contents.ts';
import type { Document, Element } from '../xml/document.ts';
import { attribute, childrenNamed, onlyText } from '../xml/element.ts';

/** A signature whose structure was found to be sound; nothing in it is verified yet. */
export interface SignatureProfile {
  readonly signature: Element;
  readonly signedInfo: Element;
  readonly signedInfoForm: FormWithPrefixes;
  readonly signatureAlgorithm: string;
  readonly signatureValue: Uint8Array;
  /** The form in which the covered element was digested. */
  readonly form: FormWithPrefixes;
  readonly digestAlgorithm: string;
  readonly digestValue: Uint8Array;
}

/** A canonical form with its InclusiveNamespaces PrefixList. */
export interface FormWithPrefixes {
  readonly form: CanonicalForm;
  readonly prefixes: readonly string[];
}

export const dsig = 'http://www.w3.org/2000/09/xmldsig#';

/**
 * The signature that an element carries as its child, if it carries one.
 *
 * @throws SsoError `signature.profile` for several
 */
export function signatureOf(element: Element): Element | undefined {
  const signatures = childrenNamed(element, dsig, 'Signature');
  if (signatures.length > 1) throw problem(element, 'carries several signatures');
  return signatures[0];
}

/**
 * Checks, before any cryptography, that a signature has the one structure that SAML allows: enveloped in the element it covers, one
 * reference to just that element, one canonical form, no objects. What could mean two things to two readers is refused.
 *
 * @throws SsoError `signature.profile`, or `signature.algorithm` for an unknown canonical form or transform
 * @see SAMLCore 5.4; XML Signature 4
 */
export function profileOf(document: Document, covered: Element, signature: Element): SignatureProfile {
  const refuse: Refuse = (what, within) => problem(covered, within === undefined ? what : `${within.name} ${what}`);
  const parts = new Contents(signature, refuse);
  const signedInfo = parts.required(dsig, 'SignedInfo');
  const signatureValue = octets(parts.required(dsig, 'SignatureValue'), refuse);
  // Anybody can write any key there: the trusted record decides which keys are tried.
  parts.optional(dsig, 'KeyInfo');
  parts.end();

  const info = new Contents(signedInfo, refuse);
  const signedInfoForm = canonicalForm(info.required(dsig, 'CanonicalizationMethod'), 'canonicalization', refuse);
  const signatureAlgorithm = algorithmOf(info.required(dsig, 'SignatureMethod'), refuse);
  const reference = info.required(dsig, 'Reference');
  info.end();

  checkTarget(document, covered, reference, refuse);
  const referenced = new Contents(reference, refuse);
  const form = transformed(referenced.required(dsig, 'Transforms'), refuse);
  const digestAlgorithm = algorithmOf(referenced.required(dsig, 'DigestMethod'), refuse);
  const digestValue = octets(referenced.required(dsig, 'DigestValue'), refuse);
  referenced.end();
  return { signature, signedInfo, signedInfoForm, signatureAlgorithm, signatureValue, form, digestAlgorithm, digestValue };
}

/** The reference must mean the covered element whoever resolves it: by its ID, which nothing else bears, or as the whole document. */
function checkTarget(document: Document, covered: Element, reference: Element, refuse: Refuse): void {
  if (document.duplicateId !== undefined) throw refuse('an ID occurs twice in the document');
  const uri = attribute(reference, 'URI');
  if (uri === undefined) throw refuse('Reference has no URI');
  if (uri === '' && covered === document.root) return;
  const id = attribute(covered, 'ID');
  if (id === undefined || id === '' || uri !== `#${id}`) throw refuse('Reference is not to the element that carries the signature');
}

/** SAMLCore 5.4.4: the enveloped signature transform, then at most one canonical form. */
function transformed(transforms: Element, refuse: Refuse): FormWithPrefixes {
  const parts = new Contents(transforms, refuse);
  const [enveloped, canonical, ...more] = parts.many(dsig, 'Transform');
  parts.end();
  if (enveloped === undefined || more.length > 0) throw refuse('Transforms must hold one or two transforms');
  const first = algorithmOf(enveloped, refuse);
  if (first !== envelopedSignature) {
    if (canonicalForms.has(first)) throw refuse('the first transform must be that of an enveloped signature');
    throw new SsoError('signature.algorithm', { algorithm: legible(first), use: 'transform' });
  }
  // "If the output is a node-set and the next step needs octets", Canonical XML 1.0 makes them (XML Signature 4.4.3.2).
  // Sound: the table has it.
  const inclusive = canonicalForms.get('http://www.w3.org/TR/2001/REC-xml-c14n-20010315') as CanonicalForm;
  const { form, prefixes } = canonical === undefined ? { form: inclusive, prefixes: [] } : canonicalForm(canonical, 'transform', refuse);
  // A reference by ID or to the whole document selects no comments, whatever the form would do with them (XML Signature 4.4.3.3).
  return { form: { kind: form.kind, comments: false }, prefixes };
}

function canonicalForm(method: Element, use: 'canonicalization' | 'transform', refuse: Refuse): FormWithPrefixes {
  const algorithm = attribute(method, 'Algorithm') ?? '';
  const form = canonicalForms.get(algorithm);
  if (form === undefined) throw new SsoError('signature.algorithm', { algorithm: legible(algorithm), use });
  const parts = new Contents(method, refuse);
  const list = form.kind === 'exclusive' ? parts.optional(exclusiveNamespace, 'InclusiveNamespaces') : undefined;
  parts.end();
  return { form, prefixes: list === undefined ? [] : prefixList(list, refuse) };
}

function prefixList(list: Element, refuse: Refuse): readonly string[] {
  const names = attribute(list, 'PrefixList') ?? '';
  if (names.length > longestPrefixList) throw refuse(`PrefixList is longer than ${longestPrefixList} characters`);
  return names
    .split(/[ \t\r\n]+/)
    .filter((name) => name !== '')
    .map((name) => (name === '#default' ? '' : name));
}

/** The algorithm of an element that must say nothing more: a parameter that is not understood could change what it means. */
function algorithmOf(method: Element, refuse: Refuse): string {
  const algorithm = attribute(method, 'Algorithm');
  if (algorithm === undefined) throw refuse(`${method.name} names no algorithm`);
  new Contents(method, refuse).end();
  return algorithm;
}

function octets(element: Element, refuse: Refuse): Uint8Array {
  const text = onlyText(element);
  const value = text === undefined ? undefined : fromBase64(text);
  if (!(value instanceof Uint8Array) || value.length === 0) throw refuse(`${element.name} is not base64`);
  return value;
}

function problem(covered: Element, what: string): SsoError<'signature.profile'> {
  return new SsoError('signature.profile', { element: covered.name, problem: legible(what) });
}

/** Refuses the signature for what is wrong with it, or with an element within. */
type Refuse = (what: string, within?: Element) => SsoError;

const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const exclusiveNamespace = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const longestPrefixList = 1_024;
