import { flag, invalid, knownFields, list, oneOf, text, webAddress, wholeNumber } from '../core/options.ts';
import { type Signer, type SigningKey, signingKey } from '../crypto/signer.ts';
import { type JwsAlgorithm, jwsAlgorithms } from '../jose/algorithms.ts';
import { type OpeningKey, openingKeys, type TokenKey } from '../jose/open.ts';
import { jwsAlgorithm, publicJwk } from '../jose/sign.ts';
import { type TokenSigner, type TokenSigningKey, tokenSigningKey } from '../jose/token-signer.ts';
import { type Authentication, type AuthenticationMethod, authentication } from './authentication.ts';

/** Who we are to one provider, as an administrator writes it down. */
export interface ClientOptions {
  /** The name that the provider has for us. */
  readonly clientId: string;
  /**
   * Where the provider sends the browser back to: an address of ours, as registered. One for each provider, so that an answer that one
   * gives in place of another is noticed (RFC 9700 4.4.2.2).
   */
  readonly redirectUri: string;
  /** How we prove at the provider's own endpoints who we are. */
  readonly authentication: AuthenticationMethod;
  /** What is asked for; `openid` is always among it. Default: `openid profile email`. */
  readonly scopes?: readonly string[];
  /** Whom ID tokens may name beside us as their audience. Default: nobody. */
  readonly audiences?: readonly string[];
  /** The algorithm registered for ID tokens, or those. Default: `RS256`. */
  readonly idTokenAlgorithms?: readonly JwsAlgorithm[];
  /** The same for answers in the form of a token (JARM), signed UserInfo and logout tokens. Default: as for ID tokens. */
  readonly otherAlgorithms?: readonly JwsAlgorithm[];
  /** Keys of ours that tokens are encrypted for; all are tried. */
  readonly decryption?: readonly TokenKey[];
  /** Refuse ID tokens that are not encrypted. Default: false. */
  readonly requireEncryption?: boolean;
  /** Signs requests, so that nothing in them can be changed on their way through the browser (RFC 9101). */
  readonly requestSigning?: TokenSigner;
  /** Binds tokens to a key, so that they are of no use without it (RFC 9449). */
  readonly dpop?: Signer;
  /** Ask for UserInfo at the end of each login. Default: false. */
  readonly userInfo?: boolean;
  /** Refuse UserInfo that is not signed. Default: false. */
  readonly requireSignedUserInfo?: boolean;
  /** How far the provider's clock may be from ours: 30 by default, 300 at most. */
  readonly clockSkewSeconds?: number;
}

/** Who we are: made by {@link client} and frozen. */
export interface Client {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly authentication: Authentication;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly idTokenAlgorithms: readonly JwsAlgorithm[];
  readonly otherAlgorithms: readonly JwsAlgorithm[];
  readonly decryption: readonly OpeningKey[];
  readonly requireEncryption: boolean;
  readonly requestSigning?: TokenSigningKey;
  readonly dpop?: SigningKey;
  readonly userInfo: boolean;
  readonly requireSignedUserInfo: boolean;
  readonly clockSkewSeconds: number;
}

/**
 * Reads who we are to a provider.
 *
 * @throws SsoError `config.invalid` with the field
 */
export function client(options: ClientOptions): Client {
  knownFields(options, fieldNames);
  const { requestSigning, dpop } = options;
  const requireEncryption = flag('requireEncryption', options.requireEncryption);
  const decryption = openingKeys(options.decryption, 'decryption');
  if (requireEncryption && decryption.length === 0) throw invalid('decryption', 'must be given where requireEncryption is true');
  const idTokenAlgorithms = algorithms('idTokenAlgorithms', options.idTokenAlgorithms, ['RS256']);
  return Object.freeze({
    clientId: text('clientId', options.clientId),
    redirectUri: redirectAddress(options.redirectUri),
    authentication: authentication(options.authentication),
    scopes: scopesOf(options.scopes),
    audiences: Object.freeze(list<string>('audiences', options.audiences).map((audience) => text('audiences', audience))),
    idTokenAlgorithms,
    otherAlgorithms: algorithms('otherAlgorithms', options.otherAlgorithms, idTokenAlgorithms),
    decryption,
    requireEncryption,
    userInfo: flag('userInfo', options.userInfo),
    requireSignedUserInfo: flag('requireSignedUserInfo', options.requireSignedUserInfo),
    clockSkewSeconds: wholeNumber('clockSkewSeconds', options.clockSkewSeconds, { initial: 30, least: 0, most: 300 }),
    ...(requestSigning === undefined ? {} : { requestSigning: requestSigner(requestSigning) }),
    ...(dpop === undefined ? {} : { dpop: proofSigner(dpop) }),
  });
}

function requestSigner(signer: TokenSigner): TokenSigningKey {
  return tokenSigningKey(knownFields(signer, ['signer', 'keyId'], 'requestSigning.'), 'requestSigning');
}

/** A proof carries the public half of the key that signs it. */
function proofSigner(signer: Signer): SigningKey {
  const key = signingKey(signer, 'dpop');
  jwsAlgorithm(key, 'dpop');
  publicJwk(key, 'dpop');
  return key;
}

/** An application on a telephone may have a scheme of its own; a service has not. */
function redirectAddress(value: unknown): string {
  const address = webAddress('redirectUri', value);
  if (address.includes('#')) throw invalid('redirectUri', 'must not have a fragment (RFC 6749 3.1.2)');
  return address;
}

/** The scopes of a request, `openid` among them. @throws SsoError `config.invalid` */
export function scopesOf(scopes: readonly string[] = ['openid', 'profile', 'email']): readonly string[] {
  for (const scope of list<string>('scopes', scopes)) {
    // RFC 6749 3.3: printable ASCII without space, quote and backslash.
    if (typeof scope !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
      throw invalid('scopes', 'must be a list of names without spaces');
  }
  return Object.freeze([...new Set(['openid', ...scopes])]);
}

function algorithms(field: string, given: readonly JwsAlgorithm[] | undefined, initial: readonly JwsAlgorithm[]): readonly JwsAlgorithm[] {
  if (given === undefined) return initial;
  const all = list(field, given);
  for (const name of all) oneOf(field, name, jwsAlgorithms, 'RS256');
  if (all.length === 0) throw invalid(field, 'must have at least one algorithm');
  return Object.freeze([...all]);
}

const fieldNames = [
  'clientId',
  'redirectUri',
  'authentication',
  'scopes',
  'audiences',
  'idTokenAlgorithms',
  'otherAlgorithms',
  'decryption',
  'requireEncryption',
  'requestSigning',
  'dpop',
  'userInfo',
  'requireSignedUserInfo',
  'clockSkewSeconds',
] satisfies (keyof ClientOptions)[];
