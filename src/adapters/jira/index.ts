/**
 * Jira Data Center: its addresses, and what its REST interface can do about accounts and groups.
 *
 * @packageDocumentation
 */
import { systemEnv } from '#env';
import type { Env } from '../../core/env.ts';
import { knownFields } from '../../core/options.ts';
import { incapableOf } from '../capabilities.ts';
import { type ConnectionOptions, connection, connectionFields } from '../connection.ts';
import { productAddresses } from '../destination.ts';
import type { Product } from '../product.ts';
import { probedVersion, restProduct } from '../rest-product.ts';
import { userNameProblem, userNameRuleOf } from '../user-name.ts';
import { meanings, versionIn } from './answers.ts';
import { directory } from './directory.ts';
import { addressNames, userNameRule, webSudoSetting } from './names.ts';
import { capabilities, requests, versionRequest } from './requests.ts';

/** Where Jira is, and how it is asked. */
export type JiraOptions = ConnectionOptions;

/**
 * Jira, as provisioning sees it.
 *
 * @throws SsoError `config.invalid` with the field
 */
export function jira(options: JiraOptions, env: Env = systemEnv): Product {
  knownFields(options, connectionFields);
  const names = userNameRuleOf(options.userNames, userNameRule);
  const dialect = {
    ...own,
    ...directory(own.name),
    urls: productAddresses(options.baseUrl, addressNames),
    incapable: incapableOf(capabilities, options),
    userNameProblem: (name: string) => userNameProblem(name, names),
  };
  return restProduct(dialect, connection(options), env);
}

/**
 * The version that Jira says it has, for the option of that name.
 *
 * @throws SsoError `config.invalid`, `product.*`, `transport.*`
 */
export function jiraVersion(options: Pick<JiraOptions, 'baseUrl' | 'authentication'>, env: Env = systemEnv): Promise<string> {
  return probedVersion(own, connection(options), versionRequest, versionIn, env);
}

const own = { name: 'jira', requests, meanings, webSudoSetting, makesUpPassword: false } as const;
