import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on a free port of this machine's loopback, ended with the test that started it. */
export interface Serving {
  readonly server: Server;
  readonly port: number;
  /** The connections that are open there, or were. */
  readonly sockets: readonly Socket[];
  /** Ends when every connection that there was is closed. */
  allClosed(): Promise<void>;
}

/** Answers by HTTP, or as a proxy by CONNECT. */
export async function serveHttp(answer: RequestListener, options: ServerOptions = {}): Promise<Serving> {
  return await listening(createHttpServer(options, answer));
}

/** Answers by HTTPS. */
export async function serveHttps(answer: RequestListener, options: ServerOptions): Promise<Serving> {
  return await listening(createHttpsServer(options, answer));
}

/** Does with each connection what it is told, by no protocol. */
export async function serveOctets(connected: (socket: Socket) => void): Promise<Serving> {
  return await listening(createServer(connected));
}

async function listening(server: Server): Promise<Serving> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  const allClosed = async () => {
    await Promise.all(
      sockets.filter(({ destroyed }) => !destroyed).map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
  };
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { server, port, sockets, allClosed };
}
