import { SsoError } from '../../core/errors.ts';
import { unlike } from '../answer.ts';
import type { Change } from '../change.ts';
import type { Lookup, ProductName, ProductUser } from '../product.ts';
import type { Dialect, Read } from '../rest-product.ts';
import { sameName } from '../same-name.ts';
import { segmentProblem } from '../user-name.ts';
import { groupIn, groupsIn, userIn } from './answers.ts';
import { fullNameProblem } from './names.ts';
import { groupRequest, groupsRequest, userRequest } from './requests.ts';

/** How accounts and groups are found in Confluence, and what it wants of a change. */
export const directory: Pick<Dialect, 'check' | 'find' | 'groupsOf' | 'existing' | 'told'> = {
  check,
  find: (by, read) => ('email' in by ? Promise.resolve([]) : oneOf(by, read)),
  groupsOf,
  existing: async (group, read) => {
    const answer = await read('group-exists', groupRequest(group));
    const name = answer === undefined ? undefined : groupIn(product, answer);
    return name !== undefined && sameName(name, group) ? name : undefined;
  },
  // It answers a change with nothing, and a new account with its key alone.
  told: () => undefined,
};

/** @throws SsoError `product.name` */
function check(change: Change): void {
  const { displayName } = change.kind === 'create' ? change.account : change.kind === 'update' ? change : {};
  const problem = displayName === undefined ? undefined : fullNameProblem(displayName);
  if (problem !== undefined) throw new SsoError('product.name', { product, of: 'user', problem });
  // Nobody could be put in a group that no path can name.
  const ofGroup = change.kind === 'create-group' ? segmentProblem(change.group) : undefined;
  if (ofGroup !== undefined) throw new SsoError('product.name', { product, of: 'group', problem: ofGroup });
}

async function oneOf(by: Exclude<Lookup, { readonly email: string }>, read: Read): Promise<readonly ProductUser[]> {
  const operation = 'key' in by ? 'find-by-key' : 'find-by-name';
  const answer = await read(operation, userRequest(by));
  const user = answer === undefined ? undefined : userIn(product, operation, answer);
  return user === undefined ? [] : [user];
}

/** All pages: a page may be shorter than was asked for, and there is a next one nevertheless. */
async function groupsOf({ name }: ProductUser, read: Read): Promise<readonly string[]> {
  const all: string[] = [];
  for (;;) {
    const answer = await read('groups-of', groupsRequest(name, all.length));
    if (answer === undefined) return all;
    const { names, isLast } = groupsIn(product, answer);
    all.push(...names);
    if (isLast) return all;
    if (names.length === 0 || all.length > mostGroups)
      throw unlike({ product, operation: 'groups-of', answer }, 'there is no end of pages');
  }
}

const product: ProductName = 'confluence';
const mostGroups = 20_000;
