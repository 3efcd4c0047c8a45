import { invalid, knownFields } from '../core/options.ts';

/** What a product takes for the name of an account. */
export interface UserNameRule {
  /** Characters that must not be in it, beside white space and control characters. */
  readonly forbidden: string;
  /** May it have capital letters? */
  readonly capitals: boolean;
}

/** A product's own rule, with what an administrator knows better. @throws SsoError `config.invalid` */
export function userNameRuleOf(known: Partial<UserNameRule> = {}, rule: UserNameRule): UserNameRule {
  knownFields(known, ['forbidden', 'capitals'], 'userNames.');
  const { forbidden = rule.forbidden, capitals = rule.capitals } = known;
  if (typeof forbidden !== 'string') throw invalid('userNames.forbidden', 'must be the characters in one text');
  if (typeof capitals !== 'boolean') throw invalid('userNames.capitals', 'must be true or false');
  return Object.freeze({ forbidden, capitals });
}

/**
 * What is wrong with a name for an account, if anything, in words that do not repeat it. An account that could not be named in the path of
 * a call is not made either.
 */
export function userNameProblem(name: string, { forbidden, capitals }: UserNameRule): string | undefined {
  const problem = lengthProblem(name) ?? segmentProblem(name);
  if (problem !== undefined) return problem;
  if (/\s/.test(name)) return 'must not have white space';
  if (isUnseen(name)) return 'must not have what nobody sees, nor letters in another form than the usual one (Unicode NFKC)';
  const found = [...forbidden].find((character) => name.includes(character));
  if (found !== undefined) return `must not have the character ${found}`;
  if (!capitals && name !== name.toLowerCase()) return 'must not have capital letters';
  return undefined;
}

/** What is wrong with the name of a group, if anything. */
export function groupNameProblem(name: string): string | undefined {
  const problem = lengthProblem(name);
  if (problem !== undefined) return problem;
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return 'must not have control characters';
  return name === name.trim() ? undefined : 'must not begin or end with white space';
}

/**
 * Why a name cannot be one step of a path, if it cannot. Encoding alone does not help: proxies and servers decode before they look for
 * slashes, dots and semicolons.
 */
export function segmentProblem(name: string): string | undefined {
  if (name === '' || name === '.' || name === '..') return 'must not be empty nor only dots';
  if (/[/\\;%\p{Cc}\p{Cs}]/u.test(name)) return 'must not have a slash, backslash, semicolon, percent sign or control character';
  // The products take such an ending for the kind of answer that is wanted, and what stands before it for the name.
  if (/\.(?:json|xml)$/i.test(name)) return 'must not end in .json or .xml';
  return undefined;
}

/** Whoever chooses such a name would have an account that people take for somebody else's. */
function isUnseen(name: string): boolean {
  return /[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(name) || name !== name.normalize('NFKC');
}

function lengthProblem(name: string): string | undefined {
  if (typeof name !== 'string' || !/\S/.test(name)) return 'must be a text that is not blank';
  return name.length > longest ? `must have at most ${longest} characters` : undefined;
}

const longest = 255;
