import { isSsoError, SsoError } from '../../core/errors.ts';
import { flag, invalid, knownFields, list, text } from '../../core/options.ts';
import { all, type Identity } from '../identity.ts';
import type { Account } from './account.ts';
import { type GroupRule, type GroupStep, groupSteps } from './group-rules.ts';
import { type NameRule, type NameStep, nameSteps } from './name-rules.ts';

/** Where a value is taken from: what the person is known by, or the attribute of a name. */
export type ValueSource = 'subject' | { readonly attribute: string };

/** How an account is made of what a provider says of a person. */
export interface MappingOptions {
  /** Where the user name is taken from: the first of these that has a value. Default: the subject. */
  readonly name?: readonly ValueSource[];
  /** What is done to it, in this order. Default: nothing. */
  readonly nameRules?: readonly NameRule[];
  /** Attributes for the name that is shown, the first that has a value; several in one list are joined by a blank. */
  readonly displayName?: readonly (string | readonly string[])[];
  /** Attributes for the address, the first that has a value. */
  readonly email?: readonly string[];
  /** The administrator says that this provider gives nobody an address that is not theirs. Default: only `email_verified` says so, of `email`. */
  readonly emailIsVerified?: boolean;
  /** Attributes for the groups, the first that is there. */
  readonly groups?: readonly string[];
  /** What is done to them, in this order. Default: nothing. */
  readonly groupRules?: readonly GroupRule[];
}

/** Such a mapping as parsed. */
export interface Mapping {
  readonly name: readonly ValueSource[];
  readonly nameSteps: readonly NameStep[];
  readonly displayName: readonly (readonly string[])[];
  readonly email: readonly string[];
  readonly emailIsVerified: boolean;
  readonly groups: readonly string[];
  readonly groupSteps: readonly GroupStep[];
}

/** What one step of a mapping made of a value, for an administrator. */
export interface MappingStep {
  readonly field: 'name' | 'displayName' | 'email' | 'groups';
  /** The source or the rule, in a word. */
  readonly step: string;
  readonly values: readonly string[];
  /** Why it went no further. */
  readonly problem?: string;
}

/** Reads a mapping. @throws SsoError `config.invalid` */
export function mapping(options: MappingOptions = {}): Mapping {
  knownFields(options, fields);
  const name = list('name', options.name ?? ['subject']);
  for (const source of name) if (source !== 'subject') text('name', knownFields(source, ['attribute'], 'name.').attribute);
  if (name.length === 0) throw invalid('name', 'must have at least one source');
  return Object.freeze({
    name: Object.freeze([...name]),
    nameSteps: nameSteps(options.nameRules),
    displayName: list('displayName', options.displayName).map((one) => names('displayName', typeof one === 'string' ? [one] : one)),
    email: names('email', options.email),
    emailIsVerified: flag('emailIsVerified', options.emailIsVerified),
    groups: names('groups', options.groups),
    groupSteps: groupSteps(options.groupRules),
  });
}

/**
 * The account that an identity amounts to. Pure: the same identity always gives the same account.
 *
 * @throws SsoError `mapping.failed` where there is no name, or none that a rule lets pass
 */
export function accountOf(identity: Identity, how: Mapping): Account {
  const groups = groupsOf(identity, how);
  const displayName = displayNameOf(identity, how);
  const email = first(identity, how.email);
  return {
    name: nameOf(identity, how),
    ...(displayName === undefined ? {} : { displayName }),
    ...(email === undefined ? {} : { email }),
    emailVerified: email !== undefined && (how.emailIsVerified || isVerified(identity, how, email)),
    ...(groups === undefined ? {} : { groups }),
    groupsTruncated: identity.attributes.some(({ name, truncated }) => truncated === true && how.groups.includes(name)),
  };
}

/** What comes out of a mapping at each of its steps, for an administrator who tries it on somebody. Never throws for what is wrong there. */
export function tryMapping(identity: Identity, how: Mapping): readonly MappingStep[] {
  const steps: MappingStep[] = [];
  const tried = (field: MappingStep['field'], carryOut: (told: Told) => unknown): void => {
    try {
      carryOut((step, values) => void steps.push({ field, step, values }));
    } catch (error) {
      if (!isSsoError(error) || error.code !== 'mapping.failed') throw error;
      steps.push({ field, step: 'refused', values: [], problem: error.details.problem });
    }
  };
  tried('name', (told) => nameOf(identity, how, told));
  tried('displayName', (told) => told('attributes', present(displayNameOf(identity, how))));
  tried('email', (told) => told('attributes', present(first(identity, how.email))));
  tried('groups', (told) => groupsOf(identity, how, told));
  return steps;
}

type Told = (step: string, values: readonly string[]) => void;

function nameOf(identity: Identity, { name, nameSteps: steps }: Mapping, told: Told = quiet): string {
  const found = name.map((source) => valueFrom(identity, source)).find((value) => value !== undefined && value !== '');
  if (found === undefined) throw new SsoError('mapping.failed', { field: 'name', problem: 'no source has a value' });
  told('source', [found]);
  if (found.length > longestValue)
    throw new SsoError('mapping.failed', { field: 'name', problem: `longer than ${longestValue} characters` });
  return steps.reduce((value, { rule, apply }) => {
    const next = apply(value);
    told(rule, [next]);
    return next;
  }, found);
}

/** An attribute with several values does not say which of them is meant. */
function valueFrom(identity: Identity, source: ValueSource): string | undefined {
  if (source === 'subject') return identity.subject?.value;
  const [value, ...more] = all(identity, source.attribute);
  if (more.some((other) => other !== value))
    throw new SsoError('mapping.failed', { field: 'name', problem: `${source.attribute} has several values` });
  return value;
}

function displayNameOf(identity: Identity, { displayName }: Mapping): string | undefined {
  const found = displayName.map((parts) =>
    parts
      .map((part) => all(identity, part)[0] ?? '')
      .filter((part) => part !== '')
      .join(' '),
  );
  return found.find((value) => value !== '');
}

function groupsOf(identity: Identity, { groups, groupSteps: steps }: Mapping, told: Told = quiet): readonly string[] | undefined {
  const named = groups.find((name) => identity.attributes.some((attribute) => attribute.name === name && attribute.truncated !== true));
  if (named === undefined) return undefined;
  const sent = [...new Set(all(identity, named))];
  told(named, sent);
  return steps.reduce<readonly string[]>((values, { rule, apply }) => {
    const next = [...new Set(apply(values))];
    told(rule, next);
    return next;
  }, sent);
}

function first(identity: Identity, attributes: readonly string[]): string | undefined {
  return attributes.map((name) => all(identity, name)[0]).find((value) => value !== undefined && value !== '');
}

/**
 * `email_verified` is about the one `email` beside it (OIDC Core 5.1): an address from another attribute, or from another of ID token and
 * UserInfo, is one that nobody has spoken of.
 */
function isVerified(identity: Identity, { email: sources }: Mapping, email: string): boolean {
  if (sources.find((name) => (all(identity, name)[0] ?? '') !== '') !== 'email') return false;
  const [address, verdict] = [only(identity, 'email'), only(identity, 'email_verified')];
  return address?.value === email && verdict?.value === 'true' && verdict.format === address.format;
}

/** The one value of a name, and where it is from; undefined where there are several, which do not say which of them is meant. */
function only({ attributes }: Identity, claim: string): { readonly value: string; readonly format: string | undefined } | undefined {
  const named = attributes.filter(({ name }) => name === claim);
  const [sent, ...more] = named.flatMap(({ values, format }) => values.map((value) => ({ value, format })));
  return more.length > 0 ? undefined : sent;
}

function names(field: string, given: readonly string[] | undefined): readonly string[] {
  return Object.freeze(list(field, given).map((name) => text(field, name)));
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

const quiet: Told = () => undefined;
const longestValue = 1_024;
const fields = ['name', 'nameRules', 'displayName', 'email', 'emailIsVerified', 'groups', 'groupRules'] satisfies (keyof MappingOptions)[];
