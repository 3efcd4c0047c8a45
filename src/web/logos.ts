import { addressProblem } from '../core/options.ts';
import type { Choice } from './choice.ts';
import { type Connection, identityProviderOf } from './connections.ts';
import { unkept } from './pages/answer.ts';
import { picture } from './pictures.ts';
import { type PlainResponse, plainResponse } from './plain-response.ts';
import type { Visit } from './visit.ts';

/**
 * The address of the logo of a provider for a page of ours: one that is written in its metadata as it is, another as we serve it, so that no
 * browser tells anybody else who is about to sign in. Undefined where there is none, or the provider is not known at the moment.
 */
export async function logoOf({ settings }: Visit, choice: Choice, id: string): Promise<string | undefined> {
  const url = await announced(settings.connections.get(id));
  if (url === undefined || url.startsWith('data:image/')) return url;
  const address = new URL(choice.url);
  address.search = new URLSearchParams({ logo: id }).toString();
  return address.href;
}

/** The logo of a provider, fetched from where its metadata has it. @returns undefined where there is none to be had */
export async function serveLogo({ settings, env, pictures }: Visit, id: string): Promise<PlainResponse | undefined> {
  const url = await announced(settings.connections.get(id));
  if (url === undefined || addressProblem(url) !== undefined) return undefined;
  const { image } = await picture(pictures, url, env);
  if (image === undefined) return undefined;
  const { mediaType, octets } = image;
  // Whoever opens a picture by itself is shown what its maker wrote: no script of theirs may run at our address.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
  const headers = { ...unkept, 'content-type': mediaType, 'content-security-policy': policy, 'cache-control': 'private, max-age=86400' };
  return plainResponse(200, headers, new Uint8Array(octets));
}

async function announced(connection: Connection | undefined): Promise<string | undefined> {
  if (connection?.protocol !== 'saml') return undefined;
  try {
    const { logos } = await identityProviderOf(connection);
    return logos[0]?.url;
  } catch {
    // A page on which people choose does without; whoever chooses it is told what is the matter.
    return undefined;
  }
}
