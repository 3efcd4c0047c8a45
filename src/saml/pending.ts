import { invalid } from '../core/options.ts';
import type { Subject } from '../identity/identity.ts';
import type { AuthnContextClass, NameIdFormat } from './names.ts';

/** What must be remembered of a request until its answer comes: plain JSON. Take it from where it is kept; never use it twice. */
export interface SamlPending {
  readonly protocol: 'saml';
  /** Our local id of the provider that was asked. */
  readonly provider: string;
  /** The ID of the request, which the answer must name. */
  readonly requestId: string;
  /** What was sent as RelayState: the name under which to keep this, unguessable and without meaning. */
  readonly handle: string;
  /** The address of ours at which the answer must come in. */
  readonly acsUrl: string;
  /** When the request was made, as ISO 8601 in UTC. */
  readonly issuedAt: string;
  /** What was asked for, to be held against the answer; so are the fields that follow. */
  readonly forceAuthn?: boolean;
  readonly maxAuthenticationAgeSeconds?: number;
  readonly nameIdFormat?: NameIdFormat;
  readonly spNameQualifier?: string;
  readonly authnContext?: RequestedAuthnContext;
  readonly subject?: Subject;
  /** Where the person wants to go; it never left this place. */
  readonly returnTo?: string;
}

/** How the person must be authenticated (SAMLCore 3.3.2.2.1). */
export interface RequestedAuthnContext {
  /** Authentication context classes, as URIs, such as those of `authnContexts`. Either these or `declarations`. */
  readonly classes?: readonly AuthnContextClass[];
  /** References to authentication context declarations, as URIs. */
  readonly declarations?: readonly string[];
  /** Default: `exact`. */
  readonly comparison?: 'exact' | 'minimum' | 'maximum' | 'better';
  /** From the weakest to the strongest: what the other comparisons are judged by, since the standard leaves the order to the parties. */
  readonly order?: readonly string[];
}

/** The pending login as it came back from where it was kept. @throws SsoError `config.invalid` for what no `login` has made */
export function checkPending(pending: SamlPending): SamlPending {
  const { protocol, provider, requestId, acsUrl, issuedAt } = pending ?? {};
  const texts = [provider, requestId, acsUrl, issuedAt];
  if (protocol !== 'saml' || texts.some((value) => typeof value !== 'string' || value === '') || Number.isNaN(Date.parse(issuedAt))) {
    throw invalid('pending', 'is not what login returned');
  }
  return pending;
}
