import { names } from './messages.ts';
import { inPosition, memoryReplayStore, saml } from './ours.ts';
import type { Workload } from './workloads.ts';

/** Each way in which a stranger's octets reach us, and one good message that makes sure that the code is loaded. */
export interface Ways {
  readonly ways: Readonly<Record<string, (octets: Uint8Array<ArrayBuffer>) => Promise<unknown>>>;
  readonly good: () => Promise<unknown>;
}

export function samlWays(workload: Workload): Ways {
  const { sp, idp, pending, env } = inPosition(workload);
  const finished = (incoming: ReturnType<typeof saml.fromForm>) => saml.finish(sp, idp, incoming, pending, memoryReplayStore({}, env), env);
  const posted = async (text: string) => finished(saml.fromForm(new URLSearchParams({ SAMLResponse: text }), names.acsUrl));
  return {
    ways: {
      form: (octets) => posted(textOf(octets)),
      query: async (octets) => finished(saml.fromQuery(textOf(octets), names.acsUrl)),
      metadata: async (octets) => saml.identityProvider(octets),
    },
    good: () => posted(workload.messages[0]?.base64 ?? ''),
  };
}

/** A character for each octet: what a form or a query has been decoded to is text already. */
export function textOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}
