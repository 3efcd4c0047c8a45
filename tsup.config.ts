import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
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
 * Each of these folders becomes one file. Left to itself, splitting would make a file of each part that another set of entry points
 * shares, and to load ten of them takes longer than to read what one entry point does not need. What lies in a folder within is apart.
 */
const shared = ['core', 'identity', 'crypto'];

const whole: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'whole folders',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^src\/\w+$/ }, ({ path }) => ({ path, namespace: 'folder' }));
    onLoad({ filter: /./, namespace: 'folder' }, ({ path }) => {
      const all = readdirSync(path)
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `export * from './${file}';\n`);
      return { contents: all.join(''), resolveDir: resolve(path) };
    });
    onResolve({ filter: new RegExp(`/(?:${shared.join('|')})/[\\w-]+\\.ts$`) }, ({ path }) => {
      const [, folder] = /\/(\w+)\/[\w-]+\.ts$/.exec(path) ?? [];
      return { path: `./${folder}.js`, external: true, sideEffects: false };
    });
    // The command line takes the entry points as everybody does: what it shares with them would else become files of their own.
    onResolve({ filter: /^\.\.\/[\w-]+\/index\.ts$/ }, ({ path, importer }) =>
      /\/src\/cli\/[\w-]+\.ts$/.test(importer) ? { path: `./${path.split('/')[1]}.js`, external: true, sideEffects: false } : undefined,
    );
  },
};

export default defineConfig({
  entry: { ...entry, cli: 'src/cli/main.ts', ...Object.fromEntries(shared.map((folder) => [folder, `src/${folder}`])) },
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
