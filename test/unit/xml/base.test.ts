import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { joinBases } from '../../../src/xml/base.ts';

describe('two values of xml:base', () => {
  // RFC 3986 5.4, those without a fragment.
  it.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    [';x', 'http://a/b/c/;x'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g/../h', 'http://a/b/c/h'],
  ])('join as RFC 3986 resolves %j', (reference, expected) => {
    expect(joinBases('http://a/b/c/d;p?q', reference)).toBe(expected);
  });

  // Canonical XML 1.1, appendix A and 2.4: what RFC 3986 does not define, or defines otherwise.
  it.each([
    ['a/b', 'c', 'a/c'],
    ['a/b/', 'c', 'a/b/c'],
    ['a/', '../..', '../'],
    ['../', '..', '../../'],
    ['..', '..', '../../'],
    ['../', '../', '../../'],
    ['abc/', '../', ''],
    ['/a', '../../b', '/b'],
    ['a', 'b#fragment', 'b'],
    ['http://a', 'b', 'http://a/b'],
  ])('join %j and %j as Canonical XML 1.1 says: %j', (outer, inner, expected) => {
    expect(joinBases(outer, inner)).toBe(expected);
  });

  test.prop([fc.webUrl(), fc.webPath()])('never leave a dot segment in an absolute one', (outer, inner) => {
    expect(joinBases(outer, `a${inner}/../x/./y/..`)).not.toMatch(/\/\.\.?(\/|$)/);
  });

  test.prop([fc.string(), fc.string()])('join to something, whatever they are', (outer, inner) => {
    expect(typeof joinBases(outer, inner)).toBe('string');
  });
});
