import type { Session } from './identity.ts';

/**
 * The names under which a session of ours is found when a provider ends one of its own: all sessions of the person, that of the person by
 * its index, and that by its index alone, for providers which name nobody.
 */
export function sessionNames({ provider, subject, index }: Session): readonly string[] {
  const person = subject && [subject.value, subject.format ?? '', subject.nameQualifier ?? '', subject.spNameQualifier ?? ''];
  return [
    ...(person === undefined ? [] : [['subject', ...person]]),
    ...(person === undefined || index === undefined ? [] : [['session', ...person, index]]),
    ...(index === undefined ? [] : [['index', index]]),
  ].map((name) => JSON.stringify([provider, ...name]));
}

/** The one of these names that a logout means: of a person who is named with an index that session alone, else all that it names. */
export function nameMeant(session: Session): string | undefined {
  const [first, exact] = sessionNames(session);
  return exact ?? first;
}
