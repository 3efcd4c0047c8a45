import type { Capabilities } from '../capabilities.ts';
import type { ProductRequest, Requests } from '../request.ts';

/** What Bitbucket's REST can do. By a key alone it finds nobody: the name that the account had last leads to it, and the key must fit. */
export const capabilities: Capabilities = {
  'find-by-key': 'yes',
  'find-by-name': 'yes',
  'find-by-email': 'yes',
  create: 'yes',
  update: 'yes',
  rename: 'yes',
  activate: 'no',
  deactivate: 'no',
  'groups-of': 'yes',
  'group-exists': 'yes',
  'create-group': 'yes',
  join: 'yes',
  leave: 'yes',
  'end-sessions': 'no',
};

/** Each change as the call that Bitbucket Data Center understands. Pure: nothing is sent. */
export const requests: Requests = {
  create: ({ account: { name, displayName, email } }, { password }) => ({
    method: 'POST',
    path: users,
    // All of it stands in the address, which others may write down: a password is changed at once. No group is given but by the plan.
    query: {
      name,
      displayName,
      emailAddress: email,
      addToDefaultGroup: 'false',
      ...(password === undefined ? { notify: 'true' } : { password }),
    },
    repeatable: false,
  }),
  update: ({ user: { name }, displayName, email }) => ({
    method: 'PUT',
    path: users,
    body: { name, ...(displayName === undefined ? {} : { displayName }), ...(email === undefined ? {} : { email }) },
    repeatable: true,
  }),
  rename: ({ user: { name }, newName }) => ({ method: 'POST', path: [...users, 'rename'], body: { name, newName }, repeatable: true }),
  activate: 'no-such-call',
  deactivate: 'no-such-call',
  'create-group': ({ group: name }) => ({ method: 'POST', path: groups, query: { name }, repeatable: false }),
  join: ({ user: { name: user }, group }) => ({
    method: 'POST',
    path: [...users, 'add-groups'],
    body: { user, groups: [group] },
    repeatable: true,
  }),
  // What is called context here is the account; in the call from the group's side it is the group.
  leave: ({ user: { name: context }, group: itemName }) => ({
    method: 'POST',
    path: [...users, 'remove-group'],
    body: { context, itemName },
    repeatable: true,
  }),
  'end-sessions': 'no-such-call',
};

/** Puts another password in the place of one that has stood in an address. */
export function passwordRequest(name: string, password: string): ProductRequest {
  return { method: 'PUT', path: [...users, 'credentials'], body: { name, password, passwordConfirm: password }, repeatable: true };
}

/** A page of the accounts with a text anywhere in their name, full name or address. */
export function searchRequest(filter: string, start: number): ProductRequest {
  return { method: 'GET', path: users, query: { filter, ...page(start) }, repeatable: true };
}

/** A page of the groups of an account. */
export function groupsRequest(context: string, start: number): ProductRequest {
  return { method: 'GET', path: [...users, 'more-members'], query: { context, ...page(start) }, repeatable: true };
}

/** A page of the groups with a text anywhere in their name. */
export function groupSearchRequest(filter: string, start: number): ProductRequest {
  return { method: 'GET', path: groups, query: { filter, ...page(start) }, repeatable: true };
}

/** What stands at the address, and in which version. */
export const versionRequest: ProductRequest = {
  method: 'GET',
  path: ['rest', 'api', 'latest', 'application-properties'],
  repeatable: true,
};

function page(start: number): { readonly start: string; readonly limit: string } {
  return { start: `${start}`, limit: '100' };
}

const users = ['rest', 'api', 'latest', 'admin', 'users'];
const groups = ['rest', 'api', 'latest', 'admin', 'groups'];
