import type { Change } from '../../src/adapters/change.ts';
import { productAddresses } from '../../src/adapters/destination.ts';
import type { Incapable, Lookup, Operation, Product, ProductUser } from '../../src/adapters/product.ts';
import { SsoError } from '../../src/core/errors.ts';

/** What a product in memory has. */
export interface Contents {
  readonly users: Map<string, ProductUser>;
  /** The names of its groups. */
  readonly groups: Set<string>;
  /** Who is in which: names of groups by the key of the account. */
  readonly members: Map<string, Set<string>>;
}

/** A product without a network: what plans and provisioning are tried on before the fakes of the real ones. */
export interface MemoryProduct extends Product {
  readonly contents: Contents;
  /** Every change so far, and every question by its name. */
  readonly calls: string[];
  /** From now on the call after so many others fails, once it was carried out or before it is. */
  failAfter(calls: number, when: 'before' | 'after'): void;
}

/** What a call that was cut off amounts to. */
export class CutOff extends Error {}

export function memoryProduct(incapable: readonly Operation[] = []): MemoryProduct {
  const contents: Contents = { users: new Map(), groups: new Set(), members: new Map() };
  const calls: string[] = [];
  let left = Number.POSITIVE_INFINITY;
  let moment: 'before' | 'after' = 'before';
  const call = <T>(name: string, carryOut: () => T): T => {
    calls.push(name);
    left -= 1;
    if (left < 0 && moment === 'before') throw new CutOff(name);
    const result = carryOut();
    if (left < 0) throw new CutOff(name);
    return result;
  };
  return {
    id: 'jira',
    name: 'jira',
    urls: productAddresses('https://jira.example', {
      loginPath: '/login.jsp',
      destinationParameter: 'os_destination',
      logoutPath: '/logout',
    }),
    incapable: new Map(incapable.map((operation): [Operation, Incapable] => [operation, { reason: 'no-such-call' }])),
    contents,
    calls,
    failAfter: (count, when) => {
      [left, moment] = [count, when];
    },
    find: async (by) => call('find', () => found(contents, by)),
    groupsOf: async ({ key }) => call('groupsOf', () => [...(contents.members.get(key) ?? [])]),
    existing: async (names) => call('existing', () => [...contents.groups].filter((group) => names.some((name) => alike(name, group)))),
    apply: async (change) => call(change.kind, () => applied(contents, change)),
  };
}

function found({ users }: Contents, by: Lookup): ProductUser | undefined {
  const fits = (user: ProductUser): boolean =>
    'key' in by ? user.key === by.key : 'name' in by ? alike(user.name, by.name) : alike(user.email ?? '', by.email);
  const all = [...users.values()].filter(fits);
  if (all.length > 1) throw new SsoError('product.ambiguous-user', { product: 'jira', by: 'email' });
  return all[0];
}

function applied(contents: Contents, change: Change): ProductUser | undefined {
  if (change.kind === 'create-group') {
    contents.groups.add(change.group);
    return undefined;
  }
  if (change.kind === 'create') return created(contents, change);
  const user = contents.users.get(change.user.key);
  if (user === undefined) throw new SsoError('product.user-not-found', { product: 'jira' });
  const groups = contents.members.get(user.key) ?? new Set();
  contents.members.set(user.key, groups);
  if (change.kind === 'join') groups.add([...contents.groups].find((group) => alike(group, change.group)) ?? '');
  else if (change.kind === 'leave') groups.delete(change.group);
  else contents.users.set(user.key, { ...user, ...detailsOf(change) });
  return contents.users.get(user.key);
}

function created({ users }: Contents, { account }: Extract<Change, { kind: 'create' }>): ProductUser {
  if ([...users.values()].some(({ name }) => alike(name, account.name)))
    throw new SsoError('product.conflict', { product: 'jira', operation: 'create' });
  const user: ProductUser = { key: `JIRAUSER${users.size + 10_000}`, ...account, active: true };
  users.set(user.key, user);
  return user;
}

function detailsOf(change: Change): Partial<ProductUser> {
  if (change.kind === 'activate' || change.kind === 'deactivate') return { active: change.kind === 'activate' };
  if (change.kind === 'rename') return { name: change.newName };
  if (change.kind !== 'update') return {};
  const { displayName, email } = change;
  return { ...(displayName === undefined ? {} : { displayName }), ...(email === undefined ? {} : { email }) };
}

function alike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
