import { bindings } from './requirements/bindings.ts';
import { core } from './requirements/core.ts';
import { deploymentProfile } from './requirements/deployment-profile.ts';
import { eGovernment } from './requirements/e-government.ts';
import { implementationProfile } from './requirements/implementation-profile.ts';
import { discovery, interoperability, metadata, metadataExtensions, query, subjectIdentifiers } from './requirements/metadata.ts';
import { nist, owasp, refeds, vulnerabilities } from './requirements/practice.ts';
import { profiles } from './requirements/profiles.ts';
import type { Requirement, Source } from './requirements/source.ts';

/** What is demanded of a library that is a service provider, document by document, and what shows that it is met. */
export const requirements: readonly Source[] = [
  implementationProfile,
  deploymentProfile,
  eGovernment,
  core,
  bindings,
  profiles,
  metadata,
  interoperability,
  query,
  discovery,
  subjectIdentifiers,
  metadataExtensions,
  refeds,
  owasp,
  nist,
  vulnerabilities,
];

/** Every requirement by its id. */
export const requirementsById: ReadonlyMap<string, Requirement> = new Map(
  requirements.flatMap(({ must, should, may = {} }) => [must, should, may].flatMap((demands) => Object.entries(demands))),
);

/** What there is to say of a requirement in the end, where it comes to another one. */
export function settled(requirement: Requirement): Exclude<Requirement, { readonly as: string }> {
  if (!('as' in requirement)) return requirement;
  const other = requirementsById.get(requirement.as);
  if (other === undefined) throw new Error(`there is no requirement ${requirement.as}`);
  return settled(other);
}
