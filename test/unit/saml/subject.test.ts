import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../src/identity/identity.ts';
import { nameIdFormats } from '../../../src/saml/names.ts';
import { bearerXml, clean, nameIdXml, subjectXml } from '../../support/messages.ts';
import { answer, asked, explained, loggedIn, outcomeOf, refusals, them, unasked } from '../../support/saml-login.ts';

describe('the name of the person', () => {
  const named = (format: string | null) => answer({ subject: subjectXml(nameIdXml('alice', { Format: format })) });
  const pending = asked({ nameIdFormat: nameIdFormats.persistent });

  it('of another format than the one asked for is noted, or refused where that is demanded', async () => {
    const message = named(nameIdFormats.transient);
    expect(await refusals(message, { pending })).toEqual([]);
    expect(outcomeOf(await explained(message, { pending }), 'subject.format-noted')).toBe('noted');
    const idp = them({ demandNameIdFormat: true });
    expect(await refusals(message, { pending, idp })).toEqual(['subject.format']);
    expect(await refusals(named(nameIdFormats.persistent), { pending, idp })).toEqual([]);
    expect(await refusals(named(null), { pending, idp })).toEqual(['subject.format']);
    expect(await refusals(answer({ subject: subjectXml(null) }), { pending, idp })).toEqual(['subject.format']);
    for (const nameIdFormat of [nameIdFormats.unspecified, nameIdFormats.encrypted])
      expect(await refusals(message, { pending: asked({ nameIdFormat }), idp })).toEqual([]);
    expect(await refusals(message, { idp })).toEqual([]);
  });

  it('has qualifiers that are ours and theirs, or absent; others are noted', async () => {
    const qualified = (attributes: object) =>
      answer({ subject: subjectXml(nameIdXml('x', { Format: nameIdFormats.persistent, ...attributes })) });
    const outcome = async (attributes: object) => outcomeOf(await explained(qualified(attributes)), 'subject.qualifiers');
    expect(await outcome({})).toBe('passed');
    expect(await outcome({ NameQualifier: clean.idp, SPNameQualifier: clean.sp })).toBe('passed');
    expect(await outcome({ SPNameQualifier: 'urn:affiliation' })).toBe('noted');
    expect(await outcome({ NameQualifier: 'urn:other' })).toBe('noted');
    expect(await outcome({ Format: nameIdFormats.transient, NameQualifier: 'urn:other' })).toBe('not-applicable');
  });

  it('is for the affiliation where one was asked for', async () => {
    const outcome = async (format: string, SPNameQualifier: string, pending = asked({ spNameQualifier: 'urn:affiliation' })) => {
      const message = answer({ subject: subjectXml(nameIdXml('x', { Format: format, SPNameQualifier })) });
      return outcomeOf(await explained(message, { pending }), 'subject.qualifiers');
    };
    expect(await outcome(nameIdFormats.persistent, 'urn:affiliation')).toBe('passed');
    expect(await outcome(nameIdFormats.persistent, clean.sp)).toBe('noted');
    expect(await outcome(nameIdFormats.emailAddress, 'urn:affiliation')).toBe('passed');
    expect(await outcome(nameIdFormats.emailAddress, 'urn:other')).toBe('noted');
  });

  it('of an answer that nobody asked for is held to no wish, and to our own name alone', async () => {
    const idp = them({ allowUnsolicited: true, demandNameIdFormat: true });
    const subject = subjectXml(nameIdXml('x', { Format: nameIdFormats.persistent }), [bearerXml({ InResponseTo: null })]);
    const { findings } = await loggedIn(unasked({ subject }), { pending: null, idp });
    expect([outcomeOf(findings, 'subject.format'), outcomeOf(findings, 'subject.qualifiers')]).toEqual(['not-applicable', 'passed']);
  });

  it('is noted to be missing where somebody was asked for', async () => {
    const pending = asked({ subject: { value: 'alice@example.com' } });
    const { findings } = await loggedIn(answer({ subject: subjectXml(null) }), { pending });
    expect(outcomeOf(findings, 'subject.asked')).toBe('noted');
  });

  it('has at most 256 characters where it is persistent or transient; a longer one is noted', async () => {
    const outcome = async (name: string, format: string) =>
      outcomeOf(await explained(answer({ subject: subjectXml(nameIdXml(name, { Format: format })) })), 'subject.length');
    for (const format of [nameIdFormats.persistent, nameIdFormats.transient]) {
      expect(await outcome('\u{1F600}'.repeat(256), format)).toBe('passed');
      expect(await outcome('a'.repeat(257), format)).toBe('noted');
    }
    expect(await outcome('a'.repeat(257), nameIdFormats.emailAddress)).toBe('not-applicable');
  });

  it('is the one that was asked for to its last attribute', async () => {
    const Format = nameIdFormats.persistent;
    const message = answer({ subject: subjectXml(nameIdXml('x', { Format, NameQualifier: clean.idp, SPNameQualifier: clean.sp })) });
    const outcome = async (subject: Subject) => outcomeOf(await explained(message, { pending: asked({ subject }) }), 'subject.asked');
    expect(await outcome({ value: 'x', format: Format, nameQualifier: clean.idp, spNameQualifier: clean.sp })).toBe('passed');
    expect(await outcome({ value: 'x' })).toBe('passed');
    expect(await outcome({ value: 'X' })).toBe('noted');
    expect(await outcome({ value: 'x', format: nameIdFormats.transient })).toBe('noted');
    expect(await outcome({ value: 'x', nameQualifier: 'urn:other' })).toBe('noted');
    expect(await outcome({ value: 'x', spNameQualifier: 'urn:other' })).toBe('noted');
  });

  it('of somebody else than was expected is noted, without either name', async () => {
    const findings = await explained(named(null), { pending: asked({ subject: { value: 'bob-the-expected' } }) });
    expect(outcomeOf(findings, 'subject.asked')).toBe('noted');
    expect(JSON.stringify(findings)).not.toMatch(/bob|alice/);
  });
});

describe('a subject', () => {
  const withSubject = (content: string) => refusals(answer({ subject: `<saml:Subject>${content}</saml:Subject>` }));

  it.each([
    ['an empty name', nameIdXml('')],
    ['a blank name', nameIdXml(' \n')],
    ['a name that holds an element', nameIdXml('alice<x xmlns="urn:x"/>')],
    ['two names', nameIdXml() + nameIdXml('bob')],
    ['a name behind its confirmation', `<saml:SubjectConfirmation Method="urn:x"/>${nameIdXml()}`],
    ['an attribute that its schema does not know', nameIdXml('alice', { format: 'urn:x' })],
    ['text', 'alice'],
    ['an element that does not belong there', `${nameIdXml()}<saml:Name/>`],
  ])('is refused with %s', async (_, content) => {
    expect(await withSubject(content)).toEqual(['saml.structure']);
  });

  it('is nobody where its name is encrypted, or only a base', async () => {
    for (const content of ['<saml:EncryptedID/>', '<saml:BaseID/>'])
      expect((await loggedIn(answer({ subject: subjectXml(content) }))).identity.subject).toBeUndefined();
  });
});
