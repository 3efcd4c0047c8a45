/**
 * What a Node service mounts to sign people in: handlers from a web-standard `Request` to a `Response`, over both protocols. `toNode` of
 * `signon/node` brings them to `node:http`, and so to Express, Fastify and Koa.
 *
 * - `signOn` answers at the addresses where logins begin and where their answers arrive; each login is bound to the browser that began it.
 *   Logouts begin and arrive there, too.
 * - `browserSessions` remembers who is signed in, for applications that have nothing of their own for that.
 *
 * @packageDocumentation
 */
export type { Audit, AuditAttributes, AuditEvent } from './audit.ts';
export type { ChoiceOptions } from './choice.ts';
export type { ConnectionOptions, OidcConnectionOptions, Parting, SamlConnectionOptions, Wishes } from './connections.ts';
export type { EndedThere } from './named-sessions.ts';
export type { Report } from './outcomes.ts';
export type { Colours } from './pages/colours.ts';
export { Html, html, type Slot } from './pages/html.ts';
export type { LookOptions, PageParts, Template, Templates } from './pages/look.ts';
export type { TextOptions } from './pages/own-texts.ts';
export type {
  AgainPage,
  AskPage,
  ChooserPage,
  FinishedPage,
  Offer,
  OtherUserPage,
  Page,
  Pages,
  RefusalPage,
  RequestPage,
  SignedOutPage,
  SignOutPage,
} from './pages/page.ts';
export type { Explanation, Phrases, Reason, Texts } from './pages/texts.ts';
export type { TrialPage, TriedPage, TriedRule } from './pages/trial-page.ts';
export type { TrialPhrases } from './pages/trial-texts.ts';
export type { ReturnToOptions } from './return-to.ts';
export { type BrowserSessions, type BrowserSessionsOptions, browserSessions } from './sessions.ts';
export type { AfterLogin, FinishedLogin, Person, SignOnOptions } from './settings.ts';
export { type Caller, type SignOn, signOn } from './sign-on.ts';
export type { SignOutOptions } from './sign-out.ts';
export type { SignedIn, SignedOut } from './signed-in.ts';
export type { TrialOptions, TrialPreview } from './trial.ts';
