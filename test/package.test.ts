import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { aggregateXml, memberXml, registrar } from './support/aggregate.ts';
import { publicDeclarations } from './support/api.ts';
import { selfSigned } from './support/certificate.ts';
import { compile, declarationErrors } from './support/compile.ts';
import { packageOf } from './support/imports.ts';
import { buildIfStale, filesOf, npm, packageRoot, run } from './support/package.ts';
import { attempts, snippets } from './types/verified.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
}

// Sound: npm itself would refuse a manifest of another shape.
const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Manifest;
/** The entry points that hold code, by the name that they are imported under. */
const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string' ? [] : [{ name: path.replace('.', 'signon'), ...target }],
);

// Longer than usual: on a machine that has much to do, a build takes a minute.
beforeAll(buildIfStale, 240_000);

describe('the package', () => {
  it('holds what it says, and nothing else', () => {
    const packed = packedFiles();
    const expected = manifest.files.flatMap((name) =>
      name === 'dist' ? filesOf('dist') : existsSync(join(packageRoot, name)) ? [name] : [],
    );
    expect(packed).toEqual([...expected, 'package.json'].toSorted());
    expect(packed.filter((file) => file.startsWith('dist/') && !/^dist\/[\w-]+\.(?:js|js\.map|d\.ts)$/.test(file))).toEqual([]);
    for (const { types, default: code } of entries) expect(packed).toEqual(expect.arrayContaining([types.slice(2), code.slice(2)]));
  });

  it('tells nothing of the machine that built it', () => {
    const telling = filesOf('dist').filter((file) => text(file).includes(packageRoot));
    expect(telling).toEqual([]);
  });

  it('needs at run time what it depends on, and nothing else', () => {
    const needed = filesOf('dist')
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) =>
        [...text(file).matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*["']([^\s."'][^\s"']*)["']/gm)].map(([, specifier = '']) => specifier),
      );
    const packages = new Set(needed.filter((specifier) => !isBuiltin(specifier) && !specifier.startsWith('#')).map(packageOf));
    expect([...packages].toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
  });

  it('gives every entry point to import and to require, with the same names', () => {
    // A top-level await anywhere would keep require() from working.
    const script = (load: string) =>
      `const names = {}; for (const name of ${JSON.stringify(entries.map(({ name }) => name))}) names[name] = Object.keys(${load}).filter((key) => key !== 'module.exports').sort(); console.log(JSON.stringify(names))`;
    const imported = answer('--input-type=module', '-e', script('await import(name)'));
    const required = answer('--input-type=commonjs', '-e', script('require(name)'));
    expect(required).toEqual(imported);
    expect(Object.keys(imported as object)).toEqual(entries.map(({ name }) => name));
    expect(Object.values(imported as Readonly<Record<string, readonly string[]>>).every((names) => names.length > 0)).toBe(true);
  });

  it('has one class of errors, whichever entry point throws and however it was loaded', () => {
    const script = `
      const { createRequire } = await import('node:module');
      const { SsoError, isSsoError } = await import('signon');
      const { serviceProvider } = await import('signon/saml');
      const { memoryReplayStore } = await import('signon/stores');
      const thrown = [() => serviceProvider({}), () => memoryReplayStore({ capacity: -1 })].map((act) => { try { act(); } catch (error) { return error; } });
      const required = createRequire(process.cwd() + '/x.cjs')('signon');
      console.log(JSON.stringify([...thrown.map((error) => [error instanceof SsoError, isSsoError(error), error.code]), required.SsoError === SsoError]));`;
    expect(answer('--input-type=module', '-e', script)).toEqual([[true, true, 'config.invalid'], [true, true, 'config.invalid'], true]);
  });

  it.for([
    ['node', 'env-node'],
    ['workerd', 'env'],
    ['browser', 'env'],
  ] as const)('finds the world of its platform: %s', ([platform, world]) => {
    const options = { moduleResolution: ts.ModuleResolutionKind.Bundler, customConditions: [platform] };
    const { resolvedModule } = ts.resolveModuleName('#env', join(packageRoot, 'dist/saml.js'), options, ts.sys);
    expect(resolvedModule?.resolvedFileName).toBe(join(packageRoot, `dist/${world}.d.ts`));
  });

  it('verifies an aggregate in a thread of its own, and refuses one there', () => {
    const entityId = 'https://idp.example/saml';
    const good = aggregateXml(memberXml({ entityId, displayName: 'Example' }));
    const script = `
      const { aggregateSource } = await import('signon/metadata');
      const { aggregateThread } = await import('signon/node');
      const told = [];
      const options = { trust: ${JSON.stringify([selfSigned(registrar.privateKey).pem])}, thread: aggregateThread, onProgress: (step) => told.push(step) };
      const verdict = (text) => aggregateSource({ text }, options).provider('${entityId}').current().then((found) => found.entityId, ({ code }) => code);
      const verdicts = [await verdict(${JSON.stringify(good)}), await verdict(${JSON.stringify(good.replace('>Example<', '>Other<'))})];
      console.log(JSON.stringify([...verdicts, told.every(({ octets, ofOctets }) => octets === ofOctets) && told.length]));`;
    expect(answer('--input-type=module', '-e', script)).toEqual([entityId, 'signature.digest', 2]);
  });

  it('shows nothing that was not meant to be used', () => {
    const names = answer(
      '--input-type=module',
      '-e',
      `console.log(JSON.stringify((await Promise.all(${JSON.stringify(entries.map(({ name }) => name))}.map((name) => import(name)))).flatMap(Object.keys)))`,
    );
    for (const hidden of ['seal', 'readVerified', 'Verified']) expect(names).not.toContain(hidden);
    const script = `try { await import('signon/dist/saml.js') } catch ({ code }) { console.log(JSON.stringify(code)) }`;
    expect(answer('--input-type=module', '-e', script)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('its command', () => {
  it('runs as it was built', () => {
    const command = Object.entries(manifest.bin);
    expect(command).toEqual([['signon', './dist/cli.js']]);
    expect(text('dist/cli.js').startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(run('dist/cli.js', 'sheet', 'jira', '--provider', 'okta', '--base-url', 'https://jira.example.org')).toMatchObject({
      status: 0,
    });
    expect(run('dist/cli.js', 'explain')).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('its declarations', () => {
  it('compile for whoever checks them too', () => {
    expect(
      declarationErrors(
        filesOf('dist')
          .filter((file) => file.endsWith('.d.ts'))
          .map((file) => join(packageRoot, file)),
      ),
    ).toEqual([]);
  });

  it('take nothing for a verified assertion but one', () => {
    const expected = Object.fromEntries(Object.entries(attempts).map(([name, { errors }]) => [name, errors]));
    expect(compile(snippets)).toEqual(expected);
  });

  it('are those of test/api.d.ts: UPDATE_API=1 writes it again', () => {
    const golden = join(packageRoot, 'test', 'api.d.ts');
    const declarations = publicDeclarations(Object.fromEntries(entries.map(({ name, types }) => [name, types])));
    if (process.env['UPDATE_API'] === '1') writeFileSync(golden, declarations);
    expect(declarations).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : 'there is no test/api.d.ts');
  });
});

/** What npm would pack; nothing is written, and no script is run. */
function packedFiles(): readonly string[] {
  const [packed] = JSON.parse(npm('pack', '--dry-run', '--json', '--ignore-scripts')) as readonly {
    readonly files: readonly { readonly path: string }[];
  }[];
  return (packed?.files ?? []).map(({ path }) => path).toSorted();
}

function answer(...options: readonly string[]): unknown {
  const { status, stdout, stderr } = run(...options);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function text(file: string): string {
  return readFileSync(join(packageRoot, file), 'utf8');
}
