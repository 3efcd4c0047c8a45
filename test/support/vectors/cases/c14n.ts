import type { FormName } from '../../sign.ts';
import type { Case } from '../workshop.ts';

const specs: Readonly<Record<string, string>> = {
  exclusive: 'Exclusive XML Canonicalization 1.0',
  'inclusive-1.0': 'Canonical XML 1.0',
  'inclusive-1.1': 'Canonical XML 1.1',
};

/** Canonical forms, written out by hand. */
export const c14nCases: readonly Case[] = [
  form(
    'exclusive-unused',
    'exclusive',
    'what is not used is not shown',
    '<a xmlns="urn:1" xmlns:p="urn:2" xmlns:q="urn:3"><p:b/></a>',
    '<a xmlns="urn:1"><p:b xmlns:p="urn:2"></p:b></a>',
  ),
  form(
    'exclusive-attribute',
    'exclusive',
    'an attribute uses its prefix',
    '<a xmlns:p="urn:2" p:b="c"/>',
    '<a xmlns:p="urn:2" p:b="c"></a>',
  ),
  form(
    'exclusive-apex',
    'exclusive',
    'an element within, with what it uses from around it',
    '<a xmlns="urn:1" xmlns:p="urn:2" xml:lang="en"><p:b ID="x"><c/></p:b></a>',
    '<p:b xmlns:p="urn:2" ID="x"><c xmlns="urn:1"></c></p:b>',
    { element: 'x' },
  ),
  form(
    'exclusive-prefix-list',
    'exclusive',
    'what the PrefixList names is shown where it is in scope',
    '<a xmlns="urn:1" xmlns:p="urn:2" xmlns:q="urn:3"><b ID="x" p:c="d"/></a>',
    '<b xmlns="urn:1" xmlns:p="urn:2" xmlns:q="urn:3" ID="x" p:c="d"></b>',
    { element: 'x', prefixes: 'q #default' },
  ),
  form(
    'exclusive-default-undone',
    'exclusive',
    'a default namespace undone is shown only where there was one',
    '<a xmlns="urn:1"><b xmlns=""/></a>',
    '<a xmlns="urn:1"><b xmlns=""></b></a>',
  ),
  form('exclusive-default-undone-apex', 'exclusive', 'and not at the top', '<a xmlns="urn:1"><b xmlns="" ID="x"/></a>', '<b ID="x"></b>', {
    element: 'x',
  }),
  form(
    'exclusive-redeclared',
    'exclusive',
    'a prefix that means something else within',
    '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"/></p:a>',
    '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"></p:b></p:a>',
  ),
  form('exclusive-comments', 'exclusive', 'comments are left out', '<a>b<!-- c -->d</a>', '<a>bd</a>'),
  form('exclusive-with-comments', 'exclusive+comments', 'comments are kept', '<a>b<!-- c -->d</a>', '<a>b<!-- c -->d</a>'),
  form(
    'inclusive-unused',
    'inclusive-1.0',
    'every declaration is shown once',
    '<a xmlns:p="urn:2"><b xmlns:p="urn:2"/></a>',
    '<a xmlns:p="urn:2"><b></b></a>',
  ),
  form(
    'inclusive-apex',
    'inclusive-1.0',
    'an element within takes over all namespaces and the attributes of xml',
    '<a xmlns:p="urn:2" xml:lang="en" xml:id="i"><b ID="x"/></a>',
    '<b xmlns:p="urn:2" ID="x" xml:id="i" xml:lang="en"></b>',
    { element: 'x' },
  ),
  form(
    'inclusive-1.1-apex',
    'inclusive-1.1',
    'version 1.1 takes over no xml:id',
    '<a xmlns:p="urn:2" xml:lang="en" xml:id="i"><b ID="x"/></a>',
    '<b xmlns:p="urn:2" ID="x" xml:lang="en"></b>',
    { element: 'x' },
  ),
  form(
    'inclusive-1.1-base',
    'inclusive-1.1',
    'version 1.1 joins what xml:base says',
    '<a xml:base="http://idp.example/a/"><c xml:base="b/"><b ID="x"/></c></a>',
    '<b ID="x" xml:base="http://idp.example/a/b/"></b>',
    { element: 'x' },
  ),
  form('inclusive-with-comments', 'inclusive-1.0+comments', 'comments are kept', '<a><!--b--></a>', '<a><!--b--></a>'),
  form(
    'order',
    'inclusive-1.0',
    'declarations by prefix, attributes by namespace and name',
    '<a z="1" q:b="2" p:b="3" y="4" xmlns:q="urn:1" xmlns:p="urn:2" xmlns="urn:3"/>',
    '<a xmlns="urn:3" xmlns:p="urn:2" xmlns:q="urn:1" y="4" z="1" q:b="2" p:b="3"></a>',
  ),
  form(
    'escapes',
    'inclusive-1.0',
    'what must be escaped, and only that',
    `<a b='&lt;&gt;"&#9;&#10;&#13;&apos;'>&lt;&gt;"'&#13;<![CDATA[&]]></a>`,
    `<a b="&lt;>&quot;&#x9;&#xA;&#xD;'">&lt;&gt;"'&#xD;&amp;</a>`,
  ),
  form('line-ends', 'inclusive-1.0', 'every line end is one line feed', '<a b="1\r\n2">1\r\n2\r3</a>', '<a b="1 2">1\n2\n3</a>'),
  form('surroundings', 'inclusive-1.0', 'of an element nothing around it is shown', '<?xml version="1.0"?>\n<!-- x -->\n<a/>\n', '<a></a>'),
  {
    path: 'c14n/limit-canonical',
    header: {
      expect: 'xml.limit {"limit":"canonical-bytes","maximum":400}',
      comment: 'a form that outgrows the document: a long name of a namespace, shown again on each of many siblings',
      spec: 'Exclusive XML Canonicalization 1.0',
      flags: 'limit',
      source: 'signon',
      limits: '{"bytes":400}',
      form: 'exclusive',
    },
    message: () => `<a xmlns:p="urn:${'1'.repeat(200)}"><p:b/><p:b/><p:b/></a>`,
  },
];

/** The form of an element (default: the root), in full. */
function form(
  name: string,
  wanted: FormName,
  comment: string,
  message: string,
  canonical: string,
  more: { readonly element?: string; readonly prefixes?: string } = {},
): Case {
  return {
    path: `c14n/${name}`,
    header: {
      expect: `accept ${JSON.stringify({ canonical })}`,
      comment,
      spec: specs[wanted.replace('+comments', '')] ?? '',
      flags: wanted.endsWith('+comments') ? 'c14n comment' : 'c14n',
      source: 'signon',
      form: wanted,
      ...more,
    },
    message: () => message,
  };
}
