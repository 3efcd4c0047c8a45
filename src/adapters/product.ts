import type { Change } from './change.ts';
import type { ProductAddresses } from './destination.ts';

/** The products that people are signed in to. */
export type ProductName = 'jira' | 'service-management' | 'confluence' | 'bitbucket';

/** An account as the product has it. */
export interface ProductUser {
  /** The product's own name for it, which no renaming changes: `key` in Jira, `userKey` in Confluence, `id` in Bitbucket. */
  readonly key: string;
  readonly name: string;
  readonly displayName?: string;
  /** Absent where the product does not tell, as Confluence does not. */
  readonly email?: string;
  readonly active: boolean;
  /** False where the account is in a directory that the product cannot write to; absent where it does not say. */
  readonly writable?: boolean;
  /** When the person was last seen, where the product says so. */
  readonly lastLogin?: Date;
}

/**
 * What to look an account up by; equal to the last character, but for the case of a name or an address, which no product minds. With a
 * key goes the name that the account had when it was last seen, for products that find nobody by key alone.
 */
export type Lookup = { readonly key: string; readonly lastName: string } | { readonly name: string } | { readonly email: string };

/** What a product may be asked to do, beside the changes. */
export type Operation = Change['kind'] | 'find-by-key' | 'find-by-name' | 'find-by-email' | 'groups-of' | 'group-exists';

/** Why a product cannot do something: since its REST has nothing for it, or since its version is too old. */
export type Incapable = { readonly reason: 'no-such-call' } | { readonly reason: 'version'; readonly since: string };

/** A product as provisioning sees it. All of it goes over its REST interface. */
export interface Product {
  /** Our own name for this installation, under which links are kept. Default: its name. */
  readonly id: string;
  readonly name: ProductName;
  /** Where its pages are, and what may be sent to them. */
  readonly urls: ProductAddresses;
  /** What it cannot do, in the version that was given or found; what is not here it can. */
  readonly incapable: ReadonlyMap<Operation, Incapable>;
  /**
   * The account that is meant, inactive ones among them.
   *
   * @returns undefined where there is none
   * @throws SsoError `product.ambiguous-user` where several fit, `product.unsupported`, and what keeps a call from being answered
   */
  find(by: Lookup): Promise<ProductUser | undefined>;
  /** The names of all groups that an account is in, as the product writes them. */
  groupsOf(user: ProductUser): Promise<readonly string[]>;
  /** Those of these groups that exist, as the product writes them: it minds no case. */
  existing(groups: readonly string[]): Promise<readonly string[]>;
  /**
   * Carries out one change. Repeating one that was carried out before is no error, but for `create`: an account of that name may be
   * anybody's, and only a link can tell. That is `product.conflict`.
   *
   * @returns the account as it is afterwards, where the product tells; always after `create`
   * @throws SsoError `product.*`, `transport.*`
   */
  apply(change: Change): Promise<ProductUser | undefined>;
  /**
   * What is still to be done once an account is made, for whoever was interrupted between: a password that has stood in an address is changed.
   * Doing it again does no harm. Absent where a product needs nothing.
   *
   * @throws SsoError `product.*`, `transport.*`
   */
  complete?(user: Pick<ProductUser, 'name'>): Promise<void>;
}
