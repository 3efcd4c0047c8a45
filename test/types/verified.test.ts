import { describe, expect, it } from 'vitest';
import { compile } from '../support/compile.ts';
import { attempts, openBox, snippets } from './verified.ts';

describe('where a verified assertion is wanted', () => {
  const found = compile(snippets, { signon: './src/index.ts', 'signon/saml': './src/saml/index.ts' });

  it.for(Object.entries(attempts))('%s gives the errors that it should', ([name, { errors }]) => {
    expect(found[name]).toEqual(errors);
  });

  it('a hole would be seen: copies and look-alikes of a box without a private field do compile', () => {
    const holed = compile(snippets, { signon: './snippets/open-box.ts', 'signon/saml': './src/saml/index.ts' }, { 'open-box.ts': openBox });
    for (const name of [
      'a spread copy',
      'a spread copy with another value',
      'a look-alike literal',
      'a look-alike of its public side',
      'a class of the same shape',
    ])
      expect(holed[name]).toEqual([]);
    // A box that forgets what it holds would take these.
    const forgetful = openBox.replace('Verified<T>', 'Verified<_>').replace('value: T', 'value: unknown');
    const forgotten = compile(
      snippets,
      { signon: './snippets/open-box.ts', 'signon/saml': './src/saml/index.ts' },
      { 'open-box.ts': forgetful },
    );
    expect(forgotten['a box of another type']).toEqual([]);
  });
});
