import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import type { Session, Subject } from '../../src/identity/identity.ts';
import type { Outgoing } from '../../src/identity/login.ts';
import { sessionNames } from '../../src/identity/session-names.ts';
import { type IdentityProvider, identityProviderFrom } from '../../src/saml/identity-provider.ts';
import { fromForm, fromQuery, fromSoap, type Incoming } from '../../src/saml/incoming.ts';
import { logout, readLogout } from '../../src/saml/logout.ts';
import { bindings } from '../../src/saml/names.ts';
import { serviceProvider } from '../../src/saml/service-provider.ts';
import { edited, edits } from '../support/edits.ts';
import { keyPair } from '../support/keys.ts';
import { logoutNames, logoutRequestXml, logoutResponseXml, soapXml } from '../support/logout-messages.ts';
import { clean } from '../support/messages.ts';
import { at, fresh } from '../support/saml-login.ts';
import { logoutRefusals, posted, queryOf, signedWithin, taken, them, us } from '../support/saml-logout.ts';

const sp = us();
const idp = them();

describe('the wrapping law: a message about logout', () => {
  const request = signedWithin(logoutRequestXml({ extensions: '<samlp:Extensions><x xmlns="urn:x"/></samlp:Extensions>' }));
  const response = signedWithin(logoutResponseXml());
  const names = ['samlp:LogoutRequest', 'samlp:LogoutResponse'];
  const ways = [
    ['a request in a form', request, (xml: string) => posted(xml, undefined, request)],
    ['a request by SOAP', soapXml(request), (xml: string) => fromSoap(Buffer.from(xml), logoutNames.sloUrl)],
    ['an answer in a form', response, (xml: string) => posted(xml, undefined, response)],
  ] as const;

  describe.each(ways)('%s', (_, message, incoming) => {
    test.prop([edits(forged, names)], { numRuns: 2_000 })('that was changed in any way means the same, or nothing', async (changes) => {
      const found = await meaning(incoming(edited(message, changes)));
      if (found !== 'nothing') expect(found).toEqual(await meaning(incoming(message)));
    });
  });

  it('is tried in vain and not in vain', async () => {
    const tried = fc.sample(edits(forged, names), { numRuns: 600, seed: 20_260_115 }).map((changes) => edited(request, changes));
    const results = await Promise.all(tried.map((xml) => logoutRefusals(posted(xml, undefined, request), { sp, idp })));
    expect(results.filter((refused) => refused.length === 0).length).toBeGreaterThan(10);
    expect(new Set(results.map(([first = 'accepted']) => first)).size).toBeGreaterThan(6);
  });
});

describe('a query that is signed', () => {
  const query = queryOf(logoutRequestXml(), { relayState: 'a b/c' });

  test.prop([fc.nat(), fc.integer({ min: 0x21, max: 0x7e }), fc.constantFrom('put', 'insert', 'remove')], { numRuns: 3_000 })(
    'is refused with any octet changed, or says the very same',
    async (place, code, how) => {
      const where = place % query.length;
      const put = how === 'remove' ? '' : String.fromCharCode(code);
      const changed = query.slice(0, where) + put + query.slice(how === 'insert' ? where : where + 1);
      const incoming = read(() => fromQuery(changed, logoutNames.sloUrl));
      if (incoming === undefined) return;
      const found = await meaning(incoming);
      if (found === 'nothing') return;
      expect(found).toEqual(await meaning(fromQuery(query, logoutNames.sloUrl)));
      // The signature covers all but itself.
      expect(incoming.signature?.octets).toEqual(fromQuery(query, logoutNames.sloUrl).signature?.octets);
    },
  );
});

describe('a logout of ours', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .map((raw) => raw.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''))
    .filter((raw) => raw.trim() !== '');
  const subject: fc.Arbitrary<Subject> = fc.record(
    { value: text, format: fc.webUrl(), nameQualifier: text, spNameQualifier: text, spProvidedId: text },
    { requiredKeys: ['value'] },
  );
  const sessions: fc.Arbitrary<Session> = fc
    .record({ subject, index: text }, { requiredKeys: ['subject'] })
    .map((made) => ({ protocol: 'saml', provider: 'idp', ...made }));

  test.prop([sessions, fc.constantFrom('redirect', 'post'), fc.boolean()], { numRuns: 300 })(
    'is read as it was meant, whoever it is of, and its answer as it was given',
    async (session, binding, allSessions) => {
      const { outgoing, pending } = await logout(sp, offering(binding), session, { binding, allSessions }, at());
      const asked = await readLogout(provider, ourRecord, brought(outgoing, logoutNames.idpSloUrl), { replay: fresh() }, at());
      if (asked.kind !== 'asked') throw new Error('this is an answer');
      expect(asked.subject).toEqual(session.subject);
      expect(asked.sessionIndexes).toEqual(allSessions || session.index === undefined ? [] : [session.index]);
      const reply = await asked.reply('success');
      if (reply.kind === 'soap') throw new Error('a browser has brought it');
      const answered = await readLogout(sp, them({}, [theirKey]), brought(reply, logoutNames.sloUrl), { pending, replay: fresh() }, at());
      expect(answered).toMatchObject({ kind: 'answered', confirmed: true, partial: false });
    },
  );

  test.prop([sessions], { numRuns: 300 })('means the session that it is of, and none of another person', async (session) => {
    const { value, ...rest } = session.subject as Subject;
    const { outgoing } = await logout(sp, idp, session, {}, at());
    const asked = await readLogout(provider, ourRecord, brought(outgoing, logoutNames.idpSloUrl), { replay: fresh() }, at());
    if (asked.kind !== 'asked') throw new Error('this is an answer');
    const own = sessionNames({ ...session, provider: 'sp' });
    expect(asked.names.filter((name) => own.includes(name))).toHaveLength(1);
    const other = sessionNames({ ...session, provider: 'sp', subject: { value: `${value}.`, ...rest } });
    expect(asked.names.filter((name) => other.includes(name) && !name.startsWith('["sp","index"'))).toEqual([]);
  });
});

/** The other side of our own verbs: a provider reads what we send as we read what it sends. */
const theirKey = keyPair('p-256', 'their own');
const provider = serviceProvider({
  entityId: clean.idp,
  assertionConsumerServices: [{ url: 'https://idp.example/acs' }],
  singleLogoutServices: (['redirect', 'post'] as const).map((binding) => ({ binding, url: logoutNames.idpSloUrl })),
  signing: { current: { privateKey: theirKey.privateKey } },
});
const ourRecord = identityProviderFrom(
  {
    entityId: clean.sp,
    ssoUrl: 'https://sp.example/none',
    sloUrl: logoutNames.sloUrl,
    certificates: [sp.signing?.current.certificate ?? ''],
  },
  { id: 'sp' },
);

function offering(binding: 'redirect' | 'post'): IdentityProvider {
  return { ...idp, singleLogoutServices: [{ binding: bindings[binding], location: logoutNames.idpSloUrl }] };
}

function brought(outgoing: Outgoing, receivedAt: string): Incoming {
  if (outgoing.kind === 'redirect') return fromQuery(new URL(outgoing.url).search, receivedAt);
  return fromForm(new URLSearchParams(outgoing.fields), receivedAt);
}

/** The same message about somebody else. */
function forged(xml: string): string {
  return xml.replaceAll(clean.subject, 'mallory@example.com').replaceAll('_session', '_other').replaceAll(':Success', ':Requester');
}

/** What a message comes to; one that nobody signed confirms nothing. */
async function meaning(incoming: Incoming): Promise<object | 'nothing'> {
  try {
    const message = await taken(incoming, { sp, idp });
    if (message.kind === 'answered') return message.confirmed ? { status: message.status } : 'nothing';
    const { subject, sessionIndexes, names, issuedAt, until } = message;
    return { subject, sessionIndexes, names, issuedAt, until };
  } catch (error) {
    if (isSsoError(error)) return 'nothing';
    throw error;
  }
}

function read(take: () => Incoming): Incoming | undefined {
  try {
    return take();
  } catch (error) {
    if (isSsoError(error)) return undefined;
    throw error;
  }
}
