import { fromBase64, toBase64, toHex } from '../../core/bytes.ts';
import type { Env } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import { isJsonFault, type JsonObject, member, parseObject, textIn, textsIn } from '../../core/json.ts';
import { parseInstant } from '../../core/time.ts';
import { digest } from '../../crypto/algorithms.ts';
import { isMacOf, macOf } from '../../crypto/mac.ts';
import { type BackupOptions, type Shelf, shelfOf } from '../backup.ts';
import type { Mark } from '../location.ts';
import type { AggregateCopy } from './aggregate-place.ts';
import { portions } from './indexed.ts';

/** An aggregate as it is kept: as it came, since its signature is verified again. */
export interface KeptAggregate {
  readonly copy: AggregateCopy;
  /** When it was fetched. */
  readonly at: Date;
}

/** A place for one aggregate. */
export interface AggregateBackup {
  /**
   * What was kept; undefined where there is nothing. Its parts are read when they are asked for.
   *
   * @throws SsoError `metadata.backup`, and what the store throws; so do the parts
   */
  read(): Promise<KeptAggregate | undefined>;
  write(kept: KeptAggregate): Promise<void>;
}

/**
 * Reads where an aggregate is kept: in parts, of which no store has to take much at once, and a list of them that is written when all of
 * them are there. A new aggregate goes into that of two sets of places which the list does not name, over what was there: so the parts that
 * are listed stay as they are until there is another list, and the store need not forget anything.
 *
 * @param url - where it is to be had: that of another address is another
 * @param partOctets - how long a part is, but for the last
 * @throws SsoError `config.invalid` with the field
 */
export function aggregateBackupIn(
  options: BackupOptions,
  url: string,
  env: Pick<Env, 'wait'>,
  partOctets: number = usualPartOctets,
): AggregateBackup {
  const shelf = shelfOf(options, true, env);
  const name = `saml-aggregate-${sumOf(url)}`;
  const listName = `${name}.json`;
  return {
    read: async () => {
      const text = await shelf.read(listName);
      if (text === undefined) return undefined;
      const list = openedList(text, listName, shelf.key);
      return { copy: { parts: partsBy(list, name, shelf), octets: list.octets, mark: list.mark }, at: list.at };
    },
    write: async ({ copy: { parts, mark }, at }) => {
      const set = otherThan(await shelf.read(listName));
      const sums: string[] = [];
      let octets = 0;
      for await (const part of portions(parts, partOctets)) {
        // A store that is quick would otherwise let nobody else be served meanwhile.
        if (sums.length > 0) await env.wait(0);
        await shelf.write(partName(name, set, sums.length), toBase64(part));
        sums.push(sumOf(part));
        octets += part.byteLength;
      }
      await shelf.write(listName, sealedList({ at, mark, set, octets, sums }, url, listName, shelf.key));
    },
  };
}

/** The parts of an aggregate, and what is known of it as a whole. */
interface PartsList {
  /** When it was fetched. */
  readonly at: Date;
  readonly mark: Mark;
  /** In which of the two sets of places the parts are. */
  readonly set: string;
  /** The length of all parts together. */
  readonly octets: number;
  /** Of each part the SHA-256. */
  readonly sums: readonly string[];
}

async function* partsBy({ set, sums }: PartsList, name: string, shelf: Shelf): AsyncIterable<Uint8Array> {
  for (const [number, sum] of sums.entries()) {
    const octets = fromBase64((await shelf.read(partName(name, set, number))) ?? '');
    if (typeof octets === 'number' || sumOf(octets) !== sum)
      throw new SsoError('metadata.backup', { problem: `part ${number + 1} of ${sums.length} is not as it was written` });
    yield octets;
  }
}

function sealedList(list: PartsList, url: string, listName: string, key: Uint8Array | undefined): string {
  const { mark, ...rest } = list;
  // What it is about is for people who look into the store.
  return JSON.stringify({ about: url, ...rest, ...mark, mac: key && toBase64(macOf(key, authenticated(listName, list))) });
}

function openedList(text: string, listName: string, key: Uint8Array | undefined): PartsList {
  const read = parseObject(text);
  if (isJsonFault(read)) throw new SsoError('metadata.backup', { problem: `not one JSON object: ${read}` });
  const list = listIn(read);
  if (list === undefined) throw new SsoError('metadata.backup', { problem: 'not as it was written' });
  // Where nothing authenticates it, an aggregate is as good as its own signature, and what stands beside it is nobody's word.
  if (key === undefined) return { ...list, mark: {} };
  const mac = fromBase64(textIn(read, 'mac') ?? '');
  if (typeof mac === 'number' || !isMacOf(mac, key, authenticated(listName, list)))
    throw new SsoError('metadata.backup', { problem: 'not written with our secret' });
  return list;
}

function listIn(read: JsonObject): PartsList | undefined {
  const [at, set] = [parseInstant(textIn(read, 'at') ?? ''), textIn(read, 'set')];
  const [octets, sums] = [member(read, 'octets'), textsIn(read, 'sums')];
  const [etag, lastModified] = [textIn(read, 'etag'), textIn(read, 'lastModified')];
  if (!(at instanceof Date) || set === undefined || !sets.includes(set) || typeof octets !== 'number' || sums === undefined)
    return undefined;
  const mark = { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
  return { at, mark, set, octets, sums };
}

/** The set of places that the list does not name. */
function otherThan(text = ''): string {
  const read = parseObject(text);
  const [first, second] = sets;
  return !isJsonFault(read) && textIn(read, 'set') === first ? second : first;
}

/** All that counts, and what it is: the secret may serve for other things, too. */
function authenticated(listName: string, { at, mark, set, octets, sums }: PartsList): string {
  const { etag = null, lastModified = null } = mark;
  return JSON.stringify(['signon aggregate backup 1', listName, at, etag, lastModified, set, octets, sums]);
}

function partName(name: string, set: string, number: number): string {
  return `${name}-${set}-${number}.base64`;
}

function sumOf(octets: string | Uint8Array): string {
  return toHex(digest({ hash: 'sha256' }, octets));
}

const sets: readonly [string, string] = ['a', 'b'];
/** Read or written in some milliseconds. */
const usualPartOctets = 1_048_576;
