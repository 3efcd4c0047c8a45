import { fileURLToPath } from 'node:url';

/** What the compiler is told, so that the package is found by its own name, and is the source: no build is needed. */
export const sourcePaths: Readonly<Record<string, readonly string[]>> = {
  signon: [source('index.ts')],
  ...Object.fromEntries(
    ['jira', 'service-management', 'confluence', 'bitbucket'].map((product) => [
      `signon/${product}`,
      [source(`adapters/${product}/index.ts`)],
    ]),
  ),
  'signon/redis': [source('stores/redis/index.ts')],
  'signon/*': [source('*/index.ts')],
  '#env': [source('node/env.ts')],
};

function source(path: string): string {
  return `${fileURLToPath(new URL('../../src/', import.meta.url))}${path}`;
}
