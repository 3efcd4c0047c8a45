import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/xml/canonical.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { type Limits, messageLimits, metadataLimits } from '../../../src/xml/limits.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('a limit', () => {
  it.each<[keyof Limits, number, string, string]>([
    ['bytes', 10, '<a>xxx</a>', '<a>xxxx</a>'],
    ['depth', 2, '<a><b/><b></b></a>', '<a><b><c/></b></a>'],
    ['elements', 3, '<a><b/><b/></a>', '<a><b/><b/><b/></a>'],
    ['attributes', 2, '<a b="" c=""/>', '<a b="" c="" d=""/>'],
    ['attributes', 2, '<a xmlns="urn:1" c=""/>', '<a xmlns="urn:1" c="" xmlns:d="urn:2"/>'],
    [
      'namespaces',
      2,
      '<a xmlns="urn:1"><b xmlns:p="urn:1"/><c xmlns:q="urn:1"/></a>',
      '<a xmlns="urn:1"><b xmlns:p="urn:1"><c xmlns:q="urn:1"/></b></a>',
    ],
    ['namespaces', 2, '<a xmlns:p="urn:1" xmlns:q="urn:2"/>', '<a xmlns:p="urn:1" xmlns:q="urn:2" xmlns:r="urn:3"/>'],
    ['nameLength', 5, '<abcde/>', '<abcdef/>'],
    ['nameLength', 5, '<a bcdef=""/>', '<a bcdefg=""/>'],
    ['nameLength', 5, '<abcde:fghij xmlns:abcde="urn:1"/>', '<abcdef:g xmlns:abcdef="urn:1"/>'],
    ['namespaceLength', 6, '<a xmlns="urn:12"/>', '<a xmlns="urn:123"/>'],
    ['namespaceLength', 6, '<a xmlns:p="urn:12"/>', '<a xmlns:p="urn:123"/>'],
  ])('on %s allows %i and refuses more', (limit, maximum, atLimit, over) => {
    const limits = { ...messageLimits, [limit]: maximum };
    expect(refusal(() => parseDocument(atLimit, limits))).toBe('accepted');
    expect(refusal(() => parseDocument(Buffer.from(atLimit), limits))).toBe('accepted');
    expect(refusal(() => parseDocument(over, limits))).toBe('xml.limit');
    expect(refusalDetails(() => parseDocument(Buffer.from(over), limits))).toMatchObject({ limit, maximum });
  });

  it('on bytes counts octets, and refuses before it looks at any', () => {
    expect(refusal(() => parseDocument(Buffer.from('<a>\u20AC</a>'), { ...messageLimits, bytes: 9 }))).toBe('xml.limit');
    expect(refusal(() => parseDocument(new Uint8Array(11).fill(0xff), { ...messageLimits, bytes: 10 }))).toBe('xml.limit');
  });

  it('on bytes holds for a canonical form as well, however small the document', () => {
    const uri = `urn:${'x'.repeat(1_000)}`;
    const document = parseDocument(`<a xmlns:p="${uri}">${'<p:b/>'.repeat(500)}</a>`, { ...messageLimits, bytes: 10_000 });
    const form = { kind: 'exclusive', comments: false } as const;
    expect(refusalDetails(() => canonicalize(document, { element: document.root }, form))).toMatchObject({
      limit: 'canonical-bytes',
      maximum: 10_000,
    });
    expect(refusal(() => canonicalize(document, { element: document.root }, { kind: 'inclusive-1.0', comments: false }))).toBe('accepted');
  });

  it('is not met by what products send', () => {
    const groups = '<Attribute><AttributeValue>CN=Group,OU=Groups,DC=example</AttributeValue></Attribute>'.repeat(2_000);
    expect(refusal(() => parseDocument(`<a>${groups}</a>`, messageLimits))).toBe('accepted');
  });

  it('is wider for metadata in bytes and elements alone', () => {
    expect({ ...metadataLimits, bytes: 0, elements: 0 }).toEqual({ ...messageLimits, bytes: 0, elements: 0 });
    expect(refusal(() => parseDocument(`<a>${'<b/>'.repeat(30_000)}</a>`, messageLimits))).toBe('xml.limit');
    expect(refusal(() => parseDocument(`<a>${'<b/>'.repeat(30_000)}</a>`, metadataLimits))).toBe('accepted');
  });

  it('is documented by its value', () => {
    expect(messageLimits).toEqual({
      bytes: 1_048_576,
      depth: 100,
      elements: 20_000,
      attributes: 256,
      namespaces: 128,
      nameLength: 1_024,
      namespaceLength: 2_048,
    });
  });
});
