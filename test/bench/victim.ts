/** One hostile message in a fresh process that has judged one good one, so that its code is loaded and not hot. Prints what it cost. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { isSsoError } from './ours.ts';
import { type AnyWorkload, workloadIn } from './tasks.ts';
import type { Ways } from './ways.ts';

const [way = '', workloadFile = '', messageFile = ''] = process.argv.slice(2);
const { ways, good } = await waysTo(workloadIn<AnyWorkload>(workloadFile));
await good();
const octets = new Uint8Array(readFileSync(messageFile));
const [memory, cpu] = [process.memoryUsage.rss(), process.cpuUsage()];
const outcome = await outcomeOf(octets);
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ outcome, milliseconds: (user + system) / 1000, megabytes: Math.max(0, peak() - memory) / 2 ** 20 }));

async function waysTo(workload: AnyWorkload): Promise<Ways> {
  if ('logins' in workload) return (await import('./openid-ways.ts')).openIdWays(workload);
  return (await import('./ways.ts')).samlWays(workload);
}

async function outcomeOf(message: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    await ways[way]?.(message);
    return 'accepted';
  } catch (error) {
    if (isSsoError(error)) return error.code;
    return `UNTYPED ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The most memory that this process has ever held; Linux knows, elsewhere it is what it holds now. */
function peak(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.memoryUsage.rss();
  }
}
