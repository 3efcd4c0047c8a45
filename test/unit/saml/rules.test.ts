import { describe, expect, it } from 'vitest';
import { assertionRules, authenticationRules, confirmationRules } from '../../../src/saml/assertion-rules.ts';
import { nameIdFormats } from '../../../src/saml/names.ts';
import { responseRules } from '../../../src/saml/response-rules.ts';
import {
  assertionXml,
  attributeStatementXml,
  audienceXml,
  authnStatementXml,
  bearerXml,
  clean,
  conditionsXml,
  contextUri,
  contextXml,
  issuerXml,
  later,
  responseXml,
  statusXml,
  subjectXml,
} from '../../support/messages.ts';
import { answer, asked, at, explained, outcomeOf, refusals, signed, them, unasked, us } from '../../support/saml-login.ts';

describe('a rule', () => {
  const all = [...responseRules, ...assertionRules, ...confirmationRules, ...authenticationRules];

  it('has a name of its own, and says where the demand comes from', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, spec } of all) expect([id, /^SAML(?:(?:Core|Prof|Bind|Meta|SubjectId) \d|2int SDP-)/.test(spec)]).toEqual([id, true]);
  });

  it('holds for a clean message, or has nothing to say', async () => {
    for (const [message, pending] of [
      [answer(), asked()],
      [unasked(), null],
    ] as const)
      for (const { rule, outcome } of await explained(message, { pending }))
        expect([rule, ['passed', 'not-applicable'].includes(outcome)]).toEqual([rule, true]);
  });
});

describe('versions', () => {
  it('are 2.0, of the response and of the assertion', async () => {
    expect(await refusals(answer({}, { version: '2.1' }))).toEqual(['response.version']);
    expect(await refusals(answer({ version: '1.1' }))).toEqual(['assertion.version']);
  });
});

describe('issuers', () => {
  it('are the provider, to the last character', async () => {
    for (const name of ['https://idp.example', 'https://idp.example/saml/', 'HTTPS://idp.example/saml', ' https://idp.example/saml']) {
      expect(await refusals(answer({ issuer: issuerXml(name) }))).toEqual(['assertion.issuer']);
      expect(await refusals(answer({}, { issuer: issuerXml(name) }))).toEqual(['response.issuer']);
    }
  });

  it('may be the one further name that we were told', async () => {
    const message = answer({ issuer: issuerXml('urn:alias') }, { issuer: issuerXml('urn:alias') });
    expect(await refusals(message)).toEqual(['response.issuer', 'assertion.issuer']);
    expect(await refusals(message, { idp: them({ issuer: 'urn:alias' }) })).toEqual([]);
  });

  it('are entities if they are anything', async () => {
    expect(await refusals(answer({ issuer: issuerXml(clean.idp, ` Format="${nameIdFormats.entity}"`) }))).toEqual([]);
    expect(await refusals(answer({ issuer: issuerXml(clean.idp, ` Format="${nameIdFormats.persistent}"`) }))).toEqual(['assertion.issuer']);
  });

  it('are demanded of a response that is signed', async () => {
    expect(await refusals(answer({}, { issuer: null }))).toEqual([]);
    for (const what of ['response', 'both'] as const)
      expect(await refusals(answer({}, { issuer: null }, what))).toEqual(['response.issuer']);
  });
});

describe('the destination', () => {
  it('is where the message came in, when it is there', async () => {
    for (const destination of [`${clean.acsUrl}/`, 'https://sp.example/', 'https://evil.example/acs', ''])
      expect(await refusals(answer({}, { destination }))).toEqual(['response.destination']);
    expect(await refusals(answer({}, { destination: null }))).toEqual([]);
    expect(await refusals(answer({}, { destination: ` ${clean.acsUrl}\n` }))).toEqual([]);
  });

  it('is demanded of a response that is signed, unless that is pardoned', async () => {
    const message = answer({}, { destination: null }, 'response');
    expect(await refusals(message)).toEqual(['destination.missing']);
    const idp = them({ pardons: ['destination.missing'] });
    expect(await refusals(message, { idp })).toEqual([]);
    expect(outcomeOf(await explained(message, { idp }), 'destination.missing')).toBe('pardoned');
    expect(await refusals(answer({}, { destination: 'https://evil.example/' }, 'response'), { idp })).toEqual(['response.destination']);
  });
});

describe('the assertions of a response', () => {
  it('are one', async () => {
    const two = signed(responseXml({ assertions: [assertionXml(), assertionXml({ id: '_2' })] }));
    expect(await refusals(two)).toEqual(['response.assertions']);
    expect(await refusals(signed(responseXml({ assertions: [] }), 'response'))).toEqual(['response.assertions']);
    const encrypted = signed(responseXml({ assertions: [assertionXml(), '<saml:EncryptedAssertion/>'] }));
    expect(await refusals(encrypted)).toEqual(['response.assertions']);
  });

  it('are none where the provider says no', async () => {
    for (const what of ['assertion', 'none'] as const)
      expect(await refusals(answer({}, { status: statusXml(['Responder']) }, what))).toEqual(['response.assertions', 'response.status']);
  });

  it('cannot be read while they are encrypted, which is said when nothing else is wrong', async () => {
    const encrypted = (parts: Parameters<typeof responseXml>[0] = {}) =>
      responseXml({ assertions: ['<saml:EncryptedAssertion/>'], ...parts });
    expect(await refusals(encrypted())).toEqual(['assertion.encrypted']);
    expect(await refusals(encrypted({ destination: 'https://evil.example/' }))).toEqual(['response.destination']);
    expect(await refusals(encrypted({ issuer: null }))).toEqual(['response.issuer']);
  });
});

describe('audiences', () => {
  const restricted = (...restrictions: readonly string[]) => answer({ conditions: conditionsXml({}, restrictions) });

  it('name us, among others if they like', async () => {
    expect(await refusals(restricted(audienceXml('urn:other', clean.sp)))).toEqual([]);
    expect(await refusals(restricted(audienceXml('urn:other')))).toEqual(['conditions.audience']);
    expect(await refusals(restricted(audienceXml(`${clean.sp}/`)))).toEqual(['conditions.audience']);
  });

  it('name us in each restriction', async () => {
    expect(await refusals(restricted(audienceXml(clean.sp), audienceXml('urn:other')))).toEqual(['conditions.audience']);
    expect(await refusals(restricted(audienceXml(clean.sp), audienceXml('urn:other', clean.sp)))).toEqual([]);
  });

  it('are demanded', async () => {
    expect(await refusals(restricted())).toEqual(['conditions.audience']);
    expect(await refusals(restricted('<saml:AudienceRestriction/>'))).toEqual(['conditions.audience']);
    expect(await refusals(answer({ conditions: null }))).toEqual(['conditions.audience']);
  });

  it('may name us as the provider was said to', async () => {
    const message = restricted(audienceXml('spn:42'));
    expect(await refusals(message, { idp: them({ audiences: ['spn:42'] }) })).toEqual([]);
    expect(await refusals(message, { idp: them({ audiences: ['spn:4'] }) })).toEqual(['conditions.audience']);
  });
});

describe('conditions', () => {
  it('are refused when nobody here knows them', async () => {
    const unknown = '<x:Sunny xmlns:x="urn:x"/>';
    const typed = '<saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:Sunny" xmlns:x="urn:x"/>';
    for (const condition of [unknown, typed])
      expect(await refusals(answer({ conditions: conditionsXml({}, [audienceXml(), condition]) }))).toEqual(['conditions.unknown']);
  });

  it('are said once, where to say them once is all they allow', async () => {
    const conditions = (condition: string, times: number) =>
      answer({ conditions: conditionsXml({}, [audienceXml(), ...Array.from({ length: times }, () => condition)]) });
    for (const [condition, rule] of [
      ['<saml:OneTimeUse/>', 'conditions.one-time-use'],
      ['<saml:ProxyRestriction Count="0"/>', 'conditions.proxy-restriction'],
    ] as const) {
      expect(await refusals(conditions(condition, 1))).toEqual([]);
      expect(await refusals(conditions(condition, 2))).toEqual([rule]);
    }
  });

  it('have a window that ends after it begins', async () => {
    const window = (NotBefore: string, NotOnOrAfter: string) => answer({ conditions: conditionsXml({ NotBefore, NotOnOrAfter }) });
    expect(await refusals(window(later(10), later(10)))).toEqual(['conditions.window']);
    expect(await refusals(window(later(20), later(10)))).toEqual(['conditions.window']);
    expect(await refusals(window(later(10), later(11)))).toEqual([]);
  });

  it('need no window', async () => {
    expect(await refusals(answer({ conditions: conditionsXml({ NotBefore: null, NotOnOrAfter: null }) }))).toEqual([]);
  });
});

describe('the confirmation', () => {
  const confirmed = (...confirmations: readonly string[]) => answer({ subject: subjectXml(undefined, confirmations) });
  const holderOfKey = bearerXml({}, 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key');

  it('is that of a bearer; others are never taken for it', async () => {
    expect(await refusals(confirmed(holderOfKey))).toEqual(['confirmation.bearer']);
    expect(await refusals(confirmed())).toEqual(['confirmation.bearer']);
    expect(await refusals(answer({ subject: null }))).toEqual(['confirmation.bearer']);
    expect(await refusals(confirmed(holderOfKey, bearerXml()))).toEqual([]);
    expect(await refusals(confirmed(holderOfKey, bearerXml({ Recipient: 'urn:other' })))).toEqual(['confirmation.recipient']);
  });

  it.each([
    ['confirmation.recipient', { Recipient: null }],
    ['confirmation.recipient', { Recipient: `${clean.acsUrl}/` }],
    ['confirmation.not-on-or-after', { NotOnOrAfter: null }],
    ['confirmation.not-before', { NotBefore: later(-30) }],
    ['confirmation.in-response-to', { InResponseTo: null }],
    ['confirmation.in-response-to', { InResponseTo: '_other' }],
    ['confirmation.in-response-to', { InResponseTo: '' }],
  ] as const)('is refused by %s for %j', async (rule, attributes) => {
    expect(await refusals(confirmed(bearerXml(attributes)))).toEqual([rule]);
  });

  it('is one that satisfies everything: what two satisfy between them is not enough', async () => {
    const [wrongRecipient, wrongRequest] = [bearerXml({ Recipient: 'urn:x' }), bearerXml({ InResponseTo: '_x' })];
    expect(await refusals(confirmed(wrongRecipient, wrongRequest))).toEqual(['confirmation.recipient']);
    expect(await refusals(confirmed(wrongRecipient, wrongRequest, bearerXml()))).toEqual([]);
  });

  it('may come from any address', async () => {
    expect(await refusals(confirmed(bearerXml({ Address: '192.0.2.1' })))).toEqual([]);
  });

  it('may say when it begins where that is pardoned, and then must have begun', async () => {
    const idp = them({ pardons: ['confirmation.not-before'] });
    expect(await refusals(confirmed(bearerXml({ NotBefore: later(-30) })), { idp })).toEqual([]);
    expect(await refusals(confirmed(bearerXml({ NotBefore: later(181) })), { idp })).toEqual(['confirmation.begun']);
  });
});

describe('the authentication', () => {
  const by = (...statements: readonly string[]) => answer({ statements: [...statements, attributeStatementXml()] });

  it('is stated', async () => {
    expect(await refusals(by())).toEqual(['authentication.statement']);
  });

  it('is fresh where that was asked: after the request, the skew of clocks allowed for', async () => {
    const forced = { pending: asked({ forceAuthn: true, issuedAt: later(-60) }), env: at() };
    expect(await refusals(by(authnStatementXml({ AuthnInstant: later(-240) })), forced)).toEqual([]);
    expect(await refusals(by(authnStatementXml({ AuthnInstant: later(-241) })), forced)).toEqual(['authentication.forced']);
    expect(await refusals(by(authnStatementXml({ AuthnInstant: later(-241) })))).toEqual([]);
  });

  it('is as recent as was asked', async () => {
    const recent = { pending: asked({ maxAuthenticationAgeSeconds: 600 }) };
    expect(await refusals(by(authnStatementXml({ AuthnInstant: later(-780) })), recent)).toEqual([]);
    expect(await refusals(by(authnStatementXml({ AuthnInstant: later(-781) })), recent)).toEqual(['authentication.age']);
  });

  it('is one statement that satisfies everything', async () => {
    const pending = asked({ forceAuthn: true, authnContext: { classes: [contextUri('X509')] } });
    const [old, weak] = [
      authnStatementXml({ AuthnInstant: later(-600) }, contextXml('X509')),
      authnStatementXml({}, contextXml('Password')),
    ];
    expect(await refusals(by(old, weak), { pending })).toEqual(['authentication.forced']);
    expect(await refusals(by(old, weak, authnStatementXml({}, contextXml('X509'))), { pending })).toEqual([]);
  });

  it('has a session that has not ended', async () => {
    const ends = (...seconds: readonly number[]) => by(...seconds.map((end) => authnStatementXml({ SessionNotOnOrAfter: later(end) })));
    expect(await refusals(ends(-179))).toEqual([]);
    expect(await refusals(ends(-180))).toEqual(['session.not-on-or-after']);
    expect(await refusals(ends(600, -180))).toEqual(['session.not-on-or-after']);
  });
});

it('names everything that is wrong at once', async () => {
  const message = answer(
    {
      version: '1.1',
      issuer: issuerXml('urn:x'),
      conditions: null,
      statements: [],
      subject: subjectXml(undefined, [bearerXml({ Recipient: 'urn:x' })]),
    },
    { version: '1.1', destination: 'urn:x', issuer: issuerXml('urn:x') },
  );
  expect(await refusals(message, { sp: us(), pending: asked({ provider: 'x' }) })).toEqual([
    'provider.asked',
    'response.version',
    'response.destination',
    'response.issuer',
    'assertion.version',
    'assertion.issuer',
    'conditions.audience',
    'authentication.statement',
    'confirmation.recipient',
  ]);
});
