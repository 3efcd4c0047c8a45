import { invalid } from '../core/options.ts';

/** What must be remembered of a logout that we began until its answer comes: plain JSON. Take it from where it is kept; never use it twice. */
export interface SamlLogoutPending {
  readonly protocol: 'saml';
  /** Sets it apart from a login that is under way. */
  readonly purpose: 'logout';
  /** Our local id of the provider that was asked. */
  readonly provider: string;
  /** The ID of the request, which the answer must name. */
  readonly requestId: string;
  /** What was sent as RelayState: the name under which to keep this, unguessable and without meaning. */
  readonly handle: string;
  /** When the request was made, as ISO 8601 in UTC. */
  readonly issuedAt: string;
  /** Where the person wants to go; it never left this place. */
  readonly returnTo?: string;
}

/** The pending logout as it came back from where it was kept. @throws SsoError `config.invalid` for what no `logout` has made */
export function checkLogoutPending(pending: SamlLogoutPending): SamlLogoutPending {
  const { protocol, purpose, provider, requestId, issuedAt } = pending ?? {};
  const texts = [provider, requestId, issuedAt];
  if (protocol === 'saml' && purpose === 'logout' && texts.every((value) => typeof value === 'string' && value !== '')) return pending;
  throw invalid('pending', 'is not what logout returned');
}
