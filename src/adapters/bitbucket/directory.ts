import type { Answer } from '../../core/http.ts';
import { unlike } from '../answer.ts';
import type { Operation, ProductName } from '../product.ts';
import type { ProductRequest } from '../request.ts';
import type { Dialect, Read } from '../rest-product.ts';
import { sameName } from '../same-name.ts';
import { groupsIn, type Page, userIn, usersIn } from './answers.ts';
import { groupSearchRequest, groupsRequest, searchRequest } from './requests.ts';

/** How accounts and groups are found in Bitbucket: only ever among whatever holds a text. */
export const directory: Pick<Dialect, 'find' | 'groupsOf' | 'existing' | 'told'> = {
  find: (by, read) => {
    const [operation, text] =
      'key' in by
        ? (['find-by-key', by.lastName] as const)
        : 'name' in by
          ? (['find-by-name', by.name] as const)
          : (['find-by-email', by.email] as const);
    return allOf(
      operation,
      (start) => searchRequest(text, start),
      (answer) => usersIn(product, operation, answer),
      read,
    );
  },
  groupsOf: ({ name }, read) =>
    allOf(
      'groups-of',
      (start) => groupsRequest(name, start),
      (answer) => groupsIn(product, 'groups-of', answer),
      read,
    ),
  existing: async (group, read) => {
    const found = await allOf(
      'group-exists',
      (start) => groupSearchRequest(group, start),
      (answer) => groupsIn(product, 'group-exists', answer),
      read,
    );
    return found.find((name) => sameName(name, group));
  },
  // Only these two are answered with the account.
  told: ({ kind }, answer) => (kind === 'update' || kind === 'rename' ? userIn(product, kind, answer) : undefined),
};

/** All pages of a list. */
async function allOf<T>(
  operation: Operation,
  requestFrom: (start: number) => ProductRequest,
  pageIn: (answer: Answer) => Page<T>,
  read: Read,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let start = 0, pages = 1; ; pages += 1) {
    const answer = await read(operation, requestFrom(start));
    if (answer === undefined) return all;
    const { values, next } = pageIn(answer);
    all.push(...values);
    if (next === undefined) return all;
    if (next <= start || pages === mostPages) throw unlike({ product, operation, answer }, 'there is no end of pages');
    start = next;
  }
}

const product: ProductName = 'bitbucket';
const mostPages = 200;
