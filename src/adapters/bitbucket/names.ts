import type { AddressNames } from '../destination.ts';
import type { UserNameRule } from '../user-name.ts';

/** The pages where people of Bitbucket sign in and out. */
export const addressNames: AddressNames = { loginPath: '/login', destinationParameter: 'next', logoutPath: '/j_atl_security_logout' };

/** What Bitbucket forbids is not written down anywhere: what is taken here by default is what all of these products take. */
export const userNameRule: UserNameRule = { forbidden: '\\,+<>\'"&', capitals: false };

/** Bitbucket has no session of administrators that could be switched off by a setting of its own. */
export const webSudoSetting = 'none is known for Bitbucket';
