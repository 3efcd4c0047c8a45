import { fork } from 'node:child_process';
import { answerTo, Browser } from './load-browser.ts';
import { names } from './messages.ts';
import type { Figures } from './rounds.ts';

/** How long a service runs before anything counts, in CPU time of its own; then how many rounds, of how many logins. */
export interface LoadPace {
  readonly warmUpMilliseconds: number;
  readonly rounds: number;
  readonly logins: number;
}

/** What everybody who signs in has. */
export interface Size {
  readonly groups: number;
}

/** Who is measured. */
export const candidates = ['signon', 'passport-saml'] as const;

/**
 * CPU microseconds that a complete login takes of each service, one figure a round. Each service is a process of its own; they take turns,
 * so that whatever slows the machine down for a while meets both, and the browser and the provider are in this process.
 *
 * @param program - the compiled `load-server.ts`
 */
export async function underLoad(program: string, workload: string, { groups }: Size, pace: LoadPace): Promise<Figures> {
  const started = await Promise.all(candidates.map((name) => start(program, name, workload)));
  const figures = new Map<string, number[]>(candidates.map((name) => [name, []]));
  try {
    for (const service of started) await warmUp(service, groups, pace);
    for (let round = 0; round < pace.rounds; round += 1) {
      for (const service of round % 2 === 0 ? started : started.toReversed()) {
        figures.get(service.name)?.push((await spentOn(service, groups, pace.logins)) / pace.logins);
      }
    }
    return Object.fromEntries(figures);
  } finally {
    for (const { stop } of started) stop();
  }
}

interface Started {
  readonly name: string;
  readonly browsers: readonly Browser[];
  /** All CPU microseconds that it has taken so far. */
  readonly taken: () => Promise<number>;
  readonly stop: () => void;
}

async function start(program: string, name: string, workload: string): Promise<Started> {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(program, [name, workload], { execArgv: [], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const told = () =>
    new Promise<Told>((resolve, reject) => {
      const ended = () => reject(new Error(`${name} has ended`));
      child.once('exit', ended).once('message', (message: Told) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  const { port = 0 } = await told();
  const browsers = Array.from({ length: atOnce }, () => new Browser(port));
  return {
    name,
    browsers,
    taken: async () => {
      const answer = told();
      child.send('taken');
      return (await answer).microseconds ?? 0;
    },
    stop: () => {
      for (const browser of browsers) browser.close();
      child.kill();
    },
  };
}

/** What a service tells of itself. */
interface Told {
  readonly port?: number;
  readonly microseconds?: number;
}

async function warmUp(service: Started, groups: number, { warmUpMilliseconds, logins }: LoadPace): Promise<void> {
  for (let spent = 0; spent < warmUpMilliseconds * 1000; ) spent += await spentOn(service, groups, logins);
}

/** CPU microseconds of so many logins: all begin, all are answered by the provider, and then all end. */
async function spentOn({ taken, name, browsers }: Started, groups: number, logins: number): Promise<number> {
  const before = await taken();
  const begun = await inTurns(browsers, Array.from({ length: logins }), (browser) => browser.begin());
  const signed = begun.map((login) => {
    number += 1;
    return { login, form: answerTo(login, groups, number) };
  });
  const ended = await inTurns(browsers, signed, (browser, { login, form }) => browser.end(login, form));
  const wrong = ended.find((answer) => answer !== `${names.nameId} ${groups}`);
  if (wrong !== undefined) throw new Error(`${name} came to ${wrong}`);
  return (await taken()) - before;
}

/** Has each browser do the next as soon as it is done with one. */
async function inTurns<From, To>(
  browsers: readonly Browser[],
  all: readonly From[],
  ask: (browser: Browser, one: From) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  const left = all.values();
  const busy = async (browser: Browser) => {
    for (const one of left) done.push(await ask(browser, one));
  };
  await Promise.all(browsers.map(busy));
  return done;
}

/** Tells all messages apart. */
let number = 0;
/** How many browsers there are. */
const atOnce = 16;
