import { utf8 } from '../core/bytes.ts';
import { type Mismatch, notApplicable, type Rule } from '../core/rules.ts';
import { plusSeconds } from '../core/time.ts';
import { sameOctets } from '../crypto/algorithms.ts';
import type { Callback, CallbackParameters } from './callback.ts';
import type { Client } from './client.ts';
import { namesIssuer } from './issuer.ts';
import type { OidcPending } from './pending.ts';
import type { Provider } from './provider.ts';

/** What an answer is held against: who we are, who they are, what we asked for, and when it is. */
export interface Expectation {
  readonly client: Client;
  readonly provider: Provider;
  readonly pending: OidcPending;
  readonly now: Date;
}

/** What must hold before anything that the answer says is looked at: it belongs to this login, and came as it was asked for. */
export const deliveryRules: readonly Rule<Callback, Expectation>[] = [
  {
    // What was remembered names the provider that was asked; the answer of another one never gets further than this.
    id: 'callback.provider',
    spec: 'RFC 9700 4.4.2',
    check: (_, { pending, provider }) => same(`${provider.id} (${provider.issuer})`, `${pending.provider} (${pending.issuer})`),
  },
  { id: 'callback.client', spec: 'OIDCCore 3.1.2.1', check: (_, { pending, client }) => same(client.clientId, pending.clientId) },
  {
    // For as long is it remembered that an answer was used.
    id: 'callback.age',
    spec: 'RFC 9700 2.1.1',
    check: (_, { pending, client, now }) => {
      const begun = new Date(pending.issuedAt);
      const [earliest, latest] = [plusSeconds(now, -longestLoginSeconds), plusSeconds(now, client.clockSkewSeconds)];
      return begun > earliest && begun <= latest
        ? undefined
        : { expected: 'a login begun within the last hour', actual: begun.toISOString() };
    },
  },
  {
    id: 'callback.mode',
    spec: 'OAuthResponseModes 2.1',
    check: ({ mode, parameters }, { pending }) => same(pending.responseMode, parameters.response === undefined ? mode : `${mode}.jwt`),
  },
  {
    // Each provider sends to the address that it knows of us, whatever it was made to believe.
    id: 'callback.endpoint',
    spec: 'RFC 9700 4.4.2.2',
    check: ({ receivedAt }, { pending }) => (receivedAt === undefined ? notApplicable : same(pending.redirectUri, receivedAt)),
  },
];

/** What must hold of the parameters before the code is sent anywhere, or an error believed. */
export const callbackRules: readonly Rule<CallbackParameters, Expectation>[] = [
  {
    // Neither the one nor the other is shown: whoever reads the log could finish the login.
    id: 'callback.state',
    spec: 'RFC 6749 10.12',
    check: ({ state }, { pending }) =>
      state !== undefined && sameText(state, pending.state)
        ? undefined
        : { expected: 'the state of this login', actual: state === undefined ? 'none' : 'another' },
  },
  {
    id: 'callback.issuer',
    spec: 'RFC 9207 2.4',
    check: ({ iss }, { provider }) => {
      if (iss === undefined) return provider.namesItself ? { expected: provider.issuer, actual: 'none' } : notApplicable;
      return namesIssuer(provider, iss) ? undefined : { expected: provider.issuer, actual: iss };
    },
  },
  {
    id: 'callback.code',
    spec: 'OIDCCore 3.1.2.5',
    check: ({ code, error }) => {
      const found = [code, error].filter((value) => value !== undefined && value !== '').length;
      return found === 1 ? undefined : { expected: 'either a code or an error', actual: found === 0 ? 'neither' : 'both' };
    },
  },
  {
    // Nobody asked for tokens by way of the browser, where everything on that way could have put them there.
    id: 'callback.no-tokens',
    spec: 'RFC 9700 2.1.2',
    check: ({ access_token: accessToken, id_token: idToken }) =>
      accessToken === undefined && idToken === undefined ? undefined : { expected: 'a code and no token', actual: 'a token' },
  },
];

/** From when on the rule of age refuses an answer to this login. */
export function endOf({ issuedAt }: OidcPending): Date {
  return plusSeconds(new Date(issuedAt), longestLoginSeconds);
}

function same(expected: string, actual: string): Mismatch | undefined {
  return actual === expected ? undefined : { expected, actual };
}

/** In a time that does not tell how much of it was right; how long it must be is no secret. */
function sameText(a: string, b: string): boolean {
  return sameOctets(utf8(a), utf8(b));
}

const longestLoginSeconds = 3_600;
