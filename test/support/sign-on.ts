import { inflateRawSync } from 'node:zlib';
import { client } from '../../src/oidc/client.ts';
import { providerSource } from '../../src/oidc/discovery.ts';
import type { IdentityProvider } from '../../src/saml/identity-provider.ts';
import type { AuditEvent } from '../../src/web/audit.ts';
import type { OidcConnectionOptions, SamlConnectionOptions } from '../../src/web/connections.ts';
import type { SignOnOptions } from '../../src/web/settings.ts';
import { type SignOn, signOn } from '../../src/web/sign-on.ts';
import { type AssertionParts, bearerXml, clean, nameIdXml, type ResponseParts, subjectXml } from './messages.ts';
import { OpenIdParty } from './openid-party.ts';
import { answer, them, us } from './saml-login.ts';
import { Visitor } from './visitor.ts';
import { type World, world } from './world.ts';

/** The addresses of the service that tests visit. */
export const places = {
  home: 'https://sp.example/',
  samlLogin: 'https://sp.example/saml/login',
  acs: clean.acsUrl,
  metadata: clean.sp,
  oidcLogin: 'https://sp.example/oidc/login',
  callback: 'https://sp.example/oidc/callback',
} as const;

/** A service that signs people in, the provider it asks by OpenID Connect, and all that was told to its audit. */
export interface Service extends SignOn {
  readonly world: World;
  readonly party: OpenIdParty;
  readonly events: AuditEvent[];
  /** A browser of its own. */
  visitor(): Visitor;
}

type Given = Partial<SignOnOptions>;

/**
 * A service with one connection by each protocol that answers logins with a redirect; the options are added or put in the place of its own.
 *
 * @param beside - the same service in another process: time, chance, providers and audit are in common
 */
export function service(
  given: Given | ((party: OpenIdParty, env: World) => Given) = {},
  idp: IdentityProvider = them(),
  beside?: Service,
): Service {
  const party = beside?.party ?? new OpenIdParty();
  const events: AuditEvent[] = beside?.events ?? [];
  const env = beside?.world ?? world(party.world.fetch, clean.now);
  const web = signOn(
    {
      connections: [samlConnection({ idp }), oidcConnection(party, env)],
      returnTo: places.home,
      onLogin: (_, __, { next }) => next,
      audit: (event) => void events.push(event),
      ...(typeof given === 'function' ? given(party, env) : given),
    },
    env,
  );
  return { ...web, world: env, party, events, visitor: () => new Visitor(web.answer, env.now) };
}

/** The connection by SAML, at the party of clean messages. */
export function samlConnection(more: Partial<SamlConnectionOptions> = {}): SamlConnectionOptions {
  return { protocol: 'saml', sp: us(), idp: them(), loginUrl: places.samlLogin, metadataUrl: places.metadata, ...more };
}

/** The connection by OpenID Connect, at a provider within this process. */
export function oidcConnection(party: OpenIdParty, env: World, more: Partial<OidcConnectionOptions> = {}): OidcConnectionOptions {
  return {
    protocol: 'oidc',
    id: 'op',
    client: client({ clientId: 'client', redirectUri: places.callback, authentication: { kind: 'none' } }),
    provider: providerSource(party.issuer, { id: 'op' }, env),
    loginUrl: places.oidcLogin,
    ...more,
  };
}

/** What the provider is asked by a redirect: the ID of the request, and the RelayState. */
export function askedBy(redirect: Response): { readonly requestId: string; readonly relayState: string } {
  const { searchParams } = new URL(redirect.headers.get('location') ?? '');
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const [, requestId = ''] = / ID="([^"]+)"/.exec(xml) ?? [];
  return { requestId, relayState: searchParams.get('RelayState') ?? '' };
}

/** The form that the provider posts for a person who was asked for by that redirect. */
export function answerTo(
  redirect: Response,
  { name = clean.subject, assertion = {}, response = {} }: { name?: string; assertion?: AssertionParts; response?: ResponseParts } = {},
): { readonly SAMLResponse: string; readonly RelayState: string } {
  const { requestId, relayState } = askedBy(redirect);
  const subject = subjectXml(nameIdXml(name), [bearerXml({ InResponseTo: requestId })]);
  const xml = answer({ subject, id: `_a${requestId}`, ...assertion }, { inResponseTo: requestId, ...response }, 'response');
  return { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState };
}

/** The form that the provider posts where nobody asked. */
export function tile(name: string = clean.subject, id = '_tile'): { readonly SAMLResponse: string } {
  const subject = subjectXml(nameIdXml(name), [bearerXml({ InResponseTo: null })]);
  return { SAMLResponse: Buffer.from(answer({ subject, id }, { inResponseTo: null }, 'response')).toString('base64') };
}

/** The address that the provider sends the browser back to for a person who was asked for by that redirect. */
export function answerByQuery({ party }: Pick<Service, 'party'>, sent: Response): string {
  const { parameters } = party.authorize({ kind: 'redirect', url: sent.headers.get('location') ?? '' });
  return `${places.callback}?${new URLSearchParams(Object.entries(parameters))}`;
}

/** The code that a page of ours tells the administrator. */
export async function codeOf(page: Response): Promise<string | undefined> {
  return /\b(?:unexpected|[a-z]+\.[a-z0-9-]+)\b(?=<)/.exec(await page.clone().text())?.[0];
}
