import type { Finding } from '../core/rules.ts';
import type { Verified } from '../core/verified.ts';
import type { Attribute, Identity, Session, Subject } from '../identity/identity.ts';
import type { Login } from '../identity/login.ts';
import type { Assertion, AuthenticationStatement } from './assertion.ts';
import type { Expectation } from './expectation.ts';
import type { Incoming } from './incoming.ts';

/** The login that an accepted assertion amounts to. Takes nothing but what was signed, save for where the person wanted to go. */
export function loginOf(
  assertion: Verified<Assertion>,
  authentication: AuthenticationStatement,
  { relayState }: Incoming,
  { idp, pending }: Expectation,
  findings: readonly Finding[],
): Login {
  const { value, provider } = assertion;
  const subject = subjectOf(value, idp.subjectAttribute);
  const identity: Identity = {
    provider,
    issuer: value.issuer.value,
    ...(subject === undefined ? {} : { subject }),
    attributes: value.attributes,
  };
  const { instant, contextClass, contextDeclaration, authorities } = authentication;
  return {
    protocol: 'saml',
    identity,
    session: sessionOf(value, authentication, provider, subject),
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

/** The NameID; where there is none, the one value of the attribute that was configured to stand in (SAML2int SDP-SP13). */
function subjectOf({ nameId, attributes }: Assertion, attributeName: string | undefined): Subject | undefined {
  if (nameId !== undefined || attributeName === undefined) return nameId;
  const [value, ...more] = attributes.filter(({ name }: Attribute) => name === attributeName).flatMap(({ values }) => values);
  return value === undefined || value === '' || more.length > 0 ? undefined : { value };
}

/** SAMLProf 4.1.4.3: of several ends of the session the nearest counts. */
function sessionOf(
  { authentications }: Assertion,
  { sessionIndex }: AuthenticationStatement,
  provider: string,
  subject: Subject | undefined,
): Session {
  const ends = authentications.flatMap(({ sessionNotOnOrAfter }) => sessionNotOnOrAfter ?? []).map(Number);
  return {
    protocol: 'saml',
    provider,
    ...(subject === undefined ? {} : { subject }),
    ...(sessionIndex === undefined ? {} : { index: sessionIndex }),
    ...(ends.length === 0 ? {} : { notOnOrAfter: new Date(Math.min(...ends)) }),
  };
}
