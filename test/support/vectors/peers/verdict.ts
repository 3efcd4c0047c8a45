import type { Finding } from '../../../../src/core/rules.ts';
import { type Document, type Element, parseDocument } from '../../../../src/xml/document.ts';
import { childElements, isElement } from '../../../../src/xml/element.ts';
import { messageLimits } from '../../../../src/xml/limits.ts';
import { dsig, signatureOf } from '../../../../src/xmldsig/profile.ts';
import type { Trust } from '../../../../src/xmldsig/trust.ts';
import { verifyElement } from '../../../../src/xmldsig/verify.ts';
import { textOf } from '../claims.ts';
import { type Expected, expectedOf, type Vector } from '../format.ts';
import type { Answer } from './peer.ts';

/**
 * What is to be thought of an answer.
 * `right`: as the vector has it. `refused`: a good message was, or somebody signed in without a name or an attribute.
 * `forged`: it took for signed what no trusted key signed, or read something
 * else than what was signed. `unmet`: what it read was signed, but for somebody else, or its time is over. `lax`: a demand on the form was
 * passed over and nothing else came of it. `uncounted`: the vector asks for what the peer leaves to its caller.
 */
export type Verdict = 'right' | 'refused' | 'forged' | 'unmet' | 'lax' | 'uncounted';

/** @param answer - undefined where the peer refused */
export function verdictOf(vector: Vector, answer: Answer | undefined, trust: Trust): Verdict {
  const expected = expectedOf(vector);
  if (isUncounted(vector, expected)) return 'uncounted';
  if (expected.accept) return ofGood(answer, expected.claims);
  if (answer === undefined) return 'right';
  if (!isVouchedFor(vector, answer, trust, expected.code)) return 'forged';
  return (expected.rule ?? '').split(' ').some((rule) => promises.has(rule)) ? 'unmet' : 'lax';
}

function ofGood(answer: Answer | undefined, claims: Readonly<Record<string, unknown>>): Verdict {
  if (answer === undefined) return 'refused';
  if (!says(answer, claims)) return 'forged';
  return lacks(answer, claims) ? 'refused' : 'right';
}

/** Replay, limits, strength of algorithms, and what was asked for: policies, or matters of a store. */
function isUncounted({ path }: Vector, expected: Expected): boolean {
  if (expected.accept) return false;
  const { code, rule = '' } = expected;
  return (
    /^(?:assertion\.replayed|store\.|xml\.limit)/.test(code) ||
    policies.has(code) ||
    policies.has(rule) ||
    /sha1|md5|rsa-1024|rsa-1_5|triple-des/.test(path)
  );
}

/** True where what came out is what the vector claims, as far as both say something. White space around a name counts. */
function says({ subject, attributes, text }: Answer, claims: Readonly<Record<string, unknown>>): boolean {
  const expectedSubject = claims['subject'] as { readonly value: string } | null | undefined;
  if (subject !== undefined && expectedSubject !== undefined && subject !== expectedSubject?.value) return false;
  if (text !== undefined && claims['text'] !== undefined && text !== claims['text']) return false;
  const expectedAttributes = claims['attributes'] as readonly (readonly [string, readonly string[]])[] | undefined;
  return (
    expectedAttributes === undefined ||
    Object.entries(attributes ?? {}).every(([name, values]) => isAmong(expectedAttributes, name, values))
  );
}

/** True where the name or an attribute did not come out. */
function lacks({ subject, attributes }: Answer, claims: Readonly<Record<string, unknown>>): boolean {
  if (attributes === undefined) return false;
  const named = claims['subject'] as { readonly value: string } | null | undefined;
  const expected = (claims['attributes'] ?? []) as readonly (readonly [string, readonly string[]])[];
  const isThere = ([name, values]: readonly [string, readonly string[]]) => values.join('') === '' || Object.hasOwn(attributes, name);
  return (named != null && subject === undefined) || !expected.every(isThere);
}

/** Structures are not compared: peers have shapes of their own for them. */
function isAmong(expected: readonly (readonly [string, readonly string[]])[], name: string, values: readonly string[]): boolean {
  const known = expected.flatMap(([other, all]) => (other === name ? all : []));
  return values.every((value) => value === '""' || value.startsWith('{') || known.includes(value));
}

/** True where a trusted key signed what the peer read, by our own verifier; where that cannot read it, where nobody else is named. */
function isVouchedFor({ message }: Vector, { subject, text }: Answer, trust: Trust, code: string): boolean {
  // Whoever is named in a ciphertext as these two are, was named so by the provider.
  if (Buffer.from(message).includes('EncryptedAssertion')) return subject === undefined || /^(?:alice|bob)@/.test(subject);
  const signed = signedTexts(message, trust);
  if (text !== undefined) return signed.some((one) => one.trim() === text) || !forging.has(code);
  if (subject !== undefined) return signed.some((one) => one.includes(subject)) || (!forging.has(code) && /^alice/.test(subject));
  return signed.length > 0 || !forging.has(code);
}

/** The text of each element whose signature holds. */
function signedTexts(message: Uint8Array, trust: Trust): readonly string[] {
  try {
    const document = parseDocument(message, messageLimits);
    return withSignature(document.root).flatMap((element) => verifiedText(document, element, trust));
  } catch {
    return [];
  }
}

function withSignature(element: Element): readonly Element[] {
  const own = childElements(element).some((child) => isElement(child, dsig, 'Signature')) ? [element] : [];
  return [...own, ...childElements(element).flatMap(withSignature)];
}

function verifiedText(document: Document, element: Element, trust: Trust): readonly string[] {
  const findings: Finding[] = [];
  try {
    const signature = signatureOf(element);
    return signature === undefined ? [] : [textOf(verifyElement(document, element, signature, trust, findings).value)];
  } catch {
    return [];
  }
}

/** Where these refuse, nobody that is trusted has signed. */
const forging: ReadonlySet<string> = new Set(['signature.missing', 'signature.value', 'signature.digest', 'signature.key']);

/** What a signed assertion promises to whom it is for, and no caller would expect to be left with. */
const promises: ReadonlySet<string> = new Set([
  'assertion.issuer',
  'conditions.audience',
  'conditions.not-before',
  'conditions.not-on-or-after',
  'conditions.unknown',
  'confirmation.bearer',
  'confirmation.recipient',
  'confirmation.not-on-or-after',
  'confirmation.in-response-to',
  'response.destination',
  'response.in-response-to',
  'response.issuer',
  'response.status',
  'session.not-on-or-after',
]);

/** What a service decides for itself, or what only signon is told. */
const policies: ReadonlySet<string> = new Set([
  'assertion.age',
  'assertion.encrypted',
  'authentication.age',
  'authentication.context',
  'authentication.forced',
  'destination.missing',
  'encryption.authenticated',
  'message.parameter',
  'provider.asked',
  'provider.unsolicited',
  'request.endpoint',
  'response.encrypted',
  'signature.limit',
  'subject.format',
  'unsolicited.age',
]);
