/** Who is who in each workload of OpenID Connect. */
export const openIdNames = {
  issuer: 'https://op.example',
  clientId: 'signon-bench',
  clientSecret: 'correct horse battery staple',
  redirectUri: 'https://rp.example/callback',
  sub: '7f6a1e5c-0c1d-4f3a-8b7e-6d5c4b3a2918',
} as const;

/** A provider in this process: what its endpoints answer, by the paths of their addresses; its keys everywhere else. */
export function answering(key: object, answers: Answers): (url: string | URL | Request) => Promise<Response> {
  const keys = JSON.stringify({ keys: [key] });
  const headers = { 'content-type': 'application/json' };
  return async (url) => new Response(answers[new URL(String(url)).pathname]?.() ?? keys, { headers });
}

/** What a path is answered by, made anew for each question. */
export type Answers = Readonly<Record<string, () => string | Uint8Array<ArrayBuffer>>>;
