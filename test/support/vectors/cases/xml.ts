import type { Case } from '../workshop.ts';

const fragile = 'PortSwigger, The Fragile Lock, 2025';

/** What is XML, and what is not, to a reader that mends nothing. */
export const xmlCases: readonly Case[] = [
  ...wellFormed(),
  ...documentTypes(),
  ...malformed(),
  ...characters(),
  ...namespaces(),
  ...encodings(),
  ...limits(),
];

function wellFormed(): readonly Case[] {
  const good = (name: string, comment: string, message: string, claims: object, flags = 'text'): Case =>
    xmlCase(name, comment, `accept ${JSON.stringify(claims)}`, message, { flags });
  return [
    good('comment-in-text', 'a comment divides no text', '<a>al<!-- x -->ice</a>', { root: '{}a', text: 'alice' }, 'comment'),
    good(
      'comments-around',
      'comments and white space around the root',
      '<!-- x -->\n<a>b</a>\n<!---->',
      { root: '{}a', text: 'b' },
      'comment',
    ),
    good('cdata', 'a CDATA section is text as it stands', '<a>x<![CDATA[<&]] >]]>y</a>', { text: 'x<&]] >y' }),
    good(
      'references',
      'references to characters and to the five entities',
      '<a b="&lt;&#65;&#x41;">&amp;&lt;&gt;&apos;&quot;&#x1F600;</a>',
      { text: '&<>\'"\u{1F600}', attributes: [['b', '<AA']] },
    ),
    good('line-ends', 'every line end is one line feed, a referenced carriage return is none', '<a>1\r\n2\r3\n4&#13;</a>', {
      text: '1\n2\n3\n4\r',
    }),
    good('attribute-normalised', 'white space in a value is blanks, referenced white space is itself', '<a b="1\t2\r\n3&#10;4"/>', {
      attributes: [['b', '1 2 3\n4']],
    }),
    good('attribute-quotes', 'either quote', `<a b='"' c="'"/>`, {
      attributes: [
        ['b', '"'],
        ['c', "'"],
      ],
    }),
    good('empty-tag', 'an empty tag with white space', '<a\n b="c"\t/>', { root: '{}a', text: '' }),
    good('end-tag-white-space', 'white space in an end tag', '<a>b</a \n>', { text: 'b' }),
    good('greater-in-text', 'a ">" in text', '<a>b > c ]] ></a>', { text: 'b > c ]] >' }),
    good('declaration', 'an XML declaration', "<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>", { root: '{}a' }, 'encoding'),
    good(
      'supplementary',
      'characters beyond the basic plane, in names too',
      '<\u{10400}>\u{1F600}</\u{10400}>',
      { root: '{}\u{10400}', text: '\u{1F600}' },
      'character',
    ),
    good(
      'namespace-default',
      'a default namespace, undone within',
      '<a xmlns="urn:1"><b xmlns="">c</b></a>',
      { root: '{urn:1}a', text: 'c' },
      'namespace',
    ),
    good(
      'namespace-attribute',
      'a default namespace is none of attributes',
      '<a xmlns="urn:1" xmlns:p="urn:1" b="1" p:b="2"/>',
      {
        attributes: [
          ['b', '1'],
          ['{urn:1}b', '2'],
        ],
      },
      'namespace',
    ),
    xmlCase('limit-depth-reached', 'just as deep as may be', 'accept {"root":"{}a"}', '<a><a><a/></a></a>', {
      flags: 'limit',
      limits: '{"depth":3}',
    }),
  ];
}

function documentTypes(): readonly Case[] {
  const bad = (name: string, comment: string, message: string, source?: string): Case =>
    xmlCase(`doctype-${name}`, comment, 'xml.doctype', message, { flags: 'doctype', ...(source === undefined ? {} : { source }) });
  return [
    bad('empty', 'a document type', '<!DOCTYPE a><a/>'),
    bad('external', 'a document type elsewhere', '<!DOCTYPE a SYSTEM "https://evil.example/a.dtd"><a/>'),
    bad('file', 'an entity that is a file', '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'),
    bad('laughs', 'entities within entities', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
    bad('parameter', 'a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "https://evil.example/p">%p;]><a/>'),
    bad('attribute-default', 'an attribute by default', '<!DOCTYPE a [<!ATTLIST a ID CDATA "_x">]><a/>', 'CVE-2025-25291'),
    bad('behind-comment', 'behind a comment', '<!-- x -->\n<!DOCTYPE a><a/>'),
    bad('within', 'within the root', '<a><!DOCTYPE a></a>'),
    bad(
      'quoted-root',
      'a root in what looks like the name of the document type',
      `<!DOCTYPE a [<!NOTATION n PUBLIC "'<b/>'">]><a/>`,
      'CVE-2025-25292',
    ),
    xmlCase('doctype-lower-case', 'in lower case, which is nothing at all', 'xml.syntax', '<!doctype a><a/>', { flags: 'doctype' }),
    xmlCase('entity-undeclared', 'an entity that nobody declared', 'xml.entity', '<a>&nbsp;</a>', { flags: 'doctype' }),
    xmlCase('entity-in-attribute', 'an entity that nobody declared, in a value', 'xml.entity', '<a b="&f;"/>', { flags: 'doctype' }),
    xmlCase('entity-case', 'an entity in other case', 'xml.entity', '<a>&LT;</a>', { flags: 'doctype' }),
    xmlCase('ampersand', 'a bare "&"', 'xml.entity', '<a>b & c</a>', { flags: 'doctype' }),
    xmlCase('instruction', 'a processing instruction', 'xml.instruction', '<a><?php evil() ?></a>', { flags: 'instruction' }),
    xmlCase(
      'instruction-before',
      'a stylesheet before the root',
      'xml.instruction',
      '<?xml-stylesheet href="https://evil.example/"?><a/>',
      { flags: 'instruction' },
    ),
    xmlCase('instruction-behind', 'a processing instruction behind the root', 'xml.instruction', '<a/><?x?>', { flags: 'instruction' }),
    xmlCase('instruction-in-name', 'a processing instruction that would divide a name', 'xml.instruction', '<a>al<?x?>ice</a>', {
      flags: 'instruction',
      source: 'CVE-2017-11427',
    }),
  ];
}

function malformed(): readonly Case[] {
  const bad = (name: string, comment: string, message: string, source?: string): Case =>
    xmlCase(name, comment, 'xml.syntax', message, { flags: 'syntax', ...(source === undefined ? {} : { source }) });
  return [
    bad('empty', 'nothing', ''),
    bad('blank', 'white space', ' \n'),
    bad('text', 'text', 'SAML'),
    bad('second-root', 'a second root', '<a/><b/>', 'CVE-2022-39299'),
    bad('text-behind', 'text behind the root', '<a/>b'),
    bad('text-before', 'text before the root', 'b<a/>'),
    bad('cdata-outside', 'a CDATA section outside the root', '<a/><![CDATA[b]]>'),
    bad('unclosed', 'an element that does not end', '<a><b></b>'),
    bad('crossed', 'elements that cross each other', '<a><b></a></b>'),
    bad('end-tag-case', 'an end tag in other case', '<a></A>'),
    bad('end-tag-attribute', 'an attribute in an end tag', '<a></a b="c">'),
    bad('attribute-unquoted', 'a value without quotes', '<a b=c/>'),
    bad('attribute-without-value', 'an attribute without value', '<a b/>'),
    bad('attributes-joined', 'no white space between attributes', '<a b="c"d="e"/>'),
    bad('less-in-attribute', 'a "<" in a value', '<a b="<"/>'),
    bad('comment-dashes', 'two dashes in a comment', '<a><!-- -- --></a>'),
    bad('comment-unclosed', 'a comment that does not end', '<a><!-- </a>'),
    bad('cdata-unclosed', 'a CDATA section that does not end', '<a><![CDATA[ </a>'),
    bad('cdata-end-in-text', 'a "]]>" in text', '<a>]]></a>'),
    bad('name-digit', 'a name that begins with a digit', '<1a/>'),
    bad('version-1-1', 'XML 1.1', '<?xml version="1.1"?><a/>'),
    xmlCase('declaration-late', 'an XML declaration that is not at the beginning', 'xml.instruction', ' <?xml version="1.0"?><a/>', {
      flags: 'syntax',
    }),
    xmlCase('attribute-twice', 'an attribute twice', 'xml.attribute', '<a ID="1" ID="2"/>', { flags: 'attribute' }),
    xmlCase(
      'attribute-twice-expanded',
      'an attribute twice under two prefixes of one namespace',
      'xml.attribute',
      '<a xmlns:p="urn:1" xmlns:q="urn:1" p:b="1" q:b="2"/>',
      { flags: 'attribute', source: fragile },
    ),
    xmlCase('declaration-twice', 'a prefix declared twice', 'xml.attribute', '<a xmlns:p="urn:1" xmlns:p="urn:2"/>', {
      flags: 'attribute',
    }),
  ];
}

function characters(): readonly Case[] {
  const bad = (name: string, comment: string, message: string): Case =>
    xmlCase(`character-${name}`, comment, 'xml.character', message, { flags: 'character' });
  return [
    bad('nul', 'NUL', '<a>\u0000</a>'),
    bad('nul-reference', 'a reference to NUL', '<a>&#0;</a>'),
    bad('control', 'a control character', '<a>\u0008</a>'),
    bad('control-in-attribute', 'a reference to a control character in a value', '<a b="&#x1B;"/>'),
    bad('noncharacter', 'U+FFFE', '<a>\uFFFE</a>'),
    bad('surrogate-reference', 'a reference to half a character', '<a>&#xD800;</a>'),
    bad('beyond-unicode', 'a reference beyond Unicode', '<a>&#x110000;</a>'),
    xmlCase('character-reference-endless', 'a reference of many digits', 'xml.entity', `<a>&#${'0'.repeat(40)}65;</a>`, {
      flags: 'character',
    }),
  ];
}

function namespaces(): readonly Case[] {
  const bad = (name: string, comment: string, message: string, source?: string): Case =>
    xmlCase(`namespace-${name}`, comment, 'xml.namespace', message, { flags: 'namespace', ...(source === undefined ? {} : { source }) });
  return [
    bad('undeclared', 'a prefix that nobody declared', '<p:a/>'),
    bad('undeclared-attribute', 'a prefix of an attribute that nobody declared', '<a p:b="c"/>'),
    bad('out-of-scope', 'a prefix declared elsewhere', '<a><b xmlns:p="urn:1"/><p:c/></a>'),
    bad('undone', 'a prefix undone, as only XML 1.1 has it', '<a xmlns:p="urn:1"><b xmlns:p=""/></a>'),
    bad('relative', 'a relative namespace name, which has no canonical form', '<a xmlns:p="1"/>', fragile),
    bad('xml-rebound', 'the prefix xml for something else', '<a xmlns:xml="urn:1"/>'),
    bad('xml-other-prefix', 'another prefix for what is of xml', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'),
    bad('xmlns-declared', 'the prefix xmlns declared', '<a xmlns:xmlns="urn:1"/>', fragile),
    bad('of-declarations', 'the namespace of declarations declared', '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>'),
    xmlCase('namespace-two-colons', 'a name with two colons', 'xml.syntax', '<a xmlns:p="urn:1"><p:b:c/></a>', { flags: 'namespace' }),
    xmlCase('namespace-empty-prefix', 'a name that begins with a colon', 'xml.syntax', '<:a/>', { flags: 'namespace' }),
  ];
}

function encodings(): readonly Case[] {
  const bad = (name: string, comment: string, message: Uint8Array): Case =>
    xmlCase(`encoding-${name}`, comment, 'xml.encoding', message, { flags: 'encoding' });
  const good = (name: string, comment: string, message: Uint8Array): Case =>
    xmlCase(`encoding-${name}`, comment, 'accept {"root":"{}a","text":"é"}', message, { flags: 'encoding' });
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
  return [
    good('utf-8', 'UTF-8', Buffer.from('<a>é</a>')),
    good('utf-8-mark', 'UTF-8 with a byte order mark', Buffer.from('\uFEFF<a>é</a>')),
    good('utf-16le', 'UTF-16, little end first', Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'utf16le')),
    good('utf-16be', 'UTF-16, big end first', utf16be('\uFEFF<a>é</a>')),
    xmlCase('encoding-utf-16-mark-twice', 'the same in UTF-16', 'xml.syntax', Buffer.from('\uFEFF\uFEFF<a/>', 'utf16le'), {
      flags: 'encoding',
    }),
    xmlCase(
      'encoding-mark-twice',
      'two byte order marks, of which the second is a character',
      'xml.syntax',
      Buffer.from('\uFEFF\uFEFF<a/>'),
      { flags: 'encoding' },
    ),
    bad('latin-1-declared', 'Latin-1, as declared', latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>')),
    bad('latin-1', 'Latin-1 under the name of UTF-8', latin1('<a>é</a>')),
    bad('utf-7', 'UTF-7', latin1('<?xml version="1.0" encoding="UTF-7"?><a>+AOk-</a>')),
    bad('ebcdic', 'another encoding by name', latin1('<?xml version="1.0" encoding="IBM037"?><a/>')),
    bad('overlong', 'UTF-8 that is longer than need be', Buffer.concat([latin1('<a>'), Buffer.from([0xc0, 0xbc]), latin1('</a>')])),
    bad(
      'surrogates',
      'surrogates in UTF-8',
      Buffer.concat([latin1('<a>'), Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]), latin1('</a>')]),
    ),
    bad('truncated', 'half a character at the end', Buffer.concat([latin1('<a/>'), Buffer.from([0xc3])])),
    bad('utf-16-unmarked', 'UTF-16 without a byte order mark', Buffer.from('<a/>', 'utf16le')),
    bad('utf-16-odd', 'UTF-16 with half a unit at the end', Buffer.concat([Buffer.from('\uFEFF<a/>', 'utf16le'), Buffer.from([0])])),
    bad('utf-32', 'UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c])),
    bad('declared-other', 'UTF-8 under the name of UTF-16', latin1('<?xml version="1.0" encoding="UTF-16"?><a/>')),
  ];
}

function limits(): readonly Case[] {
  const bad = (limit: string, maximum: number, comment: string, message: string): Case =>
    xmlCase(`limit-${limit.toLowerCase()}`, comment, `xml.limit ${JSON.stringify({ limit, maximum })}`, message, {
      flags: 'limit',
      limits: JSON.stringify({ [limit]: maximum }),
    });
  return [
    bad('bytes', 10, 'more octets than may be', '<a>12345</a>'),
    bad('depth', 3, 'deeper than may be', '<a><a><a><a/></a></a></a>'),
    bad('elements', 3, 'more elements than may be', '<a><b/><b/><b/></a>'),
    bad('attributes', 2, 'more attributes than an element may have', '<a b="1" c="2" d="3"/>'),
    bad('namespaces', 2, 'more namespaces in scope than may be', '<a xmlns:b="urn:1" xmlns:c="urn:2"><a xmlns:d="urn:3"/></a>'),
    bad('nameLength', 5, 'a name longer than may be', '<abcdef/>'),
    bad('namespaceLength', 5, 'the name of a namespace longer than may be', '<a xmlns="urn:12"/>'),
  ];
}

interface XmlFields {
  readonly flags: string;
  readonly source?: string;
  readonly limits?: string;
}

function xmlCase(
  name: string,
  comment: string,
  expect: string,
  message: string | Uint8Array,
  { flags, source = 'signon', limits: held }: XmlFields,
): Case {
  const spec = flags === 'namespace' ? 'Namespaces in XML 1.0' : flags === 'encoding' ? 'XML 1.0 4.3.3' : 'XML 1.0';
  return {
    path: `xml/${name}`,
    header: { expect, comment, spec, flags, source, ...(held === undefined ? {} : { limits: held }) },
    message: () => message,
  };
}
