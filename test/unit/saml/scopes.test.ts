import { describe, expect, it } from 'vitest';
import type { PeerOptions } from '../../../src/saml/identity-provider.ts';
import { allows, type Scope, scopeOf, scopeTable } from '../../../src/saml/scopes.ts';
import { attributeStatementXml, attributeXml, authnStatementXml, subjectXml } from '../../support/messages.ts';
import { refusal } from '../../support/refusal.ts';
import { answer, explained, loggedIn, outcomeOf, them } from '../../support/saml-login.ts';

const principalName = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6';
const affiliation = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.9';

const allowed = (scopes: readonly Scope[], scope: string) => allows(scopeTable(scopes), scope);
const listed = (value: string): Scope => ({ value, regexp: false });
const expression = (value: string): Scope => ({ value, regexp: true });

describe('a scope', () => {
  it('is one that is listed, in either case', () => {
    for (const scope of ['example.org', 'EXAMPLE.org']) expect(allowed([listed('Example.ORG')], scope)).toBe(true);
    expect(allowed([listed('a.example'), listed('localhost')], 'localhost')).toBe(true);
    expect(allowed([], 'example.org')).toBe(false);
  });

  it.each([
    ['below it', 'sub.example.org'],
    ['above it', 'org'],
    ['with more before it', 'evil-example.org'],
    ['with more behind it', 'example.org.evil'],
    ['with a point at its end', 'example.org.'],
    ['with a point before it', '.example.org'],
    ['with another character for its point', 'example-org'],
    ['with a blank', 'example.org '],
    ['with a line feed', 'example.org\n'],
    ['with what ends texts in C', 'example.org\0.evil'],
    ['with an invisible character', 'example.org\u200b'],
    ['with a letter that looks like one', 'ex\u0430mple.org'],
    ['with a letter that lower case would make one', 'example.or\u212a'],
    ['of full width', 'ｅxample.org'],
    ['that is empty', ''],
  ])('is not one %s', (_, scope) => {
    expect(allowed([listed('example.org'), listed('example.ork')], scope)).toBe(false);
  });

  it('of another alphabet is compared as it is written', () => {
    expect(allowed([listed('münchen.example')], 'münchen.example')).toBe(true);
    expect(allowed([listed('münchen.example')], 'xn--mnchen-3ya.example')).toBe(false);
    expect(allowed([listed('münchen.example')], 'MÜNCHEN.example')).toBe(false);
  });

  it('has an end', () => {
    const long = `${'a'.repeat(63)}.${'b'.repeat(63)}`;
    expect(allowed([listed(long)], long)).toBe(true);
    expect(allowed([listed(`${long}c`)], `${long}c`)).toBe(false);
  });
});

describe('an expression of a provider', () => {
  const reached = (value: string) => domains.filter((domain) => allowed([expression(value)], domain));
  const domains = ['example.org', 'a.example.org', 'a.b.example.org', 'a.b.c.example.org', 'evil-example.org', 'exampleXorg'];
  const all = domains.slice(0, 4);

  it.each([
    ['^example\\.org$', ['example.org']],
    ['^(.+\\.)?example\\.org$', all],
    ['^(?:.*\\.)?Example\\.ORG$', all],
    ['^.+\\.example\\.org$', all.slice(1)],
    ['.*\\.example\\.org', all.slice(1)],
    // It would let `evil-example.org` in, were it run.
    ['^.*example\\.org$', all],
    ['^.+\\.example.org$', all.slice(1)],
    ['^([a-zA-Z0-9-]{1,63}\\.){0,2}example\\.org$', all.slice(0, 3)],
    ['^([A-Za-z0-9-]{1,63}\\.){1,3}example\\.org$', all.slice(1)],
    ['^([a-z0-9-]{1,63}\\.){2,1}example\\.org$', []],
  ])('%s is read as what it says in labels', (value, expected) => {
    expect(reached(value)).toEqual(expected);
  });

  it.each([
    '^.*$',
    '.*',
    '',
    '^.+\\.org$',
    '^(a|b)\\.example\\.org$',
    '^(a+)+\\.example\\.org$',
    '^example\\.org$|^evil\\.org$',
    '^[^.]+\\.example\\.org$',
    '(?i)^example\\.org$',
    'example\\.org\n',
    '^example\\.org\\.$',
    '^example\\.org$$',
    '^^example\\.org',
  ])('%j is not understood, and lets nobody in', (value) => {
    expect(reached(value)).toEqual([]);
    expect(allowed([expression(value)], 'evil.org')).toBe(false);
  });

  it('reaches no deeper by labels that no domain has', () => {
    for (const scope of [
      '.example.org',
      'a..example.org',
      'ä.example.org',
      'a b.example.org',
      'a\n.example.org',
      `${'a'.repeat(64)}.example.org`,
    ])
      expect(allowed([expression('^(.+\\.)?example\\.org$')], scope)).toBe(false);
  });

  it('is made ready in time that grows with its length alone', () => {
    const hostile = ['a'.repeat(100_000), 'a.'.repeat(50_000), '^(.+\\.)?'.repeat(10_000), 'a\\'.repeat(50_000), '(a+)+$'.repeat(20_000)];
    expect(scopeTable(hostile.map(expression)).size).toBe(0);
    expect(scopeTable(Array.from({ length: 50_000 }, () => expression('^(.+\\.)?example\\.org$'))).get('example.org')).toHaveLength(1);
  });
});

describe('the scope of a value', () => {
  it('stands behind its only @', () => {
    expect(scopeOf('alice@example.org')).toBe('example.org');
    for (const value of ['alice', '', '@example.org', 'alice@evil.org@example.org', 'alice@example.org@evil.org', '@@'])
      expect(scopeOf(value)).toBeUndefined();
    expect(scopeOf('alice@')).toBe('');
  });
});

describe('the values of a scoped attribute', () => {
  const holding = (...attributes: readonly string[]) => answer({ statements: [authnStatementXml(), attributeStatementXml(attributes)] });
  const attributesOf = async (message: string, options: PeerOptions = {}) =>
    (await loggedIn(message, { idp: them(options) })).identity.attributes.map(({ name, values }) => [name, values]);

  it('are left out where the provider may not speak for their scope, and noted by their attribute and scope alone', async () => {
    const message = holding(
      attributeXml(principalName, ['alice@example.org', 'secret@evil.example', 'nobody']),
      attributeXml(affiliation, ['member@evil.example']),
      attributeXml('mail', ['alice@evil.example']),
    );
    const options = { scopes: ['example.org'] };
    expect(await attributesOf(message, options)).toEqual([
      [principalName, ['alice@example.org']],
      ['mail', ['alice@evil.example']],
    ]);
    const findings = await explained(message, { idp: them(options) });
    expect(findings.find(({ rule }) => rule === 'attribute.scope')).toEqual({
      rule: 'attribute.scope',
      spec: 'SAML2int SDP-SP17',
      outcome: 'noted',
      expected: 'example.org',
      actual: `${principalName} of evil.example, ${principalName} without a scope, ${affiliation} of evil.example`,
    });
    expect(JSON.stringify(findings)).not.toMatch(/secret|nobody|member/);
  });

  it('are all left out where a provider has no scope', async () => {
    const message = holding(attributeXml(principalName, ['alice@example.org']));
    expect(await attributesOf(message)).toEqual([]);
    expect(outcomeOf(await explained(message), 'attribute.scope')).toBe('noted');
    expect(outcomeOf(await explained(holding(attributeXml('mail', ['a@b']))), 'attribute.scope')).toBe('passed');
  });

  it('are left out of every list of values, also as names', async () => {
    const value = '<saml:NameID>alice@evil.example</saml:NameID>';
    const message = holding(attributeXml(principalName, [value, 'alice@example.org', '<x xmlns="urn:x"/>']));
    const { identity } = await loggedIn(message, { idp: them({ scopes: ['example.org'] }) });
    expect(identity.attributes[0]).toMatchObject({
      values: ['alice@example.org'],
      content: [
        { kind: 'text', text: 'alice@example.org' },
        { kind: 'element', name: 'x', namespace: 'urn:x' },
      ],
    });
  });

  it('are those of further attributes, too, where we say so', async () => {
    const message = holding(attributeXml('upn', ['alice@evil.example']), attributeXml('none', []));
    expect(await attributesOf(message, { scopes: ['example.org'], scopedAttributes: ['upn', 'none'] })).toEqual([['none', []]]);
  });

  it('cannot stand in for a subject when they were left out', async () => {
    const statements = [authnStatementXml(), attributeStatementXml([attributeXml(principalName, ['alice@evil.example'])])];
    const options = { subjectAttribute: principalName, scopes: ['example.org'] };
    const { identity } = await loggedIn(answer({ subject: subjectXml(null), statements }), { idp: them(options) });
    expect(identity.subject).toBeUndefined();
  });
});

describe('the scopes of a provider', () => {
  it('are ours in place of those of its metadata', () => {
    expect(them({ scopes: ['example.org'] }).scopes).toEqual([listed('example.org')]);
    expect(them({ scopes: [] }).scopes).toEqual([]);
    expect(Object.isFrozen(them({ scopes: ['example.org'] }).scopes)).toBe(true);
  });

  it.each([{ scopes: 'example.org' }, { scopes: [''] }, { scopes: [1] }, { scopedAttributes: 'mail' }, { scopedAttributes: [' '] }])(
    'are refused as %j',
    (options) => {
      expect(refusal(() => them(options as PeerOptions))).toBe('config.invalid');
    },
  );
});
