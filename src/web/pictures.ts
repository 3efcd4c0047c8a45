import { type Env, instantOf } from '../core/env.ts';
import { checkStatus, exchange } from '../core/http.ts';
import { plusSeconds } from '../core/time.ts';

/** A picture as it was fetched, or none, and until when that is believed. */
interface Picture {
  readonly image?: { readonly mediaType: string; readonly octets: Uint8Array };
  readonly until: Date;
}

/** Where a picture is. Whoever wrote the metadata chose the address: it leads inside only where the one that was typed does. */
interface Where {
  readonly url: string;
  readonly learntFrom: string;
}

/** Pictures that were fetched, by address. */
export type Pictures = Map<string, Promise<Picture>>;

/** The picture at an address, fetched at most once a day; none where there is none to be had. */
export async function picture(pictures: Pictures, where: Where, env: Env): Promise<Picture> {
  const known = await pictures.get(where.url);
  if (known !== undefined && known.until > instantOf(env)) return known;
  if (pictures.size >= mostPictures) pictures.clear();
  const fetched = fetchPicture(where, env);
  pictures.set(where.url, fetched);
  return await fetched;
}

async function fetchPicture({ url, learntFrom }: Where, env: Env): Promise<Picture> {
  const now = instantOf(env);
  try {
    const answer = await exchange({ url, accept: 'image/*', learntFrom }, env);
    checkStatus(answer);
    const { mediaType, octets } = answer;
    if (kinds.includes(mediaType)) return { image: { mediaType, octets }, until: plusSeconds(now, 86_400) };
  } catch {
    // A picture is no reason to show no page.
  }
  return { until: plusSeconds(now, 300) };
}

const kinds = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml', 'image/x-icon', 'image/vnd.microsoft.icon'];
const mostPictures = 100;
