import { type ChildProcess, fork } from 'node:child_process';

/** How long to warm up and to measure; CPU time, of each candidate. */
export interface Pace {
  readonly warmUpMilliseconds: number;
  readonly roundMilliseconds: number;
  readonly rounds: number;
}

/** CPU microseconds of one run, one figure a round: the figures of one round were taken side by side. */
export type Figures = Readonly<Record<string, readonly number[]>>;

/**
 * Measures candidates against each other, each in a process of its own that is kept alive and asked in rotating order, so that
 * whatever slows the machine down for a while meets all of them.
 *
 * @param program - the compiled `candidate.ts`
 */
export async function sideBySide(program: string, candidates: readonly string[], workload: string, pace: Pace): Promise<Figures> {
  const started = await Promise.all(candidates.map((name) => start(program, name, workload)));
  try {
    // Side by side: nothing is measured yet.
    const counts = await Promise.all(started.map((one) => warmedUp(one, pace)));
    const runs = new Map(started.map(({ name }, at) => [name, counts[at] ?? 1]));
    const figures = new Map<string, number[]>(candidates.map((name) => [name, []]));
    for (let round = 0; round < pace.rounds; round += 1) {
      for (const one of rotated(started, round)) {
        const count = runs.get(one.name) ?? 1;
        figures.get(one.name)?.push((await one.ask(count)) / count);
      }
    }
    return Object.fromEntries(figures);
  } finally {
    for (const { child } of started) child.kill();
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** The median of the ratios of each round, which moves far less than the ratio of two medians. */
export function ratio(figures: Figures, of: string, to: string): number {
  const below = figures[to] ?? [];
  return median((figures[of] ?? []).map((value, round) => value / (below[round] ?? Number.NaN)));
}

interface Started {
  readonly name: string;
  readonly child: ChildProcess;
  /** CPU microseconds of that many runs. */
  readonly ask: (runs: number) => Promise<number>;
}

async function start(program: string, name: string, workload: string): Promise<Started> {
  // Without what this process itself was started with: a loader would be asked at each import of what is loaded when first used.
  const child = fork(program, [name, workload], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const answer = () =>
    new Promise<number>((resolve, reject) => {
      const ended = () => reject(new Error(`${name} ended: ${complaints}`));
      child.once('exit', ended);
      child.once('message', (message: { microseconds?: number; failure?: string }) => {
        child.off('exit', ended);
        if (message.microseconds === undefined) reject(new Error(message.failure));
        else resolve(message.microseconds);
      });
    });
  await answer();
  return {
    name,
    child,
    ask: (runs) => {
      const answered = answer();
      child.send(runs);
      return answered;
    },
  };
}

/** Runs until the compiler has had its time; returns how many runs fill a round. */
async function warmedUp({ ask }: Started, { warmUpMilliseconds, roundMilliseconds }: Pace): Promise<number> {
  let spent = 0;
  let each = 0;
  for (let runs = 1; spent < warmUpMilliseconds * 1000; runs = Math.max(1, Math.ceil((roundMilliseconds * 1000) / each))) {
    const microseconds = await ask(runs);
    each = Math.max(1, microseconds / runs);
    spent += Math.max(1, microseconds);
  }
  return Math.max(1, Math.ceil((roundMilliseconds * 1000) / each));
}

function rotated<T>(all: readonly T[], by: number): readonly T[] {
  const first = by % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}
