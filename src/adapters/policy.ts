import { flag, invalid, knownFields, list, oneOf, text } from '../core/options.ts';
import { type GroupPolicy, type GroupPolicyOptions, groupPolicy } from './group-policy.ts';

/** What may be done at a product when somebody signs in. */
export interface PolicyOptions {
  /**
   * - `off`: nothing at all; whoever signs in must be there under that name.
   * - `link`: nothing but to remember which account is whose.
   * - `create`: accounts are made for people who have none.
   * - `create-and-update`: and names and addresses follow the provider.
   */
  readonly accounts: 'off' | 'link' | 'create' | 'create-and-update';
  /** May an account be renamed as the provider renames the person? Only with `create-and-update`. Default: false. */
  readonly rename?: boolean;
  /**
   * May an account that was switched off be switched on? Where the provider is authoritative, that may be the one of somebody who has left,
   * for whoever has their name or address now. Default: false.
   */
  readonly reactivate?: boolean;
  /** What an account that is there already is found by, when somebody signs in for the first time. Default: `['name']`. */
  readonly match?: readonly ('name' | 'email')[];
  /**
   * What this provider may decide: who has which user name, and whose an address in one of these domains is. Without it nobody gets an
   * account that is there already, since any provider can call anybody anything.
   */
  readonly authoritative?: { readonly names?: boolean; readonly domains?: readonly string[] };
  /** Whose people may come: the domains of their addresses. Default: all. */
  readonly allowedDomains?: readonly string[];
  /** The attribute that people are known by, in place of the subject. */
  readonly linkAttribute?: string | undefined;
  /** Accounts of administrators that may be linked, by user name. Default: none. */
  readonly linkableAdministrators?: readonly string[];
  readonly groups?: GroupPolicyOptions;
}

/** Such a policy as parsed; names and domains in lower case. */
export interface Policy {
  readonly accounts: PolicyOptions['accounts'];
  readonly rename: boolean;
  readonly reactivate: boolean;
  readonly match: readonly ('name' | 'email')[];
  readonly authoritativeNames: boolean;
  readonly authoritativeDomains: readonly string[];
  readonly allowedDomains?: readonly string[];
  readonly linkAttribute?: string;
  readonly linkableAdministrators: readonly string[];
  readonly groups: GroupPolicy;
}

/** Reads a policy. @throws SsoError `config.invalid` */
export function policy(options: PolicyOptions): Policy {
  knownFields(options, fields);
  const { accounts, authoritative = {}, allowedDomains, linkAttribute } = options;
  knownFields(authoritative, ['names', 'domains'], 'authoritative.');
  if (accounts === undefined) throw invalid('accounts', 'must be given');
  oneOf('accounts', accounts, ['off', 'link', 'create', 'create-and-update'], 'off');
  const rename = flag('rename', options.rename);
  if (rename && accounts !== 'create-and-update') throw invalid('rename', 'is only for create-and-update');
  const match = list('match', options.match ?? ['name']);
  for (const by of match) oneOf('match', by, ['name', 'email'], 'name');
  const groups = groupPolicy(options.groups);
  const reactivate = flag('reactivate', options.reactivate);
  if (accounts === 'off') checkNothingElse(groups, reactivate);
  return Object.freeze({
    accounts,
    rename,
    reactivate,
    match: Object.freeze([...match]),
    authoritativeNames: flag('authoritative.names', authoritative.names),
    authoritativeDomains: lowerCase('authoritative.domains', authoritative.domains),
    linkableAdministrators: lowerCase('linkableAdministrators', options.linkableAdministrators),
    groups,
    ...(allowedDomains === undefined ? {} : { allowedDomains: lowerCase('allowedDomains', allowedDomains) }),
    ...(linkAttribute === undefined ? {} : { linkAttribute: text('linkAttribute', linkAttribute) }),
  });
}

/** Where nothing is written, nothing may seem to be. @throws SsoError `config.invalid` */
function checkNothingElse({ mode, defaults }: GroupPolicy, reactivate: boolean): void {
  if (mode !== 'off' || defaults.length > 0) throw invalid('groups', 'are left as they are where accounts is off');
  if (reactivate) throw invalid('reactivate', 'is not for accounts that are off');
}

/** Names that are compared without regard to case. @throws SsoError `config.invalid` */
function lowerCase(field: string, names: readonly string[] | undefined): readonly string[] {
  return Object.freeze(list(field, names).map((name) => text(field, name).toLowerCase()));
}

const fields = [
  'accounts',
  'rename',
  'reactivate',
  'match',
  'authoritative',
  'allowedDomains',
  'linkAttribute',
  'linkableAdministrators',
  'groups',
] satisfies (keyof PolicyOptions)[];
