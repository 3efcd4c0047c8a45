import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/xml/canonical.ts';
import { type CanonicalForm, canonicalForms } from '../../../src/xml/canonical-form.ts';
import { parseCanonical, parseDocument } from '../../../src/xml/document.ts';
import { childElements } from '../../../src/xml/element.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { type FormName, formNames, formUris, withId } from '../../support/sign.ts';

describe('every canonical form', () => {
  it.each(formNames)('writes the document anew: %s', (form) => {
    expect(canonical("<?xml version='1.0'?>\n<a  c = '1'\n b='2' ><d/>\r\n<e f=\"\"   /></a >", { form })).toBe(
      '<a b="2" c="1"><d></d>\n<e f=""></e></a>',
    );
  });

  it.each(formNames)('writes a tag as it must be, whatever in it was written otherwise: %s', (form) => {
    for (const tag of [
      '<a b="1" c="2">',
      '<a b="1" c="2" >',
      '<a  b="1" c="2">',
      '<a\nb="1" c="2">',
      '<a b="1"\tc="2">',
      '<a b ="1" c="2">',
      '<a b=\'1\' c="2">',
      '<a b="1" c=\'2\'>',
      '<a b="&#49;" c="2">',
      '<a c="2" b="1">',
    ])
      expect(canonical(`<r>${tag}</a></r>`, { form })).toBe('<r><a b="1" c="2"></a></r>');
  });

  it.each(formNames)('ends an empty root whatever stands behind it: %s', (form) => {
    for (const behind of ['', ' ', '    ', '\n\n\n\n', '    <!---->', '<!---->'])
      expect(canonical(`<a/>${behind}`, { form })).toBe('<a></a>');
  });

  it.each(formNames)('reads again as what it was made of: %s', (form) => {
    const read = parseCanonical(canonical("<a b='1'>2<c><![CDATA[<3>]]></c>&#13;</a>", { form }), messageLimits);
    expect(read).toMatchObject({
      name: 'a',
      attributes: [{ name: 'b', value: '1' }],
      children: ['2', { name: 'c', children: ['<3>'] }, '\r'],
    });
  });

  it.each(formNames)('escapes what must be, and nothing else, in text: %s', (form) => {
    expect(canonical('<a>&lt;&gt;&amp;&quot;&apos;"\'&#13;&#10;&#9;\t\u0085\u00A0\u{1F600}</a>', { form })).toBe(
      '<a>&lt;&gt;&amp;"\'"\'&#xD;\n\t\t\u0085\u00A0\u{1F600}</a>',
    );
  });

  it.each(formNames)('escapes a ">" in text that is copied otherwise: %s', (form) => {
    expect(canonical('<a>1 > 0<b c=">">2</b>3 &lt; 4></a>', { form })).toBe('<a>1 &gt; 0<b c=">">2</b>3 &lt; 4&gt;</a>');
  });

  it.each(formNames)('escapes what must be, and nothing else, in values: %s', (form) => {
    expect(canonical('<a b="&lt;>&gt;&amp;&quot;\'&#13;&#10;&#9;\t\u0085\u{1F600}"/>', { form })).toBe(
      '<a b="&lt;>>&amp;&quot;\'&#xD;&#xA;&#x9; \u0085\u{1F600}"></a>',
    );
  });

  it.each(formNames)('leaves nothing of CDATA sections without text: %s', (form) => {
    const empty = '<![CDATA[]]>';
    expect(canonical(`<a>1${empty}2<ninelong1/>${empty}<b></b>${empty}<b>${empty}</b>${empty}</a>`, { form })).toBe(
      '<a>12<ninelong1></ninelong1><b></b><b></b></a>',
    );
  });

  it.each(formNames)('replaces CDATA sections by their text: %s', (form) => {
    expect(canonical('<a>1<![CDATA[<&>"\r\n]]>2</a>', { form })).toBe('<a>1&lt;&amp;&gt;"\n2</a>');
  });

  it.each(formNames)('puts declarations first, by prefix, then attributes by namespace and local name: %s', (form) => {
    const xml = '<q:a z="1" p:b="2" q:c="3" xml:lang="en" a="4" xmlns:q="urn:1" xmlns="urn:3" xmlns:p="urn:2"><b/></q:a>';
    const declarations = form.startsWith('exclusive') ? 'xmlns:p="urn:2" xmlns:q="urn:1"' : 'xmlns="urn:3" xmlns:p="urn:2" xmlns:q="urn:1"';
    const child = form.startsWith('exclusive') ? '<b xmlns="urn:3"></b>' : '<b></b>';
    expect(canonical(xml, { form })).toBe(`<q:a ${declarations} a="4" z="1" xml:lang="en" q:c="3" p:b="2">${child}</q:a>`);
  });

  it.each(formNames)('sorts by code points, not by UTF-16: %s', (form) => {
    expect(canonical('<a \u{10000}="1" \uFA10="2" b="3"/>', { form })).toBe('<a b="3" \uFA10="2" \u{10000}="1"></a>');
    expect(canonical('<a xmlns:p="urn:\u{10000}" xmlns:q="urn:\uFF5E" p:b="1" q:b="2"/>', { form })).toBe(
      '<a xmlns:p="urn:\u{10000}" xmlns:q="urn:\uFF5E" q:b="2" p:b="1"></a>',
    );
    expect(canonical('<a xmlns:\u{10000}="urn:1" xmlns:\uFA10="urn:2" \u{10000}:b="1" \uFA10:b="2"/>', { form })).toBe(
      '<a xmlns:\uFA10="urn:2" xmlns:\u{10000}="urn:1" \u{10000}:b="1" \uFA10:b="2"></a>',
    );
  });

  it.each(formNames)('does not repeat a declaration that an ancestor has made: %s', (form) => {
    expect(canonical('<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:1"><p:c xmlns:p="urn:2"/></p:b></p:a>', { form })).toBe(
      '<p:a xmlns:p="urn:1"><p:b><p:c xmlns:p="urn:2"></p:c></p:b></p:a>',
    );
  });

  it.each(formNames)('makes a declaration again once another came between: %s', (form) => {
    expect(canonical('<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b><p:d/></p:a>', { form })).toBe(
      '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"></p:c></p:b><p:d></p:d></p:a>',
    );
  });

  it.each(formNames)('undoes the default namespace where it was rendered, and only there: %s', (form) => {
    expect(canonical('<a xmlns="urn:1"><b xmlns=""><c xmlns=""/></b></a>', { form })).toBe('<a xmlns="urn:1"><b xmlns=""><c></c></b></a>');
    expect(canonical('<a xmlns=""><b xmlns=""/></a>', { form })).toBe('<a><b></b></a>');
  });

  it.each(formNames)('never declares the prefix xml: %s', (form) => {
    expect(canonical('<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="en"/>', { form, prefixes: ['xml'] })).toBe(
      '<a xml:lang="en"></a>',
    );
  });

  it.each(formNames)('escapes within namespace names: %s', (form) => {
    expect(canonical('<a xmlns="urn:&amp;&lt;&quot;\'"/>', { form })).toBe('<a xmlns="urn:&amp;&lt;&quot;\'"></a>');
  });

  it.each(formNames)('leaves comments out unless asked for them: %s', (form) => {
    const comment = form.endsWith('comments') ? '<!-- <&"\n -->' : '';
    expect(canonical('<a>1<!-- <&"\r\n --><b/></a>', { form })).toBe(`<a>1${comment}<b></b></a>`);
  });

  it.each(formNames)('leaves out one child with all that is in it, and nothing around it: %s', (form) => {
    const document = parseDocument('<a xmlns="urn:1">1<b xmlns:p="urn:2"><c/>2</b>3<b/></a>', messageLimits);
    const [first] = childElements(document.root);
    expect(first).toBeDefined();
    expect(canonicalize(document, { element: document.root, ...(first && { without: first }) }, formOf(form))).toBe(
      '<a xmlns="urn:1">13<b></b></a>',
    );
  });

  it.each(formNames)('leaves out a child that stands first, last or alone: %s', (form) => {
    for (const [xml, expected] of [
      ['<a><b ID="x"/></a>', '<a></a>'],
      ['<a><b ID="x"/><c/></a>', '<a><c></c></a>'],
      ['<a>1<b ID="x"><b/></b></a>', '<a>1</a>'],
    ] as const) {
      const document = parseDocument(xml, messageLimits);
      const without = withId(document.root, 'x');
      expect(canonicalize(document, { element: document.root, ...(without && { without }) }, formOf(form))).toBe(expected);
    }
  });

  it('is known by its URI, and no other', () => {
    expect([...canonicalForms.keys()].sort()).toEqual(Object.values(formUris).sort());
  });
});

describe('the exclusive form', () => {
  it('declares a prefix where it is used, and nowhere else', () => {
    expect(canonical('<a xmlns:p="urn:1" xmlns:q="urn:2"><b><p:c q:d=""/><p:e/></b></a>', {})).toBe(
      '<a><b><p:c xmlns:p="urn:1" xmlns:q="urn:2" q:d=""></p:c><p:e xmlns:p="urn:1"></p:e></b></a>',
    );
  });

  it('takes a part without what only its surroundings use', () => {
    const xml = '<r xmlns="urn:0" xmlns:p="urn:1" xml:lang="en" xml:base="http://idp.example/"><p:a ID="x"><b/></p:a></r>';
    expect(canonical(xml, { id: 'x' })).toBe('<p:a xmlns:p="urn:1" ID="x"><b xmlns="urn:0"></b></p:a>');
  });

  it('copies the declarations of the prefixes in its list to where the inclusive form has them', () => {
    const xml = '<r xmlns:p="urn:1" xmlns:q="urn:2" xmlns="urn:0"><a ID="x" t="p:y"><b/><c xmlns:p="urn:3"/></a></r>';
    expect(canonical(xml, { id: 'x', prefixes: ['p'] })).toBe(
      '<a xmlns="urn:0" xmlns:p="urn:1" ID="x" t="p:y"><b></b><c xmlns:p="urn:3"></c></a>',
    );
  });

  it('copies the default namespace where the list has #default', () => {
    const xml = '<r xmlns="urn:0" xmlns:p="urn:1"><p:a ID="x"><p:b xmlns="urn:2"/><p:c xmlns=""/></p:a></r>';
    expect(canonical(xml, { id: 'x', prefixes: [''] })).toBe(
      '<p:a xmlns="urn:0" xmlns:p="urn:1" ID="x"><p:b xmlns="urn:2"></p:b><p:c xmlns=""></p:c></p:a>',
    );
    expect(canonical(xml, { id: 'x' })).toBe('<p:a xmlns:p="urn:1" ID="x"><p:b></p:b><p:c></p:c></p:a>');
  });

  it('does not mind a prefix in its list that is declared nowhere', () => {
    expect(canonical('<a><b xmlns:p="urn:1"/></a>', { prefixes: ['xs', 'p', '__proto__'] })).toBe('<a><b xmlns:p="urn:1"></b></a>');
  });

  it('undoes a default namespace only where an element without prefix needs it', () => {
    expect(canonical('<a xmlns="urn:1"><p:b xmlns:p="urn:2" xmlns=""><c/></p:b></a>', {})).toBe(
      '<a xmlns="urn:1"><p:b xmlns:p="urn:2"><c xmlns=""></c></p:b></a>',
    );
  });
});

describe('an inclusive form', () => {
  it('takes a part with every declaration in scope', () => {
    const xml =
      '<r xmlns="urn:0" xmlns:p="urn:1" xmlns:q="urn:2"><s xmlns:q="urn:3" xmlns:r="urn:4"><a ID="x"><b xmlns:r="urn:4"/></a></s></r>';
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const)
      expect(canonical(xml, { form, id: 'x' })).toBe('<a xmlns="urn:0" xmlns:p="urn:1" xmlns:q="urn:3" xmlns:r="urn:4" ID="x"><b></b></a>');
  });

  it('does not take a default namespace that was undone in between', () => {
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const)
      expect(canonical('<r xmlns="urn:0"><s xmlns=""><a ID="x"/></s></r>', { form, id: 'x' })).toBe('<a ID="x"></a>');
  });

  it('takes over xml:lang and xml:space of the nearest ancestor, its own first', () => {
    const xml = '<r xml:lang="en" xml:space="preserve"><s xml:lang="de"><a ID="x"/><b ID="y" xml:lang="fr"/></s></r>';
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const) {
      expect(canonical(xml, { form, id: 'x' })).toBe('<a ID="x" xml:lang="de" xml:space="preserve"></a>');
      expect(canonical(xml, { form, id: 'y' })).toBe('<b ID="y" xml:lang="fr" xml:space="preserve"></b>');
    }
  });

  it('gives them to the outermost element alone', () => {
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const)
      expect(canonical('<r xml:lang="en"><a ID="x"><b/></a></r>', { form, id: 'x' })).toBe('<a ID="x" xml:lang="en"><b></b></a>');
  });

  it('takes over xml:id and unknown ones in version 1.0, not in 1.1', () => {
    const xml = '<r xml:id="i" xml:other="o"><a ID="x"/></r>';
    expect(canonical(xml, { form: 'inclusive-1.0', id: 'x' })).toBe('<a ID="x" xml:id="i" xml:other="o"></a>');
    expect(canonical(xml, { form: 'inclusive-1.1', id: 'x' })).toBe('<a ID="x"></a>');
  });

  it('keeps xml:id of the element itself', () => {
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const)
      expect(canonical('<r xml:id="i"><a ID="x" xml:id="j"/></r>', { form, id: 'x' })).toBe('<a ID="x" xml:id="j"></a>');
  });

  it('takes over the nearest xml:base in version 1.0, and joins them all in 1.1', () => {
    const xml = '<r xml:base="http://idp.example/a/"><s xml:base="b/c"><a ID="x"/><d ID="y" xml:base="../e"/></s></r>';
    expect(canonical(xml, { form: 'inclusive-1.0', id: 'x' })).toBe('<a ID="x" xml:base="b/c"></a>');
    expect(canonical(xml, { form: 'inclusive-1.0', id: 'y' })).toBe('<d ID="y" xml:base="../e"></d>');
    expect(canonical(xml, { form: 'inclusive-1.1', id: 'x' })).toBe('<a ID="x" xml:base="http://idp.example/a/b/c"></a>');
    expect(canonical(xml, { form: 'inclusive-1.1', id: 'y' })).toBe('<d ID="y" xml:base="http://idp.example/a/e"></d>');
  });

  it('takes nothing over from elements that stand beside', () => {
    for (const form of ['inclusive-1.0', 'inclusive-1.1'] as const)
      expect(canonical('<r><s xml:lang="en" xmlns:p="urn:1"><t/></s><a ID="x"/></r>', { form, id: 'x' })).toBe('<a ID="x"></a>');
  });

  it('pays no attention to a PrefixList', () => {
    expect(canonical('<a xmlns:p="urn:1"/>', { form: 'inclusive-1.0', prefixes: ['q'] })).toBe('<a xmlns:p="urn:1"></a>');
  });
});

/** Examples of Canonical XML 1.0, 3, without their document type declarations. */
describe('the standard', () => {
  it('shows start and end tags (3.3)', () => {
    const xml = `<doc>
   <e1   />
   <e2   ></e2>
   <e3   name = "elem3"   id="elem3"   />
   <e4   name="elem4"   id="elem4"   ></e4>
   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I'm"
      xmlns:b="http://www.ietf.org"
      xmlns:a="http://www.w3.org"
      xmlns="http://example.org"/>
   <e6 xmlns="" xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="" xmlns:a="http://www.w3.org">
            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>
         </e8>
      </e7>
   </e6>
</doc>`;
    expect(canonical(xml, { form: 'inclusive-1.0' })).toBe(`<doc>
   <e1></e1>
   <e2></e2>
   <e3 id="elem3" name="elem3"></e3>
   <e4 id="elem4" name="elem4"></e4>
   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e5>
   <e6 xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="">
            <e9 xmlns:a="http://www.ietf.org"></e9>
         </e8>
      </e7>
   </e6>
</doc>`);
  });

  it('shows character modifications (3.4)', () => {
    const xml = `<doc>
   <text>First line&#x0d;&#10;Second line</text>
   <value>&#x32;</value>
   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>
   <compute expr='value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"'>valid</compute>
   <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>
</doc>`;
    expect(canonical(xml, { form: 'inclusive-1.0' })).toBe(`<doc>
   <text>First line&#xD;
Second line</text>
   <value>2</value>
   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>
   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>
   <norm attr=" '    &#xD;&#xA;&#x9;   ' "></norm>
</doc>`);
  });

  it('shows why the exclusive form exists (Exclusive XML Canonicalization 2.2)', () => {
    const first =
      '<n0:local xmlns:n0="foo:bar" xmlns:n3="ftp://example.org"><n1:elem2 ID="x" xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n0:local>';
    const second =
      '<n2:pdu xmlns:n1="http://example.com" xmlns:n2="http://foo.example" xml:lang="fr" xml:space="retain"><n1:elem2 ID="x" xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n2:pdu>';
    const same =
      '<n1:elem2 xmlns:n1="http://example.net" ID="x" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"></n3:stuff></n1:elem2>';
    expect(canonical(first, { id: 'x' })).toBe(same);
    expect(canonical(second, { id: 'x' })).toBe(same);
    expect(canonical(first, { form: 'inclusive-1.0', id: 'x' })).not.toBe(canonical(second, { form: 'inclusive-1.0', id: 'x' }));
  });
});

function canonical(
  xml: string,
  { form = 'exclusive', id, prefixes = [] }: { form?: FormName; id?: string; prefixes?: readonly string[] },
): string {
  const document = parseDocument(xml, messageLimits);
  const element = id === undefined ? document.root : withId(document.root, id);
  if (element === undefined) throw new Error(`there is no ${id}`);
  return canonicalize(document, { element, prefixes }, formOf(form));
}

function formOf(name: FormName): CanonicalForm {
  return canonicalForms.get(formUris[name]) as CanonicalForm;
}
