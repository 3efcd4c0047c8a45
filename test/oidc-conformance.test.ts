import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { basic } from './conformance/basic.ts';
import { config } from './conformance/config.ts';
import { fapi } from './conformance/fapi.ts';
import { formPost } from './conformance/form-post.ts';
import { logoutAndThirdParty } from './conformance/logout.ts';
import type { Plan } from './conformance/module.ts';
import { conformanceSection } from './conformance/readme.ts';
import { sharedFacts } from './support/shared.ts';

/** What the suite of the OpenID Foundation asks of relying parties, plan by plan. */
const plans: readonly Plan[] = [basic, config, formPost, logoutAndThirdParty, fapi];

describe.each(plans)('the $name plan', ({ rows }) => {
  const modules = Object.values(rows).flat();
  for (const module of modules) if ('check' in module) it(module.name, module.check);

  it('has a reason for each module that is not for us', () => {
    for (const module of modules) if ('not' in module) expect([module.name, module.not.length > 20]).toEqual([module.name, true]);
  });
});

const facts = sharedFacts()?.text('oidc.md');

describe.skipIf(facts === undefined)('the modules that the suite has', () => {
  it.each(plans)('stand in the table, for the $name plan', ({ section, rows }) => {
    expect(Object.keys(rows)).toEqual(rowsOf(section));
    for (const [row, modules] of Object.entries(rows)) expect([row, modules.length > 0]).toEqual([row, true]);
  });
});

describe('the README', () => {
  it('has the table that these modules make: UPDATE_README=1 writes it again', () => {
    const file = new URL('../README.md', import.meta.url);
    const readme = readFileSync(file, 'utf8');
    const written = readme.replace(/(?<=<!-- conformance -->\n).*(?=\n<!-- \/conformance -->)/s, () => `\n${conformanceSection(plans)}\n`);
    if (process.env['UPDATE_README'] === '1') writeFileSync(file, written);
    expect(written).toContain(conformanceSection(plans));
    expect(written).toBe(readFileSync(file, 'utf8'));
  });
});

/** The first column of the table in a section. */
function rowsOf(section: string): readonly string[] {
  const [, found = ''] = (facts ?? '').split(`### ${section} `);
  const [text = ''] = found.split(/^##/m);
  const cells = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|')[1]?.trim() ?? '');
  // The first two are the head and the rule beneath it.
  return cells.slice(2);
}
