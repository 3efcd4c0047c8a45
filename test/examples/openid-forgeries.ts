import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { compactJws, partOf } from '../support/jws.ts';
import type { KeyPair } from '../support/keys.ts';
import { type Form, filled } from './browser.ts';

/** What an attacker does to something on its way, and what it is refused by. */
export interface OpenIdForgery<Thing> {
  readonly title: string;
  /** What the attacker hopes for. */
  readonly hope: string;
  /** The error code or the rule that must refuse it. */
  readonly refusedBy: string;
  readonly forge: (good: Thing) => Thing;
}

/** What can be done to an answer in the browser, by whoever holds a code of their own. */
export function answerForgeries(code: string, issuer: string): readonly OpenIdForgery<Form>[] {
  return [
    {
      title: 'the code of another login, put into the answer',
      hope: 'that whoever brings it is signed in as somebody else',
      refusedBy: 'token.refused',
      forge: (answer) => filled(answer, { code }),
    },
    {
      title: 'an answer in the name of another provider',
      hope: 'that the code is sent to whoever is named',
      refusedBy: 'callback.issuer',
      forge: (answer) => filled(answer, { iss: issuer }),
    },
    {
      title: 'an answer that does not say whose it is',
      hope: 'that what is not there is not checked',
      refusedBy: 'callback.issuer',
      forge: (answer) => without(answer, 'iss'),
    },
    {
      title: 'an error beside the code',
      hope: 'that one reader takes this and another one that',
      refusedBy: 'callback.code',
      forge: (answer) => filled(answer, { error: 'access_denied' }),
    },
  ];
}

/** Good ID tokens and keys that an attacker can have. */
export interface Spoils {
  readonly attackersKey: KeyPair;
  /** The provider's own, which everybody has. */
  readonly providersKey: JsonWebKey;
  readonly ofAnotherLogin: string;
  readonly forAnotherService: string;
}

/** What can be done to an ID token by whoever sits between the service and the provider. */
export function tokenForgeries(victim: string, spoils: Spoils): readonly OpenIdForgery<string>[] {
  const { attackersKey, providersKey, ofAnotherLogin, forAnotherService } = spoils;
  const claims = (good: string) => ({ ...partOf(good, 1), sub: victim });
  const signed = (good: string, algorithm: 'RS256' | 'none', header: object = {}) =>
    compactJws(claims(good), { algorithm, pair: attackersKey }, { ...partOf(good, 0), alg: algorithm, ...header });
  return [
    {
      title: 'another name under the old signature',
      hope: 'that tokens from the token endpoint are not verified',
      refusedBy: 'signature.value',
      forge: (good) => good.replace(/\..*\./, `.${encoded(claims(good))}.`),
    },
    {
      title: 'no signature at all',
      hope: 'that "none" is an algorithm',
      refusedBy: 'signature.algorithm',
      forge: (good) => signed(good, 'none'),
    },
    {
      title: 'authenticated by what everybody knows: the public key as a secret',
      hope: 'that the token chooses what its key is for',
      refusedBy: 'signature.algorithm',
      forge: (good) => keyedWith(providersKey, { ...partOf(good, 0), alg: 'HS256' }, claims(good)),
    },
    {
      title: 'signed by a key of the attacker, which comes along in the header',
      hope: 'that the key is taken from the token',
      refusedBy: 'token.form',
      forge: (good) => signed(good, 'RS256', { jwk: attackersKey.publicKey.export({ format: 'jwk' }) }),
    },
    {
      title: 'signed by a key of the attacker, under the name of the provider’s',
      hope: 'that a name is enough',
      refusedBy: 'signature.value',
      forge: (good) => signed(good, 'RS256'),
    },
    {
      title: 'a good ID token, of another login',
      hope: 'that any good token will do',
      refusedBy: 'id-token.nonce',
      forge: () => ofAnotherLogin,
    },
    {
      title: 'a good ID token, made for another service',
      hope: 'that the audience does not matter',
      refusedBy: 'id-token.audience',
      forge: () => forAnotherService,
    },
  ];
}

function keyedWith(providersKey: JsonWebKey, header: object, claims: object): string {
  const secret = createPublicKey({ key: providersKey, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function without({ action, fields }: Form, name: string): Form {
  const left = new URLSearchParams(fields);
  left.delete(name);
  return { action, fields: left };
}
