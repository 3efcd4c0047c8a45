import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { systemEnv } from '../../../src/core/env.ts';
import { formOf } from '../../../src/web/body.ts';

describe('a form that is posted', () => {
  test.prop([fc.string({ unit: 'binary' })], { numRuns: 500 })('has the fields that the standard finds in it, whatever it is', (text) =>
    same(text),
  );

  test.prop([written()], { numRuns: 2_000 })('has them, whatever escapes, blanks and signs it is made of', (text) => same(text));

  it.each([
    '',
    '&&',
    '=',
    '=a',
    'a',
    'a=b=c',
    '%2b=+%2B',
    'a=%',
    'a=%4',
    'a=%c3%28&b=%41',
    '\u{feff}a=b',
    'a=%ef%bb%bfb',
    'a=\u{0}',
    '?a=b',
    '?a=%',
  ])('has them in %j', (text) => same(text));

  it('has all of them, however many there are', async () => {
    for (const many of [99, 100, 101, 1_000]) await same('a=%2B&b&&'.repeat(many));
  });
});

async function same(text: string): Promise<void> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const form = await formOf(new Request('https://sp.example/', { method: 'POST', headers, body: text }), 1_000_000, systemEnv);
  expect([...form]).toEqual([...new URLSearchParams(`?${new TextDecoder().decode(new TextEncoder().encode(text))}`)]);
}

function written(): fc.Arbitrary<string> {
  const parts = fc.constantFrom(
    'a',
    '?',
    'ä',
    '=',
    '&',
    '+',
    '%',
    '%2B',
    '%2F',
    '%2b',
    '%26',
    '%3D',
    '%25',
    '2B',
    '%C3%A4',
    '%c3',
    '%ED%A0%80',
    '%F0%9F%98%80',
    '\r\n',
  );
  return fc.array(parts).map((all) => all.join(''));
}
