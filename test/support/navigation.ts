import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/** What the window of a browser sends. */
export interface Navigation {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams;
}

/** Asks as the window of a browser does, by http. `fetch` would say that a script asks (Fetch Metadata), and is answered as one. */
export async function navigated(url: string, { method, headers, body }: Navigation): Promise<Response> {
  const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = request(url, {
    method,
    headers: { ...headers, ...form, 'sec-fetch-mode': 'navigate' },
    signal: AbortSignal.timeout(20_000),
  });
  asked.end(body?.toString());
  // Sound: it is what the event is emitted with.
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  const lines = Object.entries(answer.headers).flatMap(([name, value = []]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers: lines });
}
