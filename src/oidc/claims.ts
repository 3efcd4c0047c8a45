import { described, type JsonObject, member, textIn } from '../core/json.ts';
import type { Verdict } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';

/** The instant that a claim names in seconds since 1970 (RFC 7519 2); undefined where it is no such number. */
export function instantIn(claims: JsonObject, name: string): Date | undefined {
  const seconds = member(claims, name);
  if (typeof seconds !== 'number' || !(Math.abs(seconds) <= mostSeconds)) return undefined;
  return new Date(seconds * 1000);
}

/** Holds a claim that must be there as a text against the text it must be. */
export function mustBe(claims: JsonObject, name: string, expected: string): Verdict {
  const actual = textIn(claims, name);
  return actual === expected ? undefined : { expected, actual: actual ?? described(claims, name) };
}

/** Holds an instant that must be there against the end of what it begins. */
export function mustNotBePast(claims: JsonObject, name: string, now: Date, skewSeconds: number): Verdict {
  const end = instantIn(claims, name);
  if (end === undefined) return { expected: 'an instant in seconds', actual: described(claims, name) };
  return now.getTime() < plusSeconds(end, skewSeconds).getTime()
    ? undefined
    : { expected: `before ${end.toISOString()}`, actual: now.toISOString() };
}

/** Holds an instant that must be there against the clock: it has come, and not too long ago. */
export function mustBeRecent(claims: JsonObject, name: string, now: Date, skewSeconds: number, mostSeconds: number): Verdict {
  const instant = instantIn(claims, name);
  if (instant === undefined) return { expected: 'an instant in seconds', actual: described(claims, name) };
  const [earliest, latest] = [plusSeconds(now, -mostSeconds - skewSeconds), plusSeconds(now, skewSeconds)];
  return instant >= earliest && instant <= latest
    ? undefined
    : { expected: `from ${earliest.toISOString()} to ${latest.toISOString()}`, actual: instant.toISOString() };
}

/** The kind of a token by its header: absent, or one of these without regard to case, with or without `application/`. */
export function typeMustBe(header: JsonObject, known: readonly string[]): Verdict {
  const type = member(header, 'typ');
  if (type === undefined) return undefined;
  if (typeof type === 'string' && known.includes(type.toLowerCase().replace(/^application\//, ''))) return undefined;
  return { expected: `none or ${known.join(' or ')}`, actual: typeof type === 'string' ? type : described(header, 'typ') };
}

/** The audiences of a token: a text, or a list of texts with at least one; undefined where it is neither. @see RFC 7519 4.1.3 */
export function audiencesOf(claims: JsonObject): readonly string[] | undefined {
  const audience = member(claims, 'aud');
  const all: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  return all.length > 0 && all.every((one) => typeof one === 'string' && one !== '') ? (all as readonly string[]) : undefined;
}

/** As far as a date goes. */
const mostSeconds = 8_640_000_000_000;
