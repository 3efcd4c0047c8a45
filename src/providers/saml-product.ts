import type { PeerOptions } from '../saml/identity-provider.ts';
import type { FormField, Offered, SamlOffer, SamlValue } from './form.ts';

/** What a product that speaks SAML is to all its customers alike: how it is known, what its messages need, and what its screens have. */
export interface SamlProduct {
  /** What people call it. */
  readonly title: string;
  /** What its entityIDs look like; undefined where they look like anything. */
  readonly entityIds: RegExp | undefined;
  /** What its messages need. */
  readonly peer: Pick<PeerOptions, 'pardons' | 'subjectAttribute' | 'wantSigned'>;
  /** What to type into its screens. */
  readonly form: readonly FormField<SamlValue>[];
  /** What to copy from them. */
  readonly offers: readonly Offered<SamlOffer>[];
  /** What to look at there when its answers are refused. */
  readonly settings: SamlSettings;
}

/**
 * Where a product keeps what may have to be changed when its answers are refused. Empty where it has no such setting, or where nobody here
 * knows what it is called.
 */
export interface SamlSettings {
  /** Which parts of an answer it signs. */
  readonly signing: readonly Setting[];
  /** By which algorithms. */
  readonly signatureAlgorithm: readonly Setting[];
  /** The certificate of ours that it encrypts for. */
  readonly encryption: readonly Setting[];
  /** What it calls a person, and in which format. */
  readonly nameId: readonly Setting[];
  /** How its answers travel, or where it posts them to. */
  readonly binding: readonly Setting[];
  /** Which address it writes into an answer, where that is apart from where it sends it. */
  readonly destination: readonly Setting[];
  /** Whether it says how a person has signed in. */
  readonly statement: readonly Setting[];
  /** Where somebody comes to who begins at the product. */
  readonly tile: readonly Setting[];
  /** Who may sign in to us. */
  readonly people: readonly Setting[];
  /** How people must sign in there. */
  readonly authentication: readonly Setting[];
  /** How long its answers count. */
  readonly lifetime: readonly Setting[];
  /** What keeps its time; empty where its vendor sees to that. */
  readonly clock: readonly Setting[];
  /** Where it says what it has done. */
  readonly log: readonly Setting[];
}

/** One setting, by the names that it has on the screens. */
export interface Setting {
  /** The page or the section. */
  readonly screen: string;
  readonly field: string;
  /** What to choose there, where that is the same for everybody. */
  readonly choose?: string;
}

/** A setting by its names. */
export function at(screen: string, field: string, choose?: string): Setting {
  return { screen, field, ...(choose === undefined ? {} : { choose }) };
}

/** A product of which no setting is known. */
export const noSettings: SamlSettings = {
  signing: [],
  signatureAlgorithm: [],
  encryption: [],
  nameId: [],
  binding: [],
  destination: [],
  statement: [],
  tile: [],
  people: [],
  authentication: [],
  lifetime: [],
  clock: [],
  log: [],
};
