/** One candidate of one row in a process of its own: does as many runs as it is asked for, and says what CPU time they took. */
import process from 'node:process';
import { type AnyWorkload, type Run, type Tasks, workloadIn } from './tasks.ts';

const loaders: Readonly<Record<string, () => Promise<Tasks>>> = {
  floor: async () => (await import('./floor.ts')).floor,
  signon: async () => ({ ...(await import('./ours.ts')).ours, ...(await import('./openid-ours.ts')).openIdOurs }),
  'node-saml': async () => (await import('./peers.ts')).nodeSaml,
  samlify: async () => (await import('./peers.ts')).samlify,
  'saml2-js': async () => (await import('./peers.ts')).saml2,
  oauth4webapi: async () => (await import('./openid-peers.ts')).oauth4webapi,
  'openid-client': async () => (await import('./openid-peers.ts')).openidClient,
  jose: async () => (await import('./openid-peers.ts')).jose,
};

const [name = '', file = ''] = process.argv.slice(2);
const workload = workloadIn<AnyWorkload>(file);
const run = await prepared();
let turn = 0;

process.on('message', (runs: number) => {
  measured(runs).then(
    (microseconds) => process.send?.({ microseconds }),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.stack : String(error) }),
  );
});
process.send?.({ microseconds: 0 });

async function prepared(): Promise<Run> {
  const tasks = await loaders[name]?.();
  // Sound: a task takes the workloads that name it.
  const task = tasks?.[workload.task] as ((given: AnyWorkload) => Run | Promise<Run>) | undefined;
  const made = await task?.(workload);
  if (made === undefined) throw new Error(`${name} has no task ${workload.task}`);
  return made;
}

async function measured(runs: number): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < runs; done += 1) {
    turn += 1;
    const answer = await run(turn);
    if (answer !== workload.answer) throw new Error(`${name} came to ${answer}, not ${workload.answer}`);
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
