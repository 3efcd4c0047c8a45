/** One hostile message in a fresh process that has judged one good one, so that its code is loaded and not hot. Prints what it cost. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { names } from './messages.ts';
import { inPosition, isSsoError, memoryReplayStore, saml } from './ours.ts';
import { workloadIn } from './tasks.ts';

const [way = '', workloadFile = '', messageFile = ''] = process.argv.slice(2);
const workload = workloadIn(workloadFile);
const { sp, idp, pending, env } = inPosition(workload);

/** Each way in which a stranger's octets reach us. */
const ways: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
  form: async (text) => finished(saml.fromForm(new URLSearchParams({ SAMLResponse: text }), names.acsUrl)),
  query: async (text) => finished(saml.fromQuery(text, names.acsUrl)),
  metadata: async (text) => saml.identityProvider(Buffer.from(text, 'latin1')),
};

await ways['form']?.(workload.messages[0]?.base64 ?? '');
const text = readFileSync(messageFile, 'latin1');
const [memory, cpu] = [process.memoryUsage.rss(), process.cpuUsage()];
const outcome = await outcomeOf(text);
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ outcome, milliseconds: (user + system) / 1000, megabytes: Math.max(0, peak() - memory) / 2 ** 20 }));

function finished(incoming: ReturnType<typeof saml.fromForm>) {
  return saml.finish(sp, idp, incoming, pending, memoryReplayStore({}, env), env);
}

async function outcomeOf(message: string): Promise<string> {
  try {
    await ways[way]?.(message);
    return 'accepted';
  } catch (error) {
    if (isSsoError(error)) return error.code;
    return `UNTYPED ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The most memory that this process has ever held; Linux knows, elsewhere it is what it holds now. */
function peak(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.memoryUsage.rss();
  }
}
