import { SsoError } from '../../core/errors.ts';
import { legible } from '../../core/rules.ts';
import { digest, sameOctets } from '../../crypto/algorithms.ts';
import type { IdentityProvider, PeerOptions } from '../../saml/identity-provider.ts';
import { providerOf } from '../../saml/metadata.ts';
import { pardonSet } from '../../saml/pardons.ts';
import type { Element } from '../../xml/document.ts';
import { parseCanonical } from '../../xml/document.ts';
import { metadataLimits } from '../../xml/limits.ts';
import type { AggregateEntity } from './entity.ts';
import type { AggregateIndex } from './indexing.ts';

/** A verified aggregate. Its entities are read when they are asked for. */
export class Aggregate {
  readonly index: AggregateIndex;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(index: AggregateIndex) {
    this.index = index;
    this.#numbers = new Map(index.entityIds.map((entityId, number) => [entityId, number]));
  }

  /**
   * The provider of that name, out of the octets that the signature covers.
   *
   * @throws SsoError `metadata.entity` where there is none, and what `identityProvider` throws
   */
  provider(entityId: string, options: PeerOptions, now: Date): IdentityProvider {
    const number = this.#numbers.get(entityId);
    if (number === undefined) throw new SsoError('metadata.entity', { reason: 'not-found', candidates: [legible(entityId)] });
    const reading = { pardons: pardonSet(options.pardons), findings: [], closed: false };
    return providerOf(this.#entity(number), this.#surroundings(number).validity, options, reading, now);
  }

  /** What the entity of that number is found by. */
  described(number: number): AggregateEntity {
    const [block, start, end] = this.#row(number, 3);
    // Sound: it is what the index has written there.
    return JSON.parse(textIn(this.index.descriptions[block], start, end)) as AggregateEntity;
  }

  #entity(number: number): Element {
    const [block, start, end] = this.#row(number, 0);
    const octets = (this.index.slices[block] ?? nothing).subarray(start, end);
    const hash = this.index.hashes.subarray(number * hashOctets, (number + 1) * hashOctets);
    if (!sameOctets(digest({ hash: 'sha256' }, octets), hash))
      throw new SsoError('signature.digest', { element: 'EntityDescriptor', key: this.index.key });
    return parseCanonical(textIn(octets, 0, octets.byteLength), metadataLimits, this.#surroundings(number).scope);
  }

  #surroundings(number: number) {
    const [surroundings] = this.#row(number, 6);
    // Sound: each entity was noted with surroundings that are there.
    return this.index.surroundings[surroundings] as AggregateIndex['surroundings'][number];
  }

  /** Three of the numbers that are noted of an entity; what is not there is no entity of this aggregate. */
  #row(number: number, from: number): readonly [number, number, number] {
    const [first = 0, second = 0, third = 0] = this.index.rows.subarray(number * rowLength + from, (number + 1) * rowLength);
    return [first, second, third];
  }
}

function textIn(block: Uint8Array = nothing, start: number, end: number): string {
  return Buffer.from(block.buffer, block.byteOffset + start, end - start).toString('utf8');
}

const nothing = new Uint8Array();
const hashOctets = 32;
const rowLength = 7;
