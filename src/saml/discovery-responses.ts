import { invalid, knownFields, list, webAddress } from '../core/options.ts';
import { distinct, type Numbered, numbered } from './numbered.ts';

/** One address of ours to which a discovery service sends people back (SAMLDisco 2.5). */
export interface DiscoveryResponseOptions {
  /** Absolute: https, or http on loopback. A query that is added for one request does not make another address of it. */
  readonly url: string;
  /** Default: its place in the list. */
  readonly index?: number;
  /** Where people come back when a request does not say; default: the first of the list. One at most. */
  readonly isDefault?: boolean;
}

/** An address as parsed. */
export type DiscoveryResponse = Numbered & { readonly url: string };

/** Reads the addresses. @throws SsoError `config.invalid` with the field: no address of the web, an index twice, two defaults */
export function discoveryResponses(options: readonly DiscoveryResponseOptions[] | undefined): readonly DiscoveryResponse[] {
  const field = 'discoveryResponses';
  const read = list(field, options).map((option, place) => {
    const at = `${field}[${place}].`;
    knownFields(option, ['url', 'index', 'isDefault'], at);
    const url = webAddress(`${at}url`, option.url);
    // What is added to it would never be sent.
    if (url.includes('#')) throw invalid(`${at}url`, 'must not have a fragment');
    return Object.freeze({ url, ...numbered(at, option, place) });
  });
  return distinct(field, read);
}
