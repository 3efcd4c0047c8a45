import type { Env } from '../../core/env.ts';
import { SsoError } from '../../core/errors.ts';
import type { Thread } from '../../core/thread.ts';
import type { AggregateIndex, IndexingTerms } from './indexing.ts';
import { indexingJob, type Order, type Outcome } from './job.ts';

/** How far an aggregate is verified. */
export interface AggregateProgress {
  readonly octets: number;
  readonly ofOctets: number;
}

/** An aggregate as it came: its parts, in their order. */
export interface Parts {
  readonly parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly octets: number;
}

/**
 * Verifies and indexes an aggregate, portion by portion, and lets everybody else be served between two of them: in a thread of its own,
 * or else in this one.
 *
 * @throws SsoError what `Indexing` throws
 */
export async function indexed(
  { parts, octets: ofOctets }: Parts,
  terms: IndexingTerms,
  thread: (() => Thread) | undefined,
  onProgress: (progress: AggregateProgress) => void,
  env: Pick<Env, 'wait'>,
): Promise<AggregateIndex> {
  const worker = thread === undefined ? besides(env) : apart(thread());
  try {
    await worker.ask({ terms });
    let octets = 0;
    let memory: ArrayBuffer | undefined;
    for await (const portion of portions(parts, portionOctets, () => memory)) {
      // Before it is handed over, and nothing of it is left here.
      octets += portion.byteLength;
      const outcome = await worker.ask({ octets: portion });
      memory = 'taken' in outcome ? outcome.taken : undefined;
      onProgress({ octets, ofOctets });
    }
    const outcome = await worker.ask({ over: true });
    // Sound: to that order this is the one answer that is no refusal.
    return (outcome as Extract<Outcome, { index: unknown }>).index;
  } finally {
    worker.end();
  }
}

/** Somebody who carries out orders. */
interface Worker {
  /** @throws SsoError where it is refused */
  ask(order: Order): Promise<Outcome>;
  end(): void;
}

function apart(thread: Thread): Worker {
  return {
    ask: async (order) => {
      thread.post(order, 'octets' in order ? [order.octets.buffer] : []);
      // Sound: it answers each order with what `indexingJob` makes of it.
      return unlessRefused((await thread.next()) as Outcome);
    },
    end: () => thread.end(),
  };
}

/** In this thread, with a rest behind each portion but the first: most aggregates in tests, and many others, are not larger. */
function besides(env: Pick<Env, 'wait'>): Worker {
  const job = indexingJob();
  let portionsTaken = 0;
  return {
    ask: async (order) => {
      if ('octets' in order && portionsTaken > 0) await env.wait(0);
      if ('octets' in order) portionsTaken += 1;
      return unlessRefused(job(order));
    },
    end: () => undefined,
  };
}

function unlessRefused(outcome: Outcome): Outcome {
  if ('refused' in outcome) throw new SsoError(outcome.refused.code, outcome.refused.details);
  return outcome;
}

/**
 * The octets of all parts in portions of one length, but for the last, and of memory of their own, which can be handed over.
 *
 * @param memory - for the next one; new memory where there is none
 */
export async function* portions(
  parts: Parts['parts'],
  octets: number,
  memory: () => ArrayBuffer | undefined = () => undefined,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const next = () => new Uint8Array(memory() ?? new ArrayBuffer(octets));
  let portion = next();
  let length = 0;
  for await (const part of parts) {
    for (let at = 0; at < part.byteLength; ) {
      const piece = part.subarray(at, at + octets - length);
      portion.set(piece, length);
      length += piece.byteLength;
      at += piece.byteLength;
      if (length < octets) continue;
      yield portion;
      portion = next();
      length = 0;
    }
  }
  if (length > 0) yield portion.subarray(0, length);
}

/** Read, verified and indexed in some milliseconds. */
const portionOctets = 262_144;
