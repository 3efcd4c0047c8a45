import { describe, expect, it } from 'vitest';
import { type LogoutOptions, logout } from '../../../src/oidc/logout.ts';
import { them, us } from '../../support/openid-login.ts';
import { OpenIdParty } from '../../support/openid-party.ts';
import { refusalDetails } from '../../support/refusal.ts';

const party = new OpenIdParty();
const session = { protocol: 'oidc', provider: 'op', subject: { value: 'alice' } } as const;

describe('a logout', () => {
  it('sends the browser to the provider, and says who sends it', () => {
    expect(sent()).toEqual({ client_id: 'client' });
    expect(logout(us(), them(party), session)).toEqual({ kind: 'redirect', url: 'https://op.example/logout?client_id=client' });
  });

  it('says all that it is told', () => {
    const options = {
      idToken: 'a.b.c',
      returnTo: 'https://rp.example/signed-out',
      state: 'over',
      logoutHint: 'alice',
      uiLocales: ['de', 'en'],
    };
    expect(sent(options)).toEqual({
      client_id: 'client',
      id_token_hint: 'a.b.c',
      post_logout_redirect_uri: 'https://rp.example/signed-out',
      state: 'over',
      logout_hint: 'alice',
      ui_locales: 'de en',
    });
  });

  it('keeps the query that the address has', () => {
    const provider = them(party, { endSessionEndpoint: 'https://op.example/logout?p=policy' });
    expect(logout(us(), provider, session)).toMatchObject({ url: 'https://op.example/logout?p=policy&client_id=client' });
  });

  it.each<readonly [string, Record<string, unknown>]>([
    ['idtoken', { idtoken: 'x' }],
    ['idToken', { idToken: '' }],
    ['returnTo', { returnTo: 'http://rp.example' }],
    ['state', { state: 'x' }],
    ['state', { state: '', returnTo: 'https://rp.example' }],
    ['logoutHint', { logoutHint: '' }],
    ['uiLocales', { uiLocales: 'de' }],
  ])('refuses %s: %j', (field, options) => {
    // Sound: what somebody without types may write.
    expect(refusalDetails(() => sent(options as LogoutOptions))).toMatchObject({ field });
  });

  it('is of a session of that provider', () => {
    for (const other of [
      { ...session, provider: 'other' },
      { ...session, protocol: 'saml' as const },
    ])
      expect(refusalDetails(() => logout(us(), them(party), other))).toMatchObject({ field: 'session' });
  });

  it('needs an address to go to', () => {
    const { endSession: _, ...endpoints } = them(party).endpoints;
    expect(refusalDetails(() => logout(us(), { ...them(party), endpoints }, session))).toEqual({
      provider: 'op',
      service: 'endSession',
      binding: 'https',
    });
  });
});

function sent(options?: LogoutOptions): Readonly<Record<string, string>> {
  const outgoing = logout(us(), them(party), session, options);
  return Object.fromEntries(new URL(outgoing.kind === 'redirect' ? outgoing.url : '').searchParams);
}
