/** Carries out a service of the README: its processes, and somebody who signs in there. */
import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import process from 'node:process';
import { Browser } from './browser.ts';
import { type Example, exampleFolder, examplePerson } from './readme-examples.ts';

/** How the programs are started: by which command, to which their file is added, and in what surroundings. */
export interface Way {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts a service, signs somebody in there, and ends it.
 *
 * @throws what did not go as the README says
 */
export async function carriedOut(example: Example, folder: string, way: Way): Promise<void> {
  await whileRunning(example, folder, way, async () => await signInAt(example.url));
}

/** Does something while a service runs. @throws what it throws, and what the service complains of */
export async function whileRunning(example: Example, folder: string, way: Way, work: () => Promise<void>): Promise<void> {
  const [program = '', ...options] = way.command;
  const running = example.ports.map((port) =>
    spawn(program, [...options, 'server.mjs'], {
      cwd: exampleFolder(folder, example),
      env: { ...way.environment, PORT: `${port}`, BASE_URL: example.url },
    }),
  );
  const abort = () => void running.map((one) => one.kill('SIGKILL'));
  process.once('exit', abort);
  try {
    const complaints = await Promise.all(running.map(started));
    const front = example.ports.length === 1 ? undefined : await inFrontOf(example);
    await work().finally(front);
    assert.deepEqual(complaints.map((told) => told()).join(''), '', 'nothing is complained of');
  } finally {
    process.off('exit', abort);
    await Promise.all(running.map(ended));
  }
}

/** What somebody meets there, from the first visit to the last. */
async function signInAt(url: string): Promise<void> {
  const alice = new Browser();
  const wanted = `${url}/?from=a-link`;
  const welcome = await alice.carryOut(wanted, { login: examplePerson.name, password: examplePerson.password });
  assert.ok('html' in welcome);
  assert.equal(welcome.url, wanted, 'people come back to where they wanted to go');
  assert.match(welcome.html, /Welcome, alice\./);
  assert.equal((await alice.open(wanted)).status, 200, 'whoever is signed in stays so');
  assert.equal((await new Browser().open(wanted)).status, 303, 'and nobody else is');
  assert.equal((await alice.open(`${url}/nothing`)).status, 404, 'the rest is the application’s');
  const [form] = welcome.forms;
  assert.ok(form);
  const parting = await alice.submit(welcome, form);
  assert.ok('html' in parting);
  // A provider by OpenID Connect asks whether that is meant.
  const [sure] = parting.forms;
  const farewell = sure === undefined ? parting : await alice.submit(parting, sure);
  assert.match('html' in farewell ? farewell.html : '', /<h1>You are signed out<\/h1>/);
  assert.equal((await alice.open(wanted)).status, 303, 'whoever has signed out is out');
}

/** Asks one process after the other, each request the next. @returns what ends it */
async function inFrontOf({ url, ports }: Example): Promise<() => Promise<void>> {
  let asked = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url: path } = incoming;
    const onward = request({ port: ports[asked++ % ports.length], method, headers, path }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await once(server.listen(Number(new URL(url).port)), 'listening');
  return async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
}

/** Done once the program says that it listens. @returns what says of what it complained so far */
async function started(running: ChildProcess): Promise<() => string> {
  let said = '';
  running.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ready = running.stdout === null ? Promise.reject(new Error('nothing is heard of it')) : once(running.stdout, 'data');
  const over = once(running, 'exit').then(() => Promise.reject(new Error(`it has ended: ${said}`)));
  await Promise.race([ready, over]);
  over.catch(() => undefined);
  return () => said;
}

async function ended(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const exit = once(running, 'exit');
  running.kill('SIGKILL');
  await exit;
}
