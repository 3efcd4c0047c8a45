import { isIPv6 } from 'node:net';
import * as tls from 'node:tls';
import { toBase64, utf8 } from '../core/bytes.ts';
import { invalid, isLoopback, knownFields, list, parsedAddress, text } from '../core/options.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';

/** Options of {@link guardedFetch}: how this service reaches others. None of them lets through what would be refused without. */
export interface GuardedFetchOptions {
  /** Certificates of private authorities, as PEM with one or more in each text: believed beside those that Node believes by itself. */
  readonly certificateAuthorities?: readonly string[];
  /** What is shown to servers that ask for a certificate (mutual TLS). */
  readonly clientCertificate?: ClientCertificateOptions;
  /**
   * The address of a proxy that is asked by CONNECT for every connection, with the name and the password that it wants:
   * `http://name:password@proxy.example:3128`. It is the proxy that looks up names then: here only hosts that are given by number are judged.
   */
  readonly proxy?: string;
  /** Hosts that are reached without the proxy, each with all below it. This machine always is. */
  readonly noProxy?: readonly string[];
}

/** A certificate of ours, and its key. */
export interface ClientCertificateOptions {
  /** PEM; followed by those between it and its authority, where servers do not know them. */
  readonly certificate: string;
  /** PEM, not encrypted. */
  readonly privateKey: string;
}

/** How others are reached: the options as read, and frozen. */
export interface Settings {
  /** What is believed and shown when TLS begins; absent where Node's own defaults will do. */
  readonly trust?: tls.SecureContext;
  /** The same for the proxy, to which our certificate is never shown. */
  readonly proxyTrust?: tls.SecureContext;
  readonly proxy?: ProxySettings;
  readonly noProxy: readonly string[];
}

/** A proxy, and how we are known there. */
export interface ProxySettings {
  readonly endpoint: Endpoint;
  /** What `Proxy-Authorization` says. */
  readonly authorization?: string;
}

/**
 * Reads how others are reached.
 *
 * @throws SsoError `config.invalid` with the field; no key and no password is ever quoted
 */
export function settingsOf(options: GuardedFetchOptions): Settings {
  knownFields(options, ['certificateAuthorities', 'clientCertificate', 'proxy', 'noProxy'] satisfies (keyof GuardedFetchOptions)[]);
  const { certificateAuthorities, clientCertificate, proxy, noProxy } = options;
  const authorities = list('certificateAuthorities', certificateAuthorities).flatMap(certificatesIn);
  const believed = authorities.length === 0 ? {} : { ca: [...systemAuthorities(), ...authorities] };
  const proxyTrust = authorities.length === 0 ? undefined : tls.createSecureContext({ ...leastVersion, ...believed });
  const trust = clientCertificate === undefined ? proxyTrust : withIdentity(clientCertificate, believed);
  if (noProxy !== undefined && proxy === undefined) throw invalid('noProxy', 'means nothing without a proxy');
  return Object.freeze({
    ...(trust === undefined ? {} : { trust }),
    ...(proxyTrust === undefined ? {} : { proxyTrust }),
    ...(proxy === undefined ? {} : { proxy: proxyAt(proxy) }),
    noProxy: Object.freeze(list('noProxy', noProxy).map(hostWithoutProxy)),
  });
}

/** The proxy that is to be asked for a connection, if any. */
export function proxyFor(target: URL, { proxy, noProxy }: Settings): ProxySettings | undefined {
  const { host } = endpointOf(target);
  const isExcepted = isLoopback(target.hostname) || noProxy.some((name) => host === name || host.endsWith(`.${name}`));
  return isExcepted ? undefined : proxy;
}

function certificatesIn(given: string, place: number): readonly string[] {
  const field = `certificateAuthorities[${place}]`;
  const certificates = text(field, given).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  // TLS passes over in silence what it cannot read.
  if (certificates.length === 0 || !certificates.every(isCertificate)) throw invalid(field, 'must be certificates as PEM');
  return certificates;
}

function isCertificate(pem: string): boolean {
  try {
    tls.createSecureContext({ cert: pem });
    return true;
  } catch {
    return false;
  }
}

/** What Node believes by itself. With what NODE_EXTRA_CA_CERTS adds from Node 22.15 on: before that nobody can ask for it. */
function systemAuthorities(): readonly string[] {
  // Sound: it is called only where it is there.
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'default') => readonly string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

function withIdentity(given: ClientCertificateOptions, believed: { readonly ca?: string[] }): tls.SecureContext {
  knownFields(given, ['certificate', 'privateKey'] satisfies (keyof ClientCertificateOptions)[], 'clientCertificate.');
  const cert = text('clientCertificate.certificate', given.certificate);
  const key = text('clientCertificate.privateKey', given.privateKey);
  if (!isCertificate(cert)) throw invalid('clientCertificate.certificate', 'must be a certificate as PEM');
  try {
    return tls.createSecureContext({ ...leastVersion, ...believed, cert, key });
  } catch {
    // What it said could quote the key.
    throw invalid('clientCertificate.privateKey', 'must be the key of the certificate as PEM, not encrypted');
  }
}

function proxyAt(given: string): ProxySettings {
  const address = parsedAddress(text('proxy', given));
  // Whatever is wrong with it, it is not quoted: there may be a password in it.
  if (address === undefined || !/^https?:\/\/[^/?#\\]+\/?$/i.test(given))
    throw invalid('proxy', 'must be an http or https address without a path');
  const endpoint = endpointOf(address);
  if (address.username === '' && address.password === '') return Object.freeze({ endpoint });
  const credentials = utf8(`${decoded(address.username)}:${decoded(address.password)}`);
  return Object.freeze({ endpoint, authorization: `Basic ${toBase64(credentials)}` });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('proxy', 'must have a name and a password in percent-encoded UTF-8');
  }
}

function hostWithoutProxy(given: string, place: number): string {
  const name = text(`noProxy[${place}]`, given).replace(/^\./, '');
  const isHost = isIPv6(name) || !/[^\p{L}\p{N}._-]/u.test(name);
  const address = isHost ? parsedAddress(`http://${isIPv6(name) ? `[${name}]` : name}/`) : undefined;
  if (address === undefined) throw invalid(`noProxy[${place}]`, 'must be the name or the number of a host');
  return endpointOf(address).host;
}

/** Nothing older: RFC 8996. */
export const leastVersion = { minVersion: 'TLSv1.2' } as const;
