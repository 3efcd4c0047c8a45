import { toBase64Url } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { type AskedRequest, partsOf } from './asked.ts';
import type { AuditAttributes, AuditEvent } from './audit.ts';
import type { Connection } from './connections.ts';
import type { Pictures } from './pictures.ts';
import type { Settings } from './settings.ts';

/** A request to us, with all there is to answer it by. */
export interface Visit {
  readonly request: AskedRequest;
  /** Of which the host says nothing: whoever sends the request can write anything there. */
  readonly url: URL;
  readonly settings: Settings;
  readonly env: Env;
  /** Where the request comes from, as the application says. */
  readonly address?: string;
  /** The logos of providers. */
  readonly pictures: Pictures;
  /** That of the login or logout that it belongs to, as far as that is known. */
  readonly correlationId: string;
  /** The one whose login it is, as far as that is known. */
  readonly connection?: Connection;
  /** Present where it is about a logout. */
  readonly about?: 'logout';
  /** Where that login is to lead, as it was found to be allowed when it began. */
  readonly wanted?: string;
}

/** A request, of which nothing is known yet. */
export function visitOf(given: Pick<Visit, 'request' | 'settings' | 'env' | 'pictures' | 'address'>): Visit {
  const { request, env } = given;
  return { ...given, url: partsOf(request), correlationId: correlation(env) };
}

/** Tells the audit, if there is one. What it throws goes through. @param error - what was thrown, if that is what it is told of */
export async function record(visit: Visit, name: AuditEvent['name'], attributes: AuditAttributes = {}, error?: unknown): Promise<void> {
  const { settings, correlationId, connection, env } = visit;
  if (settings.audit === undefined) return;
  await settings.audit({
    name,
    time: instantOf(env),
    attributes: {
      'signon.correlation_id': correlationId,
      ...(connection === undefined ? {} : { 'signon.provider': connection.id, 'signon.protocol': connection.protocol }),
      ...attributes,
    },
    ...(error === undefined ? {} : { error }),
  });
}

/** Short enough to be read out on the telephone. */
function correlation(env: Env): string {
  return toBase64Url(env.random(9));
}
