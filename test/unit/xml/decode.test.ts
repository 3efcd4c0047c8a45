import { describe, expect, it } from 'vitest';
import { encoded, parse, textOf } from '../../support/parsed.ts';
import { refusal } from '../../support/refusal.ts';

describe('the encoding', () => {
  it('is UTF-8 where nothing else is said', () => {
    expect(textOf(encoded('<a>\u00FC\u20AC\u{1F600}</a>'))).toBe('\u00FC\u20AC\u{1F600}');
  });

  it.each(['utf8', 'utf16le', 'utf16be'] as const)('is found by the byte order mark of %s', (encoding) => {
    expect(textOf(encoded('\uFEFF<a>\u00FC\u20AC\u{1F600}</a>', encoding))).toBe('\u00FC\u20AC\u{1F600}');
  });

  it('may be UTF-8 or UTF-16 by declaration, in any case', () => {
    for (const name of ['UTF-8', 'utf-8', 'Utf-8']) expect(textOf(encoded(`<?xml version="1.0" encoding="${name}"?><a>x</a>`))).toBe('x');
    for (const name of ['UTF-16', 'utf-16'])
      expect(textOf(encoded(`\uFEFF<?xml version="1.0" encoding='${name}'?><a>x</a>`, 'utf16le'))).toBe('x');
  });

  it('is never another one than the declaration says', () => {
    expect(refusal(() => parse(encoded('<?xml version="1.0" encoding="UTF-16"?><a/>')))).toBe('xml.encoding');
    for (const encoding of ['utf16le', 'utf16be'] as const)
      expect(refusal(() => parse(encoded('\uFEFF<?xml version="1.0" encoding="UTF-8"?><a/>', encoding)))).toBe('xml.encoding');
  });

  it.each(['ISO-8859-1', 'US-ASCII', 'utf8', 'UTF-7', 'UTF-32', 'windows-1252', 'IBM037', 'x-user-defined'])('is never %s', (name) => {
    expect(refusal(() => parse(`<?xml version="1.0" encoding="${name}"?><a/>`))).toBe('xml.encoding');
  });

  it.each(['utf16le', 'utf16be'] as const)('cannot be %s without a byte order mark', (encoding) => {
    expect(refusal(() => parse(encoded('<a/>', encoding)))).toBe('xml.encoding');
  });

  it.each([
    ['a continuation octet alone', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['an overlong less-than sign', [0xe0, 0x80, 0xbc]],
    ['a lone high surrogate', [0xed, 0xa0, 0x80]],
    ['a pair of surrogates as in CESU-8', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['an octet of Latin-1', [0xfc]],
    ['the octet FE', [0xfe]],
  ])('refuses %s in UTF-8', (_, stray) => {
    expect(refusal(() => parse(Buffer.concat([encoded('<a>'), Buffer.from(stray), encoded('</a>')])))).toBe('xml.encoding');
  });

  it('refuses UTF-16 that is cut within a character or holds half a pair', () => {
    const whole = encoded('\uFEFF<a>\u{1F600}</a>', 'utf16le');
    expect(refusal(() => parse(whole.subarray(0, -1)))).toBe('xml.encoding');
    expect(refusal(() => parse(encoded('\uFEFF<a>\uD83D</a>', 'utf16le')))).toBe('xml.encoding');
    expect(refusal(() => parse(encoded('\uFEFF<a>\uDE00\uD83D</a>', 'utf16be')))).toBe('xml.encoding');
  });

  it('of one document does not spoil that of the next', () => {
    for (const encoding of ['utf8', 'utf16le', 'utf16be'] as const) {
      const good = encoded('\uFEFF<a>\u20AC</a>', encoding);
      expect(refusal(() => parse(Buffer.concat([good, Buffer.from([0xd8, 0xd8, 0xd8])])))).toBe('xml.encoding');
      expect(textOf(good)).toBe('\u20AC');
    }
  });

  it('allows one byte order mark, not two', () => {
    expect(refusal(() => parse(encoded('\uFEFF\uFEFF<a/>')))).toBe('xml.syntax');
    expect(refusal(() => parse('\uFEFF\uFEFF<a/>'))).toBe('xml.syntax');
    expect(refusal(() => parse('\uFEFF<a/>'))).toBe('accepted');
  });

  it('of a text that is already decoded must have been right: a lone surrogate is no character', () => {
    expect(refusal(() => parse('<a>\uD83D</a>'))).toBe('xml.character');
    expect(refusal(() => parse('<a b="\uDE00"/>'))).toBe('xml.character');
  });
});

describe('the XML declaration', () => {
  it.each([
    '<?xml version="1.0"?>',
    "<?xml version='1.0'?>",
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<?xml version="1.0" standalone=\'no\' ?>',
    '<?xml\n\tversion = "1.0"\r\n encoding = "utf-8"?>\n',
  ])('may be %j', (declaration) => {
    expect(refusal(() => parse(`${declaration}<a/>`))).toBe('accepted');
  });

  it.each([
    '<?xml version="1.1"?>',
    '<?xml version="2.0"?>',
    '<?xml version=1.0?>',
    '<?xml version="1.0\'?>',
    '<?xml encoding="UTF-8"?>',
    '<?xml encoding="UTF-8" version="1.0"?>',
    '<?xml version="1.0"\u00A0encoding="UTF-8"?>',
    '<?xml version="1.0"\u2028?>',
    '<?xml version="1.0"\uFEFF?>',
    '<?xml version="1.0"encoding="UTF-8"?>',
    '<?xml version="1.0" standalone="maybe"?>',
    '<?xml version="1.0" standalone="yes" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding=""?>',
    '<?xml version="1.0" encoding="8-UTF"?>',
    '<?xml version="1.0" other="x"?>',
    '<?xml version="1.0">',
    '<?xml version="1.0"',
  ])('cannot be %j', (declaration) => {
    expect(refusal(() => parse(`${declaration}<a/>`))).toBe('xml.syntax');
  });

  it('stands first or not at all', () => {
    for (const xml of [
      ' <?xml version="1.0"?><a/>',
      '<!----><?xml version="1.0"?><a/>',
      '<a><?xml version="1.0"?></a>',
      '<a/><?xml version="1.0"?>',
    ])
      expect(refusal(() => parse(xml))).toBe('xml.instruction');
  });
});
