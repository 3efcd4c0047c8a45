/**
 * Jira Service Management Data Center: the addresses of its portal and of its agents, and what REST can do about both classes of users.
 *
 * @packageDocumentation
 */
import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import { invalid, knownFields, list, text } from '../../core/options.ts';
import { incapableOf } from '../capabilities.ts';
import type { Change } from '../change.ts';
import { type ConnectionOptions, connection, connectionFields } from '../connection.ts';
import type { ProductAddresses } from '../destination.ts';
import { directory } from '../jira/directory.ts';
import { userNameRule, webSudoSetting } from '../jira/names.ts';
import type { Product } from '../product.ts';
import { restProduct } from '../rest-product.ts';
import { sameName } from '../same-name.ts';
import { userNameProblem, userNameRuleOf } from '../user-name.ts';
import { meanings } from './answers.ts';
import { customerNameRule, serviceDeskAddresses, usualPortalLogout } from './names.ts';
import { agentCapabilities, agentRequests, customerCapabilities, customerRequests } from './requests.ts';

/** Where the service desk is, how it is asked, and which of its two classes of users is meant. */
export interface ServiceManagementOptions extends ConnectionOptions {
  /**
   * The people are customers of the portal, who need no licence: they are made by a call of their own, are called by their e-mail address,
   * and come into no group but those named in `customerGroups`. Default: false, agents.
   */
  readonly customers?: boolean;
  /** Groups that customers may be put in, none of which may give access to an application. Default: none. */
  readonly customerGroups?: readonly string[];
  /** Where customers sign out of the portal. Default: `/servicedesk/customer/user/logout`. */
  readonly portalLogoutPath?: string;
}

/** A service desk: for agents as Jira is, with a portal beside it. */
export interface ServiceManagement extends Product {
  /** The pages of the agents. */
  readonly agents: ProductAddresses;
  /** The pages of the customers; `destination` is as wide as for agents, `login` hands over only what is in the portal. */
  readonly portal: ProductAddresses;
  /** The portal that somebody wants to come to, with its id where it is one of several; undefined for what agents see. As a `Visitor` has it. */
  portalOf(wanted: string): { readonly id?: string } | undefined;
  /** Where somebody signs out who is at a page: of the portal within it, else of Jira; `urls.logout` where that is none of the product. */
  logoutFrom(page: string): string;
}

/**
 * Jira Service Management, as provisioning sees it.
 *
 * @throws SsoError `config.invalid` with the field
 */
export function serviceManagement(options: ServiceManagementOptions, env: Env = systemEnv): ServiceManagement {
  knownFields(options, [...connectionFields, 'customers', 'customerGroups', 'portalLogoutPath']);
  const { customers = false, portalLogoutPath = usualPortalLogout } = options;
  const names = userNameRuleOf(options.userNames, customers ? customerNameRule : userNameRule);
  if (typeof customers !== 'boolean') throw invalid('customers', 'must be true or false');
  if (!/^\/(?!\/)[\w!?=&./-]*$/.test(portalLogoutPath)) throw invalid('portalLogoutPath', 'must be a path within the product');
  const groups = list<string>('customerGroups', options.customerGroups).map((group) => text('customerGroups', group));
  if (groups.length > 0 && !customers) throw invalid('customerGroups', 'must be given for customers only');
  const { agents, portal, urls, portalOf, logoutFrom } = serviceDeskAddresses(options.baseUrl, { customers, portalLogoutPath });
  const dialect = {
    name,
    urls,
    ...directory(name),
    incapable: incapableOf(customers ? customerCapabilities(groups.length > 0) : agentCapabilities, options),
    requests: customers ? customerRequests : agentRequests,
    meanings,
    webSudoSetting,
    makesUpPassword: false,
    userNameProblem: (wanted: string) => userNameProblem(wanted, names),
    ...(customers ? { check: (change: Change) => checkCustomer(change, groups) } : {}),
  };
  return Object.freeze({ ...restProduct(dialect, connection(options), env), agents, portal, portalOf, logoutFrom });
}

/** @throws SsoError `product.name`, `product.unsupported` */
function checkCustomer(change: Change, groups: readonly string[]): void {
  if (change.kind === 'create' && !sameName(change.account.name, change.account.email))
    throw new SsoError('product.name', { product: name, of: 'user', problem: 'must be the e-mail address: customers are called by it' });
  if ((change.kind === 'join' || change.kind === 'create-group') && !groups.some((group) => sameName(group, change.group)))
    throw new SsoError('product.unsupported', { product: name, operation: change.kind, reason: 'no-such-call' });
}

const name = 'service-management' as const;
