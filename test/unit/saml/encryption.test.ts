import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../../src/core/errors.ts';
import { identityProviderFrom } from '../../../src/saml/identity-provider.ts';
import type { ServiceProvider, ServiceProviderOptions } from '../../../src/saml/service-provider.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type EncryptBreaking, type EncryptOptions, encryptedXml, type Recipient } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';
import {
  assertionXml,
  attributeStatementXml,
  authnStatementXml,
  issuerXml,
  nameIdXml,
  responseXml,
  subjectXml,
} from '../../support/messages.ts';
import { answer, asked, explained, loggedIn, outcomeOf, refusals, them, us } from '../../support/saml-login.ts';
import { signXml } from '../../support/sign.ts';

const idpKey = keyPair('rsa-2048').privateKey;
const ours = keyPair('rsa-2048', 'sp');
const older = keyPair('rsa-3072', 'sp');
const stranger = keyPair('rsa-2048', 'stranger');
const toUs: Recipient = { key: ours.publicKey };

describe('an encrypted assertion', () => {
  it.each(['aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc'])(
    'is opened from %s',
    async (algorithm) => {
      const { identity } = await loggedIn(encrypted({ algorithm }), { sp: withKeys() });
      expect(identity.subject?.value).toBe('alice@example.com');
    },
  );

  it.each<[string, Partial<EncryptOptions>]>([
    ['with its key beside the data', { keys: 'beside' }],
    ['with its key beside the data and a reference to it', { keys: 'beside-referred' }],
    ['without a Type', { type: null }],
    ['with line breaks in its values', { lineBreak: '\r\n' }],
    ['with the elements in a default namespace', { prefix: '' }],
    ['with a mask of its own', { recipients: [{ ...toUs, transport: 'rsa-oaep', digest: 'sha256', mask: 'sha512' }] }],
    ['with the older name and another digest than the mask', { recipients: [{ ...toUs, digest: 'sha512' }] }],
    ['without a digest', { recipients: [{ ...toUs, digest: null }] }],
    ['with a label', { recipients: [{ ...toUs, label: Buffer.from('x') }] }],
    ['for several, of whom we are one', { recipients: [{ key: stranger.publicKey, name: 'https://other.example' }, toUs] }],
  ])('is opened %s', async (_, options) => {
    expect(await refusals(encrypted(options), { sp: withKeys() })).toEqual([]);
  });

  it('is opened with any of our keys', async () => {
    for (const key of [ours, older]) {
      const recipients = [{ key: key.publicKey }];
      expect(await refusals(encrypted({ recipients }), { sp: withKeys({}, older, ours) })).toEqual([]);
      expect(await refusals(encrypted({ recipients }), { sp: withKeys({}, stranger) })).toEqual(['encryption.failed']);
    }
  });

  it('is opened among many wrapped keys where one names us, and else by the first four', async () => {
    const others = Array.from({ length: 6 }, (): Recipient => ({ key: stranger.publicKey }));
    const named = { ...toUs, name: 'https://sp.example/saml' };
    expect(await refusals(encrypted({ recipients: [...others, named] }), { sp: withKeys() })).toEqual([]);
    expect(await refusals(encrypted({ recipients: [...others, toUs] }), { sp: withKeys() })).toEqual(['encryption.failed']);
    expect(await refusals(encrypted({ recipients: [...others.slice(0, 3), toUs] }), { sp: withKeys() })).toEqual([]);
  });

  it('is opened though it calls us by a further name of ours, or by one that we do not know', async () => {
    const recipients = [
      { key: stranger.publicKey },
      ...Array(4).fill({ key: stranger.publicKey, name: 'urn:x' }),
      { ...toUs, name: 'spn:1' },
    ];
    expect(await refusals(encrypted({ recipients }), { sp: withKeys(), idp: them({ audiences: ['spn:1'] }) })).toEqual([]);
    expect(await refusals(encrypted({ recipients: [{ ...toUs, name: 'urn:x' }] }), { sp: withKeys() })).toEqual([]);
  });

  it('is read in the namespaces around it', async () => {
    const assertion = signXml(assertionXml(), { key: idpKey }).replace(' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', '');
    const message = responseXml({ assertions: [encryptedXml(assertion, 'EncryptedAssertion', { recipients: [toUs] })] });
    expect(await refusals(message, { sp: withKeys() })).toEqual([]);
  });

  it('is read in the namespaces around it where the response is signed and need not cover them: its own signature does', async () => {
    const declared = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const nil = '<saml:Attribute Name="nil"><saml:AttributeValue xsi:nil="true"/></saml:Attribute>';
    const within = assertionXml({ statements: [authnStatementXml(), attributeStatementXml([nil])] });
    const whole = responseXml({ assertions: [within] }).replace('<samlp:Response', `<samlp:Response${declared}`);
    const asSigned = signXml(whole, { key: idpKey, id: '_assertion' }).replace(
      '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
      '<ds:Signature>',
    );
    const message = signXml(encryptedWithin(asSigned), { key: idpKey });
    const { identity } = await loggedIn(message, { sp: withKeys({ wantSigned: 'both' }) });
    expect(identity.attributes).toEqual([{ name: 'nil', values: [], content: [{ kind: 'nil' }] }]);
    for (const changed of [message.replace('xmldsig#"', 'xmldsig"'), message.replace(' xmlns:xsi="', ' xmlns:xsj="')])
      expect(await refusals(changed, { sp: withKeys() })).toEqual(['encryption.failed']);
    const renamed = message.replace('XMLSchema-instance"', 'XMLSchema-instanc"');
    expect(await refusals(renamed, { sp: withKeys() })).toEqual(['encryption.failed']);
  });

  it('is read in the namespaces that the signature of the response covers where it has none of its own', async () => {
    const plain = assertionXml().replace('<saml:AttributeStatement', '<saml:AttributeStatement x:a="b"');
    const whole = responseXml({ assertions: [plain] }).replace('<samlp:Response', '<samlp:Response xmlns:x="urn:x"');
    const message = encryptedWithin(whole);
    expect(await refusals(signXml(message, { key: idpKey }), { sp: withKeys() })).toEqual(['encryption.failed']);
    expect(await refusals(signXml(message, { key: idpKey, prefixes: ['x'] }), { sp: withKeys() })).toEqual([]);
    expect(await refusals(signXml(message, { key: idpKey, form: 'inclusive-1.0' }), { sp: withKeys() })).toEqual([]);
  });

  it('is an assertion in the namespaces that were signed, not in those around it alone', async () => {
    const plain = assertionXml()
      .replace(/^<saml:/, '<samlp:')
      .replace(/<.saml:Assertion>$/, '</samlp:Assertion>');
    const around = '<saml:EncryptedAssertion xmlns:samlp="urn:oasis:names:tc:SAML:2.0:assertion"';
    const message = encryptedWithin(responseXml({ assertions: [plain] }), 'samlp:Assertion').replace('<saml:EncryptedAssertion', around);
    expect(await refusals(signXml(message, { key: idpKey }), { sp: withKeys() })).toEqual(['encryption.failed']);
    expect(await refusals(signXml(message, { key: idpKey, prefixes: ['samlp'] }), { sp: withKeys() })).toEqual([]);
  });

  it('is refused without a key of ours, before anything is looked at', async () => {
    expect(await refusals(encrypted())).toEqual(['assertion.encrypted']);
  });

  it.each([
    ['rsa-1_5', { recipients: [{ ...toUs, transport: 'rsa-1_5' }] }],
    ['Triple DES', { algorithm: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' }],
  ] satisfies [string, Partial<EncryptOptions>][])('is refused with %s', async (_, options) => {
    expect(await refusals(encrypted(options), { sp: withKeys() })).toEqual(['encryption.algorithm']);
  });

  it('is opened where a key in an old algorithm stands before a good one', async () => {
    expect(await refusals(encrypted({ recipients: [{ ...toUs, transport: 'rsa-1_5' }, toUs] }), { sp: withKeys() })).toEqual([]);
  });
});

describe('whatever goes wrong while it is opened', () => {
  const other = signXml(assertionXml(), { key: stranger.privateKey });
  const good = signXml(assertionXml(), { key: idpKey });
  const flip = (place: number) => (octets: Uint8Array) =>
    octets.map((octet, at) => (at === (place + octets.length) % octets.length ? octet ^ 1 : octet));
  const failures: readonly [string, string, Partial<EncryptOptions>, EncryptBreaking][] = [
    ['the wrapped key', good, {}, { wrapped: flip(-1) }],
    ['the encoding of the wrapped key', good, {}, { encoded: flip(0) }],
    ['the length of the key', good, {}, { contentKey: (key) => key.subarray(1) }],
    ['another key', good, {}, { contentKey: flip(0) }],
    ['the tag', good, {}, { content: flip(-1) }],
    ['a short tag', good, {}, { content: (octets) => octets.subarray(0, -4) }],
    ['no content', good, {}, { content: (octets) => octets.subarray(0, 3) }],
    ['the padding', good, { algorithm: 'aes-128-cbc' }, { plaintext: (octets) => Buffer.concat([octets.subarray(0, -1), Buffer.of(17)]) }],
    ['a padding of zero', good, { algorithm: 'aes-128-cbc' }, { plaintext: whole }],
    [
      'a padding that is read like a good one',
      good,
      { algorithm: 'aes-128-cbc' },
      { plaintext: (octets) => octets.map((octet, at) => (at === octets.length - 1 ? octet + 16 : octet)) },
    ],
    ['a piece of a block', good, { algorithm: 'aes-128-cbc' }, { content: (octets) => octets.subarray(0, -1) }],
    ['broken XML', good, {}, { plaintext: (octets) => octets.subarray(0, -1) }],
    ['a document type', `<!DOCTYPE x>${good}`, {}, {}],
    ['octets that are no characters', good, {}, { plaintext: (octets) => Buffer.concat([octets, Buffer.of(0xff)]) }],
    ['two elements', good + good, {}, {}],
    ['another element', '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">x</saml:Issuer>', {}, {}],
    ['an encrypted one again', encryptedXml(good, 'EncryptedAssertion', { recipients: [toUs] }), {}, {}],
    ['a missing signature', assertionXml(), {}, {}],
    ['a changed assertion', good.replace('alice', 'mallory'), {}, {}],
    ['a signature of somebody else', other, {}, {}],
    ['a signature of another profile', good.replace('<ds:Transform ', '<ds:Transform x="">x</ds:Transform><ds:Transform '), {}, {}],
  ];

  it.each(failures)('is one refusal with one set of details: %s', async (_, plain, options, breaking) => {
    const message = encrypted({ ...options, breaking }, plain);
    expect(await failure(message, withKeys())).toEqual({
      code: 'encryption.failed',
      details: { element: 'EncryptedAssertion' },
      cause: undefined,
    });
    expect((await explained(message, { sp: withKeys() })).at(-1)).not.toHaveProperty('key');
  });

  it('is the same within a signed response', async () => {
    for (const [, plain, options, breaking] of failures.filter(([what]) => what !== 'a missing signature')) {
      const message = signXml(encrypted({ ...options, breaking }, plain), { key: idpKey });
      expect(await refusals(message, { sp: withKeys() })).toEqual(['encryption.failed']);
    }
  });

  it('is never reached with a signature of the response that does not verify', async () => {
    const message = signXml(encrypted({ breaking: { content: flip(-1) } }), { key: stranger.privateKey });
    expect(await refusals(message, { sp: withKeys() })).toEqual(['signature.value']);
  });

  it('is never reached where a rule refuses the response already', async () => {
    const message = encrypted({ breaking: { content: flip(-1) } }).replace('Version="2.0"', 'Version="2.1"');
    expect(await refusals(message, { sp: withKeys() })).toEqual(['response.version']);
  });
});

describe('the signatures of an encrypted assertion', () => {
  it('may be that of the response, which then covers what was encrypted', async () => {
    const message = signXml(encrypted({}, assertionXml()), { key: idpKey });
    expect((await loggedIn(message, { sp: withKeys() })).identity.subject?.value).toBe('alice@example.com');
  });

  it('must be there as wanted, and those of the response before anything is decrypted', async () => {
    const [inner, outer, both] = [
      encrypted(),
      signXml(encrypted({}, assertionXml()), { key: idpKey }),
      signXml(encrypted(), { key: idpKey }),
    ];
    expect(await refusals(inner, { sp: withKeys({ wantSigned: 'response' }) })).toEqual(['signature.missing']);
    expect(await refusals(inner, { sp: withKeys({ wantSigned: 'both' }) })).toEqual(['signature.missing']);
    expect(await refusals(inner, { sp: withKeys({ wantSigned: 'assertion' }) })).toEqual([]);
    expect(await refusals(outer, { sp: withKeys({ wantSigned: 'response' }) })).toEqual([]);
    expect(await refusals(outer, { sp: withKeys({ wantSigned: 'assertion' }) })).toEqual(['encryption.failed']);
    expect(await refusals(outer, { sp: withKeys({ wantSigned: 'both' }) })).toEqual(['encryption.failed']);
    expect(await refusals(both, { sp: withKeys({ wantSigned: 'both' }) })).toEqual([]);
  });
});

describe('encryption that notices no changes', () => {
  const cbc = encrypted({ algorithm: 'aes-256-cbc' });

  it('is noted, and refused where that is our setting', async () => {
    expect(outcomeOf((await loggedIn(cbc, { sp: withKeys() })).findings, 'encryption.authenticated')).toBe('noted');
    expect(await refusals(cbc, { sp: withKeys({ requireAuthenticatedEncryption: true }) })).toEqual(['encryption.authenticated']);
  });

  it('is as good as any under a signature of the response', async () => {
    const signed = signXml(cbc, { key: idpKey });
    const { findings } = await loggedIn(signed, { sp: withKeys({ requireAuthenticatedEncryption: true }) });
    expect(outcomeOf(findings, 'encryption.authenticated')).toBe('passed');
  });

  it('is refused, too, where it is what was AES-GCM', async () => {
    const renamed = encrypted({ algorithm: 'aes-256-gcm' }).replace('2009/xmlenc11#aes256-gcm', '2001/04/xmlenc#aes256-cbc');
    expect(await refusals(renamed, { sp: withKeys() })).toEqual(['encryption.failed']);
    expect(await refusals(renamed, { sp: withKeys({ requireAuthenticatedEncryption: true }) })).toEqual(['encryption.authenticated']);
  });

  it('is not GCM', async () => {
    const { findings } = await loggedIn(encrypted(), { sp: withKeys({ requireAuthenticatedEncryption: true }) });
    expect(outcomeOf(findings, 'encryption.authenticated')).toBe('passed');
  });
});

describe('what another provider has taken and sends as its own', () => {
  const other = keyPair('rsa-2048', 'other');
  const fields = { entityId: 'urn:other', ssoUrl: 'https://other.example/', certificates: [selfSigned(other.privateKey).base64] };
  const given = { sp: withKeys(), idp: identityProviderFrom(fields, { id: 'other' }), pending: asked({ provider: 'other' }) };
  const taken = (message: string) => signXml(message.replace(issuerXml(), issuerXml('urn:other')), { key: other.privateKey });

  it('is no assertion of its own, signed within or not', async () => {
    expect(await refusals(taken(encrypted()), given)).toEqual(['encryption.failed']);
    expect(await refusals(taken(encrypted({}, assertionXml())), given)).toEqual(['assertion.issuer']);
  });

  it('is nobody but somebody of its own, if it was a name', async () => {
    const subject = subjectXml(encryptedXml(declared(nameIdXml('secret')), 'EncryptedID', { recipients: [toUs] }));
    const message = responseXml({ assertions: [assertionXml({ subject, issuer: issuerXml('urn:other') })] });
    expect((await loggedIn(taken(message), given)).identity).toMatchObject({ provider: 'other', subject: { value: 'secret' } });
  });
});

describe('encryption that is required', () => {
  it('refuses what everybody can read', async () => {
    expect(await refusals(answer(), { sp: withKeys({ requireEncryption: true }) })).toEqual(['response.encrypted']);
    expect(await refusals(encrypted(), { sp: withKeys({ requireEncryption: true }) })).toEqual([]);
  });
});

function withKeys(options: Partial<ServiceProviderOptions> = {}, ...keys: readonly (typeof ours)[]): ServiceProvider {
  const pairs = keys.length === 0 ? [ours] : keys;
  return us({ decryption: pairs.map(({ privateKey }) => ({ privateKey })), ...options });
}

/** A response around an encrypted assertion that is signed itself, unless another plaintext is given. */
function encrypted(options: Partial<EncryptOptions> = {}, plain: string = signXml(assertionXml(), { key: idpKey })): string {
  return responseXml({ assertions: [encryptedXml(plain, 'EncryptedAssertion', { recipients: [toUs], ...options })] });
}

/** A part of an assertion as it can stand alone. */
function declared(xml: string): string {
  return xml.replace(/^<saml:\w+/, '$& xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"');
}

/** The plaintext with a padding that says it has no octets. */
function whole(octets: Uint8Array): Uint8Array {
  return Buffer.concat([octets.subarray(0, -1), Buffer.of(0)]);
}

async function failure(message: string, sp: ServiceProvider): Promise<object> {
  try {
    await loggedIn(message, { sp });
  } catch (error) {
    if (isSsoError(error)) return { code: error.code, details: error.details, cause: error.cause };
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The same response with its assertion encrypted just as it is written, as products do it that look at nothing around. */
function encryptedWithin(response: string, name = 'saml:Assertion'): string {
  const [start, end] = [response.indexOf(`<${name} `), response.indexOf(`</${name}>`) + name.length + 3];
  return (
    response.slice(0, start) + encryptedXml(response.slice(start, end), 'EncryptedAssertion', { recipients: [toUs] }) + response.slice(end)
  );
}
