import { request } from 'node:http';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as begin, type SecureContext } from 'node:tls';
import { authorityOf, type Endpoint } from './endpoint.ts';
import type { Address } from './look-up.ts';
import { strictly } from './message.ts';
import { leastVersion, type ProxySettings } from './settings.ts';

/** What ends a connection before its time. */
export interface Ending {
  readonly signal?: AbortSignal | undefined;
  /** How long nothing at all may happen on it. */
  readonly idleMilliseconds: number;
}

/** A connection to one of these addresses, whichever answers first. */
export async function connected({ host, port }: Endpoint, addresses: readonly Address[], ending: Ending): Promise<Socket> {
  // Nobody is asked again: what is connected to is what was judged.
  const socket = connect({ host, port, autoSelectFamily: true, lookup: always(addresses) });
  endWith(socket, ending);
  return await opened(socket, 'connect');
}

/** TLS with the host of an endpoint over a connection. Whose certificate is not of that name, or of nobody whom we believe, is refused. */
export async function secured(carrier: Socket, { host }: Endpoint, trust: SecureContext | undefined, ending: Ending): Promise<Socket> {
  const context = trust === undefined ? leastVersion : { secureContext: trust };
  // Said in so many words, since the environment of a process can say otherwise where nothing is said. An address is no name to ask for.
  const socket = begin({ socket: carrier, host, servername: isIP(host) === 0 ? host : '', rejectUnauthorized: true, ...context });
  // What lies within is watched from now on.
  carrier.setTimeout(0);
  endWith(socket, ending);
  return await opened(socket, 'secureConnect');
}

/** The way through a proxy to an endpoint, on a connection to that proxy. RFC 9110 9.3.6 */
export async function tunnelled(carrier: Socket, to: Endpoint, { authorization }: ProxySettings): Promise<Socket> {
  const authority = authorityOf(to);
  const headers = { host: authority, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) };
  return await new Promise((resolve, reject) => {
    const asked = request({ ...strictly(carrier), method: 'CONNECT', path: authority, headers });
    asked.on('error', reject);
    asked.on('close', () => reject(new Error('the proxy gave no answer')));
    asked.on('connect', ({ statusCode = 0 }, socket: Socket, early) => {
      // What comes before we have said anything is not of the other end.
      if (statusCode >= 200 && statusCode < 300 && early.length === 0) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answered ${statusCode}`));
    });
    asked.end();
  });
}

function always(addresses: readonly Address[]): LookupFunction {
  const [first] = addresses;
  return (_host, { all }, answer) => (all === true ? answer(null, [...addresses]) : answer(null, first?.address ?? '', first?.family));
}

function endWith(socket: Socket, { signal, idleMilliseconds }: Ending): void {
  const end = () => void socket.destroy(new Error('aborted'));
  socket.setTimeout(idleMilliseconds, () => socket.destroy(new Error('nothing happened for too long')));
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();
  socket.once('close', () => signal?.removeEventListener('abort', end));
}

/** The listeners stay: whatever happens to the connection later on, there is somebody to hear it. */
async function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
  });
}
