import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64, toHex, utf8 } from '../../../src/core/bytes.ts';

describe('base64', () => {
  test.prop([fc.uint8Array()])('gives back the octets that were written', (octets) => {
    expect(read(toBase64(octets))).toEqual([...octets]);
  });

  test.prop([fc.uint8Array({ minLength: 1 }), fc.array(fc.tuple(fc.nat(), fc.constantFrom(' ', '\t', '\r', '\n', '\r\n')))])(
    'may hold XML white space anywhere',
    (octets, breaks) => {
      let text = toBase64(octets);
      for (const [at, space] of breaks) text = text.slice(0, at % (text.length + 1)) + space + text.slice(at % (text.length + 1));
      expect(read(text)).toEqual([...octets]);
    },
  );

  // RFC 4648 10
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
  ])('reads %j as %j', (text, expected) => {
    expect(read(text)).toEqual([...Buffer.from(expected)]);
  });

  it.each([
    ['padding that is missing', ['Z', 'Zg', 'Zg=', 'Zm8', 'Zm9vZ', 'Zm9vYg']],
    ['padding that is too much', ['Zg===', 'Zm8==', 'Zm9v=', 'Zm9v==', 'Zm9v====', '=', '==', '===', '====']],
    ['padding in the middle', ['Zg==Zg==', 'Z=g=', '=Zg=', 'Zm8=Zm8=', 'Zg== Zg==']],
    ['unused bits that are not zero', ['Zh==', 'Zi==', 'Zv==', 'Z/==', 'Zm9=', 'Zm+=', 'Zm/=']],
    ['the alphabet for URLs', ['_-_-', 'Zm9-', 'Zm9_']],
    ['characters of no alphabet', ['Zm9v!', 'Zm9v*Zm9v', 'Zm,v', '"Zg=="', '%3D', 'Zm9v\u0000', '<!---->']],
    ['white space of other kinds', ['Zm\u00A09v', 'Zm\u000B9v', 'Zm\u000C9v', 'Zm\u20289v', '\uFEFFZm9v', 'Zm\u20009v', 'Zm\u00859v']],
    ['letters that Node would cut to eight bits', ['\u0141m9v', 'Z\u016D9v', 'Zm9\u0176', '\uFF21m9v', 'Zm9v\u{1F600}', 'Zg\u013D\u013D']],
  ])('has no %s', (_, texts) => {
    for (const text of texts) expect([text, typeof fromBase64(text)]).toEqual([text, 'number']);
  });

  it.each([
    ['Zm9v!Zm9v', 4],
    ['Zm 9v-', 5],
    ['Zg==Zg==', 3],
    ['Zm9', 3],
    ['Zm\u00A09v', 2],
  ])('tells where %j is wrong', (text, at) => {
    expect(fromBase64(text)).toBe(at);
  });

  test.prop([fc.string({ unit: fc.constantFrom('A', 'Z', '/', '+', '=', ' ', '\n', '-', '\u0141') })])(
    'has one text for its octets, white space aside',
    (text) => {
      const octets = fromBase64(text);
      if (typeof octets === 'number') expect(octets).toBeLessThanOrEqual(text.length);
      else expect(toBase64(octets)).toBe(text.replace(/[ \n]/g, ''));
    },
  );

  it('is read in linear time', () => {
    for (const piece of ['=', '= ', ' ', 'A=', 'A \n', '\u0141']) expect(typeof fromBase64(`${piece.repeat(500_000)}!`)).toBe('number');
  });

  it('of a part of a buffer is that of the part', () => {
    const whole = Uint8Array.of(0, 1, 2, 3);
    expect(toBase64(whole.subarray(1, 3))).toBe('AQI=');
    expect(toHex(whole.subarray(1, 3))).toBe('0102');
  });
});

describe('UTF-8', () => {
  it('is what a text is sent as', () => {
    expect([...utf8('ü€')]).toEqual([0xc3, 0xbc, 0xe2, 0x82, 0xac]);
  });
});

function read(text: string): readonly number[] {
  const octets = fromBase64(text);
  if (typeof octets === 'number') throw new Error(`wrong at ${octets}`);
  return [...octets];
}
