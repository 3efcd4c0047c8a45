import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { type Draft, writeDocument } from '../../../src/xml/writer.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe('a document of ours', () => {
  it('declares each prefix where it is first needed', async () => {
    const xml = await writeDocument({
      name: 'samlp:AuthnRequest',
      namespace: 'urn:oasis:names:tc:SAML:2.0:protocol',
      attributes: { ID: '_1', Destination: undefined },
      children: [
        { name: 'saml:Issuer', namespace: 'urn:oasis:names:tc:SAML:2.0:assertion', children: ['https://sp.example'] },
        undefined,
        { name: 'samlp:NameIDPolicy', namespace: 'urn:oasis:names:tc:SAML:2.0:protocol' },
      ],
    });
    expect(xml.match(/xmlns:\w+="[^"]*"/g)).toEqual([
      'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
      'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
    ]);
    expect(parseDocument(xml, messageLimits).root).toMatchObject({
      name: 'AuthnRequest',
      attributes: [{ qualifiedName: 'ID', value: '_1' }],
      children: [
        { name: 'Issuer', children: ['https://sp.example'] },
        { name: 'NameIDPolicy', children: [] },
      ],
    });
  });

  it.each([
    ['markup', '</a><b c="d">&amp;&#65;<![CDATA[x]]>'],
    ['quotes', `"'`],
    ['white space and line ends', ' \t\n\r\r\n '],
    ['what is not ASCII', '\u00FC\u20AC\u{1F600}\u0085\u2028'],
  ])('carries %s as text and as value', async (_, text) => {
    const { root } = parseDocument(
      await writeDocument({ name: 'a', namespace: 'urn:1', attributes: { b: text }, children: [text] }),
      messageLimits,
    );
    expect(root.children).toEqual([text]);
    expect(root.attributes).toMatchObject([{ name: 'b', value: text }]);
  });

  it.each(['\u0000', '\u001F', '\uFFFE', '\uD83D', '\uDE00\uD83D'])('cannot carry %j', async (text) => {
    const draft: Draft = { name: 'a', namespace: 'urn:1' };
    expect(await laterRefusal(() => writeDocument({ ...draft, children: [text] }))).toBe('config.invalid');
    expect(await laterRefusal(() => writeDocument({ ...draft, attributes: { b: text } }))).toBe('config.invalid');
    expect(await laterRefusal(() => writeDocument({ ...draft, children: [{ ...draft, children: [text] }] }))).toBe('config.invalid');
  });
});
