import { describe, expect, it } from 'vitest';
import { attributeValue, parse, textOf } from '../../support/parsed.ts';
import { refusal } from '../../support/refusal.ts';

describe('text', () => {
  it('is never split by a comment', () => {
    expect(parse('<a>user@idp.example<!-- -->.attacker.example</a>').root.children).toEqual(['user@idp.example.attacker.example']);
    expect(parse('<a><!--x-->b<!----><!--y-->c<!--z--></a>').root.children).toEqual(['bc']);
  });

  it('is never split by a CDATA section or a reference', () => {
    expect(parse('<a>1<![CDATA[<2>&amp;]]>3&lt;4&#53;<![CDATA[]]><![CDATA[6]]></a>').root.children).toEqual(['1<2>&amp;3<456']);
  });

  it('is split by an element alone', () => {
    expect(parse('<a>1<b/>2<!-- --><c/>3</a>').root.children).toMatchObject(['1', { name: 'b' }, '2', { name: 'c' }, '3']);
  });

  it('does not exist where there is none', () => {
    expect(parse('<a></a>').root.children).toEqual([]);
    expect(parse('<a><![CDATA[]]></a>').root.children).toEqual([]);
    expect(parse('<a>1<![CDATA[]]></a>').root.children).toEqual(['1']);
    expect(parse('<a>1<![CDATA[]]>2</a>').root.children).toEqual(['12']);
    expect(parse('<a><!-- --></a>').root.children).toEqual([]);
  });

  it('keeps its white space', () => {
    expect(parse('<a> \t\n b </a>').root.children).toEqual([' \t\n b ']);
  });

  it.each([
    '<a>]]></a>',
    '<a>b]]>c</a>',
    '<a>]]]></a>',
    '<a b="]]>">]]></a>',
    '<a><![CDATA[x]]>]]></a>',
    '<a><!-- ]]> -->]]></a>',
    '<a><b/>]]></a>',
  ])('cannot hold the end of a CDATA section: %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
  });

  it('may hold what only resembles the end of a CDATA section', () => {
    expect(textOf('<a>]] ]> ]&gt; ]]&gt; ]]&#62;</a>')).toBe(']] ]> ]> ]]> ]]>');
    expect(textOf('<a>]]<!-- -->></a>')).toBe(']]>');
    expect(textOf('<a><![CDATA[]]]]>></a>')).toBe(']]>');
    expect(textOf('<a><![CDATA[]]]]><![CDATA[>]]></a>')).toBe(']]>');
    expect(textOf('<a><!-- ]]> --><b c="]]>" d="]]>"/>x<![CDATA[y]]>z</a>')).toBe('xyz');
  });

  it('ends its lines with one line feed, however they were ended', () => {
    expect(textOf('<a>1\r\n2\r3\n4\r\r\n5</a>')).toBe('1\n2\n3\n4\n\n5');
    expect(textOf('<a><![CDATA[1\r\n2\r3]]></a>')).toBe('1\n2\n3');
  });

  it('keeps a carriage return that is referred to', () => {
    expect(textOf('<a>1&#13;\n2&#xD;3</a>')).toBe('1\r\n2\r3');
  });

  it('takes line ends of other standards as the characters they are', () => {
    expect(textOf('<a>1\u00852\u20283\u2029</a>')).toBe('1\u00852\u20283\u2029');
  });
});

describe('a reference', () => {
  it('to a character gives that character', () => {
    expect(textOf('<a>&#65;&#x42;&#x0043;&#x1F600;&#x1f600;&#9;&#10;</a>')).toBe('ABC\u{1F600}\u{1F600}\t\n');
  });

  it('to one of the five entities gives what it stands for, once', () => {
    expect(textOf('<a>&lt;&gt;&amp;&apos;&quot;&amp;lt;&#38;lt;</a>')).toBe('<>&\'"&lt;&lt;');
    expect(attributeValue('&lt;&gt;&amp;&apos;&quot;&#38;#38;')).toBe('<>&\'"&#38;');
  });

  it.each([
    '&#0;',
    '&#x0;',
    '&#1;',
    '&#11;',
    '&#x1F;',
    '&#xD800;',
    '&#xDFFF;',
    '&#xFFFE;',
    '&#xFFFF;',
    '&#x110000;',
    '&#xFFFFFFFF;',
    '&#999999999;',
  ])('cannot be to %s, which is no character', (reference) => {
    expect(refusal(() => parse(`<a>${reference}</a>`))).toBe('xml.character');
    expect(refusal(() => parse(`<a b="${reference}"/>`))).toBe('xml.character');
  });

  it.each([
    '&nbsp;',
    '&b;',
    '&LT;',
    '&Amp;',
    '&lt',
    '&',
    '& ',
    '&;',
    '&#;',
    '&#x;',
    '&#X41;',
    '&#6 5;',
    '&# 65;',
    '&#-65;',
    '&#65',
    '&#x4G;',
    '&__proto__;',
    '&constructor;',
    '%b;&',
  ])('cannot be %j', (reference) => {
    expect(refusal(() => parse(`<a>${reference}</a>`))).toBe('xml.entity');
    expect(refusal(() => parse(`<a b="${reference}"/>`))).toBe('xml.entity');
  });

  it('is nothing within a CDATA section or a comment', () => {
    expect(textOf('<a><![CDATA[&lt;&nbsp;&#0;]]><!-- &nbsp; & --></a>')).toBe('&lt;&nbsp;&#0;');
  });
});

describe('a character', () => {
  it.each(['\u0000', '\u0001', '\u0008', '\u000B', '\u000C', '\u001F', '\uFFFE', '\uFFFF'])('cannot be %j anywhere', (character) => {
    for (const xml of [
      `<a>${character}</a>`,
      `<a b="${character}"/>`,
      `<a><!--${character}--></a>`,
      `<a><![CDATA[${character}]]></a>`,
      `<a/>${character}`,
      `${character}<a/>`,
    ])
      expect(refusal(() => parse(xml))).toBe('xml.character');
  });

  it.each(['\t', ' ', '\u007F', '\u0085', '\uD7FF', '\uE000', '\uFFFD', '\u{10000}', '\u{10FFFF}'])('may be %j', (character) => {
    expect(textOf(`<a>${character}</a>`)).toBe(character);
  });
});
