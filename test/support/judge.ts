/** Judges one vector as `vectors/examples/run.py` asks: JSON on the standard input, a line of JSON as answer. */
import { readFileSync } from 'node:fs';
import { runVector } from './vectors/run.ts';

// Sound: what the runner writes, as the README beside the vectors says.
const { path, header, message } = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly path: string;
  readonly header: Readonly<Record<string, string>>;
  readonly message: string;
};
const outcome = await runVector({ path, header: new Map(Object.entries(header)), message: Buffer.from(message, 'base64') });
console.log(JSON.stringify(outcome));
