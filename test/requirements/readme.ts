import { requirements, settled } from '../requirements.ts';
import type { Demands, Requirement } from './source.ts';

/** The section of the README about requirements, between its marks: how many are met, and why the others are not. */
export function requirementsSection(): string {
  const counts = requirements.map(({ name, must, should }) => [name, met(must), met(should)]);
  return [
    table(['source', 'MUST', 'SHOULD'], counts, ['---', '---:', '---:']),
    'Not met, and why:',
    table(['requirement', 'reason'], unmet()),
  ].join('\n\n');
}

function met(demands: Demands): string {
  const all = Object.values(demands);
  return all.length === 0 ? '' : `${all.filter((requirement) => !('not' in settled(requirement))).length} of ${all.length}`;
}

/** The requirements that are not met, those with one reason together. */
function unmet(): readonly (readonly string[])[] {
  const byReason = new Map<string, string[]>();
  for (const { must, should } of requirements) {
    for (const [level, demands] of [
      ['MUST', must],
      ['SHOULD', should],
    ] as const) {
      for (const [id, requirement] of Object.entries(demands)) {
        const found = settled(requirement);
        if ('not' in found) byReason.set(found.not, [...(byReason.get(found.not) ?? []), labelled(id, requirement, level)]);
      }
    }
  }
  return [...byReason].map(([reason, labels]) => [labels.join(', '), reason]);
}

function labelled(id: string, { section }: Requirement, level: 'MUST' | 'SHOULD'): string {
  const remarks = [...(section === undefined ? [] : [section]), ...(level === 'SHOULD' ? [level] : [])];
  return `\`${id}\`${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
}

function table(head: readonly string[], body: readonly (readonly string[])[], rule: readonly string[] = head.map(() => '---')): string {
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
