import { SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import { legible } from '../core/rules.ts';
import { type Document, type Element, parseDocument } from '../xml/document.ts';
import { childElements, collapse, isElement } from '../xml/element.ts';
import { metadataLimits } from '../xml/limits.ts';
import { diagnose, noMetadata } from './diagnosis.ts';
import { rolesOf } from './metadata-role.ts';
import { namespaces } from './names.ts';
import { requiredAttribute } from './structure.ts';

/** An entity with the groups around it, whose validity it inherits. */
export interface Located {
  readonly entity: Element;
  readonly ancestors: readonly Element[];
}

/** Reads a document that is metadata. @throws SsoError `metadata.document` with what it is instead, `xml.*`, or `config.invalid` */
export function metadataDocument(metadata: string | Uint8Array): Document {
  const document = documentOf(metadata);
  if (isGroup(document.root) || isEntity(document.root)) return document;
  throw noMetadata(metadata, document.root);
}

function documentOf(metadata: string | Uint8Array): Document {
  if (typeof metadata !== 'string' && !(metadata instanceof Uint8Array)) throw invalid('metadata', 'must be a text or octets');
  try {
    return parseDocument(metadata, metadataLimits);
  } catch (error) {
    throw diagnose(metadata, error);
  }
}

/**
 * The entity that is meant: the one of that entityID, or the only one that is an identity provider.
 *
 * @throws SsoError `metadata.entity`
 */
export function chosen(root: Element, entityId: string | undefined): Located {
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
export function entityIdOf(entity: Element): string {
  return collapse(requiredAttribute(entity, 'entityID'));
}

function isEntity(element: Element): boolean {
  return isElement(element, namespaces.metadata, 'EntityDescriptor');
}

function isGroup(element: Element): boolean {
  return isElement(element, namespaces.metadata, 'EntitiesDescriptor');
}

const mostCandidates = 20;
