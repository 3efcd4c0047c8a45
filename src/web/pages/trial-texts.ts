import type { Finding } from '../../core/rules.ts';

/** Words of the pages on which administrators try how signing in goes. */
export interface TrialPhrases {
  /** On the button that begins a trial; `{name}` stands for what the provider is called. */
  readonly tryWith: string;
  /** Above the form for an answer that was captured, before its fields, and on its button. */
  readonly pasteAnswer: string;
  readonly pastedAnswer: string;
  readonly asMade: string;
  readonly explainIt: string;
  /** Beside the box that hides everything personal, and in its place then. */
  readonly hidePersonal: string;
  readonly hiddenPersonal: string;
  /** Above the one likely cause, what to do about it, and what the provider says. */
  readonly likelyCause: string;
  readonly whatToDo: string;
  readonly providerSaid: string;
  /** Above what is wrong for accounts only. */
  readonly caution: string;
  /** Above who it is, and before what is said of them. */
  readonly whoItIs: string;
  readonly subject: string;
  readonly issuer: string;
  readonly authenticatedAt: string;
  readonly authenticatedBy: string;
  /** Above the attributes, and before what an attribute is used for. */
  readonly attributes: string;
  readonly usedFor: string;
  readonly notUsed: string;
  /** Above the account, and before the attribute that a field of it comes from. */
  readonly account: string;
  readonly comesFrom: string;
  /** Above what would be done at the product, in place of nothing, and above why it would not be done. */
  readonly changes: string;
  readonly noChanges: string;
  readonly problem: string;
  /** Above the rules, and before what one of them expected and found. */
  readonly everyRule: string;
  readonly expected: string;
  readonly found: string;
  /** Beneath everything. */
  readonly judgedAt: string;
  readonly assumedRequest: string;
  readonly tryAgain: string;
  /** How a rule came out. */
  readonly passed: string;
  readonly failed: string;
  readonly pardoned: string;
  readonly noted: string;
  readonly notApplicable: string;
}

/** The word for an outcome. */
export function outcomeWord(outcome: Finding['outcome'], texts: TrialPhrases): string {
  return texts[outcome === 'not-applicable' ? 'notApplicable' : outcome];
}
