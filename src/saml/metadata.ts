import { type Env, instantOf, systemEnv } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { type Document, type Element, parseDocument } from '../xml/document.ts';
import { childElements, collapse, isElement } from '../xml/element.ts';
import { metadataLimits } from '../xml/limits.ts';
import { signatureOf } from '../xmldsig/profile.ts';
import { verifyElement } from '../xmldsig/verify.ts';
import { diagnose } from './diagnosis.ts';
import { type IdentityProvider, keysFrom, type PeerOptions, peerOptions, withOptions } from './identity-provider.ts';
import { checkProvider, readRole, rolesOf } from './metadata-role.ts';
import { earliest, readValidity, type Validity } from './metadata-validity.ts';
import { namespaces } from './names.ts';
import { type Pardon, pardonSet } from './pardons.ts';
import { type Reading, requiredAttribute } from './structure.ts';

/**
 * A provider from its metadata: an EntityDescriptor, or the one entity that is meant in an EntitiesDescriptor. Only its role as an
 * identity provider for SAML 2.0 is read, and every key of that role which may sign is kept, so that a rollover needs nobody.
 *
 * Without `trust` the metadata is believed as it is: whoever gives it vouches for where it came from.
 *
 * @param metadata - octets as received, or text
 * @throws SsoError `metadata.*` for what cannot be used, `xml.*` and `saml.*` for what is not metadata to the letter, `signature.*`
 *   where `trust` is given and no key of it has signed
 * @see SAMLMeta 2; SAML V2.0 Metadata Interoperability Profile
 */
export function identityProvider(
  metadata: string | Uint8Array,
  options: PeerOptions = {},
  env: Pick<Env, 'now'> = systemEnv,
): IdentityProvider {
  peerOptions(options);
  const pardons = pardonSet(options.pardons);
  const now = instantOf(env);
  const document = parsed(metadata);
  const { entity, ancestors } = chosen(trusted(document, options, pardons), options.entityId);
  checkEntityId(entity);
  checkProvider(entity);
  const reading: Reading = { pardons, findings: [], closed: false };
  const inherited = earliest([...ancestors, entity].map((element) => readValidity(element, reading)));
  // Before it is read: of what has expired nothing else is worth saying.
  checkValid(inherited, now);
  const { element, ...described } = readRole(entity, reading);
  const validity = earliest([inherited, readValidity(element, reading)]);
  checkValid(validity, now);
  return withOptions({ ...described, entityId: entityIdOf(entity), ...lasting(validity, now) }, options);
}

/** An entity with the groups around it, whose validity it inherits. */
interface Located {
  readonly entity: Element;
  readonly ancestors: readonly Element[];
}

function parsed(metadata: string | Uint8Array): Document {
  try {
    const document = parseDocument(metadata, metadataLimits);
    if (isGroup(document.root) || isEntity(document.root)) return document;
  } catch (error) {
    throw diagnose(metadata, error);
  }
  throw diagnose(metadata, undefined);
}

/**
 * The tree to read from: as it is when no key is given, else what a key of `trust` has signed, be it the whole, a group or the entity.
 * Of several signatures around the entity the outermost counts, since it covers the most.
 */
function trusted(document: Document, { trust, entityId }: PeerOptions, pardons: ReadonlySet<Pardon>): Element {
  if (trust === undefined) return document.root;
  const keys = keysFrom('trust', trust);
  const signed = around(document.root, entityId).find((element) => signatureOf(element) !== undefined);
  const signature = signed && signatureOf(signed);
  if (signed === undefined || signature === undefined) throw new SsoError('signature.missing', { wanted: 'metadata', found: 'none' });
  return verifyElement(document, signed, signature, { provider: 'metadata', keys, pardons }, []).value;
}

/** What may have been signed, the outermost first; which entity is meant need not be known where the whole was. */
function around(root: Element, entityId: string | undefined): readonly Element[] {
  if (signatureOf(root) !== undefined) return [root];
  const { entity, ancestors } = chosen(root, entityId);
  return [...ancestors, entity];
}

/** The entity that is meant: the one of that entityID, or the only one that is an identity provider. */
function chosen(root: Element, entityId: string | undefined): Located {
  const all = located(root);
  if (entityId === undefined) {
    const providers = all.length === 1 ? all : all.filter(({ entity }) => rolesOf(entity).length > 0);
    const [only, ...more] = providers;
    if (only !== undefined && more.length === 0) return only;
    throw entityError(providers.length === 0 ? 'not-found' : 'several', providers);
  }
  const [found, ...more] = all.filter(({ entity }) => entityIdOf(entity) === entityId);
  if (found !== undefined && more.length === 0) return found;
  throw entityError(found === undefined ? 'not-found' : 'duplicate', all);
}

function entityError(reason: 'several' | 'not-found' | 'duplicate', among: readonly Located[]): SsoError {
  const candidates = among.slice(0, mostCandidates).map(({ entity }) => legible(entityIdOf(entity)));
  return new SsoError('metadata.entity', { reason, candidates });
}

function located(root: Element): readonly Located[] {
  const found: Located[] = [];
  const visit = (element: Element, ancestors: readonly Element[]): void => {
    if (isEntity(element)) found.push({ entity: element, ancestors });
    if (!isGroup(element)) return;
    // One list for all the children: an aggregate may have hundreds of thousands of them.
    const groups = [...ancestors, element];
    for (const child of childElements(element)) visit(child, groups);
  };
  visit(root, []);
  return found;
}

/** SAMLMeta 2.3.2: an exact string, never normalised beyond its type. */
function entityIdOf(entity: Element): string {
  return collapse(requiredAttribute(entity, 'entityID'));
}

/** Entra ID answers for "any tenant" with metadata that is still to be filled in. SAMLMeta 2.2.1: nobody's name is that long. */
function checkEntityId(entity: Element): void {
  const entityId = entityIdOf(entity);
  if (entityId.length > longestEntityId)
    throw new SsoError('saml.value', { element: entity.name, attribute: 'entityID', expected: `at most ${longestEntityId} characters` });
  if (/\{tenant_?id\}/i.test(entityId))
    throw new SsoError('metadata.document', { looksLike: 'a template of Entra ID with {tenantid} in place of a tenant' });
}

function checkValid({ validUntil }: Validity, now: Date): void {
  if (validUntil !== undefined && now >= validUntil) throw new SsoError('metadata.expired', { validUntil: validUntil.toISOString() });
}

/** Until when it counts, and when to look again: by the cache duration, and in any case before it ends. */
function lasting({ validUntil, cacheSeconds }: Validity, now: Date): Pick<IdentityProvider, 'validUntil' | 'refreshAt'> {
  const due = cacheSeconds === undefined ? validUntil : plusSeconds(now, cacheSeconds);
  const refreshAt = due !== undefined && validUntil !== undefined && validUntil < due ? validUntil : due;
  return { ...(validUntil === undefined ? {} : { validUntil }), ...(refreshAt === undefined ? {} : { refreshAt }) };
}

function isEntity(element: Element): boolean {
  return isElement(element, namespaces.metadata, 'EntityDescriptor');
}

function isGroup(element: Element): boolean {
  return isElement(element, namespaces.metadata, 'EntitiesDescriptor');
}

const mostCandidates = 20;
const longestEntityId = 1024;
