import { clean } from '../messages.ts';
import type { FieldName } from './format.ts';
import { signedToken, type TokenOptions } from './token.ts';
import type { Case, Workshop } from './workshop.ts';

/** How a token differs from a clean one, and what it is held against. */
export interface TokenCaseOptions extends TokenOptions {
  /** The message itself, in place of a token. */
  readonly message?: (workshop: Workshop) => string | Uint8Array;
  /** Who it is for and whose it is; default: those of its folder. */
  readonly parties?: string;
  readonly spec?: string;
  readonly flags?: string;
  readonly source?: string;
  /** Further fields of the header. */
  readonly fields?: Readonly<Partial<Record<FieldName, string>>>;
}

/** What the cases of a folder have in common. */
export interface TokenFolder extends Required<Pick<TokenCaseOptions, 'spec' | 'flags'>> {
  readonly folder: string;
  /** The claims of a clean token. */
  readonly usual: object;
  /** What must come out of it. */
  readonly outcome: object;
  readonly fields?: TokenCaseOptions['fields'];
  /** The parties; default: the relying party and the provider, `rp op`. */
  readonly parties?: string;
  /** What the header of a clean token has in the place of what is usual. */
  readonly header?: object;
}

/** Makers of cases of a folder. */
export function tokenCases(common: TokenFolder) {
  return {
    /** A token that must be accepted; what is not claimed otherwise must come out as of a clean one. */
    accepts: (name: string, comment: string, claims: object = {}, options: TokenCaseOptions = {}): Case =>
      tokenCase(name, comment, `accept ${JSON.stringify({ ...common.outcome, ...claims })}`, common, options),
    /** A token that must be refused: by a rule alone, or with an error code. */
    refuses: (name: string, comment: string, expected: string, options: TokenCaseOptions = {}): Case =>
      tokenCase(name, comment, expected, common, options),
  };
}

function tokenCase(name: string, comment: string, expect: string, common: TokenFolder, options: TokenCaseOptions): Case {
  const { parties = common.parties ?? 'rp op', spec = common.spec, flags = common.flags, source = 'signon', fields, message } = options;
  return {
    path: `${common.folder}/${name}`,
    header: { expect, comment, spec, flags, source, now: clean.now, parties, ...common.fields, ...fields },
    message: (workshop) => message?.(workshop) ?? signedToken(workshop, { ...options, header: headerOf(common, options) }, common.usual),
  };
}

function headerOf({ header: usual }: TokenFolder, { header }: TokenCaseOptions): NonNullable<TokenOptions['header']> {
  return typeof header === 'string' || header instanceof Uint8Array ? header : { ...usual, ...header };
}
