import { parentPort } from 'node:worker_threads';
import { handedOver, indexingJob, type Order } from '../metadata/aggregate/job.ts';

/** The thread that {@link aggregateThread} starts: it carries out one order after the other. */
const job = indexingJob();
parentPort?.on('message', (order: Order) => {
  const outcome = job(order);
  parentPort?.postMessage(outcome, [...handedOver(outcome)]);
});
