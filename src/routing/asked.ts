import { SsoError } from '../core/errors.ts';

/**
 * What somebody asks for who wants to come in. Anybody can have written it: it may lead to one provider or another, and says nothing of who
 * somebody is, nor from where they come.
 */
export interface Asked {
  /** The provider that they chose, by its id. */
  readonly provider?: string;
  /** What they typed as their user name or address. */
  readonly user?: string;
  /** The same, as the link says that brought them here. */
  readonly loginHint?: string;
  /** Their domain, as that link says. */
  readonly domainHint?: string;
  /** What they would have in place of what comes by itself; `bypass` is the product's own login on the day on which no provider works. */
  readonly wants?: 'chooser' | 'password' | 'bypass';
  /** Where they want to go afterwards. Not judged: whoever sends them there has to, as a product's own `destination` does. */
  readonly returnTo?: string;
}

/**
 * Reads what is asked for of the parameters of a query or a form; those that it does not know are not its own.
 *
 * @throws SsoError `message.parameter`: one that is there twice, too long or of no value that it can have, or two that say different things
 */
export function readAsked(parameters: URLSearchParams): Asked {
  const read = Object.entries(names).flatMap(([field, aliases]) => {
    const value = agreed(parameters, aliases);
    return value === undefined ? [] : [[field, value] as const];
  });
  const { wants, ...asked }: Partial<Record<keyof Asked, string>> = Object.fromEntries(read);
  if (wants === undefined) return asked;
  const wish = wishes.find((one) => one === wants);
  if (wish === undefined) throw refused('wants', 'unknown-value');
  return { ...asked, wants: wish };
}

/**
 * The parameters that {@link readAsked} reads: with them in its links and forms, a page has nothing to remember and no browser anything to
 * keep from one page to the next, whichever application of a telephone opens it.
 */
export function writeAsked(asked: Asked): URLSearchParams {
  const written = Object.entries(names).flatMap(([field, [name]]) => {
    // Sound: the table has the fields of Asked, and no others.
    const value = asked[field as keyof Asked];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new URLSearchParams(Object.fromEntries(written));
}

/** What is said under several names must be the same. */
function agreed(parameters: URLSearchParams, aliases: Aliases): string | undefined {
  const [value, ...more] = aliases.map((name) => single(parameters, name)).filter((found) => found !== undefined);
  if (more.some((other) => other !== value)) throw refused(aliases[0], 'conflicting');
  return value;
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw refused(name, 'repeated');
  if (value !== undefined && value.length > longest) throw refused(name, 'too-long');
  return value === '' ? undefined : value;
}

function refused(parameter: string, reason: 'repeated' | 'conflicting' | 'unknown-value' | 'too-long'): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter, reason });
}

type Aliases = readonly [string, ...string[]];

const longest = 2_048;
const wishes = ['chooser', 'password', 'bypass'] as const satisfies readonly Asked['wants'][];
/** What each is called: by us first, then by portals, providers and the products themselves. */
const names: Readonly<Record<keyof Asked, Aliases>> = {
  provider: ['provider'],
  user: ['user'],
  loginHint: ['login_hint'],
  domainHint: ['domain_hint', 'whr'],
  wants: ['wants'],
  returnTo: ['returnTo', 'os_destination', 'destination', 'next'],
};
