import { utf8 } from '../../core/bytes.ts';
import { SsoError } from '../../core/errors.ts';
import { legible } from '../../core/rules.ts';
import { digest } from '../../crypto/algorithms.ts';
import { earliest, readValidity, type Validity } from '../../saml/metadata-validity.ts';
import { namespaces } from '../../saml/names.ts';
import type { Reading } from '../../saml/structure.ts';
import { addText, type Element } from '../../xml/document.ts';
import type { Tag } from '../../xml/events.ts';
import type { Scope } from '../../xml/namespaces.ts';
import type { Covered, Writing } from '../../xmldsig/signed-stream.ts';
import { publicationOf } from '../belief.ts';
import { describedEntity, type EntityFilter, passes } from './entity.ts';
import { Slices } from './slices.ts';

/** What is around entities: the groups that they are members of. */
export interface Surroundings {
  readonly validity: Validity;
  /** The declarations that the canonical form has shown there. */
  readonly scope: Scope | undefined;
}

/**
 * Hears an aggregate being verified, and notes of each entity what it is found by and where its canonical octets are kept. Of the
 * elements only a sketch is made: roles and extensions, without keys and addresses.
 */
export class Census implements Covered {
  readonly entityIds: string[] = [];
  /** Of each entity: where its octets are, where its description is, and the number of its surroundings. */
  readonly rows: number[] = [];
  readonly hashes: Uint8Array[] = [];
  readonly slices = new Slices();
  readonly descriptions = new Slices();
  readonly surroundings: Surroundings[] = [];
  /** When the aggregate was published, as far as it says so. */
  publishedAt: Date | undefined;
  /** Of the aggregate as a whole. */
  validity: Validity = {};
  readonly #only: EntityFilter;
  readonly #reading: Reading;
  /** The names of all entities, those that are not noted among them. */
  readonly #known = new Set<string>();
  /** The open elements of which a sketch is made, innermost last. */
  readonly #open: Sketch[] = [];
  /** How many elements are open within those, of which none is made. */
  #passedOver = 0;
  #isWithinEntity = false;
  /** How many elements and pieces of text are noted of this entity, or of what stands between two. */
  #noted = 0;

  constructor(only: EntityFilter, reading: Reading) {
    this.#only = only;
    this.#reading = reading;
  }

  get wantsText(): boolean {
    return this.#passedOver === 0 && this.#open.at(-1)?.kind === 'detail';
  }

  root(tag: Tag): void {
    if (kindOf(tag, undefined) === undefined)
      throw new SsoError('metadata.document', { looksLike: legible(`XML with the root ${tag.name} in "${tag.namespace}"`) });
  }

  start(tag: Tag, written: Writing): void {
    const parent = this.#open.at(-1);
    const kind = this.#passedOver > 0 ? undefined : kindOf(tag, parent?.kind);
    if (kind === undefined) {
      this.#passedOver += 1;
      return;
    }
    const { namespace, name, attributes } = tag;
    const sketch: Sketch = { kind, namespace, name, attributes, children: [], scope: undefined, start: -1 };
    if (kind === 'detail' || kind === 'role') {
      this.#note();
      parent?.children.push(sketch);
    }
    this.#open.push(sketch);
    if (kind === 'entity') this.#beginEntity(parent, written);
  }

  text(piece: string): void {
    // Comments divide no text: they are not signed, and anybody can put some into a value that a filter looks for.
    this.#note();
    addText(this.#open.at(-1)?.children ?? [], piece);
  }

  end(written: Writing): void {
    if (this.#passedOver > 0) {
      this.#passedOver -= 1;
      return;
    }
    // Sound: what has an end was begun.
    const sketch = this.#open.pop() as Sketch;
    if (sketch.kind === 'entity') this.#endEntity(sketch, written);
    if (this.#open.length > 0) return;
    this.publishedAt = publicationOf(sketch);
    this.validity = readValidity(sketch, this.#reading);
  }

  octets(canonical: string): Uint8Array {
    return this.#isWithinEntity ? this.slices.add(canonical) : utf8(canonical);
  }

  /** A sketch is thirty times as large as what it is of, and nobody knows yet who has made that. */
  #note(): void {
    this.#noted += 1;
    if (this.#noted > mostNoted) throw new SsoError('xml.limit', { limit: 'elements', maximum: mostNoted, line: 1, column: 1 });
  }

  #beginEntity(group: Sketch | undefined, written: Writing): void {
    const scope = written();
    this.#isWithinEntity = true;
    this.#noted = 0;
    this.slices.begin();
    if (group?.surroundings !== undefined) return;
    const groups = this.#open.filter(({ kind }) => kind === 'group');
    const validity = earliest(groups.map((element) => readValidity(element, this.#reading)));
    this.surroundings.push({ validity, scope });
    if (group !== undefined) group.surroundings = this.surroundings.length - 1;
  }

  #endEntity(sketch: Sketch, written: Writing): void {
    written();
    this.#isWithinEntity = false;
    this.#noted = 0;
    const entity = describedEntity(sketch);
    // A copy: what was cut out of a text would keep all of it.
    const entityId = Buffer.from(entity.entityId).toString();
    if (this.#known.has(entityId)) throw new SsoError('metadata.entity', { reason: 'duplicate', candidates: [legible(entityId)] });
    this.#known.add(entityId);
    if (!passes(entity, this.#only)) return;
    this.descriptions.begin();
    this.descriptions.add(JSON.stringify(entity));
    this.entityIds.push(entityId);
    this.hashes.push(digest({ hash: 'sha256' }, this.slices.run));
    const group = this.#open.at(-1)?.surroundings ?? 0;
    this.rows.push(...this.slices.end(), ...this.descriptions.end(), group);
  }
}

/** What there is of an element of which not all is wanted. */
interface Sketch extends Element {
  readonly kind: Kind;
  readonly children: (Element | string)[];
  /** The number of what is around the members of a group, once there is one. */
  surroundings?: number;
}

type Kind = 'group' | 'entity' | 'role' | 'detail';

/** What an element is to us, by where it stands; undefined for what nothing is noted of. */
function kindOf({ namespace, name }: Tag, parent: Kind | undefined): Kind | undefined {
  if (parent === 'detail') return 'detail';
  return namespace === namespaces.metadata ? kinds[parent ?? 'document'].get(name) : undefined;
}

const kinds: Readonly<Record<Exclude<Kind, 'detail'> | 'document', ReadonlyMap<string, Kind>>> = {
  document: new Map([
    ['EntitiesDescriptor', 'group'],
    ['EntityDescriptor', 'entity'],
  ]),
  group: new Map([
    ['EntitiesDescriptor', 'group'],
    ['EntityDescriptor', 'entity'],
    ['Extensions', 'detail'],
  ]),
  entity: new Map([
    ['Extensions', 'detail'],
    ['IDPSSODescriptor', 'role'],
    ['SPSSODescriptor', 'role'],
  ]),
  role: new Map([['Extensions', 'detail']]),
};
/** Of one entity: what any has of roles and extensions is not a hundredth of that. */
const mostNoted = 20_000;
