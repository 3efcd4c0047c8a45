import { utf8 } from '../core/bytes.ts';
import { invalid, knownFields, oneOf, text } from '../core/options.ts';
import { type TokenSigner, type TokenSigningKey, tokenSigningKey } from '../jose/token-signer.ts';

/**
 * How we prove to a provider who we are (OIDCCore 9, RFC 8705 2):
 *
 * - `none`: not at all; PKCE alone protects the code.
 * - `secret-basic`, `secret-post`: by the secret itself, in a header or in the form.
 * - `secret-jwt`, `private-key-jwt`: by a token of a minute's life, made with the secret or signed with a key that may be in a KMS.
 *   Entra ID and AD FS want `audience: 'token-endpoint'` and a certificate in the signer.
 * - `mtls`: by the client certificate that the fetch of the environment presents.
 */
export type AuthenticationMethod =
  | { readonly kind: 'none' | 'mtls' }
  | { readonly kind: 'secret-basic' | 'secret-post'; readonly secret: string }
  | { readonly kind: 'secret-jwt'; readonly secret: string; readonly audience?: AssertionAudience }
  | (TokenSigner & { readonly kind: 'private-key-jwt'; readonly audience?: AssertionAudience });

/** Whom our token is for: the provider by its issuer, or by the address of its token endpoint as older ones want it. Default: `issuer`. */
export type AssertionAudience = 'issuer' | 'token-endpoint';

/** Such a method as parsed. */
export type Authentication =
  | { readonly kind: 'none' | 'mtls' }
  | { readonly kind: 'secret-basic' | 'secret-post'; readonly secret: string }
  | { readonly kind: 'secret-jwt'; readonly secret: string; readonly audience: AssertionAudience }
  | (TokenSigningKey & { readonly kind: 'private-key-jwt'; readonly audience: AssertionAudience });

/** Reads a method. @throws SsoError `config.invalid` */
export function authentication(method: AuthenticationMethod): Authentication {
  if (typeof method !== 'object' || method === null) throw invalid('authentication', 'must be an object with a kind');
  const known = fieldsOf.get(method.kind);
  if (known === undefined) throw invalid('authentication.kind', `must be one of ${[...fieldsOf.keys()].join(', ')}`);
  knownFields(method, ['kind', ...known], 'authentication.');
  return Object.freeze(parsed(method));
}

function parsed(method: AuthenticationMethod): Authentication {
  switch (method.kind) {
    case 'none':
    case 'mtls':
      return { kind: method.kind };
    case 'secret-basic':
    case 'secret-post':
      return { kind: method.kind, secret: text('authentication.secret', method.secret) };
    case 'secret-jwt':
      return { kind: method.kind, secret: sharedKey(method.secret), audience: audienceOf(method.audience) };
    case 'private-key-jwt':
      return { kind: method.kind, ...tokenSigningKey(method, 'authentication'), audience: audienceOf(method.audience) };
  }
}

function audienceOf(audience: AssertionAudience | undefined): AssertionAudience {
  return oneOf('authentication.audience', audience, ['issuer', 'token-endpoint'], 'issuer');
}

/** RFC 7518 3.2: a key for HS256 has at least as many octets as its hash. */
function sharedKey(secret: string): string {
  if (utf8(text('authentication.secret', secret)).length < 32)
    throw invalid('authentication.secret', 'must have at least 32 octets for secret-jwt');
  return secret;
}

const fieldsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['none', []],
  ['mtls', []],
  ['secret-basic', ['secret']],
  ['secret-post', ['secret']],
  ['secret-jwt', ['secret', 'audience']],
  ['private-key-jwt', ['signer', 'keyId', 'audience']],
]);
