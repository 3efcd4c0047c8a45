import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection on which HTTP is spoken by the octet, as no client would that means well. */
export interface Line {
  readonly socket: Socket;
  /** All that was answered, once the other end has closed. */
  readonly ended: Promise<string>;
  /** What was answered so far, as soon as that many answers have begun. */
  answers(count: number): Promise<string>;
}

/** A connection to a server on this machine's loopback, ended with the test that made it. */
export async function line(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (octets: string) => {
    heard += octets;
  });
  // Whoever is left while still speaking is told so roughly.
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  const answers = (count: number) =>
    new Promise<string>((resolve) => {
      const look = () => void (statusesIn(heard).length >= count && resolve(heard));
      socket.on('data', look);
      look();
    });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, ended, answers };
}

/** What is answered to a request without a body, given as its lines but for the last two. */
export async function answerTo(port: number, ...lines: readonly string[]): Promise<string> {
  const { socket, ended } = await line(port);
  socket.write([...lines, 'connection: close', '', ''].join('\r\n'), 'latin1');
  return await ended;
}

/** The status of each answer. */
export function statusesIn(answers: string): readonly number[] {
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

/** The headers of the first answer, as lines. */
export function headersIn(answers: string): readonly string[] {
  return (answers.split('\r\n\r\n')[0] ?? '').split('\r\n').slice(1);
}

/** The body of an answer that is alone, without what its chunks begin and end with. */
export function bodyIn(answer: string): string {
  const end = answer.indexOf('\r\n\r\n');
  let rest = answer.slice(end + 4);
  if (!/^transfer-encoding: chunked/im.test(answer.slice(0, end))) return rest;
  let body = '';
  for (let size = -1; size !== 0 && rest !== ''; ) {
    size = Number.parseInt(rest, 16);
    const begin = rest.indexOf('\r\n') + 2;
    body += rest.slice(begin, begin + size);
    rest = rest.slice(begin + size + 2);
  }
  return body;
}
