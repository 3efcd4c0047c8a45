import type { Capabilities } from '../capabilities.ts';
import { requests as jiraRequests, capabilities as ofJira } from '../jira/requests.ts';
import type { Requests } from '../request.ts';

/** Agents are accounts of Jira, in every respect. */
export { requests as agentRequests } from '../jira/requests.ts';

/** What can be done about agents. */
export const agentCapabilities: Capabilities = ofJira;

/** Customers are accounts of Jira as well; only made are they by a call of their own, which gives them no licence. */
export const customerRequests: Requests = {
  ...jiraRequests,
  create: ({ account: { displayName, email } }) => ({
    method: 'POST',
    path: ['rest', 'servicedeskapi', 'customer'],
    body: { email, fullName: displayName },
    headers: { 'x-experimentalapi': 'opt-in' },
    repeatable: false,
  }),
};

/** What can be done about customers; without groups that are named as theirs they can be put in none. */
export function customerCapabilities(hasGroups: boolean): Capabilities {
  return hasGroups ? ofJira : { ...ofJira, join: 'no', 'create-group': 'no' };
}
