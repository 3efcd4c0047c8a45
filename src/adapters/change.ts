/** Which account is to change: by the name that it has now, since that is what most calls take, and by its key, to be sure. */
export interface Target {
  readonly key: string;
  readonly name: string;
}

/** What an account is to be made with. */
export interface NewAccount {
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
}

/** One thing that a product has to do about an account. */
export type Change =
  | { readonly kind: 'create'; readonly account: NewAccount }
  | { readonly kind: 'update'; readonly user: Target; readonly displayName?: string; readonly email?: string }
  | { readonly kind: 'rename'; readonly user: Target; readonly newName: string }
  | { readonly kind: 'activate'; readonly user: Target }
  | { readonly kind: 'deactivate'; readonly user: Target }
  | { readonly kind: 'create-group'; readonly group: string }
  | { readonly kind: 'join'; readonly user: Target; readonly group: string }
  | { readonly kind: 'leave'; readonly user: Target; readonly group: string }
  | { readonly kind: 'end-sessions'; readonly user: Target };
