import { randomBytes, type X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { Context } from 'oidc-provider';
import type { ClientMetadata } from 'openid-client';
import { grantAll, interactionPath } from './openid-login-page.ts';

/** What differs between the providers of the tests. */
export interface ProviderSettings {
  /** The clients, as OpenID Connect Registration 2 describes them. */
  readonly clients: readonly ClientMetadata[];
  /** Demands a nonce of its own in every proof of possession (RFC 9449 8). */
  readonly dpopNonce?: boolean;
  /** Takes requests without PKCE, too, as older ones do. */
  readonly withoutPkce?: boolean;
  /** What it says of whoever has signed in under a name. Default: that they are {@link person}. */
  readonly claimsOf?: (name: string) => Readonly<Record<string, unknown>>;
  /** Where else its endpoints are reached, by TLS with a certificate of the client (RFC 8705 5). */
  readonly mutualTlsAt?: string;
}

/** Whoever signs in is this person, under the name that was typed. */
export const person = {
  name: 'Alice Ångström',
  email: 'alice@example.org',
  email_verified: true,
  groups: ['engineering', 'on-call'],
};

/** How well a login may be proven. */
export const acrValues = ['urn:example:password', 'urn:example:two-factors'] as const;

/** The configuration of oidc-provider: all that our side can make use of, and nothing that writes to the console. */
export function settingsOf(
  { clients, dpopNonce = false, withoutPkce = false, claimsOf = () => person, mutualTlsAt }: ProviderSettings,
  port: number,
): Readonly<Record<string, unknown>> {
  return {
    clients,
    acrValues: [...acrValues],
    claims: { amr: null, openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    // Two providers on one host share the cookies of that host.
    cookies: {
      keys: [randomBytes(16).toString('hex')],
      names: { session: `session-${port}`, interaction: `interaction-${port}`, resume: `resume-${port}` },
    },
    clientAuthMethods,
    ...(mutualTlsAt === undefined ? {} : { discovery: { mtls_endpoint_aliases: aliasesAt(mutualTlsAt) } }),
    features: featuresOf(dpopNonce),
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...claimsOf(sub) }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `${interactionPath}${uid}` },
    issueRefreshToken: (_: unknown, client: Context['oidc']['client']) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    loadExistingGrant: grantAll,
    pkce: { required: () => !withoutPkce },
    renderError: (context: Context, { error }: { error: string }) => {
      context.body = `<p>${error}</p>`;
    },
    scopes: ['openid', 'offline_access', 'profile', 'email', 'groups'],
    // Fetches of its own, to addresses of this machine: it would refuse them otherwise.
    fetch: (url: string, { dispatcher: _, ...request }: RequestInit & { dispatcher?: unknown }) => fetch(url, request),
    ttl: Object.fromEntries(kept.map((kind) => [kind, 600])),
  };
}

function featuresOf(dpopNonce: boolean): object {
  const page = (title: string) => (context: Context, form?: string) => {
    context.body = `<link rel="icon" href="data:,"><h1>${title}</h1>${form?.replace('</form>', '<input type="hidden" name="logout" value="yes"><button>Sign out</button></form>') ?? ''}`;
  };
  return {
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => dpopNonce },
    encryption: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    jwtResponseModes: { enabled: true },
    jwtUserinfo: { enabled: true },
    mTLS: { enabled: true, certificateBoundAccessTokens: true, selfSignedTlsClientAuth: true, getCertificate: certificateOf },
    pushedAuthorizationRequests: { enabled: true },
    requestObjects: { enabled: true },
    revocation: { enabled: true, allowedPolicy: () => true },
    rpInitiatedLogout: { enabled: true, logoutSource: page('Sign out?'), postLogoutSuccessSource: page('Signed out.') },
  };
}

/** What the client has shown of itself; undefined where it came by no TLS or showed nothing. */
function certificateOf({ req: { socket } }: Context): X509Certificate | undefined {
  return socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
}

function aliasesAt(origin: string): Readonly<Record<string, string>> {
  return {
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/me`,
    pushed_authorization_request_endpoint: `${origin}/request`,
    introspection_endpoint: `${origin}/token/introspection`,
    revocation_endpoint: `${origin}/token/revocation`,
  };
}

const clientAuthMethods = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'self_signed_tls_client_auth',
];
const kept = ['AccessToken', 'AuthorizationCode', 'Grant', 'IdToken', 'Interaction', 'RefreshToken', 'Session'];
