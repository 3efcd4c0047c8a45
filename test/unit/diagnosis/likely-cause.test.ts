import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { artifactResponseRules } from '../../../src/artifact/artifact-response-rules.ts';
import { SsoError } from '../../../src/core/errors.ts';
import { likelyCause } from '../../../src/diagnosis/index.ts';
import { symptoms } from '../../../src/diagnosis/symptoms.ts';
import { presets } from '../../../src/providers/index.ts';
import { samlProducts } from '../../../src/providers/saml-products.ts';
import { assertionRules, authenticationRules, confirmationRules } from '../../../src/saml/assertion-rules.ts';
import { responseRules } from '../../../src/saml/response-rules.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { bearerXml, clean, conditionsXml, issuerXml, later, subjectXml } from '../../support/messages.ts';
import { answer, asked, at, type Case, explained, posted, signed, them, unasked } from '../../support/saml-login.ts';

const others = { key: keyPair('rsa-2048', 'mallory').privateKey };

describe('the likely cause', () => {
  it('is none where nothing failed', async () => {
    expect(likelyCause(await explained(answer()))).toBeUndefined();
  });

  it.each(mapped())('is known for each rule that refuses: %s', (rule) => {
    expect(symptoms.some(({ rules, when }) => rules.includes(rule) && when === undefined)).toBe(true);
  });

  it('is taken from an error as from findings', async () => {
    const findings = await explained(answer({ conditions: conditionsXml({}, []) }));
    expect(likelyCause(new SsoError('assertion.rejected', { findings }))).toEqual(likelyCause(findings));
    expect(likelyCause(new SsoError('assertion.replayed', { until: clean.now }))).toMatchObject({ cause: 'replayed', side: 'person' });
    const transient = new SsoError('mapping.failed', { field: 'subject', problem: 'the name is a transient one' });
    expect(likelyCause(transient)).toMatchObject({ cause: 'passing-name', side: 'provider' });
  });

  it('is ours, in the words of the error, where no login can begin as it is set up', () => {
    const unsigned = new SsoError('config.invalid', { field: 'signing', reason: 'must be given: acme wants requests to be signed' });
    expect(likelyCause(unsigned)).toMatchObject({ cause: 'set-up', side: 'ours', what: expect.stringContaining('acme wants requests') });
    const endpoint = new SsoError('provider.endpoint', { provider: 'acme', service: 'SingleSignOnService', binding: 'post' });
    expect(likelyCause(endpoint)).toMatchObject({ cause: 'set-up', side: 'ours' });
  });

  it('is the way to the provider where its metadata cannot be had', () => {
    const unreachable = new SsoError('transport.unreachable', { url: 'https://idp.example/metadata' });
    const found = likelyCause(unreachable);
    expect(found).toMatchObject({ cause: 'unreachable', side: 'ours', what: expect.stringContaining('https://idp.example/metadata') });
    expect(likelyCause(new SsoError('transport.json', { url: 'x', reason: 'syntax' }))?.cause).toBe('unreachable');
  });

  it('never says that an answer broke a rule where there was none to break', () => {
    expect(likelyCause(new SsoError('store.unavailable', { store: 'replay' }))?.what).toBe(
      'It was refused: store.unavailable: store replay.',
    );
  });

  it('is what would be wrong at every login before what is wrong with this one, and the clock last', async () => {
    const old = answer({
      conditions: conditionsXml({ NotOnOrAfter: later(-20_000) }, [
        '<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction>',
      ]),
      subject: subjectXml(undefined, [bearerXml({ InResponseTo: '_other', NotOnOrAfter: later(-20_000) })]),
    });
    expect(await causeOf(old)).toBe('audience');
    const another = answer({ subject: subjectXml(undefined, [bearerXml({ InResponseTo: '_other', NotOnOrAfter: later(-20_000) })]) });
    expect(await causeOf(another)).toBe('another-login');
  });

  it('says which key came with an answer that none of the known ones has signed, or that it was changed', async () => {
    const certificate = selfSigned(others.key).base64;
    const rolled = signed(undefined, 'response', { ...others, keyInfo: { certificate } });
    expect(await causeOf(rolled)).toBe('certificate');
    const own = selfSigned(keyPair('rsa-2048').privateKey).base64;
    expect(await causeOf(signed(undefined, 'response', { ...others, keyInfo: { certificate: own } }))).toBe('altered');
    expect(await causeOf(answer().replace('alice', 'admin'))).toBe('altered');
  });

  it('is another provider where an answer calls itself so, though no signature of it could be verified', async () => {
    const issuer = issuerXml('http://www.okta.com/exk1');
    const message = signed(answer({ issuer }, { issuer }, 'none'), 'response', others);
    const diagnosis = likelyCause(await explained(message), { idp: them(), incoming: posted(message) });
    expect(diagnosis?.cause).toBe('another-provider');
    expect(diagnosis?.what).toContain('Okta (http://www.okta.com/exk1)');
  });

  it('is a request that was forgotten, and not a login begun at the provider, where an answer names a request', async () => {
    expect(await causeOf(answer(), { pending: null, idp: them({ allowUnsolicited: false }) })).toBe('forgotten');
    expect(await causeOf(unasked(), { pending: null, idp: them({ allowUnsolicited: false }) })).toBe('unsolicited');
  });
});

describe('of clocks', () => {
  const late = answer(
    { conditions: conditionsXml({ NotBefore: later(-1_500), NotOnOrAfter: later(-1_200) }), issueInstant: later(-1_500) },
    { issueInstant: later(-1_500) },
  );

  it('ours is behind where an answer comes from the future', async () => {
    expect(await causeOf(answer(), { env: at(later(-600)) })).toBe('clock-behind');
  });

  it('ours is ahead where an answer was made before its question', async () => {
    expect(await causeOf(late, {}, later(-60))).toBe('clock-ahead');
  });

  it('none is wrong where an answer was made after its question, and came late', async () => {
    expect(await causeOf(late, {}, later(-1_520))).toBe('expired');
  });

  it('ours is ahead by less than an hour, rather, where nobody knows when the question was', async () => {
    expect(await causeOf(late)).toBe('clock-ahead');
    expect(await causeOf(answer(), { env: at(later(40_000)) })).toBe('expired');
  });
});

describe('what to do', () => {
  it('is said in the words of the product that the entityID looks like, or that is named', async () => {
    const findings = await explained(answer({ conditions: conditionsXml({}, []) }));
    const idp = { issuers: ['https://sso.example.org/realms/acme'], keys: [] };
    const [first] = likelyCause(findings, { idp, entityId: clean.sp })?.remedies ?? [];
    expect(first).toMatchObject({ where: 'At Keycloak', places: [{ screen: 'Create client', field: 'Client ID', value: clean.sp }] });
    expect(likelyCause(findings, { idp, product: 'okta' })?.product).toBe('Okta');
    expect(likelyCause(findings)?.remedies[0]?.places).toEqual([{ screen: 'Service provider', field: 'Entity ID' }]);
  });

  it('names no clock that its vendor keeps', async () => {
    const findings = await explained(answer(), { env: at(later(-600)) });
    const sides = (product: keyof typeof presets) => likelyCause(findings, { product })?.remedies.map(({ side }) => side);
    expect(sides('entra-id')).toEqual(['ours']);
    expect(sides('ad-fs')).toEqual(['ours', 'provider']);
  });

  it.each([
    ['a slash at the end', `${clean.sp}/`],
    ['capital letters', clean.sp.toUpperCase()],
    ['http and https', clean.sp.replace('https', 'http')],
    ['the port', clean.sp.replace('.example', '.example:8443')],
    ['http and https, and the port', 'http://sp.example:8080/saml'],
  ])('points at what is overlooked: %s', async (what, audience) => {
    const restriction = `<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction>`;
    const findings = await explained(answer({ conditions: conditionsXml({}, [restriction]) }));
    expect(likelyCause(findings)?.what).toContain(what);
  });
});

describe('the products', () => {
  it('are those that there are presets of', () => {
    expect(Object.keys(samlProducts)).toEqual(Object.keys(presets));
  });
});

async function causeOf(message: string, given: Case = {}, askedAt?: string): Promise<string | undefined> {
  const pending = given.pending === undefined && askedAt !== undefined ? asked({ issuedAt: askedAt }) : undefined;
  const findings = await explained(message, pending === undefined ? given : { ...given, pending });
  return likelyCause(findings, { idp: them(), incoming: posted(message), ...(pending === undefined ? {} : { pending }) })?.cause;
}

/** The rules that refuse, and the codes with which reading or verifying an answer ends. */
function mapped(): readonly string[] {
  const tables = [artifactResponseRules, responseRules, assertionRules, confirmationRules, authenticationRules] as const;
  const refusing = tables.flatMap((rules) => rules.flatMap(({ id, advisory }) => (advisory === true ? [] : id)));
  return [...refusing, ...codes];
}

/** From the table itself, so that a new code is missed here. */
const errors = readFileSync(new URL('../../../src/core/errors.ts', import.meta.url), 'utf8');
const codes = [...errors.matchAll(/^ {2}'((?:xml|message|saml|signature|artifact|assertion|encryption|metadata)\.[a-z0-9.-]+)': /gm)]
  .map(([, code = '']) => code)
  .filter((code) => !code.endsWith('.rejected'));
