import { asIssued, accessTokenHash as at_hash, audience as aud, instant, nonce, type ProductToken } from '../openid-product.ts';
import { at } from '../token.ts';
import type { Case } from '../workshop.ts';

const [iat, exp, auth_time] = [at(-5), at(3595), at(-60)];
const person = { email: 'alice@acme.example', email_verified: true, name: 'Alice Adams', given_name: 'Alice', family_name: 'Adams' };
const named = ['email', 'email_verified', 'name', 'given_name', 'family_name'];

/** ID tokens of providers for workforces and for everybody. */
export const idTokenProductCases: readonly Case[] = [okta(), google(), keycloak(), auth0(), pingFederate(), pingOne(), oneLogin()].map(
  asIssued,
);

function okta(): ProductToken {
  return {
    product: 'okta',
    comment: 'Okta: no typ, and how the person signed in',
    header: { kid: 'R5TzVb0kQy7HnWm3sXc9LpDf1aJu6Eg2oZi8tNv4rBw', alg: 'RS256' },
    claims: {
      sub: '00u1a2b3c4D5e6F7g8h9',
      name: 'Alice Adams',
      email: 'alice@acme.example',
      ver: 1,
      iss: 'https://acme.okta.example/oauth2/default',
      aud,
      iat,
      exp,
      jti: 'ID.xK3vLq9aZT0mWbR8sYdUeFgHiJkLmNoPqRsTuVwXyZ0',
      amr: ['pwd', 'mfa', 'otp'],
      idp: '00o1a2b3c4D5e6F7g8h9',
      nonce,
      preferred_username: 'alice@acme.example',
      auth_time,
      at_hash,
      groups: ['Everyone', 'jira-users'],
    },
    person: ['sub', 'name', 'email', 'ver', 'idp', 'preferred_username', 'groups'],
    outcome: { methods: ['pwd', 'mfa', 'otp'], authenticated: instant(-60) },
  };
}

function google(): ProductToken {
  return {
    product: 'google',
    comment: 'Google: an authorized party, the domain of the organization, one of two keys',
    header: { alg: 'RS256', kid: 'c88d809f4db943df53da7accfd47764d05ba391f', typ: 'JWT' },
    claims: {
      iss: 'https://accounts.google.com',
      azp: aud,
      aud,
      sub: '110169484474386276334',
      hd: 'acme.example',
      email: person.email,
      email_verified: true,
      at_hash,
      nonce,
      name: person.name,
      picture: 'https://lh3.googleusercontent.example/a/ACg8ocK=s96-c',
      given_name: person.given_name,
      family_name: person.family_name,
      iat,
      exp,
    },
    person: ['sub', 'hd', 'email', 'email_verified', 'name', 'picture', 'given_name', 'family_name'],
    outcome: { authenticated: instant(-5) },
  };
}

function keycloak(): ProductToken {
  const sid = 'f3a1c5d7-2b4e-4c6a-8d9f-1e0a3b5c7d9e';
  return {
    product: 'keycloak',
    comment: 'Keycloak: blanks in its header, and a claim typ that is none of the header',
    header: '{"alg":"RS256","typ" : "JWT","kid" : "k2Nc9fXwq0T1vB7yR5sE3uH6jL8mP4oDaZxWcVbQnMe"}',
    claims: {
      exp: at(295),
      iat,
      auth_time,
      jti: '0f6a3c1e-7d2b-4a58-9c41-b8e5d6f7a901',
      iss: 'https://keycloak.example/realms/acme',
      aud,
      sub: '5f1d2c3b-4a59-4687-9061-7283a4b5c6d7',
      typ: 'ID',
      azp: aud,
      nonce,
      sid,
      at_hash,
      acr: '1',
      email_verified: false,
      groups: ['/staff/admins', '/jira'],
      name: 'Alice Adams',
      preferred_username: 'alice',
      given_name: 'Alice',
      family_name: 'Adams',
      email: 'alice@acme.example',
    },
    person: ['sub', 'typ', 'email_verified', 'groups', 'name', 'preferred_username', 'given_name', 'family_name', 'email'],
    outcome: { sessionIndex: sid, context: '1', authenticated: instant(-60) },
  };
}

function auth0(): ProductToken {
  return {
    product: 'auth0',
    comment: 'Auth0: an issuer with a slash behind it, a subject with a bar, a claim by an address',
    header: { alg: 'RS256', typ: 'JWT', kid: 'NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg' },
    claims: {
      'https://acme.example/roles': ['admin', 'editor'],
      nickname: 'alice',
      ...person,
      picture: 'https://s.gravatar.example/avatar/0?s=480&r=pg',
      updated_at: '2026-01-15T11:58:59.512Z',
      iss: 'https://acme.eu.auth0.example/',
      aud,
      sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
      iat,
      exp: at(35_995),
      sid: 'Zx8Cv7Bn6Ma5Sd4Fg3Hj2Kl1',
      nonce,
    },
    person: ['https://acme.example/roles', 'nickname', ...named, 'picture', 'updated_at', 'sub'],
    outcome: { sessionIndex: 'Zx8Cv7Bn6Ma5Sd4Fg3Hj2Kl1' },
  };
}

function pingFederate(): ProductToken {
  return {
    product: 'pingfederate',
    comment: 'PingFederate: no typ, its own name for the session',
    header: { alg: 'RS256', kid: 'k1mPq8XnYe' },
    claims: {
      sub: 'alice',
      aud,
      jti: 'V7xQ9mT0aZ5bN2cL8wK3dR',
      iss: 'https://sso.acme.example',
      iat,
      exp: at(295),
      acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
      auth_time,
      memberOf: 'cn=staff,dc=acme,dc=example',
      nonce,
      'pi.sri': 'b7TqUJ3xW0kLmN5yP9sD2vF8gHc..a1Zk',
      at_hash,
    },
    person: ['sub', 'memberOf', 'pi.sri'],
    outcome: { context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password', authenticated: instant(-60) },
  };
}

function pingOne(): ProductToken {
  const environment = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
  return {
    product: 'pingone',
    comment: 'PingOne: a key that is called default',
    header: { alg: 'RS256', kid: 'default' },
    claims: {
      iss: `https://auth.pingone.example/${environment}/as`,
      sub: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      aud,
      iat,
      exp,
      acr: 'Single_Factor',
      amr: ['pwd'],
      auth_time,
      at_hash,
      sid: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
      preferred_username: 'alice',
      given_name: 'Alice',
      updated_at: 1_768_000_000,
      nonce,
      env: environment,
      org: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
      'p1.region': 'EU',
    },
    person: ['sub', 'preferred_username', 'given_name', 'updated_at', 'env', 'org', 'p1.region'],
    outcome: { sessionIndex: '6ba7b810-9dad-41d1-80b4-00c04fd430c8', context: 'Single_Factor', methods: ['pwd'] },
  };
}

function oneLogin(): ProductToken {
  const acr = 'onelogin:nist:level:1:re-auth';
  return {
    product: 'onelogin',
    comment: 'OneLogin: a hash of the refresh token beside that of the access token',
    header: { typ: 'JWT', alg: 'RS256', kid: 'JRcO4nxs5jgc8YdN7I2hLO4V_ql1bdoiMXmcYgHm4Hs' },
    claims: {
      sub: '38088041',
      email: 'alice@acme.example',
      preferred_username: 'alice',
      name: 'Alice Adams',
      updated_at: 1_768_000_000,
      given_name: 'Alice',
      family_name: 'Adams',
      groups: ['staff'],
      nonce,
      at_hash,
      rt_hash: 'mK3vLq9aZT0mWbR8sYdUeA',
      sid: '4f7d2b9e-1c3a-4e5f-8a6b-0d9c8b7a6f5e',
      acr,
      aud,
      exp: at(7195),
      iat,
      iss: 'https://acme.onelogin.example/oidc/2',
    },
    person: ['sub', 'email', 'preferred_username', 'name', 'updated_at', 'given_name', 'family_name', 'groups', 'rt_hash'],
    outcome: { sessionIndex: '4f7d2b9e-1c3a-4e5f-8a6b-0d9c8b7a6f5e', context: acr },
  };
}
