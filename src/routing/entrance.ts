import { flag, invalid, knownFields, list, oneOf, text } from '../core/options.ts';
import type { Candidate } from './candidate.ts';
import { knownDomains } from './known-domains.ts';

/** What becomes of people who come in, as long as nothing says who is to sign them in. */
export type EntranceOptions = AtOnceOptions | ChooserOptions | EmailFirstOptions | OwnLoginOptions;

/** What every entrance has. */
export interface AnyEntranceOptions {
  /** Who may sign people in here, by id. Default: all that are enabled. */
  readonly providers?: readonly string[];
}

/**
 * They are sent to one provider without a page of ours. `forced` means that the product's own login is never shown, whatever is asked for;
 * with `default` whoever wants it has it.
 */
export interface AtOnceOptions extends AnyEntranceOptions {
  readonly start: 'forced' | 'default';
  /** Where they are sent, by id. Default: the only one there is. */
  readonly default?: string;
}

/** They choose among the providers that are shown. */
export interface ChooserOptions extends AnyEntranceOptions, PageOptions {
  readonly start: 'chooser';
}

/** They are asked for their user name or address, and its domain decides. Nothing else of it does, so that nobody learns who has an account. */
export interface EmailFirstOptions extends AnyEntranceOptions, PageOptions {
  readonly start: 'email-first';
  /** What becomes of those whose domain nobody knows. Default: `chooser`. */
  readonly unknownDomain?: 'default' | 'chooser' | 'password';
  /** Where `unknownDomain` sends them, by id. Default: the only one there is. */
  readonly default?: string;
}

/** They have the product's own login, with the providers that are shown beside it. */
export interface OwnLoginOptions extends AnyEntranceOptions {
  readonly start: 'password';
}

/** What a page of ours offers. */
export interface PageOptions {
  /** The product's own login, too? Default: false. */
  readonly password?: boolean;
  /** What is made of the provider that somebody had the last time: it is offered first, or followed without a page. Default: `offer`. */
  readonly remembered?: 'offer' | 'follow';
}

/** Such an entrance as parsed: nothing is left to be looked up, and wherever a provider is needed there is one. */
export interface Entrance {
  /** Those that may sign people in here, in the order of pages. */
  readonly providers: readonly Candidate[];
  /** By domain, or by `*.` and a domain. */
  readonly known: ReadonlyMap<string, Candidate>;
  /** What becomes of those of whom nothing is known. */
  readonly first: Way;
  /** What becomes of those of whose domain nothing is known. */
  readonly unknown: Way;
  /** May they have the product's own login? */
  readonly password: boolean;
  /** Is the provider that they had the last time followed? */
  readonly follow: boolean;
}

/** Where somebody goes whom nothing leads to a provider. */
export type Way =
  | { readonly kind: 'provider'; readonly provider: Candidate; readonly because: 'forced' | 'default' }
  | { readonly kind: 'password'; readonly because: 'entrance' | 'unknown-domain' }
  | { readonly kind: 'choose' | 'ask' };

/** Reads an entrance for these providers. @throws SsoError `config.invalid`, also where nobody could come in by it */
export function entrance(field: string, options: EntranceOptions, all: readonly Candidate[]): Entrance {
  knownFields(options, Object.values(fields).flat(), `${field}.`);
  if (options.start === undefined) throw invalid(`${field}.start`, 'must be given');
  knownFields(options, fields[oneOf(`${field}.start`, options.start, starts, options.start)], `${field}.`);
  const providers = usable(`${field}.providers`, options.providers, all);
  return Object.freeze({ providers, known: knownDomains(`${field}.providers`, providers), ...ways(field, options, providers) });
}

function ways(field: string, options: EntranceOptions, providers: readonly Candidate[]): Omit<Entrance, 'providers' | 'known'> {
  switch (options.start) {
    case 'forced':
    case 'default': {
      const way = atOnce(field, options.default, providers, options.start);
      return { first: way, unknown: way, password: options.start === 'default', follow: false };
    }
    case 'chooser': {
      const way = choosing(`${field}.start`, providers);
      return { first: way, unknown: way, password: flag(`${field}.password`, options.password), follow: follows(field, options) };
    }
    case 'email-first':
      if (providers.length === 0) throw invalid(`${field}.start`, 'wants a provider that is enabled');
      return { first: asking, ...unknownWay(field, options, providers), follow: follows(field, options) };
    case 'password':
      return { first: ownLogin, unknown: ownLogin, password: true, follow: false };
  }
}

function unknownWay(field: string, options: EmailFirstOptions, providers: readonly Candidate[]): Pick<Entrance, 'unknown' | 'password'> {
  const unknownDomain = oneOf(`${field}.unknownDomain`, options.unknownDomain, ['default', 'chooser', 'password'], 'chooser');
  const password = flag(`${field}.password`, options.password);
  if (options.default !== undefined && unknownDomain !== 'default') throw invalid(`${field}.default`, 'is for the unknownDomain "default"');
  switch (unknownDomain) {
    case 'default':
      return { unknown: atOnce(field, options.default, providers, 'default'), password };
    case 'chooser':
      return { unknown: choosing(`${field}.unknownDomain`, providers), password };
    case 'password':
      if (options.password === false) throw invalid(`${field}.password`, 'cannot be false where people of unknown domains are to have it');
      return { unknown: ownLoginForUnknown, password: true };
  }
}

function usable(field: string, ids: readonly string[] | undefined, all: readonly Candidate[]): readonly Candidate[] {
  const named = ids === undefined ? undefined : list<string>(field, ids).map((id) => text(field, id));
  const unknown = named?.find((id) => !all.some((provider) => provider.id === id));
  if (unknown !== undefined) throw invalid(field, `has ${unknown}, which is no provider`);
  return Object.freeze(all.filter(({ enabled, id }) => enabled && named?.includes(id) !== false));
}

function atOnce(field: string, id: string | undefined, providers: readonly Candidate[], because: 'forced' | 'default'): Way {
  const [provider, ...more] = id === undefined ? providers : providers.filter((one) => one.id === id);
  if (provider === undefined || more.length > 0) throw invalid(`${field}.default`, 'must be one of the providers here that are enabled');
  return Object.freeze({ kind: 'provider', provider, because });
}

function choosing(field: string, providers: readonly Candidate[]): Way {
  if (!providers.some(({ shown }) => shown)) throw invalid(field, 'wants a provider that is enabled and shown');
  return Object.freeze({ kind: 'choose' });
}

function follows(field: string, { remembered }: PageOptions): boolean {
  return oneOf(`${field}.remembered`, remembered, ['offer', 'follow'], 'offer') === 'follow';
}

const asking: Way = Object.freeze({ kind: 'ask' });
const ownLogin: Way = Object.freeze({ kind: 'password', because: 'entrance' });
const ownLoginForUnknown: Way = Object.freeze({ kind: 'password', because: 'unknown-domain' });
const starts = ['forced', 'default', 'chooser', 'email-first', 'password'] as const;
const fields: Readonly<Record<EntranceOptions['start'], readonly string[]>> = {
  forced: ['start', 'providers', 'default'] satisfies (keyof AtOnceOptions)[],
  default: ['start', 'providers', 'default'] satisfies (keyof AtOnceOptions)[],
  chooser: ['start', 'providers', 'password', 'remembered'] satisfies (keyof ChooserOptions)[],
  'email-first': ['start', 'providers', 'password', 'remembered', 'unknownDomain', 'default'] satisfies (keyof EmailFirstOptions)[],
  password: ['start', 'providers'] satisfies (keyof OwnLoginOptions)[],
};
