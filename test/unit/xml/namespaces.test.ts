import { describe, expect, it } from 'vitest';
import type { Element } from '../../../src/xml/document.ts';
import { attributeValue, names, parse } from '../../support/parsed.ts';
import { refusal } from '../../support/refusal.ts';

describe('an attribute', () => {
  it('has a value in either kind of quotes, with the other within', () => {
    expect(parse(`<a b="it's" c='"'/>`).root.attributes).toMatchObject([
      { name: 'b', value: "it's" },
      { name: 'c', value: '"' },
    ]);
  });

  it('has its white space made into spaces, each one character', () => {
    expect(attributeValue('1\t2\n3\r\n4\r5  6 ')).toBe('1 2 3 4 5  6 ');
  });

  it('keeps white space that is referred to', () => {
    expect(attributeValue('1&#9;2&#10;3&#13;4&#xD;&#xA;5\t&#9;')).toBe('1\t2\n3\r4\r\n5 \t');
  });

  it('may hold what only text may not', () => {
    expect(attributeValue(']]>')).toBe(']]>');
    expect(attributeValue('>')).toBe('>');
  });

  it.each([
    '<a b="<"/>',
    '<a b/>',
    '<a b=/>',
    '<a b=c/>',
    '<a b=cac/>',
    '<a b!"c"/>',
    '<a b="c/>',
    '<a b="c"d="e"/>',
    '<a "b"/>',
    '<a b=\'c"/>',
    '<a ="c"/>',
    '<a b="c" />x',
    '<a b c="d"/>',
    '<a b="1" =/>',
  ])('cannot be written as in %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
  });

  it('may have white space around its equals sign and behind it', () => {
    expect(parse('<a\n\tb =\r\n"c" ></a >').root.attributes).toMatchObject([{ name: 'b', value: 'c' }]);
  });

  it.each([
    ['the same name', '<a b="1" b="2"/>'],
    ['the same value too', '<a b="1" b="1"/>'],
    ['one namespace by two prefixes', '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>'],
    ['one namespace by prefixes declared further out and here', '<r xmlns:p="urn:x"><a xmlns:q="urn:x" p:b="1" q:b="2"/></r>'],
    ['one prefix declared twice', '<a xmlns:p="urn:x" xmlns:p="urn:y"/>'],
    ['the default namespace declared twice', '<a xmlns="urn:x" xmlns="urn:x"/>'],
    ['xml:lang twice', '<a xml:lang="en" xml:lang="de"/>'],
    ['the prefix xml twice', '<a xmlns:x="http://www.w3.org/XML/1998/namespace" xml:lang="de"/>'],
  ])('cannot stand twice on one element: %s', (_, xml) => {
    expect(refusal(() => parse(xml))).toBe(xml.includes('xmlns:x=') ? 'xml.namespace' : 'xml.attribute');
  });

  it('may share its local name with another in another namespace or in none', () => {
    expect(refusal(() => parse('<p:a xmlns:p="urn:x" xmlns:q="urn:y" xmlns="urn:x" p:b="1" q:b="2" b="3"/>'))).toBe('accepted');
  });

  it('may have a name that means something to JavaScript', () => {
    const { attributes } = parse('<a __proto__="1" constructor="2" toString="3"/>').root;
    expect(attributes.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
  });
});

describe('a namespace', () => {
  it('is that of the innermost declaration', () => {
    const { root } = parse('<p:a xmlns:p="urn:1" xmlns="urn:d"><p:b xmlns:p="urn:2" p:c="" d=""/><e/><f xmlns=""><g/></f><p:h/></p:a>');
    expect(names(root)).toEqual(['{urn:1}a', '{urn:2}b', '{urn:d}e', '{}f', '{}g', '{urn:1}h']);
    expect((root.children[0] as Element).attributes.map(({ namespace, name }) => `{${namespace}}${name}`)).toEqual(['{urn:2}c', '{}d']);
  });

  it('is that of its surroundings, though the same tag stood in others before', () => {
    expect(names(parse('<r><x xmlns:p="urn:1"><p:a/></x><x xmlns:p="urn:2"><p:a/></x></r>').root)).toEqual([
      '{}r',
      '{}x',
      '{urn:1}a',
      '{}x',
      '{urn:2}a',
    ]);
    expect(refusal(() => parse('<r><x xmlns:p="urn:1"><p:a/></x><x><p:a/></x></r>'))).toBe('xml.namespace');
  });

  it('may be declared behind its use in the same tag', () => {
    expect(names(parse('<p:a p:b="" xmlns:p="urn:1"/>').root)).toEqual(['{urn:1}a']);
  });

  it('of an attribute without prefix is none, whatever the default', () => {
    expect(parse('<a xmlns="urn:d" b=""/>').root.attributes).toMatchObject([{ namespace: '', name: 'b' }]);
  });

  it('of the prefix xml is known without declaration, and may be declared as what it is', () => {
    const xml = 'http://www.w3.org/XML/1998/namespace';
    expect(parse('<a xml:lang="en"/>').root.attributes).toMatchObject([{ prefix: 'xml', namespace: xml, name: 'lang' }]);
    expect(refusal(() => parse(`<a xmlns:xml="${xml}" xml:lang="en"/>`))).toBe('accepted');
  });

  it('has its references and white space treated as in any value', () => {
    expect(names(parse('<a xmlns="urn:&#97;&amp;b"/>').root)).toEqual(['{urn:a&b}a']);
  });

  it.each([
    ['a prefix that is not declared', '<p:a/>'],
    ['an attribute prefix that is not declared', '<a p:b=""/>'],
    ['a prefix declared on a sibling', '<a><b xmlns:p="urn:1"/><p:c/></a>'],
    ['a prefix declared on a child', '<p:a><b xmlns:p="urn:1"/></p:a>'],
    ['a prefix undeclared', '<a xmlns:p=""/>'],
    ['a prefix undeclared that was declared', '<a xmlns:p="urn:1"><b xmlns:p=""/></a>'],
    ['the prefix xmlns declared', '<a xmlns:xmlns="urn:1"/>'],
    ['the prefix xmlns declared as what it is', '<a xmlns:xmlns="http://www.w3.org/2000/xmlns/"/>'],
    ['the prefix xmlns used for an element', '<xmlns:a/>'],
    ['the prefix xml declared as something else', '<a xmlns:xml="urn:1"/>'],
    ['another prefix declared as that of xml', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
    ['the default declared as that of xml', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>'],
    ['another prefix declared as that of xmlns', '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>'],
    ['the default declared as that of xmlns', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'],
    ['a relative name', '<a xmlns="saml"/>'],
    ['a relative path', '<a xmlns:p="../saml"/>'],
    ['a name without scheme', '<a xmlns="//idp.example/saml"/>'],
    ['a fragment', '<a xmlns="#saml"/>'],
    ['white space before the name', '<a xmlns=" urn:1"/>'],
  ])('is refused for %s', (_, xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.namespace');
  });
});
