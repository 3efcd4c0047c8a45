import { expect } from 'vitest';
import { readInitiatedLogin } from '../../src/oidc/initiated-login.ts';
import { login } from '../../src/oidc/login.ts';
import { logout } from '../../src/oidc/logout.ts';
import { readLogoutToken } from '../../src/oidc/logout-token.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { jwsSigner } from '../support/jws.ts';
import { loggedIn, refusalsOf, them, us } from '../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../support/openid-party.ts';
import { type Module, not, ours, type Plan, partyThat, type Says } from './module.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const handlers = 'comes with the handlers for logout: there is none yet that the browser could come to';

/** Signing out, and logins that others begin. */
export const logoutAndThirdParty: Plan = {
  name: 'Logout and third-party login',
  section: '4.4',
  rows: {
    'init-logout': [
      ours('init-logout', async () => {
        const party = new OpenIdParty();
        const { session, tokens } = await loggedIn({ party });
        const idToken = tokens.idToken ?? expect.fail();
        const outgoing = logout(us(), them(party), session, { idToken, returnTo: 'https://rp.example/signed-out', state: 'over' });
        const { searchParams } = new URL(outgoing.kind === 'redirect' ? outgoing.url : '');
        expect(Object.fromEntries(searchParams)).toEqual({
          client_id: 'client',
          id_token_hint: idToken,
          post_logout_redirect_uri: 'https://rp.example/signed-out',
          state: 'over',
        });
      }),
    ],
    'init-logout-other-state, -no-state': [not('init-logout-other-state', handlers), not('init-logout-no-state', handlers)],
    'backchannel-rpinitlogout': [
      ours('backchannel-rpinitlogout', async () => {
        const notice = await readLogoutToken(...given({}, {}));
        expect(notice).toMatchObject({ provider: 'op', subject: { value: 'alice' }, index: 'session' });
      }),
    ],
    '…-alg-none, -wrong-alg (ES256 where RS256 is registered), -wrong-iss, -wrong-aud, -no-event, -wrong-event, -with-nonce': [
      refusedToken('alg-none', 'signature.algorithm', {}, { keys: [jwsSigner('none')], published: [jwsSigner('RS256')] }),
      refusedToken('wrong-alg', 'signature.algorithm', {}, { keys: [jwsSigner('ES256')] }),
      refusedToken('wrong-iss', 'logout-token.issuer', { iss: 'https://evil.example' }),
      refusedToken('wrong-aud', 'logout-token.audience', { aud: 'other' }),
      refusedToken('no-event', 'logout-token.event', { events: undefined }),
      refusedToken('wrong-event', 'logout-token.event', { events: { 'https://op.example/other': {} } }),
      refusedToken('with-nonce', 'logout-token.no-nonce', { nonce: 'nonce' }),
    ],
    'frontchannel-rpinitlogout, -opinitlogout': [not('frontchannel-rpinitlogout', handlers), not('frontchannel-opinitlogout', handlers)],
    'session-management': [not('session-management', 'wants cookies of the provider in a frame of ours, which browsers no longer give')],
    '3rd-party-init-login': [
      ours('3rd-party-init-login', async () => {
        const party = new OpenIdParty();
        const parameters = new URLSearchParams({ iss: party.issuer, login_hint: 'alice', target_link_uri: 'https://rp.example/inbox' });
        const { provider, ...options } = readInitiatedLogin([them(party)], parameters, { ourAddress: 'https://rp.example' });
        const { outgoing, pending } = await login(us(), provider, options, party.world);
        expect(party.asked(outgoing).get('login_hint')).toBe('alice');
        expect([pending.returnTo, party.requests]).toEqual(['https://rp.example/inbox', []]);
      }),
    ],
  },
};

function refusedToken(name: string, rule: string, claims: Changes, says: Says = {}): Module {
  return ours(`backchannel-rpinitlogout-${name}`, async () => {
    expect(await refusalsOf(() => readLogoutToken(...given(claims, says)))).toEqual([rule]);
  });
}

/** A logout token, with what it is held against. */
function given(changes: Changes, says: Says): Parameters<typeof readLogoutToken> {
  const party = partyThat(says);
  const { issuer, seconds, world } = party;
  const claims = { iss: issuer, sub: 'alice', aud: 'client', iat: seconds, jti: 'id', events: { [event]: {} }, sid: 'session' };
  return [us(), them(party), party.sign({ ...claims, ...changes }), memoryReplayStore({}, world), world];
}
