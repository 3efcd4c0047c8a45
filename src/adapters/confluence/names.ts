import type { NewAccount } from '../change.ts';
import type { AddressNames } from '../destination.ts';
import { type UserNameRule, userNameProblem } from '../user-name.ts';

/** The pages where people of Confluence sign in and out. */
export const addressNames: AddressNames = {
  loginPath: '/login.action',
  destinationParameter: 'os_destination',
  logoutPath: '/logout.action',
};

/** What Confluence's own documentation forbids. */
export const userNameRule: UserNameRule = { forbidden: '\\,+<>\'"', capitals: false };

/** What is wrong with a name for an account of Confluence, if anything. */
export function nameProblem(name: string, rule: UserNameRule): string | undefined {
  return name.toLowerCase() === reserved ? `must not be ${reserved}` : userNameProblem(name, rule);
}

/** What is wrong with what people are shown as, if anything. */
export function fullNameProblem(displayName: NewAccount['displayName']): string | undefined {
  if (!/\S/.test(displayName) || /[<>]/.test(displayName)) return 'the full name must not be blank, nor have < or >';
  return displayName.toLowerCase() === reserved ? `the full name must not be ${reserved}` : undefined;
}

/** Ends that an administrator types a password once more, which nobody has who signs in elsewhere. */
export const webSudoSetting = 'Secure administrator sessions (General Configuration, Security Configuration): off';

const reserved = 'anonymous';
