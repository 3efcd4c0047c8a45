import { systemEnv } from '#env';
import { toBase64Url } from '../../core/bytes.ts';
import { type Env, instantOf } from '../../core/env.ts';
import type { JsonObject } from '../../core/json.ts';
import { invalid, knownFields, text, wholeNumber } from '../../core/options.ts';
import { publicJwk, signJws } from '../../jose/sign.ts';
import { type TokenSigner, tokenSigningKey } from '../../jose/token-signer.ts';
import { baseAddress } from '../destination.ts';
import type { ProductUser } from '../product.ts';

/** How a reverse proxy tells a product who has signed in. */
export interface SignedHeaderOptions {
  /** Who says so: a name for this service, which the product's part must know. */
  readonly issuer: string;
  /** The product's base URL, for which the header is good and for no other. */
  readonly baseUrl: string;
  readonly signer: TokenSigner;
  /** Default: `X-Signon-Handover`. */
  readonly header?: string;
  /** How long it is good: 30 seconds by default and at most. */
  readonly lifetimeSeconds?: number;
}

/** A header that says who has signed in, signed and for once. */
export interface SignedHeader {
  /** Its name, in lower case. */
  readonly name: string;
  /** The public half of what signs it, for the product's part (RFC 7517). */
  readonly publicKey: JsonObject;
  /**
   * What to send with the one request that begins the session at the product, and with no other.
   *
   * @throws what the signer throws
   */
  value(user: Pick<ProductUser, 'key' | 'name'>): Promise<string>;
  /**
   * Without whatever a browser has sent under that name, to be asked for every request that is passed on: with other case, with
   * underscores, which some servers take for hyphens, and however often.
   */
  stripped(headers: Iterable<readonly [string, string]>): readonly (readonly [string, string])[];
}

/**
 * Hands a session over by a signed header. The product needs the counterpart of it: what that has to check is what `readHandover` checks.
 *
 * @throws SsoError `config.invalid`
 */
export function signedHeader(options: SignedHeaderOptions, env: Pick<Env, 'now' | 'random'> = systemEnv): SignedHeader {
  knownFields(options, ['issuer', 'baseUrl', 'signer', 'header', 'lifetimeSeconds'] satisfies (keyof SignedHeaderOptions)[]);
  const issuer = text('issuer', options.issuer);
  const audience = baseAddress('baseUrl', options.baseUrl);
  const { key, keyId } = tokenSigningKey(knownFields(options.signer, ['signer', 'keyId'], 'signer.'), 'signer');
  const name = headerName(options.header ?? 'X-Signon-Handover');
  const lifetime = wholeNumber('lifetimeSeconds', options.lifetimeSeconds, { initial: 30, least: 1, most: 30 });
  const publicKey = Object.freeze({ ...publicJwk(key, 'signer.signer'), use: 'sig', ...(keyId === undefined ? {} : { kid: keyId }) });
  return Object.freeze({
    name,
    publicKey,
    value: async (user: Pick<ProductUser, 'key' | 'name'>) => {
      const now = Math.floor(instantOf(env).getTime() / 1000);
      const claims = {
        iss: issuer,
        aud: audience,
        sub: user.key,
        name: user.name,
        iat: now,
        exp: now + lifetime,
        jti: toBase64Url(env.random(32)),
      };
      return await signJws({ typ: handoverType, ...(keyId === undefined ? {} : { kid: keyId }) }, claims, key);
    },
    stripped: (headers: Iterable<readonly [string, string]>) =>
      [...headers].filter(([sent]) => sent.trim().toLowerCase().replaceAll('_', '-') !== name),
  });
}

/** The kind of token that it is, so that none of another kind is taken for one (RFC 8725 3.11). */
export const handoverType = 'signon-handover+jwt';

function headerName(header: string): string {
  if (!/^[A-Za-z][A-Za-z0-9-]{2,60}$/.test(header)) throw invalid('header', 'must be letters, digits and hyphens');
  return header.toLowerCase();
}
