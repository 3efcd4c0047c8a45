/** What is written for the next start, one after the other, and why the last of it is not there. */
export interface Writing {
  /** Comes to an end when all is written that there was to keep. */
  writing: Promise<void>;
  backupError?: unknown;
}

/** Writes once all before it is written. Nobody who signs in waits for it. */
export function writeNext(standing: Writing, write: () => Promise<void>): void {
  standing.writing = standing.writing.then(write).then(
    () => {
      standing.backupError = undefined;
    },
    (error: unknown) => {
      standing.backupError = error;
    },
  );
}
