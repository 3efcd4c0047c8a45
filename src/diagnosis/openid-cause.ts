import { type Finding, failures } from '../core/rules.ts';
import type { Side } from './cause.ts';
import type { Remedy } from './remedy.ts';

/** Why a login by OpenID Connect is refused, by a name that stays. */
export type OpenIdCause =
  | 'openid-unreachable'
  | 'openid-issuer'
  | 'openid-credentials'
  | 'openid-code'
  | 'openid-denied'
  | 'openid-unseen'
  | 'openid-request'
  | 'openid-keys'
  | 'openid-client'
  | 'openid-browser'
  | 'openid-late'
  | 'openid-clock'
  | 'openid-authentication'
  | 'openid-other';

/** The one likely cause of a refusal by OpenID Connect, and what to do about it. All of it is for an administrator. */
export interface OpenIdDiagnosis {
  readonly cause: OpenIdCause;
  /** What has happened, as a sentence or two. */
  readonly what: string;
  /** Who has to change something, most likely. */
  readonly side: Side;
  /** What to do, the likeliest first; one at least. */
  readonly remedies: readonly Remedy[];
  /** What shows it. */
  readonly finding: Finding;
}

/**
 * The one likely cause among all that was found in a login by OpenID Connect. It is a guess: show it; never decide by it.
 *
 * @param findings - of an error, or of `explain` of `signon/oidc`
 * @returns undefined where nothing failed
 */
export function likelyOpenIdCause(findings: readonly Finding[]): OpenIdDiagnosis | undefined {
  const failed = failures(findings);
  for (const { cause, shownBy, what, remedies } of rows) {
    const finding = failed.find((each) => shownBy.test(each.actual === undefined ? each.rule : `${each.rule} ${each.actual}`));
    if (finding === undefined) continue;
    const todo = remedies.map(([side, action]) => ({ side, where: wheres[side], action, places: [] }));
    return { cause, what: what(finding), side: remedies[0][0], remedies: todo, finding };
  }
  return undefined;
}

/** One cause: the rule or the code that shows it, with what was found behind a blank. */
interface Row {
  readonly cause: OpenIdCause;
  readonly shownBy: RegExp;
  readonly what: (finding: Finding) => string;
  readonly remedies: readonly [Step, ...Step[]];
}

type Step = readonly [side: Side, action: string];

const wheres: Readonly<Record<Side, string>> = {
  ours: 'Here',
  provider: 'At the identity provider',
  person: 'Whoever signs in',
  between: 'On the way',
};

/** From the truest cause to the mere consequence; the first that fits is the one. */
const rows: readonly Row[] = [
  {
    cause: 'openid-unreachable',
    shownBy: /^(?:transport\.|provider\.document)/,
    what: ({ actual = '' }) => `The provider, or a document of it, cannot be had: ${actual}.`,
    remedies: [
      ['ours', 'open its issuer followed by `/.well-known/openid-configuration` from this machine.'],
      ['between', 'let this machine out to it, by the proxy if there is one.'],
    ],
  },
  {
    cause: 'openid-issuer',
    shownBy: /^(?:provider\.issuer|callback\.issuer|id-token\.issuer)\b/,
    what: ({ expected = '', actual = '' }) => `The provider calls itself ${actual}, and we know it as ${expected}.`,
    remedies: [['ours', 'enter the issuer just as its own document has it, to the last character.']],
  },
  {
    cause: 'openid-credentials',
    shownBy: /^token\.refused (?:invalid_client|unauthorized_client)/,
    what: () => 'The provider does not take what we prove with who we are.',
    remedies: [
      ['ours', 'enter the client secret once more, or see that it takes this way of authentication.'],
      ['provider', 'look whether the secret has expired.'],
    ],
  },
  {
    cause: 'openid-code',
    shownBy: /^token\.refused/,
    what: ({ actual = '' }) => `The provider does not take the code that it gave (${actual}).`,
    remedies: [
      ['person', 'try again: a code is good for a minute or so, and once.'],
      ['provider', 'see that our redirect URI is there as it is here, to the last character.'],
    ],
  },
  {
    cause: 'openid-denied',
    shownBy: /^provider\.status access_denied/,
    what: () => 'The provider has not let the person in.',
    remedies: [
      ['provider', 'let them, or a group of theirs, use this application.'],
      ['person', 'sign in again, if they broke off, or took another account.'],
    ],
  },
  {
    cause: 'openid-unseen',
    shownBy: /^provider\.status (?:login|interaction|consent|account_selection)_required/,
    what: () => 'The provider would have had to show the person something, and we asked it not to.',
    remedies: [['ours', 'ask again without `prompt` being `none`.']],
  },
  {
    cause: 'openid-request',
    shownBy: /^provider\.status/,
    what: ({ actual = '' }) => `The provider could not or would not sign the person in (${actual}).`,
    remedies: [
      ['provider', 'its log says why.'],
      ['ours', 'look whether it knows our client id, our redirect URI and the scopes that we ask for.'],
    ],
  },
  {
    cause: 'openid-keys',
    shownBy: /^(?:signature\.|provider\.keys|encryption\.|id-token\.key)/,
    what: () => 'A token cannot be opened, or is signed by no key that the provider publishes.',
    remedies: [
      ['provider', 'see that tokens are signed by a key that is at its `jwks_uri`, with an algorithm that is taken here.'],
      ['ours', 'where tokens are encrypted, see that it has our present key.'],
    ],
  },
  {
    cause: 'openid-client',
    shownBy: /^(?:id-token\.(?:audience|other-audiences|authorized-party)|callback\.client)\b/,
    what: ({ expected = '', actual = '' }) => `The token was made for ${actual}, and we expected ${expected}.`,
    remedies: [['ours', 'enter the client id that the provider has for this application.']],
  },
  {
    cause: 'openid-late',
    shownBy: /^callback\.age\b/,
    what: () => 'The answer came long after the login had begun.',
    remedies: [['person', 'sign in again.']],
  },
  {
    cause: 'openid-browser',
    shownBy: /^callback\./,
    what: () => 'The answer is not one to this login, or did not come as it was asked for.',
    remedies: [
      ['person', 'sign in again, in one window.'],
      ['provider', 'see that the answer comes to our redirect URI, in the response mode that we ask for.'],
    ],
  },
  {
    cause: 'openid-clock',
    shownBy: /^id-token\.(?:expiry|issued-at|not-before|authentication-time)\b/,
    what: ({ expected = '', actual = '' }) => `The times do not fit: ${expected} was expected, and found was ${actual}.`,
    remedies: [
      ['ours', 'set the clock of this machine by a time server.'],
      ['provider', 'if ours is right, set the clock there.'],
    ],
  },
  {
    cause: 'openid-authentication',
    shownBy: /^id-token\.context\b/,
    what: () => 'The person was not authenticated in a way that we ask for.',
    remedies: [['provider', 'demand that way for this application, such as a second factor.']],
  },
  {
    cause: 'openid-other',
    shownBy: /./,
    what: ({ rule, actual = '' }) => `${rule} refuses it: ${actual}.`,
    remedies: [['ours', 'look the rule or the code up in the lists of the README.']],
  },
];
