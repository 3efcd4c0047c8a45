import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/adapters/request.ts';
import { isSsoError } from '../../src/core/errors.ts';
import { refusal } from '../support/refusal.ts';

describe('a name in the path of a call', () => {
  test.prop([name(), name()])('never changes its shape, to whoever decodes it as often', (user, group) => {
    const address = addressed(user, group);
    if (address === undefined) return;
    const { origin, pathname, search, hash } = new URL(address.url);
    expect([origin, search, hash]).toEqual(['https://wiki.example', '', '']);
    expect(pathname).toBe(address.url.slice(origin.length));
    let path = pathname;
    for (let round = 0; round < 3; round += 1) {
      expect(path.split('/').length).toBe(6);
      path = decodeURIComponent(path);
    }
    expect(path).toBe(`/wiki/user/${user}/group/${group}`);
  });

  test.prop([fc.stringMatching(/^[a-z0-9._@ +-]{1,40}$/)])('is taken where it has nothing strange', (user) => {
    fc.pre(!/^\.{1,2}$|\.(json|xml)$/.test(user));
    expect(addressed(user, 'staff')).toBeDefined();
  });

  it.for(['', '.', '..', 'a/b', 'a\\b', 'a;b', 'a%2fb', 'a\u0000', 'a\nb', '\ud800', 'admins.json', 'admins.XML', '..;', '%2e%2e'])(
    'is refused: %j',
    (user) => {
      expect(refusal(() => addressOf('confluence', 'https://wiki.example', { path: ['user', { user }] }))).toBe('product.name');
    },
  );
});

function addressed(user: string, group: string): { readonly url: string } | undefined {
  try {
    return addressOf('confluence', 'https://wiki.example/wiki', { path: ['user', { user }, 'group', { group }] });
  } catch (error) {
    if (isSsoError(error) && error.code === 'product.name') return undefined;
    throw error;
  }
}

/** What somebody could try, among what anybody has. */
function name(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    '.',
    '..',
    '/',
    '\\',
    ';',
    '%',
    '%2f',
    '%25',
    '?',
    '#',
    '&',
    '+',
    ' ',
    '\t',
    ':',
    '@',
    'a',
    'ß',
    '😀',
    '\u2028',
  );
  return fc.oneof(
    fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
}
