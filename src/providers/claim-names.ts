/** The names that several products have for one thing. */
const identity = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** Claims as the products of Microsoft and those that followed them call them. */
export const claims = {
  name: `${identity}name`,
  upn: `${identity}upn`,
  emailAddress: `${identity}emailaddress`,
  givenName: `${identity}givenname`,
  surname: `${identity}surname`,
  group: 'http://schemas.xmlsoap.org/claims/Group',
  commonName: 'http://schemas.xmlsoap.org/claims/CommonName',
} as const;

/** Attributes of directories, by their object identifiers (X.520, RFC 4524, RFC 2798). */
export const oids = {
  mail: 'urn:oid:0.9.2342.19200300.100.1.3',
  emailAddress: 'urn:oid:1.2.840.113549.1.9.1',
  givenName: 'urn:oid:2.5.4.42',
  surname: 'urn:oid:2.5.4.4',
  displayName: 'urn:oid:2.16.840.1.113730.3.1.241',
} as const;

/** The claims of OIDCCore 5.1 that an account is made of; the groups are in no standard. */
export const standardClaims = {
  displayName: ['name', ['given_name', 'family_name']],
  email: ['email'],
  groups: ['groups'],
} as const;
