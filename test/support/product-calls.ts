/** The calls of each product, by method and path, with a name in the place of each that somebody chose. */
import * as ofBitbucket from '../../src/adapters/bitbucket/requests.ts';
import type { Capabilities } from '../../src/adapters/capabilities.ts';
import type { Change } from '../../src/adapters/change.ts';
import * as ofConfluence from '../../src/adapters/confluence/requests.ts';
import * as ofJira from '../../src/adapters/jira/requests.ts';
import type { Operation } from '../../src/adapters/product.ts';
import { type ProductRequest, type Requests, requestFor } from '../../src/adapters/request.ts';
import * as ofServiceManagement from '../../src/adapters/service-management/requests.ts';

/** What a product can do, and how it is asked. */
export interface ProductCalls {
  readonly capabilities: Capabilities;
  readonly calls: Readonly<Partial<Record<Operation, string>>>;
}

const user = { key: 'k', name: 'n' };
const byKey = { key: 'k', lastName: 'n' };
const changes: readonly Change[] = [
  { kind: 'create', account: { name: 'n', displayName: 'd', email: 'e' } },
  { kind: 'update', user, displayName: 'd' },
  { kind: 'rename', user, newName: 'm' },
  { kind: 'activate', user },
  { kind: 'deactivate', user },
  { kind: 'create-group', group: 'g' },
  { kind: 'join', user, group: 'g' },
  { kind: 'leave', user, group: 'g' },
  { kind: 'end-sessions', user },
];

const jiraReads = {
  'find-by-key': shown(ofJira.userRequest(byKey)),
  'find-by-name': shown(ofJira.userRequest({ name: 'n' })),
  'find-by-email': shown(ofJira.searchRequest('e', 0)),
  'groups-of': shown(ofJira.groupsRequest('k')),
  'group-exists': shown(ofJira.pickerRequest('g')),
};

/** By the headings of the README. */
export const productCalls = {
  Jira: { capabilities: ofJira.capabilities, calls: { ...jiraReads, ...writesOf(ofJira.requests) } },
  'Jira Service Management': {
    capabilities: ofServiceManagement.customerCapabilities(true),
    calls: { ...jiraReads, ...writesOf(ofServiceManagement.customerRequests) },
  },
  Confluence: {
    capabilities: ofConfluence.capabilities,
    calls: {
      'find-by-key': shown(ofConfluence.userRequest(byKey)),
      'find-by-name': shown(ofConfluence.userRequest({ name: 'n' })),
      'groups-of': shown(ofConfluence.groupsRequest('n', 0)),
      'group-exists': shown(ofConfluence.groupRequest('g')),
      ...writesOf(ofConfluence.requests),
    },
  },
  Bitbucket: {
    capabilities: ofBitbucket.capabilities,
    calls: {
      'find-by-key': shown(ofBitbucket.searchRequest('n', 0)),
      'find-by-name': shown(ofBitbucket.searchRequest('n', 0)),
      'find-by-email': shown(ofBitbucket.searchRequest('e', 0)),
      'groups-of': shown(ofBitbucket.groupsRequest('n', 0)),
      'group-exists': shown(ofBitbucket.groupSearchRequest('g', 0)),
      ...writesOf(ofBitbucket.requests),
    },
  },
} satisfies Readonly<Record<string, ProductCalls>>;

function writesOf(requests: Requests): Readonly<Partial<Record<Operation, string>>> {
  const written = changes.map((change) => [change.kind, requestFor(requests, change, {})] as const);
  return Object.fromEntries(written.flatMap(([kind, request]) => (request === 'no-such-call' ? [] : [[kind, shown(request)]])));
}

function shown({ method, path }: ProductRequest): string {
  const steps = path.map((segment) => (typeof segment === 'string' ? segment : 'user' in segment ? '{user}' : '{group}'));
  return `${method} /${steps.join('/')}`;
}
