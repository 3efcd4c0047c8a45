import { fromUtf8 } from './bytes.ts';

/** What a JSON text can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as it was written: read its members one by one, since anybody may have named them. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Why a text does not hold one object, or one list. */
export type JsonFault = 'encoding' | 'syntax' | 'repeated-member' | 'not-an-object' | 'not-a-list';

/**
 * The object that a JSON text holds. Strict where JSON leaves it open: a member that is there twice is refused, since two readers may
 * take two different ones (RFC 8259 4, RFC 7519 4).
 *
 * @param text - the text, or its octets in UTF-8
 * @returns the object, or why there is none
 */
export function parseObject(text: string | Uint8Array): JsonObject | JsonFault {
  const read = readStrictly(text);
  if (typeof read === 'string') return read;
  return isObject(read.value) ? read.value : 'not-an-object';
}

/** The list that a JSON text holds, as strictly as {@link parseObject}. */
export function parseList(text: string | Uint8Array): readonly Json[] | JsonFault {
  const read = readStrictly(text);
  if (typeof read === 'string') return read;
  return isList(read.value) ? read.value : 'not-a-list';
}

/** True for an object, false for a list and for `null`. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for the failure of {@link parseObject} and {@link parseList}. */
export function isJsonFault(result: JsonObject | readonly Json[] | JsonFault): result is JsonFault {
  return typeof result === 'string';
}

/** The value of a member that must be a text with something in it; undefined where it is anything else. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a member that must be a list of them, or may be one alone; undefined where it is anything else. */
export function textsIn(object: JsonObject, name: string): readonly string[] | undefined {
  const value = member(object, name);
  const all = Array.isArray(value) ? value : [value];
  return all.every((each) => typeof each === 'string') ? all : undefined;
}

/** What stands there under that very name, and not what every object inherits. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** What stands there in place of what was expected: its kind, since it may be anybody's secret. */
export function described(object: JsonObject, name: string): string {
  const value = member(object, name);
  if (value === undefined) return 'none';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : value === '' ? 'an empty text' : `a ${typeof value}`;
}

/** Like `Array.isArray`, which does not know of lists that nobody may write to. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function readStrictly(text: string | Uint8Array): { readonly value: Json } | JsonFault {
  if (typeof text !== 'string') {
    const decoded = fromUtf8(text);
    return decoded === undefined ? 'encoding' : readStrictly(decoded);
  }
  const value = parsed(text);
  if (value === undefined) return 'syntax';
  // Of two equal names only one is left in the value, whereas each has a colon in the text.
  return membersOf(value) === colonsIn(text) ? { value } : 'repeated-member';
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How many members the objects within have, whatever the depth. */
function membersOf(value: Json): number {
  let count = 0;
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const inner: readonly Json[] = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const each of inner) if (typeof each === 'object') waiting.push(each);
  }
  return count;
}

/** How many colons stand outside of texts, of which it is known that they are JSON. */
function colonsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === colon) count += 1;
    else if (code === quote) at = endOfText(text, at);
  }
  return count;
}

/** The quote that ends a text is the first that no backslash escapes. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** By an odd number of backslashes: of two the second is the one that is escaped. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

const colon = 0x3a;
const quote = 0x22;
const backslash = 0x5c;
