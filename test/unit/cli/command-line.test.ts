import { describe, expect, it } from 'vitest';
import { sheet, sheetText } from '../../../src/adapters/sheet.ts';
import { addresses } from '../../../src/adapters/urls.ts';
import { entityIdOf, metadataOf, sender, usualOptions } from '../../support/broken-answers.ts';
import { encryptedXml } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';
import {
  assertionXml,
  attributeStatementXml,
  attributeXml,
  authnStatementXml,
  bearerXml,
  clean,
  issuerXml,
  later,
  nameIdXml,
  subjectXml,
} from '../../support/messages.ts';
import { entityXml, keyXml, roleXml } from '../../support/metadata.ts';
import { made, products } from '../../support/registrations.ts';
import { signXml } from '../../support/sign.ts';
import { typed } from '../../support/terminal.ts';
import { world } from '../../support/world.ts';

const okta = sender('okta');
const files = { 'metadata.xml': metadataOf('okta'), 'answer.xml': okta.answer() };
const explainAnswer = ['explain', 'answer.xml', ...usualOptions('okta')];
const jiraSheet = ['sheet', 'jira', '--provider', 'okta', '--base-url', 'https://a.example'];

describe('a command line', () => {
  it('tells what there is', async () => {
    expect(await typed(['--help'])).toMatchObject({ code: 0, errors: '' });
    expect(await typed([])).toMatchObject({ code: 2, out: '' });
    for (const name of ['explain', 'metadata', 'sheet']) {
      const { code, out } = await typed([name, '--help']);
      expect([code, out.includes('--json')]).toEqual([0, true]);
    }
  });

  it.each([
    ['no such command', ['login']],
    ['an inherited name', ['constructor']],
    ['no such option', ['explain', 'answer.xml', '--insecure']],
    ['an option without its value', ['explain', 'answer.xml', '--metadata']],
    ['no file', ['explain', ...usualOptions('okta')]],
    ['two files', [...explainAnswer, 'answer.xml']],
    ['no metadata', ['explain', 'answer.xml', '--sp-entity-id', 'a', '--acs', clean.acsUrl]],
    ['no name of ours', ['explain', 'answer.xml', '--metadata', 'metadata.xml', '--acs', clean.acsUrl]],
    ['no address of ours', ['explain', 'answer.xml', '--metadata', 'metadata.xml', '--sp-entity-id', 'a']],
    ['no such product', [...explainAnswer, '--provider', 'entra']],
    ['no instant', [...explainAnswer, '--now', 'today']],
    ['no such pardon', [...explainAnswer, '--pardon', 'conditions.audience']],
    ['no such signature', [...explainAnswer, '--want-signed', 'none']],
    ['no such role', ['metadata', 'metadata.xml', '--role', 'x']],
    ['no such product', ['sheet', 'trello', '--provider', 'okta', '--base-url', 'https://a.example']],
    ['no such scheme', [...jiraSheet, '--scheme', 'x']],
    ['no id', [...jiraSheet, '--scheme', 'kantega']],
    ['an id too many', [...jiraSheet, '--scheme', 'microsoft', '--id', 'a']],
    ['nobody who begins', [...jiraSheet, '--initiated-by', 'x']],
    ['no base URL', ['sheet', 'jira', '--provider', 'okta']],
  ])('says what was typed wrong, and ends with 2: %s', async (_, words) => {
    const { code, out, errors } = await typed(words, files);
    expect([code, out]).toEqual([2, '']);
    expect(errors).not.toBe('');
  });

  it.each([
    ['a file', [...explainAnswer.slice(0, 1), 'none.xml', ...explainAnswer.slice(2)]],
    ['metadata', ['metadata', 'none.xml']],
    ['a key', [...explainAnswer, '--key', 'none.pem']],
    ['an address that does not answer', ['metadata', 'https://idp.example/metadata']],
    ['something that is no metadata', ['metadata', 'answer.xml']],
  ])('says what cannot be read, and ends with 3: %s', async (_, words) => {
    const { code, errors } = await typed(words, files);
    expect(code).toBe(3);
    expect(errors).not.toBe('');
  });
});

describe('an explanation', () => {
  it('says who it is where nothing is wrong, and ends with 0', async () => {
    const { code, out } = await typed(explainAnswer, files);
    expect(code).toBe(0);
    expect(out).toContain('alice@example.com');
    const { out: json } = await typed([...explainAnswer, '--json'], files);
    expect(JSON.parse(json)).toMatchObject({
      verdict: 'accepted',
      person: { subject: { value: 'alice@example.com' } },
      assumedRequest: '_request',
    });
  });

  it('leaves the person out where that is wanted', async () => {
    for (const more of [[], ['--json']]) {
      const { out } = await typed([...explainAnswer, '--hide-personal', ...more], files);
      expect(out).toContain('mail');
      expect(out).not.toMatch(/alice|staff/);
    }
  });

  it('has every rule with its section, those that refuse first', async () => {
    const { out } = await typed([...explainAnswer, '--now', later(36_000)], files);
    const lines = out.split('\n').filter((line) => /^ {2}(?:failed|passed|noted|not-applicable) /.test(line));
    expect(lines.length).toBeGreaterThan(40);
    expect(lines[0]).toMatch(/failed .*conditions\.not-on-or-after .*SAMLCore 2\.5\.1\.2/);
  });

  it('takes no request for ours where it is told which was', async () => {
    const { out } = await typed([...explainAnswer, '--request-id', '_request', '--json'], files);
    expect(JSON.parse(out)).not.toHaveProperty('assumedRequest');
  });

  it('takes what nobody asked for only where that is said', async () => {
    const unasked = okta.answer({ subject: subjectXml(undefined, [bearerXml({ InResponseTo: null })]) }, { inResponseTo: null });
    const given = { ...files, 'answer.xml': unasked };
    expect((await typed(explainAnswer, given)).code).toBe(1);
    expect((await typed([...explainAnswer, '--allow-unsolicited'], given)).code).toBe(0);
  });

  it('takes the options of the parties out of a file', async () => {
    const options = {
      serviceProvider: { entityId: clean.sp, assertionConsumerServices: [{ url: clean.acsUrl }] },
      identityProvider: { wantSigned: 'response' },
    };
    const words = ['explain', 'answer.xml', '--metadata', 'metadata.xml', '--options', 'options.json', '--json'];
    const { out } = await typed(words, { ...files, 'options.json': JSON.stringify(options) });
    expect(JSON.parse(out)).toMatchObject({ verdict: 'refused', diagnosis: { cause: 'signed-elsewhere', product: 'Okta' } });
    for (const wrong of ['{ "serviceprovider": {} }', '{ "serviceProvider": 5 }', '{ "identityProvider": { "pardons": 5 } }', '[]', '{'])
      expect((await typed(words, { ...files, 'options.json': wrong })).code).toBe(2);
  });

  it('opens what is encrypted with a key in any form in which people have it', async () => {
    const { publicKey, privateKey } = keyPair('rsa-2048', 'sp');
    const assertion = signXml(assertionXml({ issuer: issuerXml(entityIdOf('okta')) }), { key: keyPair('rsa-2048').privateKey });
    const wrapped = encryptedXml(assertion, 'EncryptedAssertion', { recipients: [{ key: publicKey }] });
    const given = {
      ...files,
      'answer.xml': okta.answer({}, { assertions: [wrapped] }, 'none'),
      'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }),
      'key.json': JSON.stringify(privateKey.export({ format: 'jwk' })),
    };
    for (const key of ['key.pem', 'key.json']) expect((await typed([...explainAnswer, '--key', key], given)).code).toBe(0);
    expect((await typed([...explainAnswer, '--key', 'answer.xml'], given)).code).toBe(2);
  });

  it('says so where an account could be nobody’s for long', async () => {
    const passing = okta.answer({
      subject: subjectXml(nameIdXml('_a1', { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' })),
    });
    const { code, out } = await typed([...explainAnswer, '--json'], { ...files, 'answer.xml': passing });
    expect([code, JSON.parse(out)]).toMatchObject([0, { caution: { cause: 'passing-name', side: 'provider' } }]);
  });

  it.each([
    ['a page', '<!DOCTYPE html><html></html>', 'not-metadata'],
    [
      'metadata of a service',
      entityXml({ roles: '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>' }),
      'not-metadata',
    ],
    ['metadata that is out of date', entityXml({ attributes: ' validUntil="2020-01-01T00:00:00Z"' }), 'metadata-expired'],
    ['metadata without a key', entityXml({ roles: roleXml({ keys: '' }) }), 'unusable-metadata'],
  ])('says where the metadata is to be had in place of %s, and ends with 3', async (_, metadata, cause) => {
    const given = { ...files, 'metadata.xml': metadata };
    const { code, out } = await typed([...explainAnswer, '--json'], given);
    expect([code, JSON.parse(out)]).toMatchObject([3, { verdict: 'unreadable', cause }]);
    expect((await typed(explainAnswer, given)).out).toContain('Sign On > Metadata URL');
  });

  it('fetches the metadata from where it is', async () => {
    const fetched: string[] = [];
    const fetch = async (url: string | URL | Request) => {
      fetched.push(String(url));
      return new Response(files['metadata.xml'], { headers: { 'content-type': 'application/samlmetadata+xml' } });
    };
    const words = explainAnswer.map((each) => (each === 'metadata.xml' ? 'https://idp.example/metadata' : each));
    expect((await typed(words, files, { env: world(fetch) })).code).toBe(0);
    expect(fetched).toEqual(['https://idp.example/metadata']);
  });
});

describe('what is shown', () => {
  const xml = '&#x9b;2J&#x202e;';
  const named = okta.answer({
    subject: subjectXml(nameIdXml(`alice${xml}`)),
    statements: [authnStatementXml(), attributeStatementXml([attributeXml('mail\u009b2J\u202e', [xml])])],
  });

  it.each([[[]], [['--json']]])('is nothing that a terminal could take for a command: %j', async (more) => {
    const { code, out } = await typed([...explainAnswer, ...more], { ...files, 'answer.xml': named });
    expect(code).toBe(0);
    expect(out).not.toMatch(/[\u001b\u009b\u202e]/);
    const another = { ...files, 'metadata.xml': entityXml({ entityId: `https://idp.example/\u009b2J\u202e` }) };
    const report = await typed(['metadata', 'metadata.xml', ...more], another);
    expect(report.out).not.toMatch(/[\u001b\u009b\u202e]/);
    const refused = await typed([...explainAnswer, ...more], another);
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/idp\.example\/\\+u\{?0*9b/)]);
    expect(refused.out).not.toMatch(/[\u001b\u009b\u202e]/);
    const coded = await typed([...explainAnswer, '--refused-as', 'a\u009b2J', ...more], files);
    expect(coded.out).not.toMatch(/[\u001b\u009b\u202e]/);
  });

  it('has colours on a terminal alone', async () => {
    expect((await typed(explainAnswer, files)).out).not.toContain('\u001b[');
    expect((await typed(explainAnswer, files, { coloured: true })).out).toContain('\u001b[32m');
    expect((await typed([...explainAnswer, '--json'], files, { coloured: true })).out).not.toContain('\u001b[');
  });
});

describe('a report on metadata', () => {
  it('has what a person compares, and ends with 1 where something is in the way', async () => {
    const { code, out } = await typed(['metadata', '-'], { '-': metadataOf('okta') });
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/okta\.com[\s\S]*rsa 2048 bits[\s\S]*[0-9A-F:]{95}[\s\S]*HTTP-Redirect: https:\/\/idp\.example\/sso/),
    ]);
    const unusable = entityXml({ roles: roleXml({ keys: keyXml('encryption') }) });
    expect((await typed(['metadata', '-'], { '-': unusable })).code).toBe(1);
  });

  it('is there for machines', async () => {
    const { out } = await typed(['metadata', '-', '--json', '--now', '2030-01-01T00:00:00Z'], { '-': metadataOf('okta') });
    expect(JSON.parse(out)).toMatchObject({ role: 'identity-provider', keys: [{ use: 'signing', bits: 2048 }] });
  });
});

describe('a sheet', () => {
  it.each(products)('is the one that the library makes: %s', async (product) => {
    for (const name of [
      'entra-id',
      'okta',
      'ad-fs',
      'google-workspace',
      'keycloak',
      'one-login',
      'ping-one',
      'auth0',
      'generic',
    ] as const) {
      for (const protocol of ['saml', 'oidc'] as const) {
        const ours = addresses({ scheme: 'own', baseUrl: 'https://a.example', id: name });
        const expected = sheet({ preset: made[name], protocol, product, addresses: ours });
        const words = ['sheet', product, '--provider', name, '--base-url', 'https://a.example', '--protocol', protocol];
        expect(await typed(words)).toEqual({ code: 0, out: sheetText(expected), errors: '' });
        expect(JSON.parse((await typed([...words, '--json'])).out)).toEqual(JSON.parse(JSON.stringify(expected)));
      }
    }
  });

  it('has the addresses of another scheme', async () => {
    const words = [
      'sheet',
      'jira',
      '--provider',
      'entra-id',
      '--base-url',
      'https://jira.example.org',
      '--scheme',
      'kantega',
      '--id',
      '41PRQTBD',
    ];
    expect((await typed(words)).out).toContain('Identifier: https://jira.example.org/plugins/servlet/no.kantega.saml/sp/41PRQTBD/login');
  });
});
