import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Element, parseDocument } from '../../../src/xml/document.ts';
import { attribute, childElements, childrenNamed, collapse, isElement, onlyText } from '../../../src/xml/element.ts';
import { messageLimits } from '../../../src/xml/limits.ts';

describe('an attribute of an element', () => {
  it('is found by its name where it has no prefix', () => {
    expect(attribute(root('<a ID="x"/>'), 'ID')).toBe('x');
    expect(attribute(root('<a ID=""/>'), 'ID')).toBe('');
    expect(attribute(root('<a id="x" xmlns:p="urn:1" p:ID="y"/>'), 'ID')).toBeUndefined();
  });

  it('is none where JavaScript has one', () => {
    expect(attribute(root('<a/>'), 'constructor')).toBeUndefined();
  });
});

describe('the children of an element', () => {
  it('are told apart from its text, and by namespace and name', () => {
    const element = root('<r>1<a/>2<b/><a xmlns="urn:1"/><p:a xmlns:p="urn:1"/></r>');
    expect(childElements(element).map(({ name }) => name)).toEqual(['a', 'b', 'a', 'a']);
    expect(childrenNamed(element, 'urn:1', 'a')).toHaveLength(2);
    expect(childrenNamed(element, '', 'a')).toHaveLength(1);
    expect(isElement('a', '', 'a')).toBe(false);
    expect(isElement(undefined, '', 'a')).toBe(false);
  });
});

describe('the text of an element', () => {
  it('is all of it, untrimmed, where nothing else is there', () => {
    expect(onlyText(root('<a> x<!-- -->y<![CDATA[ z]]> </a>'))).toBe(' xy z ');
    expect(onlyText(root('<a/>'))).toBe('');
    expect(onlyText(root('<a><!-- --></a>'))).toBe('');
  });

  it('is undefined where an element divides or replaces it', () => {
    for (const xml of ['<a><b/></a>', '<a>x<b/></a>', '<a><b/>x</a>', '<a>x<b/>y</a>']) expect(onlyText(root(xml))).toBeUndefined();
  });
});

describe('collapsed white space', () => {
  it.each([
    ['', ''],
    [' ', ''],
    ['a', 'a'],
    [' a ', 'a'],
    ['\r\n\ta\t\n b  c\r', 'a b c'],
    ['\u00A0a\u00A0', '\u00A0a\u00A0'],
  ])('of %j is %j', (text, expected) => {
    expect(collapse(text)).toBe(expected);
  });

  test.prop([fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', 'a', '\u00A0') })])('stays as it is', (text) => {
    expect(collapse(collapse(text))).toBe(collapse(text));
    expect(collapse(text)).not.toMatch(/^ | $| {2}|[\t\r\n]/);
  });
});

function root(xml: string): Element {
  return parseDocument(xml, messageLimits).root;
}
