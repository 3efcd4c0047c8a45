import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Attribute } from '../../src/identity/identity.ts';
import { allows, folded, scopeTable } from '../../src/saml/scopes.ts';
import { sifted } from '../../src/saml/sift.ts';

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const escaped = (name: string) => name.replaceAll('.', '\\.');

/** Every form that is understood, around a domain. */
const expression = fc
  .tuple(
    domain,
    fc.constantFrom<(tail: string) => string>(
      (tail) => `^${tail}$`,
      (tail) => `^(.+\\.)?${tail}$`,
      (tail) => `^(?:.*\\.)?${tail}$`,
      (tail) => `^.+\\.${tail}$`,
      (tail) => `^.*${tail}$`,
      (tail) => `^([a-zA-Z0-9-]{1,63}\\.){0,2}${tail}$`,
      (tail) => `.*\\.${tail}`,
    ),
  )
  .map(([name, form]) => ({ name, value: form(escaped(name)) }));

/** What somebody might put in the place of a scope that is listed, so that it is taken for it. */
const disguise = fc.constantFrom<(scope: string) => string>(
  (scope) => `evil-${scope}`,
  (scope) => `evil${scope}`,
  (scope) => `evil.${scope}`,
  (scope) => `${scope}.evil`,
  (scope) => `${scope}.`,
  (scope) => `.${scope}`,
  (scope) => `${scope}\n`,
  (scope) => `${scope}\0`,
  (scope) => `${scope} `,
  (scope) => `${scope}@evil.example`,
  (scope) => scope.replace('.', '\u3002'),
  (scope) => scope.replace('.', '-'),
  (scope) => scope.slice(1),
  (scope) => scope.slice(0, -1),
  (scope) => scope.split('.').toReversed().join('.'),
);

describe('a scope', () => {
  test.prop([fc.array(domain), fc.oneof(domain, fc.string())])('is allowed exactly where it is listed, in either case', (names, scope) => {
    const table = scopeTable(names.map((value) => ({ value, regexp: false })));
    expect(allows(table, scope)).toBe(names.includes(folded(scope)));
    for (const name of names) expect(allows(table, name.toUpperCase())).toBe(true);
  });

  test.prop([fc.array(domain, { minLength: 1 }), disguise])('is not allowed in disguise', (names, disguised) => {
    const table = scopeTable(names.map((value) => ({ value, regexp: false })));
    const scope = disguised(names[0] ?? '');
    fc.pre(!names.includes(scope));
    expect(allows(table, scope)).toBe(false);
  });

  test.prop([expression, fc.array(label, { maxLength: 4 }), fc.option(disguise), fc.option(domain)])(
    'is never allowed by an expression that does not match it',
    ({ name, value }, before, disguised, other) => {
      const scope = [...before, other ?? name].join('.');
      const shown = disguised === null ? scope : disguised(scope);
      if (allows(scopeTable([{ value, regexp: true }]), shown)) expect(shown).toMatch(new RegExp(value, 'i'));
    },
  );

  test.prop([fc.string({ unit: 'binary', maxLength: 40 }), domain])(
    'is never allowed by an expression that names no domain',
    (value, scope) => {
      fc.pre(!scope.includes(value.replace(/^\^?/, '').replace(/\$?$/, '')));
      expect(allows(scopeTable([{ value, regexp: true }]), scope)).toBe(false);
    },
  );
});

describe('attributes', () => {
  const scoped = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.9';
  const attribute = fc.record({
    name: fc.constantFrom(scoped, 'mail', 'urn:oasis:names:tc:SAML:attribute:subject-id'),
    values: fc.array(
      fc.oneof(
        fc.string(),
        domain.map((name) => `member@${name}`),
      ),
    ),
  });

  test.prop([fc.array(attribute), fc.array(domain)])(
    'keep all but the values of scopes that are not the provider’s, in their order',
    (given, names) => {
      const attributes: Attribute[] = given.map(({ name, values }) => ({
        name,
        values,
        content: values.map((text) => ({ kind: 'text', text })),
      }));
      const idp = { scopes: names.map((value) => ({ value, regexp: false })), scopedAttributes: [] };
      const { attributes: left, dropped } = sifted(attributes, idp);
      for (const { name, values } of left.filter(({ name }) => name !== 'mail'))
        for (const value of values) expect([name, names.some((scope) => folded(value).endsWith(`@${scope}`))]).toEqual([name, true]);
      expect(left.filter(({ name }) => name === 'mail')).toEqual(attributes.filter(({ name }) => name === 'mail'));
      const count = (list: readonly Attribute[]) => list.flatMap(({ values }) => values).length;
      expect(count(left) + dropped.length).toBe(count(attributes));
      expect(sifted(left, idp).dropped).toEqual([]);
    },
  );
});
