import { SsoError } from '../core/errors.ts';
import { type JsonObject, textIn } from '../core/json.ts';
import { invalid, list, webAddress } from '../core/options.ts';
import { finding, legible } from '../core/rules.ts';

/** Whom a provider may speak for, where its issuer has a place for the tenant: these tenants, by GUID, or all that there are. */
export type Tenants = 'any' | readonly string[];

/** What a provider calls itself, and for which tenants. */
interface ManyTenants {
  readonly issuer: string;
  readonly tenants?: Tenants;
}

/** An issuer as typed: an https address without query and fragment (OIDCDisc 3). @throws SsoError `config.invalid` */
export function issuerAddress(field: string, value: unknown): string {
  const issuer = webAddress(field, value);
  if (issuer.includes('/.well-known/')) throw invalid(field, 'must be what stands before /.well-known in the address of the document');
  if (/[?#]/.test(issuer)) throw invalid(field, 'must not have a query or a fragment');
  return issuer;
}

/** Where the document of an issuer may lie, in the order to look. @see OIDCDisc 4, RFC 8414 3.1 */
export function documentAddresses(issuer: string): readonly [string, string] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, `${origin}/.well-known/oauth-authorization-server${path}`];
}

/**
 * The issuer that messages will name: the one that was typed, compared character by character; for the addresses that Entra ID has for
 * many tenants, its template.
 *
 * @param found - what the document calls itself
 * @throws SsoError `provider.issuer`
 * @see OIDCDisc 4.3
 */
export function settledIssuer(typed: string, found: string): string {
  if (found === typed) return found;
  const shared = sharedAddress.exec(typed);
  if (shared !== null && found === `${shared[1]}/${placeholder}/v2.0`) return found;
  if (shared?.[2] === 'consumers' && found === `${shared[1]}/${personalAccounts}/v2.0`) return found;
  const remedy = remedyFor(typed, found);
  throw new SsoError('provider.issuer', { expected: typed, found: legible(found), ...(remedy === undefined ? {} : { remedy }) });
}

/**
 * The tenants that were listed, in lower case.
 *
 * @throws SsoError `config.invalid`: none listed where the issuer has a place for them, or listed where it has none
 */
export function checkTenants(issuer: string, tenants: Tenants | undefined): Tenants | undefined {
  if (!issuer.includes(placeholder)) {
    if (tenants !== undefined) throw invalid('tenants', `is for an issuer with ${placeholder} in it, and this one is ${issuer}`);
    return undefined;
  }
  if (tenants === undefined)
    throw invalid('tenants', 'must list the tenants that may sign in, or be "any": whoever has an account with Microsoft belongs to one');
  if (tenants === 'any') return 'any';
  const listed = list<string>('tenants', tenants).map((tenant) => String(tenant).toLowerCase());
  if (listed.length === 0 || !listed.every(isGuid)) throw invalid('tenants', 'must be "any" or a list of GUIDs with at least one');
  return Object.freeze(listed);
}

/** The issuer that tokens of a tenant name. */
export function issuerOf(issuer: string, tenant: string): string {
  return issuer.replace(placeholder, () => tenant);
}

/** The issuer that a token must name: for many tenants, that of the tenant it names itself, which a rule of its own judges. */
export function expectedIssuer({ issuer, tenants }: ManyTenants, claims: JsonObject): string {
  return tenants === undefined ? issuer : issuerOf(issuer, textIn(claims, 'tid') ?? '');
}

/** May messages of this provider call themselves so? For a template: with one of its tenants in it. */
export function namesIssuer({ issuer, tenants }: ManyTenants, found: string): boolean {
  if (tenants === undefined) return found === issuer;
  const [before = '', after = ''] = issuer.split(placeholder);
  const tenant = found.slice(before.length, found.length - after.length);
  return found === issuerOf(issuer, tenant) && isOneOf(tenants, tenant);
}

/** May a key sign for that issuer? Among those for many tenants are some that are published for one alone. */
export function signsFor(keyIssuer: string, found: string): boolean {
  return namesIssuer({ issuer: keyIssuer, ...(keyIssuer.includes(placeholder) ? { tenants: 'any' } : {}) }, found);
}

/**
 * Tokens of a login go to the provider that gave them and to no other: judged before they are sent.
 *
 * @param rule - which demands the same of what will come back
 * @throws SsoError `token.rejected`
 */
export function checkLoginOf(provider: ManyTenants, { claims }: { readonly claims: JsonObject }, rule: string, spec: string): void {
  const issuer = textIn(claims, 'iss');
  if (issuer === undefined || namesIssuer(provider, issuer)) return;
  const mismatch = { expected: provider.issuer, actual: issuer };
  throw new SsoError('token.rejected', { token: 'ID token', findings: [finding({ id: rule, spec }, mismatch, new Set())] });
}

/** Is it a tenant that may sign in? Entra ID writes GUIDs in lower case; one that is written otherwise is not made by it. */
export function isOneOf(tenants: Tenants, tenant: string): boolean {
  return isGuid(tenant) && (tenants === 'any' || tenants.includes(tenant));
}

/** Most mistakes are a slash at the end or a capital letter: it helps to be told which. */
function remedyFor(typed: string, found: string): string | undefined {
  if (typed.replace(/\/$/, '') === found.replace(/\/$/, ''))
    return `set issuer to the provider's own writing, ${found.endsWith('/') ? 'with' : 'without'} a slash at the end`;
  if (typed.toLowerCase() === found.toLowerCase()) return `set issuer to the provider's own writing, in which letters differ in case`;
  return undefined;
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

const placeholder = '{tenantid}';
const sharedAddress = /^(https?:\/\/[^/]+)\/(common|organizations|consumers)\/v2\.0$/;
/** The tenant that all personal accounts of Microsoft belong to. */
const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad';
