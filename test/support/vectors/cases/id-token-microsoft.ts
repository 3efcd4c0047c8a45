import { accessTokenHash, asIssued, audience, instant, nonce, type ProductToken } from '../openid-product.ts';
import { at } from '../token.ts';
import type { Case } from '../workshop.ts';

const tenant = '2f9c1b7e-4d3a-4c58-9b6e-0a1d2c3e4f50';
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const oid = '6f1d0e3c-8a2b-4d57-9e4f-1b2c3d4e5f60';

/** ID tokens of Entra ID and AD FS. */
export const idTokenMicrosoftCases: readonly Case[] = [
  asIssued(entra()),
  asIssued({ ...entra(), variant: 'common', party: 'entra-common', comment: 'Entra ID at common, from a tenant that is listed' }),
  asIssued(overage()),
  asIssued(personalAccount()),
  asIssued(adfs()),
];

function entra(): ProductToken {
  const claims = {
    aud: audience,
    iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
    iat: at(-330),
    nbf: at(-330),
    exp: at(3570),
    aio: 'AXQAi/8TAAAAx0VbY7c3mLk1',
    email: 'alice@acme.example',
    groups: ['0f4a7c1e-22b3-4d5e-8f60-718293a4b5c6', '1a5b8d2f-33c4-4e6f-9071-8293a4b5c6d7'],
    name: 'Alice Adams',
    nonce,
    oid,
    preferred_username: 'alice@acme.example',
    rh: '1.AXoAfhuc',
    roles: ['Admin'],
    sid: '00a1b2c3-d4e5-f607-1829-3a4b5c6d7e8f',
    sub: 'Pq3x7Zt0bKc9Lm2Vn8Rw5Ys1Ud4Ge6Hj',
    tid: tenant,
    uti: 'k3V7xQ9mT0aZ5bN2cL8wAA',
    ver: '2.0',
  };
  return {
    product: 'entra',
    comment: 'Entra ID of one tenant: known by the object id within it',
    header: { typ: 'JWT', alg: 'RS256', kid: 'Mc7l3Iz93g7uwgNeEmmw_WYGPko' },
    claims,
    person: ['aio', 'email', 'groups', 'name', 'oid', 'preferred_username', 'rh', 'roles', 'sub', 'tid', 'uti', 'ver'],
    outcome: { subject: { value: oid, nameQualifier: tenant }, sessionIndex: claims.sid, authenticated: instant(-330) },
  };
}

/** Of somebody in more than 200 groups. */
function overage(): ProductToken {
  const usual = entra();
  const { groups: _, ...claims } = usual.claims;
  return {
    ...usual,
    variant: 'overage',
    comment: 'Entra ID, of somebody in more groups than a token holds',
    claims: {
      ...claims,
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: `https://graph.windows.net/${tenant}/users/${oid}/getMemberObjects` } },
    },
    person: usual.person.filter((name) => name !== 'groups'),
    outcome: {
      ...usual.outcome,
      attributes: [...usual.person.filter((name) => name !== 'groups').map((name) => [name, [usual.claims[name]].flat()]), ['groups', []]],
      truncated: ['groups'],
    },
  };
}

function personalAccount(): ProductToken {
  const id = '00000000-0000-0000-66f3-3332eca7ea81';
  return {
    product: 'entra',
    variant: 'personal',
    party: 'entra-common',
    comment: 'Entra ID at common, with a personal account',
    header: { typ: 'JWT', alg: 'RS256', kid: 'Mc7l3Iz93g7uwgNeEmmw_WYGPko' },
    claims: {
      ver: '2.0',
      iss: `https://login.microsoftonline.com/${personal}/v2.0`,
      sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
      aud: audience,
      exp: at(86_100),
      iat: at(-300),
      nbf: at(-300),
      name: 'Alice Adams',
      preferred_username: 'alice@outlook.example',
      oid: id,
      tid: personal,
      nonce,
      aio: 'Df2UVXL1ix!lMCWMSOJBcFatzcGfvFGhjKv8q5g0x732dR5MB5BisvGQO7YWByjd8iQDLq!eGbIDakyp5mnOrcdqHeYSnltepQmRp6AIZ8jY',
    },
    person: ['ver', 'sub', 'name', 'preferred_username', 'oid', 'tid', 'aio'],
    outcome: { subject: { value: id, nameQualifier: personal } },
  };
}

function adfs(): ProductToken {
  return {
    product: 'adfs',
    comment: 'AD FS: a subject with a padded hash, and the names of the directory',
    header: { typ: 'JWT', alg: 'RS256', x5t: 'pT4vX9qLm2ZsB7nWcK1yRd8eHgU', kid: 'pT4vX9qLm2ZsB7nWcK1yRd8eHgU' },
    claims: {
      aud: audience,
      iss: 'https://adfs.example/adfs',
      iat: at(-20),
      nbf: at(-20),
      exp: at(3580),
      auth_time: at(-45),
      nonce,
      sub: 'u8Kd2vQ0mX5rT7yLb9Wc3Nz1Hf6Jg4PsAoEiUqRtYxM=',
      upn: 'alice@acme.example',
      unique_name: 'ACME\\alice',
      pwd_url: 'https://adfs.example/adfs/portal/updatepassword/',
      pwd_exp: '604740',
      sid: 'S-1-5-21-3623811015-3361044348-30300820-1013',
      at_hash: accessTokenHash,
    },
    person: ['sub', 'upn', 'unique_name', 'pwd_url', 'pwd_exp'],
    outcome: { sessionIndex: 'S-1-5-21-3623811015-3361044348-30300820-1013', authenticated: instant(-45) },
  };
}
