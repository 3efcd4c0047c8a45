import { describe, expect, it } from 'vitest';
import { attributeStatementXml, authnStatementXml, bearerXml, conditionsXml, later, subjectXml } from '../../support/messages.ts';
import { answer, explained, outcomeOf, refusals, them, unasked, us } from '../../support/saml-login.ts';

const never = '9999-12-31T23:59:59Z';
const lasting = {
  subject: subjectXml(undefined, [bearerXml({ NotOnOrAfter: never })]),
  conditions: conditionsXml({ NotBefore: null, NotOnOrAfter: null }),
};
/** Each rule of time: the message with an instant that many seconds from now, and the last one it lets pass with clocks 180 s apart. */
const rules: readonly (readonly [rule: string, message: (seconds: number) => string, last: number, beyond: number])[] = [
  ['response.issue-instant', (at) => answer({}, { issueInstant: later(at) }), 180, 181],
  ['assertion.issue-instant', (at) => answer({ issueInstant: later(at) }), 180, 181],
  ['assertion.age', (at) => answer({ ...lasting, issueInstant: later(at) }), -86_400 - 179, -86_400 - 180],
  ['conditions.not-before', (at) => answer({ conditions: conditionsXml({ NotBefore: later(at), NotOnOrAfter: null }) }), 180, 181],
  ['conditions.not-on-or-after', (at) => answer({ conditions: conditionsXml({ NotBefore: null, NotOnOrAfter: later(at) }) }), -179, -180],
  [
    'confirmation.not-on-or-after',
    (at) => answer({ subject: subjectXml(undefined, [bearerXml({ NotOnOrAfter: later(at) })]) }),
    -179,
    -180,
  ],
  [
    'authentication.instant',
    (at) => answer({ statements: [authnStatementXml({ AuthnInstant: later(at) }), attributeStatementXml()] }),
    180,
    181,
  ],
];

describe('with clocks that may be 180 seconds apart', () => {
  it.each(rules)('%s lets pass what is just within, and no second more', async (rule, message, last, beyond) => {
    expect(await refusals(message(last))).toEqual([]);
    expect(await refusals(message(beyond))).toEqual([rule]);
  });

  it('unsolicited.age lets pass what is just within, and no second more', async () => {
    const subject = subjectXml(undefined, [bearerXml({ InResponseTo: null, NotOnOrAfter: never })]);
    const message = (seconds: number) => unasked({ ...lasting, subject, issueInstant: later(seconds) });
    expect(await refusals(message(-479), { pending: null })).toEqual([]);
    expect(await refusals(message(-480), { pending: null })).toEqual(['unsolicited.age']);
    expect(await refusals(answer({ ...lasting, issueInstant: later(-480) }))).toEqual([]);
  });
});

describe('with clocks that are the same', () => {
  it.each(rules)('%s is exact', async (rule, message, last, beyond) => {
    const sp = us({ clockSkewSeconds: 0 });
    const towards = last > 0 ? -180 : 180;
    const clean = { sp };
    expect(await refusals(message(last + towards), clean)).toEqual([]);
    expect(await refusals(message(beyond + towards), clean)).toEqual([rule]);
  });
});

describe('instants', () => {
  const issued = (issueInstant: string) => answer({ issueInstant });

  it.each(['2026-01-15T11:59:30Z', '2026-01-15T11:59:30.1Z', '2026-01-15T11:59:30.123456789012Z', ' 2026-01-15T11:59:30Z\n'])(
    'are in UTC with any number of fraction digits: %j',
    async (instant) => {
      expect(await refusals(issued(instant))).toEqual([]);
    },
  );

  it.each(['2026-01-15T12:59:30+01:00', '2026-01-15T11:59:30+00:00', '2026-01-15T10:59:30-01:00'])(
    'may be in another time zone where that is pardoned: %s',
    async (instant) => {
      expect(await refusals(issued(instant))).toEqual(['saml.time']);
      const idp = them({ pardons: ['time.offset'] });
      expect(await refusals(issued(instant), { idp })).toEqual([]);
      expect(outcomeOf(await explained(issued(instant), { idp }), 'time.offset')).toBe('pardoned');
    },
  );

  it.each([
    '2026-01-15',
    '2026-01-15T11:59:30',
    '2026-02-30T11:59:30Z',
    '2026-01-15T24:00:00Z',
    '2026-01-15T11:59:60Z',
    '26-01-15T11:59:30Z',
    'now',
    '1768478370',
  ])('are refused where no calendar has them: %s', async (instant) => {
    for (const pardons of [[], ['time.offset' as const]]) {
      expect(await refusals(issued(instant), { idp: them({ pardons }) })).toEqual(['saml.time']);
      expect(await refusals(answer({}, { issueInstant: instant }), { idp: them({ pardons }) })).toEqual(['saml.time']);
    }
  });

  it('are held to the same time whatever zone they are written in', async () => {
    const idp = them({ pardons: ['time.offset'] });
    const message = (NotOnOrAfter: string) => answer({ conditions: conditionsXml({ NotBefore: null, NotOnOrAfter }) });
    expect(await refusals(message('2026-01-15T12:57:01+01:00'), { idp })).toEqual([]);
    expect(await refusals(message('2026-01-15T12:57:00+01:00'), { idp })).toEqual(['conditions.not-on-or-after']);
  });
});
