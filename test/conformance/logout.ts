import { expect } from 'vitest';
import { readInitiatedLogin } from '../../src/oidc/initiated-login.ts';
import { login } from '../../src/oidc/login.ts';
import { logout } from '../../src/oidc/logout.ts';
import { readLogoutToken } from '../../src/oidc/logout-token.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { jwsSigner } from '../support/jws.ts';
import { loggedIn, refusalsOf, them, us } from '../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../support/openid-party.ts';
import { exits, framed, isSignedIn, serviceWithExits, signedInByOidc } from '../support/sign-out.ts';
import type { Visitor } from '../support/visitor.ts';
import { type Module, not, ours, type Plan, partyThat, type Says } from './module.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

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
    'init-logout-other-state, -no-state': [
      ours('init-logout-other-state', async () => comeBackWith('?state=other')),
      ours('init-logout-no-state', async () => comeBackWith('')),
    ],
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
    'frontchannel-rpinitlogout, -opinitlogout': [
      ours('frontchannel-rpinitlogout', async () => endedByFrame(async (browser) => void (await browser.post(exits.signOut, {}, 'here')))),
      ours('frontchannel-opinitlogout', async () => endedByFrame(async () => undefined)),
    ],
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

/** Whoever comes back so is asked whether they want to sign out, if they have not. */
async function comeBackWith(query: string): Promise<void> {
  const own = serviceWithExits();
  const browser = await signedInByOidc(own, 'alice');
  const back = await browser.open(`${exits.cameBack}${query}`, 'elsewhere');
  expect([back.status, back.headers.get('location'), await isSignedIn(browser)]).toEqual([303, exits.signOut, true]);
}

/** The frame ends the session of the browser in which that happens, and of no other, though no cookie comes with it. */
async function endedByFrame(before: (browser: Visitor) => Promise<void>): Promise<void> {
  const own = serviceWithExits();
  const [browser, other] = [await signedInByOidc(own, 'alice', 'one'), await signedInByOidc(own, 'alice', 'two')];
  await before(browser);
  expect((await framed(own, { iss: own.party.issuer, sid: 'one' })).status).toBe(200);
  expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([false, true]);
}

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
