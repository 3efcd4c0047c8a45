/**
 * Where documents are kept that must outlive this process, such as the last good metadata of a provider. Any place for texts by name will
 * do. What comes out of it is not believed for having been there: whoever writes to it could otherwise write a key.
 */
export interface DocumentStore {
  /** The document of that name, or undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  /** Puts a document in the place of the one before; whoever reads meanwhile gets one of the two, and never a half. */
  write(name: string, document: string): Promise<void>;
}
