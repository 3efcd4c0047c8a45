/**
 * The artifact binding of SAML 2.0: the browser brings a name for the answer in place of the answer, which is then asked for where the
 * provider has it.
 *
 * - `artifactFromQuery` and `artifactFromForm` take the artifact; it says whose it is.
 * - `resolve` asks that provider for the answer, which goes to `finish` of `signon/saml` like any other.
 *
 * An entry of its own, since it fetches: whoever takes answers by form loads nothing of this.
 *
 * @packageDocumentation
 */
export { type Artifact, parseArtifact, sourceIdOf } from './artifact.ts';
export { artifactFromForm, artifactFromQuery, type IncomingArtifact } from './incoming-artifact.ts';
export { resolve } from './resolve.ts';
