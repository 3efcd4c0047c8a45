import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One test vector as its file says it: header fields by name, and the octets behind the blank line. */
export interface Vector {
  /** Below `vectors/`, without the ending: `response/xsw-1`. */
  readonly path: string;
  readonly header: ReadonlyMap<string, string>;
  readonly message: Uint8Array;
}

/** What a vector says must come of it. */
export type Expected =
  | { readonly accept: true; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly accept: false; readonly code: string; readonly rule?: string; readonly details: Readonly<Record<string, unknown>> };

export const vectorsFolder = fileURLToPath(new URL('../../../vectors/', import.meta.url));

/** The folders that hold vectors, each with a way of its own to be run. */
export const areas = [
  'xml',
  'c14n',
  'dsig',
  'redirect',
  'post',
  'metadata',
  'response',
  'logout',
  'artifact',
  'jws',
  'id-token',
  'callback',
  'token-response',
  'user-info',
  'logout-token',
  'handover',
] as const;

/** The fields of a header in the order in which they are written; `README.md` beside the vectors says what each means. */
export const fieldNames = [
  'expect',
  'comment',
  'spec',
  'flags',
  'source',
  'now',
  'parties',
  'options',
  'pending',
  'receivedAt',
  'binding',
  'relayState',
  'artifact',
  'requestId',
  'replay',
  'limits',
  'form',
  'prefixes',
  'element',
  'algorithms',
  'keySet',
  'mode',
  'code',
  'accessToken',
  'first',
  'status',
  'contentType',
] as const;

export type FieldName = (typeof fieldNames)[number];

/** Reads every vector there is. */
export function allVectors(): readonly Vector[] {
  return areas.flatMap((area) => filesOf(area).map((path) => readVector(path)));
}

/** The vectors of one area by their paths, in the order of their names. */
export function filesOf(area: string): readonly string[] {
  return readdirSync(new URL(area, folderUrl))
    .sort()
    .map((file) => `${area}/${file.replace(/\.txt$/, '')}`);
}

/** Reads one vector. */
function readVector(path: string): Vector {
  const octets = readFileSync(new URL(`${path}.txt`, folderUrl));
  const end = octets.indexOf('\n\n');
  if (end < 0) throw new Error(`${path} has no blank line behind its header`);
  const lines = octets.toString('utf8', 0, end).split('\n');
  return { path, header: new Map(lines.map((line) => fieldOf(path, line))), message: octets.subarray(end + 2) };
}

/** A vector as the octets of its file. */
export function writeVector({ header, message }: Omit<Vector, 'path'>): Buffer {
  const lines = fieldNames.flatMap((name) => (header.has(name) ? [`${name}: ${header.get(name)}\n`] : []));
  return Buffer.concat([Buffer.from(`${lines.join('')}\n`), message]);
}

/** A field that must be there. */
export function required({ path, header }: Vector, name: FieldName): string {
  const value = header.get(name);
  if (value === undefined) throw new Error(`${path} lacks its ${name}`);
  return value;
}

/** The time at which the message is looked at. */
export function nowOf({ header }: Vector): Date {
  return new Date(header.get('now') ?? Number.NaN);
}

/** `accept {claims}`, `code`, `code {details}`, or a code that rules lead to with the rule: `assertion.rejected rule`. */
export function expectedOf(vector: Vector): Expected {
  const [code = '', ...rest] = required(vector, 'expect').split(' ');
  const more = rest.join(' ');
  const json = more.startsWith('{') ? (JSON.parse(more) as Record<string, unknown>) : {};
  if (code === 'accept') return { accept: true, claims: json };
  return { accept: false, code, details: json, ...(more === '' || more.startsWith('{') ? {} : { rule: more }) };
}

function fieldOf(path: string, line: string): [string, string] {
  const colon = line.indexOf(': ');
  const name = line.slice(0, colon);
  if (!fieldNames.some((known) => known === name)) throw new Error(`${path} has a field that nobody knows: ${line}`);
  return [name, line.slice(colon + 2)];
}

const folderUrl = new URL('../../../vectors/', import.meta.url);
