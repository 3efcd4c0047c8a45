import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';

const entry = {
  index: 'src/index.ts',
  providers: 'src/providers/index.ts',
  adapters: 'src/adapters/index.ts',
  jira: 'src/adapters/jira/index.ts',
  'service-management': 'src/adapters/service-management/index.ts',
  confluence: 'src/adapters/confluence/index.ts',
  bitbucket: 'src/adapters/bitbucket/index.ts',
  diagnosis: 'src/diagnosis/index.ts',
  saml: 'src/saml/index.ts',
  artifact: 'src/artifact/index.ts',
  metadata: 'src/metadata/index.ts',
  oidc: 'src/oidc/index.ts',
  routing: 'src/routing/index.ts',
  web: 'src/web/index.ts',
  stores: 'src/stores/index.ts',
  redis: 'src/stores/redis/index.ts',
  node: 'src/node/index.ts',
  // What `#env` leads to on Node, Bun and Deno: see `imports` in package.json.
  'env-node': 'src/node/env.ts',
};

/**
 * What becomes one file, by its name: folders as a whole, and all that `signon/saml` loads at once. Left to itself, splitting would make a
 * file of each part that another set of entry points shares, and to load ten of them takes longer than to read what one entry point does
 * not need. What lies in a folder within is apart.
 */
const shared: readonly { readonly name: string; readonly folder: string; readonly files: ReadonlySet<string> }[] = [
  ...['core', 'identity', 'crypto'].map((folder) => ({ name: folder, folder: `src/${folder}`, files: filesOf(`src/${folder}`) })),
  { name: 'saml-at-once', folder: 'src/saml', files: loadedAtOnce('src/saml/index.ts', /\/src\/(?:saml|xml|xmldsig)\//) },
];

const whole: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'whole files',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^src\/\w+$/ }, ({ path }) => ({ path, namespace: 'whole' }));
    onLoad({ filter: /./, namespace: 'whole' }, ({ path }) => {
      const { files = new Set() } = shared.find(({ folder }) => folder === path) ?? {};
      return { contents: [...files].map((file) => `export * from '${file}';\n`).join(''), resolveDir: resolve('.') };
    });
    onResolve({ filter: /\.ts$/ }, ({ path, importer, namespace, resolveDir }) => {
      const file = resolve(resolveDir, path);
      const holder = shared.find(({ files }) => files.has(file));
      // Within such a file its parts are what they are; everybody else takes all of it.
      if (holder === undefined || namespace === 'whole' || holder.files.has(importer)) return undefined;
      return { path: `./${holder.name}.js`, external: true, sideEffects: false };
    });
    // The command line takes the entry points as everybody does: what it shares with them would else become files of their own.
    onResolve({ filter: /^\.\.\/[\w-]+\/index\.ts$/ }, ({ path, importer }) =>
      /\/src\/cli\/[\w-]+\.ts$/.test(importer) ? { path: `./${path.split('/')[1]}.js`, external: true, sideEffects: false } : undefined,
    );
  },
};

export default defineConfig({
  entry: {
    ...entry,
    cli: 'src/cli/main.ts',
    'aggregate-worker': 'src/node/aggregate-worker.ts',
    ...Object.fromEntries(shared.map(({ name, folder }) => [name, folder])),
  },
  esbuildPlugins: [whole],
  external: ['#env'],
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  // One copy of every class for all entry points: `Verified` and `SsoError` are recognised by identity.
  splitting: true,
  dts: { entry: { ...entry, env: 'src/core/env.ts' } },
  sourcemap: true,
  minify: false,
  clean: true,
});

function filesOf(folder: string): ReadonlySet<string> {
  return new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => resolve(folder, file)),
  );
}

/** All that a file imports at once and that is no type, and so on, as far as it lies there. */
function loadedAtOnce(start: string, within: RegExp): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    for (const [, names = '', path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )([^;]*?)from '(\.[^']*)'/gm)) {
      const next = resolve(dirname(file), path);
      if (found.has(next) || !within.test(next) || names.split(',').every((name) => /^[\s{]*(?:type |}|$)/.test(name))) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(resolve(start));
  return found;
}
