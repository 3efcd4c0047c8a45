import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Asked, readAsked, writeAsked } from '../../../src/routing/index.ts';
import { refusalDetails } from '../../support/refusal.ts';

describe('what is asked for', () => {
  it.each([
    ['', {}],
    ['provider=&user=&wants=', {}],
    ['SAMLRequest=x&utm_source=mail', {}],
    ['login_hint=alice%40example.org&domain_hint=example.org', { loginHint: 'alice@example.org', domainHint: 'example.org' }],
    ['whr=example.org', { domainHint: 'example.org' }],
    ['whr=example.org&domain_hint=example.org', { domainHint: 'example.org' }],
    ['os_destination=%2Fbrowse%2FABC-1%3Fa%3Db', { returnTo: '/browse/ABC-1?a=b' }],
    ['next=%2Fprojects', { returnTo: '/projects' }],
    ['wants=bypass', { wants: 'bypass' }],
  ])('comes under the names that portals, providers and products have for it: %s', (query, asked) => {
    expect(readAsked(new URLSearchParams(query))).toEqual(asked);
  });

  it.each([
    ['user=a&user=b', 'user', 'repeated'],
    ['whr=a&whr=a', 'whr', 'repeated'],
    ['whr=a.example&domain_hint=b.example', 'domain_hint', 'conflicting'],
    ['returnTo=%2Fa&next=%2Fb', 'returnTo', 'conflicting'],
    ['wants=anything', 'wants', 'unknown-value'],
    ['wants=constructor', 'wants', 'unknown-value'],
    [`user=${'a'.repeat(2_049)}`, 'user', 'too-long'],
  ])('is refused where it does not say one thing: %s', (query, parameter, reason) => {
    expect(refusalDetails(() => readAsked(new URLSearchParams(query)))).toEqual({ parameter, reason });
  });

  const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 });
  const anything: fc.Arbitrary<Asked> = fc.record(
    {
      provider: value,
      user: value,
      loginHint: value,
      domainHint: value,
      wants: fc.constantFrom('chooser', 'password', 'bypass'),
      returnTo: value,
    },
    { requiredKeys: [] },
  );
  test.prop([anything])('comes back from the address of a page as it went there', (asked) => {
    expect(readAsked(new URLSearchParams(writeAsked(asked).toString()))).toEqual(asked);
  });
});
