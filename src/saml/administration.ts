import type { Env } from '../core/env.ts';
import { systemEnv } from '../core/env.ts';
import type { Inspection, InspectionOptions } from './inspection.ts';
import type { ServiceProvider } from './service-provider.ts';

// What is asked for once in a while is loaded when it is: no login pays for it.

/**
 * Our metadata, for those who are to sign people in for us: an EntityDescriptor as text, in UTF-8 and without an XML declaration.
 * Serve it as `application/samlmetadata+xml`, best at the address that is our entityID (SAMLMeta 4.1).
 *
 * It lists the certificates of the current and the next key, so that providers know a key before it is used, and those of the keys that
 * others encrypt for; and it is signed when there is a key (`publication`). Each call writes it anew, with the time until which it is valid
 * counted from now.
 *
 * @throws SsoError `config.invalid` for a signing key without certificate, or an entityID or address of ours that is no URI to the letter
 * @see SAMLMeta 2.4.4
 */
export async function metadata(sp: ServiceProvider, env: Pick<Env, 'now' | 'random'> = systemEnv): Promise<string> {
  const { writeMetadata } = await import('./own-metadata.ts');
  return await writeMetadata(sp, env);
}

/**
 * Looks at metadata, theirs or ours, before anything in it is trusted: its keys and certificates, its endpoints, and every problem that
 * can be found, even of metadata that `identityProvider` refuses. Nothing of it is believed by that, and nobody is signed in by it.
 *
 * @throws SsoError `metadata.document` or `xml.*` for what is no metadata at all, `metadata.entity` where it cannot be known which entity
 *   is meant, `config.invalid` for options that cannot be
 * @see SAML V2.0 Deployment Profile for Federation Interoperability (SAML2int)
 */
export async function inspectMetadata(
  document: string | Uint8Array,
  options: InspectionOptions = {},
  env: Pick<Env, 'now'> = systemEnv,
): Promise<Inspection> {
  const { inspect } = await import('./inspection.ts');
  return inspect(document, options, env);
}
