import { readFileSync } from 'node:fs';
import type { OpenIdWorkload } from './openid-workloads.ts';
import type { Workload } from './workloads.ts';

export type AnyWorkload = Workload | OpenIdWorkload;

/** One run of a task: `turn` says which of the messages; what it comes to must be the answer of the workload. */
export type Run = (turn: number) => string | Promise<string>;

/** How one candidate does each task; what it cannot do it leaves out. */
export type Tasks = { readonly [Work in AnyWorkload as Work['task']]?: (workload: Work) => Run | Promise<Run> };

/** The messages in turn. */
export function inTurn<T>(all: readonly T[], turn: number): T {
  return all[turn % all.length] as T;
}

/** The workload of a file that `bench.ts` has written. */
export function workloadIn<Work extends AnyWorkload>(file: string): Work {
  // Sound: who reads one knows of which protocol it is.
  return JSON.parse(readFileSync(file, 'utf8')) as Work;
}
