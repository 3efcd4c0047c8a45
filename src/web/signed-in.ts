import { SsoError } from '../core/errors.ts';
import { plusSeconds } from '../core/time.ts';
import type { Attribute, Authentication, Identity, Session, Subject } from '../identity/identity.ts';
import type { Login } from '../identity/login.ts';

/** Who is signed in in a browser, how that was proven, and until when it holds. There are no tokens in it. */
export interface SignedIn {
  readonly identity: Identity;
  readonly authentication: Authentication;
  /** What a logout at the provider needs to know. */
  readonly session: Session;
  readonly beganAt: Date;
  readonly endsAt: Date;
}

/** Somebody who has signed out, for whatever else has to end with that. */
export interface SignedOut {
  /** Who wanted it: the person, in this browser, or the provider, of whatever browsers. */
  readonly by: 'person' | 'provider';
  /** The id of the connection. */
  readonly provider: string;
  /** The sessions of ours that have ended with it; none where nobody was signed in by them, or they are the application's own. */
  readonly sessions: readonly SignedIn[];
  /** Whom the provider knows it of: the person, unless it names nobody. */
  readonly subject?: Subject;
  /** Its names for its sessions (SessionIndex, `sid`); none means all of the person. */
  readonly indexes: readonly string[];
  /** Under which it is told in the audit. */
  readonly correlationId: string;
}

/** What a login amounts to: it ends when the provider says, or ours has lasted for so long. */
export function signedIn({ identity, authentication, session }: Login, now: Date, maxAgeSeconds: number): SignedIn {
  const last = plusSeconds(now, maxAgeSeconds);
  const endsAt = new Date(Math.min(Number(last), Number(session.notOnOrAfter ?? last)));
  return { identity, authentication, session, beganAt: now, endsAt };
}

/** As a store keeps it: of an attribute that has nothing but texts, these once; and instants as milliseconds, which are written faster. */
export function writeSignedIn({ identity, authentication, session, beganAt, endsAt }: SignedIn): string {
  const attributes = identity.attributes.map((attribute) => (isText(attribute) ? { ...attribute, content: undefined } : attribute));
  return JSON.stringify({
    identity: { ...identity, attributes },
    authentication: { ...authentication, instant: Number(authentication.instant) },
    session: session.notOnOrAfter === undefined ? session : { ...session, notOnOrAfter: Number(session.notOnOrAfter) },
    beganAt: Number(beganAt),
    endsAt: Number(endsAt),
  });
}

/** @throws SsoError `store.unavailable` where the store gives back something else than it was given */
export function readSignedIn(text: string): SignedIn {
  try {
    // Sound: the store gives back what was written for it, but for instants.
    const read = JSON.parse(text) as SignedIn;
    const { notOnOrAfter } = read.session;
    return Object.freeze({
      ...read,
      identity: { ...read.identity, attributes: read.identity.attributes.map(withContent) },
      authentication: { ...read.authentication, instant: instantIn(read.authentication.instant) },
      session: { ...read.session, ...(notOnOrAfter === undefined ? {} : { notOnOrAfter: instantIn(notOnOrAfter) }) },
      beganAt: instantIn(read.beganAt),
      endsAt: instantIn(read.endsAt),
    });
  } catch (cause) {
    // What the parser says shows what was kept.
    throw new SsoError('store.unavailable', { store: 'sessions' }, cause instanceof SyntaxError ? undefined : cause);
  }
}

/** The instant that was written. @throws RangeError for what is none: what ends then would be held to last for ever */
function instantIn(kept: unknown): Date {
  // Texts were written by versions before.
  const instant = new Date(typeof kept === 'number' || typeof kept === 'string' ? kept : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new RangeError('not an instant');
  return instant;
}

function isText({ values, content }: Attribute): boolean {
  return content.length === values.length && content.every((one, place) => one.kind === 'text' && one.text === values[place]);
}

function withContent(kept: Omit<Attribute, 'content'> & Partial<Attribute>): Attribute {
  return { ...kept, content: kept.content ?? kept.values.map((text) => ({ kind: 'text', text })) };
}
