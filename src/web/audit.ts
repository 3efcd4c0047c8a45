import type { Login } from '../identity/login.ts';

/** Something that happened to somebody's login or logout, for a log that nobody changes afterwards. */
export interface AuditEvent {
  readonly name:
    | 'login.started'
    | 'login.finished'
    | 'login.refused'
    | 'login.tried'
    | 'login.bypass'
    | 'logout.asked'
    | 'logout.ended'
    | 'logout.begun'
    | 'logout.answered'
    | 'logout.refused'
    | 'user.provisioned';
  readonly time: Date;
  /**
   * Named as OpenTelemetry names attributes. Each event has `signon.correlation_id`, the same from the start of a login to its end, which
   * the person sees, too, where it was refused; `signon.provider` and `signon.protocol` once they are known. One that begins has
   * `signon.reason`; one that was refused has `error.type`, the code, `signon.failed_rules` and `http.response.status_code`; one that was
   * finished has `user.id`, which is personal; one that was tried has what the two have, and `signon.pasted`; a bypass that was wanted has
   * `signon.granted`, `signon.network` and `client.address`. A logout that a provider asks for has `signon.sessions`, how many
   * of ours it has ended; each of those that ended has `signon.reason` and `user.id`; an answer to a logout of ours has `signon.outcome`.
   */
  readonly attributes: AuditAttributes;
  /**
   * What was thrown where something was refused, or failed when it was tried: an `SsoError` with its message and details, or whatever the
   * application threw. For those who run the service; no browser is shown it.
   */
  readonly error?: unknown;
}

/** Values as OpenTelemetry takes them. */
export type AuditAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Takes an event. What it throws, or rejects with, refuses the login: whoever can do without the record catches it there. */
export type Audit = (event: AuditEvent) => void | Promise<void>;

/** What is said of somebody who was signed in. */
export function attributesOf({ identity, protocol }: Pick<Login, 'identity' | 'protocol'>): AuditAttributes {
  const { subject } = identity;
  return {
    'signon.provider': identity.provider,
    'signon.protocol': protocol,
    'signon.issuer': identity.issuer,
    ...(subject === undefined ? {} : { 'user.id': subject.value }),
  };
}
