import { describe, expect, it } from 'vitest';
import { type EncryptOptions, encryptedXml } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';
import { attributeStatementXml, attributeXml, authnStatementXml, nameIdXml, subjectXml } from '../../support/messages.ts';
import { answer, loggedIn, outcomeOf, refusals, us } from '../../support/saml-login.ts';

const ours = keyPair('rsa-2048', 'sp');
const stranger = keyPair('rsa-2048', 'stranger');
const toUs = { key: ours.publicKey };
const sp = us({ decryption: [{ privateKey: ours.privateKey }] });

describe('an encrypted name', () => {
  const named = (options: Partial<EncryptOptions> = {}, plain = declared(nameIdXml('secret'))) =>
    answer({ subject: subjectXml(encryptedXml(plain, 'EncryptedID', { recipients: [toUs], ...options })) });

  it('is the subject once it is opened', async () => {
    expect((await loggedIn(named(), { sp })).identity.subject?.value).toBe('secret');
  });

  it('is passed over with a line where we have no key', async () => {
    const { identity, findings } = await loggedIn(named());
    expect(identity.subject).toBeUndefined();
    expect(outcomeOf(findings, 'encryption.unopened')).toBe('noted');
  });

  it('is refused where it cannot be opened, or is something else', async () => {
    const elsewhere = named({ recipients: [{ key: stranger.publicKey }] });
    for (const message of [elsewhere, named({}, declared(attributeXml('x', ['y']))), named({}, 'x')])
      expect(await refusals(message, { sp })).toEqual(['encryption.failed']);
  });

  it('is never opened before its assertion is verified', async () => {
    const changed = named().replace('alice@example.com', 'mallory@example.com');
    expect(await refusals(changed, { sp })).toEqual(['signature.digest']);
  });
});

describe('an encrypted attribute', () => {
  const holding = (...attributes: readonly string[]) => answer({ statements: [authnStatementXml(), attributeStatementXml(attributes)] });
  const hidden = (plain: string, options: Partial<EncryptOptions> = {}) =>
    encryptedXml(declared(plain), 'EncryptedAttribute', { recipients: [toUs], ...options });

  it('stands in its place among the others once it is opened', async () => {
    const message = holding(
      attributeXml('a', ['1']),
      hidden(attributeXml('b', ['2'])),
      attributeXml('c', ['3']),
      hidden(attributeXml('a', ['4'])),
    );
    const { attributes } = (await loggedIn(message, { sp })).identity;
    expect(attributes.map(({ name, values }) => [name, ...values])).toEqual([
      ['a', '1', '4'],
      ['b', '2'],
      ['c', '3'],
    ]);
  });

  it('is passed over with a line where we have no key', async () => {
    const { identity, findings } = await loggedIn(holding(attributeXml('a', ['1']), hidden(attributeXml('b', ['2']))));
    expect(identity.attributes.map(({ name }) => name)).toEqual(['a']);
    expect(outcomeOf(findings, 'encryption.unopened')).toBe('noted');
  });

  it('is one line with all others where we have no key', async () => {
    const { findings } = await loggedIn(holding(...Array(40).fill(hidden(attributeXml('b', ['2'])))));
    expect(findings.filter(({ rule }) => rule === 'encryption.unopened')).toHaveLength(1);
  });

  it('may come with 49 others: each costs the use of our private key', async () => {
    const many = (count: number) => holding(...Array(count).fill(hidden(attributeXml('b', ['2']))));
    expect((await loggedIn(many(50), { sp })).identity.attributes[0]?.values).toHaveLength(50);
    expect(await refusals(many(51), { sp })).toEqual(['encryption.profile']);
  });

  it('is refused where it cannot be opened, or is something else', async () => {
    for (const part of [hidden(attributeXml('a', ['1']), { recipients: [{ key: stranger.publicKey }] }), hidden(nameIdXml())])
      expect(await refusals(holding(part), { sp })).toEqual(['encryption.failed']);
  });
});

/** A part of an assertion as it can stand alone. */
function declared(xml: string): string {
  return xml.replace(/^<saml:\w+/, '$& xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"');
}
