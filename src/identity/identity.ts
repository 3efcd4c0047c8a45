import type { Json } from '../core/json.ts';

/** Who it is, as the identity provider says; no protocol in it. Verified names are not safe HTML: escape them where they are shown. */
export interface Identity {
  /** Our local id of the provider; with the subject it is what an account is kept under. */
  readonly provider: string;
  /** The provider's own name for itself. */
  readonly issuer: string;
  /** Absent when the provider names nobody and no attribute was configured to stand in. */
  readonly subject?: Subject;
  /** In the order in which the provider sent them; what came twice under one name and format is merged. */
  readonly attributes: readonly Attribute[];
}

/** The provider's name for the person, exactly as sent, never trimmed. */
export interface Subject {
  /** The name. Two names that differ in a blank or in case are two names. */
  readonly value: string;
  /** What kind of name it is, as a URI (SAMLCore 8.3); absent where the provider does not say. */
  readonly format?: string;
  /** The domain within which the name is unique; absent means the provider's own. */
  readonly nameQualifier?: string;
  /** For whom the name was made; absent means for us. */
  readonly spNameQualifier?: string;
  /** What we, or whom we take it for, have told the provider to call the person; nobody is known by it. */
  readonly spProvidedId?: string;
}

/** One attribute, or one claim; `friendlyName` is only for people and identifies nothing. */
export interface Attribute {
  /** As the provider calls it: `email`, `mail`, often a URI or an OID, `urn:oid:0.9.2342.19200300.100.1.3`. */
  readonly name: string;
  /** How the name is to be understood, as a URI (SAMLCore 8.2); `userinfo` for a claim that only UserInfo has, which nobody signed. */
  readonly format?: string;
  readonly friendlyName?: string;
  /**
   * The values that are text, empty ones among them; a NameID counts by its text, a number or a truth value of JSON by how it is written,
   * but for whole numbers beyond 2^53, of which nobody knows any more what was written.
   */
  readonly values: readonly string[];
  /** All values, with text, nothing (`xsi:nil`, `null`), a NameID, other elements and JSON told apart. */
  readonly content: readonly AttributeValue[];
  /**
   * True where the provider says that there are values which it did not send: Entra ID does so with more than 150 groups, by OpenID
   * Connect with more than 200. Whoever takes
   * what is here for all there is takes groups away from people.
   */
  readonly truncated?: true;
}

/** One value of an attribute. */
export type AttributeValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nil' }
  | { readonly kind: 'name-id'; readonly subject: Subject }
  | { readonly kind: 'element'; readonly name: string; readonly namespace: string }
  | { readonly kind: 'json'; readonly value: Json };

/** How and when the person was authenticated. */
export interface Authentication {
  /** When: often long before this login, by a session at the provider. Where an OpenID provider does not say, when it issued the ID token. */
  readonly instant: Date;
  /** The authentication context class, if the provider named one (`acr`). */
  readonly contextClass?: string;
  /** By what means, as an OpenID provider calls them (`amr`, RFC 8176): `pwd`, `otp`, `mfa`. */
  readonly methods?: readonly string[];
  /** The authentication context declaration, if the provider referred to one. */
  readonly contextDeclaration?: string;
  /** Whom the provider itself relied on. */
  readonly authorities: readonly string[];
}

/** What a later logout needs to know of a login; plain data, to be kept with the session of the application. */
export interface Session {
  readonly protocol: 'saml' | 'oidc';
  /** Our local id of the provider. */
  readonly provider: string;
  /** Whose session it is, as the provider names them. */
  readonly subject?: Subject;
  /** The provider's name for its session: SessionIndex, or `sid`. */
  readonly index?: string;
  /** When the provider wants the session to have ended. */
  readonly notOnOrAfter?: Date;
}

/** The first value of the attributes of a name, if there is one. */
export function one({ attributes }: Pick<Identity, 'attributes'>, name: string): string | undefined {
  return all({ attributes }, name)[0];
}

/** All values of the attributes of a name, whatever their format, in the order in which they were sent. */
export function all({ attributes }: Pick<Identity, 'attributes'>, name: string): readonly string[] {
  const named = attributes.filter((attribute) => attribute.name === name);
  // `flatMap` takes eighty times as long for 150 groups.
  return none.concat(...named.map(({ values }) => values));
}

const none: readonly string[] = [];
