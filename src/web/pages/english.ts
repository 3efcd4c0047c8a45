import type { Texts } from './texts.ts';
import { trialEnglish } from './trial-english.ts';

/** The words of the pages in English. */
export const english: Texts = {
  request: {
    title: 'Continue to sign in',
    text: 'You are being taken to your sign-in service. If nothing happens, press the button.',
  },
  again: {
    title: 'One moment',
    text: 'You are being taken back to where you wanted to go. If nothing happens, press the button.',
  },
  unreadable: {
    title: 'This could not be read',
    text: 'What arrived here was damaged or incomplete. Please begin again.',
  },
  refused: {
    title: 'You could not be signed in',
    text: 'The answer of your sign-in service was not accepted. If that happens again, please tell your administrator.',
  },
  usedBefore: {
    title: 'This sign-in was used before',
    text: 'Each sign-in can be used only once. Most often somebody has gone back in the browser. Begin again if you are not signed in.',
  },
  over: {
    // Narrow pages would break the heading within the word.
    title: 'This sign\u2011in has expired',
    text: 'It took too long, or it was finished in another window. Please begin again.',
  },
  cookieMissing: {
    title: 'Your browser did not bring its cookie',
    text: 'We cannot tell whether this sign-in was begun in this browser, so it was not accepted. Please begin again.',
    causes: [
      'You began in another browser or in a private window.',
      'Cookies are blocked or were deleted.',
      'You followed a bookmark or a link to the page of your sign-in service rather than to ours.',
      'More sign-ins were begun at the same time than can be remembered.',
    ],
  },
  repeated: {
    title: 'Signing in goes round in circles',
    text: 'You were sent to your sign-in service several times and never came in, so we have stopped.',
    causes: ['Cookies are blocked for this site.', 'The application sends you away again, though you are signed in.'],
  },
  beginHere: {
    title: 'Please begin here',
    text: 'This sign-in did not begin here, so it was not accepted. Begin here, and you will most likely be signed in at once.',
  },
  providerRefused: {
    title: 'Your sign-in service did not sign you in',
    text: 'You may have cancelled, or you may not have been given access to this application.',
  },
  interactionNeeded: {
    title: 'Your sign-in service has to ask you something',
    text: 'You could not be signed in unnoticed. Please begin again.',
  },
  strongerNeeded: {
    title: 'A stronger way of signing in is needed',
    text: 'This needs a way of signing in that your sign-in service did not offer you, such as a second factor.',
  },
  providerUnavailable: {
    title: 'Your sign-in service cannot be reached',
    text: 'It does not answer properly at the moment. Please try again in a few minutes.',
  },
  notConfigured: {
    title: 'This sign-in service is not known here',
    text: 'An answer came from a sign-in service that is not set up for this application. Please tell your administrator.',
  },
  misconfigured: {
    title: 'Signing in is not set up correctly',
    text: 'There is nothing that you can do about it yourself. Please tell your administrator.',
  },
  notAllowed: {
    title: 'You have no access',
    text: 'You were recognised, but you may not use this application. Please ask your administrator.',
  },
  accountMissing: {
    title: 'You have no account here',
    text: 'You were recognised, but there is no account for you. Please ask your administrator for one.',
  },
  accountInactive: {
    title: 'Your account is switched off',
    text: 'You were recognised, but your account is not active. Please ask your administrator.',
  },
  accountUnclear: {
    title: 'Your account could not be determined',
    text: 'You were recognised, but it is not certain which account is yours. Please ask your administrator.',
  },
  accountIncomplete: {
    title: 'Something is missing for your account',
    text: 'You were recognised, but your sign-in service did not tell us all that your account needs. Please tell your administrator.',
  },
  changeHeld: {
    title: 'Your account has to be looked at',
    text: 'Your account would change so much that an administrator has to confirm it first.',
  },
  licenceMissing: {
    title: 'No licence is left',
    text: 'You were recognised, but there is no licence left for another account. Please tell your administrator.',
  },
  busy: {
    title: 'This is not possible right now',
    text: 'Something that is needed does not answer. Please try again in a moment.',
  },
  tooLong: {
    title: 'This address is too long',
    text: 'The address that you wanted to open is too long to be remembered while you sign in. Sign in first, then open it again.',
  },
  notKept: {
    title: 'You were not signed in',
    text: 'What you sent could not be kept and nothing was done with it. Sign in, go back, and send it again.',
  },
  notMeantSo: {
    title: 'Nothing to see here',
    text: 'This address is used while signing in and is not meant to be opened by itself.',
  },
  finished: {
    title: 'You are already signed in',
    text: 'This sign-in is finished. You may have gone back in the browser, or sent something twice.',
  },
  otherUser: {
    title: 'Another account is signed in here',
    text: 'You came with another account than the one that is signed in. Nothing has been changed yet.',
  },
  logoutRefused: {
    title: 'This sign-out was not accepted',
    text: 'What came did not come as it should have from your sign-in service, so nobody was signed out by it.',
  },
  unexpected: {
    title: 'Something went wrong',
    text: 'This should not have happened. Please try again, and tell your administrator if it happens again.',
  },
  chooser: {
    title: 'Sign in to {product}',
    text: 'Choose how you want to sign in.',
  },
  ask: {
    title: 'Sign in to {product}',
    text: 'Type your user name or e-mail address, and we take you to where you sign in.',
  },
  trial: {
    title: 'Try how signing in goes',
    text: 'Nobody is signed in by it and nothing is changed. You see all that comes of it, and why.',
  },
  triedAccepted: {
    title: '{name} can sign this person in',
    text: 'This was a trial: nobody was signed in and nothing was changed.',
  },
  triedRefused: {
    title: 'The login with {name} was refused',
    text: 'This was a trial: nobody was signed in and nothing was changed.',
  },
  signOutRequest: {
    title: 'Continue to sign out',
    text: 'You are signed out here, and being taken to your sign-in service to sign out there. If nothing happens, press the button.',
  },
  signOut: {
    title: 'Sign out?',
    text: 'Press the button, and you are signed out here.',
  },
  signOutEverywhere: {
    title: 'Sign out?',
    text: 'You are signed out here and at your sign-in service, which may sign you out of other applications, too.',
  },
  signedOut: {
    title: 'You are signed out',
    text: 'Nobody is signed in here any more.',
  },
  signedOutPartly: {
    title: 'You are signed out here',
    text: 'Your sign-in service, or other applications, may still know you. On a computer that others use, close all windows of the browser.',
  },
  proceed: 'Continue',
  begin: 'Begin again',
  goOn: 'Continue',
  stay: 'Stay as you are',
  switchUser: 'Switch account',
  causes: 'What it most likely comes from',
  report: 'For your administrator',
  reportHint: 'Please copy this when you ask for help.',
  code: 'Error',
  rules: 'Rules',
  correlationId: 'Reference',
  at: 'Time',
  provider: 'Sign-in service',
  signInWith: 'Sign in with {name}',
  lastTime: 'As you did the last time',
  otherWays: 'Other ways',
  ownLogin: 'Sign in with a password',
  user: 'User name or e-mail address',
  here: 'this service',
  endSession: 'Sign out',
  endSessionHere: 'Sign out only here',
  signInAgain: 'Sign in again',
  ...trialEnglish,
};
