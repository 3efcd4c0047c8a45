import { privateDecrypt } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { publicKeyOf } from '../../../src/crypto/certificate.ts';
import { canonicalize } from '../../../src/xml/canonical.ts';
import { canonicalForms } from '../../../src/xml/canonical-form.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { encryptedShapes } from '../../bench/encrypted.ts';
import { hostileShapes } from '../../bench/hostile.ts';
import { keyPair } from '../../support/keys.ts';
import { attributeStatementXml, attributeXml, authnStatementXml, clean, responseXml } from '../../support/messages.ts';
import { entityXml, groupXml, keyInfoXml, keyXml, read, roleXml } from '../../support/metadata.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { answer, explained, loggedIn, refusals, us } from '../../support/saml-login.ts';

describe('what a provider may send without end', () => {
  it('takes time in proportion: entity attributes of one name', () => {
    const one = '<saml:Attribute Name="a"><saml:AttributeValue>x</saml:AttributeValue></saml:Attribute>';
    const names = 'xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
    const before = `<md:Extensions><mdattr:EntityAttributes ${names}>${one.repeat(60_000)}</mdattr:EntityAttributes></md:Extensions>`;
    const xml = entityXml({ before });
    expect(read(xml).entityAttributes.get('a')).toHaveLength(60_000);
  });

  it('takes memory in proportion: entities within many groups', () => {
    let xml = '<md:EntityDescriptor entityID="x"/>'.repeat(100_000) + entityXml();
    for (let depth = 0; depth < 90; depth += 1) xml = depth < 89 ? `<md:EntitiesDescriptor>${xml}</md:EntitiesDescriptor>` : groupXml(xml);
    expect(read(xml).entityId).toBe('https://idp.example/saml');
  });

  it('takes time in proportion: attributes of one name, all values in order', async () => {
    const values = Array.from({ length: 9_000 }, (_, at) => `v${at}`);
    const statements = [authnStatementXml(), attributeStatementXml(values.map((value) => attributeXml('a', [value])))];
    const { identity } = await loggedIn(answer({ statements }));
    expect(identity.attributes).toHaveLength(1);
    expect(identity.attributes[0]).toMatchObject({ name: 'a', values, content: values.map((text) => ({ kind: 'text', text })) });
  });

  it('has an end at fifty keys to sign with, since each is tried for a signature that none of them has made', () => {
    const keys = (count: number) => roleXml({ keys: Array.from({ length: count }, (_, at) => rsaKeyXml(at)).join('') });
    expect(read(entityXml({ roles: keys(50) })).keys).toHaveLength(50);
    expect(refusal(() => read(entityXml({ roles: keys(51) })))).toBe('metadata.key');
    expect(read(entityXml({ roles: keys(50) }).replace('<md:KeyDescriptor', `${rsaKeyXml(7)}<md:KeyDescriptor`)).keys).toHaveLength(50);
  });

  it('is not read when there are more than two hundred keys, be they one key', () => {
    const keys = (count: number) => entityXml({ roles: roleXml({ keys: keyXml().repeat(count) }) });
    expect(read(keys(200)).keys).toHaveLength(1);
    expect(refusal(() => read(keys(201)))).toBe('metadata.key');
  });

  it('takes memory in proportion: a certificate of empty values', () => {
    const octets = Buffer.alloc(8_000_000).map((_, at) => (at % 2 === 0 ? 5 : 0));
    expect(publicKeyOf(octets)).toBeUndefined();
  });

  it.each(hostileShapes.filter(({ name }) => name.startsWith('long namespace names')))('takes time in proportion: $name', ({ make }) => {
    const document = parseDocument(make(512 * 1_024), messageLimits);
    const forms = [...canonicalForms.values()].map((form) => canonicalize(document, { element: document.root }, form));
    expect(forms.map((form) => form.length > 100_000)).not.toContain(false);
  });
});

describe('what anybody may encrypt for us', () => {
  const ours = Array.from({ length: 2 }, (_, at) => keyPair('rsa-2048', `sp ${at}`));
  const sp = us({ decryption: ours.map(({ privateKey }) => ({ privateKey })) });
  const shapes = encryptedShapes(clean, (ours[0] as (typeof ours)[number]).publicKey);

  beforeEach(() => {
    vi.mocked(privateDecrypt).mockClear();
  });

  it.each(shapes)('is refused for what it is, at the price of four keys by ours: $name', async ({ name, make }) => {
    const message = make(256 * 1_024);
    expect(message.byteLength).toBeLessThanOrEqual(256 * 1_024);
    const [code] = await refusals(message, { sp });
    expect(code).toBe(refusedOtherwise.get(name) ?? 'encryption.failed');
    expect(vi.mocked(privateDecrypt).mock.calls.length).toBeLessThanOrEqual(4 * ours.length);
  });

  it('makes us use each of our keys four times, and no more', async () => {
    const [keys] = shapes.filter(({ name }) => name.endsWith(': 400 keys'));
    await refusals(keys?.make(256 * 1_024) ?? '', { sp });
    expect(privateDecrypt).toHaveBeenCalledTimes(8);
  });
});

describe('what a log holds of a body that is not metadata', () => {
  it('is one line without control characters, whatever the namespace of its root', () => {
    const details = refusalDetails(() => read('<a xmlns="urn:x&#10;2026-01-15 signed in: root &#x202E;"/>'));
    expect(details).toMatchObject({ looksLike: expect.stringContaining('urn:x\\u{a}2026') });
    expect(JSON.stringify(details)).not.toMatch(/[\u202E\n]/);
  });
});

describe('what anybody may send', () => {
  it('fills no log: attributes that no schema knows are one finding an element', async () => {
    const attributes = Array.from({ length: 250 }, (_, at) => ` a${at}=""`).join('');
    const codes = Array.from({ length: 90 }).reduce((inner) => `<samlp:StatusCode Value="x"${attributes}>${inner}</samlp:StatusCode>`, '');
    const findings = await explained(responseXml({ status: `<samlp:Status>${codes}</samlp:Status>`, assertions: [] }));
    expect(findings.filter(({ rule }) => rule === 'status.attribute')).toHaveLength(90);
  });
});

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, privateDecrypt: vi.fn(crypto.privateDecrypt) };
});

/** Those that are refused before anything is decrypted. */
const refusedOtherwise: ReadonlyMap<string, string> = new Map([
  ['encrypted: many keys in an old algorithm', 'encryption.algorithm'],
  ['encrypted: a key with many digests', 'encryption.profile'],
  ['encrypted: many references to keys', 'encryption.profile'],
  ['encrypted: many other things in KeyInfo', 'encryption.profile'],
  ['encrypted: padding in a value', 'encryption.profile'],
]);

/** A key for signing that nobody has the private half of; each number another one. */
function rsaKeyXml(number: number): string {
  const modulus = Buffer.alloc(256, 0x81).fill(2 * number + 1, 255);
  return keyInfoXml(
    `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${modulus.toString('base64')}</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`,
  );
}
