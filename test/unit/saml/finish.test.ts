import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import type { ReplayStore } from '../../../src/identity/login.ts';
import { finish } from '../../../src/saml/finish.ts';
import { fromQuery } from '../../../src/saml/incoming.ts';
import { login } from '../../../src/saml/login.ts';
import type { SamlPending } from '../../../src/saml/pending.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { keyPair } from '../../support/keys.ts';
import {
  attributeStatementXml,
  attributeXml,
  authnStatementXml,
  bearerXml,
  clean,
  conditionsXml,
  contextUri,
  contextXml,
  later,
  nameIdXml,
  responseXml,
  subjectXml,
} from '../../support/messages.ts';
import { entityXml, read } from '../../support/metadata.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { requestXml } from '../../support/requests.ts';
import { answer, asked, at, explained, failed, fresh, loggedIn, posted, refusals, them, unasked, us } from '../../support/saml-login.ts';

describe('a login', () => {
  it('is who it is, how it was proven, and where the person wanted to go', async () => {
    const end = later(3_600);
    const statements = [authnStatementXml({ SessionNotOnOrAfter: end }), attributeStatementXml()];
    const found = await loggedIn(answer({ statements }), { pending: asked({ returnTo: '/page' }), relayState: 'ignored' });
    const subject = { value: 'alice@example.com', format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' };
    expect({ ...found, findings: [] }).toEqual({
      protocol: 'saml',
      identity: {
        provider: 'idp',
        issuer: clean.idp,
        subject,
        attributes: [
          { name: 'mail', values: ['alice@example.com'], content: [{ kind: 'text', text: 'alice@example.com' }] },
          {
            name: 'groups',
            values: ['staff', 'admins'],
            content: [
              { kind: 'text', text: 'staff' },
              { kind: 'text', text: 'admins' },
            ],
          },
        ],
      },
      session: { protocol: 'saml', provider: 'idp', subject, index: '_session', notOnOrAfter: new Date(end) },
      authentication: { instant: new Date(later(-60)), contextClass: contextUri('PasswordProtectedTransport'), authorities: [] },
      returnTo: '/page',
      findings: [],
    });
    expect(failed(found.findings)).toEqual([]);
  });

  it('is plain data: instants apart, JSON carries all of it', async () => {
    const found = await loggedIn(answer());
    expect(JSON.parse(JSON.stringify(found))).toEqual({
      ...found,
      authentication: { ...found.authentication, instant: later(-60).replace('Z', '.000Z') },
    });
    expect(structuredClone(found)).toEqual(found);
  });

  it('begins with our own request and ends with the answer to it', async () => {
    const { pending, outgoing } = await login(us(), them(), { returnTo: '/x' }, at(later(-30)));
    expect(requestXml(outgoing)).toContain(pending.requestId);
    const message = answer(
      { subject: subjectXml(undefined, [bearerXml({ InResponseTo: pending.requestId })]) },
      { inResponseTo: pending.requestId },
    );
    expect((await loggedIn(message, { pending: JSON.parse(JSON.stringify(pending)) })).returnTo).toBe('/x');
  });

  it('names nobody where the provider names nobody', async () => {
    const { identity, session } = await loggedIn(answer({ subject: subjectXml(null) }));
    expect(Object.keys(identity)).not.toContain('subject');
    expect(Object.keys(session)).not.toContain('subject');
  });

  it('is by one attribute with one value where that was configured, and the provider sends no name', async () => {
    const idp = them({ subjectAttribute: 'uid' });
    const by = async (statement: string, nameId: string | null = null) => {
      const statements = [authnStatementXml(), statement];
      return (await loggedIn(answer({ subject: subjectXml(nameId), statements }), { idp })).identity.subject;
    };
    expect(await by(attributeStatementXml([attributeXml('uid', [' alice '])]))).toEqual({ value: ' alice ' });
    expect(await by(attributeStatementXml([attributeXml('uid', ['alice'])]), nameIdXml('bob', {}))).toEqual({ value: 'bob' });
    expect(await by(attributeStatementXml([attributeXml('uid', ['alice', 'bob'])]))).toBeUndefined();
    expect(
      await by(attributeStatementXml([attributeXml('uid', ['a']), attributeXml('uid', ['b'], { NameFormat: 'urn:f' })])),
    ).toBeUndefined();
    expect(await by(attributeStatementXml([attributeXml('uid', [''])]))).toBeUndefined();
    expect(await by(attributeStatementXml([attributeXml('UID', ['alice'])]))).toBeUndefined();
  });

  it('has the name exactly as it was sent', async () => {
    const attributes = { NameQualifier: 'n', SPNameQualifier: 's', Format: ' urn:f\n' };
    const { identity } = await loggedIn(answer({ subject: subjectXml(nameIdXml(' a<!-- no -->lice &lt;admin&gt;\n', attributes)) }));
    expect(identity.subject).toEqual({ value: ' alice <admin>\n', format: 'urn:f', nameQualifier: 'n', spNameQualifier: 's' });
  });

  it('has the nearest end of several sessions, and the session of the statement that was asked for', async () => {
    const statements = [
      authnStatementXml({ SessionIndex: '_weak', SessionNotOnOrAfter: later(600) }, contextXml('Password')),
      authnStatementXml({ SessionIndex: '_strong', SessionNotOnOrAfter: later(900) }, contextXml('X509')),
    ];
    const pending = asked({ authnContext: { classes: [contextUri('X509')] } });
    const { session, authentication } = await loggedIn(answer({ statements }), { pending });
    expect([session.index, session.notOnOrAfter, authentication.contextClass]).toEqual([
      '_strong',
      new Date(later(600)),
      contextUri('X509'),
    ]);
  });
});

describe('an answer that somebody asked for', () => {
  it('brings no RelayState into the login: where to go was remembered here', async () => {
    expect(Object.keys(await loggedIn(answer(), { relayState: 'https://evil.example/' }))).not.toContain('relayState');
  });

  it('must come from the provider that was asked, by our own id of it', async () => {
    expect(await refusals(answer(), { pending: asked({ provider: 'another' }) })).toEqual(['provider.asked']);
    // The same entityID under another tenant's id is another provider.
    expect(await refusals(answer(), { idp: them({ id: 'tenant-2' }) })).toEqual(['provider.asked']);
  });

  it('must come in where the request said', async () => {
    const sp = us({ assertionConsumerServices: [{ url: clean.acsUrl }, { url: `${clean.acsUrl}/2` }] });
    expect(await refusals(answer(), { sp, pending: asked({ acsUrl: `${clean.acsUrl}/2` }) })).toEqual(['request.endpoint']);
  });

  it('must come in at an address of ours', async () => {
    const sp = us({ assertionConsumerServices: [{ url: 'https://sp.example/elsewhere' }] });
    expect(await refusals(answer(), { sp })).toEqual(['config.invalid']);
  });

  it('is bound by the verified confirmation, never by the envelope alone', async () => {
    const unbound = subjectXml(undefined, [bearerXml({ InResponseTo: null })]);
    expect(await refusals(answer({ subject: unbound }))).toEqual(['confirmation.in-response-to']);
    expect(await refusals(answer({}, { inResponseTo: '_other' }))).toEqual(['response.in-response-to']);
    expect(await refusals(answer({}, { inResponseTo: null }))).toEqual([]);
  });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty record', {}],
    ['that of another protocol', { ...asked(), protocol: 'oidc' }],
    ['one without the request', { ...asked(), requestId: '' }],
    ['one without an instant', { ...asked(), issuedAt: 'yesterday' }],
  ])('cannot be finished with %s as pending', async (_, pending) => {
    const idp = them({ allowUnsolicited: true });
    const action = () => finish(us(), idp, posted(answer()), pending as SamlPending, fresh(), at());
    expect(await laterRefusal(action)).toBe('config.invalid');
  });
});

describe('an answer that nobody asked for', () => {
  it('is refused unless that is switched on for the provider', async () => {
    expect(await refusals(unasked(), { pending: null, idp: them() })).toEqual(['provider.unsolicited']);
    expect(await refusals(unasked(), { pending: null })).toEqual([]);
  });

  it('hands on its RelayState, as it is', async () => {
    const relayState = 'https://sp.example/"><script>';
    expect((await loggedIn(unasked(), { pending: null, relayState })).relayState).toBe(relayState);
    expect(Object.keys(await loggedIn(unasked(), { pending: null }))).not.toContain('relayState');
  });

  it('is no answer to a request, and an answer to a request is none of these', async () => {
    const idp = them({ allowUnsolicited: true });
    expect(await refusals(unasked(), { idp })).toEqual(['confirmation.in-response-to']);
    expect(await refusals(answer(), { idp, pending: null })).toEqual(['response.in-response-to', 'confirmation.in-response-to']);
    expect(await refusals(answer({}, { inResponseTo: null }), { idp, pending: null })).toEqual(['confirmation.in-response-to']);
    expect(await refusals(unasked({}, { inResponseTo: clean.requestId }), { idp, pending: null })).toEqual(['response.in-response-to']);
  });
});

describe('the same assertion', () => {
  it('signs in once of many times at once', async () => {
    const replay = memoryReplayStore({}, at());
    const results = await Promise.all(Array.from({ length: 20 }, () => refusals(answer(), { replay })));
    expect(results.filter((result) => result.length === 0)).toHaveLength(1);
    expect(results.flat()).toEqual(Array.from({ length: 19 }, () => 'assertion.replayed'));
  });

  it('is the same in another envelope and under another signature', async () => {
    const replay = fresh();
    expect(await refusals(answer(), { replay })).toEqual([]);
    expect(await refusals(answer({}, { id: '_another' }, 'both'), { replay })).toEqual(['assertion.replayed']);
  });

  it('is another one where another provider made it, though it has its ID and name', async () => {
    const replay = fresh();
    expect(await refusals(answer(), { replay })).toEqual([]);
    const other = { idp: them({ id: 'tenant-2' }), pending: asked({ provider: 'tenant-2' }) };
    expect(await refusals(answer(), { ...other, replay })).toEqual([]);
    expect(replay.used.size).toBe(2);
  });

  it('is remembered until nothing could accept it any more', async () => {
    const until = async (message: string, given: Parameters<typeof refusals>[1] = {}) => {
      const replay = fresh();
      await loggedIn(message, { ...given, replay });
      return [...replay.used.values()].map((instant) => (Number(instant) - Date.parse(clean.now)) / 1000);
    };
    // The confirmation ends in 300 s, and clocks may be 180 s apart.
    expect(await until(answer())).toEqual([481]);
    expect(await until(answer({ conditions: conditionsXml({ NotOnOrAfter: later(60) }) }))).toEqual([241]);
    const forever = {
      subject: subjectXml(undefined, [bearerXml({ NotOnOrAfter: '9999-12-31T23:59:59Z' })]),
      conditions: conditionsXml({ NotOnOrAfter: null }),
    };
    expect(await until(answer(forever))).toEqual([86_400 - 30 + 181]);
    expect(await until(answer(forever), { sp: us({ maxAssertionAgeSeconds: 60, clockSkewSeconds: 0 }) })).toEqual([31]);
    const unaskedForever = subjectXml(undefined, [bearerXml({ NotOnOrAfter: '9999-12-31T23:59:59Z', InResponseTo: null })]);
    expect(await until(unasked({ ...forever, subject: unaskedForever }), { pending: null })).toEqual([300 - 30 + 181]);
    // With another confirmation it can still answer a request, for which a day is not too old.
    const NotOnOrAfter = '9999-12-31T23:59:59Z';
    const both = subjectXml(undefined, [bearerXml({ InResponseTo: null, NotOnOrAfter }), bearerXml({ NotOnOrAfter })]);
    expect(await until(unasked({ ...forever, subject: both }), { pending: null })).toEqual([86_400 - 30 + 181]);
  });

  it('does not count as used when it was refused', async () => {
    const replay = fresh();
    for (const [message, given] of [
      [answer(), { pending: asked({ requestId: '_other' }) }],
      [answer(), { env: at(later(481)) }],
      [answer(), { idp: them({}, [keyPair('rsa-2048', 'other')]) }],
      [answer(), { sp: us({ wantSigned: 'both' }) }],
    ] as const)
      expect(await refusals(message, { ...given, replay })).not.toEqual([]);
    await explained(answer());
    expect(replay.used.size).toBe(0);
    expect(await refusals(answer(), { replay })).toEqual([]);
  });

  it('signs nobody in where the store cannot say, is full, or says something else than true', async () => {
    const store = (firstUse: ReplayStore['firstUse']): ReplayStore => ({ firstUse });
    const away = new SsoError('store.unavailable', { store: 'redis' });
    expect(await refusals(answer(), { replay: store(() => Promise.reject(away)) })).toEqual(['store.unavailable']);
    expect(await refusals(answer(), { replay: store(() => Promise.reject(new TypeError('defect'))) })).toEqual(['store.unavailable']);
    const atOnce = store(() => {
      throw new TypeError('defect');
    });
    expect(await refusals(answer(), { replay: atOnce })).toEqual(['store.unavailable']);
    expect(await refusals(answer(), { replay: store(async () => 'OK' as unknown as boolean) })).toEqual(['assertion.replayed']);
    const full = memoryReplayStore({ capacity: 1 }, at());
    await full.firstUse('something', new Date(later(1)));
    expect(await refusals(answer(), { replay: full })).toEqual(['store.full']);
  });
});

describe('a provider whose metadata has expired', () => {
  const idp = read(entityXml({ attributes: ' validUntil="2026-01-15T12:01:00Z"' }), { id: 'idp', allowUnsolicited: true });

  it('finishes nothing any more', async () => {
    const env = at('2026-01-15T12:04:00Z');
    expect(await refusals(answer(), { idp, env })).toEqual(['metadata.expired']);
    expect(await refusals(unasked(), { idp, env, pending: null })).toEqual(['metadata.expired']);
  });
});

describe('a clock that names no instant', () => {
  it('finishes nothing', async () => {
    const env = { ...at(), now: () => new Date(Number.NaN) };
    expect(await refusals(answer(), { env })).toEqual(['config.invalid']);
    expect(await refusals(unasked(), { env, pending: null })).toEqual(['config.invalid']);
  });
});

describe('another message', () => {
  it('is refused where it came by redirect, as a request, or under another name', async () => {
    const deflated = 'SAMLResponse=80jNyclXyCxWAAA%3D';
    expect(await refusals(fromQuery(deflated, clean.acsUrl))).toEqual(['message.binding']);
    const { document } = posted(answer());
    const incoming = { binding: 'post', parameter: 'SAMLRequest', document, receivedAt: clean.acsUrl } as const;
    expect(await refusals(incoming)).toEqual(['message.kind']);
    expect(await refusals('<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>')).toEqual(['message.kind']);
    expect(await refusals(responseXml().replaceAll('SAML:2.0:protocol', 'SAML:1.0:protocol'))).toEqual(['message.kind']);
  });
});
