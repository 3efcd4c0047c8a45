import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Ports on which nobody listens, for programs that are told theirs before they start. They are below those that systems give out by
 * themselves (from 32,768 on with Linux): such a one could be anybody's by the time the program is there.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  // All are held before the first is given back: none is there twice.
  while (held.size < count) {
    const [port, server] = [randomInt(20_000, 32_768), createServer()];
    if (await listens(server, port)) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => once(server.close(), 'close')));
  return [...held.keys()];
}

/** One of them. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  // Sound: as many as were asked for.
  return port as number;
}

/** False where somebody else does. */
async function listens(server: Server, port: number): Promise<boolean> {
  try {
    await once(server.listen(port), 'listening');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
}
