import { describe, expect, it } from 'vitest';
import { assertionRules, authenticationRules, confirmationRules } from '../../../src/saml/assertion-rules.ts';
import { explain } from '../../../src/saml/explain.ts';
import { responseRules } from '../../../src/saml/response-rules.ts';
import { keyPair } from '../../support/keys.ts';
import {
  attributeStatementXml,
  attributeXml,
  authnStatementXml,
  bearerXml,
  clean,
  conditionsXml,
  issuerXml,
  later,
  nameIdXml,
  responseXml,
  subjectXml,
} from '../../support/messages.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { answer, asked, at, explained, failed, loggedIn, outcomeOf, posted, refusals, signed, them, us } from '../../support/saml-login.ts';

const everyRule = [...responseRules, ...assertionRules, ...confirmationRules, ...authenticationRules].map(({ id }) => id);

describe('an explanation', () => {
  it.each([
    ['an answer that is accepted', answer()],
    ['an answer that is refused', answer({ conditions: null })],
    ['an answer whose signature is false', answer().replace('alice', 'admin')],
    ['an answer without a signature', answer({}, {}, 'none')],
    ['a provider that says no', responseXml({ status: '<samlp:Status><samlp:StatusCode Value="urn:x"/></samlp:Status>', assertions: [] })],
    ['no XML at all', 'no XML'],
  ])('has every rule once: %s', async (_, message) => {
    const rules = (await explained(message)).map(({ rule }) => rule);
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules).toEqual(expect.arrayContaining(everyRule));
  });

  it.each([
    ['xml.syntax', 'no XML'],
    ['xml.doctype', `<!DOCTYPE x>${answer()}`],
    ['message.kind', '<x/>'],
    ['saml.structure', answer({ statements: ['<saml:X/>'] })],
    ['saml.time', answer({ issueInstant: 'now' })],
    ['signature.missing', answer({}, {}, 'none')],
    ['signature.digest', answer().replace('alice', 'admin')],
    ['signature.value', signed(undefined, 'assertion', { key: keyPair('rsa-2048', 'mallory').privateKey })],
    ['signature.key', signed(undefined, 'assertion', { key: keyPair('p-256').privateKey })],
    ['assertion.encrypted', responseXml({ assertions: ['<saml:EncryptedAssertion/>'] })],
  ])('says what kept the answer from being read: %s', async (code, message) => {
    expect(failed(await explained(message))).toEqual([code]);
    expect(await refusals(message)).toEqual([code]);
  });

  it('has what came before the answer could be read no further', async () => {
    const message = answer({}, { destination: 'https://evil.example/' }, 'both').replace('alice', 'admin');
    expect(failed(await explained(message))).toEqual(['signature.digest']);
    const unsigned = answer({}, { destination: 'https://evil.example/' }, 'none');
    expect(failed(await explained(unsigned))).toEqual(['response.destination', 'signature.missing']);
  });

  it('says which parts were signed', async () => {
    const outcomes = async (what: Parameters<typeof answer>[2]) => {
      const findings = await explained(answer({}, {}, what));
      return ['response.signature', 'assertion.signature'].map((rule) => outcomeOf(findings, rule));
    };
    expect(await outcomes('assertion')).toEqual(['not-applicable', 'passed']);
    expect(await outcomes('response')).toEqual(['passed', 'not-applicable']);
    expect(await outcomes('both')).toEqual(['passed', 'passed']);
  });

  it('says what was pardoned, and refuses the same without the pardon', async () => {
    const sha1 = signed(undefined, 'assertion', { key: keyPair('rsa-2048').privateKey, algorithm: 'rsa-sha1', digest: 'sha1' });
    const weak = [keyPair('rsa-1024')];
    const short = signed(undefined, 'assertion', { key: keyPair('rsa-1024').privateKey });
    expect(outcomeOf(await explained(sha1, { idp: them({ pardons: ['signature.sha1'] }) }), 'signature.sha1')).toBe('pardoned');
    expect(outcomeOf(await explained(short, { idp: them({ pardons: ['key.rsa-1024'] }, weak) }), 'key.rsa-1024')).toBe('pardoned');
    expect(await refusals(sha1)).toEqual(['signature.algorithm']);
    expect(await refusals(short, { idp: them({}, weak) })).toEqual(['signature.key']);
    expect(outcomeOf((await loggedIn(sha1, { idp: them({ pardons: ['signature.sha1'] }) })).findings, 'signature.sha1')).toBe('pardoned');
  });

  it('records nothing and can be had again', async () => {
    expect(await explained(answer())).toEqual(await explained(answer()));
  });

  it('is refused only for what is ours: the address and the pending login', async () => {
    const elsewhere = us({ assertionConsumerServices: [{ url: 'https://sp.example/elsewhere' }] });
    const given = (sp: typeof elsewhere, pending: object) => () =>
      explain(sp, them(), posted(answer()), pending as ReturnType<typeof asked>, at());
    expect(await laterRefusal(given(elsewhere, asked()))).toBe('config.invalid');
    expect(await laterRefusal(given(us(), {}))).toBe('config.invalid');
  });
});

describe('a finding', () => {
  it('holds no personal value, whatever is wrong', async () => {
    const personal = 'alice-personal';
    const broken = answer(
      {
        issuer: issuerXml('urn:x'),
        subject: subjectXml(nameIdXml(personal, { NameQualifier: 'urn:q' }), [
          bearerXml({ Recipient: 'urn:x', InResponseTo: '_x', Address: personal }),
        ]),
        conditions: conditionsXml({ NotBefore: later(500) }),
        statements: [
          authnStatementXml({ SessionIndex: personal, AuthnInstant: later(500) }),
          attributeStatementXml([attributeXml(personal, [personal])]),
        ],
      },
      { destination: 'urn:x', issuer: issuerXml('urn:x') },
    );
    const pending = asked({ subject: { value: 'bob-personal' }, nameIdFormat: 'urn:f', returnTo: '/personal', forceAuthn: true });
    for (const message of [broken, broken.replace(personal, `${personal}2`)]) {
      const error = await loggedIn(message, { pending }).catch((reason: unknown) => reason);
      expect(`${error} ${JSON.stringify(error)} ${JSON.stringify(await explained(message, { pending }))}`).not.toContain('personal');
    }
  });

  it('is cut and escaped: what it shows was written by others', async () => {
    const destination = `https://evil.example/\u009B${'x'.repeat(10_000)}`;
    const found = (await explained(answer({}, { destination }))).find(({ rule }) => rule === 'response.destination');
    expect(found?.actual).toMatch(/^https:\/\/evil\.example\/\\u\{9b\}x+…$/);
    expect(found?.actual?.length).toBeLessThan(220);
    expect(found?.expected).toBe(clean.acsUrl);
  });
});
