import { describe, expect, it } from 'vitest';
import { Contents } from '../../../src/xml/contents.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';

describe('the contents of an element', () => {
  it('are taken one after the other', () => {
    const contents = of('<a/> <!-- --> <b/>\n<b/><c/>');
    expect(contents.required('urn:1', 'a').name).toBe('a');
    expect(contents.optional('urn:1', 'c')).toBeUndefined();
    expect(contents.many('urn:1', 'b')).toHaveLength(2);
    expect(contents.many('urn:1', 'b')).toEqual([]);
    expect(contents.manyOf(({ name }) => name !== 'b').map(({ name }) => name)).toEqual(['c']);
    expect(() => contents.end()).not.toThrow();
  });

  it('lack what is not next', () => {
    expect(() => of('<b/><a/>').required('urn:1', 'a')).toThrow(Refused);
    expect(() => of('').required('urn:1', 'a')).toThrow(Refused);
  });

  it('are known by namespace and name together', () => {
    expect(of('<a xmlns="urn:2"/>').optional('urn:1', 'a')).toBeUndefined();
    expect(of('<p:a xmlns:p="urn:1"/>').optional('urn:1', 'a')).toBeDefined();
  });

  it('must all be taken', () => {
    const contents = of('<a/><b/>');
    contents.required('urn:1', 'a');
    expect(() => contents.end()).toThrow(Refused);
  });

  it('hold no text but white space', () => {
    for (const text of ['x', '<a/>x', '&#160;', '<![CDATA[x]]>', '<a/><!-- -->\u200B']) expect(() => of(text)).toThrow(Refused);
    expect(() => of(' \n<![CDATA[ ]]>&#9;<!--x-->').end()).not.toThrow();
  });
});

class Refused extends Error {}

function of(xml: string): Contents {
  return new Contents(parseDocument(`<r xmlns="urn:1">${xml}</r>`, messageLimits).root, (problem) => new Refused(problem));
}
