import { isObject, type Json, type JsonObject, member, textIn, textsIn } from '../core/json.ts';
import type { Finding } from '../core/rules.ts';
import type { Verified } from '../core/verified.ts';
import type { Attribute, AttributeValue, Authentication, Identity, Session, Subject } from '../identity/identity.ts';
import type { Login } from '../identity/login.ts';
import type { SignedClaims } from '../jose/verify.ts';
import { instantIn } from './claims.ts';
import type { OidcPending } from './pending.ts';
import type { Provider } from './provider.ts';
import type { Tokens } from './tokens.ts';

/** A login by OpenID Connect: what every login has, and what only this protocol knows, apart. */
export interface OidcLogin extends Login {
  readonly protocol: 'oidc';
  /** All claims of the ID token, as they were signed. */
  readonly claims: JsonObject;
  /** All claims of UserInfo, where it was asked for: about the same person, but signed by nobody unless that is demanded. */
  readonly userInfo?: JsonObject;
  /** To be kept apart from the session, or dropped. */
  readonly tokens: Tokens;
}

/** The login that an accepted ID token amounts to. */
export function loginOf(
  { value: { claims }, provider: id }: Verified<SignedClaims>,
  userInfo: JsonObject | undefined,
  tokens: Tokens,
  { subject }: Provider,
  pending: OidcPending,
  findings: readonly Finding[],
): OidcLogin {
  const issuer = textIn(claims, 'iss') ?? '';
  return {
    protocol: 'oidc',
    identity: { provider: id, issuer, subject: subjectOf(claims, subject), attributes: attributesOf(claims, userInfo) },
    session: sessionOf(claims, id),
    authentication: authenticationOf(claims),
    ...(pending.returnTo === undefined ? {} : { returnTo: pending.returnTo }),
    findings,
    claims,
    ...(userInfo === undefined ? {} : { userInfo }),
    tokens,
  };
}

/** Entra ID gives each application another `sub`; its object id is the same for all, and is one within its tenant. */
function subjectOf(claims: JsonObject, from: Provider['subject']): Subject {
  const [sub = '', oid = '', tid = ''] = ['sub', 'oid', 'tid'].map((name) => textIn(claims, name));
  return from === 'sub' ? { value: sub } : { value: oid, nameQualifier: tid };
}

/** At logout the provider says by `sub` and `sid` who is meant. */
function sessionOf(claims: JsonObject, provider: string): Session {
  const [sub = '', sid] = ['sub', 'sid'].map((name) => textIn(claims, name));
  // IPSIE SL1: how long the provider wants a session to last at most.
  const end = instantIn(claims, 'session_expiry');
  return {
    protocol: 'oidc',
    provider,
    subject: { value: sub },
    ...(sid === undefined ? {} : { index: sid }),
    ...(end === undefined ? {} : { notOnOrAfter: end }),
  };
}

function authenticationOf(claims: JsonObject): Authentication {
  const contextClass = textIn(claims, 'acr');
  const methods = textsIn(claims, 'amr');
  return {
    instant: instantIn(claims, 'auth_time') ?? instantIn(claims, 'iat') ?? new Date(Number.NaN),
    ...(contextClass === undefined ? {} : { contextClass }),
    ...(methods === undefined ? {} : { methods }),
    authorities: [],
  };
}

/** What the ID token says comes first and counts; UserInfo only adds what it does not say. */
function attributesOf(claims: JsonObject, userInfo: JsonObject = {}): Identity['attributes'] {
  const signed = [...present(claims), ...elsewhere(claims)];
  const known = new Set(signed.map(({ name }) => name));
  const added = [...present(userInfo), ...elsewhere(userInfo)].filter(({ name }) => !known.has(name));
  return [...signed, ...added.map((attribute) => ({ ...attribute, format: 'userinfo' }))];
}

function present(claims: JsonObject): readonly Attribute[] {
  return Object.entries(claims)
    .filter(([name]) => !protocolClaims.has(name))
    .map(([name, value]) => {
      const content = (Array.isArray(value) ? value : [value]).map(contentOf);
      return { name, values: content.map(textOf).filter((text) => text !== undefined), content };
    });
}

/** Claims that the provider keeps elsewhere (OIDCCore 5.6.2): that they exist is said, and they are never fetched. */
function elsewhere(claims: JsonObject): readonly Attribute[] {
  const names = member(claims, '_claim_names');
  const listed = isObject(names) ? Object.keys(names) : [];
  // Entra ID says so where the answer would have been too long for a query.
  const all = member(claims, 'hasgroups') === true || member(claims, 'hasgroups') === 'true' ? [...listed, 'groups'] : listed;
  return [...new Set(all)]
    .filter((name) => !Object.hasOwn(claims, name))
    .map((name) => ({ name, values: [], content: [], truncated: true }));
}

function contentOf(value: Json): AttributeValue {
  if (typeof value === 'string') return { kind: 'text', text: value };
  return value === null ? { kind: 'nil' } : { kind: 'json', value };
}

function textOf(content: AttributeValue): string | undefined {
  if (content.kind === 'text') return content.text;
  if (content.kind !== 'json' || typeof content.value === 'object') return undefined;
  // Whole numbers beyond 2^53 are read as the nearest that can be held: it may be somebody else's.
  const lost = Number.isInteger(content.value) && !Number.isSafeInteger(content.value);
  return lost ? undefined : String(content.value);
}

/** What says something about the token and not about the person. */
const protocolClaims: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'azp',
  'exp',
  'iat',
  'nbf',
  'jti',
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'auth_time',
  'acr',
  'amr',
  'sid',
  'session_expiry',
  '_claim_names',
  '_claim_sources',
  'hasgroups',
]);
