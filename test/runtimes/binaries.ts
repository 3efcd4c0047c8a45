import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Something that runs JavaScript. */
export interface Runtime {
  readonly name: string;
  /** Where its program lies among the packages, by platform and processor. */
  readonly binaries: Readonly<Record<string, string>>;
  /** What it is started with, before the file that it is to run. */
  readonly options: readonly string[];
  /** The same for a service, on a framework that may want more than we do. */
  readonly serviceOptions?: readonly string[];
}

/** What the package is tried on: the oldest Node that it is for, the two lines after it, and the others. */
export const runtimes: readonly Runtime[] = [
  { name: 'Node 20', binaries: nodeOf(20), options: [] },
  { name: 'Node 22', binaries: nodeOf(22), options: [] },
  { name: 'Node 24', binaries: nodeOf(24), options: [] },
  {
    name: 'Bun',
    binaries: {
      'darwin-arm64': '@oven/bun-darwin-aarch64/bin/bun',
      'linux-arm64': '@oven/bun-linux-aarch64/bin/bun',
      'linux-x64': '@oven/bun-linux-x64/bin/bun',
    },
    // What is not installed must not be fetched behind our back.
    options: ['--no-install'],
  },
  {
    name: 'Deno',
    binaries: {
      'darwin-arm64': '@deno/darwin-arm64/deno',
      'linux-arm64': '@deno/linux-arm64-glibc/deno',
      'linux-x64': '@deno/linux-x64-glibc/deno',
    },
    // The code of the README reads files and keeps one, the providers are asked by HTTP, and an authority is believed beside those of the
    // system: nothing is permitted beside that.
    options: [
      'run',
      '--quiet',
      '--no-prompt',
      '--no-remote',
      '--allow-read=.',
      '--allow-write=metadata',
      '--allow-net=127.0.0.1',
      '--allow-sys=ca',
      '--allow-env=NODE_USE_SYSTEM_CA,NODE_EXTRA_CA_CERTS',
    ],
    serviceOptions: ['run', '--quiet', '--no-prompt', '--no-remote', '--allow-read=..', '--allow-net', '--allow-sys', '--allow-env'],
  },
];

/** The folder whose packages the runtimes are. */
export const runtimesFolder = fileURLToPath(new URL('.', import.meta.url));

/** What this machine is, as the table has it. */
export const platform = `${process.platform}-${process.arch}`;

/** The program of a runtime, or undefined where there is none for this machine. */
export function binaryOf({ binaries }: Runtime): string | undefined {
  const path = binaries[platform];
  if (path === undefined) return undefined;
  const file = `${runtimesFolder}node_modules/${path}`;
  return existsSync(file) ? file : undefined;
}

function nodeOf(line: number): Runtime['binaries'] {
  return Object.fromEntries(['linux-arm64', 'linux-x64'].map((on) => [on, `node-${line}-${on}/bin/node`]));
}
