/**
 * What the adapters for the products share: the account that a mapping makes of an identity, what may be done about it at a product, and
 * how that is done; and how a product is connected to an identity provider. The products themselves are entries of their own.
 *
 * - `mapping` and `accountOf` make an account of an identity; `tryMapping` shows what each step makes of it.
 * - `policy` says what may be done, `plan` what there is to do, and `provision` does it; `deprovision` is for those who have left,
 *   and `endSessions` for those who have signed out.
 * - `addresses` makes ours by a scheme, `sheet` says what to type into the screens of a provider, and `setUp` has all steps in their order.
 *
 * @packageDocumentation
 */

export { type Link, type LinkStore, linkSubject } from '../identity/link.ts';
export type { Account } from '../identity/mapping/account.ts';
export type { GroupRule, GroupStep } from '../identity/mapping/group-rules.ts';
export {
  accountOf,
  type Mapping,
  type MappingOptions,
  type MappingStep,
  mapping,
  tryMapping,
  type ValueSource,
} from '../identity/mapping/mapping.ts';
export type { NameRule, NameStep } from '../identity/mapping/name-rules.ts';
export type { Change, NewAccount, Target } from './change.ts';
export type { ConnectionOptions, ProductAuthentication } from './connection.ts';
export { deprovision, type LeavingReport, type Leftover } from './deprovision.ts';
export { type AddressNames, type ProductAddresses, productAddresses } from './destination.ts';
export { endSessions, type ProductLogout } from './end-sessions.ts';
export type { CurrentGroups } from './group-changes.ts';
export type { GroupPolicy, GroupPolicyOptions } from './group-policy.ts';
export { type CrowdHandover, type CrowdOptions, type CrowdSession, crowdHandover } from './handover/crowd.ts';
export { type HandoverExpectation, readHandover } from './handover/read-handover.ts';
export { type SignedHeader, type SignedHeaderOptions, signedHeader } from './handover/signed-header.ts';
export { type Current, plan } from './plan.ts';
export { type Policy, type PolicyOptions, policy } from './policy.ts';
export type { Check } from './preparation.ts';
export type { Incapable, Lookup, Operation, Product, ProductName, ProductUser } from './product.ts';
export { type ProvisioningReport, type ProvisionOptions, provision } from './provision.ts';
export { type SetUpOptions, type SetUpStep, setUp, type TestRun } from './set-up.ts';
export { type Registration, type Sheet, type SheetField, sheet, sheetText } from './sheet.ts';
export { type Addresses, type AddressOptions, addresses, type OidcAddresses, type SamlAddresses, type SchemeOptions } from './urls.ts';
export type { UserNameRule } from './user-name.ts';
