import { type Answer, listOf, objectOf } from '../../core/http.ts';
import { isObject, type JsonObject, member, textIn } from '../../core/json.ts';
import { flagOf, type Given, instantIn, objectsIn, textOf, unlike } from '../answer.ts';
import { type Meaning, noSeatLeft, readOnlyDirectory, sharedMeanings } from '../meanings.ts';
import type { Operation, ProductName, ProductUser } from '../product.ts';

/** What Jira means by an answer that is no success. */
export const meanings: readonly Meaning[] = [
  // A membership or a group that exists, a name that is taken: all of it is 400, with no more than a sentence to tell it by.
  { status: 400, to: ['join', 'leave', 'create-group', 'create', 'rename'], means: 'look' },
  { status: 404, to: ['join', 'leave'], means: 'look' },
  { status: 400, body: readOnlyDirectory, means: 'product.directory-read-only' },
  { status: 400, body: noSeatLeft, means: 'product.license-exceeded' },
  // Before 8.3, Jira knows of no `active`, and says that nothing was to be done.
  { status: 400, to: ['activate', 'deactivate'], body: /no value found to be changed/i, means: 'product.unsupported' },
  ...sharedMeanings,
];

/** The account in an answer. @throws SsoError `product.answer`, `transport.*` */
export function userIn(product: ProductName, operation: Operation, answer: Answer): ProductUser {
  return userOf({ product, operation, answer }, objectOf(answer));
}

/** A page of a search. @throws SsoError `product.answer`, `transport.*` */
export function usersIn(product: ProductName, answer: Answer): readonly ProductUser[] {
  const given: Given = { product, operation: 'find-by-email', answer };
  return objectsIn(given, listOf(answer)).map((each) => userOf(given, each));
}

/** The names of an account's groups. @throws SsoError `product.answer`, `transport.*` */
export function groupsIn(product: ProductName, answer: Answer): readonly string[] {
  const given: Given = { product, operation: 'groups-of', answer };
  const groups = member(objectOf(answer), 'groups');
  if (!isObject(groups)) throw unlike(given, 'there are no groups');
  const names = objectsIn(given, member(groups, 'items')).map((group) => textOf(given, group, 'name'));
  const size = member(groups, 'size');
  if (typeof size === 'number' && size > names.length) throw unlike(given, 'there are more groups than are named');
  return names;
}

/** What the picker shows, and whether it found more than that. @throws SsoError `product.answer`, `transport.*` */
export function pickedIn(product: ProductName, answer: Answer): { readonly names: readonly string[]; readonly isAll: boolean } {
  const given: Given = { product, operation: 'group-exists', answer };
  const object = objectOf(answer);
  const names = objectsIn(given, member(object, 'groups')).map((group) => textOf(given, group, 'name'));
  const total = member(object, 'total');
  return { names, isAll: typeof total === 'number' && total <= names.length };
}

/** The version in what Jira says of itself. @throws SsoError `product.answer`, `transport.*` */
export function versionIn(product: ProductName, answer: Answer): string {
  return textOf({ product, operation: 'version', answer }, objectOf(answer), 'version');
}

function userOf(given: Given, object: JsonObject): ProductUser {
  const email = textIn(object, 'emailAddress');
  const displayName = textIn(object, 'displayName');
  const lastLogin = instantIn(object, 'lastLoginTime');
  return {
    key: textOf(given, object, 'key'),
    name: textOf(given, object, 'name'),
    active: flagOf(given, object, 'active'),
    ...(displayName === undefined ? {} : { displayName }),
    ...(email === undefined ? {} : { email }),
    ...(lastLogin === undefined ? {} : { lastLogin }),
  };
}
