import { type Env, instantOf, systemEnv } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { plusSeconds } from '../core/time.ts';
import type { Element } from '../xml/document.ts';
import { type IdentityProvider, type PeerOptions, peerOptions, withOptions } from './identity-provider.ts';
import { chosen, entityIdOf, type Located, metadataDocument } from './metadata-entities.ts';
import { checkProvider, readRole } from './metadata-role.ts';
import { trustedTree } from './metadata-trust.ts';
import { earliest, readValidity, type Validity } from './metadata-validity.ts';
import { pardonSet } from './pardons.ts';
import type { Reading } from './structure.ts';

/**
 * A provider from its metadata: an EntityDescriptor, or the one entity that is meant in an EntitiesDescriptor. Only its role as an
 * identity provider for SAML 2.0 is read, and every key of that role which may sign is kept, so that a rollover needs nobody.
 *
 * Without `trust` the metadata is believed as it is: whoever gives it vouches for where it came from.
 *
 * @param metadata - octets as received, or text
 * @throws SsoError `metadata.*` for what cannot be used, `xml.*` and `saml.*` for what is not metadata to the letter, `signature.*`
 *   where `trust` is given and no key of it has signed; `config.invalid` for options that cannot be
 * @see SAMLMeta 2; SAML V2.0 Metadata Interoperability Profile
 */
export function identityProvider(
  metadata: string | Uint8Array,
  options: PeerOptions = {},
  env: Pick<Env, 'now'> = systemEnv,
): IdentityProvider {
  return providerIn(trustedEntity(metadata, peerOptions(options)), options, instantOf(env));
}

/** The entity that is meant, out of what a key of `trust` has signed where there is such a key. @throws SsoError as {@link identityProvider} */
export function trustedEntity(metadata: string | Uint8Array, options: PeerOptions): Located {
  return chosen(trustedTree(metadataDocument(metadata), options, pardonSet(options.pardons)), options.entityId);
}

/** The provider that an entity is. @throws SsoError as {@link identityProvider} */
export function providerIn({ entity, ancestors }: Located, options: PeerOptions, now: Date): IdentityProvider {
  const reading = { pardons: pardonSet(options.pardons), findings: [], closed: false };
  return providerOf(entity, earliest(ancestors.map((element) => readValidity(element, reading))), options, reading, now);
}

/** The provider that an entity is, by the validity of the groups around it. @throws SsoError as {@link identityProvider} */
export function providerOf(entity: Element, around: Validity, options: PeerOptions, reading: Reading, now: Date): IdentityProvider {
  checkEntityId(entity);
  checkProvider(entity);
  const inherited = earliest([around, readValidity(entity, reading)]);
  // Before it is read: of what has expired nothing else is worth saying.
  checkValid(inherited, now);
  const { element, ...described } = readRole(entity, reading);
  const validity = earliest([inherited, readValidity(element, reading)]);
  checkValid(validity, now);
  return withOptions({ ...described, entityId: entityIdOf(entity), ...lasting(validity, now) }, options);
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

const longestEntityId = 1024;
