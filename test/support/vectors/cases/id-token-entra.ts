import { idTokenCases, rule } from '../id-token-case.ts';
import { keySetOf, listed } from '../token.ts';
import type { TokenCaseOptions } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = idTokenCases({ spec: 'Microsoft identity platform: multi-tenant issuers', flags: 'tenant rule' });
const kid = 'Mc7l3Iz93g7uwgNeEmmw_WYGPko';
const tenant = '2f9c1b7e-4d3a-4c58-9b6e-0a1d2c3e4f50';
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const stranger = 'b7e1d2c3-5f60-4a1b-8c9d-2e3f4a5b6c7d';
const oid = '6f1d0e3c-8a2b-4d57-9e4f-1b2c3d4e5f60';

/** Issuers with a place for the tenant, and what people are known by there. */
export const idTokenEntraCases: readonly Case[] = [...tenants(), ...keys(), ...objectIds()];

function tenants(): readonly Case[] {
  const common = 'rp op-entra-common';
  const any = 'rp op-entra-any';
  const bad = (name: string, comment: string, id: string, parties = common): Case =>
    refuses(`tenant-${name}`, comment, rule('tenant'), of(id, parties));
  return [
    accepts('tenant-listed', 'a tenant that is listed', known(tenant), of(tenant, common)),
    accepts('tenant-personal', 'the tenant of personal accounts, which is listed', known(personal), of(personal, common)),
    accepts('tenant-any', 'any tenant, where any may sign in', known(stranger), of(stranger, any)),
    accepts('tenant-single', 'the one tenant of an issuer without a place for others', known(tenant), of(tenant, 'rp op-entra')),
    bad('not-listed', 'a tenant that is not listed', stranger),
    bad('capitals', 'a tenant that is listed, in capitals', tenant.toUpperCase()),
    bad('no-guid', 'a domain in the place of a GUID, where any tenant may sign in', 'acme.example', any),
    bad('template', 'the template itself, where any tenant may sign in', '{tenantid}', any),
    bad('pattern', 'a pattern of replacement, where any tenant may sign in', '$&', any),
    bad('path', 'a GUID and more, where any tenant may sign in', `${tenant}/../${stranger}`, any),
    bad('braces', 'a GUID in braces', `{${tenant}}`, any),
    refuses('tenant-other-issuer', 'the issuer of another tenant that is listed', rule('issuer'), {
      ...of(tenant, common),
      claims: { ...claimsOf(tenant), iss: issuerOf(personal) },
      // Without the issuer of the key, which would not fit either.
      fields: { keySet: keySetOf(listed('idp', { kid })) },
    }),
    refuses('tenant-single-other', 'another tenant at the issuer of one', rule('issuer'), of(stranger, 'rp op-entra')),
  ];
}

/** Among the keys for all tenants are some that sign for one alone. */
function keys(): readonly Case[] {
  const parties = 'rp op-entra-personal-key';
  const spec = 'Microsoft identity platform: signing key issuer';
  return [
    accepts('key-issuer', 'a key that signs for this tenant alone', known(personal), { ...of(personal, parties), spec }),
    refuses('key-issuer-other', 'a key that signs for another tenant alone', rule('key-issuer'), { ...of(tenant, parties), spec }),
  ];
}

/** What a person is known by: the object id within its tenant. */
function objectIds(): readonly Case[] {
  const spec = 'Microsoft identity platform: ID token claims';
  const lacks = (name: string, comment: string, claims: object, options: TokenCaseOptions = {}): Case =>
    refuses(`object-id-${name}`, comment, rule('object-id'), {
      ...of(tenant, 'rp op-entra'),
      claims: { ...claimsOf(tenant), ...claims },
      spec,
      ...options,
    });
  return [
    lacks('missing', 'no object id', { oid: undefined }),
    lacks('empty', 'an empty object id', { oid: '' }),
    lacks('number', 'an object id that is no text', { oid: 1 }),
    lacks('tenant-missing', 'no tenant beside it', { tid: undefined }),
    accepts(
      'object-id-not-asked',
      'known by sub, as was chosen',
      { issuer: issuerOf(tenant), subject: { value: 'pairwise' } },
      {
        ...of(tenant, 'rp op-entra-sub'),
        claims: { ...claimsOf(tenant), oid: undefined },
        spec,
      },
    ),
  ];
}

function of(id: string, parties: string): TokenCaseOptions {
  return { claims: claimsOf(id), header: { kid }, parties };
}

function claimsOf(id: string): object {
  return { iss: issuerOf(id), sub: 'pairwise', oid, tid: id, ver: '2.0' };
}

function known(id: string): object {
  return { issuer: issuerOf(id), subject: { value: oid, nameQualifier: id } };
}

function issuerOf(id: string): string {
  return `https://login.microsoftonline.com/${id}/v2.0`;
}
