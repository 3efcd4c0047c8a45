import { flag, invalid, knownFields, list, text, wholeNumber } from '../core/options.ts';
import { canonicalDomain } from './domain.ts';
import { domainPatterns } from './known-domains.ts';

/** An identity provider that people may be sent to, whatever it speaks. */
export interface CandidateOptions {
  /** Our own name for it, as in the options of `identityProvider` and `providerSource`; browsers see it. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** What stands on its button. Default: what the page makes of the name. */
  readonly button?: string;
  /** May anybody be sent there? Default: true. */
  readonly enabled?: boolean;
  /** Is it offered on pages? Default: true. One that is not is found by a domain, by a hint, as the default, or by its id. */
  readonly shown?: boolean;
  /** Whose people sign in there: `example.org`, and `*.example.org` for all beneath that. Default: none. */
  readonly domains?: readonly string[];
  /** Its place among the others, on pages and where several know a domain: the smallest comes first. 0 to 1,000, default: 100. */
  readonly priority?: number;
  /** Is it told what people typed as their name? Default: true. */
  readonly tellUser?: boolean;
  /**
   * Which domain it is told, so that it asks nobody for theirs: none, that of the person where it is known there, or always the one that is
   * named. Default: none; at Entra ID the people of a domain may have to sign in otherwise than its federation server would have it.
   */
  readonly tellDomain?: boolean | string;
}

/** Such a provider as parsed; domains in their one form. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly button?: string;
  readonly enabled: boolean;
  readonly shown: boolean;
  readonly domains: readonly string[];
  readonly priority: number;
  readonly tellUser: boolean;
  readonly tellDomain: boolean | string;
}

/** Reads the providers, in the order in which pages have them. @throws SsoError `config.invalid` */
export function candidates(field: string, given: readonly CandidateOptions[]): readonly Candidate[] {
  const read = list(field, given).map((options, place) => candidate(options, `${field}[${place}]`));
  if (read.length === 0) throw invalid(field, 'must have at least one');
  const twice = read.find(({ id }, place) => read.findIndex((other) => other.id === id) !== place);
  if (twice !== undefined) throw invalid(field, `has ${twice.id} twice`);
  return Object.freeze(read.toSorted((one, other) => one.priority - other.priority));
}

function candidate(options: CandidateOptions, field: string): Candidate {
  const { button, priority, tellDomain = false } = knownFields(options, fields, `${field}.`);
  return Object.freeze({
    id: text(`${field}.id`, options.id),
    name: text(`${field}.name`, options.name),
    ...(button === undefined ? {} : { button: text(`${field}.button`, button) }),
    enabled: unlessFalse(`${field}.enabled`, options.enabled),
    shown: unlessFalse(`${field}.shown`, options.shown),
    domains: domainPatterns(`${field}.domains`, options.domains),
    priority: wholeNumber(`${field}.priority`, priority, { initial: 100, least: 0, most: 1_000 }),
    tellUser: unlessFalse(`${field}.tellUser`, options.tellUser),
    tellDomain: typeof tellDomain === 'string' ? domain(`${field}.tellDomain`, tellDomain) : flag(`${field}.tellDomain`, tellDomain),
  });
}

/** What is the case unless it is said not to be. */
function unlessFalse(field: string, value: boolean | undefined): boolean {
  return value === undefined || flag(field, value);
}

function domain(field: string, written: string): string {
  const canonical = canonicalDomain(written);
  if (canonical === undefined) throw invalid(field, 'must be a domain, or true or false');
  return canonical;
}

const fields = [
  'id',
  'name',
  'button',
  'enabled',
  'shown',
  'domains',
  'priority',
  'tellUser',
  'tellDomain',
] satisfies (keyof CandidateOptions)[];
