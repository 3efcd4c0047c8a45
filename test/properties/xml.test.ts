import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { DOMParser, type Element as DomElement, type Node as DomNode } from '@xmldom/xmldom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import { canonicalize } from '../../src/xml/canonical.ts';
import { type CanonicalForm, canonicalForms } from '../../src/xml/canonical-form.ts';
import { isName } from '../../src/xml/characters.ts';
import { type Document, type Element, parseDocument } from '../../src/xml/document.ts';
import { messageLimits, metadataLimits } from '../../src/xml/limits.ts';
import { type Draft, writeDocument } from '../../src/xml/writer.ts';
import { damaged, xmlDocument } from '../support/arbitrary-xml.ts';
import { keyPair } from '../support/keys.ts';
import { ask, fixtures, isInstalled } from '../support/outside.ts';
import { type FormName, formNames, formUris, signXml } from '../support/sign.ts';

const hasXmllint = isInstalled('xmllint');
const hasXmlsec = isInstalled('xmlsec1');
const real = fixtures('.xml');

describe('reading and writing', () => {
  test.prop([drafts()])('give back what was to be written', async (draft) => {
    expect(shapeOf(parseDocument(await writeDocument(draft), messageLimits).root)).toEqual(shapeOfDraft(draft));
  });
});

describe('reading', () => {
  test.prop([fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }), fc.string())])(
    'anything gives a document or an SsoError',
    (source) => {
      expect(['document', 'refused']).toContain(read(source));
    },
  );

  test.prop([damaged(xmlDocument())], { numRuns: 500 })('a damaged document gives a document or an SsoError', (xml) => {
    expect(['document', 'refused']).toContain(read(xml));
    expect(['document', 'refused']).toContain(read(Buffer.from(xml)));
  });

  test.prop([xmlDocument()], { numRuns: 300 })('a well-formed document gives a document, in each encoding alike', (xml) => {
    const { root } = parseDocument(xml, messageLimits);
    for (const octets of [Buffer.from(xml), Buffer.from(`\uFEFF${xml}`), utf16(xml.replace(/(encoding=.)UTF-8/i, '$1UTF-16'))])
      expect(shapeOf(parseDocument(octets, messageLimits).root)).toEqual(shapeOf(root));
  });
});

describe('a canonical form', () => {
  test.prop([xmlDocument(), fc.constantFrom(...formNames)], { numRuns: 300 })('of a canonical form is itself', (xml, form) => {
    const once = canonical(parseDocument(xml, messageLimits), form);
    expect(canonical(parseDocument(once, messageLimits), form)).toBe(once);
  });

  test.prop([xmlDocument(), fc.constantFrom(...formNames)], { numRuns: 300 })('is the same whether it is copied or made', (xml, form) => {
    const once = canonical(parseDocument(xml, messageLimits), form);
    expect(canonical(parseDocument(disguised(once), messageLimits), form)).toBe(once);
  });

  test.prop([xmlDocument(), fc.constantFrom(...formNames)], { numRuns: 300 })('reads as the same tree', (xml, form) => {
    const document = parseDocument(xml, messageLimits);
    expect(shapeOf(parseDocument(canonical(document, form), messageLimits).root)).toEqual(shapeOf(document.root));
  });

  it.skipIf(real.length === 0)('of real documents is stable and reads as the same tree', () => {
    for (const { name, document } of readable(real)) {
      const once = canonical(document, 'exclusive');
      const again = parseDocument(once, metadataLimits);
      expect([name, canonical(again, 'exclusive') === once]).toEqual([name, true]);
      expect(shapeOf(again.root)).toEqual(shapeOf(document.root));
    }
  });
});

describe('xmldom', () => {
  test.prop([xmlDocument()], { numRuns: 300 })('reads the same tree', (xml) => {
    expect(shapeOf(parseDocument(xml, messageLimits).root)).toEqual(shapeOfDom(xml));
  });

  test.prop([damaged(xmlDocument())], { numRuns: 500 })('reads the same tree of a damaged document that we accept', (xml) => {
    if (read(xml) === 'document') expect(shapeOf(parseDocument(xml, messageLimits).root)).toEqual(shapeOfDom(xml));
  });

  it.skipIf(real.length === 0)('reads the same tree of real documents', () => {
    // The largest alone take xmldom longer than all others together.
    for (const { name, document, text } of readable(real).filter((file) => file.text.length < 500_000))
      expect([name, shapeOf(document.root)]).toEqual([name, shapeOfDom(text)]);
  });
});

describe('libxml2', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signon-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const plain = xmlDocument({ oddNamespaces: false, surroundings: false });
  const files = (texts: readonly string[]) =>
    texts.map((text, at) => {
      const name = join(folder, `${at}.xml`);
      writeFileSync(name, text);
      return name;
    });

  it.skipIf(!hasXmllint)('finds nothing wrong with what we accept', () => {
    const accepted = fc.sample(damaged(plain), { numRuns: 3_000, seed }).filter((xml) => read(xml) === 'document');
    expect(accepted.length).toBeGreaterThan(100);
    // What it says of a namespace error does not show in its status.
    const { status, err } = ask('xmllint', '--noout', '--nowarning', ...files(accepted));
    expect(err.split('\n').filter((line) => line.includes('error') && !alsoLegal.test(line))).toEqual([]);
    expect(status).toBe(0);
  });

  it.skipIf(!hasXmllint).each([
    ['--c14n', 'inclusive-1.0+comments'],
    ['--c14n11', 'inclusive-1.1+comments'],
    ['--exc-c14n', 'exclusive+comments'],
  ] as const)('makes the same of whole documents with %s', (option, form) => {
    const texts = [...fc.sample(plain, { numRuns: 400, seed }), ...handPicked];
    const names = files(texts);
    const ours = texts.map((text) => canonical(parseDocument(text, messageLimits), form));
    if (ask('xmllint', option, ...names).out === ours.join('')) return;
    // Something differs: now one by one, to see what.
    for (const [at, name] of names.entries()) expect([texts[at], ask('xmllint', option, name).out]).toEqual([texts[at], ours[at]]);
    expect.unreachable();
  });

  it.skipIf(!hasXmllint || real.length === 0).each([
    ['--c14n', 'inclusive-1.0+comments'],
    ['--c14n11', 'inclusive-1.1+comments'],
    ['--exc-c14n', 'exclusive+comments'],
  ] as const)('makes the same of real documents with %s', (option, form) => {
    // What stands around the root is never signed, and so not written by us.
    const documents = readable(real).filter(({ text }) => !/^\s*(<\?xml[^>]*>\s*)?<!--|-->\s*$/.test(text));
    expect(documents.length).toBeGreaterThan(50);
    const ours = documents.map(({ document }) => canonical(document, form));
    if (ask('xmllint', option, ...documents.map(({ name }) => name)).out === ours.join('')) return;
    for (const [at, { name }] of documents.entries()) expect([name, ask('xmllint', option, name).out === ours[at]]).toEqual([name, true]);
    expect.unreachable();
  });

  it.skipIf(!hasXmlsec).each(formNames)('makes the same of an element within its surroundings: %s', (form) => {
    const within = xmlDocument({ oddNamespaces: false, surroundings: false, target: true });
    const lists = [undefined, ['p', 'q'], ['#default', 'saml'], ['#default', 'p', 'ds', 'none']];
    const signed = fc.sample(fc.tuple(within, fc.constantFrom(...lists)), { numRuns: 150, seed }).map(([xml, prefixes]) =>
      signXml(xml, {
        key: keyPair('rsa-2048').privateKey,
        id: 'target',
        position: 'first',
        form,
        ...(form.startsWith('exclusive') && prefixes !== undefined ? { prefixes, signedInfoPrefixes: prefixes } : {}),
        breaking: { signedInfo: (info) => info.replace('<ds:Reference', '<!-- which is signed too, where comments are --> <ds:Reference') },
      }),
    );
    const key = join(folder, 'key.pem');
    writeFileSync(key, keyPair('rsa-2048').publicKey.export({ format: 'pem', type: 'spki' }));
    const verify = (...names: readonly string[]) => ask('xmlsec1', '--verify', '--pubkey-pem', key, ...idOptions, ...names);
    const names = files(signed);
    if (verify(...names).status === 0) return;
    for (const [at, name] of names.entries()) {
      const { status, err } = verify(name);
      expect([signed[at], status, status === 0 ? '' : err]).toEqual([signed[at], 0, '']);
    }
    expect.unreachable();
  });
});

type Shape = readonly [name: string, attributes: readonly string[], children: readonly (Shape | string)[]];

/** Names with their namespaces, attributes in any order, and text: what an application can see. */
function shapeOf({ namespace, name, attributes, children }: Element): Shape {
  return [
    `{${namespace}}${name}`,
    attributes.map((attribute) => `{${attribute.namespace}}${attribute.name}=${attribute.value}`).sort(),
    children.map((child) => (typeof child === 'string' ? child : shapeOf(child))),
  ];
}

function shapeOfDom(xml: string): Shape {
  const complaints: string[] = [];
  const parser = new DOMParser({
    // It warns of U+FFFD, which a document may hold.
    onError: (level, message) => level !== 'warning' && complaints.push(message),
    // By default it takes U+0085 and U+2028 for line ends, as XML 1.1 has it.
    normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
  });
  const root = parser.parseFromString(xml.replace(/^\uFEFF/, ''), 'text/xml').documentElement;
  if (root === null || complaints.length > 0) throw new Error(`xmldom refuses: ${complaints.join()}`);
  return shapeOfDomElement(root);
}

function shapeOfDomElement(element: DomElement): Shape {
  const children: (Shape | string)[] = [];
  for (let node: DomNode | null = element.firstChild; node !== null; node = node.nextSibling) {
    const last = children.at(-1);
    // Sound: the type of a node says its class.
    if (node.nodeType === 1) children.push(shapeOfDomElement(node as DomElement));
    else if (node.nodeType === 3 || node.nodeType === 4) {
      if (typeof last === 'string') children[children.length - 1] = last + node.nodeValue;
      else if (node.nodeValue !== '') children.push(node.nodeValue ?? '');
    }
  }
  const attributes = [...element.attributes]
    .filter(({ namespaceURI }) => namespaceURI !== 'http://www.w3.org/2000/xmlns/')
    .map(({ namespaceURI, localName, value }) => `{${namespaceURI ?? ''}}${localName}=${value}`);
  return [`{${element.namespaceURI ?? ''}}${element.localName}`, attributes.sort(), children];
}

function shapeOfDraft({ name, namespace, attributes = {}, children = [] }: Draft): Shape {
  const merged: (Shape | string)[] = [];
  for (const child of children) {
    const last = merged.at(-1);
    if (child === undefined || child === '') continue;
    if (typeof child !== 'string') merged.push(shapeOfDraft(child));
    else if (typeof last === 'string') merged[merged.length - 1] = last + child;
    else merged.push(child);
  }
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return [`{${namespace}}${name.replace(/^.*:/, '')}`, given.map(([attribute, value]) => `{}${attribute}=${value}`).sort(), merged];
}

function drafts(): fc.Arbitrary<Draft> {
  const legal = fc
    .string({ unit: 'binary' })
    .map((raw) => raw.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''));
  const name = fc.string({ minLength: 1, maxLength: 6 }).filter((raw) => isName(raw) && !/^xml/i.test(raw));
  // A prefix means the same throughout, as our documents have it: xmldom writes the wrong one where it is declared anew.
  const prefixed = fc.constantFrom(
    { prefix: '', namespace: 'urn:1' },
    { prefix: 'p:', namespace: 'urn:2' },
    { prefix: 'q:', namespace: 'urn:3' },
    { prefix: 'r:', namespace: 'urn:1' },
  );
  const { draft } = fc.letrec<{ draft: Draft }>((tie) => ({
    draft: fc
      .record({
        prefixed,
        local: name,
        attributes: fc.dictionary(name, fc.option(legal, { nil: undefined }), { maxKeys: 3 }),
        children: fc.array(fc.oneof({ maxDepth: 3, depthIdentifier: 'draft' }, legal, fc.constant(undefined), tie('draft')), {
          maxLength: 4,
          depthIdentifier: 'draft',
        }),
      })
      .map(({ prefixed: { prefix, namespace }, local, ...rest }) => ({ name: prefix + local, namespace, ...rest })),
  }));
  return draft;
}

function read(source: string | Uint8Array): 'document' | 'refused' {
  try {
    const document = parseDocument(source, messageLimits);
    for (const form of formNames) canonical(document, form);
    return 'document';
  } catch (error) {
    if (isSsoError(error)) return 'refused';
    throw error;
  }
}

function readable(names: readonly string[]): readonly { name: string; text: string; document: Document }[] {
  return names.flatMap((name) => {
    const octets = readFileSync(name);
    try {
      return [{ name, text: octets.toString(), document: parseDocument(octets, metadataLimits) }];
    } catch (error) {
      if (isSsoError(error)) return [];
      throw error;
    }
  });
}

/** The same in other words, none of which can be copied: white space in each tag, and a reference at the beginning of each text. */
function disguised(canonicalForm: string): string {
  return canonicalForm.replace(/(<!--[\s\S]*?-->)|(<(?:"[^"]*"|[^">])*>)|[^<]+/g, (whole, comment, tag) => {
    if (tag !== undefined) return `${tag.slice(0, -1)} >`;
    return comment !== undefined || whole.startsWith('&') ? whole : whole.replace(/^./su, (first) => `&#${first.codePointAt(0)};`);
  });
}

function canonical(document: Document, form: FormName): string {
  return canonicalize(document, { element: document.root }, canonicalForms.get(formUris[form]) as CanonicalForm);
}

function utf16(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
}

// The same documents each time: what libxml2 does with those of its own faults is known, and a run must not find new ones.
const seed = 20_260_101;
/** It wants more of a namespace name than a scheme, and xml:id to be a name; neither is a matter of well-formedness. */
const alsoLegal = /is not a valid URI$|^\S+ validity error : xml:id/;
const handPicked = [
  '<a xml:base=""/>',
  '<p:a xmlns:p="urn:1" xmlns=""><b xmlns="urn:2"><c xmlns=""/></b></p:a>',
  '<a xmlns="urn:1"><p:b xmlns:p="urn:2" xmlns=""><c/></p:b></a>',
];
/** Which attribute is an ID must be told for each name that an element can have. */
const idOptions = ['a', 'b', 'Assertion', '_', 'x-y.z', '\u540D', '\uFA10', '\u{10400}', 'xmln', 'A'].flatMap((name) =>
  [
    '',
    'urn:1:',
    'urn:2:',
    'urn:oasis:names:tc:SAML:2.0:assertion:',
    'http://www.w3.org/2000/09/xmldsig#:',
    'http://idp.example/?a=b:',
  ].flatMap((namespace) => ['--id-attr:ID', namespace + name]),
);
