import { type Env, instantOf } from '../core/env.ts';
import { checkStatus, exchange } from '../core/http.ts';
import { plusSeconds } from '../core/time.ts';

/** A picture as it was fetched, or none, and until when that is believed. */
interface Picture {
  readonly image?: { readonly mediaType: string; readonly octets: Uint8Array };
  readonly until: Date;
}

/** Pictures that were fetched, by address. */
export type Pictures = Map<string, Promise<Picture>>;

/** The picture at an address, fetched at most once a day; none where there is none to be had. */
export async function picture(pictures: Pictures, url: string, env: Env): Promise<Picture> {
  const known = await pictures.get(url);
  if (known !== undefined && known.until > instantOf(env)) return known;
  if (pictures.size >= mostPictures) pictures.clear();
  const fetched = fetchPicture(url, env);
  pictures.set(url, fetched);
  return await fetched;
}

async function fetchPicture(url: string, env: Env): Promise<Picture> {
  const now = instantOf(env);
  try {
    const answer = await exchange({ url, accept: 'image/*', learntFrom: nobody }, env);
    checkStatus(answer);
    const { mediaType, octets } = answer;
    if (kinds.includes(mediaType)) return { image: { mediaType, octets }, until: plusSeconds(now, 86_400) };
  } catch {
    // A picture is no reason to show no page.
  }
  return { until: plusSeconds(now, 300) };
}

const kinds = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml', 'image/x-icon', 'image/vnd.microsoft.icon'];
/** Whoever wrote the metadata chose the address, and no administrator typed it: it never leads inside a network of ours. */
const nobody = '';
const mostPictures = 100;
