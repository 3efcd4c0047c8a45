import type { Capabilities } from '../capabilities.ts';
import type { Lookup } from '../product.ts';
import type { ProductRequest, Requests } from '../request.ts';

/** What Jira's REST can do. */
export const capabilities: Capabilities = {
  'find-by-key': 'yes',
  'find-by-name': 'yes',
  'find-by-email': 'yes',
  create: 'yes',
  update: 'yes',
  rename: 'yes',
  activate: { since: '8.3' },
  deactivate: { since: '8.3' },
  'groups-of': 'yes',
  'group-exists': 'yes',
  'create-group': 'yes',
  join: 'yes',
  leave: 'yes',
  'end-sessions': 'yes',
};

/** Each change as the call that Jira Data Center understands. Pure: nothing is sent. */
export const requests: Requests = {
  create: ({ account }) => ({
    method: 'POST',
    path: user,
    // No password: Jira makes one up that nobody knows, and nobody can sign in past the identity provider.
    body: { name: account.name, displayName: account.displayName, emailAddress: account.email, notification: false },
    repeatable: false,
  }),
  update: ({ user: { key }, displayName, email }) => ({
    method: 'PUT',
    path: user,
    query: { key },
    body: { ...(displayName === undefined ? {} : { displayName }), ...(email === undefined ? {} : { emailAddress: email }) },
    repeatable: true,
  }),
  rename: ({ user: { key }, newName }) => ({ method: 'PUT', path: user, query: { key }, body: { name: newName }, repeatable: true }),
  activate: ({ user: { key } }) => ({ method: 'PUT', path: user, query: { key }, body: { active: true }, repeatable: true }),
  deactivate: ({ user: { key } }) => ({ method: 'PUT', path: user, query: { key }, body: { active: false }, repeatable: true }),
  'create-group': ({ group: name }) => ({ method: 'POST', path: group, body: { name }, repeatable: false }),
  join: ({ user: { name }, group: groupname }) => ({
    method: 'POST',
    path: [...group, 'user'],
    query: { groupname },
    body: { name },
    // Jira answers 400 to a membership that exists; the groups are read again before that is believed.
    repeatable: false,
  }),
  leave: ({ user: { name: username }, group: groupname }) => ({
    method: 'DELETE',
    path: [...group, 'user'],
    query: { groupname, username },
    repeatable: true,
  }),
  'end-sessions': ({ user: { name } }) => ({ method: 'DELETE', path: [...user, 'session', { user: name }], repeatable: true }),
};

/** The account of a key or a name; the search is for what can only be searched for. */
export function userRequest(by: Exclude<Lookup, { readonly email: string }>): ProductRequest {
  return { method: 'GET', path: user, query: 'key' in by ? { key: by.key } : { username: by.name }, repeatable: true };
}

/** A page of the accounts with a text anywhere in their name, full name or address, the inactive ones among them. */
export function searchRequest(text: string, startAt: number): ProductRequest {
  const query = { username: text, includeActive: 'true', includeInactive: 'true', startAt: `${startAt}`, maxResults: `${pageSize}` };
  return { method: 'GET', path: [...user, 'search'], query, repeatable: true };
}

/** An account with all its groups, those among them that it is in by way of another. */
export function groupsRequest(key: string): ProductRequest {
  return { method: 'GET', path: user, query: { key, expand: 'groups' }, repeatable: true };
}

/** The groups with a text anywhere in their name, as many as Jira likes to show. */
export function pickerRequest(text: string): ProductRequest {
  return { method: 'GET', path: ['rest', 'api', '2', 'groups', 'picker'], query: { query: text, maxResults: '100' }, repeatable: true };
}

/** A group's first member: whether there is such a group. */
export function memberRequest(groupname: string): ProductRequest {
  return { method: 'GET', path: [...group, 'member'], query: { groupname, maxResults: '1' }, repeatable: true };
}

/** What Jira is, and in which version. */
export const versionRequest: ProductRequest = { method: 'GET', path: ['rest', 'api', '2', 'serverInfo'], repeatable: true };

/** Jira shows no more at a time since its version 10. */
export const pageSize = 100;
const user = ['rest', 'api', '2', 'user'];
const group = ['rest', 'api', '2', 'group'];
