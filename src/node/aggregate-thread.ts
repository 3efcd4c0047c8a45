import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Thread } from '../core/thread.ts';

/**
 * Starts the thread in which `aggregateSource` of `signon/metadata` verifies an aggregate, so that meanwhile this one serves whoever comes:
 * its option `thread`. It is ended when the aggregate was verified.
 */
export function aggregateThread(): Thread {
  const worker = new Worker(new URL('./aggregate-worker.js', import.meta.url), options);
  const answers: unknown[] = [];
  let failure: unknown;
  let isOver = false;
  let wake = (): void => undefined;
  const over = (error: unknown): void => {
    failure ??= error;
    isOver = true;
    wake();
  };
  worker.on('message', (answer) => {
    answers.push(answer);
    wake();
  });
  worker.on('error', over);
  // An answer that cannot be read: nobody would hear of it, and whoever waits for it would wait for ever.
  worker.on('messageerror', over);
  worker.on('exit', () => over(new Error('the thread is over')));
  return {
    post: (message, handedOver = []) => worker.postMessage(message, [...handedOver]),
    next: async () => {
      while (answers.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
      if (answers.length === 0) throw failure;
      return answers.shift();
    },
    end: () => void worker.terminate(),
  };
}

const options: WorkerOptions = {
  name: 'signon aggregate',
  // Flags of the process may be about its main program, which this is not.
  execArgv: [],
  // What is new here is soon of no use any more.
  resourceLimits: { maxYoungGenerationSizeMb: 16 },
};
