import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toHex } from '../core/bytes.ts';
import type { DocumentStore } from '../core/document-store.ts';
import type { Env } from '../core/env.ts';
import { isSsoError, SsoError } from '../core/errors.ts';
import { invalid, text } from '../core/options.ts';
import { systemEnv } from './env.ts';

/**
 * A document store that is a folder: a file for each document, which only the user of this process may read. A file is written beside its
 * place and then moved there in one step, so that neither a reader nor a crash finds half of it. The folder is made when it is first
 * needed; several processes may share it.
 *
 * @param path - of the folder
 * @throws SsoError `config.invalid` for a path that is none. Its functions throw `config.invalid` for a name that is longer than the name of a
 *   file may be, and `store.unavailable` where the file system does not let them
 */
export function folderStore(path: string, env: Pick<Env, 'random'> = systemEnv): DocumentStore {
  text('path', path);
  return {
    read: async (name) => {
      const file = join(path, fileName(name));
      return await unlessDenied(readFile(file, 'utf8').catch(undefinedIfMissing));
    },
    write: async (name, document) => {
      const file = join(path, fileName(name));
      await unlessDenied(replace(file, document, join(path, `.${toHex(env.random(8))}.part`)));
    },
  };
}

async function replace(file: string, document: string, beside: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeWhole(beside, document);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeWhole(file: string, document: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(document, 'utf8');
    // Before it is moved: else the new name could outlive a crash, and what it stands for not.
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a file by which nothing but this document of this folder can be meant. */
function fileName(name: string): string {
  if (/\p{Cs}/u.test(text('name', name))) throw invalid('name', 'must be Unicode');
  const encoded = encodeURIComponent(name).replace(/^\.|[*'()!~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  if (encoded.length > longestName) throw invalid('name', `must have at most ${longestName} characters once it is percent-encoded`);
  return encoded;
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

async function unlessDenied<T>(action: Promise<T>): Promise<T> {
  try {
    return await action;
  } catch (error) {
    throw isSsoError(error) ? error : new SsoError('store.unavailable', { store: 'document' }, error);
  }
}

const longestName = 200;
