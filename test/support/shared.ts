import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Env, systemEnv } from '../../src/core/env.ts';
import type { AttributeValue } from '../../src/identity/identity.ts';
import type { SamlPending } from '../../src/saml/pending.ts';

/** A folder of documents that others made, which lies beside the repository and is no part of it. */
export interface Shared {
  text(file: string): string;
  octets(file: string): Uint8Array;
  /** A JSON document of that folder. */
  json(file: string): unknown;
}

/** The folder of that name among the fixtures; undefined where it is not there, which is said in one line. */
export function sharedFixtures(name: string): Shared | undefined {
  return sharedFolder(`fixtures/${name}`);
}

/** What others have found out; undefined where it is not there, which is said in one line. */
export function sharedFacts(): Shared | undefined {
  return sharedFolder('facts');
}

function sharedFolder(name: string): Shared | undefined {
  const folder = resolve(process.env['SIGNON_SHARED'] ?? '../shared', name);
  if (!existsSync(folder)) {
    console.log(`there is no folder "${name}" beside the repository: what would be asked of it is skipped`);
    return undefined;
  }
  const octets = (file: string): Uint8Array => readFileSync(resolve(folder, file));
  const text = (file: string): string => readFileSync(resolve(folder, file), 'utf8');
  return { octets, text, json: (file) => JSON.parse(text(file)) };
}

/** The world at one instant. */
export function at(instant: string): Env {
  return { ...systemEnv, now: () => new Date(instant) };
}

/** What is remembered of a request that somebody else has made. */
export function pendingOf(
  provider: string,
  requestId: string,
  { acsUrl, issuedAt, returnTo }: { readonly acsUrl: string; readonly issuedAt: string; readonly returnTo?: string },
): SamlPending {
  return { protocol: 'saml', provider, requestId, handle: 'handle', acsUrl, issuedAt, ...(returnTo === undefined ? {} : { returnTo }) };
}

/** The values of an attribute, nothing for one that is nil. */
export function shown(content: readonly AttributeValue[]): readonly (string | null)[] {
  return content.map((value) => {
    if (value.kind === 'text') return value.text;
    return value.kind === 'name-id' ? value.subject.value : null;
  });
}
