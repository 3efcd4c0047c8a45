import { verify } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { fromForm, fromQuery } from '../../src/saml/incoming.ts';
import { login } from '../../src/saml/login.ts';
import { bindings } from '../../src/saml/names.ts';
import { type KeyName, keyPair } from '../support/keys.ts';
import {
  type AssertionParts,
  attributeStatementXml,
  audienceXml,
  authnStatementXml,
  bearerXml,
  clean,
  conditionsXml,
  issuerXml,
  nameIdXml,
  type ResponseParts,
  statusXml,
  subjectXml,
} from '../support/messages.ts';
import { parameterOf, requestXml } from '../support/requests.ts';
import { answer, at, explained, failed, fresh, loggedIn, refusals, type Signed, signed, them, unasked, us } from '../support/saml-login.ts';

const idp = them();
const lenient = them({ allowUnsolicited: true });

describe('a request that goes out by redirect', () => {
  const signing = { current: { privateKey: keyPair('p-256', 'sp').privateKey } };
  const printable = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCodePoint(code)),
    minLength: 1,
    maxLength: 80,
  });
  const parameters = fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !/^(SAML|RelayState|Sig)/.test(name)),
    fc.string({ unit: 'grapheme' }),
    { maxKeys: 3 },
  );

  test.prop([printable, parameters, fc.webUrl({ withQueryParameters: true }).map((url) => url.replace(/^http:/, 'https:'))])(
    'comes in as it went out, signature and all',
    async (handle, extra, location) => {
      const provider = { ...idp, singleSignOnServices: [{ binding: bindings.redirect, location }] };
      const { outgoing, pending } = await login(us({ signing }), provider, { handle, parameters: extra }, at());
      const url = outgoing.kind === 'redirect' ? outgoing.url : '';
      const incoming = fromQuery(url.slice(url.indexOf('?')), clean.acsUrl);
      expect([incoming.relayState, pending.handle]).toEqual([handle, handle]);
      expect(Buffer.from(incoming.document).toString()).toBe(requestXml(outgoing));
      const { octets, value } = incoming.signature ?? { octets: Buffer.of(), value: Buffer.of() };
      expect(url).toContain(Buffer.from(octets).toString());
      expect(verify('sha256', octets, { key: keyPair('p-256', 'sp').publicKey, dsaEncoding: 'ieee-p1363' }, value)).toBe(true);
      for (const [name, text] of Object.entries(extra)) expect(new URL(url).searchParams.getAll(name)).toEqual([text]);
      for (const name of ['SAMLRequest', 'RelayState', 'SigAlg', 'Signature']) expect(parameterOf(outgoing, name)).toBeDefined();
    },
  );
});

describe('a form', () => {
  test.prop([fc.uint8Array({ minLength: 1 }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('', '\r\n', '\n', ' ')])(
    'gives back the octets that were put in it',
    (octets, relayState, lineBreak) => {
      const base64 = Buffer.from(octets)
        .toString('base64')
        .replace(/.{4}/g, (four) => four + lineBreak);
      const incoming = fromForm(
        new URLSearchParams(new URLSearchParams({ SAMLResponse: base64, RelayState: relayState }).toString()),
        clean.acsUrl,
      );
      expect(Buffer.from(incoming.document)).toEqual(Buffer.from(octets));
      expect(incoming.relayState).toBe(relayState.toWellFormed());
    },
  );
});

describe('time', () => {
  const milliseconds = fc.integer({ min: -700_000, max: 700_000 });
  const maybe = fc.option(milliseconds, { nil: null });

  test.prop(
    [
      fc.record({
        response: milliseconds,
        issued: milliseconds,
        begins: maybe,
        ends: maybe,
        confirmed: milliseconds,
        authenticated: milliseconds,
        session: maybe,
        skew: fc.nat(600),
        unsolicited: fc.boolean(),
      }),
    ],
    { numRuns: 300 },
  )('is a window, its beginning within and its end without, as wide as clocks may be apart', async (instants) => {
    const { response, issued, begins, ends, confirmed, authenticated, session, skew, unsolicited } = instants;
    const instant = (offset: number | null) => (offset === null ? null : new Date(Date.parse(clean.now) + offset).toISOString());
    const build = unsolicited ? unasked : answer;
    const message = build(
      {
        issueInstant: instant(issued),
        conditions: conditionsXml({ NotBefore: instant(begins), NotOnOrAfter: instant(ends) }),
        subject: subjectXml(undefined, [bearerXml({ NotOnOrAfter: instant(confirmed), ...(unsolicited ? { InResponseTo: null } : {}) })]),
        statements: [
          authnStatementXml({ AuthnInstant: instant(authenticated), SessionNotOnOrAfter: instant(session) }),
          attributeStatementXml(),
        ],
      },
      { issueInstant: instant(response) },
    );
    const width = skew * 1_000;
    const begun = [response, issued, begins, authenticated].every((offset) => offset === null || 0 >= offset - width);
    const lasts = [ends, confirmed, session, ...(unsolicited ? [issued + 300_000] : [])].every(
      (offset) => offset === null || 0 < offset + width,
    );
    const orderly = begins === null || ends === null || begins < ends;
    const refused = await refusals(message, {
      idp: lenient,
      sp: us({ clockSkewSeconds: skew }),
      ...(unsolicited ? { pending: null } : {}),
    });
    expect(refused.length === 0).toBe(begun && lasts && orderly);
  });
});

describe('keys', () => {
  const pool = (['rsa-2048', 'p-256', 'p-384', 'ed25519'] as const).flatMap((name) =>
    ['idp', 'other'].map((owner) => [name, owner] as const),
  );

  test.prop([fc.constantFrom(...pool), fc.subarray(pool), fc.constantFrom<Signed>('assertion', 'response', 'both')])(
    'can be added without refusing anybody, and without the one that signed nobody is accepted',
    async ([name, owner], others, what) => {
      const signer = keyPair(name, owner);
      const message = signed(undefined, what, { key: signer.privateKey });
      const rest = others.map(([otherName, otherOwner]) => keyPair(otherName as KeyName, otherOwner)).filter((pair) => pair !== signer);
      expect(await refusals(message, { idp: them({}, [...rest, signer]) })).toEqual([]);
      expect(await refusals(message, { idp: them({}, [signer, ...rest]) })).toEqual([]);
      if (rest.length > 0) expect(['signature.value', 'signature.key']).toContain((await refusals(message, { idp: them({}, rest) }))[0]);
    },
  );
});

describe('an explanation', () => {
  test.prop([assertions(), responses(), fc.constantFrom<Signed>('assertion', 'response', 'both', 'none'), fc.boolean()], { numRuns: 500 })(
    'finds nothing wrong with what is accepted, and something with whatever is refused',
    async (assertion, response, what, unsolicited) => {
      const message = (unsolicited ? unasked : answer)(assertion, response, what);
      const given = { idp: lenient, ...(unsolicited ? { pending: null } : {}) };
      const replay = fresh();
      const refused = await refusals(message, { ...given, replay });
      const found = failed(await explained(message, given));
      expect(found.length > 0).toBe(refused.length > 0);
      expect(found).toEqual(refused[0] === 'provider.status' ? ['response.status'] : expect.arrayContaining([...refused]));
      expect(replay.used.size).toBe(refused.length === 0 ? 1 : 0);
      if (refused.length === 0)
        expect((await loggedIn(message, given)).findings.map(({ rule }) => rule)).toEqual(
          (await explained(message, given)).map(({ rule }) => rule),
        );
    },
  );
});

/** Assertions of which some parts are as they should be, and some are not. */
function assertions(): fc.Arbitrary<AssertionParts> {
  return fc
    .record({
      version: rarely('1.1'),
      issuer: rarely(issuerXml('urn:x'), issuerXml(''), null),
      subject: rarely(
        null,
        subjectXml(null),
        subjectXml(nameIdXml(''), []),
        subjectXml(undefined, [bearerXml({ Recipient: 'urn:x' }), bearerXml({}, 'urn:y')]),
      ),
      conditions: rarely(null, conditionsXml({}, []), conditionsXml({}, [audienceXml('urn:x')]), conditionsXml({ NotBefore: 'x' })),
      statements: rarely([], [authnStatementXml()], ['<saml:X/>']),
    })
    .map(present);
}

function responses(): fc.Arbitrary<ResponseParts> {
  return fc
    .record({
      version: rarely('2.1'),
      destination: rarely('urn:x', null),
      inResponseTo: rarely('_x', null),
      issuer: rarely(null, issuerXml('urn:x')),
      status: rarely(statusXml(['Responder', 'NoPassive']), statusXml(['Success', 'NoPassive'])),
      assertions: rarely<readonly string[]>([], ['<saml:EncryptedAssertion/>']),
    })
    .map(present);
}

/** Mostly nothing, which leaves the part as it should be. */
function rarely<T>(...others: readonly T[]): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

/** Only what was given, since a part that is undefined would be taken for one that is. */
function present<T extends object>(parts: T): Partial<{ [Name in keyof T]: Exclude<T[Name], undefined> }> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Partial<{
    [Name in keyof T]: Exclude<T[Name], undefined>;
  }>;
}
