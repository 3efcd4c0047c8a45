import { type HandoverExpectation, readHandover } from '../../../src/adapters/handover/read-handover.ts';
import type { AnySsoError } from '../../../src/core/errors.ts';
import { failures } from '../../../src/core/rules.ts';
import { type Claims, plain } from './claims.ts';
import { nowOf, required, type Vector } from './format.ts';
import { partyNamed } from './parties.ts';
import { replayOf } from './replay.ts';

/** Reads the header of a hand-over as the product does that its vector names. */
export async function runHandover(vector: Vector): Promise<Claims> {
  const product = partyNamed(required(vector, 'parties')) as unknown as HandoverExpectation;
  const replay = await replayOf(vector);
  const header = Buffer.from(vector.message).toString('utf8');
  const once = () => readHandover(product, header, replay, { now: () => nowOf(vector) });
  if (vector.header.get('replay') === 'used') await once();
  const { key, name } = await once();
  return plain({ key, name });
}

/** The rules that failed, where there was something to be judged. */
export function failedHandoverRules({ details }: AnySsoError): readonly string[] | undefined {
  return 'findings' in details ? failures(details.findings).map(({ rule }) => rule) : undefined;
}
