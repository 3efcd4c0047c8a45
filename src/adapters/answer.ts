import { SsoError } from '../core/errors.ts';
import type { Answer } from '../core/http.ts';
import { isObject, type Json, type JsonObject, member, textIn } from '../core/json.ts';
import type { Operation, ProductName } from './product.ts';

/** What a product was asked: an operation, or which version it has. */
export type Asked = Operation | 'version';

/** An answer that is a success, and what it was given to: so that an error can say whose word is wrong. */
export interface Given {
  readonly product: ProductName;
  readonly operation: Asked;
  readonly answer: Pick<Answer, 'status'>;
}

/** The error for an answer that is not as its documentation has it. */
export function unlike({ product, operation, answer: { status } }: Given, problem: string): SsoError<'product.answer'> {
  return new SsoError('product.answer', { product, operation, status, problem });
}

/** The objects of a list. @throws SsoError `product.answer` */
export function objectsIn(given: Given, list: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(list)) throw unlike(given, 'there is no list');
  return list.map((each: Json) => {
    if (!isObject(each)) throw unlike(given, 'a list has something else than objects');
    return each;
  });
}

/** A text that must be there. @throws SsoError `product.answer` */
export function textOf(given: Given, object: JsonObject, name: string): string {
  const value = textIn(object, name);
  if (value === undefined) throw unlike(given, `there is no ${name}`);
  return value;
}

/** A yes or no that must be there. @throws SsoError `product.answer` */
export function flagOf(given: Given, object: JsonObject, name: string): boolean {
  const value = member(object, name);
  if (typeof value !== 'boolean') throw unlike(given, `there is no ${name}`);
  return value;
}

/** An instant, if there is one that can be read; in ISO 8601, or in milliseconds since 1970. */
export function instantIn(object: JsonObject, name: string): Date | undefined {
  const value = member(object, name);
  // Jira writes the offset without a colon, which not every reader of dates takes.
  const written = typeof value === 'string' ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : value;
  if (typeof written !== 'string' && typeof written !== 'number') return undefined;
  const instant = new Date(written);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
