import type { Env } from '../../src/core/env.ts';
import type { MetadataEvent } from '../../src/metadata/events.ts';
import { type KeyPair, keyPair } from './keys.ts';
import { clean } from './messages.ts';
import { entityXml, keyXml, roleXml } from './metadata.ts';
import { signXml } from './sign.ts';
import { type World, world } from './world.ts';

/** One request that reached whoever publishes metadata. */
export interface MetadataRequest {
  readonly url: string;
  readonly headers: Headers;
}

/** What metadata says, beside who it is about. */
export interface PublishedParts {
  readonly keys?: readonly Pick<KeyPair, 'privateKey'>[];
  readonly entityId?: string;
  /** Seconds from the instant of clean messages. */
  readonly validFor?: number;
  readonly cacheDuration?: string;
  /** When it was published, as its extensions say. */
  readonly publishedAt?: string;
  readonly services?: string;
  /** The key that signs it; none by default. */
  readonly signedBy?: Pick<KeyPair, 'privateKey'>;
}

/** Whoever publishes the metadata of a provider, within this process: counts what is asked, and may be down. */
export class Publisher {
  /** Its network, and a time that stands still. */
  readonly world: World;
  readonly requests: MetadataRequest[] = [];
  /** What operators were told. */
  readonly events: MetadataEvent[] = [];
  /** How it answers now. */
  answer: (asked: MetadataRequest) => Response | Promise<Response>;

  constructor(document: string | Uint8Array = metadataOf()) {
    this.answer = answering(document);
    this.world = world(async (url, init) => await this.#asked(String(url), init), clean.now);
  }

  /** From now on this is what there is. */
  publish(document: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
    this.answer = answering(document, headers);
  }

  /** From now on nobody answers. */
  goDown(): void {
    this.answer = () => Promise.reject(new TypeError('no route'));
  }

  get count(): number {
    return this.requests.length;
  }

  async #asked(url: string, init: Parameters<Env['fetch']>[1]): Promise<Response> {
    const asked = { url, headers: new Headers(init?.headers) };
    this.requests.push(asked);
    return await this.answer(asked);
  }
}

/** Metadata of the provider that clean messages are by, unless told otherwise. */
export function metadataOf(parts: PublishedParts = {}): string {
  const { keys = [keyPair('rsa-2048')], entityId = clean.idp, validFor, cacheDuration, publishedAt, services, signedBy } = parts;
  const end = validFor === undefined ? '' : ` validUntil="${new Date(Date.parse(clean.now) + validFor * 1000).toISOString()}"`;
  const cache = cacheDuration === undefined ? '' : ` cacheDuration="${cacheDuration}"`;
  const publication = `<md:Extensions><r:PublicationInfo xmlns:r="urn:oasis:names:tc:SAML:metadata:rpi" publisher="x" creationInstant="${publishedAt}"/></md:Extensions>`;
  const xml = entityXml({
    entityId,
    attributes: `${end}${cache}`,
    before: publishedAt === undefined ? '' : publication,
    roles: roleXml({ keys: keyXml('signing', ...keys), ...(services === undefined ? {} : { services }) }),
  });
  return signedBy === undefined ? xml : signXml(xml, { key: signedBy.privateKey });
}

function answering(document: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Publisher['answer'] {
  return ({ headers: asked }) =>
    headers['etag'] !== undefined && asked.get('if-none-match') === headers['etag']
      ? new Response(null, { status: 304, headers })
      : new Response(document, { headers: { 'content-type': 'application/samlmetadata+xml', ...headers } });
}
