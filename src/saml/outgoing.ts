import { toBase64, utf8 } from '../core/bytes.ts';
import type { SigningKey } from '../crypto/signer.ts';
import type { Outgoing } from '../identity/login.ts';
import { signDocument } from '../xmldsig/sign.ts';
import { appended, query, uriOf } from './address.ts';
import { deflate, deflateAround } from './deflate.ts';
import type { Endpoint } from './identity-provider.ts';
import { bindings } from './names.ts';

/** A message of ours on its way. */
export interface Dispatch {
  readonly parameter: 'SAMLRequest' | 'SAMLResponse';
  readonly xml: string;
  /** What only this one has in it, where others will have all the rest; absent, that is not known. */
  readonly ownPart?: string | undefined;
  /** The address of theirs; it may have a query of its own, which stays. */
  readonly location: string;
  /** Absent, none is sent. */
  readonly relayState: string | undefined;
  /** Further parameters for the address, such as `whr`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly key: SigningKey | undefined;
}

/** A message as a form where that is the binding of the address, else as a redirect. */
export async function send(binding: Endpoint['binding'], dispatch: Dispatch): Promise<Outgoing> {
  return await (binding === bindings.post ? byPost : byRedirect)(dispatch);
}

/** By redirect: deflated, in the query, signed over exactly the octets that are sent (SAMLBind 3.4.4). */
async function byRedirect({ parameter, xml, ownPart, location, relayState, parameters, key }: Dispatch): Promise<Outgoing> {
  const deflated = ownPart === undefined ? deflate(xml) : deflateAround(xml, ownPart);
  const message = query([[parameter, toBase64(deflated)], ...relayStatePair(relayState)]);
  const target = uriOf(withParameters(location, parameters));
  if (key === undefined) return { kind: 'redirect', url: appended(target, message) };
  const signed = `${message}&${query([['SigAlg', key.algorithm.uri]])}`;
  const signature = toBase64(await key.sign(utf8(signed)));
  return { kind: 'redirect', url: appended(target, `${signed}&${query([['Signature', signature]])}`) };
}

/** By form: never deflated, signed within (SAMLBind 3.5.4). */
async function byPost({ parameter, xml, location, relayState, parameters, key }: Dispatch): Promise<Outgoing> {
  const message = key === undefined ? xml : await signDocument(xml, key);
  return {
    kind: 'form',
    action: withParameters(location, parameters),
    fields: Object.fromEntries([[parameter, toBase64(utf8(message))], ...relayStatePair(relayState)]),
  };
}

function relayStatePair(relayState: string | undefined): readonly (readonly [string, string])[] {
  return relayState === undefined ? [] : [['RelayState', relayState]];
}

/** An address with further parameters; what it says itself under the same names, or under ours, is replaced and never doubled. */
function withParameters(location: string, parameters: Readonly<Record<string, string>>): string {
  if (!/[?#]/.test(location) && Object.keys(parameters).length === 0) return location;
  const [address = '', ...rest] = (location.split('#')[0] ?? '').split('?');
  const taken = new Set([...reserved, ...Object.keys(parameters)]);
  const own = rest.join('?').split('&');
  const kept = own.filter((pair) => pair !== '' && !taken.has(new URLSearchParams(pair).keys().next().value ?? ''));
  const added = Object.entries(parameters).map((pair) => query([pair]));
  return [...kept, ...added].length === 0 ? address : `${address}?${[...kept, ...added].join('&')}`;
}

/** The parameters of the bindings, which no option may set. */
export const reserved: readonly string[] = ['SAMLRequest', 'SAMLResponse', 'SAMLart', 'RelayState', 'SigAlg', 'Signature', 'SAMLEncoding'];
