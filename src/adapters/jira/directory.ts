import type { Answer } from '../../core/http.ts';
import { unlike } from '../answer.ts';
import type { Change } from '../change.ts';
import type { Lookup, ProductName, ProductUser } from '../product.ts';
import type { Dialect, Read } from '../rest-product.ts';
import { sameName } from '../same-name.ts';
import { groupsIn, pickedIn, userIn, usersIn } from './answers.ts';
import { groupsRequest, memberRequest, pageSize, pickerRequest, searchRequest, userRequest } from './requests.ts';

/** How accounts and groups are found in Jira, by whatever name it goes. */
export function directory(product: ProductName): Pick<Dialect, 'find' | 'groupsOf' | 'existing' | 'told'> {
  return {
    find: (by, read) => ('email' in by ? searched(product, by.email, read) : oneOf(product, by, read)),
    groupsOf: async ({ key }, read) => {
      const answer = await read('groups-of', groupsRequest(key));
      return answer === undefined ? [] : groupsIn(product, answer);
    },
    existing: (group, read) => spelling(product, group, read),
    told: (change, answer) => told(product, change, answer),
  };
}

async function oneOf(product: ProductName, by: Exclude<Lookup, { readonly email: string }>, read: Read): Promise<readonly ProductUser[]> {
  const operation = 'key' in by ? 'find-by-key' : 'find-by-name';
  const answer = await read(operation, userRequest(by));
  return answer === undefined ? [] : [userIn(product, operation, answer)];
}

/** All pages of a search: somebody else's address may hold the one that is looked for. */
async function searched(product: ProductName, email: string, read: Read): Promise<readonly ProductUser[]> {
  const found = new Map<string, ProductUser>();
  for (let start = 0; ; start += pageSize) {
    const answer = await read('find-by-email', searchRequest(email, start));
    if (answer === undefined) return [];
    const users = usersIn(product, answer);
    const known = found.size;
    for (const user of users) found.set(user.key, user);
    if (users.length < pageSize) return [...found.values()];
    // Versions that know of no start give the first page again and again; who else fits, nobody can tell.
    if (found.size === known || found.size >= mostFound)
      throw unlike({ product, operation: 'find-by-email', answer }, 'there are more accounts than can be looked through');
  }
}

/** The picker knows how a name is spelt, but may show too few; then the members tell at least whether there is such a group. */
async function spelling(product: ProductName, group: string, read: Read): Promise<string | undefined> {
  const picked = await read('group-exists', pickerRequest(group));
  if (picked === undefined) return undefined;
  const { names, isAll } = pickedIn(product, picked);
  const spelt = names.find((name) => sameName(name, group));
  if (spelt !== undefined || isAll) return spelt;
  return (await read('group-exists', memberRequest(group))) === undefined ? undefined : group;
}

/** An account is made, and changed, with an answer that shows it; everything else is answered by a group, or by nothing. */
function told(product: ProductName, { kind }: Change, answer: Answer): ProductUser | undefined {
  const shows = kind === 'create' || kind === 'update' || kind === 'rename' || kind === 'activate' || kind === 'deactivate';
  return shows ? userIn(product, kind, answer) : undefined;
}

const mostFound = 2_000;
