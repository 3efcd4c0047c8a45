import { attributeStatementXml, attributeXml, authnStatementXml, nameIdXml, subjectXml } from '../../messages.ts';
import { type ResponseOptions, responseCases } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLCore 2.2.3', flags: 'name-id' });
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const email = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** Whom an assertion names, and what it says of them. */
export const responseClaimCases: readonly Case[] = [...names(), ...attributes()];

function names(): readonly Case[] {
  const named = (content: string, ...attributes: readonly Parameters<typeof nameIdXml>[1][]) => ({
    spec: 'SAMLCore 2.2.3',
    flags: 'name-id',
    assertion: { subject: subjectXml(nameIdXml(content, ...attributes)) },
  });
  return [
    accepts('name-id-white-space', 'a name is never trimmed', { subject: { value: ' alice\n', format: email } }, named(' alice\n')),
    accepts('name-id-cdata', 'a CDATA section is text', { subject: { value: 'al<i>ce', format: email } }, named('al<![CDATA[<i>]]>ce')),
    accepts(
      'name-id-references',
      'references are text',
      { subject: { value: 'a&<>"\'é', format: email } },
      named('a&amp;&lt;&gt;&quot;&apos;&#xE9;'),
    ),
    accepts('name-id-without-format', 'a name of no format', { subject: { value: 'alice' } }, named('alice', {})),
    accepts('name-id-absent', 'nobody is named', { subject: null }, { ...named(''), assertion: { subject: subjectXml(null) } }),
    accepts(
      'name-id-absent-attribute',
      'the attribute that stands in where nobody is named',
      { subject: { value: 'alice@example.com' } },
      {
        ...named(''),
        assertion: { subject: subjectXml(null) },
        parties: 'sp idp-subject-attribute',
      },
    ),
    accepts(
      'name-id-absent-two-values',
      'an attribute of two values cannot stand in for a name',
      { subject: null },
      {
        ...named(''),
        assertion: {
          subject: subjectXml(null),
          statements: [authnStatementXml(), attributeStatementXml([attributeXml('mail', ['a', 'b'])])],
        },
        parties: 'sp idp-subject-attribute',
      },
    ),
    refuses('name-id-blank', 'a name that says nothing', 'saml.structure', named(' ')),
    refuses('name-id-element', 'an element within a name', 'saml.structure', named('alice<b xmlns="urn:x">@evil.example</b>')),
    refuses('name-id-twice', 'two names', 'saml.structure', {
      assertion: { subject: subjectXml(`${nameIdXml()}${nameIdXml('mallory@example.com')}`) },
    }),
    refuses(
      'name-id-unknown-attribute',
      'an attribute of a signed name that nobody knows',
      'saml.structure',
      named('alice', { Scope: 'x' }),
    ),
    refuses('subject-twice', 'two subjects', 'saml.structure', {
      assertion: { subject: `${subjectXml()}${subjectXml(nameIdXml('mallory@example.com'))}` },
    }),
  ];
}

function attributes(): readonly Case[] {
  const holding = (...all: readonly string[]): ResponseOptions => ({
    spec: 'SAMLCore 2.7.3',
    flags: 'attribute',
    assertion: { statements: [authnStatementXml(), attributeStatementXml(all)] },
  });
  const raw = (name: string, value: string) => attributeXml(name, []).replace('/>', `>${value}</saml:Attribute>`);
  return [
    accepts(
      'attribute-prototype',
      'names that mean something to a programming language are only names',
      {
        attributes: [
          ['__proto__', ['x']],
          ['constructor', ['y']],
          ['toString', ['z']],
        ],
      },
      holding(attributeXml('__proto__', ['x']), attributeXml('constructor', ['y']), attributeXml('toString', ['z'])),
    ),
    accepts(
      'attribute-merged',
      'one name twice is one attribute',
      { attributes: [['groups', ['a', 'b', 'c']]] },
      holding(attributeXml('groups', ['a']), attributeXml('groups', ['b', 'c'])),
    ),
    accepts(
      'attribute-merged-statements',
      'one name in two statements is one attribute',
      { attributes: [['groups', ['a', 'b']]] },
      {
        ...holding(),
        assertion: {
          statements: [
            authnStatementXml(),
            attributeStatementXml([attributeXml('groups', ['a'])]),
            attributeStatementXml([attributeXml('groups', ['b'])]),
          ],
        },
      },
    ),
    accepts(
      'attribute-formats',
      'one name in two formats is two attributes',
      {
        attributes: [
          ['uid', ['a']],
          ['uid', ['b']],
        ],
        formats: ['urn:oasis:names:tc:SAML:2.0:attrname-format:uri', null],
      },
      holding(attributeXml('uid', ['a'], { NameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri' }), attributeXml('uid', ['b'])),
    ),
    accepts(
      'attribute-values',
      'empty, blank and long values as they are',
      { attributes: [['x', ['', ' ', ' a\tb ']]] },
      holding(
        raw('x', '<saml:AttributeValue/><saml:AttributeValue> </saml:AttributeValue><saml:AttributeValue> a\tb </saml:AttributeValue>'),
      ),
    ),
    accepts('attribute-none', 'an attribute without values', { attributes: [['x', []]] }, holding(attributeXml('x', []))),
    accepts(
      'attribute-nil',
      'nothing is not an empty text',
      { attributes: [['x', ['']]], content: [[{ kind: 'nil' }, { kind: 'text', text: '' }]] },
      holding(raw('x', `<saml:AttributeValue ${xsi} xsi:nil="true"/><saml:AttributeValue/>`)),
    ),
    accepts(
      'attribute-name-id',
      'a name within a value',
      { attributes: [['targetedID', ['p-1']]], content: [[{ kind: 'name-id', subject: { value: 'p-1', nameQualifier: 'q' } }]] },
      holding(attributeXml('targetedID', ['<saml:NameID NameQualifier="q">p-1</saml:NameID>'])),
    ),
    accepts(
      'attribute-element',
      'an element within a value is no text',
      { attributes: [['x', []]], content: [[{ kind: 'element', name: 'y', namespace: 'urn:x' }]] },
      holding(attributeXml('x', ['<y xmlns="urn:x">z</y>'])),
    ),
    accepts(
      'attribute-unknown-type',
      'a type that nobody knows is not resolved',
      { attributes: [['x', ['y']]] },
      holding(raw('x', `<saml:AttributeValue ${xsi} xsi:type="nobody:Knows">y</saml:AttributeValue>`)),
    ),
    accepts(
      'attribute-comment',
      'a comment never cuts a value',
      { attributes: [['role', ['user;admin']]] },
      holding(attributeXml('role', ['user<!-- ; -->;admin'])),
    ),
    accepts(
      'attribute-foreign-attribute',
      'attributes of other namespaces are somebody’s extension',
      { attributes: [['x', ['y']]] },
      holding(attributeXml('x', ['y']).replace('<saml:Attribute ', '<saml:Attribute xmlns:x="urn:x" x:encoding="LDAP" ')),
    ),
    accepts(
      'attribute-encrypted',
      'an encrypted attribute is passed over where there is no key',
      { attributes: [['x', ['y']]], noted: ['encryption.unopened'] },
      holding('<saml:EncryptedAttribute/>', attributeXml('x', ['y'])),
    ),
    refuses('attribute-nameless', 'an attribute without name', 'saml.structure', holding(attributeXml('', ['y']))),
    refuses(
      'attribute-unknown-attribute',
      'an attribute of a signed attribute that nobody knows',
      'saml.structure',
      holding(attributeXml('x', ['y'], { Value: 'z' })),
    ),
    refuses(
      'attribute-text',
      'text between the values',
      'saml.structure',
      holding(raw('x', 'admin<saml:AttributeValue>y</saml:AttributeValue>')),
    ),
  ];
}
