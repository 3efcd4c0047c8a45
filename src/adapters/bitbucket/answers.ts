import { type Answer, objectOf } from '../../core/http.ts';
import { type JsonObject, member, textIn } from '../../core/json.ts';
import { type Asked, flagOf, type Given, instantIn, objectsIn, textOf, unlike } from '../answer.ts';
import { type Meaning, noSeatLeft, readOnlyDirectory, sharedMeanings } from '../meanings.ts';
import type { Operation, ProductName, ProductUser } from '../product.ts';

/** What Bitbucket means by an answer that is no success. It names its errors, which no language changes. */
export const meanings: readonly Meaning[] = [
  // It knows who we are: 401 is also what it says to somebody without the right, and to sign in once more would be of no use.
  { status: 401, body: /\bAuthorisationException"|NoAccessAuthenticationException"/, means: 'product.permission' },
  { status: 401, body: /CaptchaRequiredAuthenticationException"/, means: 'product.captcha-required' },
  { status: 403, body: /CaptchaRequiredAuthenticationException"/, means: 'product.captcha-required' },
  { status: 400, to: ['create-group', 'join', 'leave'], means: 'look' },
  { status: 409, to: ['create', 'create-group', 'rename', 'join', 'leave'], means: 'look' },
  { status: 404, to: ['join', 'leave', 'rename'], means: 'look' },
  { status: 403, to: ['create', 'join'], body: noSeatLeft, means: 'product.license-exceeded' },
  { status: 400, body: readOnlyDirectory, means: 'product.directory-read-only' },
  { status: 403, body: readOnlyDirectory, means: 'product.directory-read-only' },
  { status: 409, body: readOnlyDirectory, means: 'product.directory-read-only' },
  ...sharedMeanings,
];

/** One page of a list, and where the next one begins: that is never to be counted. */
export interface Page<T> {
  readonly values: readonly T[];
  readonly next?: number;
}

/** A page of accounts. @throws SsoError `product.answer`, `transport.*` */
export function usersIn(product: ProductName, operation: Operation, answer: Answer): Page<ProductUser> {
  const given: Given = { product, operation, answer };
  return pageOf(given, objectOf(answer), (user) => (textIn(user, 'type') === 'SERVICE' ? [] : [userOf(given, user)]));
}

/** A page of groups. @throws SsoError `product.answer`, `transport.*` */
export function groupsIn(product: ProductName, operation: Operation, answer: Answer): Page<string> {
  const given: Given = { product, operation, answer };
  return pageOf(given, objectOf(answer), (group) => [textOf(given, group, 'name')]);
}

/** The account that a change is answered with. @throws SsoError `product.answer`, `transport.*` */
export function userIn(product: ProductName, operation: Operation, answer: Answer): ProductUser {
  return userOf({ product, operation, answer }, objectOf(answer));
}

/** The version in what Bitbucket says of itself. @throws SsoError `product.answer`, `transport.*` */
export function versionIn(product: ProductName, answer: Answer): string {
  const operation: Asked = 'version';
  return textOf({ product, operation, answer }, objectOf(answer), 'version');
}

function pageOf<T>(given: Given, object: JsonObject, read: (value: JsonObject) => readonly T[]): Page<T> {
  const values = objectsIn(given, member(object, 'values')).flatMap(read);
  if (flagOf(given, object, 'isLastPage')) return { values };
  const next = member(object, 'nextPageStart');
  if (typeof next !== 'number') throw unlike(given, 'there is no next page where there should be one');
  return { values, next };
}

function userOf(given: Given, object: JsonObject): ProductUser {
  const id = member(object, 'id');
  if (typeof id !== 'number') throw unlike(given, 'there is no id');
  const [email, displayName, lastLogin] = [
    textIn(object, 'emailAddress'),
    textIn(object, 'displayName'),
    instantIn(object, 'lastAuthenticationTimestamp'),
  ];
  const writable = member(object, 'mutableDetails');
  return {
    key: `${id}`,
    // The slug looks like the name, and is another.
    name: textOf(given, object, 'name'),
    active: flagOf(given, object, 'active'),
    ...(displayName === undefined ? {} : { displayName }),
    ...(email === undefined ? {} : { email }),
    ...(typeof writable === 'boolean' ? { writable } : {}),
    ...(lastLogin === undefined ? {} : { lastLogin }),
  };
}
