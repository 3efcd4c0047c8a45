import type { ClientMetadata } from 'openid-client';
import { clientJwks } from './openid-keys.ts';

/** Addresses of ours. Nothing listens there: the browser keeps what is sent there. */
export const home = {
  callback: 'https://rp.example/callback',
  /** For whom there are two providers: each has an address of its own. */
  otherCallback: 'https://rp.example/other/callback',
  signedOut: 'https://rp.example/signed-out',
};

/** Long enough for HS256, and with the characters that must be encoded in the header (RFC 6749 2.3.1). */
export const clientSecret = 'a secret: with + and % & more, 32 octets at least';

/** Clients as the provider has registered them, by what is special about them, which is their id as well. */
export const registered: readonly ClientMetadata[] = [
  confidential('secret-basic'),
  confidential('secret-post', { token_endpoint_auth_method: 'client_secret_post' }),
  confidential('secret-jwt', { token_endpoint_auth_method: 'client_secret_jwt' }),
  known('none', { token_endpoint_auth_method: 'none' }),
  known('private-key-jwt', { token_endpoint_auth_method: 'private_key_jwt' }),
  confidential('PS256', { id_token_signed_response_alg: 'PS256' }),
  confidential('ES256', { id_token_signed_response_alg: 'ES256' }),
  confidential('EdDSA', { id_token_signed_response_alg: 'EdDSA' }),
  confidential('RSA-OAEP', encrypted('RSA-OAEP', 'A256GCM')),
  confidential('RSA-OAEP-256', encrypted('RSA-OAEP-256', 'A128CBC-HS256')),
  confidential('ECDH-ES', encrypted('ECDH-ES', 'A256GCM')),
  confidential('signed-userinfo', { userinfo_signed_response_alg: 'ES256' }),
  confidential('encrypted-userinfo', {
    userinfo_signed_response_alg: 'RS256',
    userinfo_encrypted_response_alg: 'RSA-OAEP',
    userinfo_encrypted_response_enc: 'A256GCM',
  }),
  confidential('dpop', { dpop_bound_access_tokens: true }),
  known('pushed', { token_endpoint_auth_method: 'private_key_jwt', require_pushed_authorization_requests: true }),
  confidential('signed-requests', { request_object_signing_alg: 'ES256', require_signed_request_object: true }),
  confidential('signed-answers', { authorization_signed_response_alg: 'RS256', response_modes: ['jwt', 'query.jwt', 'form_post.jwt'] }),
  confidential('encrypted-answers', {
    authorization_signed_response_alg: 'RS256',
    authorization_encrypted_response_alg: 'RSA-OAEP',
    authorization_encrypted_response_enc: 'A256GCM',
  }),
];

function confidential(id: string, more: Partial<ClientMetadata> = {}): ClientMetadata {
  return known(id, { client_secret: clientSecret, ...more });
}

/** A client with what is special about it. */
export function known(id: string, more: Partial<ClientMetadata>): ClientMetadata {
  return {
    client_id: id,
    grant_types: ['authorization_code', 'refresh_token'],
    jwks: clientJwks,
    post_logout_redirect_uris: [home.signedOut],
    redirect_uris: [home.callback, home.otherCallback],
    ...more,
  };
}

function encrypted(algorithm: string, content: string): Partial<ClientMetadata> {
  return { id_token_encrypted_response_alg: algorithm, id_token_encrypted_response_enc: content };
}
