import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-ports.ts';
import { isInstalled } from './outside.ts';

const serverProgram = 'redis-server';

/** True where there is a Redis to be started; says so in one line where not, since what would be asked of it is then skipped. */
export const hasRedis = isInstalled(serverProgram);

/** A Redis of this test run alone, on a port of this machine's loopback and in a folder of its own. */
export interface RedisServer {
  readonly port: number;
  /** Ends it without a word, as a machine does that loses its power. */
  kill(): Promise<void>;
  /** Starts it again at the same port, with what it has on disk. */
  start(): Promise<void>;
  /** Ends it for good, and removes what it wrote. */
  stop(): Promise<void>;
}

/** Starts a Redis that writes nothing to disk unless `settings` say so. */
export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'signon-redis-')), await freePort()];
  let running = await started(port, folder, settings);
  const kill = async () => await ended(running, 'SIGKILL');
  process.once('exit', () => running.kill('SIGKILL'));
  return {
    port,
    kill,
    start: async () => {
      running = await started(port, folder, settings);
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Starts a Redis that is a cluster of one node, which has all slots. */
export async function startRedisCluster(): Promise<RedisServer> {
  const server = await startRedis(
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
    '--cluster-port',
    `${await freePort()}`,
  );
  const client = new Redis(server.port);
  await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  // It counts itself in only some time after its start; to wait for a copy that there is not takes 50 ms.
  while (!`${await client.call('CLUSTER', 'INFO')}`.includes('cluster_state:ok')) await client.call('WAIT', '1', '50');
  client.disconnect();
  return server;
}

async function started(port: number, folder: string, settings: readonly string[]): Promise<ChildProcess> {
  const quiet = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'];
  const program = spawn(serverProgram, ['--port', `${port}`, '--dir', folder, ...quiet, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    program.once('exit', () => reject(new Error(`Redis has not started: ${said}`)));
    program.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
  await ready;
  return program;
}

async function ended(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, 'exit');
  program.kill(signal);
  await exit;
}
