import { fork } from 'node:child_process';
import { answerTo, Browser } from './load-browser.ts';
import { names } from './messages.ts';
import type { Figures } from './rounds.ts';

/**
 * How long a service runs before anything counts, and then in each round, in CPU time of its own. A round of one must not take much longer than
 * that of another: whoever waits for long gives back memory that it needs again at once.
 */
export interface LoadPace {
  readonly warmUpMilliseconds: number;
  readonly rounds: number;
  readonly roundMilliseconds: number;
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
    for (const service of started) await microsecondsEach(service, groups, pace.warmUpMilliseconds);
    for (let round = 0; round < pace.rounds; round += 1) {
      for (const service of round % 2 === 0 ? started : started.toReversed()) {
        figures.get(service.name)?.push(await microsecondsEach(service, groups, pace.roundMilliseconds));
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

/** CPU microseconds of a login, of as many as it takes to spend so many milliseconds. */
async function microsecondsEach(service: Started, groups: number, milliseconds: number): Promise<number> {
  let [spent, logins] = [0, 0];
  while (spent < milliseconds * 1000) {
    spent += await spentOn(service, groups);
    logins += loginsAtOnce;
  }
  return spent / logins;
}

/** CPU microseconds of a number of logins: all begin, all are answered by the provider, and then all end. */
async function spentOn({ taken, name, browsers }: Started, groups: number): Promise<number> {
  const before = await taken();
  const begun = await inTurns(browsers, Array.from({ length: loginsAtOnce }), (browser) => browser.begin());
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
/** How many logins are under way at the same time. */
const loginsAtOnce = 100;
