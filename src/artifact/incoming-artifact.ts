import { text } from '../core/options.ts';
import { decoded, formValues, onlyMessage, queryValues, rawRelayStateOf, relayStateOf, single } from '../saml/parameters.ts';
import { type Artifact, parseArtifact } from './artifact.ts';

/** An artifact as it came in. It is no message yet: `resolve` asks for that. */
export interface IncomingArtifact extends Artifact {
  /** As it was sent, and as it is sent back. */
  readonly artifact: string;
  /** What came along; portals send addresses here, so it may be up to 2 KB long and mean anything. */
  readonly relayState?: string;
  /** The address of ours at which it came in. */
  readonly receivedAt: string;
}

/**
 * Takes an artifact from the query of a redirect.
 *
 * @param query - the raw query as received, with or without the question mark
 * @param receivedAt - the configured address whose route matched; never made of Host or X-Forwarded headers
 * @throws SsoError `message.parameter`, `message.base64`, `message.artifact`
 * @see SAMLBind 3.6.3.1
 */
export function artifactFromQuery(query: string, receivedAt: string): IncomingArtifact {
  const raw = queryValues(query);
  const artifact = decoded('SAMLart', single(raw, onlyMessage(raw, ['SAMLart'])) ?? '');
  return incoming(artifact, receivedAt, rawRelayStateOf(single(raw, 'RelayState')));
}

/**
 * Takes an artifact from a posted form.
 *
 * @param fields - the body, decoded as `application/x-www-form-urlencoded`
 * @param receivedAt - as in {@link artifactFromQuery}
 * @throws SsoError as {@link artifactFromQuery}
 * @see SAMLBind 3.6.3.2
 */
export function artifactFromForm(fields: URLSearchParams, receivedAt: string): IncomingArtifact {
  const values = formValues(fields);
  const artifact = single(values, onlyMessage(values, ['SAMLart'])) ?? '';
  return incoming(artifact, receivedAt, relayStateOf(single(values, 'RelayState')));
}

function incoming(artifact: string, receivedAt: string, relayState: Pick<IncomingArtifact, 'relayState'>): IncomingArtifact {
  return { ...parseArtifact(artifact), artifact, ...relayState, receivedAt: text('receivedAt', receivedAt) };
}
