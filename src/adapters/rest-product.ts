import { toBase64Url } from '../core/bytes.ts';
import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import type { Answer } from '../core/http.ts';
import type { Change } from './change.ts';
import type { Connection } from './connection.ts';
import type { ProductAddresses } from './destination.ts';
import { theOne } from './exact.ts';
import { type Meaning, meaningsOf, type Refused, refusalFor, refusalIn } from './meanings.ts';
import type { Incapable, Lookup, Operation, Product, ProductName, ProductUser } from './product.ts';
import { type ProductRequest, type Requests, requestFor } from './request.ts';
import { ask } from './rest.ts';
import { sameName } from './same-name.ts';
import { groupNameProblem } from './user-name.ts';

/** What is a product's own; {@link restProduct} has what all of them have in common. */
export interface Dialect {
  readonly name: ProductName;
  readonly urls: ProductAddresses;
  readonly incapable: ReadonlyMap<Operation, Incapable>;
  readonly requests: Requests;
  /** The product's own rows first, then those that all share. */
  readonly meanings: readonly Meaning[];
  readonly webSudoSetting: string;
  /** Does a new account get a password that we make up? Else the product makes one up, or writes to the person. */
  readonly makesUpPassword: boolean;
  /** Puts a second password in the place of the first, where others may have seen that. */
  afterCreate?(name: string, password: string): ProductRequest;
  /** What is wrong with a name for a new or renamed account, if anything. No character is ever dropped from one. */
  userNameProblem(name: string): string | undefined;
  /** What is wrong with a change that is otherwise plain, if anything. @throws SsoError what it is refused for */
  check?(change: Change): void;
  /** The accounts that may be meant; which one is, is decided here. */
  find(by: Lookup, read: Read): Promise<readonly ProductUser[]>;
  groupsOf(user: ProductUser, read: Read): Promise<readonly string[]>;
  existing(group: string, read: Read): Promise<string | undefined>;
  /** What the answer to a change says of the account. */
  told(change: Change, answer: Answer): ProductUser | undefined;
}

/** Asks a product for something; undefined where it has nothing of that name. @throws SsoError `product.*`, `transport.*` */
export type Read = (operation: Operation, request: ProductRequest) => Promise<Answer | undefined>;

/**
 * Asks a product which version it has.
 *
 * @throws SsoError `product.*`, `transport.*`
 */
export async function probedVersion(
  { name, meanings, webSudoSetting }: Pick<Dialect, 'name' | 'meanings' | 'webSudoSetting'>,
  connection: Connection,
  request: ProductRequest,
  read: (product: ProductName, answer: Answer) => string,
  env: Env,
): Promise<string> {
  const answer = await ask(name, connection, request, env);
  if (isSuccess(answer)) return read(name, answer);
  const refused: Refused = { product: name, operation: 'version', answer, webSudoSetting };
  throw refusalIn(meanings, refused) ?? refusalFor('product.answer', refused);
}

/** A product, as its REST interface shows it. */
export function restProduct(dialect: Dialect, connection: Connection, env: Env): Product {
  const { name, urls, incapable } = dialect;
  const send = (request: ProductRequest) => ask(name, connection, request, env);
  const read: Read = async (operation, request) => {
    const answer = await send(request);
    if (isSuccess(answer)) return answer;
    const error = refusalIn(dialect.meanings, refused(dialect, operation, answer));
    if (error !== undefined) throw error;
    return undefined;
  };
  const find = async (by: Lookup) => {
    mustBeAble(dialect, 'key' in by ? 'find-by-key' : 'name' in by ? 'find-by-name' : 'find-by-email');
    return isNobodys(by) ? undefined : theOne(await dialect.find(by, read), by, name);
  };
  const groupsOf = (user: Pick<ProductUser, 'key' | 'name'>) => dialect.groupsOf({ active: true, ...user }, read);
  const existing = async (groups: readonly string[]) => {
    const found: string[] = [];
    for (const group of groups) {
      const spelt = await dialect.existing(mustBeGroup(name, group), read);
      if (spelt !== undefined) found.push(spelt);
    }
    return found;
  };
  const complete = async ({ name: account }: Pick<ProductUser, 'name'>) => {
    const after = dialect.afterCreate?.(account, passwordFrom(env));
    if (after !== undefined) await read('create', after);
  };
  const apply = async (change: Change) => {
    const request = checkedRequest(dialect, change, env);
    const answer = await send(request);
    if (isSuccess(answer) && change.kind === 'create') {
      await completed(dialect, () => complete(change.account), answer);
      return dialect.told(change, answer) ?? (await find({ name: change.account.name }));
    }
    if (isSuccess(answer)) return dialect.told(change, answer);
    for (const means of meaningsOf(dialect.meanings, change.kind, answer)) {
      if (means === 'look' && (await isDone(change, { name, find, groupsOf, existing }))) return undefined;
      if (means !== 'look' && means !== 'absent') throw refusalFor(means, refused(dialect, change.kind, answer));
    }
    return undefined;
  };
  const more = dialect.afterCreate === undefined ? {} : { complete };
  return Object.freeze({ id: connection.id ?? name, name, urls, incapable, find, groupsOf, existing, apply, ...more });
}

/** @throws SsoError `product.answer`: the account is made, and whoever repeats it finds it there */
async function completed({ name: product }: Dialect, complete: () => Promise<void>, answer: Answer): Promise<void> {
  try {
    await complete();
  } catch (cause) {
    throw new SsoError(
      'product.answer',
      { product, operation: 'create', status: answer.status, problem: 'it is made, but not complete' },
      cause,
    );
  }
}

/** @throws SsoError `product.unsupported`, `product.name` */
function checkedRequest(dialect: Dialect, change: Change, env: Pick<Env, 'random'>): ProductRequest {
  const { name: product, requests, makesUpPassword } = dialect;
  mustBeAble(dialect, change.kind);
  if ('group' in change) mustBeGroup(product, change.group);
  const named = change.kind === 'create' ? change.account.name : change.kind === 'rename' ? change.newName : undefined;
  const problem = named === undefined ? undefined : dialect.userNameProblem(named);
  if (problem !== undefined) throw new SsoError('product.name', { product, of: 'user', problem });
  dialect.check?.(change);
  const request = requestFor(requests, change, makesUpPassword ? { password: passwordFrom(env) } : {});
  if (request === 'no-such-call') throw new SsoError('product.unsupported', { product, operation: change.kind, reason: request });
  return request;
}

/**
 * Whether a change that was refused had been carried out before.
 *
 * @throws SsoError `product.conflict` where another account has the name
 */
async function isDone(change: Change, product: Pick<Product, 'name' | 'find' | 'existing'> & Membership): Promise<boolean> {
  switch (change.kind) {
    case 'join':
    case 'leave': {
      const groups = await product.groupsOf(change.user);
      return groups.some((group) => sameName(group, change.group)) === (change.kind === 'join');
    }
    case 'create-group':
      return (await product.existing([change.group])).length > 0;
    case 'create':
    case 'rename': {
      const holder = await product.find({ name: change.kind === 'create' ? change.account.name : change.newName });
      if (holder === undefined) return false;
      if (change.kind === 'rename' && holder.key === change.user.key) return true;
      throw new SsoError('product.conflict', { product: product.name, operation: change.kind });
    }
    default:
      return false;
  }
}

interface Membership {
  groupsOf(user: Pick<ProductUser, 'key' | 'name'>): Promise<readonly string[]>;
}

/** What no product has anybody by, and what would have a search find everybody. */
function isNobodys(by: Lookup): boolean {
  const texts = 'key' in by ? [by.key, by.lastName] : ['name' in by ? by.name : by.email];
  return texts.some((text) => !/\S/.test(text) || /[\p{Cc}\p{Cs}]/u.test(text) || text.length > longestText);
}

function mustBeAble({ name: product, incapable }: Dialect, operation: Operation): void {
  const reason = incapable.get(operation);
  if (reason !== undefined) throw new SsoError('product.unsupported', { product, operation, ...reason });
}

function mustBeGroup(product: ProductName, group: string): string {
  const problem = groupNameProblem(group);
  if (problem !== undefined) throw new SsoError('product.name', { product, of: 'group', problem });
  return group;
}

function refused({ name: product, webSudoSetting }: Dialect, operation: Operation, answer: Answer): Refused {
  return { product, operation, answer, webSudoSetting };
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** Thirty-two octets of chance, and a letter of each kind for rules that want one. Kept by nobody. */
function passwordFrom(env: Pick<Env, 'random'>): string {
  return `${toBase64Url(env.random(32))}.aA1`;
}

const longestText = 320;
