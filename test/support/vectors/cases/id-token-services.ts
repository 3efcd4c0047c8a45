import { asIssued, accessTokenHash as at_hash, audience as aud, instant, nonce, type ProductToken } from '../openid-product.ts';
import { at } from '../token.ts';
import type { Case } from '../workshop.ts';

const [iat, exp, auth_time] = [at(-5), at(3595), at(-60)];

/** ID tokens of services that are asked who somebody is, beside what they do otherwise. */
export const idTokenServiceCases: readonly Case[] = [salesforce(), apple(), gitLab(), miniOrange(), cognito(), authentik(), slack()].map(
  asIssued,
);

function salesforce(): ProductToken {
  const sub = 'https://login.salesforce.example/id/00D000000000062EAA/0051a000001XyZzAAK';
  return {
    product: 'salesforce',
    comment: 'Salesforce: a subject that is an address, claims that are objects or null',
    header: { alg: 'RS256', typ: 'JWT', kid: '254' },
    claims: {
      at_hash,
      sub,
      zoneinfo: 'Europe/Berlin',
      email_verified: true,
      address: {},
      profile: 'https://acme.my.salesforce.example/0051a000001XyZzAAK',
      iss: 'https://acme.my.salesforce.example',
      phone_number_verified: false,
      preferred_username: 'alice@acme.example',
      given_name: 'Alice',
      locale: 'en_US',
      nonce,
      aud,
      updated_at: '2026-01-10T08:15:30Z',
      name: 'Alice Adams',
      phone_number: null,
      exp: at(115),
      iat,
      family_name: 'Adams',
      email: 'alice@acme.example',
      custom_attributes: { Department: 'Sales' },
    },
    person: [
      ...['sub', 'zoneinfo', 'email_verified', 'address', 'profile', 'phone_number_verified', 'preferred_username', 'given_name', 'locale'],
      ...['updated_at', 'name', 'phone_number', 'family_name', 'email', 'custom_attributes'],
    ],
    outcome: {},
  };
}

function apple(): ProductToken {
  return {
    product: 'apple',
    comment: 'Apple: truth values as texts, an address that stands for another',
    header: { kid: 'T8tIJ1zSrO', alg: 'RS256' },
    claims: {
      iss: 'https://appleid.apple.com',
      aud,
      exp: at(86_395),
      iat,
      sub: '001234.a1b2c3d4e5f60718293a4b5c6d7e8f90.0123',
      nonce,
      at_hash,
      email: 'x7k2m9q4@privaterelay.example',
      email_verified: 'true',
      is_private_email: 'true',
      auth_time,
      nonce_supported: true,
      real_user_status: 2,
    },
    person: ['sub', 'email', 'email_verified', 'is_private_email', 'nonce_supported', 'real_user_status'],
    outcome: { authenticated: instant(-60) },
  };
}

function gitLab(): ProductToken {
  return {
    product: 'gitlab',
    comment: 'GitLab: a subject that is a small number, written as a text',
    header: { typ: 'JWT', kid: 'kewiQq9jiC84CvSsJYOB-N6A8WFLSV20Mb-y7IlWDSQ', alg: 'RS256' },
    claims: {
      iss: 'https://gitlab.example',
      sub: '42',
      aud,
      exp: at(115),
      iat,
      nonce,
      auth_time: at(-2_000_000),
      sub_legacy: 'b54d1bb1b5d1ab7d3bb6d5ad0f1f4d4c2e5e9e2b6a1a3b7f8c9d0e1f2a3b4c5d',
      email: 'alice@acme.example',
      email_verified: true,
      groups_direct: ['acme', 'acme/platform'],
    },
    person: ['sub', 'sub_legacy', 'email', 'email_verified', 'groups_direct'],
    outcome: { authenticated: instant(-2_000_000) },
  };
}

function miniOrange(): ProductToken {
  return {
    product: 'miniorange',
    comment: 'miniOrange: attributes by names of the choice of its administrator',
    header: { alg: 'RS256', kid: 'miniorange' },
    claims: {
      sub: 'alice@acme.example',
      iss: 'https://login.xecurify.example/moas',
      aud: [aud],
      nonce,
      iat,
      exp,
      username: 'alice',
      firstName: 'Alice',
      lastName: 'Adams',
      groups: ['DEFAULT', 'jira-users'],
    },
    person: ['sub', 'username', 'firstName', 'lastName', 'groups'],
    outcome: {},
  };
}

function cognito(): ProductToken {
  return {
    product: 'cognito',
    comment: 'Amazon Cognito: names of keys that are base64 with padding, claims with colons',
    header: { kid: 'GvB0xT9qLmZsW3nYcK1pRd8eHgUj7oI5aVfX2bN4tMw=', alg: 'RS256' },
    claims: {
      at_hash,
      sub: '93b4c8d2-50a1-70e3-9f1b-2c3d4e5f6071',
      'cognito:groups': ['admins'],
      email_verified: true,
      iss: 'https://cognito-idp.eu-central-1.amazonaws.example/eu-central-1_Ab1Cd2Ef3',
      'cognito:username': 'alice',
      nonce,
      origin_jti: 'a1b2c3d4-e5f6-4071-8293-a4b5c6d7e8f9',
      aud,
      event_id: '0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f',
      token_use: 'id',
      auth_time,
      exp,
      iat,
      jti: '1a2b3c4d-5e6f-4708-9192-a3b4c5d6e7f8',
      email: 'alice@acme.example',
    },
    person: [...['sub', 'cognito:groups', 'email_verified', 'cognito:username', 'origin_jti', 'event_id', 'token_use', 'email']],
    outcome: { authenticated: instant(-60) },
  };
}

function authentik(): ProductToken {
  return {
    product: 'authentik',
    comment: 'authentik: an issuer with a path and a slash behind it, a context that is an address',
    header: { alg: 'RS256', kid: '8f14e45fceea167a5a36dedd4bea2543', typ: 'JWT' },
    claims: {
      iss: 'https://authentik.example/application/o/acme/',
      sub: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      aud,
      exp,
      iat,
      auth_time,
      acr: 'goauthentik.io/providers/oauth2/default',
      amr: ['pwd'],
      nonce,
      at_hash,
      sid: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      email: 'alice@acme.example',
      groups: ['authentik Admins'],
      azp: aud,
      uid: 'k3V7xQ9mT0aZ5bN2cL8w',
    },
    person: ['sub', 'email', 'groups', 'uid'],
    outcome: { context: 'goauthentik.io/providers/oauth2/default', methods: ['pwd'] },
  };
}

function slack(): ProductToken {
  return {
    product: 'slack',
    comment: 'Slack: claims by addresses, true and false among them',
    header: { typ: 'JWT', alg: 'RS256', kid: 'mB2MAyKSn555isd0EbdhKx6nkyAi9xLq8rvCEb_nOyY' },
    claims: {
      iss: 'https://slack.example',
      sub: 'U0R7JM',
      aud,
      exp: at(295),
      iat,
      auth_time,
      nonce,
      at_hash,
      'https://slack.example/team_id': 'T0R7GR',
      'https://slack.example/user_id': 'U0R7JM',
      email: 'alice@acme.example',
      email_verified: true,
      date_email_verified: 1_622_128_723,
      name: 'Alice Adams',
      'https://slack.example/team_image_default': false,
    },
    person: [
      ...['sub', 'https://slack.example/team_id', 'https://slack.example/user_id', 'email', 'email_verified'],
      ...['date_email_verified', 'name', 'https://slack.example/team_image_default'],
    ],
    outcome: { authenticated: instant(-60) },
  };
}
