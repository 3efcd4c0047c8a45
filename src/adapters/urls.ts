import { invalid, knownFields, oneOf, text } from '../core/options.ts';
import type { ClientOptions } from '../oidc/client.ts';
import type { ServiceProviderOptions } from '../saml/service-provider.ts';
import { baseAddress } from './destination.ts';

/**
 * How the addresses of a product are made. Whoever takes the place of an add-on keeps its addresses, so that nothing has to be changed at
 * the identity provider.
 *
 * - `kantega`: as Kantega SSO has them, one address for everything, with an id that the add-on made.
 * - `microsoft`: as the SAML SSO plug-in by Microsoft has them.
 * - `built-in`: as the products themselves have them, where they sign people in without an add-on.
 * - `own`: those of a service of yours in front of the product.
 */
export type SchemeOptions =
  | { readonly scheme: 'kantega' | 'own' /** One for each identity provider. */; readonly id: string }
  | { readonly scheme: 'microsoft' | 'built-in' };

/** Of what the addresses are made. */
export type AddressOptions = SchemeOptions & {
  /** Scheme, host, port and context path, as the settings of the product have them: https, or http on loopback. */
  readonly baseUrl: string;
  /** The same as an application proxy publishes it: answers arrive there. Default: `baseUrl`. */
  readonly publicUrl?: string;
  /** Where logins begin: only those that begin at the service need a sign-on URL. Default: `service`. */
  readonly initiatedBy?: 'service' | 'provider';
  /** What the provider is to send along with a login that it begins: 80 printable ASCII characters at most. Default: nothing. */
  readonly relayState?: string;
};

/** What a provider has to know of us, and what we have to know of ourselves; nothing of it is typed by hand. */
export interface Addresses {
  readonly scheme: SchemeOptions['scheme'];
  readonly baseUrl: string;
  readonly saml: SamlAddresses;
  /** Undefined for schemes of add-ons that speak SAML alone. */
  readonly oidc: OidcAddresses | undefined;
}

/** Our addresses in SAML, under the names of Entra ID where they have any. */
export interface SamlAddresses {
  /** Our entityID: "Identifier". */
  readonly entityId: string;
  /** Our assertion consumer service: "Reply URL". */
  readonly replyUrl: string;
  /** Where a login begins; absent where the provider begins it. */
  readonly signOnUrl?: string;
  readonly logoutUrl?: string;
  readonly metadataUrl?: string;
  readonly relayState?: string;
  /** For `serviceProvider`. */
  readonly serviceProvider: Pick<ServiceProviderOptions, 'entityId' | 'assertionConsumerServices' | 'singleLogoutServices'>;
}

/** Our addresses in OpenID Connect. */
export interface OidcAddresses {
  readonly redirectUri: string;
  /** Where others begin a login (OIDCCore 4). */
  readonly initiateLoginUri: string;
  readonly postLogoutRedirectUri: string;
  readonly backChannelLogoutUri?: string;
  /** For `client`. */
  readonly client: Pick<ClientOptions, 'redirectUri'>;
}

/**
 * The addresses of a product by a scheme.
 *
 * @throws SsoError `config.invalid`
 */
export function addresses(options: AddressOptions): Addresses {
  knownFields(options, ['scheme', 'baseUrl', 'publicUrl', 'initiatedBy', 'relayState', ...('id' in options ? ['id'] : [])]);
  const baseUrl = baseAddress('baseUrl', options.baseUrl);
  const publicUrl = options.publicUrl === undefined ? baseUrl : baseAddress('publicUrl', options.publicUrl);
  const { saml, oidc } = placesOf(options)(baseUrl);
  // Under the public address it is the same path: a proxy may publish the product below another one.
  const published = (address: string): string => `${publicUrl}${address.slice(baseUrl.length)}`;
  return Object.freeze({
    scheme: options.scheme,
    baseUrl,
    saml: samlAddresses({ ...saml, replyUrl: published(saml.replyUrl) }, options),
    oidc: oidc === undefined ? undefined : oidcAddresses({ ...oidc, redirectUri: published(oidc.redirectUri) }),
  });
}

type SamlPlaces = Omit<SamlAddresses, 'serviceProvider' | 'relayState'> & { readonly signOnUrl: string };
type OidcPlaces = Omit<OidcAddresses, 'client'>;
interface Places {
  readonly saml: SamlPlaces;
  readonly oidc?: OidcPlaces;
}

function placesOf(options: SchemeOptions): (base: string) => Places {
  switch (options.scheme) {
    case 'kantega':
    case 'own': {
      const id = segment(options.id);
      return (base) => named[options.scheme](base, id);
    }
    case 'microsoft':
    case 'built-in':
      if ('id' in options) throw invalid('id', `is not an option of the scheme ${options.scheme}`);
      return unnamed[options.scheme];
    default:
      throw invalid('scheme', 'must be one of kantega, microsoft, built-in, own');
  }
}

/** Schemes with an address of its own for each identity provider. */
const named = {
  kantega: (base: string, id: string): Places => {
    const only = `${base}/plugins/servlet/no.kantega.saml/sp/${id}/login`;
    return { saml: { entityId: only, replyUrl: only, signOnUrl: only } };
  },
  own: (base: string, id: string): Places => ({
    // Our name is where our metadata is (SAMLMeta 4.1).
    saml: {
      entityId: `${base}/saml/${id}/metadata`,
      replyUrl: `${base}/saml/${id}/acs`,
      signOnUrl: `${base}/saml/${id}/login`,
      logoutUrl: `${base}/saml/${id}/logout`,
      metadataUrl: `${base}/saml/${id}/metadata`,
    },
    oidc: {
      redirectUri: `${base}/oidc/${id}/callback`,
      initiateLoginUri: `${base}/oidc/${id}/login`,
      postLogoutRedirectUri: `${base}/`,
      backChannelLogoutUri: `${base}/oidc/${id}/back-channel-logout`,
    },
  }),
};

/** Schemes with one address, whoever the provider is. */
const unnamed = {
  microsoft: (base: string): Places => ({
    saml: {
      entityId: `${base}/`,
      replyUrl: `${base}/plugins/servlet/saml/auth`,
      signOnUrl: `${base}/plugins/servlet/saml/auth`,
    },
  }),
  'built-in': (base: string): Places => ({
    // Whoever comes without a session is sent on from every page.
    saml: { entityId: base, replyUrl: `${base}/plugins/servlet/samlconsumer`, signOnUrl: base },
    oidc: {
      redirectUri: `${base}/plugins/servlet/oidc/callback`,
      initiateLoginUri: `${base}/plugins/servlet/oidc/initiate-login`,
      postLogoutRedirectUri: `${base}/`,
    },
  }),
};

function samlAddresses({ signOnUrl, ...places }: SamlPlaces, { initiatedBy, relayState }: AddressOptions): SamlAddresses {
  const { entityId, replyUrl, logoutUrl } = places;
  const begins = oneOf('initiatedBy', initiatedBy, ['service', 'provider'], 'service') === 'service';
  return Object.freeze({
    ...places,
    ...(begins ? { signOnUrl } : {}),
    ...(relayState === undefined ? {} : { relayState: sentAlong(relayState) }),
    serviceProvider: {
      entityId,
      assertionConsumerServices: [{ url: replyUrl }],
      ...(logoutUrl === undefined ? {} : { singleLogoutServices: [{ url: logoutUrl, binding: 'redirect' as const }] }),
    },
  });
}

function oidcAddresses(places: OidcPlaces): OidcAddresses {
  return Object.freeze({ ...places, client: { redirectUri: places.redirectUri } });
}

function segment(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(text('id', id))) throw invalid('id', 'must be of at most 64 letters, digits, hyphens and underscores');
  return id;
}

/** SAMLBind 3.4.3: 80 octets. */
function sentAlong(relayState: string): string {
  if (!/^[\x21-\x7e]{1,80}$/.test(relayState)) throw invalid('relayState', 'must be 1 to 80 printable ASCII characters');
  return relayState;
}
