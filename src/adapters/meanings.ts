import { type ErrorDetails, SsoError } from '../core/errors.ts';
import type { Answer } from '../core/http.ts';
import type { Asked } from './answer.ts';
import type { ProductName } from './product.ts';
import { retryAfterSeconds } from './rest.ts';

/** What an answer without success means. Of a table of these the first that fits counts. */
export interface Meaning {
  readonly status: number;
  /** In answer to these; default: to anything. */
  readonly to?: readonly Asked[];
  /** What a header of the answer holds, too. */
  readonly header?: { readonly name: string; readonly holds: RegExp };
  /** What its body holds, too. */
  readonly body?: RegExp;
  /**
   * The error; or that there is nothing of that name; or that only looking tells whether the change had been carried out before, and
   * where it had not, the rows below count.
   */
  readonly means: Refusal | 'absent' | 'look';
}

/** The errors that an answer can mean. */
export type Refusal =
  | 'product.credentials'
  | 'product.permission'
  | 'product.websudo-required'
  | 'product.captcha-required'
  | 'product.directory-read-only'
  | 'product.license-exceeded'
  | 'product.user-not-found'
  | 'product.unsupported'
  | 'product.conflict'
  | 'product.busy'
  | 'product.answer';

/** An answer, what it was given to, and what an error has to say about it. */
export interface Refused {
  readonly product: ProductName;
  readonly operation: Asked;
  readonly answer: Answer;
  /** Which setting ends that an administrator must type a password once more. */
  readonly webSudoSetting: string;
}

/** What an answer means, in the order of the table; `product.answer` where no row fits. */
export function* meaningsOf(table: readonly Meaning[], operation: Asked, answer: Answer): Generator<Meaning['means']> {
  const body = new TextDecoder().decode(answer.octets.subarray(0, mostRead));
  for (const { status, to, header, body: holds, means } of table) {
    if (status !== answer.status || to?.includes(operation) === false) continue;
    if (header !== undefined && !header.holds.test(answer.headers.get(header.name) ?? '')) continue;
    if (holds === undefined || holds.test(body)) yield means;
  }
  yield 'product.answer';
}

/** The error for an answer, once it is known which. */
export function refusalFor<Code extends Refusal>(code: Code, refused: Refused): SsoError<Code> {
  return new SsoError<Code>(code, details[code](refused));
}

/** The error for an answer that no looking would change. */
export function refusalIn(table: readonly Meaning[], refused: Refused): SsoError<Refusal> | undefined {
  for (const means of meaningsOf(table, refused.operation, refused.answer)) {
    if (means === 'absent') return undefined;
    if (means !== 'look') return refusalFor(means, refused);
  }
  return undefined;
}

/** Rows that all four products share; they come after a product's own. */
export const sharedMeanings: readonly Meaning[] = [
  // Too many wrong passwords, most likely ours: nothing helps but that somebody signs in by hand.
  { status: 401, header: { name: 'x-authentication-denied-reason', holds: /^CAPTCHA_CHALLENGE/ }, means: 'product.captcha-required' },
  { status: 403, header: { name: 'x-authentication-denied-reason', holds: /^CAPTCHA_CHALLENGE/ }, means: 'product.captcha-required' },
  { status: 401, body: /requires WebSudo/i, means: 'product.websudo-required' },
  { status: 403, body: /requires WebSudo/i, means: 'product.websudo-required' },
  { status: 401, means: 'product.credentials' },
  { status: 403, means: 'product.permission' },
  // No answer of the interface: a call that this version does not have, or another place than the product.
  { status: 404, header: { name: 'content-type', holds: /^text\/html/ }, means: 'product.unsupported' },
  { status: 404, to: ['find-by-key', 'find-by-name', 'group-exists'], means: 'absent' },
  {
    status: 404,
    to: ['groups-of', 'update', 'rename', 'activate', 'deactivate', 'end-sessions'],
    means: 'product.user-not-found',
  },
  // The product knows the address and not the method: a version without that call.
  { status: 405, means: 'product.unsupported' },
  { status: 409, means: 'product.conflict' },
  { status: 429, means: 'product.busy' },
  { status: 503, means: 'product.busy' },
];

/** In whatever words: a directory and that it is read-only, in one sentence. */
export const readOnlyDirectory = /director(?:y|ies)[^"]{0,80}read[- ]only|read[- ]only[^"]{0,80}director/i;

/** In whatever words: more people than the licence has seats, in one sentence. A group may be called licence as well. */
export const noSeatLeft = /exceed[^"]{0,80}licen[cs]e|licen[cs]e[^"]{0,80}exceed|licen[cs]e limit|LicenseLimit/i;

const details: { readonly [Code in Refusal]: (refused: Refused) => ErrorDetails[Code] } = {
  'product.credentials': ({ product }) => ({ product }),
  'product.permission': ({ product, operation }) => ({ product, operation }),
  'product.websudo-required': ({ product, webSudoSetting: setting }) => ({ product, setting }),
  'product.captcha-required': ({ product }) => ({ product }),
  'product.directory-read-only': ({ product }) => ({ product }),
  'product.license-exceeded': ({ product }) => ({ product }),
  'product.user-not-found': ({ product }) => ({ product }),
  'product.unsupported': ({ product, operation }) => ({ product, operation, reason: 'no-such-call' }),
  'product.conflict': ({ product, operation }) => ({ product, operation }),
  'product.busy': ({ product, answer }) => {
    const seconds = retryAfterSeconds(answer);
    return { product, ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }) };
  },
  'product.answer': ({ product, operation, answer }) => ({ product, operation, status: answer.status }),
};

const mostRead = 16_384;
