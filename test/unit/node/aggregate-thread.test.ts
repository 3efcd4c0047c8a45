import type { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aggregateThread } from '../../../src/node/aggregate-thread.ts';

// What a thread does that is not well, at the moment that a test wants it: of what was built there is one that works in test/package.test.ts.
const started = vi.hoisted((): EventEmitter[] => []);
vi.mock('node:worker_threads', async () => ({
  Worker: class extends (await import('node:events')).EventEmitter {
    constructor() {
      super();
      started.push(this);
    }
  },
}));

describe('the thread of an aggregate', () => {
  beforeEach(() => void started.splice(0));

  it.for(['error', 'messageerror'])('has failed, and keeps nobody waiting, by its %s', async (event) => {
    const thread = aggregateThread();
    const [asked, reason] = [thread.next(), new Error('of memory')];
    started[0]?.emit(event, reason);
    await expect(asked).rejects.toBe(reason);
    await expect(thread.next()).rejects.toBe(reason);
  });

  it('gives the answers that it had before it was over', async () => {
    const thread = aggregateThread();
    started[0]?.emit('message', 'taken');
    started[0]?.emit('exit', 1);
    expect(await thread.next()).toBe('taken');
    await expect(thread.next()).rejects.toThrow(Error);
  });
});
