import { type CauseRow, type LoginCause, nothingToRefuse } from './cause.ts';

/** Why an answer that could be read and verified is not one to this login. */
export const loginCauses: Readonly<Record<LoginCause, CauseRow>> = {
  audience: {
    what: ({ expected, actual, difference }) => `The answer was made for ${actual}, and our entityID is ${expected}.${difference}`,
    remedies: [
      { side: 'provider', action: 'enter our entityID there, to the last character.', at: ['entityId'] },
      { side: 'ours', action: ({ actual }) => `or, if it is to stay as it is there, make ${actual} our \`entityId\`.` },
    ],
  },
  'no-audience': {
    what: () => 'The answer does not say for whom it was made, so that it would fit anybody.',
    remedies: [{ side: 'provider', action: 'enter our entityID there.', at: ['entityId'] }],
  },
  'reply-url': {
    what: ({ expected, actual, difference }) => `The answer was made for the address ${actual}, and came in at ${expected}.${difference}`,
    remedies: [
      { side: 'provider', action: 'enter our address there, to the last character.', at: ['replyUrl'] },
      {
        side: 'ours',
        action: ({ actual }) =>
          `or, if people do reach us at ${actual}, say so in \`assertionConsumerServices\`: as browsers see it, https and port too.`,
      },
    ],
  },
  destination: {
    what: ({ expected, actual, difference }) => `The answer names ${actual} as its destination, and came in at ${expected}.${difference}`,
    remedies: [
      { side: 'provider', action: 'have it write the address that it sends to.', at: ['destination', 'replyUrl'] },
      { side: 'ours', action: 'look whether a proxy publishes us under another address: ours must be the one that browsers see.' },
    ],
  },
  'no-destination': {
    what: () => 'The answer is signed as a whole and does not say for which address.',
    remedies: [
      { side: 'provider', action: 'have it write the address that it sends to.', at: ['destination'] },
      { side: 'ours', action: 'or, where it cannot, pardon this one provider `destination.missing`.' },
    ],
  },
  'another-endpoint': {
    what: ({ expected, actual, difference }) => `The request asked for an answer at ${expected}, and it came in at ${actual}.${difference}`,
    remedies: [
      { side: 'provider', action: 'enter all of our addresses there, or just the one that requests name.', at: ['replyUrl'] },
      { side: 'ours', action: 'look which `assertionConsumerService` the login asks for.' },
    ],
  },
  unsolicited: {
    what: ({ product }) => `Nobody asked for this answer: the login began at ${product}, and that is not allowed for it here.`,
    remedies: [
      { side: 'ours', action: 'have people begin at our login page; or decide for `allowUnsolicited`, which lets a link sign people in.' },
      { side: 'provider', action: 'let the tile lead to our login page.', at: ['tile'] },
    ],
  },
  forgotten: {
    what: ({ actual }) => `The answer is to a request that nobody here remembers (${actual}).`,
    remedies: [
      {
        side: 'ours',
        action:
          'look whether the cookie of the login comes along with a POST from elsewhere (SameSite=None, Secure), and whether what is remembered outlives a restart and is shared by all processes.',
      },
      { side: 'person', action: 'begin again at our login page, and not from a bookmark of the page where one signs in.' },
      { side: 'provider', action: 'compare when the sign-in began and when it ended.', at: ['log'] },
    ],
  },
  'another-login': {
    what: ({ expected, actual }) => `The answer is to another login: it answers ${actual}, and this browser waits for ${expected}.`,
    remedies: [
      { side: 'person', action: 'begin again, in one tab, and without going back.' },
      { side: 'ours', action: 'if it happens to everybody, look whether what is remembered of a login is kept for each browser.' },
      { side: 'provider', action: 'look there which of the two sign-ins it answered.', at: ['log'] },
    ],
  },
  'another-asked': {
    what: ({ expected, actual }) => `Another provider was asked than the one that answers: ${expected}, and not ${actual}.`,
    remedies: [
      {
        side: 'ours',
        action: 'give each provider an address of its own, so that its answers are held against its own logins.',
        at: ['replyUrl'],
      },
      { side: 'person', action: 'begin again, in one tab.' },
    ],
  },
  replayed: {
    what: () => 'This answer was used before, and each is taken once.',
    remedies: [
      { side: 'person', action: 'begin again: going back in the browser, or reloading, sends the old answer once more.' },
      {
        side: 'ours',
        action: 'if every first answer is refused so, look for what sends a POST twice: a proxy that tries again, a double click.',
      },
      { side: 'provider', action: 'look there whether it answered once or twice; what it did not send was stolen.', at: ['log'] },
    ],
  },
  'clock-behind': {
    what: ({ product, apart }) => `The answer was made in the future${apart}: our clock is behind, or that of ${product} is ahead.`,
    remedies: [
      {
        side: 'ours',
        action: 'set the clock of this machine by a time server; compare it with the time of the sign-in there.',
        at: ['log'],
      },
      { side: 'provider', action: 'if ours is right, set the clock there.', at: ['clock'], onlyThere: true },
    ],
  },
  'clock-ahead': {
    what: ({ product, apart }) =>
      `The time of the answer was over before it came in${apart}: our clock is ahead, that of ${product} is behind, or it has lain that long.`,
    remedies: [
      {
        side: 'ours',
        action: 'set the clock of this machine by a time server; compare it with the time of the sign-in there.',
        at: ['log'],
      },
      { side: 'provider', action: 'if ours is right, set the clock there.', at: ['clock'], onlyThere: true },
      { side: 'person', action: 'begin again, if the answer has lain in the browser.' },
    ],
  },
  expired: {
    what: ({ apart }) => `The time of the answer is over${apart}: it has expired, having lain or been kept too long.`,
    remedies: [
      { side: 'person', action: 'begin again at our login page: an answer that was kept, or sent once more by going back, is not taken.' },
      { side: 'ours', action: 'if it happens to everybody, set our clock; compare it with the time of the sign-in there.', at: ['log'] },
      { side: 'provider', action: 'or let answers count for longer.', at: ['lifetime'], onlyThere: true },
    ],
  },
  'session-over': {
    what: ({ product }) => `By its own word the session at ${product} is over.`,
    remedies: [
      { side: 'person', action: 'sign in there anew.' },
      { side: 'provider', action: 'look how long sessions last there.', at: ['log'] },
    ],
  },
  'authn-context': {
    what: ({ product }) => `${product} cannot sign the person in in the way that we ask for.`,
    remedies: [
      { side: 'ours', action: 'leave `authnContext` out of the login, or ask for a class that it knows.' },
      { side: 'provider', action: 'or have people sign in in that way there.', at: ['authentication'] },
    ],
  },
  'weaker-context': {
    what: ({ expected, actual }) => `The person has signed in by ${actual}, and we ask for ${expected}.`,
    remedies: [
      { side: 'provider', action: 'have people sign in in that way there.', at: ['authentication'] },
      { side: 'ours', action: 'or ask for less by `authnContext`.' },
    ],
  },
  'not-fresh': {
    what: ({ product }) => `The person signed in at ${product} some time ago, and we ask for a sign-in of now.`,
    remedies: [
      { side: 'provider', action: 'have it heed that a request wants people to sign in anew (ForceAuthn).', at: ['authentication'] },
      { side: 'ours', action: 'or do without `forceAuthn` and `maxAuthenticationAgeSeconds`.' },
    ],
  },
  'no-statement': {
    what: () => 'The answer does not say how and when the person signed in.',
    remedies: [{ side: 'provider', action: 'have it say so, by a statement of authentication.', at: ['statement'] }],
  },
  denied: {
    what: ({ product }) => `${product} has not let the person in.`,
    remedies: [
      { side: 'provider', action: 'let them, or a group of theirs, use this application.', at: ['people'] },
      { side: 'person', action: 'sign in again, if they broke off, or took another account.' },
      { side: 'provider', action: 'its log says why.', at: ['log'] },
    ],
  },
  passive: {
    what: ({ product }) => `${product} would have had to show the person something, and we asked it not to.`,
    remedies: [
      { side: 'ours', action: 'ask again without `isPassive`.' },
      { side: 'provider', action: 'its log says what it would have shown.', at: ['log'] },
    ],
  },
  'name-id-policy': {
    what: ({ product }) => `${product} cannot give a name of the kind that we ask for.`,
    remedies: [
      { side: 'ours', action: 'ask for another `format` in `nameIdPolicy`, or for none.' },
      { side: 'provider', action: 'or have it give such a name.', at: ['nameId'] },
    ],
  },
  'provider-error': {
    what: ({ product, actual }) => `${product} could not or would not sign the person in (${actual}).`,
    remedies: [
      { side: 'provider', action: 'its log says why.', at: ['log'] },
      {
        side: 'ours',
        action: 'look whether our requests are signed as it wants them, and name the address that it knows.',
        at: ['replyUrl'],
      },
    ],
  },
  'several-assertions': {
    what: ({ actual }) =>
      `There are ${actual} assertions in the answer, where there is one in each that is genuine: another was put in, or it is a product that gathers them.`,
    remedies: [{ side: 'provider', action: 'look there whether this sign-in is known, and have it send one assertion.', at: ['log'] }],
  },
  'no-assertion': {
    what: ({ actual }) => `The answer has ${actual} assertions, which does not go with its status.`,
    remedies: [{ side: 'provider', action: 'look there what became of the sign-in.', at: ['log'] }],
  },
  'name-id-format': {
    what: ({ expected, actual }) => `The name of the person is of the format ${actual}, and ${expected} is needed.`,
    remedies: [
      { side: 'provider', action: ({ expected }) => `have it send the name as ${expected}.`, at: ['nameId'] },
      { side: 'ours', action: 'or ask for another `format` in `nameIdPolicy`, or do without `demandNameIdFormat`.' },
    ],
  },
  'passing-name': {
    what: ({ product }) =>
      `${product} calls the person by another name at each login (transient), so that no account can be theirs for long.`,
    remedies: [
      { side: 'provider', action: 'have it send a name that stays: persistent, or an e-mail address.', at: ['nameId'] },
      { side: 'ours', action: 'or know people by an attribute that stays, in `linkAttribute`.' },
    ],
  },
  'no-name': {
    what: ({ product }) => `${product} does not say who the person is: there is no NameID.`,
    remedies: [
      { side: 'provider', action: 'have it send a NameID.', at: ['nameId'] },
      { side: 'ours', action: 'or name the attribute that is to stand in for it, by `subjectAttribute`.' },
    ],
  },
  'no-bearer': {
    what: ({ actual }) => `The answer is not for whoever brings it, as a browser does (${actual}).`,
    remedies: [{ side: 'provider', action: 'see that the application is one for logins by browser (Web SSO).', at: ['replyUrl'] }],
  },
  other: {
    what: ({ expected, actual }) =>
      expected === nothingToRefuse
        ? `It was refused: ${actual}.`
        : `The answer broke a rule: ${expected} was expected, and found was ${actual}.`,
    remedies: [
      { side: 'ours', action: 'look the rule or the code up in the lists of the README.' },
      { side: 'provider', action: 'look there what was changed last.', at: ['log'] },
    ],
  },
};
