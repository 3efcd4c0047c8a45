import {
  type AssertionParts,
  authnStatementXml,
  bearerXml,
  clean,
  conditionsXml,
  contextUri,
  contextXml,
  later,
  subjectXml,
} from '../../messages.ts';
import { type ResponseOptions, responseCases, rule, unsolicited } from '../response-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = responseCases({ spec: 'SAMLCore 2.5.1.2', flags: 'boundary' });

/** The tolerance for clocks that are apart, which the parties here have as everybody by default. */
const skew = 180;
const instant = 0.001;

/** Each window at its very ends: it includes its beginning and excludes its end, both moved by the tolerance. */
export const responseTimeCases: readonly Case[] = [
  ...boundary('conditions-not-before', 'conditions.not-before', 'the beginning of the conditions', skew, skew + instant, (at) => ({
    conditions: conditionsXml({ NotBefore: later(at) }),
  })),
  ...boundary('conditions-not-on-or-after', 'conditions.not-on-or-after', 'the end of the conditions', -skew + instant, -skew, (at) => ({
    conditions: conditionsXml({ NotBefore: later(-600), NotOnOrAfter: later(at) }),
  })),
  ...boundary(
    'confirmation-not-on-or-after',
    'confirmation.not-on-or-after',
    'the end of the confirmation',
    -skew + instant,
    -skew,
    (at) => ({
      subject: subjectXml(undefined, [bearerXml({ NotOnOrAfter: later(at) })]),
    }),
  ),
  ...boundary('session-end', 'session.not-on-or-after', 'the end of the session', -skew + instant, -skew, (at) => ({
    statements: [authnStatementXml({ SessionNotOnOrAfter: later(at) })],
  })),
  ...boundary('assertion-issue-instant', 'assertion.issue-instant', 'the making of the assertion', skew, skew + instant, (at) => ({
    issueInstant: later(at),
  })),
  ...boundary(
    'assertion-age',
    'assertion.age',
    'the age of the assertion, whatever it says itself',
    -86_400 - skew + instant,
    -86_400 - skew,
    (at) => ({
      issueInstant: later(at),
      conditions: conditionsXml({ NotOnOrAfter: '9999-12-31T23:59:59Z' }),
    }),
  ),
  ...boundary('authentication-instant', 'authentication.instant', 'the authentication', skew, skew + instant, (at) => ({
    statements: [authnStatementXml({ AuthnInstant: later(at) })],
  })),
  ...boundary(
    'authentication-forced',
    'authentication.forced',
    'the authentication, where a fresh one was asked for a minute ago',
    -60 - skew,
    -60 - skew - instant,
    (at) => ({ statements: [authnStatementXml({ AuthnInstant: later(at) })] }),
    { pending: { forceAuthn: true }, spec: 'SAMLCore 3.4.1' },
  ),
  ...boundary(
    'authentication-age',
    'authentication.age',
    'the authentication, where it may be ten minutes old',
    -600 - skew,
    -600 - skew - instant,
    (at) => ({ statements: [authnStatementXml({ AuthnInstant: later(at) })] }),
    { pending: { maxAuthenticationAgeSeconds: 600 }, spec: 'SAMLCore 2.7.2' },
  ),
  ...boundary(
    'unsolicited-age',
    'unsolicited.age',
    'the age of an answer that nobody asked for',
    -300 - skew + instant,
    -300 - skew,
    (at) => ({ ...unsolicited.assertion, issueInstant: later(at) }),
    { ...unsolicited, spec: 'SAMLProf 4.1.5' },
  ),
  accepts(
    'response-issue-instant-last',
    'the making of the response, at the last instant that counts',
    {},
    { response: { issueInstant: later(skew) } },
  ),
  refuses('response-issue-instant-beyond', 'the making of the response, a millisecond beyond', rule('response.issue-instant'), {
    response: { issueInstant: later(skew + instant) },
  }),
  refuses('conditions-window', 'conditions that end as they begin, which the tolerance alone would let pass', rule('conditions.window'), {
    assertion: { conditions: conditionsXml({ NotBefore: later(10), NotOnOrAfter: later(10) }) },
  }),
  refuses('conditions-window-reversed', 'conditions that end before they begin', rule('conditions.window'), {
    assertion: { conditions: conditionsXml({ NotBefore: later(60), NotOnOrAfter: later(-60) }) },
  }),
  accepts(
    'conditions-open',
    'conditions without a window',
    {},
    {
      assertion: { conditions: conditionsXml({ NotBefore: null, NotOnOrAfter: null }) },
    },
  ),
  refuses('session-nearest-ended', 'of several ends of the session one is past', rule('session.not-on-or-after'), {
    assertion: {
      statements: [authnStatementXml({ SessionNotOnOrAfter: later(7200) }), authnStatementXml({ SessionNotOnOrAfter: later(-3600) })],
    },
  }),
  accepts(
    'session-nearest-end',
    'of several ends of the session the nearest counts',
    { sessionNotOnOrAfter: '2026-01-15T13:00:00.000Z' },
    {
      assertion: {
        statements: [authnStatementXml({ SessionNotOnOrAfter: later(7200) }), authnStatementXml({ SessionNotOnOrAfter: later(3600) })],
      },
    },
  ),
  refuses('no-skew-ended', 'without tolerance the end is the end', rule('conditions.not-on-or-after'), {
    parties: 'sp-no-skew idp',
    assertion: { conditions: conditionsXml({ NotOnOrAfter: clean.now }) },
  }),
  accepts(
    'no-skew-begun',
    'without tolerance the beginning is the beginning',
    {},
    {
      parties: 'sp-no-skew idp',
      assertion: { conditions: conditionsXml({ NotBefore: clean.now }) },
    },
  ),
  ...formats(),
  ...contexts(),
];

/** The last instant that is accepted, and the first that is not. */
function boundary(
  name: string,
  id: string,
  comment: string,
  good: number,
  bad: number,
  assertion: (at: number) => AssertionParts,
  options: ResponseOptions = {},
): readonly Case[] {
  return [
    accepts(`${name}-last`, `${comment}, at the last instant that counts`, {}, { ...options, assertion: assertion(good) }),
    refuses(`${name}-beyond`, `${comment}, a millisecond beyond`, rule(id), { ...options, assertion: assertion(bad) }),
  ];
}

/** xs:dateTime as SAML has it: in UTC, with Z. */
function formats(): readonly Case[] {
  const dated = (issueInstant: string, more: ResponseOptions = {}): ResponseOptions => ({
    spec: 'SAMLCore 1.3.3',
    flags: 'time',
    ...more,
    assertion: { issueInstant },
  });
  const refused = (name: string, comment: string, value: string, reason: 'format' | 'offset' | 'impossible'): Case =>
    refuses(`time-${name}`, comment, `saml.time ${JSON.stringify({ reason })}`, dated(value));
  return [
    accepts('time-fraction', 'fractions of a second', {}, dated('2026-01-15T11:59:30.5Z')),
    accepts('time-long-fraction', 'more digits than a clock has', {}, dated('2026-01-15T11:59:30.123456789Z')),
    accepts('time-white-space', 'white space around a dateTime is no part of it', {}, dated(' 2026-01-15T11:59:30Z ')),
    accepts(
      'time-offset-pardoned',
      'another time zone, where this provider is pardoned for it',
      { pardoned: ['time.offset'] },
      {
        ...dated('2026-01-15T12:59:30+01:00'),
        parties: 'sp idp-pardoned-time-offset',
      },
    ),
    refused('offset', 'another time zone', '2026-01-15T12:59:30+01:00', 'offset'),
    refused('offset-zero', 'UTC that is not written as Z', '2026-01-15T11:59:30+00:00', 'offset'),
    refused('zone-missing', 'no time zone, which could be any', '2026-01-15T11:59:30', 'format'),
    refused('date-only', 'a date', '2026-01-15', 'format'),
    refused('impossible-day', '30 February', '2025-02-30T00:00:00Z', 'impossible'),
    refused('impossible-hour', '24 o’clock', '2026-01-14T24:00:00Z', 'impossible'),
    refused('second-60', 'a minute of 61 seconds', '2026-01-15T11:58:60Z', 'impossible'),
    refused('minute-60', 'an hour of 61 minutes', '2026-01-15T10:60:00Z', 'impossible'),
    refused('leap-second', 'a leap second', '2025-12-31T23:59:60Z', 'impossible'),
    refused('lower-case', 'lower-case letters', '2026-01-15t11:59:30z', 'format'),
    refused('number', 'seconds since 1970', '1768478370', 'format'),
    refused('year-expanded', 'a year with a sign', '+2026-01-15T11:59:30Z', 'format'),
    refuses('time-not-on-or-after-unreadable', 'an end that cannot be read is not no end', 'saml.time {"reason":"format"}', {
      spec: 'SAMLCore 1.3.3',
      flags: 'time',
      assertion: { conditions: conditionsXml({ NotOnOrAfter: 'never' }) },
    }),
  ];
}

/** SAMLCore 3.3.2.2.1: what was asked of the authentication, and what was got. */
function contexts(): readonly Case[] {
  const order = ['Password', 'PasswordProtectedTransport', 'X509', 'SmartcardPKI'].map(contextUri);
  const asked = (comparison: string, classes: readonly string[], got: string | null): ResponseOptions => ({
    spec: 'SAMLCore 3.3.2.2.1',
    flags: 'context',
    pending: { authnContext: { classes: classes.map(contextUri), comparison, ...(comparison === 'exact' ? {} : { order }) } },
    assertion: { statements: [authnStatementXml({}, got === null ? '<saml:AuthnContext/>' : contextXml(got))] },
  });
  const good = (name: string, comment: string, ...args: Parameters<typeof asked>): Case =>
    accepts(`context-${name}`, comment, { context: contextUri(args[2] ?? '') }, asked(...args));
  const bad = (name: string, comment: string, ...args: Parameters<typeof asked>): Case =>
    refuses(`context-${name}`, comment, rule('authentication.context'), asked(...args));
  return [
    good('exact', 'one of those asked for', 'exact', ['X509', 'SmartcardPKI'], 'X509'),
    bad('exact-other', 'a stronger one is not exactly that', 'exact', ['X509'], 'SmartcardPKI'),
    bad('exact-none', 'none said', 'exact', ['X509'], null),
    good('minimum', 'a stronger one than the least', 'minimum', ['X509'], 'SmartcardPKI'),
    good('minimum-equal', 'just the least', 'minimum', ['X509'], 'X509'),
    bad('minimum-weaker', 'a weaker one than the least', 'minimum', ['X509'], 'Password'),
    good('maximum', 'a weaker one than the most', 'maximum', ['X509'], 'Password'),
    good('maximum-equal', 'just the most', 'maximum', ['X509'], 'X509'),
    bad('maximum-unknown', 'one that is not in the order is not weaker than the most', 'maximum', ['X509'], 'Kerberos'),
    bad('maximum-stronger', 'a stronger one than the most', 'maximum', ['X509'], 'SmartcardPKI'),
    good('better', 'a stronger one', 'better', ['Password', 'X509'], 'SmartcardPKI'),
    bad('better-equal', 'an equal one is no better', 'better', ['Password', 'X509'], 'X509'),
    bad('unknown-in-order', 'one that is not in the order is neither stronger nor weaker', 'minimum', ['Password'], 'Kerberos'),
    accepts(
      'context-declaration-met',
      'the declaration that was asked for',
      { declaration: 'urn:example:declaration' },
      {
        spec: 'SAMLCore 3.3.2.2.1',
        flags: 'context',
        pending: { authnContext: { declarations: ['urn:example:declaration'] } },
        assertion: {
          statements: [
            authnStatementXml({}, contextXml(null, '<saml:AuthnContextDeclRef>urn:example:declaration</saml:AuthnContextDeclRef>')),
          ],
        },
      },
    ),
    refuses('context-declaration', 'another declaration than the one asked for', rule('authentication.context'), {
      spec: 'SAMLCore 3.3.2.2.1',
      flags: 'context',
      pending: { authnContext: { declarations: ['urn:example:declaration'] } },
    }),
  ];
}
