import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demanded } from './rows.ts';

const folder = new URL('./', import.meta.url);
const tested = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => rowsIn(readFileSync(new URL(file, folder), 'utf8'), /'row (\d+): /g));
const documented = rowsIn(readFileSync(new URL('../../README.md', folder), 'utf8'), /^\| row (\d+) \|/gm);

describe('the rows of the list of capabilities', () => {
  it('have each a test or a line in the README that names it', () => {
    const shown = new Set([...tested, ...documented]);
    expect(demanded.filter((row) => !shown.has(row))).toEqual([]);
  });

  it('are no others than those that are demanded', () => {
    expect([...tested, ...documented].filter((row) => !demanded.includes(row))).toEqual([]);
    expect(new Set(demanded).size).toBe(demanded.length);
  });
});

function rowsIn(text: string, name: RegExp): readonly number[] {
  return [...text.matchAll(name)].map(([, row]) => Number(row));
}
