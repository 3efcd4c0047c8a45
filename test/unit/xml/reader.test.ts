import { describe, expect, it } from 'vitest';
import { encoded, parse } from '../../support/parsed.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('what SAML has no use for', () => {
  it.each([
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<!DOCTYPE a SYSTEM "http://idp.example/a.dtd"><a/>',
    '<?xml version="1.0"?>\n<!-- c --><!DOCTYPE a><a/>',
    '<a><!DOCTYPE a></a>',
    '<a/><!DOCTYPE a>',
  ])('refuses the document type of %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.doctype');
  });

  it.each(['<?b?><a/>', '<a><?b c?></a>', '<a/><?b?>', '<?xml-stylesheet href="x"?><a/>', '<?xml?><a/>'])(
    'refuses the processing instruction of %j',
    (xml) => {
      expect(refusal(() => parse(xml))).toBe('xml.instruction');
    },
  );

  it.each([
    '<!ENTITY a "b"><a/>',
    '<a><!ELEMENT a ANY></a>',
    '<!doctype a><a/>',
    '<a><![INCLUDE[x]]></a>',
    '<a><![cdata[x]]></a>',
    '<!><a/>',
  ])('refuses the declaration of %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
  });
});

describe('a tag', () => {
  it('is empty only by a slash at its end, each time that it comes', () => {
    const root = parse('<a><b c="/"/><b c="/"/><b c="/">1</b><b c="/">2</b><b c="/"/></a>').root;
    expect(root.children.map((child) => (typeof child === 'string' ? child : child.children))).toEqual([[], [], ['1'], ['2'], []]);
  });

  it.each([
    '<a:b:c/>',
    '<:a/>',
    '<a:/>',
    '<1a/>',
    '<-a/>',
    '<.a/>',
    '<a b:="1"/>',
    '<a :b="1"/>',
    '< a/>',
    '<a/ >',
    '<a / >',
    '<a//>',
    '<a',
    '<a ',
    '<a/',
    '<',
    '<>',
    '</>',
    '<a$/>',
    '<\u00D7/>',
    '<a\u00F7/>',
    '<\u0300/>',
  ])('cannot be %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
  });

  it.each(['a', '_', 'a-b.c_1', '\u00FCber', '\u540D\u524D', 'a\u00B7b', 'a\u0301', '\u{10000}\u{EFFFF}', 'a\u203F'])(
    'may have the name %j',
    (name) => {
      expect(parse(`<${name}><${name} ${name}=""/></${name}>`).root.name).toBe(name);
    },
  );

  it.each([
    '<a>',
    '<a><b></a>',
    '<a></b>',
    '<a></ab>',
    '<ab></a>',
    '<a></a',
    '<a></',
    '<a></ a>',
    '<a></a b="">',
    '<a></A>',
    '<p:a xmlns:p="urn:1" xmlns:q="urn:1"></q:a>',
    '<a><b/>',
    '<a>text',
    '</a>',
  ])('must have its end: %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
  });
});

describe('a document', () => {
  it.each(['', ' ', '<!-- -->', '<?xml version="1.0"?>', 'text', '{"json":true}'])('has a root, unlike %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
    expect(refusal(() => parse(encoded(xml)))).toBe('xml.syntax');
  });

  it.each([
    '<a/><b/>',
    '<a></a><a></a>',
    '<a/>text',
    'text<a/>',
    'xa/>',
    '<a/>&#32;',
    '&#32;<a/>',
    '<a/><![CDATA[ ]]>',
    '<![CDATA[ ]]><a/>',
    '<a/></a>',
    '<a/>\u00A0',
    '<a/>\u0085',
  ])('has nothing beside its root, unlike %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('xml.syntax');
  });

  it('may have white space and comments around its root', () => {
    expect(parse('\r\n<!-- <b> -->\t<a/> <!----> \n').root.name).toBe('a');
  });

  it('tells of an ID that stands twice, and only of that attribute', () => {
    expect(parse('<a ID="x"><b ID="y"/><c ID="x"/></a>').duplicateId).toBe('x');
    expect(parse('<a ID="x" xmlns:p="urn:1"><b Id="x"/><c p:ID="x"/><d id="x"/></a>').duplicateId).toBeUndefined();
  });
});

describe('a comment', () => {
  it.each(['<a><!-- -- --></a>', '<a><!-- ---></a>', '<a><!--></a>', '<a><!--', '<a><!-- ', '<a><!-</a>', '<!--<a/>', '<a/><!--'])(
    'cannot be as in %j',
    (xml) => {
      expect(refusal(() => parse(xml))).toBe('xml.syntax');
    },
  );

  it.each(['<a><!----></a>', '<a><!-- - - --></a>', '<a><!--->x--></a>', '<a><!--<b>&c;]]><![CDATA[--></a>'])('may be as in %j', (xml) => {
    expect(refusal(() => parse(xml))).toBe('accepted');
  });
});

describe('the place of an error', () => {
  it.each<[string, string, { line: number; column: number }]>([
    ['a wrong end tag', '<a>\n  <b>\n  </c>\n</a>', { line: 3, column: 3 }],
    ['a document type', '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>', { line: 2, column: 1 }],
    ['a processing instruction', '<a>\n<b/><?c?></a>', { line: 2, column: 5 }],
    ['an entity in text', '<a>\n\nxy&z;</a>', { line: 3, column: 3 }],
    ['an entity in a value', '<a\n b="c&d;"/>', { line: 2, column: 6 }],
    ['a reference to no character', '<a>\n\nxy&#0;</a>', { line: 3, column: 3 }],
    ['an illegal character', '<a>\n\u{1F600}\u0001</a>', { line: 2, column: 3 }],
    ['a value without an end', '<a\n b="c/>', { line: 2, column: 5 }],
    ['the end of a CDATA section in text', '<a>\nb]]></a>', { line: 2, column: 2 }],
    ['lines that end in CR LF', '<a>\r\n\r\n&b;</a>', { line: 3, column: 1 }],
    ['text behind the root', '<a/>\n x', { line: 2, column: 2 }],
  ])('is told for %s', (_, xml, position) => {
    expect(refusalDetails(() => parse(xml))).toMatchObject(position);
  });

  it('counts from one and lies within the document', () => {
    for (const xml of ['x', '<a', '<a b="', '<a>&', '<a><!--', '<a>x', '<p:a/>', '<a b="" b=""/>']) {
      const { line, column } = refusalDetails(() => parse(xml)) as { line: number; column: number };
      expect(line).toBe(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(xml.length + 1);
    }
  });
});

describe('an error', () => {
  it.each([
    ['which character no document may hold', '<a>\u001F</a>', { character: 'U+001F' }],
    ['which character that is beyond ASCII', '<a b="\uFFFE"/>', { character: 'U+FFFE' }],
    ['which reference is to no character', '<a>&#x0;</a>', { character: '&#x0;' }],
    ['which entity is not known', '<a b="&nbsp;"/>', { entity: '&nbsp;' }],
    ['which attribute stands there twice', '<a p:b="" q:b="" xmlns:p="urn:1" xmlns:q="urn:1"/>', { name: 'q:b' }],
    ['which prefix is declared twice', '<a xmlns:p="urn:1" xmlns:p="urn:2"/>', { name: 'xmlns:p' }],
    ['why a declaration cannot stand', '<a xmlns:p=""/>', { reason: expect.any(String) }],
    ['why a name is in no namespace', '<p:a/>', { reason: expect.any(String) }],
    ['what should have been there', '<a b/>', { expected: expect.any(String) }],
  ])('says %s', (_, xml, details) => {
    expect(refusalDetails(() => parse(xml))).toMatchObject(details);
  });

  it('quotes no more than a little of the document, with its control characters escaped', () => {
    const details = refusalDetails(() => parse(`<a>&${'\u009B'.repeat(10_000)};</a>`));
    expect(JSON.stringify(details).length).toBeLessThan(500);
    expect(JSON.stringify(details)).not.toContain('\u009B');
  });
});
