import { run } from '../../src/cli/run.ts';
import type { ExitCode } from '../../src/cli/terminal.ts';
import type { Env } from '../../src/core/env.ts';
import { world } from './world.ts';

/** What a command has written, and how it ended. */
export interface Typed {
  readonly code: ExitCode;
  readonly out: string;
  readonly errors: string;
}

/** The files that a command finds, by their names; `-` is the standard input. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs a command as if it was typed, at the instant of clean messages. */
export async function typed(
  words: readonly string[],
  files: Files = {},
  { coloured = false, env = world() }: { readonly coloured?: boolean; readonly env?: Env } = {},
): Promise<Typed> {
  let [out, errors] = ['', ''];
  const terminal = {
    coloured,
    read: async (file: string) => {
      const content = files[file];
      if (content === undefined) throw new Error('no such file');
      return typeof content === 'string' ? Buffer.from(content) : content;
    },
    write: (text: string) => {
      out += text;
    },
    complain: (text: string) => {
      errors += text;
    },
  };
  const code = await run(words, terminal, env);
  return { code, out, errors };
}
