import { invalid, knownFields, wholeNumber } from '../core/options.ts';
import { isSource } from '../core/source.ts';
import type { Identity } from '../identity/identity.ts';
import type { ReplayStore } from '../identity/login.ts';
import type { PendingStore } from '../identity/pending-store.ts';
import type { OidcLogin } from '../oidc/identity-of.ts';
import type { SamlLogin } from '../saml/identity-of.ts';
import type { Audit, AuditAttributes } from './audit.ts';
import { type Choice, type ChoiceOptions, choiceOf } from './choice.ts';
import { type Connection, type ConnectionOptions, connectionsById } from './connections.ts';
import { type Look, type LookOptions, look } from './pages/look.ts';
import { type ReturnTo, type ReturnToOptions, returnToRule } from './return-to.ts';
import { type OwnPlace, type Routes, routesOf } from './routes.ts';
import type { BrowserSessions } from './sessions.ts';
import { type SignOut, type SignOutOptions, signOutOf } from './sign-out.ts';
import type { SignedOut } from './signed-in.ts';
import { type Trial, type TrialOptions, trialOf } from './trial.ts';

/** Who signs people in, and what becomes of those who were. Either `onLogin` or `sessions` must be there. */
export interface SignOnOptions {
  /** At least one. */
  readonly connections: readonly ConnectionOptions[];
  /** Where people go after a login: the address for whoever wanted nothing in particular, or that and where else they may go. */
  readonly returnTo: string | ReturnToOptions;
  /**
   * Answers whoever was just signed in. What it returns reaches the browser with our cookies added; what it throws refuses the login: an
   * `SsoError` with its own page. Default: `after.next`.
   */
  readonly onLogin?: (login: FinishedLogin, request: Request, after: AfterLogin) => Response | Promise<Response>;
  /** Sessions of ours: one begins with each login whose answer by `onLogin` is no error. */
  readonly sessions?: BrowserSessions;
  /**
   * Who is signed in already. Must be there where a provider may begin logins and there are no `sessions`: such a login never replaces
   * somebody else's session.
   */
  readonly signedIn?: (request: Request) => Promise<Person | undefined> | Person | undefined;
  /**
   * Where what is under way is kept, and what was used. Default: sealed in a cookie with a key of this process, and in its memory: for one
   * process.
   */
  readonly stores?: { readonly pending: PendingStore; readonly replay: ReplayStore };
  /** Is told of each login and logout that begins, ends or is refused. */
  readonly audit?: Audit;
  /** How the pages look, and what they say. */
  readonly look?: LookOptions;
  /** A page where people come who have to sign in, and who is asked for whom. Default: none; logins begin at each connection. */
  readonly choice?: ChoiceOptions;
  /** A page where people end their session, one of `sessions`. Default: none. */
  readonly signOut?: SignOutOptions;
  /**
   * Ends what the application has of somebody who has signed out, here or at the provider: sessions of its own, and those of products. What
   * it throws is told to the provider where that has asked, and keeps no session of ours alive. Must be there where providers say who has
   * signed out and there are no `sessions`.
   */
  readonly onLogout?: (signedOut: SignedOut, request: Request) => void | Promise<void>;
  /** A page on which administrators try how signing in goes, and see why it does not. Default: none. */
  readonly trial?: TrialOptions;
  /** How many octets of a form are kept for somebody who sent it without being signed in (default 0); needs a store of pending logins that takes them. */
  readonly keptFormBytes?: number;
}

/** A login that was finished: by OpenID Connect with its claims and tokens. */
export type FinishedLogin = SamlLogin | OidcLogin;

/** Who somebody is to a provider. */
export type Person = Pick<Identity, 'provider' | 'subject'>;

/** What there is to do with somebody who was just signed in. */
export interface AfterLogin {
  /** Where they wanted to go, or where everybody goes: an address that they may be sent to. */
  readonly returnTo: string;
  /** Sends them there, or once more what they had sent before they were signed in. Headers may be added to it. */
  readonly next: Response;
  /** Under which the login is told in the audit and, where it is refused, to the person. */
  readonly correlationId: string;
  /** Tells the audit that an account was made or changed (`user.provisioned`). */
  provisioned(attributes: AuditAttributes): Promise<void>;
}

/** The options as parsed. */
export interface Settings extends Pick<SignOnOptions, 'onLogin' | 'onLogout' | 'sessions' | 'signedIn' | 'audit'> {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly routes: Routes;
  readonly returnTo: ReturnTo;
  readonly stores: NonNullable<SignOnOptions['stores']>;
  readonly look: Look;
  readonly choice?: Choice;
  readonly signOut?: SignOut;
  readonly trial?: Trial;
  readonly keptFormBytes: number;
}

/**
 * Reads the options.
 *
 * @param own - the stores for whoever names none
 * @throws SsoError `config.invalid`
 */
export function settingsOf(options: SignOnOptions, own: Settings['stores']): Settings {
  knownFields(options, fields);
  const { onLogin, onLogout, sessions, signedIn, audit, stores = own } = options;
  if (onLogin === undefined && sessions === undefined)
    throw invalid('onLogin', 'must be given where there are no sessions: a login would lead to nothing');
  if (stores.pending === undefined || stores.replay === undefined) throw invalid('stores', 'must have both pending and replay');
  const connections = connectionsById(options.connections);
  for (const connection of connections.values()) checkUnsolicited(connection, options);
  for (const connection of connections.values()) checkSigning(connection);
  if ([...connections.values()].some(isToldOfLogouts)) checkEnding(options);
  const pages = pagesOf(options, connections);
  return Object.freeze({
    connections,
    routes: routesOf(connections.values(), placesOf(pages)),
    ...pages,
    returnTo: returnToRule(options.returnTo),
    stores,
    look: look(options.look),
    keptFormBytes: wholeNumber('keptFormBytes', options.keptFormBytes, { initial: 0, least: 0, most: 1_048_576 }),
    ...(onLogin === undefined ? {} : { onLogin }),
    ...(onLogout === undefined ? {} : { onLogout }),
    ...(sessions === undefined ? {} : { sessions }),
    ...(signedIn === undefined ? {} : { signedIn }),
    ...(audit === undefined ? {} : { audit }),
  });
}

/** The pages of our own, of which each is there only where it is wished for. */
type OwnPages = Pick<Settings, 'choice' | 'signOut' | 'trial'>;

function pagesOf({ choice, signOut, trial, sessions }: SignOnOptions, connections: Settings['connections']): OwnPages {
  return {
    ...(choice === undefined ? {} : { choice: choiceOf(choice, connections) }),
    ...(signOut === undefined ? {} : { signOut: signOutOf(signOut, sessions) }),
    ...(trial === undefined ? {} : { trial: trialOf(trial) }),
  };
}

function placesOf({ choice, signOut, trial }: OwnPages): readonly OwnPlace[] {
  return [
    ...(choice === undefined ? [] : [{ kind: 'choice', url: choice.url } as const]),
    ...(signOut === undefined ? [] : [{ kind: 'sign-out', url: signOut.url } as const]),
    ...(trial === undefined ? [] : [{ kind: 'trial', url: trial.url } as const]),
  ];
}

/** A provider behind a source is asked once an answer comes. */
function checkUnsolicited(connection: Connection, options: Pick<SignOnOptions, 'signedIn' | 'sessions'>): void {
  if (connection.protocol === 'saml' && !isSource(connection.idp) && connection.idp.allowUnsolicited) checkKnown(options);
}

/** Does the provider say there who has signed out? */
function isToldOfLogouts(connection: Connection): boolean {
  if (connection.protocol === 'saml') return connection.sp.singleLogoutServices.length > 0;
  return connection.backChannelLogoutUrl !== undefined || connection.frontChannelLogoutUrl !== undefined;
}

/** What we say of a logout is signed. */
function checkSigning(connection: Connection): void {
  if (connection.protocol === 'saml' && isToldOfLogouts(connection) && connection.sp.signing === undefined)
    throw invalid('connections.sp', 'must have a key to sign with where it has single logout services');
}

/** It would be told that all has ended where nothing can be. */
function checkEnding({ sessions, onLogout }: Pick<SignOnOptions, 'sessions' | 'onLogout'>): void {
  if (sessions === undefined ? onLogout === undefined : !sessions.hasIndex)
    throw invalid(
      sessions === undefined ? 'onLogout' : 'sessions',
      'must end sessions by their names where a provider says who has signed out',
    );
}

/** @throws SsoError `config.invalid` where a provider may begin logins and nobody can say who is signed in */
export function checkKnown({ signedIn, sessions }: Pick<SignOnOptions, 'signedIn' | 'sessions'>): void {
  if (signedIn === undefined && sessions === undefined)
    throw invalid('signedIn', 'must be given, or sessions, where a provider may begin logins');
}

const fields = [
  'choice',
  'connections',
  'returnTo',
  'onLogin',
  'onLogout',
  'sessions',
  'signedIn',
  'stores',
  'audit',
  'look',
  'signOut',
  'trial',
  'keptFormBytes',
];
