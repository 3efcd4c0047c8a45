/**
 * Does the time of an answer tell whether the padding of AES-CBC was right? Sends ciphertexts that were altered in the ways that an
 * attacker has, of two kinds by turns, and asks two rank tests whether their CPU times can be told apart. `README.md` beside this file
 * says how to read it.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { intercepted, message, type Pair, pairs, workload } from './altered.ts';
import { names } from './messages.ts';
import { builtPackage, step } from './prepare.ts';
import { compare } from './rank-tests.ts';
import { median } from './rounds.ts';
import { table } from './table.ts';

const { values: options } = parseArgs({ options: { samples: { type: 'string', default: '4000' } } });
const samples = Number(options.samples);
const batch = 250;
/** Of sixteen tests at this level, one run in sixty says something that is not so. */
const level = 0.001;

builtPackage();
const { inPosition, isSsoError, memoryReplayStore, saml } = await import('./ours.ts');
const { sp, idp, pending, env } = inPosition(workload);

if ((await answered(message(intercepted))).outcome !== 'accepted') throw new Error('what nobody altered is not accepted');
step(`${pairs.length} pairs, ${samples} ciphertexts of each kind`);
for (const { first, second } of pairs) await measured(first, second, 200);
const rows: string[][] = [];
for (const pair of pairs) rows.push(await row(pair));

const head = ['CPU µs, medians', 'padding right', 'wrong', 'wrong takes longer', 'p (shift)', 'p (form)', ''];
console.log(
  `\nNode ${process.version}, ${new Date().toISOString().slice(0, 10)}, ${samples} ciphertexts of each kind\n\n${table(head, rows)}`,
);

async function row({ name, first, second, control }: Pair): Promise<string[]> {
  const [one, other] = await measured(first, second, samples);
  const { greater, shift, form } = compare(one, other);
  const apart = Math.min(shift, form) < level;
  const verdict = apart ? 'told apart' : 'not told apart';
  const cells = [median(one).toFixed(0), median(other).toFixed(0), `${(100 * greater).toFixed(1)} %`, shown(shift), shown(form)];
  return [name, ...cells, apart === (control ?? false) ? verdict : `${verdict}: OVER`];
}

/** The CPU times of as many of each kind, in an order that is drawn anew for each few hundred. */
async function measured(first: () => Uint8Array, second: () => Uint8Array, count: number): Promise<readonly [number[], number[]]> {
  const times: readonly [number[], number[]] = [[], []];
  for (let done = 0; done < count; done += batch) {
    // All are made before any is sent: what it takes to make them differs by kind.
    const kinds = Array.from({ length: 2 * Math.min(batch, count - done) }, (_, at) => (at % 2 === 0 ? 0 : 1));
    const made = shuffled(kinds.map((kind) => ({ kind, text: message((kind === 0 ? first : second)()) }) as const));
    for (const { kind, text } of made) {
      const { outcome, microseconds } = await answered(text);
      if (outcome !== 'encryption.failed') throw new Error(`an altered ciphertext is ${outcome}`);
      times[kind].push(microseconds);
    }
  }
  return times;
}

async function answered(base64: string): Promise<{ outcome: string; microseconds: number }> {
  const incoming = saml.fromForm(new URLSearchParams({ SAMLResponse: base64 }), names.acsUrl);
  const replay = memoryReplayStore({}, env);
  const before = process.cpuUsage();
  const outcome = await saml.finish(sp, idp, incoming, pending, replay, env).then(
    () => 'accepted',
    (error: unknown) => (isSsoError(error) ? error.code : String(error)),
  );
  const { user, system } = process.cpuUsage(before);
  return { outcome, microseconds: user + system };
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function shown(probability: number): string {
  return probability < 0.001 ? '< 0.001' : probability.toFixed(3);
}
