import type { SamlProduct } from '../providers/saml-product.ts';
import type { CauseRow, Known, Side, Topic } from './cause.ts';

/** One thing to do. */
export interface Remedy {
  readonly side: Side;
  /** Where, in words: `At Okta`, `Here`. */
  readonly where: string;
  /** What to do there, as a sentence that goes on from that. */
  readonly action: string;
  /** Where the product has what this is about, by the names of its screens. */
  readonly places: readonly Place[];
}

/** One field of a screen of the provider. */
export interface Place {
  /** The page or the section. */
  readonly screen: string;
  readonly field: string;
  /** What belongs there, where that is known. */
  readonly value?: string;
}

/** What is to be entered at the provider. */
export interface OurNames {
  /** Our entityID. */
  readonly entityId?: string;
  /** The address at which the answer came in. */
  readonly replyUrl?: string;
}

/** What to do, in the words of the product; nothing that can be done only where it has a setting for it. */
export function remedies(rows: CauseRow['remedies'], known: Known, product: SamlProduct, ours: OurNames): readonly Remedy[] {
  return rows.flatMap(({ side, action, at = [], ...row }) => {
    const places = at.flatMap((topic) => placesOf(topic, product, ours));
    if ('onlyThere' in row && places.length === 0) return [];
    const where = side === 'provider' ? `At ${product.title}` : wheres[side];
    return [{ side, where, action: typeof action === 'string' ? action : action(known), places }];
  });
}

function placesOf(topic: Topic, { form, offers, settings }: SamlProduct, ours: OurNames): readonly Place[] {
  switch (topic) {
    case 'entityId':
    case 'replyUrl':
      return form.filter((field) => 'ours' in field && field.ours === topic).map((field) => place(field, ours[topic]));
    case 'metadata':
    case 'certificates':
      return offers.filter(({ is }) => is === topic).map((offered) => place(offered));
    case 'issuer':
      return offers.filter(({ is }) => is === 'entityId').map((offered) => place(offered));
    default:
      return settings[topic].map((setting) => place(setting, setting.choose));
  }
}

function place({ screen, field }: Pick<Place, 'screen' | 'field'>, value?: string): Place {
  return { screen, field, ...(value === undefined ? {} : { value }) };
}

const wheres: Readonly<Record<Exclude<Side, 'provider'>, string>> = { ours: 'Here', person: 'Whoever signs in', between: 'On the way' };
