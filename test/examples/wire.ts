import { type Env, type JsonObject, systemEnv } from '../../src/index.ts';

/** What goes between a service and a provider behind the browser's back. */
export interface Wire {
  /** The world in which the service lives. */
  readonly env: Env;
  /** The last answer that came from a path, as JSON. */
  answerFrom(path: string): JsonObject;
  /** Lets somebody sit in between who changes the next answer from a path. */
  forge(path: string, change: (answer: JsonObject) => JsonObject): void;
}

/** Connects to whatever is asked for, and listens. */
export function wire(): Wire {
  const heard = new Map<string, JsonObject>();
  const forgers = new Map<string, (answer: JsonObject) => JsonObject>();

  const listening: typeof fetch = async (address, request) => {
    const response = await systemEnv.fetch(address, request);
    const { pathname } = new URL(String(address));
    const { status, headers } = response;
    // Sound: all that a provider answers here is JSON with one object.
    const said = (await response.json()) as JsonObject;
    const answer = forgers.get(pathname)?.(said) ?? said;
    forgers.delete(pathname);
    heard.set(pathname, answer);
    return new Response(JSON.stringify(answer), { status, headers: { 'content-type': headers.get('content-type') ?? '' } });
  };

  return {
    env: { ...systemEnv, fetch: listening },
    answerFrom: (path) => heard.get(path) ?? {},
    forge: (path, change) => void forgers.set(path, change),
  };
}
