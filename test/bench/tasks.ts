import { readFileSync } from 'node:fs';
import type { Workload } from './workloads.ts';

/** One run of a task: `turn` says which of the messages; what it comes to must be the answer of the workload. */
export type Run = (turn: number) => string | Promise<string>;

/** How one candidate does each task; what it cannot do it leaves out. */
export type Tasks = { readonly [Task in Workload['task']]?: (workload: Workload) => Run | Promise<Run> };

/** The messages in turn. */
export function inTurn<T>(all: readonly T[], turn: number): T {
  return all[turn % all.length] as T;
}

export function workloadIn(file: string): Workload {
  // Sound: `bench.ts` has written it.
  return JSON.parse(readFileSync(file, 'utf8')) as Workload;
}
