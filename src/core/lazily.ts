/**
 * What is loaded when it is first asked for, and kept. `import()` alone would look it up again each time, which at every login costs more
 * than to read a signature.
 */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      // What could not be read this time may be there the next.
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
