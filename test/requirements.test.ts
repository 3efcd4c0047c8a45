import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { featuresBuilt } from './requirements/areas.ts';
import { requirementsSection } from './requirements/readme.ts';
import type { Source } from './requirements/source.ts';
import { requirements, requirementsById, settled } from './requirements.ts';
import { sharedFacts } from './support/shared.ts';

/** A requirement as the list beside the repository has it. */
interface Fact {
  readonly id: string;
  readonly source: string;
  readonly level: 'MUST' | 'SHOULD' | 'MAY';
  readonly area: string;
  readonly scope: string;
}

// Sound: the list says so of itself; an entry of another shape would not be found in the table.
const facts = (sharedFacts()?.json('saml-requirements.json') as { readonly requirements: readonly Fact[] } | undefined)?.requirements;
const references = [...requirementsById.values()].flatMap((requirement) => ('shown' in requirement ? requirement.shown : []));

describe('the table of requirements', () => {
  it('has every id once', () => {
    expect(requirements.flatMap(idsOf)).toEqual([...requirementsById.keys()]);
  });

  it('says of each how it stands, be it through another one', () => {
    const open = [...requirementsById].filter(([, requirement]) => !['shown', 'not'].some((word) => word in settled(requirement)));
    expect(open).toEqual([]);
  });

  it('names vectors that exist', () => {
    const named = references.filter((reference) => reference.startsWith('vectors/'));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((path) => !existsSync(fileOf(path)))).toEqual([]);
  });

  it('names tests that exist, each by the sentence that it has and no other', () => {
    const named = references.filter((reference) => !reference.startsWith('vectors/'));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((reference) => occurrences(reference) !== 1)).toEqual([]);
  });
});

describe.skipIf(facts === undefined)('the requirements on a library, on one that does logout, and on the features that are built', () => {
  const always = ['library', 'if-logout'];
  const demanded = (facts ?? []).filter(
    ({ scope, area }) => always.includes(scope) || (scope === 'optional-feature' && featuresBuilt.includes(area)),
  );

  it('stand in the table, and nothing else does', () => {
    expect([...requirementsById.keys()].toSorted()).toEqual(demanded.map(({ id }) => id).toSorted());
  });

  it('are as binding in the table as they are, and stand with what comes from the same source', () => {
    const told = requirements.map((source) => levelsOf(source).toSorted());
    const sources = [...new Set(demanded.map(({ source }) => source))];
    const found = sources.map((name) =>
      demanded
        .filter(({ source }) => source === name)
        .map(({ id, level }) => `${id} ${level}`)
        .toSorted(),
    );
    expect(told.toSorted()).toEqual(found.toSorted());
  });
});

describe('the README', () => {
  it('has the table that these requirements make: UPDATE_README=1 writes it again', () => {
    const readme = readFileSync(fileOf('README.md'), 'utf8');
    const written = readme.replace(/(?<=<!-- requirements -->\n).*(?=\n<!-- \/requirements -->)/s, () => `\n${requirementsSection()}\n`);
    if (process.env['UPDATE_README'] === '1') writeFileSync(fileOf('README.md'), written);
    expect(written).toBe(readFileSync(fileOf('README.md'), 'utf8'));
  });
});

function idsOf({ must, should, may = {} }: Source): readonly string[] {
  return [must, should, may].flatMap((demands) => Object.keys(demands));
}

function levelsOf({ must, should, may = {} }: Source): readonly string[] {
  const levels = { MUST: must, SHOULD: should, MAY: may };
  return Object.entries(levels).flatMap(([level, demands]) => Object.keys(demands).map((id) => `${id} ${level}`));
}

/** How often a file has the sentence of a test, in the group of that name where there is one. */
function occurrences(reference: string): number {
  const [, file = '', group, sentence = ''] = /^(.*?): (?:(.*) > )?(.*)$/.exec(reference) ?? [];
  if (!existsSync(fileOf(file))) return 0;
  const groups = readFileSync(fileOf(file), 'utf8').split(/^describe/m);
  const meant = group === undefined ? groups : groups.filter((text) => text.includes(`'${group}'`));
  return meant.join('').split(`'${sentence}'`).length - 1;
}

function fileOf(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
