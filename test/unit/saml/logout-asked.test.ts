import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/core/source.ts';
import { sessionNames } from '../../../src/identity/session-names.ts';
import type { IdentityProvider } from '../../../src/saml/identity-provider.ts';
import { fromForm, fromQuery, fromSoap } from '../../../src/saml/incoming.ts';
import { nameIdFormats } from '../../../src/saml/names.ts';
import { keyPair } from '../../support/keys.ts';
import { logoutNames, logoutRequestXml, soapXml } from '../../support/logout-messages.ts';
import { clean, later, nameIdXml } from '../../support/messages.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { at, fresh, outcomeOf } from '../../support/saml-login.ts';
import { arrived, askedBy, logoutExplained, logoutRefusals, queryOf, signedWithin, taken, them, us } from '../../support/saml-logout.ts';

const ways = ['redirect', 'post', 'soap'] as const;

describe('a request to end sessions', () => {
  it.each(ways)('by %s says whose and which', async (way) => {
    expect(await askedBy(arrived(logoutRequestXml(), way))).toMatchObject({
      kind: 'asked',
      provider: 'idp',
      subject: { value: clean.subject },
      sessionIndexes: [logoutNames.index],
    });
  });

  it.each(ways)('by %s counts for nothing unless it is signed', async (way) => {
    expect(await logoutRefusals(arrived(logoutRequestXml(), way, null))).toEqual(['signature.missing']);
  });

  it.each(ways)('by %s counts once', async (way) => {
    const replay = fresh();
    const incoming = arrived(logoutRequestXml(), way);
    await askedBy(incoming, { replay });
    expect(await logoutRefusals(incoming, { replay })).toEqual(['logout.replayed']);
    expect([...replay.used.values()].map((until) => until.toISOString())).toEqual([new Date(later(-30 + 300 + 181)).toISOString()]);
  });

  it('that is refused has not been used', async () => {
    const replay = fresh();
    expect(await logoutRefusals(arrived(logoutRequestXml({ version: '1.1' })), { replay })).toEqual(['logout.version']);
    expect(replay.used.size).toBe(0);
  });

  it('of another provider is another request, though it has the same ID', async () => {
    const replay = fresh();
    await askedBy(arrived(logoutRequestXml()), { replay });
    expect(await logoutRefusals(arrived(logoutRequestXml()), { replay, idp: them({ id: 'other' }) })).toEqual([]);
  });

  it('of one provider is none of another that trusts other keys', async () => {
    expect(await logoutRefusals(arrived(logoutRequestXml()), { idp: them({}, [keyPair('rsa-2048', 'other')]) })).toEqual([
      'signature.value',
    ]);
  });

  it('says until when a login may come that began before it', async () => {
    const until = async (notOnOrAfter: string | null) => (await askedBy(arrived(logoutRequestXml({ notOnOrAfter })))).until.toISOString();
    expect(await until(later(900))).toBe(new Date(later(900 + 180)).toISOString());
    expect(await until(null)).toBe(new Date(later(-30 + 300 + 180)).toISOString());
    // No assertion is taken that is older than a day: nothing needs to be known for longer.
    expect(await until('9999-12-31T23:59:59Z')).toBe(new Date(later(-30 + 86_400 + 180)).toISOString());
  });

  it('is judged by the clock of the environment', async () => {
    expect(await logoutRefusals(arrived(logoutRequestXml()), { env: at(later(1_000)) })).toEqual(['logout.age', 'logout.not-on-or-after']);
  });

  it('tells all that is wrong with it at once', async () => {
    const request = logoutRequestXml({ version: '1.0', issuer: null, destination: 'https://x.example/', nameId: null });
    expect(await logoutRefusals(arrived(request))).toEqual(['logout.version', 'logout.destination', 'logout.issuer', 'logout.name-id']);
  });

  it('comes in where we say that such messages come in, by the binding that we say', async () => {
    const query = queryOf(logoutRequestXml());
    expect(await laterRefusal(() => taken(fromQuery(query, clean.acsUrl)))).toBe('config.invalid');
    const sp = us({
      singleLogoutServices: [{ binding: 'post', url: logoutNames.sloUrl, responseUrl: 'https://sp.example/saml/slo-answers' }],
    });
    expect(await logoutRefusals(fromQuery(query, logoutNames.sloUrl), { sp })).toEqual(['message.binding']);
    expect(await logoutRefusals(arrived(logoutRequestXml(), 'soap'), { sp })).toEqual(['message.binding']);
    expect(await logoutRefusals(arrived(logoutRequestXml(), 'post'), { sp })).toEqual([]);
  });

  it('is not accepted by metadata that has expired', async () => {
    const idp = { ...them(), validUntil: new Date(later(-181)) };
    expect(await logoutRefusals(arrived(logoutRequestXml()), { idp })).toEqual(['metadata.expired']);
  });

  it('is judged as far as it goes for an administrator, and neither used nor answered', async () => {
    const findings = await logoutExplained(arrived(logoutRequestXml({ version: '1.1' })));
    expect(['logout.signature', 'logout.version', 'logout.issuer'].map((rule) => outcomeOf(findings, rule))).toEqual([
      'passed',
      'failed',
      'passed',
    ]);
    const unread = await logoutExplained(arrived(logoutRequestXml(), 'post', null));
    expect(['signature.missing', 'logout.version', 'logout.name-id'].map((rule) => outcomeOf(unread, rule))).toEqual([
      'failed',
      'not-applicable',
      'not-applicable',
    ]);
  });
});

describe('the octets of a query', () => {
  const lower = (text: string) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  const spaced = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');

  it.each([
    ['in lower case, as Entra ID and AD FS write them', lower],
    ['with blanks as plus', spaced],
    ['with more than need be in percent encoding', (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
  ])('count as they were sent: %s', async (_, write) => {
    const query = queryOf(logoutRequestXml(), { write, relayState: 'a b/c' });
    expect((await askedBy(fromQuery(query, logoutNames.sloUrl))).subject.value).toBe(clean.subject);
    const rewritten = new URLSearchParams(query).toString();
    if (rewritten !== query) expect(await logoutRefusals(fromQuery(rewritten, logoutNames.sloUrl))).toEqual(['signature.value']);
  });
});

describe('the names of sessions', () => {
  const session = { protocol: 'saml', provider: 'idp' } as const;
  const { persistent, unspecified } = nameIdFormats;

  it.each([
    ['all that a name can say', { Format: persistent, NameQualifier: clean.idp, SPNameQualifier: clean.sp }],
    ['nothing but the format', { Format: persistent }],
    ['nothing of what is ours', { Format: persistent, NameQualifier: clean.idp }],
  ])('find a session whatever its assertion left out, by %s', async (_, attributes) => {
    const { names } = await askedBy(arrived(logoutRequestXml({ nameId: nameIdXml('k1', attributes) })));
    for (const nameQualifier of [{}, { nameQualifier: clean.idp }])
      for (const spNameQualifier of [{}, { spNameQualifier: clean.sp }])
        expect(names).toContain(
          sessionNames({
            ...session,
            subject: { value: 'k1', format: persistent, ...nameQualifier, ...spNameQualifier },
            index: logoutNames.index,
          })[1],
        );
  });

  it('find a session by a name that says it is of no kind in particular', async () => {
    for (const attributes of [{}, { Format: unspecified }]) {
      const { names } = await askedBy(arrived(logoutRequestXml({ nameId: nameIdXml('k1', attributes), indexes: [] })));
      for (const format of [{}, { format: unspecified }])
        expect(names).toContain(sessionNames({ ...session, subject: { value: 'k1', ...format } })[0]);
    }
  });

  it.each([
    ['value', { value: 'K1', format: persistent }],
    ['format', { value: 'k1', format: nameIdFormats.emailAddress }],
    ['domain', { value: 'k1', format: persistent, nameQualifier: 'https://other.example/' }],
    ['party', { value: 'k1', format: persistent, spNameQualifier: 'https://other.example/' }],
  ])('never find that of somebody with another %s', async (_, subject) => {
    const { names } = await askedBy(arrived(logoutRequestXml({ nameId: nameIdXml('k1', { Format: persistent }), indexes: [] })));
    for (const name of sessionNames({ ...session, subject })) expect(names).not.toContain(name);
  });

  it('are those of the indexes that are given, and of all of the person without one', async () => {
    const names = async (indexes: readonly string[]) => (await askedBy(arrived(logoutRequestXml({ indexes })))).names;
    const subject = { value: clean.subject, format: nameIdFormats.emailAddress };
    const [all, first] = sessionNames({ ...session, subject, index: 'a' });
    const [, second, byIndexAlone] = sessionNames({ ...session, subject, index: 'b' });
    expect(await names([])).toContain(all);
    expect(await names(['a'])).not.toContain(all);
    expect(await names(['a', 'b'])).toEqual(expect.arrayContaining([first, second]));
    expect(await names(['a', 'b'])).not.toContain(byIndexAlone);
  });

  it('take no more room than what names them, however often and long that is', async () => {
    const indexes = Array.from({ length: 2_000 }, (_, at) => `_${at}`);
    expect(await logoutRefusals(arrived(logoutRequestXml({ indexes }), 'post'))).toEqual(['logout.session-indexes']);
    const long = { nameId: nameIdXml('k1', { Format: persistent, NameQualifier: 'q'.repeat(50_000) }) };
    expect(await logoutRefusals(arrived(logoutRequestXml({ ...long, indexes: ['a', 'b'] }), 'post'))).toEqual(['logout.session-indexes']);
    expect(await logoutRefusals(arrived(logoutRequestXml({ ...long, indexes: ['a'] }), 'post'))).toEqual([]);
    expect(await logoutRefusals(arrived(logoutRequestXml({ ...long, indexes: [] }), 'post'))).toEqual([]);
  });

  it('are kept under our own name for the provider', async () => {
    const { names } = await askedBy(arrived(logoutRequestXml()), { idp: them({ id: 'tenant-7' }) });
    expect(names.every((name) => name.startsWith('["tenant-7"'))).toBe(true);
  });
});

describe('a key that nobody knows', () => {
  const rolled = keyPair('rsa-2048', 'rolled');

  it.each(ways)('leads to one look for logout, by %s', async (way) => {
    const looks: unknown[] = [];
    const idp: Source<IdentityProvider> = {
      current: async () => them(),
      refreshed: async (...why) => {
        looks.push(why);
        return them({}, [keyPair('rsa-2048'), rolled]);
      },
    };
    expect(await logoutRefusals(arrived(logoutRequestXml(), way, { key: rolled.privateKey }), { idp })).toEqual([]);
    expect(looks).toEqual([['unknown-key', 'logout']]);
    expect(await logoutRefusals(arrived(logoutRequestXml({ version: '1' }), way), { idp })).toEqual(['logout.version']);
    expect(looks).toHaveLength(1);
  });
});

describe('a message that is not what belongs there', () => {
  it('is refused before anything in it is looked at', async () => {
    const other = signedWithin(logoutRequestXml().replaceAll('LogoutRequest', 'ManageNameIDRequest'));
    const fields = new URLSearchParams({ SAMLRequest: Buffer.from(other).toString('base64') });
    expect(await logoutRefusals(fromForm(fields, logoutNames.sloUrl))).toEqual(['message.kind']);
    expect(await logoutRefusals(fromSoap(Buffer.from(soapXml('<x/>')), logoutNames.sloUrl))).toEqual(['message.kind']);
    expect(await logoutRefusals(fromSoap(Buffer.from('no XML'), logoutNames.sloUrl))).toEqual(['xml.syntax']);
  });
});
