import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    saml: 'src/saml/index.ts',
    oidc: 'src/oidc/index.ts',
    stores: 'src/stores/index.ts',
    node: 'src/node/index.ts',
    // What `#env` leads to: see `imports` in package.json.
    env: 'src/core/env.ts',
    'env-node': 'src/node/env.ts',
  },
  external: ['#env'],
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  // One copy of every class for all entry points: `Verified` and `SsoError` are recognised by identity.
  splitting: true,
  dts: true,
  sourcemap: true,
  minify: false,
  clean: true,
});
