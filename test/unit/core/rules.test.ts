import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { failures, finding, judge, legible, notApplicable, type Rule } from '../../../src/core/rules.ts';

describe('a judgement', () => {
  it('holds every rule against the subject, in their order, and finds all that is wrong at once', () => {
    expect(judge(rules, 5, 3, new Set())).toEqual([
      { rule: 'number.small', spec: 'Test 1', outcome: 'failed', expected: 'at most 3', actual: '5' },
      { rule: 'number.even', spec: 'Test 2', outcome: 'failed', expected: 'even', actual: '5' },
      { rule: 'number.unknown', spec: 'Test 3', outcome: 'not-applicable' },
      { rule: 'number.pretty', spec: 'Test 4', outcome: 'noted', expected: '2', actual: '5' },
    ]);
    expect(judge(rules, 2, 3, new Set()).map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'not-applicable', 'passed']);
  });

  it('pardons a rule by its name, and no other', () => {
    const findings = judge(rules, 5, 3, new Set(['number.even', 'number.', 'small']));
    expect(findings.map(({ outcome }) => outcome)).toEqual(['failed', 'pardoned', 'not-applicable', 'noted']);
    expect(failures(findings).map(({ rule }) => rule)).toEqual(['number.small']);
  });

  it('does not turn what holds into a pardon', () => {
    expect(judge(rules, 2, 3, new Set(['number.even', 'number.unknown', 'number.pretty'])).map(({ outcome }) => outcome)).toEqual([
      'passed',
      'passed',
      'not-applicable',
      'passed',
    ]);
  });

  it('refuses nobody by what is only noted', () => {
    expect(failures(judge(rules, 0, 3, new Set()))).toEqual([]);
  });

  it('lets a rule that throws be seen as the defect it is', () => {
    const broken: Rule<number, number> = {
      id: 'broken',
      spec: '',
      check: () => {
        throw new RangeError();
      },
    };
    expect(() => judge([broken], 1, 1, new Set(['broken']))).toThrow(RangeError);
  });

  it('escapes and cuts what it found', () => {
    const { actual } = finding({ id: 'a', spec: 'b' }, { expected: '', actual: `\u001B[31m${'x'.repeat(500)}` }, new Set());
    expect(actual).toMatch(/^\\u\{1b\}\[31mx+…$/);
  });
});

describe('what ends up in a log', () => {
  it.each([
    ['plain', 'plain'],
    ['üñí😀', 'üñí😀'],
    ['a\nb\r\tc', 'a\\u{a}b\\u{d}\\u{9}c'],
    ['\u0000\u007F\u0085\u009B', '\\u{0}\\u{7f}\\u{85}\\u{9b}'],
    ['\u202Egpj.exe\u200B\uFEFF', '\\u{202e}gpj.exe\\u{200b}\\u{feff}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['\uD83D', '\\u{d83d}'],
  ])('is escaped: %j', (text, expected) => {
    expect(legible(text)).toBe(expected);
  });

  it('is cut at 200 characters', () => {
    expect(legible('x'.repeat(200))).toBe('x'.repeat(200));
    expect(legible('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 300 })])('never holds a control character, a line end or half a pair', (text) => {
    expect(legible(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });
});

const rules: readonly Rule<number, number>[] = [
  { id: 'number.small', spec: 'Test 1', check: (n, most) => (n <= most ? undefined : { expected: `at most ${most}`, actual: `${n}` }) },
  { id: 'number.even', spec: 'Test 2', check: (n) => (n % 2 === 0 ? undefined : { expected: 'even', actual: `${n}` }) },
  { id: 'number.unknown', spec: 'Test 3', check: () => notApplicable },
  { id: 'number.pretty', spec: 'Test 4', advisory: true, check: (n) => (n === 2 ? undefined : { expected: '2', actual: `${n}` }) },
];
