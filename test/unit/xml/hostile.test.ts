import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../../src/core/errors.ts';
import { canonicalize } from '../../../src/xml/canonical.ts';
import { canonicalForms } from '../../../src/xml/canonical-form.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { hostileShapes } from '../../bench/hostile.ts';
import { keyPair, trusting } from '../../support/keys.ts';

describe.each([64, 256])('hostile input of %i KB', (kilobytes) => {
  it.each(hostileShapes)('is answered by a document or an SsoError: $name', ({ make }) => {
    const source = make(kilobytes * 1024);
    expect(source.byteLength).toBeGreaterThan(1_000);
    expect(source.byteLength).toBeLessThanOrEqual(kilobytes * 1024);
    expect(outcome(source)).toMatch(/^(document|xml\.|signature\.)/);
  });
});

describe('hostile input', () => {
  it.each(hostileShapes)('is as expected at 256 KB: $name', ({ name, make }) => {
    expect(Object.entries(expected).find(([, names]) => names.includes(name))?.[0]).toBe(outcome(make(256 * 1024)));
  });

  it('has shapes of different names', () => {
    expect(new Set(hostileShapes.map(({ name }) => name)).size).toBe(hostileShapes.length);
  });
});

function outcome(source: Uint8Array): string {
  try {
    const document = parseDocument(source, messageLimits);
    const signature = signatureOf(document.root);
    if (signature !== undefined) verifyElement(document, document.root, signature, trusting([keyPair('rsa-2048')]), []);
    for (const form of canonicalForms.values()) canonicalize(document, { element: document.root }, form);
    return 'document';
  } catch (error) {
    if (isSsoError(error)) return error.code;
    throw error;
  }
}

/** What refuses each shape at 256 KB; `document` where nothing does until a signature is asked for. */
const expected: Readonly<Record<string, readonly string[]>> = {
  document: [
    'plain text',
    'many elements with IDs',
    'the default namespace declared on each sibling',
    'many prefixes in use, many text runs',
    'long namespace names alike on many attributes',
    'long namespace names alike on a few attributes of many elements',
    'many comments',
    'comments between text',
    'many CDATA sections',
    'empty CDATA sections',
    'ends of a CDATA section in a value',
    'entity references in text',
    'character references in an attribute',
    'white space in an attribute',
    'white space in a tag',
    'carriage returns',
    'carriage returns by reference',
    'characters beyond the basic plane',
    'greater-than signs',
    'brackets',
    'comments before the root',
    'comments behind the root',
  ],
  'signature.profile': [
    'many Signature elements',
    'many whole Signatures',
    'many transforms',
    'many references',
    'a long inclusive prefix list',
    'a prefix list of distinct prefixes',
    'a signature value of padding',
  ],
  'signature.value': [
    'many certificates',
    'a long signature value',
    'a signature value of line ends',
    'a long digest value',
    'a long signed element',
    'a long signed element in all its namespaces',
  ],
  'xml.doctype': ['nested entity declarations'],
  'xml.encoding': ['NUL', 'octets of no encoding'],
  'xml.entity': ['undefined entity references', 'entity references without end', 'a reference of many digits', 'bare ampersands'],
  'xml.instruction': ['many processing instructions'],
  'xml.limit': [
    'many small elements',
    'many elements with content',
    'distinct element names',
    'distinct names, self-closed',
    'many elements with one ID',
    'many attributes on one element',
    'many attributes with the same hash',
    'many namespace declarations on one element',
    'deep nesting',
    'deep nesting of distinct names',
    'namespace declarations, 90 deep',
    'a long namespace name on many siblings',
    'a long namespace name within the limits on many siblings',
    'many prefixes in use, many children',
    'ends of CDATA sections in many values',
    'one long name',
    'unclosed elements',
    'unclosed, distinct names',
    'many Signatures in each other',
    'many KeyInfo',
  ],
  'xml.syntax': [
    'CDATA section openers',
    'tag openers only',
    'stray end tags',
    'unterminated comment openers',
    'hyphens in a comment that does not end',
    'attribute without end quote',
    'attributes without end quote',
    'an XML declaration without end',
    'white space alone',
    'nothing but a byte order mark in UTF-16',
  ],
};
