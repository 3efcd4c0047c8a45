/**
 * Confluence Data Center: its addresses, and what its REST interface can do about accounts and groups.
 *
 * @packageDocumentation
 */
import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import { knownFields, oneOf } from '../../core/options.ts';
import { incapableOf } from '../capabilities.ts';
import { type ConnectionOptions, connection, connectionFields } from '../connection.ts';
import { productAddresses } from '../destination.ts';
import type { Product } from '../product.ts';
import { probedVersion, restProduct } from '../rest-product.ts';
import { userNameRuleOf } from '../user-name.ts';
import { meanings, versionIn } from './answers.ts';
import { directory } from './directory.ts';
import { addressNames, nameProblem, userNameRule, webSudoSetting } from './names.ts';
import { capabilities, requests, versionRequest } from './requests.ts';

/** Where Confluence is, how it is asked, and how accounts are made there. */
export interface ConfluenceOptions extends ConnectionOptions {
  /**
   * Confluence makes no account without a password: `random` makes one up that nobody knows, `mail` has Confluence write to the person,
   * who can then sign in past the identity provider. Default: `random`.
   */
  readonly firstPassword?: 'random' | 'mail';
}

/**
 * Confluence, as provisioning sees it.
 *
 * @throws SsoError `config.invalid` with the field
 */
export function confluence(options: ConfluenceOptions, env: Env = systemEnv): Product {
  knownFields(options, [...connectionFields, 'firstPassword']);
  const names = userNameRuleOf(options.userNames, userNameRule);
  const dialect = {
    ...own,
    ...directory,
    urls: productAddresses(options.baseUrl, addressNames),
    incapable: incapableOf(capabilities, options),
    userNameProblem: (name: string) => nameProblem(name, names),
    makesUpPassword: oneOf('firstPassword', options.firstPassword, ['random', 'mail'], 'random') === 'random',
  };
  return restProduct(dialect, connection(options), env);
}

/**
 * The version that Confluence says it has, for the option of that name.
 *
 * @throws SsoError `config.invalid`, `product.*`, `transport.*`
 */
export function confluenceVersion(options: Pick<ConfluenceOptions, 'baseUrl' | 'authentication'>, env: Env = systemEnv): Promise<string> {
  return probedVersion(own, connection(options), versionRequest, versionIn, env);
}

const own = { name: 'confluence', requests, meanings, webSudoSetting } as const;
