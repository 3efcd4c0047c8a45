import { clean } from '../messages.ts';
import { pendingLogin } from './id-token-case.ts';
import { asked } from './token.ts';
import type { Case, Workshop } from './workshop.ts';

/** What an answer is held against. */
export interface CallbackOptions {
  /** What is added to the usual pending login. */
  readonly pending?: object;
  readonly mode?: 'query' | 'form_post';
  readonly receivedAt?: string;
  readonly parties?: string;
  readonly replay?: 'used' | 'full' | 'broken';
  readonly spec?: string;
  readonly flags?: string;
  readonly source?: string;
}

/** An answer as it came: its parameters, or its text. */
export type Answer = object | string | ((workshop: Workshop) => object | string);

/** Makers of cases of answers to a login. */
export function callbackCases(common: Required<Pick<CallbackOptions, 'spec' | 'flags'>> & CallbackOptions) {
  return {
    /** An answer whose code is sent on. */
    accepts: (name: string, comment: string, answer: Answer, options: CallbackOptions = {}, claims: object = {}): Case =>
      callbackCase(name, comment, `accept ${JSON.stringify({ ...outcome, ...claims })}`, answer, { ...common, ...options }),
    refuses: (name: string, comment: string, expected: string, answer: Answer, options: CallbackOptions = {}): Case =>
      callbackCase(name, comment, expected, answer, { ...common, ...options }),
  };
}

/** The parameters of a good answer. */
export const goodAnswer = { code: asked.code, state: asked.state } as const;

/** That exactly this rule of an answer refuses. */
export function rule(id: string): string {
  return `callback.rejected ${id}`;
}

function callbackCase(name: string, comment: string, expect: string, answer: Answer, options: CallbackOptions): Case {
  const { pending = {}, mode, receivedAt, parties = 'rp op', replay, spec = '', flags = '', source = 'signon' } = options;
  return {
    path: `callback/${name}`,
    header: {
      expect,
      comment,
      spec,
      flags,
      source,
      now: clean.now,
      parties,
      pending: JSON.stringify({ ...pendingLogin, ...pending }),
      ...(mode === undefined ? {} : { mode }),
      ...(receivedAt === undefined ? {} : { receivedAt }),
      ...(replay === undefined ? {} : { replay }),
    },
    message: (workshop) => {
      const given = typeof answer === 'function' ? answer(workshop) : answer;
      // Sound: the members are texts.
      return typeof given === 'string' ? given : new URLSearchParams(given as Record<string, string>).toString();
    },
  };
}

const outcome = { code: asked.code, redirectUri: 'https://rp.example/oidc/callback' };
