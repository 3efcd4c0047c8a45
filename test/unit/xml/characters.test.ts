import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  compareCodePoints,
  endOfName,
  endOfSpace,
  illegalCharacterAt,
  isBlank,
  isLegalCodePoint,
  isName,
} from '../../../src/xml/characters.ts';

describe('a name', () => {
  it('ends where a character stands that cannot be in one, or with the text', () => {
    expect(endOfName('abc', 0)).toBe(3);
    expect(endOfName('<saml:Issuer>', 1)).toBe(5);
    expect(endOfName('<saml:Issuer>', 6)).toBe(12);
    expect(endOfName('a b', 0)).toBe(1);
    expect(endOfName('\u{10000}\u{20000}=', 0)).toBe(4);
    expect(endOfName('Prénom="', 0)).toBe(6);
    expect(endOfName('a\u00D7', 0)).toBe(1);
  });

  it('may be as long as one likes, of whatever letters', () => {
    for (const letter of ['a', 'é', '\u{10000}']) expect(endOfName(`<${letter.repeat(1_000_000)}>`, 1)).toBe(1 + letter.length * 1_000_000);
  });

  it('is not nothing', () => {
    expect(isName('')).toBe(false);
  });

  it('does not begin with a digit, a hyphen, a full stop, a colon or nothing', () => {
    for (const text of ['1a', '-a', '.a', ':a', '', ' a', '\u00B7a', '\u0300a']) expect(endOfName(text, 0)).toBe(0);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 8 })])('is what production [5] without the colon says', (text) => {
    expect(isName(text)).toBe(production5.test(text));
  });

  it('is decided as the standard does for every character of the basic plane', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      if (isName(character) !== production5.test(character)) expect.fail(`U+${code.toString(16)} as first`);
      if (isName(`a${character}`) !== production5.test(`a${character}`)) expect.fail(`U+${code.toString(16)} as second`);
    }
  });
});

describe('a legal character', () => {
  it('is what production [2] says, for every code point', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const legal =
        code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        code >= 0x10000;
      if (isLegalCodePoint(code) !== legal) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it('has a number that Unicode knows', () => {
    expect(isLegalCodePoint(0x110000)).toBe(false);
    expect(isLegalCodePoint(0xffffffff)).toBe(false);
  });

  it('is looked for from the start', () => {
    expect(illegalCharacterAt('ab\u0000c\u0001')).toBe(2);
    expect(illegalCharacterAt('\u{1F600}\uDE00')).toBe(2);
    expect(illegalCharacterAt('\uD83Dx')).toBe(0);
    expect(illegalCharacterAt('\u{1F600}\uFFFE\uDE00')).toBe(2);
    expect(illegalCharacterAt('\uDE00\uFFFF')).toBe(0);
    expect(illegalCharacterAt('\t\n\r \u{1F600}\uFFFD')).toBe(-1);
  });

  it('is found by its octets wherever it stands among them, and no other is taken for it', () => {
    for (let code = 0; code < 0x80; code += 1) {
      const character = String.fromCharCode(code);
      for (let before = 0; before < 9; before += 1) {
        const text = `${' '.repeat(before)}${character}\n\u00FF`;
        if (illegalCharacterAt(text, Buffer.from(text)) !== illegalCharacterAt(text))
          expect.fail(`U+${code.toString(16)} behind ${before}`);
      }
    }
  });

  const characters = fc.constantFrom('\0', '\b', '\t', '\n', '\v', '\r', '\x1F', ' ', '!', '\x7F', 'ß', '\u0120', '\uFFFE', '\u{1F600}');

  test.prop([fc.string({ unit: characters }), fc.nat(7), fc.constantFrom('utf8', 'utf16le')])(
    'is found as well where the octets are at hand, wherever these begin and in whatever encoding',
    (text, offset, encoding) => {
      const octets = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, encoding)]).subarray(offset);
      expect(illegalCharacterAt(text, octets)).toBe(illegalCharacterAt(text));
    },
  );
});

describe('white space', () => {
  it('is space, tab, line feed and carriage return, and nothing else', () => {
    expect(endOfSpace('a \t\n\rb', 1)).toBe(5);
    expect(isBlank(' \t\r\n')).toBe(true);
    expect(isBlank('')).toBe(true);
    for (const other of ['\u00A0', '\u0085', '\u2028', '\u3000', '\uFEFF', '\u000B', '\u000C', '\u200B'])
      expect(isBlank(other)).toBe(false);
  });
});

describe('the order of names', () => {
  it('is that of code points, not of code units', () => {
    expect(compareCodePoints('\uFF5E', '\u{10000}')).toBeLessThan(0);
    expect(compareCodePoints('\u{10000}', '\uFF5E')).toBeGreaterThan(0);
    expect(compareCodePoints('a\uE000', 'a\u{1F600}')).toBeLessThan(0);
    expect(compareCodePoints('\u{103FF}', '\u{103FE}')).toBeGreaterThan(0);
    expect(compareCodePoints('\u{10FFFF}', '\uE000')).toBeGreaterThan(0);
    expect(compareCodePoints('a', 'ab')).toBeLessThan(0);
    expect(compareCodePoints('a', 'a')).toBe(0);
  });

  test.prop([fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })])('is that of the UTF-8 octets', (a, b) => {
    expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  });
});

// XML 1.0, productions [4] and [4a], as printed but for the colon.
const nameStart =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const production5 = new RegExp(`^[${nameStart}][${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`, 'u');
