import { type AddressNames, type ProductAddresses, productAddresses } from '../destination.ts';
import type { UserNameRule } from '../user-name.ts';

/** The addresses of a service desk: its agents use Jira, its customers a portal with a way in and out of its own. */
export interface ServiceDeskAddresses {
  readonly agents: ProductAddresses;
  readonly portal: ProductAddresses;
  /** Those of either, by where somebody wants to go; without a wish, or to sign out, those of the class of users. */
  readonly urls: ProductAddresses;
  /** The portal that a destination is in, with its id where it is one of several. */
  readonly portalOf: (wanted: string) => { readonly id?: string } | undefined;
  /** Where somebody signs out who is at a page; those of the class of users where that is none of the product. */
  readonly logoutFrom: (page: string) => string;
}

/** @throws SsoError `config.invalid` */
export function serviceDeskAddresses(
  baseUrl: string,
  { customers, portalLogoutPath }: { readonly customers: boolean; readonly portalLogoutPath: string },
): ServiceDeskAddresses {
  const agents = productAddresses(baseUrl, agentNames);
  const portal = withOwnNames(productAddresses(baseUrl, { ...portalNames, logoutPath: portalLogoutPath }));
  const usual = customers ? portal : agents;
  const portalOf = (wanted: string) => portalIn(portal.destination(wanted)?.slice(portal.baseUrl.length) ?? '');
  const sideOf = (page: string) => {
    if (portal.destination(page) === undefined) return usual;
    return portalOf(page) === undefined ? agents : portal;
  };
  const urls = Object.freeze({
    ...usual,
    destination: portal.destination,
    login: (wanted?: string) => (wanted === undefined ? usual.login() : sideOf(wanted).login(wanted)),
  });
  return { agents, portal, urls, portalOf, logoutFrom: (page: string) => sideOf(page).logout };
}

/** The portal names what lies in it without what all of it lies beneath: `portal/2`. Anything else without a slash in front is no page of it. */
function withOwnNames(addresses: ProductAddresses): ProductAddresses {
  const pathOf = (wanted: string) => (/^(?:portals?|user|article|kb)(?:[/?#]|$)/.test(wanted) ? `${portalPath}${wanted}` : wanted);
  return Object.freeze({
    ...addresses,
    login: (wanted?: string) => addresses.login(wanted === undefined ? wanted : pathOf(wanted)),
    destination: (wanted: string) => addresses.destination(pathOf(wanted)),
  });
}

function portalIn(path: string): { readonly id?: string } | undefined {
  if (!path.startsWith(portalPath)) return undefined;
  const [, id] = /^portal\/(\d+)(?![^/?#])/.exec(path.slice(portalPath.length)) ?? [];
  return id === undefined ? {} : { id };
}

/** Customers are called by whatever address they have. */
export const customerNameRule: UserNameRule = { forbidden: '', capitals: true };

/** Seen in one place only, and it wants a token of the page that leads there. */
export const usualPortalLogout = '/servicedesk/customer/user/logout';

const portalPath = '/servicedesk/customer/';
const agentNames: AddressNames = {
  loginPath: '/login.jsp',
  destinationParameter: 'os_destination',
  logoutPath: '/secure/Logout!default.jspa',
};
const portalNames = {
  loginPath: '/servicedesk/customer/user/login',
  destinationParameter: 'destination',
  destinationsWithin: portalPath,
} satisfies Partial<AddressNames>;
