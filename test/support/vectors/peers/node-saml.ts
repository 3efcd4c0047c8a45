import { parse } from 'node:querystring';
import { parseDocument } from '../../../../src/xml/document.ts';
import { messageLimits } from '../../../../src/xml/limits.ts';
import { clean } from '../../messages.ts';
import { textOf } from '../claims.ts';
import type { Vector } from '../format.ts';
import { type Answer, load, type Peer, textValues, versionOf } from './peer.ts';
import { endsLogin, trustedCertificates, worldOf } from './world.ts';

/** `@node-saml/node-saml`, strict wherever it can be: the request is remembered, audience and issuer are given. */
export const nodeSaml: Peer = {
  name: '@node-saml/node-saml',
  version: versionOf('@node-saml/node-saml'),
  takes: (vector) => endsLogin(vector) || asksLogout(vector) || (vector.path.startsWith('dsig/') && !vector.header.has('element')),
  ask: (vector) => (vector.path.startsWith('dsig/') ? verified(vector) : asksLogout(vector) ? logout(vector) : login(vector)),
};

/** All but one of the queries ask for a logout. */
function asksLogout({ path, header }: Vector): boolean {
  return path.startsWith('redirect/') && !header.has('pending');
}

/** The query comes as Express has it: what is repeated is a list. */
async function logout(vector: Vector): Promise<Answer> {
  const { SAML } = load('@node-saml/node-saml') as NodeSaml;
  const query = Buffer.from(vector.message).toString('utf8');
  const saml = new SAML({
    issuer: clean.sp,
    callbackUrl: clean.acsUrl,
    entryPoint: `${clean.idp}/sso`,
    idpCert: trustedCertificates(vector),
    idpIssuer: clean.idp,
  });
  const { profile } = await saml.validateRedirectAsync(parse(query), query);
  if (profile === null) throw new Error('nobody was named');
  return profile.nameID === undefined ? {} : { subject: profile.nameID };
}

async function login(vector: Vector): Promise<Answer> {
  const { sp, acsUrl, wantSigned, clockSkewSeconds, idp, ssoUrl, certificates, decryptionKey, body, request } = worldOf(vector);
  const { SAML } = load('@node-saml/node-saml') as NodeSaml;
  const saml = new SAML({
    issuer: sp,
    audience: sp,
    callbackUrl: acsUrl,
    entryPoint: ssoUrl,
    idpCert: certificates,
    idpIssuer: idp,
    ...(decryptionKey === undefined ? {} : { decryptionPvk: decryptionKey }),
    wantAssertionsSigned: wantSigned === 'assertion' || wantSigned === 'both',
    wantAuthnResponseSigned: wantSigned === 'response' || wantSigned === 'both',
    acceptedClockSkewMs: clockSkewSeconds * 1000,
    validateInResponseTo: request === undefined ? 'ifPresent' : 'always',
    cacheProvider: {
      saveAsync: async () => null,
      getAsync: async (id: string) => (id === request?.id ? request.issuedAt : null),
      removeAsync: async (id: string) => id,
    },
  });
  const { profile } = await saml.validatePostResponseAsync(body);
  if (profile === null) throw new Error('nobody signed in');
  return { ...(profile.nameID === undefined ? {} : { subject: profile.nameID }), attributes: textValues(profile.attributes ?? {}) };
}

/** The function of its own that verifies the signature of one element and gives back the octets that were digested. */
async function verified(vector: Vector): Promise<Answer> {
  const { getVerifiedXml, parseDomFromString } = load('@node-saml/node-saml/lib/xml.js') as Xml;
  const message = Buffer.from(vector.message).toString('utf8');
  const { documentElement } = await parseDomFromString(message);
  const octets = getVerifiedXml(message, documentElement, trustedCertificates(vector));
  if (octets === null) throw new Error('not verified');
  return { text: textOf(parseDocument(Buffer.from(octets), messageLimits).root).trim() };
}

interface NodeSaml {
  readonly SAML: new (
    options: object,
  ) => {
    validateRedirectAsync(query: object, original: string): Promise<{ profile: { nameID?: string } | null }>;
    validatePostResponseAsync(
      body: Readonly<Record<string, string>>,
    ): Promise<{ profile: { nameID?: string; attributes?: Readonly<Record<string, unknown>> } | null }>;
  };
}

interface Xml {
  parseDomFromString(xml: string): Promise<{ readonly documentElement: object }>;
  getVerifiedXml(xml: string, element: object, certificates: readonly string[]): string | null;
}
