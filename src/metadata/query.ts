import { toHex } from '../core/bytes.ts';
import { addressProblem, invalid, knownFields, oneOf, text } from '../core/options.ts';
import { digest } from '../crypto/algorithms.ts';

/**
 * A service that answers for each entity of a federation (Metadata Query Protocol). It is only asked for the entity that is named here,
 * and never for one that a message names.
 */
export interface QueriedLocation {
  /** The base address of the service, before `entities/`. */
  readonly mdq: string;
  /** The entity that is asked for; what answers for another is refused. */
  readonly entityId: string;
  /** How it is asked for: by its percent-encoded name, or by `{sha1}` and the digest of that. Default: `name`. */
  readonly identifier?: 'name' | 'sha1';
}

/** Reads where a federation is asked. @throws SsoError `config.invalid` */
export function queriedLocation(where: QueriedLocation, isPinned: boolean): QueriedLocation {
  const { mdq, entityId, identifier } = knownFields(where, ['mdq', 'entityId', 'identifier'], 'where.');
  // Whoever answers does so for others: only a signature says that they were meant.
  if (!isPinned) throw invalid('trust', 'must be given: a service that answers for others must sign');
  const problem = addressProblem(text('where.mdq', mdq), { http: true }) ?? (/[?#]/.test(mdq) ? 'must have no query' : undefined);
  if (problem !== undefined) throw invalid('where.mdq', problem);
  oneOf('where.identifier', identifier, ['name', 'sha1'], 'name');
  if (/\p{Cs}/u.test(text('where.entityId', entityId))) throw invalid('where.entityId', 'must be Unicode');
  return where;
}

/** The address at which a service has the metadata of one entity. Metadata Query Protocol, and its profile for SAML. */
export function entityAddress({ mdq, entityId, identifier = 'name' }: QueriedLocation): string {
  const name = identifier === 'name' ? entityId : `{sha1}${toHex(digest({ hash: 'sha1' }, entityId))}`;
  return `${mdq}${mdq.endsWith('/') ? '' : '/'}entities/${percentEncoded(name)}`;
}

/** RFC 3986 2.3: all but what is unreserved. */
function percentEncoded(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
