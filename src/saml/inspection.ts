import { type Env, instantOf } from '../core/env.ts';
import { isSsoError, type SsoError } from '../core/errors.ts';
import { knownFields, oneOf } from '../core/options.ts';
import { type Finding, judge, legible } from '../core/rules.ts';
import type { Document, Element } from '../xml/document.ts';
import { attribute, collapse } from '../xml/element.ts';
import { deploymentRulesFor } from './deployment-rules.ts';
import { type PeerOptions, peerOptions } from './identity-provider.ts';
import { type Inspected, type InspectedEndpoint, type InspectedKey, type InspectedRole, inspected } from './inspected.ts';
import { type InspectionContext, soundnessRules } from './inspection-rules.ts';
import { identityProvider } from './metadata.ts';
import { chosen, metadataDocument } from './metadata-entities.ts';
import { trustedTree } from './metadata-trust.ts';
import { pardonSet } from './pardons.ts';

/** What an inspection looks at. */
export interface InspectionOptions extends Pick<PeerOptions, 'entityId' | 'trust' | 'pardons'> {
  /** Which role of an entity that has both. Default: that of an identity provider, where it has it. */
  readonly role?: InspectedRole;
}

/** What metadata says, and what is wrong with it: for a person who is to decide whether to trust it. All text in it is its author's. */
export interface Inspection {
  readonly entityId: string;
  /** The role that was looked at; absent where the entity has none for SAML 2.0. */
  readonly role?: InspectedRole;
  readonly validUntil?: Date;
  /** Names for people, of whoever wrote the metadata. */
  readonly displayNames: Inspected['displayNames'];
  /** Every key of the role, usable or not, 200 at most. */
  readonly keys: readonly InspectedKey[];
  readonly endpoints: readonly InspectedEndpoint[];
  /** Every rule with its outcome. Nothing is refused here: `failed` is what stands in the way, `noted` what is only worth a line. */
  readonly findings: readonly Finding[];
}

/** Metadata as `inspectMetadata` sees it. */
export function inspect(metadata: string | Uint8Array, options: InspectionOptions, env: Pick<Env, 'now'>): Inspection {
  const { role: wanted, ...peer } = knownFields(options, ['entityId', 'trust', 'pardons', 'role']);
  peerOptions(peer);
  if (wanted !== undefined) oneOf('role', wanted, ['identity-provider', 'service-provider'], wanted);
  const { trust, ...untrusting } = peer;
  const now = instantOf(env);
  const document = metadataDocument(metadata);
  const { root, trusted } = treeOf(document, peer);
  const located = chosen(root, peer.entityId);
  const seen = inspected(located, collapse(attribute(located.entity, 'entityID') ?? ''), wanted);
  const refusal = refusalOf(() => identityProvider(metadata, untrusting, { now: () => now }));
  const context: InspectionContext = { now, trust: trust === undefined ? undefined : trusted, refusal: refusal && codeAndReason(refusal) };
  return report(seen, judge([...soundnessRules, ...deploymentRulesFor(seen.role)], seen, context, pardonSet(options.pardons)));
}

/** What a trusted key has signed; where none has, what was given, so that there is something to look at. */
function treeOf(document: Document, options: PeerOptions): { readonly root: Element; readonly trusted: InspectionContext['trust'] } {
  let root = document.root;
  const refusal = refusalOf(() => {
    root = trustedTree(document, options, pardonSet(options.pardons));
  });
  return { root, trusted: refusal === undefined ? 'verified' : { refusal: codeAndReason(refusal) } };
}

function refusalOf(action: () => unknown): SsoError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    // What is wrong with our own options is not a property of the metadata.
    if (isSsoError(error) && error.code !== 'config.invalid') return error;
    throw error;
  }
}

/** The message says what it is about; it holds nothing but what is in the metadata. */
function codeAndReason({ message }: SsoError): string {
  return legible(message);
}

function report(seen: Inspected, findings: readonly Finding[]): Inspection {
  const { entityId, role, validUntil, displayNames, keys, endpoints } = seen;
  return Object.freeze({
    entityId,
    ...(role === undefined ? {} : { role }),
    ...(validUntil === undefined ? {} : { validUntil }),
    displayNames: Object.freeze(displayNames),
    keys,
    endpoints: Object.freeze(endpoints),
    findings: Object.freeze(findings),
  });
}
