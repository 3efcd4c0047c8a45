import { SsoError } from '../core/errors.ts';
import { addressProblem, invalid } from '../core/options.ts';
import type { Outgoing } from '../identity/login.ts';
import { appended, query, uriOf } from './address.ts';
import { choosesOne, only } from './discovery.ts';
import type { DiscoveryResponse } from './discovery-responses.ts';
import { defaultOf } from './numbered.ts';

/** A service that may ask which provider somebody uses; each `ServiceProvider` is one. */
export interface DiscoveryParty {
  readonly entityId: string;
  /** Where people may be sent back to, from its metadata. */
  readonly discoveryResponses: readonly DiscoveryResponse[];
}

/** What a service wants to know, once it is certain that people may be sent back to where it says. */
export interface DiscoveryRequest {
  /** Who asks. */
  readonly entityId: string;
  /** One of its own addresses, with the query that it asked for. */
  readonly returnUrl: string;
  readonly returnIdParameter: string;
  /** Whether nothing may be shown: answer at once, with nobody if need be. */
  readonly isPassive: boolean;
  /** As a URI; what ends in `:single` is for one provider to be chosen. */
  readonly policy: string;
}

/**
 * Reads what a service asks of us as the discovery service. People are sent back only to addresses that the service has registered, the
 * query left aside, or everybody could have them sent anywhere from here.
 *
 * @param parameters - the query of the address at which the person came
 * @param parties - those that may ask
 * @throws SsoError `message.parameter` for somebody who may not ask, an address that is not theirs, or what is there twice
 * @see SAMLDisco 2.4.1 and 2.5
 */
export function readDiscoveryRequest(parameters: URLSearchParams, parties: readonly DiscoveryParty[]): DiscoveryRequest {
  const entityId = only(parameters, 'entityID');
  if (entityId === undefined) throw refused('entityID', 'missing');
  const party = parties.find((candidate) => candidate.entityId === entityId);
  if (party === undefined) throw refused('entityID', 'unknown-value');
  const returnUrl = returnUrlOf(only(parameters, 'return'), party);
  const returnIdParameter = only(parameters, 'returnIDParam') ?? 'entityID';
  if (returnIdParameter === '') throw refused('returnIDParam', 'unknown-value');
  if (new URL(returnUrl).searchParams.has(returnIdParameter)) throw refused('returnIDParam', 'conflicting');
  const isPassive = only(parameters, 'isPassive') ?? 'false';
  if (isPassive !== 'true' && isPassive !== 'false') throw refused('isPassive', 'unknown-value');
  return { entityId, returnUrl, returnIdParameter, isPassive: isPassive === 'true', policy: only(parameters, 'policy') ?? choosesOne };
}

/**
 * Sends the person back with what they have chosen.
 *
 * @param chosen - the entityID of a provider; undefined where none was chosen, or none could be without showing something
 * @see SAMLDisco 2.4.3
 */
export function answerDiscovery({ returnUrl, returnIdParameter }: DiscoveryRequest, chosen: string | undefined): Outgoing {
  if (chosen === '') throw invalid('chosen', 'must be an entityID, or undefined for none');
  const url = uriOf(returnUrl);
  return { kind: 'redirect', url: chosen === undefined ? url : appended(url, query([[returnIdParameter, chosen]])) };
}

function returnUrlOf(asked: string | undefined, { discoveryResponses }: DiscoveryParty): string {
  if (asked === undefined) {
    const registered = defaultOf(discoveryResponses);
    if (registered === undefined) throw refused('return', 'missing');
    return registered.url;
  }
  // It becomes a header, which holds no more than that.
  const presentable = /^[\x21-\x7e]+$/.test(asked) && !asked.includes('#') && addressProblem(asked, { http: true }) === undefined;
  if (presentable && discoveryResponses.some(({ url }) => withoutQuery(url) === withoutQuery(asked))) return asked;
  throw refused('return', 'unknown-value');
}

function withoutQuery(address: string): string {
  return address.split('?', 1)[0] ?? '';
}

function refused(parameter: string, reason: 'missing' | 'unknown-value' | 'conflicting'): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter, reason });
}
