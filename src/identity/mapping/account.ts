/** What a product should know of a person: what a mapping made of an identity. */
export interface Account {
  /** The user name. */
  readonly name: string;
  readonly displayName?: string;
  readonly email?: string;
  /** Did the provider vouch for it that the address is the person's? */
  readonly emailVerified: boolean;
  /** Absent where the provider said nothing of groups, which is another thing than none. */
  readonly groups?: readonly string[];
  /** True where the provider says that there are more groups than it sent. */
  readonly groupsTruncated: boolean;
}
