import { isIPv6 } from 'node:net';

/** What a connection leads to. */
export interface Endpoint {
  /** By TLS. */
  readonly secure: boolean;
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The endpoint of an address of http or https. */
export function endpointOf({ protocol, hostname, port }: URL): Endpoint {
  const secure = protocol === 'https:';
  return Object.freeze({ secure, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 443 : 80) : Number(port) });
}

/** As the request to a proxy has it (RFC 9110 9.3.6). */
export function authorityOf({ host, port }: Endpoint): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
