import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // As in tsconfig.json: the map of package.json leads to what is built.
  resolve: { alias: { '#env': fileURLToPath(new URL('../src/node/env.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Properties make keys and hundreds of documents; a real identity provider takes its time over a first page, the compiler over all of
    // the README, and other programs over the same two cores.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text', 'html'], reportsDirectory: 'coverage' },
  },
});
