import { createHash } from 'node:crypto';
import { idTokenCases } from './id-token-case.ts';
import { asked, at, type TokenOptions } from './token.ts';
import type { TokenCaseOptions } from './token-case.ts';
import type { Case } from './workshop.ts';

/** How a product writes its ID token, but for what is secret or random. */
export interface ProductToken {
  /** What the README calls it: `op-` and this is the party. */
  readonly product: string;
  /** Which of its tokens this is, where there are several. */
  readonly variant?: string;
  /** Another party than that of the product. */
  readonly party?: string;
  readonly comment: string;
  /** To the letter, where it is a text. */
  readonly header: object | string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What says something about the person, in its order; all else is about the token. */
  readonly person: readonly string[];
  /** What else must come out. */
  readonly outcome: object;
}

/** A login that must be accepted as the product ends it. */
export function asIssued({ product, variant, party = product, comment, header, claims, person, outcome }: ProductToken): Case {
  const name = variant === undefined ? product : `${product}-${variant}`;
  const attributes = person.map((claim) => [claim, valuesOf(claims[claim])]);
  const subject = { value: claims['sub'] };
  const options: TokenCaseOptions = { ...written(header), claims: JSON.stringify(claims), parties: `rp op-${party}`, fields: withTokens };
  return accepts(`product-${name}`, comment, { issuer: claims['iss'], subject, attributes, ...outcome }, options);
}

/** What nearly every ID token says, of a person who signed in a minute ago. */
export const audience = asked.clientId;
export const nonce = asked.nonce;
/** The hash of the access token that comes along. */
export const accessTokenHash = createHash('sha256').update(asked.accessToken).digest().subarray(0, 16).toString('base64url');

/** An instant as it comes out. */
export function instant(seconds: number): string {
  return new Date(at(seconds) * 1000).toISOString();
}

/** Nothing is added to what a product writes. */
function written(header: object | string): TokenOptions {
  return { header: typeof header === 'string' ? header : JSON.stringify(header) };
}

function valuesOf(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one !== 'object').map(String);
}

const { accepts } = idTokenCases({ spec: 'OIDCCore 2', flags: 'product' });
const withTokens = { accessToken: asked.accessToken, code: asked.code };
