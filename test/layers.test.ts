import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as verified from '../src/core/verified.ts';
import { type Import, importsOf, sourceFiles } from './support/imports.ts';

/** What a folder of `src` may import: other folders, and packages. */
interface Layer {
  readonly folders: readonly string[];
  readonly packages?: readonly string[];
}

/** The layers, those to come among them. What is not named here cannot be imported. */
const layers: Readonly<Record<string, Layer>> = {
  core: { folders: [] },
  xml: { folders: ['core'], packages: ['@xmldom/xmldom'] },
  crypto: { folders: ['core'], packages: ['node:crypto'] },
  identity: { folders: ['core'], packages: ['re2js'] },
  xmldsig: { folders: ['core', 'xml', 'crypto'], packages: ['xml-crypto'] },
  saml: { folders: ['core', 'identity', 'xml', 'crypto', 'xmldsig'], packages: ['pako'] },
  // An entry of its own, since it fetches.
  artifact: { folders: ['core', 'identity', 'xml', 'crypto', 'xmldsig', 'saml'] },
  // An entry of its own, so that whoever reads metadata once never loads what keeps it fresh.
  metadata: { folders: ['core', 'xml', 'crypto', 'xmldsig', 'saml'] },
  jose: { folders: ['core', 'crypto'], packages: ['jose'] },
  oidc: { folders: ['core', 'identity', 'crypto', 'jose'] },
  providers: { folders: ['core', 'identity', 'saml', 'oidc'] },
  diagnosis: { folders: ['core', 'crypto', 'xml', 'saml', 'providers'] },
  routing: { folders: ['core', 'identity'] },
  adapters: { folders: ['core', 'identity', 'jose', 'saml', 'oidc', 'providers'] },
  // What a replay store is stands beside the login that needs it, in identity.
  stores: { folders: ['core', 'identity', 'crypto', 'jose'] },
  web: { folders: ['core', 'identity', 'crypto', 'routing', 'saml', 'artifact', 'oidc', 'diagnosis', 'stores'] },
  cli: { folders: ['core', 'identity', 'saml', 'providers', 'diagnosis', 'adapters', 'node'], packages: ['node:util'] },
  node: {
    // What runs in a thread of its own is begun here, since threads are Node's.
    folders: ['core', 'metadata', 'web'],
    packages: [
      'node:http',
      'node:fs/promises',
      'node:path',
      'node:net',
      'node:dns/promises',
      'node:tls',
      'node:timers/promises',
      'node:http2',
      'node:worker_threads',
    ],
  },
};

/** Of these only the types may be imported. */
const onlyTypes: Readonly<Record<string, readonly string[]>> = {
  providers: ['saml', 'oidc'],
  adapters: ['saml', 'oidc', 'providers'],
};

/** What is exported; the root entry itself may re-export what both protocols share. */
const entries: Readonly<Record<string, () => Promise<object>>> = {
  'index.ts': () => import('../src/index.ts'),
  'providers/index.ts': () => import('../src/providers/index.ts'),
  'diagnosis/index.ts': () => import('../src/diagnosis/index.ts'),
  'adapters/index.ts': () => import('../src/adapters/index.ts'),
  'adapters/jira/index.ts': () => import('../src/adapters/jira/index.ts'),
  'adapters/service-management/index.ts': () => import('../src/adapters/service-management/index.ts'),
  'adapters/confluence/index.ts': () => import('../src/adapters/confluence/index.ts'),
  'adapters/bitbucket/index.ts': () => import('../src/adapters/bitbucket/index.ts'),
  'saml/index.ts': () => import('../src/saml/index.ts'),
  'artifact/index.ts': () => import('../src/artifact/index.ts'),
  'metadata/index.ts': () => import('../src/metadata/index.ts'),
  'oidc/index.ts': () => import('../src/oidc/index.ts'),
  'routing/index.ts': () => import('../src/routing/index.ts'),
  'web/index.ts': () => import('../src/web/index.ts'),
  'stores/index.ts': () => import('../src/stores/index.ts'),
  'stores/redis/index.ts': () => import('../src/stores/redis/index.ts'),
  'node/index.ts': () => import('../src/node/index.ts'),
};
const entryMayImport = ['core', 'identity'];

/** The files that check a signature, or decrypt what one covers; nobody else can make a Verified. */
const sealers = ['jose/verify.ts', 'xmldsig/decrypt.ts', 'xmldsig/query.ts', 'xmldsig/verify.ts'];
/** The files that read a verified value into another. */
const verifiedReaders = ['saml/examine-logout.ts', 'saml/examine.ts', 'saml/opened-assertion.ts', 'saml/signed-assertion.ts'];

const hidden = ['seal', 'readVerified', '*'];

const files = sourceFiles();
const imports = files.flatMap(importsOf);

describe('the layers', () => {
  it('are all there is', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map(folderOf));
    expect(Object.keys(layers)).toEqual(expect.arrayContaining([...folders]));
    expect(files.filter((file) => !file.includes('/'))).toEqual(['index.ts']);
  });

  it('import downwards only', () => {
    const upward = imports.filter(({ from, to, ours }) => ours && folderOf(from) !== folderOf(to) && !allowed(from).includes(folderOf(to)));
    expect(upward.map(shown)).toEqual([]);
  });

  it('that may see types alone import nothing that runs', () => {
    const runs = imports.filter(({ from, to, ours, typeOnly }) => ours && !typeOnly && onlyTypes[folderOf(from)]?.includes(folderOf(to)));
    expect(runs.map(shown)).toEqual([]);
  });

  it('have each package imported by one folder', () => {
    const foreign = imports.filter(({ from, to, ours }) => !ours && to !== '#env' && !layers[folderOf(from)]?.packages?.includes(to));
    expect(foreign.map(shown)).toEqual([]);
    const owners = Object.values(layers).flatMap(({ packages = [] }) => packages);
    expect(new Set(owners).size).toBe(owners.length);
  });

  it('use every package that is installed with us, and no other', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { dependencies: object };
    const used = new Set(imports.filter(({ to, ours }) => !ours && !/^(?:node:|#)/.test(to)).map(({ to }) => to));
    expect([...used].toSorted()).toEqual(Object.keys(dependencies).toSorted());
  });

  it('reach upward by `#env` alone, for the world by default, and never from beneath it', () => {
    const reaching = imports.filter(({ to }) => to.startsWith('#'));
    expect(new Set(reaching.flatMap(({ to, names }) => [to, ...names]))).toEqual(new Set(['#env', 'systemEnv']));
    expect(reaching.filter(({ from }) => ['core', 'node'].includes(folderOf(from))).map(shown)).toEqual([]);
  });

  // No verb of SAML fetches, and to find out what it would fetch with takes a millisecond of its import.
  it('take the world by default from `#env`, so that Node fetches with its own, but for what never fetches', () => {
    const takers = imports.filter(
      ({ from, to, names }) => to === 'core/env.ts' && names.includes('systemEnv') && !['node', 'saml'].includes(folderOf(from)),
    );
    expect(takers.map(shown)).toEqual([]);
  });

  it('load what only writes or signs when it is first used', () => {
    const heavy = ['@xmldom/xmldom', 'xml-crypto', 'jose'];
    const early = imports.filter(({ to, typeOnly, late }) => heavy.includes(to) && !typeOnly && !late);
    expect(early.map(shown)).toEqual([]);
  });

  it('do not import each other in a circle', () => {
    expect(files.flatMap((file) => circleFrom(file))).toEqual([]);
  });
});

describe('the seal', () => {
  it('is in the hands of the files that check a signature', () => {
    expect(importersOf('seal')).toEqual(sealers);
  });

  it('is kept by those who read what was signed', () => {
    expect(importersOf('readVerified')).toEqual(verifiedReaders);
  });

  it('is never taken whole, nor handed on', () => {
    const takers = imports.filter(({ to, names }) => to === 'core/verified.ts' && names.includes('*'));
    expect(takers.map(shown)).toEqual([]);
    const handedOn = imports.filter(
      ({ from, to, names }) => from in entries && to === 'core/verified.ts' && names.some((name) => hidden.includes(name)),
    );
    expect(handedOn.map(shown)).toEqual([]);
  });

  it.for(Object.entries(entries))('is not to be had from %s under any name', async ([, load]) => {
    const exported: readonly unknown[] = Object.values(await load());
    expect(exported.length).toBeGreaterThan(0);
    for (const name of [verified.seal, verified.readVerified, verified.Verified]) expect(exported).not.toContain(name);
  });
});

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '';
}

function allowed(from: string): readonly string[] {
  return folderOf(from) === '' ? entryMayImport : (layers[folderOf(from)]?.folders ?? []);
}

function importersOf(name: string): readonly string[] {
  return imports.filter(({ to, names }) => to === 'core/verified.ts' && names.includes(name)).map(({ from }) => from);
}

/** The way back to a file, if there is one; types count too, since whoever reads follows them. */
function circleFrom(start: string): readonly string[] {
  const seen = new Map<string, string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const { to } of imports.filter(({ from, ours }) => from === file && ours)) {
      if (to === start) return [`${start} ← ${way(file, seen)}`];
      if (!seen.has(to)) waiting.push(to);
      if (!seen.has(to)) seen.set(to, file);
    }
  }
  return [];
}

function way(file: string, seen: ReadonlyMap<string, string>): string {
  const before = seen.get(file);
  return before === undefined ? file : `${file} ← ${way(before, seen)}`;
}

function shown({ from, to, names }: Import): string {
  return `${from} imports ${names.join(', ')} of ${to}`;
}
