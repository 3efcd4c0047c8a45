import { describe, expect, it } from 'vitest';
import { type Document, type Element, parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('the encoding', () => {
  it('is UTF-8 where nothing else is said', () => {
    expect(textOf(octets('<a>\u00FC\u20AC\u{1F600}</a>'))).toBe('\u00FC\u20AC\u{1F600}');
  });

  it.each(['utf8', 'utf16le', 'utf16be'] as const)('is found by the byte order mark of %s', (encoding) => {
    expect(textOf(octets('\uFEFF<a>\u00FC\u20AC\u{1F600}</a>', encoding))).toBe('\u00FC\u20AC\u{1F600}');
  });

  it('may be UTF-8 or UTF-16 by declaration, in any case', () => {
    for (const name of ['UTF-8', 'utf-8', 'Utf-8']) expect(textOf(octets(`<?xml version="1.0" encoding="${name}"?><a>x</a>`))).toBe('x');
    for (const name of ['UTF-16', 'utf-16'])
      expect(textOf(octets(`\uFEFF<?xml version="1.0" encoding='${name}'?><a>x</a>`, 'utf16le'))).toBe('x');
  });

  it('is never another one than the declaration says', () => {
    expect(refusal(() => parse(octets('<?xml version="1.0" encoding="UTF-16"?><a/>')))).toBe('xml.encoding');
    for (const encoding of ['utf16le', 'utf16be'] as const)
      expect(refusal(() => parse(octets('\uFEFF<?xml version="1.0" encoding="UTF-8"?><a/>', encoding)))).toBe('xml.encoding');
  });

  it.each(['ISO-8859-1', 'US-ASCII', 'utf8', 'UTF-7', 'UTF-32', 'windows-1252', 'IBM037', 'x-user-defined'])('is never %s', (name) => {
    expect(refusal(() => parse(`<?xml version="1.0" encoding="${name}"?><a/>`))).toBe('xml.encoding');
  });

  it.each(['utf16le', 'utf16be'] as const)('cannot be %s without a byte order mark', (encoding) => {
    expect(refusal(() => parse(octets('<a/>', encoding)))).toBe('xml.encoding');
  });

  it.each([
    ['a continuation octet alone', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['an overlong less-than sign', [0xe0, 0x80, 0xbc]],
    ['a lone high surrogate', [0xed, 0xa0, 0x80]],
    ['a pair of surrogates as in CESU-8', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['an octet of Latin-1', [0xfc]],
    ['the octet FE', [0xfe]],
  ])('refuses %s in UTF-8', (_, stray) => {
    expect(refusal(() => parse(Buffer.concat([octets('<a>'), Buffer.from(stray), octets('</a>')])))).toBe('xml.encoding');
  });

  it('refuses UTF-16 that is cut within a character or holds half a pair', () => {
    const whole = octets('\uFEFF<a>\u{1F600}</a>', 'utf16le');
    expect(refusal(() => parse(whole.subarray(0, -1)))).toBe('xml.encoding');
    expect(refusal(() => parse(octets('\uFEFF<a>\uD83D</a>', 'utf16le')))).toBe('xml.encoding');
    expect(refusal(() => parse(octets('\uFEFF<a>\uDE00\uD83D</a>', 'utf16be')))).toBe('xml.encoding');
  });

  it('of one document does not spoil that of the next', () => {
    for (const encoding of ['utf8', 'utf16le', 'utf16be'] as const) {
      const good = octets('\uFEFF<a>\u20AC</a>', encoding);
      expect(refusal(() => parse(Buffer.concat([good, Buffer.from([0xd8, 0xd8, 0xd8])])))).toBe('xml.encoding');
      expect(textOf(good)).toBe('\u20AC');
    }
  });

  it('allows one byte order mark, not two', () => {
    expect(refusal(() => parse(octets('\uFEFF\uFEFF<a/>')))).toBe('xml.syntax');
    expect(refusal(() => parse('\uFEFF\uFEFF<a/>'))).toBe('xml.syntax');
    expect(refusal(() => parse('\uFEFF<a/>'))).toBe('accepted');
  });

  it('of a text that is already decoded must have been right: a lone surrogate is no character', () => {
    expect(refusal(() => parse('<a>\uD83D</a>'))).toBe('xml.character');
    expect(refusal(() => parse('<a b="\uDE00"/>'))).toBe('xml.character');
  });
});

describe('the XML declaration', () => {
  it.each([
    '<?xml version="1.0"?>',
    "<?xml version='1.0'?>",
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<?xml version="1.0" standalone=\'no\' ?>',
    '<?xml\n\tversion = "1.0"\r\n encoding = "utf-8"?>\n',
  ])('may be %j', (declaration) => {
    expect(refusal(() => parse(`${declaration}<a/>`))).toBe('accepted');
  });

  it.each([
    '<?xml version="1.1"?>',
    '<?xml version="2.0"?>',
    '<?xml version=1.0?>',
    '<?xml version="1.0\'?>',
    '<?xml encoding="UTF-8"?>',
    '<?xml encoding="UTF-8" version="1.0"?>',
    '<?xml version="1.0"\u00A0encoding="UTF-8"?>',
    '<?xml version="1.0"\u2028?>',
    '<?xml version="1.0"\uFEFF?>',
    '<?xml version="1.0"encoding="UTF-8"?>',
    '<?xml version="1.0" standalone="maybe"?>',
    '<?xml version="1.0" standalone="yes" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding=""?>',
    '<?xml version="1.0" encoding="8-UTF"?>',
    '<?xml version="1.0" other="x"?>',
    '<?xml version="1.0">',
    '<?xml version="1.0"',
  ])('cannot be %j', (declaration) => {
    expect(refusal(() => parse(`${declaration}<a/>`))).toBe('xml.syntax');
  });

  it('stands first or not at all', () => {
    for (const xml of [
      ' <?xml version="1.0"?><a/>',
      '<!----><?xml version="1.0"?><a/>',
      '<a><?xml version="1.0"?></a>',
      '<a/><?xml version="1.0"?>',
    ])
      expect(refusal(() => parse(xml))).toBe('xml.instruction');
  });
});

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
    expect(refusal(() => parse(octets(xml)))).toBe('xml.syntax');
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

function parse(source: string | Uint8Array): Document {
  return parseDocument(source, messageLimits);
}

/** The text directly in the root. */
function textOf(source: string | Uint8Array): string {
  return parse(source)
    .root.children.filter((child) => typeof child === 'string')
    .join('');
}

function attributeValue(raw: string): string | undefined {
  return parse(`<a b="${raw}"/>`).root.attributes[0]?.value;
}

function names({ namespace, name, children }: Element): readonly string[] {
  return [`{${namespace}}${name}`, ...children.flatMap((child) => (typeof child === 'string' ? [] : names(child)))];
}

function octets(text: string, encoding: 'utf8' | 'utf16le' | 'utf16be' = 'utf8'): Buffer {
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, encoding);
}
