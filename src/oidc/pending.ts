import { invalid } from '../core/options.ts';

/** The ways in which an answer can come: in the query or as a posted form, plain or as a signed token (JARM). */
export type ResponseMode = 'query' | 'form_post' | 'query.jwt' | 'form_post.jwt';

/** What must be remembered of a request until its answer comes: plain JSON. Take it from where it is kept; never use it twice. */
export interface OidcPending {
  readonly protocol: 'oidc';
  /** Our local id of the provider that was asked. */
  readonly provider: string;
  /** Its name for itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where the answer must come in; the code is exchanged with it, whatever address the browser used. */
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  /** What the answer must bring back: unguessable, and the name under which to keep this. */
  readonly state: string;
  /** What the ID token must name. Secret until then, and so is the verifier of the code. */
  readonly nonce: string;
  readonly codeVerifier: string;
  /** When the request was made, as ISO 8601 in UTC. */
  readonly issuedAt: string;
  /** What was asked for, to be held against the ID token. */
  readonly maxAgeSeconds?: number;
  readonly requireAcr?: readonly string[];
  /** Where the person wants to go; it never left this place. */
  readonly returnTo?: string;
}

/** The pending login as it came back from where it was kept. @throws SsoError `config.invalid` for what no `login` has made */
export function checkPending(pending: OidcPending): OidcPending {
  const { protocol, provider, issuer, clientId, redirectUri, responseMode, state, nonce, codeVerifier, issuedAt } = pending ?? {};
  const texts = [provider, issuer, clientId, redirectUri, responseMode, state, nonce, codeVerifier, issuedAt];
  if (protocol !== 'oidc' || texts.some((value) => typeof value !== 'string' || value === '') || Number.isNaN(Date.parse(issuedAt))) {
    throw invalid('pending', 'is not what login returned');
  }
  return pending;
}
