/** Sends the browser to an address by GET, whatever it has just done; nothing of it is kept anywhere, nor told where it leads to. */
export function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { location, ...discreet } });
}

/** The answer with cookies added; one whose headers cannot be changed is copied. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response;
  const changed = new Response(response.body, response);
  for (const each of cookies) changed.headers.append('set-cookie', each);
  return changed;
}

/** What every answer has: messages must not be kept by anybody on the way (SAMLBind 3.4.5.1 and 3.5.5.1), nor addresses be handed on. */
export const discreet = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;
