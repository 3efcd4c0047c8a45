import { describe, expect, it } from 'vitest';
import { login as loginByOidc } from '../../../src/oidc/login.ts';
import { type OidcPreset, oidcLogin, presets, type SamlPreset, samlLogin } from '../../../src/providers/index.ts';
import { login } from '../../../src/saml/login.ts';
import { nameIdFormats } from '../../../src/saml/names.ts';
import { them as op, us as rp } from '../../support/openid-login.ts';
import { OpenIdParty } from '../../support/openid-party.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';
import { each, made } from '../../support/registrations.ts';
import { at, them, us } from '../../support/saml-login.ts';

const entra = samlOf('entra-id');

describe('a login by SAML at Entra ID', () => {
  it.each([
    ['subject', { subject: { value: 'alice@example.org' } }],
    ['scoping', { scoping: { proxyCount: 0 } }],
    ['nameIdPolicy.format', { nameIdPolicy: { format: nameIdFormats.kerberos } }],
    ['authnContext.comparison', { authnContext: { classes: ['urn:a'], comparison: 'minimum', order: ['urn:a'] } }],
  ] as const)('is refused before it is sent where the provider would: %s', (field, options) => {
    expect(refusalDetails(() => samlLogin(entra, options))).toMatchObject({ field });
    expect(samlLogin(samlOf('keycloak'), options)).toEqual(options);
  });

  it('may hold everything else', () => {
    const options = {
      forceAuthn: true,
      returnTo: '/inbox',
      nameIdPolicy: { format: nameIdFormats.persistent },
      authnContext: { classes: ['urn:a'], comparison: 'exact' },
    } as const;
    expect(samlLogin(entra, options)).toEqual(options);
    expect(samlLogin(entra, { nameIdPolicy: false })).toEqual({ nameIdPolicy: false });
    expect(samlLogin(entra)).toEqual({});
  });

  it('tells the provider who is to sign in beside the request, and never within', async () => {
    const options = samlLogin(entra, { parameters: { x: '1' } }, { domain: 'example.org', user: 'alice&x=2' });
    const { outgoing } = await login(us(), them(), options, at());
    const sent = outgoing.kind === 'redirect' ? new URL(outgoing.url).searchParams : new URLSearchParams();
    expect(Object.fromEntries(sent)).toMatchObject({ whr: 'example.org', login_hint: 'alice&x=2', x: '1' });
    expect([...sent.keys()].filter((name) => name === 'x')).toHaveLength(1);
  });

  it('is told in one word of options that overrule it', () => {
    expect(samlLogin(entra, { parameters: { whr: 'mine.example' } }, { domain: 'example.org' }).parameters).toEqual({
      whr: 'mine.example',
    });
  });
});

describe('a provider that takes no hints', () => {
  it.each(['okta', 'google-workspace', 'keycloak'] as const)('is told nothing: %s', (name) => {
    expect(samlLogin(samlOf(name), {}, { domain: 'example.org', user: 'alice' })).toEqual({});
  });
});

describe('a login by OpenID Connect', () => {
  it('has hints as the options that there are for them', () => {
    expect(oidcLogin(oidcOf('entra-id'), { prompt: 'login' }, { domain: 'example.org', user: 'alice' })).toEqual({
      prompt: 'login',
      domainHint: 'example.org',
      loginHint: 'alice',
    });
    expect(oidcLogin(oidcOf('keycloak'), {}, { domain: 'example.org', user: 'alice' })).toEqual({ loginHint: 'alice' });
  });

  it('has hints of its own where a provider has others', () => {
    expect(oidcLogin(oidcOf('google-workspace')).parameters).toEqual({ hd: 'example.org' });
    const { oidc } = presets['google-workspace']({ domains: ['a.example', 'b.example'] });
    expect(oidc && oidcLogin(oidc).parameters).toEqual({ hd: '*' });
    expect(oidc && oidcLogin(oidc, {}, { domain: 'b.example' }).parameters).toEqual({ hd: 'b.example' });
  });

  it('begins with what the provider wants of every login', () => {
    expect(oidcLogin(oidcOf('ad-fs'), { returnTo: '/inbox' })).toEqual({ responseMode: 'form_post', returnTo: '/inbox' });
  });

  it.each(each)('is one that can be begun: %s', async (_, { oidc, saml }) => {
    const party = new OpenIdParty();
    const options = oidc && oidcLogin(oidc, {}, { domain: 'example.org', user: 'alice' });
    expect((await loginByOidc(rp(), op(party), options, party.world)).pending.protocol).toBe('oidc');
    expect(refusal(() => saml && samlLogin(saml, { forceAuthn: true }))).toBe('accepted');
  });
});

function samlOf(name: keyof typeof made): SamlPreset {
  const { saml } = made[name];
  if (saml === undefined) throw new Error(`${name} has no SAML`);
  return saml;
}

function oidcOf(name: keyof typeof made): OidcPreset {
  const { oidc } = made[name];
  if (oidc === undefined) throw new Error(`${name} has no OpenID Connect`);
  return oidc;
}
