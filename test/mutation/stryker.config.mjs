/** Run by `npm run mutate`. */
export default {
  testRunner: 'vitest',
  plugins: ['./test/mutation/node_modules/@stryker-mutator/vitest-runner/dist/src/index.js'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: [
    'src/saml/*-rules.ts',
    'src/xmldsig/*.ts',
    'src/xml/characters.ts',
    'src/oidc/*-rules.ts',
    'src/oidc/{claims,issuer}.ts',
    'src/jose/{compact,key-set,verify}.ts',
  ],
  // Most texts there are words for people, which no test looks at; identifiers of rules and algorithms are held by the tables of the README.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['docs', 'coverage', 'test/bench', 'test/browser'],
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: 'test/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  coverageAnalysis: 'perTest',
  // What is made when a file is loaded would have to be held to every test there is, a minute for each; the tables are held by tests of their own.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: 'test/mutation/incremental.json',
  timeoutMS: 20_000,
};
