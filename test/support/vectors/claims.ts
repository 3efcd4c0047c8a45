import type { Finding } from '../../../src/core/rules.ts';
import type { Login } from '../../../src/identity/login.ts';
import { identityProvider, type PeerOptions } from '../../../src/saml/index.ts';
import type { Element } from '../../../src/xml/document.ts';
import type { Vector } from './format.ts';
import { certificateNamed, keyNameOf } from './parties.ts';

/** What came out of a message, as plain JSON with the names that `README.md` beside the vectors explains. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a login says: who, by whom, how, and which departures were noted or pardoned. */
export function claimsOfLogin({ identity, session, authentication, returnTo, relayState, findings }: Login): Claims {
  return plain({
    issuer: identity.issuer,
    subject: identity.subject ?? null,
    attributes: identity.attributes.map(({ name, values }) => [name, values]),
    formats: identity.attributes.map(({ format }) => format ?? null),
    content: identity.attributes.map(({ content }) => content),
    sessionIndex: session.index,
    sessionNotOnOrAfter: session.notOnOrAfter,
    authenticated: authentication.instant,
    context: authentication.contextClass,
    declaration: authentication.contextDeclaration,
    methods: authentication.methods,
    authorities: authentication.authorities,
    truncated: identity.attributes.filter(({ truncated }) => truncated === true).map(({ name }) => name),
    returnTo: returnTo ?? null,
    relayState: relayState ?? null,
    ...outcomesOf(findings),
  });
}

/** What the metadata of a vector says of the provider, read with the options of its header. */
export function claimsOfMetadata(vector: Vector, now: Date): Claims {
  const { trust, ...options } = JSON.parse(vector.header.get('options') ?? '{}') as PeerOptions;
  const idp = identityProvider(vector.message, trust === undefined ? options : { ...options, trust: trust.map(certificateNamed) }, {
    now: () => now,
  });
  const located = ({ binding, location }: { binding: string; location: string }) => [binding.slice(binding.lastIndexOf(':') + 1), location];
  return plain({
    entityId: idp.entityId,
    keys: idp.keys.map(({ fingerprint }) => keyNameOf(fingerprint)).sort(),
    sso: idp.singleSignOnServices.map(located),
    slo: idp.singleLogoutServices.map((service) => [...located(service), ...(service.responseLocation ?? [])].slice(0, 2)),
    sloResponse: idp.singleLogoutServices.flatMap(({ responseLocation }) => responseLocation ?? []),
    artifact: idp.artifactResolutionServices.map(({ index, location }) => [index, location]),
    wantAuthnRequestsSigned: idp.wantAuthnRequestsSigned,
    nameIdFormats: idp.nameIdFormats,
    displayNames: idp.displayNames.map(({ language, text }) => [language, text]),
    logos: idp.logos.map(({ url }) => url),
    scopes: idp.scopes.map(({ value, regexp }) => [value, regexp]),
    signingMethods: idp.signingMethods,
    digestMethods: idp.digestMethods,
    entityAttributes: [...idp.entityAttributes],
    validUntil: idp.validUntil,
    refreshAt: idp.refreshAt,
  });
}

/** The ids of what was noted and of what was pardoned. */
export function outcomesOf(findings: readonly Finding[]): { readonly noted: readonly string[]; readonly pardoned: readonly string[] } {
  const of = (wanted: Finding['outcome']) =>
    [...new Set(findings.filter(({ outcome }) => outcome === wanted).map(({ rule }) => rule))].sort();
  return { noted: of('noted'), pardoned: of('pardoned') };
}

/** All text of an element, in document order. */
export function textOf({ children }: Element): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** As it comes out of JSON: without what is undefined, instants as texts. */
export function plain(claims: object): Claims {
  return JSON.parse(JSON.stringify(claims)) as Claims;
}
