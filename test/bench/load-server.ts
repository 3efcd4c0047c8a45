/** One service in a process of its own: says where it listens, and what CPU time it has taken whenever it is asked. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { workloadIn } from './tasks.ts';
import type { Workload } from './workloads.ts';

const services: Readonly<Record<string, () => Promise<(workload: Workload) => RequestListener>>> = {
  signon: async () => (await import('./load-ours.ts')).service,
  'passport-saml': async () => (await import('./load-peer.ts')).service,
};

const [name = '', file = ''] = process.argv.slice(2);
const service = await services[name]?.();
if (service === undefined) throw new Error(`there is no service ${name}`);
const server = createServer(service(workloadIn<Workload>(file)));
// Longer than the others' turns may take: no connection ends while the next request is under way.
server.keepAliveTimeout = 600_000;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
// Nobody is left to ask it.
process.on('disconnect', () => process.exit());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system });
});
// Sound: a server that listens on a port has an address.
process.send?.({ port: (server.address() as AddressInfo).port });
