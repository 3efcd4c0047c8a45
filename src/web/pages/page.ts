import type { Report } from '../outcomes.ts';
import type { Reason } from './texts.ts';
import type { TrialPage, TriedPage } from './trial-page.ts';

/** A page that people are shown. All in it is text, whoever it comes from: it is escaped where it is shown. */
export type Page = Pages[keyof Pages];

/** The pages by their kind. */
export interface Pages {
  readonly request: RequestPage;
  readonly again: AgainPage;
  readonly refusal: RefusalPage;
  readonly finished: FinishedPage;
  readonly 'other-user': OtherUserPage;
  readonly chooser: ChooserPage;
  readonly ask: AskPage;
  readonly 'sign-out': SignOutPage;
  readonly 'signed-out': SignedOutPage;
  readonly trial: TrialPage;
  readonly tried: TriedPage;
}

/** Takes a message of ours to a provider: a form that sends itself, and has a button for where there is no script. */
export interface RequestPage {
  readonly kind: 'request';
  /** An address that was held to be one a browser may be sent to, as that of every provider is. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Present where it is about a logout. */
  readonly about?: 'logout';
}

/** The same for what goes to ourselves: sent once more from a page of ours, so that the browser brings our cookies along. */
export interface AgainPage {
  readonly kind: 'again';
  readonly action: string;
  /** In the order in which they came; a name may be there several times. */
  readonly fields: Iterable<readonly [name: string, value: string]>;
}

/** Says that it did not work, why as far as a person can do something about it, and what an administrator has to know. */
export interface RefusalPage {
  readonly kind: 'refusal';
  readonly reason: Reason;
  readonly report: Report;
  /** Where a new login begins. */
  readonly begin?: string;
  /** Where somebody goes on who needs no login. */
  readonly goOn?: string;
}

/** For whoever comes back to a login that is finished, and is signed in. */
export interface FinishedPage {
  readonly kind: 'finished';
  readonly goOn: string;
}

/** For a login that would put somebody else in the place of whoever is signed in: nothing happens without a click. */
export interface OtherUserPage {
  readonly kind: 'other-user';
  /** Where the person goes on who is signed in. */
  readonly stay: string;
  /** Where a login of the other person begins. */
  readonly switchUser: string;
}

/** Where people choose who is to sign them in. */
export interface ChooserPage {
  readonly kind: 'chooser';
  /** In their order. */
  readonly offers: readonly Offer[];
  /** The one of them that they had the last time. */
  readonly last?: Offer;
  /** Where the product's own login is, if they may have it. */
  readonly password?: string;
  /** What they sign in to. */
  readonly product?: string;
}

/** One of those who may sign somebody in. */
export interface Offer {
  /** Where that begins. */
  readonly href: string;
  readonly name: string;
  /** What stands on its button; default: words with the name in them. */
  readonly button?: string;
  /** An address of ours, or a `data:` URI. */
  readonly logo?: string;
}

/** Where people type what they are called, whose domain says who is to sign them in. */
export interface AskPage {
  readonly kind: 'ask';
  /** Where the form goes, with the field `user` beside these. */
  readonly action: string;
  readonly fields: Iterable<readonly [name: string, value: string]>;
  /** As on the page where they choose. */
  readonly password?: string;
  readonly product?: string;
}

/** Asks whoever opened the address where people sign out: a link alone signs nobody out. */
export interface SignOutPage {
  readonly kind: 'sign-out';
  /** Where the form goes. */
  readonly action: string;
  /** True where the provider is told, too: then there is a second button for whoever wants to sign out here alone. */
  readonly everywhere?: true;
  /** Where somebody goes on who stays signed in. */
  readonly stay: string;
}

/** Says that nobody is signed in any more. */
export interface SignedOutPage {
  readonly kind: 'signed-out';
  /** True where the provider, or another service, may still have a session. */
  readonly partly?: true;
  /** Where a new login begins. */
  readonly begin?: string;
  /** Where somebody goes on who needs no login. */
  readonly goOn?: string;
}
