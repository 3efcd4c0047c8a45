/**
 * What is answered to a request. A `Response` is one; our own are mere records, of which one is made for whoever wants it: that takes a
 * seventh of the time in which a login begins.
 */
export interface PlainResponse {
  readonly status: number;
  readonly statusText?: string;
  /** Names in lower case. */
  readonly headers: Iterable<[name: string, value: string]>;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer> | string | null;
}

/** An answer of ours. @throws TypeError for a header that cannot be sent */
export function plainResponse(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: PlainResponse['body'] = null,
): PlainResponse {
  return { status, headers: Object.entries(headers).map(sendable), body };
}

/**
 * The answer with cookies added; it is copied, since somebody else may have the same.
 *
 * @throws TypeError for a cookie that cannot be sent
 */
export function withCookies(response: PlainResponse, cookies: readonly string[]): PlainResponse {
  if (cookies.length === 0) return response;
  const { status, statusText = '', headers, body } = response;
  return { status, statusText, headers: [...headers, ...cookies.map((each) => sendable(['set-cookie', each]))], body };
}

/** The answer as the web has it. */
export function responseOf(answer: PlainResponse): Response {
  if (answer instanceof Response) return answer;
  const { status, statusText = '', headers, body } = answer;
  return new Response(body, { status, statusText, headers: [...headers] });
}

/** Whether a header can have it as its value, just so. Fetch 2.2.2 */
export function isHeaderValue(text: string): boolean {
  return /^[^\0\r\n\u0100-\uffff]*$/.test(text);
}

/** Refused by us, since not every server does: with `node:http2` the lower octet of a character would be sent, and may end the line. */
function sendable(header: [name: string, value: string]): [name: string, value: string] {
  if (isHeaderValue(header[1])) return header;
  throw new TypeError(`the header ${header[0]} cannot be sent`);
}
