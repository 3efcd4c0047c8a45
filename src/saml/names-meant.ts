import type { Subject } from '../identity/identity.ts';
import { nameMeant } from '../identity/session-names.ts';
import type { LogoutExpectation } from './logout-expectation.ts';
import { nameIdFormats } from './names.ts';

/**
 * The names of the sessions that a logout means: those of the person by each index, or without one all of the person. What a NameID leaves
 * out equals its default, so that a session is found whichever of the two the assertion of its login wrote.
 *
 * @see SAMLCore 3.7.3.1; 2.2.2 and 8.3.7 for the defaults
 */
export function namesMeant({ idp, sp }: LogoutExpectation, subject: Subject, indexes: readonly string[]): readonly string[] {
  const defaults = { format: nameIdFormats.unspecified, nameQualifier: idp.entityId, spNameQualifier: sp.entityId };
  const sessions = indexes.length === 0 ? [{}] : indexes.map((index) => ({ index }));
  const names = spellings(subject, defaults).flatMap((spelt) =>
    sessions.flatMap((session) => nameMeant({ protocol: 'saml', provider: idp.id, subject: spelt, ...session }) ?? []),
  );
  return [...new Set(names)];
}

/** A name with each part that is its default, or is left out, both written and left out. */
function spellings(subject: Subject, defaults: Required<Pick<Subject, (typeof parts)[number]>>): readonly Subject[] {
  let spelt: readonly Subject[] = [{ value: subject.value }];
  for (const part of parts) {
    const { [part]: written = defaults[part] } = subject;
    const without = written === defaults[part] ? spelt : [];
    spelt = [...without, ...spelt.map((name) => ({ ...name, [part]: written }))];
  }
  return spelt;
}

const parts = ['format', 'nameQualifier', 'spNameQualifier'] as const;
