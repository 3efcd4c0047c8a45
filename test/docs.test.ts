import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf } from '../src/adapters/capabilities.ts';
import { handoverRules } from '../src/adapters/handover/read-handover.ts';
import { addresses, type SchemeOptions } from '../src/adapters/urls.ts';
import { artifactResponseRules } from '../src/artifact/artifact-response-rules.ts';
import { explainOptions } from '../src/cli/explain-options.ts';
import { commands } from '../src/cli/run.ts';
import { exitCodes } from '../src/cli/terminal.ts';
import { callbackRules, deliveryRules } from '../src/oidc/callback-rules.ts';
import { idTokenRules } from '../src/oidc/id-token-rules.ts';
import { logoutTokenRules } from '../src/oidc/logout-token-rules.ts';
import { refreshedRules } from '../src/oidc/refreshed-rules.ts';
import { responseTokenRules } from '../src/oidc/response-token.ts';
import { tokenResponseRules } from '../src/oidc/tokens.ts';
import { userInfoRules } from '../src/oidc/user-info.ts';
import { presets } from '../src/providers/index.ts';
import { assertionRules, authenticationRules, confirmationRules } from '../src/saml/assertion-rules.ts';
import { deploymentRules, deploymentRulesFor } from '../src/saml/deployment-rules.ts';
import { type InspectedRole, serviceProvider } from '../src/saml/index.ts';
import { soundnessRules } from '../src/saml/inspection-rules.ts';
import { logoutRequestRules, logoutResponseRules, logoutRules } from '../src/saml/logout-rules.ts';
import { keyStates } from '../src/saml/own-keys.ts';
import { pardonSet } from '../src/saml/pardons.ts';
import { responseRules } from '../src/saml/response-rules.ts';
import { messageLimits, metadataLimits } from '../src/xml/limits.ts';
import { productCalls } from './support/product-calls.ts';
import { blocksOf, readmeModule, startReadmeProvider } from './support/readme.ts';
import { sourcePaths } from './support/source-paths.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const readme = read('README.md');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

describe('the code of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signon-readme-'));
  const module = join(folder, 'readme.ts');

  beforeAll(() => {
    const files = {
      'readme.ts': readmeModule(),
      'package.json': '{ "type": "module" }',
      'tsconfig.json': JSON.stringify({ compilerOptions: { paths: sourcePaths } }),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  // Longer than usual: all that the README imports is compiled with it.
  it('compiles under the flags of this package', { timeout: 120_000 }, () => {
    expect(complaints(module)).toEqual([]);
  });

  it('signs somebody in, and says why somebody else is not', async () => {
    const { provider, close } = await startReadmeProvider(folder);
    // The loader is found from the repository, the files that the code reads from the folder.
    const program = ['--import', import.meta.resolve('tsx'), join(repository, 'test/support/try-readme.ts')];
    const env = { ...process.env, TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') };
    const run = promisify(execFile)(process.execPath, [...program, JSON.stringify(provider), module], { cwd: folder, env });
    expect(await run.finally(close)).toEqual({ stderr: '', stdout: `Node ${process.versions.node}\n` });
  });
});

describe('the commands of the README', () => {
  it('are scripts that exist', () => {
    const commands = blocksOf('sh').flatMap((block) => block.trim().split(/\s*(?:&&|\n)\s*/));
    expect(commands.filter((command) => !exists(command))).toEqual([]);
  });

  it('are all there are', () => {
    const told = rows('Commands').map(([command = '']) => command.replace(/^npm (run )?/, ''));
    expect(told.sort()).toEqual(
      Object.keys(scripts)
        .filter((name) => !name.startsWith('pre'))
        .sort(),
    );
  });
});

describe('the command line of the README', () => {
  it('has every command, option and exit code', () => {
    const helped = (known: Readonly<Record<string, { readonly help: string }>>) =>
      Object.entries(known).map(([name, { help }]) => [name, help]);
    expect(rows('Command line')).toEqual(helped(commands));
    expect(rows('signon explain')).toEqual(helped(explainOptions));
    expect(rows('Exit codes').map(([code]) => Number(code))).toEqual(Object.values(exitCodes));
  });
});

describe('the tables of the README', () => {
  it('have every error code, and no other', () => {
    const codes = [...read('src/core/errors.ts').matchAll(/^ {2}'([a-z0-9.-]+)': /gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(30);
    expect(rows('Errors').map(([code]) => code)).toEqual(codes);
  });

  it('have every rule with its section, and no other', () => {
    const told = new Map(rows('Rules').map(([rule = '', section = '']) => [rule, section]));
    const tables = [responseRules, assertionRules, confirmationRules, authenticationRules] as const;
    const judged = tables.flatMap((rules) => rules.map(({ id, spec }) => [id, spec] as const));
    for (const [id, spec] of judged) expect([id, told.get(id)]).toEqual([id, spec]);
    expect([...told.keys()].sort()).toEqual([...judged.map(([id]) => id), ...rulesWithoutTable].sort());
  });

  it('have every rule for artifacts with its section, in the order in which they are judged', () => {
    const judged = artifactResponseRules.map(({ id, spec }) => [id, spec]);
    const told = rows('Rules for artifacts').map(([rule, section]) => [rule, section]);
    expect(told).toEqual([['artifact-response.signature', 'SAMLCore 5.4'], ...judged]);
  });

  it('have every rule for logout with its section, in the order in which they are judged', () => {
    const judged = [logoutRules, logoutRequestRules, logoutResponseRules].flatMap((rules) => rules.map(({ id, spec }) => [id, spec]));
    const told = rows('Rules for logout').map(([rule, section]) => [rule, section]);
    expect(told).toEqual([...judged, ['logout.signature', 'SAMLCore 5.4']]);
  });

  it('have every rule for OpenID Connect with its section, in the order in which they are judged', () => {
    const tables = [
      deliveryRules,
      responseTokenRules,
      callbackRules,
      tokenResponseRules,
      idTokenRules,
      refreshedRules,
      userInfoRules,
      logoutTokenRules,
    ] as const;
    const judged = tables.flatMap((rules) => rules.map(({ id, spec }) => [id, spec] as const));
    const told = rows('Rules for OpenID Connect').map(([rule = '', section = '']) => [rule, section] as const);
    expect(told).toEqual([...judged, ['logout-token.replay', 'OIDCBackChannel 2.6 (8)']]);
  });

  it('have every rule for a hand-over with its section', () => {
    const judged = handoverRules.map(({ id, spec }) => [id, spec]);
    expect(rows('Handing a session over').map(([rule, section]) => [rule, section])).toEqual([
      ...judged,
      ['handover.replay', 'RFC 7519 4.1.7'],
    ]);
  });

  it('have every rule for metadata with its section and for whom it fails', () => {
    const advice = (rules: readonly { readonly id: string; readonly advisory?: boolean }[], id: string) =>
      rules.find((rule) => rule.id === id)?.advisory !== true;
    const judged = [...soundnessRules, ...deploymentRules].map(({ id, spec }) => {
      const rulesFor = (role: InspectedRole) => [...soundnessRules, ...deploymentRulesFor(role)];
      const [theirs, ours] = [advice(rulesFor('identity-provider'), id), advice(rulesFor('service-provider'), id)];
      return [id, spec, theirs, ours];
    });
    const failsFor: Readonly<Record<string, readonly [boolean, boolean]>> = {
      both: [true, true],
      theirs: [true, true],
      ours: [false, true],
      nobody: [false, false],
    };
    const told = rows('Rules for metadata').map(([rule, section, , fails = '']) => [rule, section, ...(failsFor[fails] ?? [])]);
    expect(told).toEqual(judged);
  });

  it('have every pardon, and no other', () => {
    const told = rows('Pardons').map(([pardon = '']) => pardon);
    const source = /const pardons = \[([^\]]*)\]/.exec(read('src/saml/pardons.ts'))?.[1] ?? '';
    expect(told).toEqual([...source.matchAll(/'([^']+)'/g)].map(([, pardon]) => pardon));
    expect(() => pardonSet(told as Parameters<typeof pardonSet>[0])).not.toThrow();
  });

  it('have every limit with its defaults', () => {
    const told = rows('Limits').map(([limit = '', ofMessages = '', ofMetadata = '']) => [limit, number(ofMessages), number(ofMetadata)]);
    const limits = Object.entries(messageLimits).map(([limit, maximum]) => [
      limit,
      maximum,
      metadataLimits[limit as keyof typeof metadataLimits],
    ]);
    expect(told).toEqual(limits);
  });

  it('have every runtime in the versions that are tried', () => {
    const { optionalDependencies } = JSON.parse(read('test/runtimes/package.json')) as { optionalDependencies: Record<string, string> };
    const tried = Object.values(optionalDependencies).map((version) => version.replace(/^npm:.*@/, ''));
    expect(new Set(rows('Runtimes').flatMap(([, versions = '']) => versions.split(', ')))).toEqual(new Set(tried));
  });

  it.each([
    ['serviceProvider(options)', 'saml', 'ServiceProviderOptions'],
    ['identityProvider(metadata, options)', 'saml', 'PeerOptions'],
    ['login(sp, idp, options)', 'saml', 'LoginOptions'],
    ['logout(sp, idp, session, options)', 'saml', 'LogoutOptions'],
    ['aggregateSource(where, options)', 'metadata', 'AggregateOptions'],
    ['Entities of an aggregate', 'metadata', 'EntityFilter'],
    ['client(options)', 'oidc', 'ClientOptions'],
    ['providerSource(issuer, options)', 'oidc', 'ProviderOptions'],
    ['login(client, provider, options)', 'oidc', 'LoginOptions'],
    ['logout(client, provider, session, options)', 'oidc', 'LogoutOptions'],
    ['guardedFetch(options)', 'node', 'GuardedFetchOptions'],
    ['memoryStores(options)', 'stores', 'MemoryStoresOptions'],
    ['sealedPendingStore(options)', 'stores', 'SealedPendingOptions'],
    ['redisStores(client, options)', 'stores', 'RedisOptions'],
    ['routing(options)', 'routing', 'RoutingOptions'],
    ['Providers to choose from', 'routing', 'CandidateOptions'],
    ['signOn(options)', 'web', 'SignOnOptions'],
    ['choice', 'web', 'ChoiceOptions'],
    ['returnTo', 'web', 'ReturnToOptions'],
    ['browserSessions(options)', 'web', 'BrowserSessionsOptions'],
    ['look', 'web', 'LookOptions'],
    ['Options of every product', 'adapters', 'ConnectionOptions'],
    ['mapping(options)', 'identity', 'MappingOptions'],
    ['policy(options)', 'adapters', 'PolicyOptions'],
    ['groups', 'adapters', 'GroupPolicyOptions'],
  ])('have every option of %s', (heading, folder, type) => {
    expect(
      rows(heading)
        .map(([option]) => option)
        .sort(),
    ).toEqual([...fieldsOf(folder, type)].sort());
  });

  it('have every option of a connection by either protocol', () => {
    const told = rows('Connections').flatMap(([options = '']) => options.split(', '));
    const known = ['SamlConnectionOptions', 'OidcConnectionOptions'].flatMap((type) => fieldsOf('web', type));
    expect(told.toSorted()).toEqual([...new Set(known)].toSorted());
  });

  it('have every event of the audit with its attributes', () => {
    const sources = readdirSync(join(repository, 'src/web'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const code = sources.map((file) => read(`src/web/${file}`)).join('');
    const named = [...code.matchAll(/'((?:signon|user|error|http|client)\.[a-z._]+)':/g)].map(([, name]) => name);
    expect(new Set(rows('Audit').map(([, attribute]) => attribute))).toEqual(new Set([...named, 'yours']));
    const [, events = ''] = /readonly name:\s([^;]*);/.exec(read('src/web/audit.ts')) ?? [];
    const told = rows('Audit').flatMap(([event = '']) => event.split(', '));
    expect(new Set(told)).toEqual(new Set(['each', ...[...events.matchAll(/'([a-z.]+)'/g)].map(([, name]) => name)]));
  });

  it('have every option that a source of metadata has beside those of a provider', () => {
    const told = [...rows('metadataSource(where, options)'), ...rows('identityProvider(metadata, options)')].map(([option]) => option);
    expect(told.sort()).toEqual([...fieldsOf('metadata', 'MetadataSourceOptions')].sort());
  });

  it('have every key of ours as it is published and used', () => {
    const told = rows('Our own keys')
      .slice(0, 5)
      .map(([key = '', published = '', used = '']) => [
        key.match(/next|current|previous/)?.[0],
        published.startsWith('yes'),
        used === 'no' ? 'none' : used.split(' ')[0],
      ]);
    const { signing, decryption } = keyStates;
    const states = [signing.current, signing.next, decryption.next, decryption.current, decryption.previous];
    expect(told.map(([, published, use]) => ({ published, use }))).toEqual(states);
    expect(told.map(([state]) => state)).toEqual(['current', 'next', 'next', 'current', 'previous']);
  });

  it.each([
    ['serviceManagement(options)', 'ServiceManagementOptions'],
    ['confluence(options)', 'ConfluenceOptions'],
    ['bitbucket(options)', 'BitbucketOptions'],
  ])('have every option that only %s has', (heading, type) => {
    const told = [...rows(heading), ...rows('Options of every product')].map(([option]) => option);
    expect(told.sort()).toEqual([...fieldsOf('adapters', type)].sort());
  });

  it.each(['Jira', 'Jira Service Management', 'Confluence', 'Bitbucket'] as const)('have what %s can do, and by which call', (heading) => {
    const { capabilities, calls } = productCalls[heading];
    const told = rows(heading).map(([operation, can, call]) => [operation, can, call]);
    const known = operationsOf(capabilities).map((operation) => {
      const can = capabilities[operation];
      return [operation, typeof can === 'string' ? can : `since ${can.since}`, calls[operation] ?? '–'];
    });
    expect(told).toEqual(known);
  });

  it('have every option of an entrance', () => {
    const kinds = ['AtOnceOptions', 'ChooserOptions', 'EmailFirstOptions', 'OwnLoginOptions'];
    const options = new Set(kinds.flatMap((kind) => fieldsOf('routing', kind)));
    expect(
      rows('Entrances')
        .map(([option]) => option)
        .sort(),
    ).toEqual([...options].sort());
  });

  it('have every preset with all that it is made of', () => {
    const functions = Object.values(presets).map(({ name }) => name);
    const told = rows('Setting up').filter(([name = '']) => functions.includes(name));
    expect(told.map(([name]) => name).toSorted()).toEqual(functions.toSorted());
    for (const [name = '', options = ''] of told)
      expect([name, ...options.split(', ')]).toEqual([
        name,
        ...fieldsOf('providers', `${name.charAt(0).toUpperCase()}${name.slice(1)}Options`),
      ]);
  });

  it('have the addresses of every scheme', () => {
    const base = 'https://base.example';
    const schemes: readonly SchemeOptions[] = [
      { scheme: 'own', id: 'id' },
      { scheme: 'kantega', id: 'id' },
      { scheme: 'microsoft' },
      { scheme: 'built-in' },
    ];
    const told = rows('Setting up').filter(([name]) => schemes.some(({ scheme }) => scheme === name));
    const made = schemes.map((each) => {
      const { saml, oidc } = addresses({ ...each, baseUrl: base });
      const same = saml.replyUrl === saml.entityId ? 'the same' : saml.replyUrl;
      return [each.scheme, saml.entityId, same, oidc?.redirectUri ?? '–'];
    });
    const filled = (cell: string): string => cell.replaceAll('<base>', base).replaceAll('<id>', 'id');
    expect(told.map((cells) => cells.map(filled))).toEqual(made);
  });

  it('have the defaults and bounds of the service provider', () => {
    const made = serviceProvider({ entityId: 'a', assertionConsumerServices: [{ url: 'https://app.example/acs' }] });
    for (const [option = '', initial = ''] of rows('serviceProvider(options)').filter(([, initial]) => /^[\d,]+$/.test(initial ?? '')))
      expect([option, number(initial)]).toEqual([option, made[option as keyof typeof made]]);
  });
});

describe.each(['README.md', 'SECURITY.md'])('%s', (name) => {
  it('names no path of the machine that it was written on', () => {
    expect(read(name)).not.toMatch(/(?<![\w.])\/(?:work|tmp|root|home|Users|mnt|opt|var)\/|[A-Z]:\\|file:\/\//);
  });

  it('refers only to headings and files that are there', () => {
    const targets = [...read(name).matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target));
    for (const target of targets) {
      const [file, anchor] = target.split('#') as [string, string?];
      const text = read(file || name);
      if (anchor !== undefined) expect(headings(text)).toContain(anchor);
    }
  });

  it('fits an editor of 140 columns, but for tables', () => {
    expect(
      read(name)
        .split('\n')
        .filter((line) => line.length > 140 && !line.startsWith('|')),
    ).toEqual([]);
  });
});

/** Judged where they are met while reading and verifying, not by a table. */
const rulesWithoutTable = [
  'response.signature',
  'assertion.signature',
  'encryption.authenticated',
  'encryption.unopened',
  'signature.sha1',
  'key.rsa-1024',
  'time.offset',
  'status.attribute',
];

// Only names are asked for, so that the libraries need not be read.
const sources = ts.createProgram(
  [
    'saml',
    'metadata',
    'oidc',
    'providers',
    'routing',
    'node',
    'stores',
    'stores/redis',
    'web',
    'adapters',
    'adapters/service-management',
    'adapters/confluence',
    'adapters/bitbucket',
  ].map((folder) => join(repository, `src/${folder}/index.ts`)),
  { allowImportingTsExtensions: true, noLib: true, types: [] },
);

/** What is done in the folder of a service, where there are none of our scripts. */
const ofServices = /^npm install signon(?: \w+)*$|^node server\.mjs$|^openssl req -x509 /;

/** What the compiler says of a module that uses the package by its name. */
function complaints(module: string): readonly string[] {
  const { config } = ts.readConfigFile(join(repository, 'tsconfig.json'), ts.sys.readFile) as { config: { compilerOptions: object } };
  const compilerOptions = { ...config.compilerOptions, paths: sourcePaths, typeRoots: [join(repository, 'node_modules/@types')] };
  const { options, errors } = ts.convertCompilerOptionsFromJson(compilerOptions, repository);
  const program = ts.createProgram([module], options);
  return [...errors, ...ts.getPreEmitDiagnostics(program)].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The names of the properties of an interface of a folder of `src`, those that it inherits among them. */
function fieldsOf(folder: string, name: string): readonly string[] {
  const declared = sources
    .getSourceFiles()
    .filter(({ fileName }) => fileName.includes(`/src/${folder}/`))
    .flatMap(({ statements }) => statements.filter(ts.isInterfaceDeclaration))
    .find((declaration) => declaration.name.text === name);
  if (declared === undefined) throw new Error(`there is no ${name}`);
  const checker = sources.getTypeChecker();
  return checker.getPropertiesOfType(checker.getTypeAtLocation(declared)).map((property) => property.name);
}

/** The rows of the first table below a heading of the README, without code marks. */
function rows(heading: string): readonly (readonly string[])[] {
  const section = readme.split(/^#+ /m).find((part) => part.replaceAll('`', '').startsWith(`${heading}\n`)) ?? '';
  const table = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  if (table.length === 0) throw new Error(`there is no table below ${heading}`);
  return table.map((line) =>
    line
      .split(/ ?\| ?/)
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '')),
  );
}

function headings(markdown: string): readonly string[] {
  const titles = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function exists(command: string): boolean {
  if (command === 'npm ci' || ofServices.test(command)) return true;
  return (/^npm (?:run )?(\w+)(?: -- --[a-z]+)?$/.exec(command)?.[1] ?? '') in scripts;
}

function number(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function read(name: string): string {
  return readFileSync(join(repository, name), 'utf8');
}
