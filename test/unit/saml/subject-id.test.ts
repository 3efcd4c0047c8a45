import { describe, expect, it } from 'vitest';
import { one } from '../../../src/identity/identity.ts';
import type { PeerOptions } from '../../../src/saml/identity-provider.ts';
import { isWellFormed } from '../../../src/saml/subject-id.ts';
import { attributeStatementXml, attributeXml, authnStatementXml, clean, subjectXml } from '../../support/messages.ts';
import { refusal } from '../../support/refusal.ts';
import { answer, explained, loggedIn, outcomeOf, them } from '../../support/saml-login.ts';

const subjectId = 'urn:oasis:names:tc:SAML:attribute:subject-id';
const pairwiseId = 'urn:oasis:names:tc:SAML:attribute:pairwise-id';

const idp = (options: PeerOptions = {}) => them({ scopes: ['example.org'], subjectIdentifier: 'subject-id', ...options });
const holding = (...attributes: readonly string[]) => answer({ statements: [authnStatementXml(), attributeStatementXml(attributes)] });
const subjectOf = async (message: string, options: PeerOptions = {}) => (await loggedIn(message, { idp: idp(options) })).identity.subject;

describe('an identifier of the subject', () => {
  it('is the subject where that is configured, in one case, and its own name says what it is', async () => {
    const message = holding(attributeXml(subjectId, ['Alice-1@Example.ORG']), attributeXml(pairwiseId, ['p=@example.org']));
    expect(await subjectOf(message)).toEqual({ value: 'alice-1@example.org', format: subjectId });
    expect(await subjectOf(message, { subjectIdentifier: 'pairwise-id' })).toEqual({ value: 'p=@example.org', format: pairwiseId });
    expect(outcomeOf(await explained(message, { idp: idp() }), 'subject.identifier')).toBe('passed');
  });

  it('stays as it was sent among the attributes, and leaves the NameID to the logout', async () => {
    const { identity, session } = await loggedIn(holding(attributeXml(subjectId, ['Alice-1@Example.ORG'])), { idp: idp() });
    expect(one(identity, subjectId)).toBe('Alice-1@Example.ORG');
    expect(session.subject?.value).toBe(clean.subject);
  });

  it('is nobody where it is not there: no NameID stands in', async () => {
    const message = holding(attributeXml(pairwiseId, ['p@example.org']));
    expect(await subjectOf(message)).toBeUndefined();
    expect(outcomeOf(await explained(message, { idp: idp() }), 'subject.identifier')).toBe('noted');
  });

  it('is the subject of a session that has no NameID', async () => {
    const statements = [authnStatementXml(), attributeStatementXml([attributeXml(subjectId, ['a@example.org'])])];
    const { session } = await loggedIn(answer({ subject: subjectXml(null), statements }), { idp: idp() });
    expect(session.subject).toEqual({ value: 'a@example.org', format: subjectId });
  });

  it.each([
    ['of a scope that is not the provider’s', [attributeXml(subjectId, ['a@evil.example'])], 'attribute.scope'],
    ['of another form', [attributeXml(subjectId, ['a.b@example.org'])], 'subject.identifier'],
    ['with two values', [attributeXml(subjectId, ['a@example.org', 'b@example.org'])], 'subject.identifier'],
    ['with one value twice', [attributeXml(subjectId, ['a@example.org', 'a@example.org'])], 'subject.identifier'],
    ['with an element beside its value', [attributeXml(subjectId, ['a@example.org', '<x xmlns="urn:x"/>'])], 'subject.identifier'],
    [
      'with a value in each of two formats',
      [attributeXml(subjectId, ['a@example.org']), attributeXml(subjectId, ['b@example.org'], { NameFormat: 'urn:x' })],
      'subject.identifier',
    ],
    ['without a value', [attributeXml(subjectId, [])], 'subject.identifier'],
    ['that is an element', [attributeXml(subjectId, ['<x xmlns="urn:x"/>'])], 'subject.identifier'],
  ])('%s is nobody, is left out of the attributes, and noted without its value', async (_, attributes, rule) => {
    const message = holding(...attributes);
    const login = await loggedIn(message, { idp: idp() });
    expect(login.identity.subject).toBeUndefined();
    expect(one(login.identity, subjectId)).toBeUndefined();
    expect(outcomeOf(login.findings, rule)).toBe('noted');
    expect(JSON.stringify(login.findings)).not.toMatch(/[ab](?:\.b)?@/);
  });

  it('is checked where it is not the subject, too', async () => {
    const message = holding(attributeXml(pairwiseId, ['a', 'b']));
    const login = await loggedIn(message, { idp: them({ scopes: ['example.org'] }) });
    expect(login.identity.attributes).toEqual([]);
    expect(login.identity.subject?.value).toBe(clean.subject);
    expect(outcomeOf(login.findings, 'subject.identifier')).toBe('noted');
    expect(outcomeOf(await explained(answer()), 'subject.identifier')).toBe('not-applicable');
  });

  it.each([
    { subjectIdentifier: 'nameid' },
    { subjectIdentifier: subjectId },
    { subjectIdentifier: 'subject-id', subjectAttribute: 'mail' },
  ])('is refused as %j', (options) => {
    expect(refusal(() => them(options as PeerOptions))).toBe('config.invalid');
  });
});

describe('the form of an identifier', () => {
  it.each(['a@b', 'A0=-@x-.y..z', `${'a'.repeat(127)}@${'b'.repeat(127)}`])('is that of %s', (value) => {
    expect(isWellFormed(value)).toBe(true);
  });

  it.each([
    '',
    '@',
    'a@',
    '@b',
    '-a@b',
    '=a@b',
    'a@-b',
    'a@.b',
    'a.b@c',
    'a_b@c',
    'a+b@c',
    'a@b@c',
    'a@b_c',
    ' a@b',
    'a@b\n',
    'a\0@b',
    'ä@b',
    'a@\u212a',
    'a@\u017f',
    `${'a'.repeat(128)}@b`,
    `a@${'b'.repeat(128)}`,
  ])('is not that of %j', (value) => {
    expect(isWellFormed(value)).toBe(false);
  });
});
