import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { canonicalDomain, domainOf } from '../../../src/routing/domain.ts';

describe('a domain', () => {
  it.each([
    ['Example.ORG', 'example.org'],
    ['example.org.', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.EXAMPLE', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['ｅｘａｍｐｌｅ．ｏｒｇ', 'example.org'],
    ['example。org。', 'example.org'],
    ['corp', 'corp'],
    ['ad_corp.local', 'ad_corp.local'],
  ])('has one form, however it is written: %s', (written, form) => {
    expect(canonicalDomain(written)).toBe(form);
  });

  it.each([
    ...['', '.', '..', 'a..b', '.example.org', 'example.org..', '-a.example', 'a-.example', `${'a'.repeat(64)}.example`],
    ...['127.0.0.1', '127.1', '2130706433', '0x7f', 'example.1', '[::1]', 'xn--a', 'a\u200d.example'],
    ...['example.org:443', 'user@example.org', 'example.org/x', 'example.org?x', 'a%2eb', 'a b.example', ' example.org', '*.example.org'],
    ...['example.org\n', 'a\u0000.example', 'example．org／x', 'a：80', `${'a.'.repeat(150)}b`],
  ])('is not what only looks like one: %j', (written) => {
    expect(canonicalDomain(written)).toBeUndefined();
  });

  test.prop([fc.domain()])('is the same in capitals and with the dot of the root, and once more', (domain) => {
    const canonical = canonicalDomain(domain);
    expect(canonicalDomain(`${domain.toUpperCase()}.`)).toBe(canonical);
    if (canonical !== undefined) expect(canonicalDomain(canonical)).toBe(canonical);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 400 })])('is nothing but letters, digits, hyphens, underscores and dots', (written) => {
    expect(canonicalDomain(written) ?? 'a').toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/);
  });
});

describe('the domain of a user', () => {
  it.each([
    ['alice@example.org', 'example.org'],
    [' Alice@Example.Org ', 'example.org'],
    ['alice@evil.example@example.org', 'example.org'],
    ['"a@b"@example.org', 'example.org'],
    ['alice_other.example#EXT#@acme.onmicrosoft.com', 'acme.onmicrosoft.com'],
    ['CORP\\alice', 'corp'],
    ['corp.example\\alice', 'corp.example'],
  ])('is behind the last @, or before the only backslash: %s', (user, domain) => {
    expect(domainOf(user)).toBe(domain);
  });

  it.each(['', ' ', 'alice', '@example.org', 'alice@', 'alice@ex ample', 'CORP\\', '\\alice', 'CORP\\a\\b', 'alice@127.0.0.1'])(
    'is nothing where there is none: %j',
    (user) => {
      expect(domainOf(user)).toBeUndefined();
    },
  );
});
