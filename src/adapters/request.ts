import { SsoError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Change } from './change.ts';
import type { ProductName } from './product.ts';
import { segmentProblem } from './user-name.ts';

/** One call of a product's REST interface, as data: nothing is sent by it. */
export interface ProductRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: readonly Segment[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** May it be sent again where the product was too busy? Only what can be done twice as well as once. */
  readonly repeatable: boolean;
}

/** One step of a path: a word of the product's own, or a name that somebody chose. */
export type Segment = string | { readonly user: string } | { readonly group: string };

/** What a request needs beside the change: a password that nobody will know. None where the product writes to the person by itself. */
export interface Choices {
  readonly password?: string;
}

/** Each change as the call that a product understands; a kind that is forgotten does not compile. */
export type Requests = {
  readonly [Kind in Change['kind']]: ((change: Extract<Change, { kind: Kind }>, choices: Choices) => ProductRequest) | NoSuchCall;
};

/** Said of a change that a product's REST has nothing for. */
export type NoSuchCall = 'no-such-call';

/** The call for a change. */
export function requestFor(requests: Requests, change: Change, choices: Choices): ProductRequest | NoSuchCall {
  // Sound: the table holds for each kind a function that takes the change of that kind.
  const write = requests[change.kind] as ((change: Change, choices: Choices) => ProductRequest) | NoSuchCall;
  return write === 'no-such-call' ? write : write(change, choices);
}

/**
 * Where a request goes. Whatever the names within, the path has as many segments as were given, to whoever decodes it once more, too.
 *
 * @returns the address, and what errors may say of it: no name of anybody
 * @throws SsoError `product.name` for a name that cannot be one segment of a path
 */
export function addressOf(
  product: ProductName,
  baseUrl: string,
  { path, query = {} }: Pick<ProductRequest, 'path' | 'query'>,
): { readonly url: string; readonly shown: string } {
  const search = new URLSearchParams(query).toString();
  const segments = path.map((segment) => (typeof segment === 'string' ? segment : encoded(product, segment)));
  const shown = path.map((segment) => (typeof segment === 'string' ? segment : `{${'user' in segment ? 'user' : 'group'}}`));
  return { url: `${baseUrl}/${segments.join('/')}${search === '' ? '' : `?${search}`}`, shown: `${baseUrl}/${shown.join('/')}` };
}

function encoded(product: ProductName, segment: Exclude<Segment, string>): string {
  const [of, name] = 'user' in segment ? (['user', segment.user] as const) : (['group', segment.group] as const);
  const problem = segmentProblem(name);
  if (problem !== undefined) throw new SsoError('product.name', { product, of, problem });
  return encodeURIComponent(name);
}
