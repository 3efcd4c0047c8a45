import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseDurationSeconds, parseInstant, plusSeconds } from '../../../src/core/time.ts';

describe('an instant', () => {
  it.each([
    ['2026-01-31T23:59:59Z', '2026-01-31T23:59:59.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
    ['2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.100Z'],
    ['2026-01-01T00:00:00.0009999Z', '2026-01-01T00:00:00.000Z'],
    [`2026-01-01T00:00:00.${'1'.repeat(1_000)}Z`, '2026-01-01T00:00:00.111Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseInstant(text)).toEqual(new Date(expected));
    expect(parseInstant(text, { offsets: true })).toEqual(new Date(expected));
  });

  it.each([
    '',
    'now',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01t00:00:00z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00,5Z',
    '2026-1-1T0:0:0Z',
    '26-01-01T00:00:00Z',
    '12026-01-01T00:00:00Z',
    '-2026-01-01T00:00:00Z',
    '+2026-01-01T00:00:00Z',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z ',
    '2026-01-01T00:00:00Z\n',
    '2026-01-01T00:00:00+01',
    '2026-01-01T00:00:00+0100',
    '2026-01-01T00:00:00ZZ',
    '\u0662\u0660\u0662\u0666-01-01T00:00:00Z',
    'Thu, 01 Jan 2026 00:00:00 GMT',
  ])('cannot be written %j', (text) => {
    expect(parseInstant(text)).toBe('format');
    expect(parseInstant(text, { offsets: true })).toBe('format');
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-02-31T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '0000-01-01T00:00:00Z',
  ])('cannot be %s, which no calendar has', (text) => {
    expect(parseInstant(text)).toBe('impossible');
  });

  it.each([
    ['2026-01-01T00:00:00+01:00', '2025-12-31T23:00:00Z'],
    ['2026-01-01T00:00:00-05:30', '2026-01-01T05:30:00Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00Z'],
    ['2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00-00:00', '2026-01-01T00:00:00Z'],
  ])('in another time zone, %s, is understood only where that is allowed', (text, expected) => {
    expect(parseInstant(text)).toBe('offset');
    expect(parseInstant(text, { offsets: true })).toEqual(new Date(expected));
  });

  it.each(['2026-01-01T00:00:00+14:01', '2026-01-01T00:00:00-15:00', '2026-01-01T00:00:00+01:60', '2026-02-30T00:00:00+01:00'])(
    'is never %s, even where another time zone is allowed',
    (text) => {
      expect(parseInstant(text, { offsets: true })).toBe('impossible');
    },
  );

  test.prop([fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })])(
    'is read as it is written',
    (instant) => {
      expect(parseInstant(instant.toISOString())).toEqual(instant);
    },
  );

  test.prop([fc.string()])('is never made of just anything', (text) => {
    expect(parseInstant(text, { offsets: true })).toBe('format');
  });
});

describe('a duration', () => {
  it.each([
    ['PT0S', 0],
    ['PT1S', 1],
    ['PT1.5S', 1.5],
    ['PT90M', 5_400],
    ['PT6H', 21_600],
    ['P1D', 86_400],
    ['P1DT1S', 86_401],
    ['P1M', 2_592_000],
    ['P1Y', 31_536_000],
    ['P1Y2M3DT4H5M6S', 31_536_000 + 2 * 2_592_000 + 3 * 86_400 + 4 * 3_600 + 5 * 60 + 6],
  ])('%s has %d seconds', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '-P1D',
    'P-1D',
    'P1W',
    '1D',
    'PT1',
    'P1S',
    'PT1D',
    'P1H',
    'P1M1Y',
    'PT1S1M',
    'PT.5S',
    'PT1.S',
    'P1.5D',
    'p1d',
    ' P1D',
    'P1D ',
    'P1D\n',
  ])('is not %j', (text) => {
    expect(parseDurationSeconds(text)).toBeUndefined();
  });
});

describe('seconds', () => {
  it('lead forth and back', () => {
    const instant = new Date('2026-01-01T00:00:00Z');
    expect(plusSeconds(instant, 180)).toEqual(new Date('2026-01-01T00:03:00Z'));
    expect(plusSeconds(instant, -180)).toEqual(new Date('2025-12-31T23:57:00Z'));
    expect(instant).toEqual(new Date('2026-01-01T00:00:00Z'));
  });
});
