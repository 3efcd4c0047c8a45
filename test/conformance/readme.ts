import type { Plan } from './module.ts';

/** The section of the README about the suite, between its marks: how many modules of each plan are checked, and why the others are not. */
export function conformanceSection(plans: readonly Plan[]): string {
  const counts = plans.map(({ name, rows }) => {
    const modules = Object.values(rows).flat();
    return [name, `${modules.filter((module) => 'check' in module).length} of ${modules.length}`];
  });
  const reasons = new Map<string, string[]>();
  for (const module of plans.flatMap(({ rows }) => Object.values(rows).flat()))
    if ('not' in module) reasons.set(module.not, [...(reasons.get(module.not) ?? []), `\`${module.name}\``]);
  return [
    table(['plan', 'modules'], ['---', '---:'], counts),
    'Not done, and why:',
    table(
      ['module', 'reason'],
      ['---', '---'],
      [...reasons].map(([reason, names]) => [names.join(', '), reason]),
    ),
  ].join('\n\n');
}

function table(head: readonly string[], rule: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
