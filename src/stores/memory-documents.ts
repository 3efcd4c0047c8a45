import type { DocumentStore } from '../core/document-store.ts';

/** A document store in the memory of this process: for tests and trials, since documents are kept for when it ends. */
export function memoryDocumentStore(): DocumentStore {
  const documents = new Map<string, string>();
  return {
    read: async (name) => documents.get(name),
    write: async (name, document) => {
      documents.set(name, document);
    },
  };
}
