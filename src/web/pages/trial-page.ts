import type { Finding } from '../../core/rules.ts';
import type { Diagnosis } from '../../diagnosis/likely-cause.ts';
import type { OpenIdDiagnosis } from '../../diagnosis/openid-cause.ts';
import type { Remedy } from '../../diagnosis/remedy.ts';
import type { Login } from '../../identity/login.ts';
import type { TrialPreview } from '../trial.ts';

/** Where an administrator begins a trial, or pastes an answer. */
export interface TrialPage {
  readonly kind: 'trial';
  /** Where the forms go: with `connection` alone to begin, with `answer` beside it to explain. */
  readonly action: string;
  readonly providers: readonly { readonly id: string; readonly protocol: 'saml' | 'oidc'; readonly name: string }[];
}

/** All that came of a trial. Whatever is of a person in it is in `login`, `preview` and `said`, and can be hidden. */
export interface TriedPage {
  readonly kind: 'tried';
  readonly accepted: boolean;
  /** True for an answer that was pasted, and so is of no login of this browser. */
  readonly pasted?: true;
  /** What people call the provider. */
  readonly provider: string;
  readonly protocol: 'saml' | 'oidc';
  /** When the answer is held to have come in, as ISO 8601. */
  readonly judgedAt: string;
  /** The request that a pasted answer says it is to, and that was taken for ours. */
  readonly assumedRequest?: string;
  /** Why it is refused. */
  readonly diagnosis?: Diagnosis | OpenIdDiagnosis;
  /** What is wrong for the accounts of a product, though it is accepted. */
  readonly caution?: Diagnosis | OpenIdDiagnosis;
  /** What the provider itself says of its refusal. */
  readonly said?: string;
  /** Every rule that there is something to say of. */
  readonly rules: readonly TriedRule[];
  /** Who it is. */
  readonly login?: Pick<Login, 'identity' | 'authentication'>;
  /** What would become of them at the product. */
  readonly preview?: TrialPreview;
  /** Where the next trial begins. */
  readonly again: string;
}

/** How one rule came out, and where it was broken what to do first. */
export interface TriedRule extends Finding {
  readonly remedy?: Remedy;
}
