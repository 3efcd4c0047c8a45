import { SsoError } from '../core/errors.ts';
import type { Document, Element } from '../xml/document.ts';
import { signatureOf } from '../xmldsig/profile.ts';
import { verifyElement } from '../xmldsig/verify.ts';
import { keysFrom, type PeerOptions } from './identity-provider.ts';
import { chosen } from './metadata-entities.ts';
import type { Pardon } from './pardons.ts';

/**
 * The tree to read from: as it is when no key is given, else what a key of `trust` has signed, be it the whole, a group or the entity.
 * Of several signatures around the entity the outermost counts, since it covers the most.
 *
 * @throws SsoError `signature.*`, `metadata.entity`
 */
export function trustedTree(
  document: Document,
  { trust, entityId }: Pick<PeerOptions, 'trust' | 'entityId'>,
  pardons: ReadonlySet<Pardon>,
): Element {
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
