import { endOf } from '../until.ts';
import { textOrNone, unexpected } from './answers.ts';

/** A text with its end before it: Redis drops it by its own clock, which need not be ours. */
export function writeEntry(text: string, until: Date): string {
  return `${endOf(until)} ${text}`;
}

/** The text of such an entry; undefined where there is none, or its time is over. @throws for every other answer */
export function readEntry(answer: unknown, now: Date): string | undefined {
  const entry = textOrNone(answer);
  if (entry === undefined) return undefined;
  const [found, end] = /^(-?\d{1,16}) /.exec(entry) ?? [];
  if (found === undefined) throw unexpected;
  return Number(end) > now.getTime() ? entry.slice(found.length) : undefined;
}
