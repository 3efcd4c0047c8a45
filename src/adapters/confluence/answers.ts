import { type Answer, objectOf } from '../../core/http.ts';
import { isObject, member, textIn } from '../../core/json.ts';
import { type Given, objectsIn, textOf } from '../answer.ts';
import { type Meaning, noSeatLeft, readOnlyDirectory, sharedMeanings } from '../meanings.ts';
import type { Operation, ProductName, ProductUser } from '../product.ts';

/** What Confluence means by an answer that is no success. */
export const meanings: readonly Meaning[] = [
  { status: 400, to: ['create', 'create-group'], means: 'look' },
  { status: 409, to: ['create', 'create-group'], means: 'look' },
  { status: 404, to: ['join', 'leave'], means: 'look' },
  // Payment required: no seat is left.
  { status: 402, means: 'product.license-exceeded' },
  { status: 400, body: readOnlyDirectory, means: 'product.directory-read-only' },
  { status: 403, body: readOnlyDirectory, means: 'product.directory-read-only' },
  { status: 400, body: noSeatLeft, means: 'product.license-exceeded' },
  ...sharedMeanings,
];

/** The account in an answer; undefined for somebody whom Confluence does not know, or nobody. @throws SsoError `product.answer`, `transport.*` */
export function userIn(product: ProductName, operation: Operation, answer: Answer): ProductUser | undefined {
  const given: Given = { product, operation, answer };
  const object = objectOf(answer);
  // `unknown` and `anonymous` are shown like people.
  if (textOf(given, object, 'type') !== 'known') return undefined;
  const displayName = textIn(object, 'displayName');
  return {
    key: textOf(given, object, 'userKey'),
    name: textOf(given, object, 'username'),
    // Versions that do not tell the status show nobody who was switched off.
    active: (textIn(object, 'status') ?? 'current') === 'current',
    ...(displayName === undefined ? {} : { displayName }),
  };
}

/** A page of groups, and whether there are more. @throws SsoError `product.answer`, `transport.*` */
export function groupsIn(product: ProductName, answer: Answer): { readonly names: readonly string[]; readonly isLast: boolean } {
  const given: Given = { product, operation: 'groups-of', answer };
  const object = objectOf(answer);
  const names = objectsIn(given, member(object, 'results')).map((group) => textOf(given, group, 'name'));
  const links = member(object, '_links');
  return { names, isLast: !isObject(links) || textIn(links, 'next') === undefined };
}

/** The name of a group as Confluence writes it. @throws SsoError `product.answer`, `transport.*` */
export function groupIn(product: ProductName, answer: Answer): string {
  return textOf({ product, operation: 'group-exists', answer }, objectOf(answer), 'name');
}

/** The version in what a product says to others that want to link to it. @throws SsoError `product.answer`, `transport.*` */
export function versionIn(product: ProductName, answer: Answer): string {
  return textOf({ product, operation: 'version', answer }, objectOf(answer), 'version');
}
