import type { Capabilities } from '../capabilities.ts';
import type { Lookup } from '../product.ts';
import type { ProductRequest, Requests } from '../request.ts';

/**
 * What Confluence's REST can do. Of what has a version other than that of `create` only the first is known in which it was seen; where an
 * older one has it too, the option `since` says so.
 */
export const capabilities: Capabilities = {
  'find-by-key': 'yes',
  'find-by-name': 'yes',
  'find-by-email': 'no',
  create: { since: '8.4' },
  update: { since: '10.0' },
  rename: 'no',
  activate: { since: '10.0' },
  deactivate: { since: '10.0' },
  'groups-of': 'yes',
  'group-exists': 'yes',
  'create-group': 'yes',
  join: { since: '9.0' },
  leave: { since: '9.0' },
  'end-sessions': 'no',
};

/** Each change as the call that Confluence Data Center understands. Pure: nothing is sent. */
export const requests: Requests = {
  create: ({ account: { name, displayName, email } }, { password }) => ({
    method: 'POST',
    path: [...admin, 'user'],
    // Without a password, Confluence wants to write to the person.
    body: { userName: name, fullName: displayName, email, ...(password === undefined ? { notifyViaEmail: true } : { password }) },
    repeatable: false,
  }),
  update: ({ user: { name }, displayName, email }) => ({
    method: 'PUT',
    path: [...admin, 'user', { user: name }],
    body: { ...(displayName === undefined ? {} : { fullName: displayName }), ...(email === undefined ? {} : { email }) },
    repeatable: true,
  }),
  rename: 'no-such-call',
  activate: ({ user: { name } }) => ({ method: 'PUT', path: [...admin, 'user', { user: name }, 'enable'], repeatable: true }),
  deactivate: ({ user: { name } }) => ({ method: 'PUT', path: [...admin, 'user', { user: name }, 'disable'], repeatable: true }),
  'create-group': ({ group }) => ({
    method: 'POST',
    path: [...admin, 'group'],
    body: { type: 'group', name: group },
    repeatable: false,
  }),
  join: ({ user: { name }, group }) => ({ method: 'PUT', path: membership(name, group), repeatable: true }),
  leave: ({ user: { name }, group }) => ({ method: 'DELETE', path: membership(name, group), repeatable: true }),
  'end-sessions': 'no-such-call',
};

/** The account of a key or a name. */
export function userRequest(by: Exclude<Lookup, { readonly email: string }>): ProductRequest {
  return {
    method: 'GET',
    path: [...rest, 'user'],
    query: { ...('key' in by ? { key: by.key } : { username: by.name }), ...status },
    repeatable: true,
  };
}

/** A page of the groups of an account. */
export function groupsRequest(username: string, start: number): ProductRequest {
  return { method: 'GET', path: [...rest, 'user', 'memberof'], query: { username, start: `${start}`, limit: '200' }, repeatable: true };
}

/** A group by its name. */
export function groupRequest(group: string): ProductRequest {
  return { method: 'GET', path: [...rest, 'group', { group }], repeatable: true };
}

/** What stands at the address, and in which version. */
export const versionRequest: ProductRequest = { method: 'GET', path: ['rest', 'applinks', '1.0', 'manifest'], repeatable: true };

function membership(user: string, group: string): ProductRequest['path'] {
  return [...rest, 'user', { user }, 'group', { group }];
}

const rest = ['rest', 'api'];
const admin = [...rest, 'admin'];
const status = { expand: 'status' };
