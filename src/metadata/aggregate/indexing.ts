import { diagnose } from '../../saml/diagnosis.ts';
import { keysFrom } from '../../saml/identity-provider.ts';
import type { Validity } from '../../saml/metadata-validity.ts';
import { type Pardon, pardonSet } from '../../saml/pardons.ts';
import { withLineFeeds } from '../../xml/characters.ts';
import { Cutter } from '../../xml/cutter.ts';
import type { Limits } from '../../xml/limits.ts';
import { PieceReader } from '../../xml/piece-reader.ts';
import { SignedStream } from '../../xmldsig/signed-stream.ts';
import { Census, type Surroundings } from './census.ts';
import type { EntityFilter } from './entity.ts';

/** What an aggregate is to be verified and indexed by; plain, so that it can be sent to another thread. */
export interface IndexingTerms {
  /** Keys (PEM or base64) of which one must have signed the root. */
  readonly trust: readonly string[];
  readonly pardons: readonly Pardon[];
  /** The entities that are kept. */
  readonly only: EntityFilter;
  readonly limits: Limits;
}

/** A verified aggregate, by what its entities are found by; plain, and most of it in blocks that need no copy to be sent. */
export interface AggregateIndex {
  /** The fingerprint of the key that has signed. */
  readonly key: string;
  readonly publishedAt?: Date;
  /** Of the aggregate as a whole. */
  readonly validity: Validity;
  readonly entityIds: readonly string[];
  /** For each entity seven numbers: block, start and end of its octets, the same of its description, and its surroundings. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** For each entity the SHA-256 of its octets. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  /** The canonical octets that were digested, of the entities that are kept. */
  readonly slices: readonly Uint8Array<ArrayBuffer>[];
  /** Of each entity its `AggregateEntity`, as JSON. */
  readonly descriptions: readonly Uint8Array<ArrayBuffer>[];
  readonly surroundings: readonly Surroundings[];
  /** How long the aggregate is. */
  readonly length: number;
}

/**
 * Reads, verifies and indexes an aggregate in one pass, octet by octet as it comes. Nothing of it can be had before its signature was
 * found to cover all of it.
 */
export class Indexing {
  readonly #cutter: Cutter;
  readonly #reader: PieceReader;
  readonly #signed: SignedStream;
  readonly #census: Census;
  #isNew = true;
  #length = 0;

  constructor({ trust, pardons, only, limits }: IndexingTerms, cutter = new Cutter(limits)) {
    const pardoned = pardonSet(pardons);
    this.#cutter = cutter;
    this.#census = new Census(only, { pardons: pardoned, findings: [], closed: false });
    const trusted = { provider: 'metadata', keys: keysFrom('trust', trust), pardons: pardoned };
    this.#signed = new SignedStream(trusted, limits, this.#census, []);
    this.#reader = new PieceReader(limits, this.#signed);
  }

  /** Reads what comes next. @throws SsoError `xml.*`, `signature.*`, `metadata.*`, `saml.*`; then nothing more may be added */
  add(octets: Uint8Array): void {
    this.#length += octets.byteLength;
    for (const piece of this.#cutter.add(octets)) this.#read(piece);
  }

  /** The index, once all was read. @throws SsoError as `add` */
  end(): AggregateIndex {
    this.#read(this.#cutter.end());
    this.#reader.end();
    const key = this.#signed.verified();
    const { publishedAt, validity, entityIds, rows, hashes, slices, descriptions, surroundings } = this.#census;
    return {
      key,
      ...(publishedAt === undefined ? {} : { publishedAt }),
      validity,
      entityIds,
      rows: Uint32Array.from(rows),
      hashes: joined(hashes),
      slices: slices.blocks,
      descriptions: descriptions.blocks,
      surroundings,
      length: this.#length,
    };
  }

  #read(piece: string): void {
    const text = withLineFeeds(piece);
    const isFirst = this.#isNew;
    this.#isNew = false;
    try {
      this.#signed.turn(text);
      this.#reader.piece(text);
    } catch (error) {
      throw isFirst ? diagnose(text, error) : error;
    }
  }
}

function joined(hashes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(hashes.length * hashOctets);
  for (const [at, hash] of hashes.entries()) all.set(hash, at * hashOctets);
  return all;
}

const hashOctets = 32;
