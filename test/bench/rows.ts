import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { identityProvider, login, serviceProvider } from '../../src/saml/index.ts';
import { keyPair } from '../support/keys.ts';
import { names } from './messages.ts';
import { openIdLogins } from './openid-workloads.ts';
import { step } from './prepare.ts';
import { type Figures, median, type Pace, ratio, sideBySide } from './rounds.ts';
import type { AnyWorkload } from './tasks.ts';
import { metadata, type ResponsesOptions, requests, responses } from './workloads.ts';

/** One line of the table: a task, who was measured at it, and what it must come to. */
export interface Row {
  readonly name: string;
  readonly workload: () => AnyWorkload | Promise<AnyWorkload>;
  readonly candidates: readonly string[];
  readonly targets: readonly Target[];
}

/** A ratio of medians of one row; `least` times faster than somebody, or `most` times slower than the floor. */
export type Target = { readonly most: number } | { readonly least: number; readonly than: string };

/** A row as measured. */
export interface Measured {
  readonly name: string;
  readonly kilobytes: number;
  /** CPU microseconds of one run, medians. */
  readonly microseconds: Readonly<Record<string, number>>;
  readonly timesFloor?: number;
  /** How many times longer each peer takes than we do. */
  readonly peers: Readonly<Record<string, number>>;
  readonly verdicts: readonly Verdict[];
}

/** One target, and whether it was met. */
export interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly target: string;
  readonly met: boolean;
}

const everybody = ['floor', 'signon', 'node-saml', 'samlify', 'saml2-js'];
const faster = { least: 35, than: 'node-saml' };

export const rows: readonly Row[] = [
  response('response 5 KB', { groups: 0, typed: true, signed: 'assertion' }, [{ most: 4 }, faster]),
  response('response 25 KB, 150 groups', { groups: 150, typed: true, signed: 'assertion' }, [{ most: 8 }, faster]),
  response('response 240 KB, 2,000 groups', { groups: 2_000, typed: true, signed: 'assertion' }, [{ most: 16 }, faster]),
  response('the same, groups without xsi:type', { groups: 2_000, typed: false, signed: 'assertion' }, []),
  response('response 5 KB, response signed', { groups: 0, typed: true, signed: 'response' }, []),
  response('response 25 KB, response signed', { groups: 150, typed: true, signed: 'response' }, []),
  response('response 5 KB, both signed', { groups: 0, typed: true, signed: 'both' }, []),
  response('response 25 KB, both signed', { groups: 150, typed: true, signed: 'both' }, []),
  response('response 5 KB, signed and encrypted', { groups: 0, typed: true, signed: 'assertion', encrypted: true }, [
    { most: 1.5 },
    ...['node-saml', 'samlify', 'saml2-js'].map((than) => ({ least: 1, than })),
  ]),
  {
    name: 'request by redirect, signed',
    workload: async () => requests('redirect', await request()),
    candidates: everybody,
    targets: [{ most: 1.3 }],
  },
  {
    name: 'request by POST, signed',
    workload: async () => requests('post', await request()),
    candidates: everybody,
    targets: ['node-saml', 'samlify', 'saml2-js'].map((than) => ({ least: 1, than })),
  },
  { name: 'metadata, 18 certificates', workload: metadata, candidates: ['signon', 'samlify'], targets: [{ least: 5, than: 'samlify' }] },
];

export const openIdRows: readonly Row[] = [
  {
    name: 'callback, RS256',
    workload: () => openIdLogins('callback', 5),
    candidates: ['floor', 'signon', 'oauth4webapi', 'openid-client'],
    targets: ['oauth4webapi', 'openid-client'].map((than) => ({ least: 1, than })),
  },
  {
    name: 'callback, 200 groups',
    workload: () => openIdLogins('callback', 200),
    candidates: ['floor', 'signon', 'oauth4webapi', 'openid-client'],
    targets: [{ least: 1, than: 'oauth4webapi' }],
  },
  {
    name: 'ID token, RS256',
    workload: () => openIdLogins('id-token', 5),
    candidates: ['floor', 'signon', 'jose'],
    targets: [{ most: 3 }, { least: 1, than: 'jose' }],
  },
];

/** Measures one row. `folder` has the compiled programs, and takes what they work on. */
export async function measure({ name, workload, candidates, targets }: Row, folder: string, pace: Pace): Promise<Measured> {
  step(name);
  const work = await workload();
  const file = resolve(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
  writeFileSync(file, JSON.stringify(work));
  const figures = await sideBySide(resolve(folder, 'candidate.js'), candidates, file, pace);
  const peers = candidates.filter((candidate) => candidate !== 'floor' && candidate !== 'signon');
  return {
    name,
    kilobytes: work.bytes / 1024,
    microseconds: Object.fromEntries(candidates.map((candidate) => [candidate, median(figures[candidate] ?? [])])),
    ...(candidates.includes('floor') ? { timesFloor: ratio(figures, 'signon', 'floor') } : {}),
    peers: Object.fromEntries(peers.map((peer) => [peer, ratio(figures, peer, 'signon')])),
    verdicts: targets.map((target) => verdict(name, target, figures)),
  };
}

/** What a further KB of response costs: the difference between the small and the large one, by their sizes. */
export function slope(measured: readonly Measured[]): readonly Verdict[] {
  const [small, , large] = rows.slice(0, 3).map(({ name }) => measured.find((row) => row.name === name));
  if (small === undefined || large === undefined) return [];
  const more = (large.microseconds['signon'] ?? Number.NaN) - (small.microseconds['signon'] ?? Number.NaN);
  const value = more / (large.kilobytes - small.kilobytes);
  return [{ what: 'response, from 5 KB to 240 KB: µs a KB', value, target: 'at most 15', met: value <= 15 }];
}

function verdict(name: string, target: Target, figures: Figures): Verdict {
  if ('most' in target) {
    const value = ratio(figures, 'signon', 'floor');
    return { what: `${name}: times the floor`, value, target: `at most ${target.most}`, met: value <= target.most };
  }
  const value = ratio(figures, target.than, 'signon');
  return { what: `${name}: times faster than ${target.than}`, value, target: `at least ${target.least}`, met: value >= target.least };
}

function response(name: string, options: Omit<ResponsesOptions, 'count'>, targets: readonly Target[]): Row {
  return { name, workload: () => responses({ ...options, count: options.groups > 1_000 ? 4 : 16 }), candidates: everybody, targets };
}

/** A request as we make it, unsigned: what the floor has to deflate and to sign. */
async function request(): Promise<string> {
  const { privateKey } = keyPair('rsa-2048', 'sp');
  const sp = serviceProvider({ entityId: names.sp, assertionConsumerServices: [{ url: names.acsUrl }] });
  const { outgoing } = await login(sp, identityProvider(responses({ groups: 0, typed: false, signed: 'assertion', count: 0 }).metadata), {
    binding: 'post',
  });
  if (outgoing.kind !== 'form' || privateKey.type !== 'private') throw new Error('no form came');
  return Buffer.from(outgoing.fields['SAMLRequest'] ?? '', 'base64').toString();
}
