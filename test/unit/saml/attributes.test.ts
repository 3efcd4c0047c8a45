import { describe, expect, it } from 'vitest';
import { all, one } from '../../../src/identity/identity.ts';
import { attributeStatementXml, attributeXml, authnStatementXml } from '../../support/messages.ts';
import { answer, loggedIn, refusals } from '../../support/saml-login.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

describe('attributes', () => {
  it('come in the order in which they were sent, over all statements', async () => {
    const found = await attributesOf([attributeXml('b', ['1']), attributeXml('a', ['2'])], [attributeXml('c', ['3'])]);
    expect(found.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  });

  it('of one name and format are one, in the place of the first', async () => {
    const found = await attributesOf(
      [
        attributeXml('a', ['1'], { FriendlyName: 'first' }),
        attributeXml('b', ['x']),
        attributeXml('a', ['2', '1'], { FriendlyName: 'second' }),
      ],
      [attributeXml('a', ['3'])],
    );
    expect(found.map(({ name, friendlyName, values }) => [name, friendlyName, values])).toEqual([
      ['a', 'first', ['1', '2', '1', '3']],
      ['b', undefined, ['x']],
    ]);
  });

  it('of one name and different formats are different, and a friendly name tells nothing apart', async () => {
    const found = await attributesOf([
      attributeXml('a', ['1'], { NameFormat: 'urn:f', FriendlyName: 'mail' }),
      attributeXml('a', ['2'], { NameFormat: 'urn:g', FriendlyName: 'mail' }),
      attributeXml('a', ['3']),
      attributeXml('b', ['4'], { FriendlyName: 'a' }),
    ]);
    expect(found.map(({ name, format, values }) => [name, format, values])).toEqual([
      ['a', 'urn:f', ['1']],
      ['a', 'urn:g', ['2']],
      ['a', undefined, ['3']],
      ['b', undefined, ['4']],
    ]);
    expect(all({ attributes: found }, 'a')).toEqual(['1', '2', '3']);
    expect([one({ attributes: found }, 'a'), one({ attributes: found }, 'mail')]).toEqual(['1', undefined]);
  });

  it('cannot be made one by what stands in their names', async () => {
    // White space in a format is collapsed, and the two read with a line feed between would be the same.
    const found = await attributesOf(
      [attributeXml('b', ['1'], { NameFormat: 'f&#10;a' }), attributeXml('a&#10;b', ['2'], { NameFormat: 'f' })].map(asWritten),
    );
    expect(found).toHaveLength(2);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'urn:oid:0.9.2342', 'http://schemas.example/claims/name', 'ä \u{1F600}'])(
    'may have any name: %s',
    async (name) => {
      const found = await attributesOf([attributeXml(name, ['x'])]);
      expect(found).toMatchObject([{ name, values: ['x'] }]);
      expect(Object.getPrototypeOf(found[0])).toBe(Object.prototype);
    },
  );

  it('say of groups to which the provider only sent an address that there are more', async () => {
    const [groups, link] = [
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
      'http://schemas.microsoft.com/claims/groups.link',
    ];
    const address = attributeXml(link, ['https://graph.example/users/1/getMemberObjects']);
    const truncatedOf = async (attributes: string[]) =>
      (await attributesOf(attributes)).filter(({ name }) => name === groups).map(({ values, truncated }) => [values, truncated]);
    expect(await truncatedOf([address])).toEqual([[[], true]]);
    expect(await truncatedOf([attributeXml(groups, ['a']), address])).toEqual([[['a'], true]]);
    expect(await truncatedOf([attributeXml(groups, ['a'])])).toEqual([[['a'], undefined]]);
  });

  it('keep their values to the last blank', async () => {
    const values = ['', ' ', ' a ', 'a<!-- x -->b', '&lt;b&gt;&#13;', '<![CDATA[<c>]]>', 'a\tb\nc'];
    const [found] = await attributesOf([attributeXml('a', values)]);
    expect(found?.values).toEqual(['', ' ', ' a ', 'ab', '<b>\r', '<c>', 'a\tb\nc']);
  });

  it('tell text, nothing, names and other elements apart', async () => {
    const nil = `<saml:AttributeValue xmlns:xsi="${xsi}" xsi:nil="true"/>`;
    const typed = `<saml:AttributeValue xmlns:xsi="${xsi}" xmlns:xs="urn:any" xsi:type="xs:nonsense">text</saml:AttributeValue>`;
    const notNil = `<saml:AttributeValue xmlns:xsi="${xsi}" xsi:nil="false"/>`;
    const named = '<saml:AttributeValue><saml:NameID Format="urn:f">alice</saml:NameID></saml:AttributeValue>';
    const other = '<saml:AttributeValue> <x:Address xmlns:x="urn:x"><x:City>Paris</x:City></x:Address></saml:AttributeValue>';
    const [found] = await attributesOf([`<saml:Attribute Name="a">${nil}${typed}${notNil}${named}${other}</saml:Attribute>`]);
    expect(found?.content).toEqual([
      { kind: 'nil' },
      { kind: 'text', text: 'text' },
      { kind: 'text', text: '' },
      { kind: 'name-id', subject: { value: 'alice', format: 'urn:f' } },
      { kind: 'element', name: 'Address', namespace: 'urn:x' },
    ]);
    expect(found?.values).toEqual(['text', '', 'alice']);
  });

  it('may have no value at all', async () => {
    expect(await attributesOf([attributeXml('a', [])])).toEqual([{ name: 'a', values: [], content: [] }]);
  });

  it('may have attributes of other namespaces, which say nothing', async () => {
    const written = '<saml:Attribute Name="a" x:y="z" xmlns:x="urn:x"><saml:AttributeValue>1</saml:AttributeValue></saml:Attribute>';
    expect(await attributesOf([written])).toEqual([{ name: 'a', values: ['1'], content: [{ kind: 'text', text: '1' }] }]);
  });

  it('that are encrypted are passed over', async () => {
    expect(await attributesOf([attributeXml('a', ['1']), '<saml:EncryptedAttribute/>', attributeXml('b', ['2'])])).toHaveLength(2);
  });

  it.each([
    ['no name', '<saml:Attribute/>'],
    ['a blank name', '<saml:Attribute Name=" "/>'],
    ['an attribute that the schema does not know', '<saml:Attribute Name="a" Value="1"/>'],
    ['text', '<saml:Attribute Name="a">1</saml:Attribute>'],
    ['an element that does not belong there', '<saml:Attribute Name="a"><saml:Value/></saml:Attribute>'],
    ['a value of another namespace', '<saml:Attribute Name="a"><AttributeValue>1</AttributeValue></saml:Attribute>'],
    ['a statement that holds something else', '<saml:NameID>alice</saml:NameID>'],
  ])('are refused with %s', async (_, written) => {
    expect(await refusals(answer({ statements: [authnStatementXml(), attributeStatementXml([written])] }))).toEqual(['saml.structure']);
  });
});

async function attributesOf(...statements: readonly (readonly string[])[]) {
  const message = answer({ statements: [authnStatementXml(), ...statements.map((attributes) => attributeStatementXml(attributes))] });
  return (await loggedIn(message)).identity.attributes;
}

/** The builder escapes an ampersand; here it is to stand. */
function asWritten(xml: string): string {
  return xml.replaceAll('&amp;', '&');
}
