import type { Finding } from '../core/rules.ts';
import type { Verified } from '../core/verified.ts';
import { type Attribute, all, type Identity, type Session, type Subject } from '../identity/identity.ts';
import type { Login } from '../identity/login.ts';
import { type Assertion, type AuthenticationStatement, endOfSession } from './assertion.ts';
import type { Expectation } from './expectation.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { sifted } from './sift.ts';
import { subjectBy } from './subject-id.ts';

/** A login that was proven by SAML. */
export interface SamlLogin extends Login {
  readonly protocol: 'saml';
}

/** The login that an accepted assertion amounts to. Takes nothing but what was signed, save for where the person wanted to go. */
export function loginOf(
  assertion: Verified<Assertion>,
  authentication: AuthenticationStatement,
  { relayState }: Incoming,
  { idp, pending }: Expectation,
  findings: readonly Finding[],
): SamlLogin {
  const { value, provider } = assertion;
  const { attributes } = sifted(value.attributes, idp);
  const subject = subjectOf(value, attributes, idp);
  const identity: Identity = {
    provider,
    issuer: value.issuer.value,
    ...(subject === undefined ? {} : { subject }),
    attributes: withTruncation(attributes),
  };
  const { instant, contextClass, contextDeclaration, authorities } = authentication;
  return {
    protocol: 'saml',
    identity,
    // At logout only its own NameID says to the provider who is meant.
    session: sessionOf(value, authentication, provider, value.nameId ?? subject),
    authentication: {
      instant,
      ...(contextClass === undefined ? {} : { contextClass }),
      ...(contextDeclaration === undefined ? {} : { contextDeclaration }),
      authorities,
    },
    ...(pending?.returnTo === undefined ? {} : { returnTo: pending.returnTo }),
    ...(pending !== undefined || relayState === undefined ? {} : { relayState }),
    findings,
  };
}

/**
 * The identifier that was configured, and nothing in its place; else the NameID; where there is none, the one value of the attribute
 * that was configured to stand in (SAML2int SDP-SP13 and SDP-SP14).
 */
function subjectOf(
  { nameId }: Assertion,
  attributes: Identity['attributes'],
  { subjectIdentifier, subjectAttribute }: IdentityProvider,
): Subject | undefined {
  if (subjectIdentifier !== undefined) return subjectBy(subjectIdentifier, attributes);
  if (nameId !== undefined || subjectAttribute === undefined) return nameId;
  const [value, ...more] = all({ attributes }, subjectAttribute);
  return value === undefined || value === '' || more.length > 0 ? undefined : { value };
}

/** Of more than 150 groups Entra ID sends an address in their place: they are there, and were not sent. */
function withTruncation(attributes: readonly Attribute[]): readonly Attribute[] {
  if (!attributes.some(({ name }) => name === groupsLink)) return attributes;
  const others = attributes.filter(({ name }) => name !== groups);
  const sent = attributes.find(({ name }) => name === groups) ?? { name: groups, values: [], content: [] };
  return [...others, { ...sent, truncated: true }];
}

function sessionOf(
  { authentications }: Assertion,
  { sessionIndex }: AuthenticationStatement,
  provider: string,
  subject: Subject | undefined,
): Session {
  const end = endOfSession(authentications);
  return {
    protocol: 'saml',
    provider,
    ...(subject === undefined ? {} : { subject }),
    ...(sessionIndex === undefined ? {} : { index: sessionIndex }),
    ...(end === undefined ? {} : { notOnOrAfter: end }),
  };
}

const groups = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups';
const groupsLink = 'http://schemas.microsoft.com/claims/groups.link';
