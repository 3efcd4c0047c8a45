import { askedFor, idTokenCases, rule, suite } from '../id-token-case.ts';
import { at } from '../token.ts';
import type { TokenCaseOptions } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = idTokenCases({ spec: 'OIDCCore 3.1.3.7', flags: 'boundary' });

/** Each window of time at its very ends; clocks may be 30 seconds apart. */
export const idTokenTimeCases: readonly Case[] = [...expiry(), ...issued(), ...notBefore(), ...authenticated()];

function expiry(): readonly Case[] {
  const spec = 'OIDCCore 3.1.3.7 (9)';
  const good = (name: string, comment: string, exp: number, parties = 'rp op'): Case =>
    accepts(`expiry-${name}`, comment, {}, { claims: { exp }, spec, parties });
  const bad = (name: string, comment: string, exp: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`expiry-${name}`, comment, rule('expiry'), { claims: { exp }, spec, ...options });
  const noSkew = 'rp-no-skew op';
  return [
    good('last', 'a second before it is too late', at(-29)),
    good('fraction', 'a fraction of a second before it is too late', at(-29.5)),
    good('exact', 'a second before its end, where clocks must agree', at(1), noSkew),
    good('far', 'good for a thousand years', at(31_557_600_000)),
    good('quarter', 'an end with a fraction', at(300) + 0.25),
    bad('past', 'too late', at(-30), suite('fapi2-security-profile-final-client-test-invalid-expired-exp')),
    bad('past-exact', 'at its very end, where clocks must agree', at(0), { parties: noSkew }),
    bad('missing', 'no end', undefined, suite('fapi2-security-profile-final-client-test-invalid-missing-exp')),
    bad('text', 'an end as a text', String(at(300))),
    bad('iso', 'an end as ISO 8601', '2026-01-15T12:05:00Z'),
    bad('null', 'null', null),
    bad('list', 'a list', [at(300)]),
    bad('zero', 'zero', 0),
    bad('negative', 'before 1970', -at(300)),
    bad('beyond', 'beyond all calendars', 1e300),
    bad('true', 'true', true),
  ];
}

function issued(): readonly Case[] {
  const spec = 'OIDCCore 3.1.3.7 (10)';
  const good = (name: string, comment: string, iat: number, parties = 'rp op'): Case =>
    accepts(`issued-at-${name}`, comment, { authenticated: new Date(iat * 1000).toISOString() }, { claims: { iat }, spec, parties });
  const bad = (name: string, comment: string, iat: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`issued-at-${name}`, comment, rule('issued-at'), { claims: { iat }, spec, ...options });
  return [
    good('ahead', 'made by a clock that is 30 seconds ahead', at(30)),
    good('now', 'made this second, where clocks must agree', at(0), 'rp-no-skew op'),
    good('day', 'made a day ago', at(-86_430)),
    good('fraction', 'made in the middle of a second', at(-29.5)),
    bad('future', 'made by a clock that is 31 seconds ahead', at(31)),
    bad('future-exact', 'made by a clock that is a second ahead, where clocks must agree', at(1), { parties: 'rp-no-skew op' }),
    bad('old', 'made more than a day ago', at(-86_431)),
    bad('missing', 'not said when it was made', undefined, suite('oidcc-client-test-missing-iat')),
    bad('text', 'an instant as a text', String(at(-30))),
    bad('milliseconds', 'an instant in milliseconds', at(-30) * 1000),
    bad('null', 'null', null),
  ];
}

function notBefore(): readonly Case[] {
  const spec = 'RFC 7519 4.1.5';
  const good = (name: string, comment: string, nbf: number, parties = 'rp op'): Case =>
    accepts(`not-before-${name}`, comment, {}, { claims: { nbf }, spec, parties });
  const bad = (name: string, comment: string, nbf: unknown, options: TokenCaseOptions = {}): Case =>
    refuses(`not-before-${name}`, comment, rule('not-before'), { claims: { nbf }, spec, ...options });
  return [
    good('past', 'good for a while', at(-300)),
    good('ahead', 'good from 30 seconds on', at(30)),
    good('exact', 'good from this second on, where clocks must agree', at(0), 'rp-no-skew op'),
    bad('future', 'good from 31 seconds on', at(31)),
    bad('future-exact', 'good from the next second on, where clocks must agree', at(1), { parties: 'rp-no-skew op' }),
    bad('text', 'an instant as a text', String(at(-300))),
    bad('null', 'null', null),
  ];
}

/** `auth_time`, with and without a demand. The request was made a minute ago. */
function authenticated(): readonly Case[] {
  const spec = 'OIDCCore 3.1.3.7 (13)';
  const asked = (maxAgeSeconds: number | undefined) => (maxAgeSeconds === undefined ? {} : askedFor({ maxAgeSeconds }));
  const good = (name: string, comment: string, instant: number, maxAge?: number): Case =>
    accepts(
      `authenticated-${name}`,
      comment,
      { authenticated: new Date(instant * 1000).toISOString() },
      {
        claims: { auth_time: instant },
        spec,
        ...asked(maxAge),
      },
    );
  const bad = (name: string, comment: string, instant: unknown, maxAge?: number): Case =>
    refuses(`authenticated-${name}`, comment, rule('authentication-time'), { claims: { auth_time: instant }, spec, ...asked(maxAge) });
  return [
    good('long-ago', 'signed in at the provider a month ago, where nothing was asked', at(-2_592_000)),
    good('ahead', 'signed in by a clock that is 30 seconds ahead', at(30)),
    good('in-time', 'just recently enough', at(-390), 300),
    good('meanwhile', 'signed in after the request', at(-10), 300),
    good('anew', 'signed in anew, as was asked', at(-40), 0),
    good('anew-skew', 'signed in anew by a clock that is 30 seconds behind', at(-90), 0),
    bad('too-long-ago', 'a second too long ago', at(-391), 300),
    bad('not-anew', 'not signed in anew, though that was asked', at(-91), 0),
    bad('missing', 'not said when, though it was asked', undefined, 300),
    bad('missing-anew', 'not said when, though everybody had to sign in anew', undefined, 0),
    bad('future', 'signed in by a clock that is 31 seconds ahead', at(31)),
    bad('future-asked', 'the same where it was asked', at(31), 300),
    bad('text', 'an instant as a text', String(at(-60))),
    bad('text-asked', 'the same where it was asked', String(at(-60)), 300),
    bad('null', 'null', null),
  ];
}
