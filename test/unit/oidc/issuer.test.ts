import { describe, expect, it } from 'vitest';
import {
  checkTenants,
  documentAddresses,
  expectedIssuer,
  isOneOf,
  issuerAddress,
  issuerOf,
  namesIssuer,
  settledIssuer,
} from '../../../src/oidc/issuer.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const microsoft = 'https://login.microsoftonline.com';
const tenant = '3aa4a235-b6e2-48d5-9195-7fcf05b459b0';
const other = '11111111-2222-3333-4444-555555555555';

describe('an issuer as typed', () => {
  it('is an https address, or one on loopback', () => {
    for (const issuer of ['https://op.example', 'https://op.example/realms/a', 'https://op.example/', 'http://127.0.0.1:3000'])
      expect(issuerAddress('issuer', issuer)).toBe(issuer);
  });

  it.each([
    'http://op.example',
    'https://op.example?x=y',
    'https://op.example#x',
    'https://op.example/?',
    'https://op.example/.well-known/openid-configuration',
    'ftp://op.example',
    'op.example',
    'https://user@op.example',
    ' https://op.example',
    '',
    undefined,
  ])('is no other thing: %j', (issuer) => {
    expect(refusalDetails(() => issuerAddress('issuer', issuer))).toMatchObject({ field: 'issuer' });
  });
});

describe('the document of an issuer', () => {
  it('lies behind it, or before its path', () => {
    expect(documentAddresses('https://op.example')).toEqual([
      'https://op.example/.well-known/openid-configuration',
      'https://op.example/.well-known/oauth-authorization-server',
    ]);
    for (const issuer of ['https://op.example/a/b', 'https://op.example/a/b/'])
      expect(documentAddresses(issuer)).toEqual([
        'https://op.example/a/b/.well-known/openid-configuration',
        'https://op.example/.well-known/oauth-authorization-server/a/b',
      ]);
  });
});

describe('what a provider calls itself', () => {
  it('is what was typed, to the last character', () => {
    expect(settledIssuer('https://op.example', 'https://op.example')).toBe('https://op.example');
    for (const found of ['https://other.example', 'https://op.example.evil', 'https://op.example:443', '', 'https://op.example/x\n'])
      expect(refusalDetails(() => settledIssuer('https://op.example', found))).not.toHaveProperty('remedy');
  });

  it('is told with what to change, where only a slash or the case of a letter differs', () => {
    const remedy = (typed: string, found: string) => refusalDetails(() => settledIssuer(typed, found));
    expect(remedy('https://op.example', 'https://op.example/')).toMatchObject({
      expected: 'https://op.example',
      found: 'https://op.example/',
      remedy: expect.any(String),
    });
    expect(remedy('https://op.example/a/', 'https://op.example/a')).toHaveProperty('remedy');
    expect(remedy('https://op.example/A', 'https://op.example/a')).toHaveProperty('remedy');
    expect(remedy('https://op.example/a//', 'https://op.example/a')).not.toHaveProperty('remedy');
    expect(remedy('https://op.example', `https://op.example/${'x'.repeat(500)}`)).toMatchObject({
      found: expect.stringMatching(/^.{199}…$/),
    });
  });

  it('is the template of Entra ID at its addresses for many tenants, and nowhere else', () => {
    const template = `${microsoft}/{tenantid}/v2.0`;
    for (const shared of ['common', 'organizations', 'consumers']) {
      expect(settledIssuer(`${microsoft}/${shared}/v2.0`, template)).toBe(template);
      expect(refusal(() => settledIssuer(`${microsoft}/${shared}/v2.0`, `https://evil.example/{tenantid}/v2.0`))).toBe('provider.issuer');
      expect(refusal(() => settledIssuer(`${microsoft}/${shared}/v2.0`, `${microsoft}/{tenantid}/v2.0/`))).toBe('provider.issuer');
      expect(refusal(() => settledIssuer(`${microsoft}/${shared}`, template))).toBe('provider.issuer');
      expect(refusal(() => settledIssuer(`${microsoft}/x/${shared}/v2.0`, template))).toBe('provider.issuer');
      expect(refusal(() => settledIssuer(`${microsoft}/${shared}/v2.0/x`, template))).toBe('provider.issuer');
    }
    expect(refusal(() => settledIssuer(`${microsoft}/${tenant}/v2.0`, template))).toBe('provider.issuer');
  });

  it('is the tenant of all personal accounts for consumers, and for nobody else', () => {
    const personal = `${microsoft}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`;
    expect(settledIssuer(`${microsoft}/consumers/v2.0`, personal)).toBe(personal);
    expect(refusal(() => settledIssuer(`${microsoft}/common/v2.0`, personal))).toBe('provider.issuer');
    expect(refusal(() => settledIssuer(`${microsoft}/consumers/v2.0`, `${microsoft}/${tenant}/v2.0`))).toBe('provider.issuer');
    expect(refusal(() => settledIssuer(`${microsoft}/consumers/v2.0`, personal.replace('microsoft', 'evil')))).toBe('provider.issuer');
  });
});

describe('tenants', () => {
  const template = `${microsoft}/{tenantid}/v2.0`;

  it('are listed where the issuer has a place for them, or any in so many words', () => {
    expect(checkTenants(template, 'any')).toBe('any');
    expect(checkTenants(template, [tenant.toUpperCase()])).toEqual([tenant]);
    expect(Object.isFrozen(checkTenants(template, [tenant]))).toBe(true);
    expect(checkTenants('https://op.example', undefined)).toBeUndefined();
  });

  it.each([undefined, [], ['common'], [tenant.slice(1)], [tenant, ''], 'all', [7]])('are never guessed: %j', (tenants) => {
    // Sound: what somebody without types may write.
    expect(refusalDetails(() => checkTenants(template, tenants as never))).toMatchObject({ field: 'tenants' });
  });

  it('are nothing to an issuer that has no place for them', () => {
    for (const tenants of ['any', [tenant]] as const)
      expect(refusalDetails(() => checkTenants('https://op.example', tenants))).toMatchObject({ field: 'tenants' });
  });

  it('are GUIDs in lower case', () => {
    expect([isOneOf('any', tenant), isOneOf([tenant], tenant), isOneOf([other], tenant)]).toEqual([true, true, false]);
    for (const wrong of [tenant.toUpperCase(), ` ${tenant}`, `${tenant}\n`, `${tenant}0`, `0${tenant}`, tenant.replaceAll('-', ''), ''])
      expect([wrong, isOneOf('any', wrong), isOneOf([wrong], wrong)]).toEqual([wrong, false, false]);
  });

  it('stand in the issuer that tokens must name', () => {
    expect(issuerOf(template, tenant)).toBe(`${microsoft}/${tenant}/v2.0`);
    expect(issuerOf(template, '$&$1')).toBe(`${microsoft}/$&$1/v2.0`);
    expect(expectedIssuer({ issuer: template, tenants: 'any' }, { tid: tenant })).toBe(`${microsoft}/${tenant}/v2.0`);
    expect(expectedIssuer({ issuer: template, tenants: 'any' }, { tid: 7 })).toBe(`${microsoft}//v2.0`);
    expect(expectedIssuer({ issuer: 'https://op.example' }, { tid: tenant })).toBe('https://op.example');
  });

  it('stand in the names that messages may give', () => {
    const names = (found: string, tenants: 'any' | readonly string[] = 'any') => namesIssuer({ issuer: template, tenants }, found);
    expect([names(issuerOf(template, tenant)), names(issuerOf(template, tenant), [tenant])]).toEqual([true, true]);
    expect(names(issuerOf(template, tenant), [other])).toBe(false);
    // As long as the right one, and with a tenant in the same place.
    expect(names(issuerOf(template, tenant).replace('login', 'evils'))).toBe(false);
    for (const wrong of [template, 'https://evil.example', '', issuerOf(template, 'common'), `${issuerOf(template, tenant)}/`, tenant])
      expect([wrong, names(wrong)]).toEqual([wrong, false]);
    const plain = (found: string) => namesIssuer({ issuer: 'https://op.example' }, found);
    expect([plain('https://op.example'), plain('https://op.example/')]).toEqual([true, false]);
  });
});
