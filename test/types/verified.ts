/** What each snippet of {@link snippets} begins with. */
const preamble = `
import type { Verified } from 'signon';
import type { Assertion } from 'signon/saml';
declare function read(assertion: Verified<Assertion>): void;
declare const sealed: Verified<Assertion>;
declare const other: Verified<{ readonly name: string }>;
declare const unknown: Verified<unknown>;
declare const assertion: Assertion;
`;

/** What is tried in the place of a Verified assertion, by name, with the errors that alone may come of it. */
export const attempts: Readonly<Record<string, { readonly code: string; readonly errors: readonly number[] }>> = {
  'what was verified': { code: 'read(sealed);', errors: [] },
  'what it holds, with its type': { code: 'export const id: string = sealed.value.id;', errors: [] },
  'an unverified assertion': { code: 'read(assertion);', errors: [2345] },
  'a spread copy': { code: 'read({ ...sealed });', errors: [2345] },
  'a spread copy with another value': { code: 'read({ ...sealed, value: assertion });', errors: [2345] },
  'a look-alike literal': { code: `read({ value: assertion, provider: 'idp', key: 'k', signed: 'Assertion' });`, errors: [2345] },
  'a look-alike of its public side': {
    code: 'declare const seen: Pick<Verified<Assertion>, keyof Verified<Assertion>>; read(seen);',
    errors: [2345],
  },
  'a class of the same shape': {
    code: `class Seal { readonly #sealed = true; readonly value = assertion; readonly provider = ''; readonly key = ''; readonly signed = ''; has() { return this.#sealed; } } read(new Seal());`,
    errors: [2345],
  },
  'a box of another type': { code: 'read(other);', errors: [2345] },
  'a box of who knows what': { code: 'read(unknown);', errors: [2345] },
  'a value of another type within': { code: 'export const id: number = sealed.value.id;', errors: [2322] },
  'an assertion by assertion': { code: 'read(assertion as Verified<Assertion>);', errors: [2352] },
  'another value in the same box': { code: 'sealed.value = assertion;', errors: [2540] },
  'a new box': { code: 'read(new Verified<Assertion>(assertion));', errors: [2673, 1361] },
  'a box of a class derived from it': { code: 'class Mine extends Verified<Assertion> {} export const mine = Mine;', errors: [1361, 2675] },
  'the seal itself': { code: `import { seal } from 'signon'; read(seal(assertion, sealed));`, errors: [2305] },
  'the seal by another door': { code: `import { seal } from 'signon/core/verified'; read(seal(assertion, sealed));`, errors: [2307] },
  'the reader of what was verified': {
    code: `import { readVerified } from 'signon/saml'; read(readVerified(sealed, () => assertion));`,
    errors: [2305],
  },
};

export const snippets: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(attempts).map(([name, { code }]) => [name, preamble + code]),
);

/** A package whose box has a hole: all it has is public, so that anybody can make one. */
export const openBox = `
export interface Verified<T> { readonly value: T; readonly provider: string; readonly key: string; readonly signed: string }
`;
