import { attributeStatementXml, attributeXml, authnStatementXml, subjectXml } from '../../messages.ts';
import { type ResponseOptions, responseCases } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts } = responseCases({ spec: 'SAML2int SDP-SP17', flags: 'scope', parties: 'sp idp-scopes' });
const principalName = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6';
const affiliation = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.9';
const subjectId = 'urn:oasis:names:tc:SAML:attribute:subject-id';
const eduPerson = 'eduPersonPrincipalName';
const pairwiseId = 'urn:oasis:names:tc:SAML:attribute:pairwise-id';
const uri = 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri';

/** Values that only some providers may state, and the identifiers of the subject among them. */
export const responseScopeCases: readonly Case[] = [...scopes(), ...identifiers()];

function scopes(): readonly Case[] {
  const left = (...attributes: readonly unknown[]) => ({ attributes, noted: [] });
  const without = (...attributes: readonly unknown[]) => ({ attributes, noted: ['attribute.scope'] });
  return [
    accepts(
      'scope-listed',
      'scopes of the provider, in either case',
      left([principalName, ['Alice@example.org', 'alice@EXAMPLE.ORG']]),
      holding([principalName, ['Alice@example.org', 'alice@EXAMPLE.ORG']]),
    ),
    accepts(
      'scope-expression',
      'a domain and those below it, by an expression of the entity',
      left([affiliation, ['member@campus.example', 'staff@a.b.Campus.example']]),
      holding([affiliation, ['member@campus.example', 'staff@a.b.Campus.example']]),
    ),
    accepts(
      'scope-other',
      'a value of another scope is left out, its neighbour stays',
      without([affiliation, ['member@example.org']], ['mail', ['alice@evil.example']]),
      holding([affiliation, ['admin@evil.example', 'member@example.org']], ['mail', ['alice@evil.example']]),
    ),
    ...[
      ['before', 'admin@evil-example.org'],
      ['below', 'admin@evil.example.org'],
      ['behind', 'admin@example.org.evil'],
      ['point', 'admin@example.org.'],
      ['line-feed', 'admin@example.org\n'],
      ['letter', 'admin@example.or\u{FF47}'],
      ['expression-before', 'admin@evilcampus.example'],
      ['expression-behind', 'admin@campus.example.evil'],
      ['expression-label', 'admin@evil..campus.example'],
      ['expression-not-understood', 'admin@a.example.com'],
      ['two', 'admin@evil.example@example.org'],
      ['two-turned', 'admin@example.org@evil.example'],
      ['of-nobody', '@example.org'],
      ['absent', 'admin'],
    ].map(([name, value = '']) =>
      accepts(`scope-${name}`, 'a value that only looks as if it had a scope of the provider', without(), holding([affiliation, [value]])),
    ),
    accepts('scope-unknown', 'a provider of which no scope is known has none', without(), {
      ...holding([principalName, ['alice@example.org']]),
      parties: 'sp idp',
    }),
    accepts(
      'scope-older-name',
      'the older name of an attribute',
      without(),
      holding([`urn:mace:dir:attribute-def:${eduPerson}`, ['a@evil.example']]),
    ),
  ];
}

function identifiers(): readonly Case[] {
  const common = { spec: 'SAMLSubjectId 3.3', flags: 'scope name-id', parties: 'sp idp-subject-id' } as const;
  const nobody = (...noted: readonly string[]) => ({ subject: null, attributes: [], noted });
  return [
    accepts(
      'subject-id',
      'the identifier is the subject, whatever the NameID says, and two cases are one name',
      { subject: { value: 'alice-1@example.org', format: subjectId }, attributes: [[subjectId, ['Alice-1@Example.org']]] },
      { ...common, ...holding([subjectId, ['Alice-1@Example.org']]) },
    ),
    accepts(
      'pairwise-id',
      'the identifier for us alone',
      { subject: { value: 'hy7=@example.org', format: pairwiseId } },
      { ...common, ...holding([subjectId, ['alice@example.org']], [pairwiseId, ['HY7=@example.org']]), parties: 'sp idp-pairwise-id' },
    ),
    accepts('subject-id-other-scope', 'an identifier of another scope is nobody', nobody('attribute.scope', 'subject.identifier'), {
      ...common,
      ...holding([subjectId, ['alice@evil.example']]),
    }),
    accepts('subject-id-two-values', 'an identifier of two values is nobody', nobody('subject.identifier'), {
      ...common,
      ...holding([subjectId, ['alice@example.org', 'bob@example.org']]),
    }),
    accepts('subject-id-two-attributes', 'an identifier in two attributes is nobody', nobody('subject.identifier'), {
      ...common,
      ...holding([subjectId, ['alice@example.org']], [subjectId, ['bob@example.org'], 'urn:x']),
    }),
    accepts('subject-id-form', 'an identifier of another form is nobody', nobody('subject.identifier'), {
      ...common,
      ...holding([subjectId, ['alice.adams@example.org']]),
    }),
    accepts('subject-id-long', 'an identifier that is too long is nobody', nobody('subject.identifier'), {
      ...common,
      ...holding([subjectId, [`${'a'.repeat(128)}@example.org`]]),
    }),
    accepts('subject-id-absent', 'no NameID stands in for an identifier', nobody('subject.identifier'), { ...common, ...holding() }),
    accepts(
      'subject-id-alone',
      'an identifier where there is no NameID',
      { subject: { value: 'alice@example.org', format: subjectId } },
      { ...common, assertion: { ...holding([subjectId, ['alice@example.org']]).assertion, subject: subjectXml(null) } },
    ),
  ];
}

/** An assertion of these attributes: name, values, and the format of the name. */
function holding(...attributes: readonly (readonly [string, readonly string[], string?])[]): ResponseOptions {
  const elements = attributes.map(([name, values, format = uri]) => attributeXml(name, values, { NameFormat: format }));
  return { assertion: { statements: [authnStatementXml(), ...(elements.length === 0 ? [] : [attributeStatementXml(elements)])] } };
}
