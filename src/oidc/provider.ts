import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { flag, invalid, knownFields, list, oneOf, text, webAddress } from '../core/options.ts';
import { confirmedFingerprints } from '../crypto/confirmation.ts';
import { readKeySet } from '../jose/key-set.ts';
import { checkTenants, issuerAddress, type Tenants } from './issuer.ts';
import { fixedKeys, type KeySource, publishedKeys } from './key-source.ts';

/** What we have to say about a provider beside what its document says. */
export interface ProviderOptions {
  /** Our own name for this provider; links, replay keys and sessions are kept under it. Default: its issuer. */
  readonly id?: string;
  /**
   * Entra ID at `common`, `organizations` or `consumers`: the tenants whose people may sign in, by GUID; `any` lets in everybody who has
   * an account with Microsoft, and their administrators choose what their accounts are called.
   */
  readonly tenants?: Tenants;
  /**
   * What a person is known by: `sub`, or `oid` for the object id of Entra ID within its tenant, which is the same for all applications.
   * Default: `oid` for issuers of Entra ID, else `sub`.
   */
  readonly subject?: 'sub' | 'oid';
  /**
   * Claims that an ID token must have, each with one of these texts as its value: `{ hd: ['example.org'] }` lets in the people of one
   * organisation at Google, where everybody can have an account. Default: none.
   */
  readonly requireClaims?: RequiredClaims;
  /**
   * The fingerprints (SHA-256 over the SubjectPublicKeyInfo) of the keys that somebody has confirmed. Where it is given, a token by any other
   * key that the provider publishes is refused with `signature.unconfirmed`, which has its fingerprint. Most providers change their keys
   * often, and without notice.
   */
  readonly confirmedKeys?: readonly string[];
}

/** The texts of which each claim must be one, by the names of the claims. */
export type RequiredClaims = Readonly<Record<string, readonly string[]>>;

/** Where a provider is asked. Which of them there are is its own affair. */
export interface ProviderEndpoints {
  /** Where the browser is sent. */
  readonly authorization: string;
  readonly token: string;
  readonly userInfo?: string;
  readonly pushedRequest?: string;
  readonly revocation?: string;
  readonly introspection?: string;
  /** Where the browser is sent to sign out. */
  readonly endSession?: string;
}

/** Who they are: made by {@link discover}, {@link providerSource} or {@link provider}, and frozen. */
export interface Provider {
  /** Our own name for it. */
  readonly id: string;
  /** Its name for itself: an exact string, never normalised; with `{tenantid}` in it where `tenants` say what may stand there. */
  readonly issuer: string;
  readonly tenants?: Tenants;
  readonly subject: 'sub' | 'oid';
  readonly requireClaims?: RequiredClaims;
  readonly endpoints: ProviderEndpoints;
  /** Endpoints that take client certificates, where they are others (RFC 8705 5). */
  readonly mutualTlsEndpoints: Partial<ProviderEndpoints>;
  /** What it signs with. */
  readonly keys: KeySource;
  /** Does it say in its answers who it is (RFC 9207 3)? Then one without is refused. */
  readonly namesItself: boolean;
  /** Does it take only requests that were pushed to it before (RFC 9126 5)? */
  readonly wantsPushedRequests: boolean;
  /** The address from which the others were learnt; absent where all were typed. */
  readonly learntFrom?: string;
  /** When it is time to look again. */
  readonly refreshAt?: Date;
}

/** What is typed by hand where nothing is to be discovered. */
export interface ProviderFields {
  /** The provider's name for itself, to the last character. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Where its keys are published. Either this or `keys`. */
  readonly jwksUri?: string;
  /** Its keys, given once and for all: a rollover wants a person. */
  readonly keys?: readonly JsonObject[];
  readonly userInfoEndpoint?: string;
  readonly pushedRequestEndpoint?: string;
  readonly revocationEndpoint?: string;
  readonly introspectionEndpoint?: string;
  readonly endSessionEndpoint?: string;
  /** Those that take client certificates, where they are others. */
  readonly mutualTlsEndpoints?: Partial<ProviderEndpoints>;
  /** Does it say in its answers who it is (RFC 9207)? */
  readonly namesItself?: boolean;
  /** Does it take only pushed requests (RFC 9126)? */
  readonly wantsPushedRequests?: boolean;
}

/**
 * A provider from values typed by hand. Nothing is fetched before its keys are needed.
 *
 * @param env - with which its keys will be fetched
 * @throws SsoError `config.invalid` with the field, `provider.keys` for keys that cannot be used
 */
export function provider(fields: ProviderFields, options: ProviderOptions = {}, env: Env = systemEnv): Provider {
  knownFields(fields, fieldNames);
  const issuer = issuerAddress('issuer', fields.issuer);
  const id = options.id ?? issuer;
  return withOptions(
    {
      issuer,
      endpoints: endpointsIn(fields),
      mutualTlsEndpoints: aliases(fields.mutualTlsEndpoints),
      keys: keysOf(fields, id, confirmedIn(options), env),
      namesItself: flag('namesItself', fields.namesItself),
      wantsPushedRequests: flag('wantsPushedRequests', fields.wantsPushedRequests),
    },
    options,
  );
}

/** Puts our options to what is known of a provider. @throws SsoError `config.invalid` */
export function withOptions(described: Omit<Provider, 'id' | 'tenants' | 'subject' | 'requireClaims'>, options: ProviderOptions): Provider {
  checkOptions(options);
  const tenants = checkTenants(described.issuer, options.tenants);
  return Object.freeze({
    ...described,
    id: options.id ?? described.issuer,
    subject: options.subject ?? (entraIssuer.test(described.issuer) ? 'oid' : 'sub'),
    ...(tenants === undefined ? {} : { tenants }),
    ...(options.requireClaims === undefined ? {} : { requireClaims: requiredClaims(options.requireClaims) }),
  });
}

/** The options, once it is certain that each exists and can be. @throws SsoError `config.invalid` */
export function checkOptions(options: ProviderOptions): ProviderOptions {
  knownFields(options, ['id', 'tenants', 'subject', 'requireClaims', 'confirmedKeys'] satisfies (keyof ProviderOptions)[]);
  if (options.id !== undefined) text('id', options.id);
  oneOf('subject', options.subject, ['sub', 'oid'], 'sub');
  if (options.requireClaims !== undefined) requiredClaims(options.requireClaims);
  confirmedIn(options);
  return options;
}

/** The keys that may sign; undefined where each may that is published. @throws SsoError `config.invalid` */
export function confirmedIn({ confirmedKeys }: ProviderOptions): ReadonlySet<string> | undefined {
  return confirmedKeys === undefined ? undefined : confirmedFingerprints('confirmedKeys', confirmedKeys);
}

/** A copy that nobody can change. A claim of which nothing is allowed would let in nobody, and was meant otherwise. */
function requiredClaims(claims: RequiredClaims): RequiredClaims {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw invalid('requireClaims', 'must be an object');
  const each = Object.entries(claims).map(([name, allowed]) => {
    const field = `requireClaims.${name}`;
    const values = list<string>(field, allowed).map((value) => text(field, value));
    if (values.length === 0) throw invalid(field, 'must have at least one text');
    return [name, Object.freeze(values)] as const;
  });
  return Object.freeze(Object.fromEntries(each));
}

function endpointsIn(fields: ProviderFields): ProviderEndpoints {
  const { userInfoEndpoint, pushedRequestEndpoint, revocationEndpoint, introspectionEndpoint, endSessionEndpoint } = fields;
  return Object.freeze({
    authorization: webAddress('authorizationEndpoint', fields.authorizationEndpoint),
    token: webAddress('tokenEndpoint', fields.tokenEndpoint),
    ...(userInfoEndpoint === undefined ? {} : { userInfo: webAddress('userInfoEndpoint', userInfoEndpoint) }),
    ...(pushedRequestEndpoint === undefined ? {} : { pushedRequest: webAddress('pushedRequestEndpoint', pushedRequestEndpoint) }),
    ...(revocationEndpoint === undefined ? {} : { revocation: webAddress('revocationEndpoint', revocationEndpoint) }),
    ...(introspectionEndpoint === undefined ? {} : { introspection: webAddress('introspectionEndpoint', introspectionEndpoint) }),
    ...(endSessionEndpoint === undefined ? {} : { endSession: webAddress('endSessionEndpoint', endSessionEndpoint) }),
  });
}

function aliases(endpoints: Partial<ProviderEndpoints> = {}): Partial<ProviderEndpoints> {
  knownFields(endpoints, ['token', 'userInfo', 'pushedRequest', 'revocation', 'introspection'], 'mutualTlsEndpoints.');
  for (const [name, address] of Object.entries(endpoints)) webAddress(`mutualTlsEndpoints.${name}`, address);
  return Object.freeze({ ...endpoints });
}

function keysOf({ jwksUri, keys }: ProviderFields, provider: string, confirmed: ReadonlySet<string> | undefined, env: Env): KeySource {
  if ((jwksUri === undefined) === (keys === undefined)) throw invalid('keys', 'must be given, or jwksUri in their place');
  if (jwksUri !== undefined) return publishedKeys({ provider, jwksUri: webAddress('jwksUri', jwksUri), confirmed }, env);
  if (confirmed !== undefined) throw invalid('confirmedKeys', 'is about keys that are published');
  const read = readKeySet({ keys: list<JsonObject>('keys', keys) });
  if ('problem' in read) throw new SsoError('provider.keys', { provider, problem: read.problem });
  if (read.keys.length === 0) throw new SsoError('provider.keys', { provider, problem: read.ignored[0]?.problem ?? 'has none' });
  return fixedKeys(read);
}

/** Entra ID in each cloud of Microsoft, for one tenant or for many. */
const entraIssuer = /^https:\/\/(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\/|\{tenantid\}/;
const fieldNames = [
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'jwksUri',
  'keys',
  'userInfoEndpoint',
  'pushedRequestEndpoint',
  'revocationEndpoint',
  'introspectionEndpoint',
  'endSessionEndpoint',
  'mutualTlsEndpoints',
  'namesItself',
  'wantsPushedRequests',
] satisfies (keyof ProviderFields)[];
