import { toBase64, utf8 } from '../core/bytes.ts';
import { invalid, knownFields, oneOf, text } from '../core/options.ts';
import { baseAddress } from './destination.ts';
import type { Operation } from './product.ts';
import type { UserNameRule } from './user-name.ts';

/**
 * How we prove to a product who we are. A personal access token acts with all rights of its owner; Bitbucket's tokens never reach its
 * administration, for which it takes a password.
 */
export type ProductAuthentication =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string };

/** Where a product is and how it is asked; every product has these options. */
export interface ConnectionOptions {
  /** Our own name for this installation, under which links are kept. Default: the name of the product; several of one kind need one each. */
  readonly id?: string;
  /** As the product's own settings have it: https, or http on loopback; with its context path, if any. */
  readonly baseUrl: string;
  /** An account with the right to administer users. Its language should be English: of some refusals the products give a sentence only. */
  readonly authentication: ProductAuthentication;
  /** The product's version, such as `9.12.4`. Default: what the newest can do. */
  readonly version?: string;
  /** From which version on the product can do something, where the table of this package is not right about yours. */
  readonly since?: Readonly<Partial<Record<Operation, string>>>;
  /**
   * What new accounts may be called. Default: no capitals, and none of `\ , + < > ' "`, which is Confluence's own rule; for the others,
   * whose rule is not written down anywhere, `&` neither. Customers of a service desk may be called by any address.
   */
  readonly userNames?: Partial<UserNameRule>;
}

/** A product to talk to: made of the options and frozen. */
export interface Connection {
  readonly id?: string;
  readonly baseUrl: string;
  readonly authorization: string;
}

/** The fields of {@link ConnectionOptions}, for those who take them among others. */
export const connectionFields = [
  'id',
  'baseUrl',
  'authentication',
  'version',
  'since',
  'userNames',
] as const satisfies (keyof ConnectionOptions)[];

/** @throws SsoError `config.invalid` with the field */
export function connection({ id, baseUrl, authentication }: Pick<ConnectionOptions, 'id' | 'baseUrl' | 'authentication'>): Connection {
  return Object.freeze({
    baseUrl: baseAddress('baseUrl', baseUrl),
    authorization: authorizationOf(authentication),
    ...(id === undefined ? {} : { id: text('id', id) }),
  });
}

function authorizationOf(authentication: ProductAuthentication): string {
  if (typeof authentication !== 'object' || authentication === null) throw invalid('authentication', 'must be an object');
  const kind = oneOf('authentication.kind', authentication.kind, ['token', 'basic'], 'token');
  knownFields(authentication, fields[kind], 'authentication.');
  if (authentication.kind === 'basic') return `Basic ${toBase64(utf8(credentialsOf(authentication)))}`;
  const token = text('authentication.token', authentication.token);
  if (!/^[\x21-\x7e]+$/.test(token)) throw invalid('authentication.token', 'must be one word of printable ASCII');
  return `Bearer ${token}`;
}

/** RFC 7617 2: a colon would end the name. */
function credentialsOf({ user, password }: Extract<ProductAuthentication, { kind: 'basic' }>): string {
  if (/[:\p{Cc}]/u.test(text('authentication.user', user)))
    throw invalid('authentication.user', 'must have neither a colon nor control characters');
  if (/\p{Cc}/u.test(text('authentication.password', password)))
    throw invalid('authentication.password', 'must have no control characters');
  return `${user}:${password}`;
}

const fields = { token: ['kind', 'token'], basic: ['kind', 'user', 'password'] } as const;
