import { expect } from 'vitest';
import { one } from '../../src/identity/identity.ts';
import { jwsSigner } from '../support/jws.ts';
import { loggedIn, refusals } from '../support/openid-login.ts';
import { OpenIdParty } from '../support/openid-party.ts';
import { accepted, type Manner, type Module, ours, type Plan, partyThat, refused, usual } from './module.ts';

/** What the Basic plan asks, in whichever way the answer comes. */
export function basicRows(manner: Manner): Readonly<Record<string, readonly Module[]>> {
  const rows = [
    ours('(oidcc-client-test)', () => wholeLogin(manner)),
    refused('invalid-iss', 'id-token.issuer', { claims: { iss: 'https://evil.example' } }, manner),
    refused('missing-sub', 'id-token.subject', { claims: { sub: undefined } }, manner),
    refused('invalid-aud', ['id-token.audience', 'id-token.other-audiences'], { claims: { aud: 'other' } }, manner),
    refused('missing-iat', 'id-token.issued-at', { claims: { iat: undefined } }, manner),
    accepted('kid-absent-single-jwks', { header: { kid: undefined } }, manner),
    // Either is allowed: all that fit are tried, four at most.
    accepted(
      'kid-absent-multiple-jwks',
      { header: { kid: undefined }, published: [jwsSigner('RS256', 'x', 'other'), jwsSigner('RS256')] },
      manner,
    ),
    accepted('idtoken-sig-rs256', { header: { typ: 'JWT' } }, manner),
    // Either is allowed: a token that nobody signed is none, whoever brings it.
    refused('idtoken-sig-none', 'signature.algorithm', { keys: [jwsSigner('none')], published: [jwsSigner('RS256')] }, manner),
    refused(
      'invalid-sig-rs256',
      'signature.value',
      { keys: [jwsSigner('RS256', 'RS256', 'other')], published: [jwsSigner('RS256')] },
      manner,
    ),
    ours('userinfo-invalid-sub', async () => {
      expect(await refusals({ party: partyThat({ person: { sub: 'mallory' } }), ...usual(manner) })).toEqual(['user-info.subject']);
    }),
    refused('nonce-invalid', 'id-token.nonce', { claims: { nonce: 'other' } }, manner),
    ours('scope-userinfo-claims', () => scopes(manner)),
  ];
  return Object.fromEntries(rows.map((module) => [module.name, [module]]));
}

export const basic: Plan = { name: 'Basic', section: '4.1', rows: basicRows({}) };

/** Request, code, token and UserInfo, with the credentials encoded as in a form (RFC 6749 2.3.1). */
async function wholeLogin(manner: Manner): Promise<void> {
  const party = new OpenIdParty();
  const login = await loggedIn({ party, ...usual(manner) });
  expect([login.identity.subject?.value, one(login.identity, 'name')]).toEqual(['alice', 'Alice']);
  expect(party.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /token', 'GET /jwks', 'GET /userinfo']);
  const basicHeader = `Basic ${Buffer.from('client:a+secret%3A+with+%2B+and+%25').toString('base64')}`;
  expect(party.requests[0]?.headers.get('authorization')).toBe(basicHeader);
  expect(party.requests[2]?.headers.get('authorization')).toBe('Bearer access');
}

async function scopes(manner: Manner): Promise<void> {
  const address = { formatted: '1 Main Street' };
  const person = { name: 'Alice', email: 'alice@example.org', phone_number: '+41 1', address };
  const party = partyThat({ person });
  const { client, options } = usual(manner);
  const login = await loggedIn({ party, client, options: { ...options, scopes: ['profile', 'email', 'phone', 'address'] } });
  expect(login.userInfo).toMatchObject(person);
  expect(['email', 'phone_number'].map((name) => one(login.identity, name))).toEqual([person.email, person.phone_number]);
}
