/**
 * Which identity provider signs somebody in: by a choice, by the domain of what they typed or of a hint, by memory or by default; straight
 * there, by a page, or past it all where no provider works. Decisions alone: nothing is asked, kept or sent, and no protocol is in it.
 *
 * @packageDocumentation
 */
export type { LoginHints } from '../identity/login.ts';
export { type Asked, readAsked, writeAsked } from './asked.ts';
export type { Candidate, CandidateOptions } from './candidate.ts';
export {
  type Asking,
  type Bypass,
  type Choosing,
  chooseProvider,
  type Decision,
  type OwnLogin,
  type Sent,
  type Visitor,
} from './choose.ts';
export type {
  AnyEntranceOptions,
  AtOnceOptions,
  ChooserOptions,
  EmailFirstOptions,
  Entrance,
  EntranceOptions,
  OwnLoginOptions,
  PageOptions,
  Way,
} from './entrance.ts';
export type { Network } from './networks.ts';
export { type BypassOptions, type Routing, type RoutingOptions, routing } from './routing.ts';
