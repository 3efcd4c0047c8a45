/** A document that makes demands on us, each under its id: those that the document gives itself, else ours. */
export interface Source {
  /** As the README names it. */
  readonly name: string;
  /** By the words of RFC 2119. */
  readonly must: Demands;
  readonly should: Demands;
  readonly may?: Demands;
}

export type Demands = Readonly<Record<string, Requirement>>;

/** What shows that a demand is met; or which other demand it comes to; or why it is not met. */
export type Requirement = (
  | {
      /**
       * Each would fail if it were not: a vector by its path, a test as `file: sentence`, with the sentence of its group before it
       * where the file has that sentence twice (`file: group > sentence`).
       */
      readonly shown: readonly [string, ...string[]];
    }
  | { readonly as: string }
  | { readonly not: string }
) & {
  /** Where the document says so; those with ids of their own are found by them. */
  readonly section?: string;
  /** Where the text says something else than is often told of it, or where we do. */
  readonly note?: string;
};
