import { isIP, type Socket } from 'node:net';
import { isLoopback, parsedAddress } from '../core/options.ts';
import { kindOf } from './addresses.ts';
import { connected, type Ending, secured, tunnelled } from './connection.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { judgedAddresses, type LookUp } from './look-up.ts';
import { type ProxySettings, proxyFor, type Settings } from './settings.ts';

/** How an exchange finds its way, and what ends it. */
export interface Way extends Ending {
  readonly settings: Settings;
  readonly lookUp: LookUp;
}

/**
 * A connection to the host of an address, with TLS where it is https: to an address that was judged, or through the proxy.
 *
 * @param learntFrom - the address that an administrator typed, where `target` was learnt from what is there; else `target` was typed
 * @throws SsoError `transport.address`; Error for what fails on the way
 */
export async function reach(target: URL, learntFrom: string | undefined, way: Way): Promise<Socket> {
  const endpoint = endpointOf(target);
  const proxy = proxyFor(target, way.settings);
  const isMeant = async () => learntFrom === undefined || (await mayLeadInside(target, parsedAddress(learntFrom), way));
  const carrier = proxy === undefined ? await direct(endpoint, isMeant, way) : await through(proxy, endpoint, isMeant, way);
  return endpoint.secure ? await secured(carrier, endpoint, way.settings.trust, way) : carrier;
}

async function direct(endpoint: Endpoint, isMeant: () => Promise<boolean>, { lookUp, ...ending }: Way): Promise<Socket> {
  const addresses = await unlessAborted(judgedAddresses(endpoint.host, isMeant, lookUp), ending.signal);
  return await connected(endpoint, addresses, ending);
}

async function through(proxy: ProxySettings, endpoint: Endpoint, isMeant: () => Promise<boolean>, way: Way): Promise<Socket> {
  // A name is looked up at the other end of the proxy: what it leads to is not for us to know.
  if (isIP(endpoint.host) !== 0) await unlessAborted(judgedAddresses(endpoint.host, isMeant, way.lookUp), way.signal);
  // An administrator typed the proxy.
  const plain = await direct(proxy.endpoint, async () => true, way);
  const carrier = proxy.endpoint.secure ? await secured(plain, proxy.endpoint, way.settings.proxyTrust, way) : plain;
  return await tunnelled(carrier, endpoint, proxy);
}

/** Whether what is typed is itself inside, so that what is learnt there may be inside as well. */
async function mayLeadInside(target: URL, typed: URL | undefined, way: Way): Promise<boolean> {
  if (typed === undefined) return false;
  const isSameHost = typed.protocol === target.protocol && typed.hostname === target.hostname;
  if (isSameHost || isLoopback(typed.hostname)) return true;
  const endpoint = endpointOf(typed);
  if (isIP(endpoint.host) !== 0) return kindOf(endpoint.host) === 'private';
  return endpoint.secure && proxyFor(typed, way.settings) === undefined && (await isProvenInside(endpoint, way));
}

/**
 * Whoever has a name decides what it leads to, and could have it lead inside for as long as it takes to be asked. So the name alone says
 * nothing: a host inside must show the certificate for it.
 */
async function isProvenInside(typed: Endpoint, { lookUp, ...way }: Way): Promise<boolean> {
  const addresses = await unlessAborted(
    judgedAddresses(typed.host, async () => true, lookUp),
    way.signal,
  );
  if (!addresses.every(({ address }) => kindOf(address) === 'private')) return false;
  const socket = await secured(await connected(typed, addresses, way), typed, way.settings.trust, way);
  socket.destroy();
  return true;
}

/** Nobody can end a look-up, but nobody has to wait for it. */
async function unlessAborted<T>(looked: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await looked;
  signal.throwIfAborted();
  let end = () => {};
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
  });
  return await Promise.race([looked, aborted]).finally(() => signal.removeEventListener('abort', end));
}
