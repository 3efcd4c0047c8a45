import { createHmac } from 'node:crypto';
import { deflate } from '../../../../src/saml/deflate.ts';
import { certificateNamed } from '../parties.ts';
import { accepts, base64, logoutRequest, lower, message, moreAlgorithms, refuses, signed } from '../redirect-case.ts';
import type { Case, Workshop } from '../workshop.ts';

/** Signatures over the very octets of a query. */
export const redirectSignatureCases: readonly Case[] = signatures();

function signatures(): readonly Case[] {
  const good = (name: string, comment: string, query: (workshop: Workshop) => string, claims: object = {}, parties = 'idp'): Case =>
    accepts(`signed-${name}`, comment, query, { key: 'idp', pardoned: [], ...claims }, 'signature', { parties });
  const bad = (name: string, comment: string, expected: string, query: (workshop: Workshop) => string): Case =>
    refuses(`signed-${name}`, comment, expected, query, 'signature');
  const value = 'signature.value';
  return [
    good('clean', 'a signature over the message and the algorithm', (workshop) => signed(workshop, `SAMLRequest=${message}`)),
    good('relay-state', 'and over RelayState', (workshop) => signed(workshop, `SAMLRequest=${message}&RelayState=a%20b`), {
      relayState: 'a b',
    }),
    good('relay-state-empty', 'and over an empty one that is there', (workshop) => signed(workshop, `SAMLRequest=${message}&RelayState=`), {
      relayState: '',
    }),
    good(
      'lower-case',
      'over the octets as they were sent, in lower case here',
      (workshop) => signed(workshop, `SAMLRequest=${lower(message)}&RelayState=%c3%a9`, { lowerCase: true }),
      { relayState: 'é' },
    ),
    good(
      'order',
      'parameters in another order are put into the one that is signed',
      (workshop) => signed(workshop, `SAMLRequest=${message}&RelayState=a`).split('&').reverse().join('&'),
      { relayState: 'a' },
    ),
    good('other-parameters', 'parameters of others are not signed', (workshop) => `a=b&${signed(workshop, `SAMLRequest=${message}`)}`),
    good(
      'ecdsa',
      'by ECDSA',
      (workshop) => signed(workshop, `SAMLRequest=${message}`, { key: 'idp-p256', algorithm: `${moreAlgorithms}ecdsa-sha256` }),
      { key: 'idp-p256' },
      'idp-p256',
    ),
    good(
      'ed25519',
      'by Ed25519',
      (workshop) =>
        signed(workshop, `SAMLRequest=${message}`, {
          key: 'idp-ed25519',
          algorithm: 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519',
        }),
      { key: 'idp-ed25519' },
      'idp-ed25519',
    ),
    good(
      'sha1-pardoned',
      'with SHA-1, where this provider is pardoned for it',
      (workshop) => signed(workshop, `SAMLRequest=${message}`, { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
      { pardoned: ['signature.sha1'] },
      'idp-sha1-pardoned',
    ),
    bad('sha1', 'with SHA-1', 'signature.algorithm {"use":"signature"}', (workshop) =>
      signed(workshop, `SAMLRequest=${message}`, { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
    ),
    bad('hmac', 'an HMAC whose key is the public key of the provider', 'signature.algorithm {"use":"signature"}', () => {
      const octets = `SAMLRequest=${message}&SigAlg=${encodeURIComponent(`${moreAlgorithms}hmac-sha256`)}`;
      return `${octets}&Signature=${encodeURIComponent(createHmac('sha256', certificateNamed('idp')).update(octets).digest('base64'))}`;
    }),
    bad('stranger', 'by somebody else', value, (workshop) => signed(workshop, `SAMLRequest=${message}`, { key: 'stranger' })),
    bad('relay-state-changed', 'another RelayState', value, (workshop) =>
      signed(workshop, `SAMLRequest=${message}&RelayState=a`).replace('RelayState=a', 'RelayState=b'),
    ),
    bad('relay-state-removed', 'RelayState taken away', value, (workshop) =>
      signed(workshop, `SAMLRequest=${message}&RelayState=a`).replace('&RelayState=a', ''),
    ),
    bad('relay-state-added', 'an empty RelayState added', value, (workshop) => `${signed(workshop, `SAMLRequest=${message}`)}&RelayState=`),
    bad('encoding-changed', 'the same parameters in another percent encoding', value, (workshop) =>
      signed(workshop, `SAMLRequest=${message}&RelayState=%C3%A9`).replace('%C3%A9', '%c3%a9'),
    ),
    bad('parameter-changed', 'a request turned into a response', value, (workshop) =>
      signed(workshop, `SAMLRequest=${message}`).replace('SAMLRequest', 'SAMLResponse'),
    ),
    bad('algorithm-changed', 'another algorithm', value, (workshop) =>
      signed(workshop, `SAMLRequest=${message}`).replace('rsa-sha256', 'rsa-sha512'),
    ),
    bad('message-changed', 'another message', value, (workshop) =>
      signed(workshop, `SAMLRequest=${message}`).replace(
        message,
        encodeURIComponent(base64(deflate(logoutRequest.replace('alice', 'bob')))),
      ),
    ),
  ];
}
