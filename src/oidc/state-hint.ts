import { textIn } from '../core/json.ts';
import { parseJws } from '../jose/compact.ts';
import type { Callback } from './callback.ts';
import type { Client } from './client.ts';
import { opened } from './token.ts';

/**
 * The state of an answer, to look up which login it is of; undefined where it has none. Where the answer is a token (JARM) nothing of it has
 * been verified by then: `finish` does that, and judges the state once more.
 *
 * @throws SsoError `token.form`, `encryption.*` for a token that cannot be read
 */
export async function stateHint(client: Client, { parameters }: Callback): Promise<string | undefined> {
  const { response, state } = parameters;
  if (response === undefined) return state;
  const { text } = await opened(response, client, 'response token');
  return textIn(parseJws(text, 'response token').claims, 'state');
}
