import type { TrialPhrases } from './trial-texts.ts';

/** Why somebody is not signed in, as far as it matters to that person; each has words of its own in {@link Texts}. */
export type Reason =
  /** The message could not be read at all. */
  | 'unreadable'
  /** The answer of the provider does not satisfy what it must. */
  | 'refused'
  /** The answer was used before. */
  | 'usedBefore'
  /** The login took too long, or ended elsewhere. */
  | 'over'
  /** The browser does not bring what shows that it began the login. */
  | 'cookieMissing'
  /** One login after the other, and none ends. */
  | 'repeated'
  /** The login did not begin here. */
  | 'beginHere'
  /** The provider does not sign the person in; perhaps they have given up. */
  | 'providerRefused'
  /** The provider would have to ask the person something, and was not allowed to. */
  | 'interactionNeeded'
  /** The provider cannot authenticate the person as strongly as is needed. */
  | 'strongerNeeded'
  /** The provider cannot be reached, or cannot help at the moment. */
  | 'providerUnavailable'
  /** An answer of a provider that is not known here. */
  | 'notConfigured'
  /** Something is set up wrongly, here or at the provider. */
  | 'misconfigured'
  /** The person may not come in. */
  | 'notAllowed'
  | 'accountMissing'
  | 'accountInactive'
  /** It cannot be told which account is meant, or it is somebody else's. */
  | 'accountUnclear'
  /** The provider does not say all that an account needs. */
  | 'accountIncomplete'
  /** A change to the account that wants an administrator's word. */
  | 'changeHeld'
  | 'licenceMissing'
  /** Too much at once, or something of ours does not answer. */
  | 'busy'
  /** What is asked for is longer than can be remembered during a login. */
  | 'tooLong'
  /** What was sent could not be kept until its sender had signed in. */
  | 'notKept'
  /** An address that is not meant to be opened like that. */
  | 'notMeantSo'
  /** This browser has finished that login already. */
  | 'finished'
  /** Somebody else is signed in here. */
  | 'otherUser'
  /** What should sign somebody out is not what it must be. */
  | 'logoutRefused'
  /** A defect, ours or of something given to us. */
  | 'unexpected';

/** What a page says first. */
export interface Explanation {
  /** The heading, and the title of the window. */
  readonly title: string;
  /** One sentence or two. */
  readonly text: string;
  /** What it most likely comes from, where that helps. */
  readonly causes?: readonly string[];
}

/** Words that stand beside the explanation. */
export interface Phrases {
  /** On the button of a form that sends itself wherever there is a script. */
  readonly proceed: string;
  /** On the link to a new login. */
  readonly begin: string;
  /** On the link to where the person wanted to go. */
  readonly goOn: string;
  /** On the link that leaves the person signed in as they are. */
  readonly stay: string;
  /** On the link to a new login, as somebody else. */
  readonly switchUser: string;
  /** Above the likely causes. */
  readonly causes: string;
  /** Above what an administrator has to know, and what to do with it. */
  readonly report: string;
  readonly reportHint: string;
  /** Before the code of the error, the rules that failed, the correlation id, the instant, and the local id of the provider. */
  readonly code: string;
  readonly rules: string;
  readonly correlationId: string;
  readonly at: string;
  readonly provider: string;
  /** On the button of a provider that has no words of its own; `{name}` stands for what it is called. */
  readonly signInWith: string;
  /** Above the provider of the last time. */
  readonly lastTime: string;
  /** Above the others. */
  readonly otherWays: string;
  /** On the link to the product's own login. */
  readonly ownLogin: string;
  /** Before the field for a user name or an address. */
  readonly user: string;
  /** What people sign in to, where nobody has said what it is called; takes the place of `{product}`. */
  readonly here: string;
  /** On the button that ends the session. */
  readonly endSession: string;
  /** On the button that ends it here alone, and leaves the provider be. */
  readonly endSessionHere: string;
  /** On the link to a new login, for whoever has signed out. */
  readonly signInAgain: string;
}

/** All words of the pages in one language. */
export type Texts = {
  readonly [Of in
    | Reason
    | 'request'
    | 'again'
    | 'chooser'
    | 'ask'
    | 'signOutRequest'
    | 'signOut'
    | 'signOutEverywhere'
    | 'signedOut'
    | 'signedOutPartly'
    | 'trial'
    | 'triedAccepted'
    | 'triedRefused']: Explanation;
} & Phrases &
  TrialPhrases;
