/**
 * Bitbucket Data Center: its addresses, and what its REST interface can do about accounts and groups.
 *
 * @packageDocumentation
 */
import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import { knownFields, oneOf } from '../../core/options.ts';
import { incapableOf } from '../capabilities.ts';
import type { Change } from '../change.ts';
import { type ConnectionOptions, connection, connectionFields } from '../connection.ts';
import { productAddresses } from '../destination.ts';
import type { Product } from '../product.ts';
import { probedVersion, restProduct } from '../rest-product.ts';
import { userNameProblem, userNameRuleOf } from '../user-name.ts';
import { meanings, versionIn } from './answers.ts';
import { directory } from './directory.ts';
import { addressNames, userNameRule, webSudoSetting } from './names.ts';
import { capabilities, passwordRequest, requests, versionRequest } from './requests.ts';

/** Where Bitbucket is, how it is asked, and how accounts are made there. Its administration takes no access token: give a password. */
export interface BitbucketOptions extends ConnectionOptions {
  /**
   * Bitbucket makes no account without a password. With `mail` it writes to the person, who can then sign in past the identity provider;
   * with `random` one that nobody knows stands in the address of a call, where others may write it down, and is changed by the next call.
   * Default: `mail`.
   */
  readonly firstPassword?: 'random' | 'mail';
}

/**
 * Bitbucket, as provisioning sees it.
 *
 * @throws SsoError `config.invalid` with the field
 */
export function bitbucket(options: BitbucketOptions, env: Env = systemEnv): Product {
  knownFields(options, [...connectionFields, 'firstPassword']);
  const names = userNameRuleOf(options.userNames, userNameRule);
  const makesUpPassword = oneOf('firstPassword', options.firstPassword, ['random', 'mail'], 'mail') === 'random';
  const dialect = {
    ...own,
    ...directory,
    urls: productAddresses(options.baseUrl, addressNames),
    incapable: incapableOf(capabilities, options),
    userNameProblem: (name: string) => userNameProblem(name, names),
    makesUpPassword,
    ...(makesUpPassword ? { afterCreate: passwordRequest } : {}),
  };
  const product = restProduct(dialect, connection(options), env);
  const apply = async (change: Change) => product.apply(change.kind === 'update' ? await whole(product, change) : change);
  return Object.freeze({ ...product, apply });
}

/**
 * The version that Bitbucket says it has, for the option of that name.
 *
 * @throws SsoError `config.invalid`, `product.*`, `transport.*`
 */
export function bitbucketVersion(options: Pick<BitbucketOptions, 'baseUrl' | 'authentication'>, env: Env = systemEnv): Promise<string> {
  return probedVersion(own, connection(options), versionRequest, versionIn, env);
}

/** Whether Bitbucket keeps what an update leaves out, nobody has written down: it is given all of it. */
async function whole(product: Product, change: Extract<Change, { kind: 'update' }>): Promise<Change> {
  if (change.displayName !== undefined && change.email !== undefined) return change;
  const { displayName, email } = (await product.find({ key: change.user.key, lastName: change.user.name })) ?? {};
  return { ...(displayName === undefined ? {} : { displayName }), ...(email === undefined ? {} : { email }), ...change };
}

const own = { name: 'bitbucket', requests, meanings, webSudoSetting } as const;
