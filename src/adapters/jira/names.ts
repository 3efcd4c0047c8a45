import type { AddressNames } from '../destination.ts';
import type { UserNameRule } from '../user-name.ts';

/** The pages where people of Jira sign in and out. */
export const addressNames: AddressNames = {
  loginPath: '/login.jsp',
  destinationParameter: 'os_destination',
  logoutPath: '/secure/Logout!default.jspa',
};

/** What Jira forbids is not written down anywhere: what is taken here by default is what all of these products take. */
export const userNameRule: UserNameRule = { forbidden: '\\,+<>\'"&', capitals: false };

/** Ends that an administrator types a password once more, which nobody has who signs in elsewhere. */
export const webSudoSetting = 'jira.websudo.is.disabled = true';
