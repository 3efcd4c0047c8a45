import { meanings as jiraMeanings } from '../jira/answers.ts';
import type { Meaning } from '../meanings.ts';

/** What service management means by an answer that is no success: what Jira means, and that it has no such call without its licence. */
export const meanings: readonly Meaning[] = [
  { status: 409, to: ['create'], means: 'look' },
  // Calls that may still change want a header that says that this is known.
  { status: 412, to: ['create'], means: 'product.unsupported' },
  ...jiraMeanings,
];
