import { invalid, knownFields, webAddress } from '../core/options.ts';
import type { Login } from '../identity/login.ts';

/** A page on which administrators try how signing in goes, and see all that comes of it. It signs nobody in and changes nothing. */
export interface TrialOptions {
  /** Where it is: an absolute address of ours. */
  readonly url: string;
  /**
   * Who may see it: administrators alone, since it shows whatever a provider says of people. It is asked before everything else, and must
   * not read the body of the request. For all others there is nothing at that address.
   */
  readonly permitted: (request: Request) => boolean | Promise<boolean>;
  /** What would become of a login at the product. It must change nothing; an `SsoError` that it throws is shown. Default: none is shown. */
  readonly preview?: (login: Login) => TrialPreview | Promise<TrialPreview>;
}

/** What would become of a login at the product, in the words of the application. All of it counts as personal but names of fields and kinds. */
export interface TrialPreview {
  /** The account: each field with its value and the attribute that it comes from. */
  readonly account: readonly { readonly field: string; readonly value: string; readonly from?: string }[];
  /** What would be done, in this order. */
  readonly changes: readonly { readonly text: string; readonly kind?: string }[];
  /** Why it would not be done. */
  readonly problem?: string;
}

/** The same as parsed. */
export type Trial = TrialOptions;

/**
 * Reads it.
 *
 * @throws SsoError `config.invalid`
 */
export function trialOf(options: TrialOptions): Trial {
  knownFields(options, ['url', 'permitted', 'preview'], 'trial.');
  webAddress('trial.url', options.url);
  if (typeof options.permitted !== 'function') throw invalid('trial.permitted', 'must be a function that says who is an administrator');
  return Object.freeze({ ...options });
}
