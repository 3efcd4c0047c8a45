/** A service that takes a provider from an aggregate, in a process of its own: what that costs it, as JSON. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** What the whole process took, and what it was like for whoever else it serves. */
export interface AggregateCost {
  readonly cpuSeconds: number;
  /** Of resident memory, beyond what the process had before and beyond the file itself. */
  readonly megabytesAboveFile: number;
  readonly longestDelayMilliseconds: number;
  readonly entities: number;
}

const [file = '', certificate = '', entityId = ''] = process.argv.slice(2);
const { aggregateSource } = await load<typeof import('../../src/metadata/index.ts')>('metadata');
const { aggregateThread } = await load<typeof import('../../src/node/index.ts')>('node');
const before = process.memoryUsage.rss();
const text = readFileSync(file);

let longest = 0;
let last = performance.now();
const ticking = setInterval(() => {
  const now = performance.now();
  // The timer itself is a millisecond.
  longest = Math.max(longest, now - last - 1);
  last = now;
}, 1);

const aggregate = aggregateSource({ text }, { trust: [readFileSync(certificate, 'utf8')], thread: aggregateThread });
const { keys } = await aggregate.provider(entityId).current();
if (keys.length === 0) throw new Error('the provider has no key');
clearInterval(ticking);

const { user, system } = process.cpuUsage();
const cost: AggregateCost = {
  cpuSeconds: (user + system) / 1e6,
  megabytesAboveFile: (process.resourceUsage().maxRSS * 1024 - before - text.byteLength) / 1e6,
  longestDelayMilliseconds: longest,
  entities: aggregate.status().entities ?? 0,
};
console.log(JSON.stringify(cost));

/** As it is published, so that its threads find what they run. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(resolve(`dist/${name}.js`)).href)) as T;
}
