import type { Env } from '../core/env.ts';
import { isSsoError } from '../core/errors.ts';
import { explainCommand } from './explain.ts';
import { explainOptions } from './explain-options.ts';
import { Unreadable } from './given.ts';
import { metadataCommand, metadataOptions } from './metadata.ts';
import { type Options, optionsText } from './options.ts';
import { sheetCommand, sheetOptions } from './sheet.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal.ts';

/** One command of the line. */
interface Command {
  readonly run: (words: readonly string[], terminal: Terminal, env: Env) => Promise<ExitCode>;
  /** What stands behind its name. */
  readonly about: string;
  readonly help: string;
  readonly options: Options;
}

/** All of them by their names. */
export const commands: Readonly<Record<string, Command>> = {
  explain: {
    run: explainCommand,
    about: 'FILE|-',
    help: 'why an answer of a provider is refused, and what to change',
    options: explainOptions,
  },
  metadata: { run: metadataCommand, about: 'FILE|URL|-', help: 'what metadata says, and what is wrong with it', options: metadataOptions },
  sheet: { run: sheetCommand, about: 'PRODUCT', help: 'what to type into the screens of a provider for a product', options: sheetOptions },
};

/** Runs the command that was typed; whatever goes wrong is said on the standard error. */
export async function run(words: readonly string[], terminal: Terminal, env: Env): Promise<ExitCode> {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return helped(/^(?:--help|-h|help)$/.test(name), helpText(), terminal);
  if (rest.includes('--help')) return helped(true, commandText(name, command), terminal);
  try {
    return await command.run(rest, terminal, env);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    // Sound: what has an exit code of its own is an error.
    terminal.complain(`signon ${name}: ${(error as Error).message}\n`);
    return code;
  }
}

function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof Unreadable) return exitCodes.unreadable;
  if (!isSsoError(error)) return undefined;
  return error.code === 'config.invalid' ? exitCodes.usage : exitCodes.unreadable;
}

function helped(asked: boolean, text: string, terminal: Terminal): ExitCode {
  if (asked) terminal.write(text);
  else terminal.complain(text);
  return asked ? exitCodes.accepted : exitCodes.usage;
}

function helpText(): string {
  const lines = Object.entries(commands).map(([name, { about, help }]) => `  signon ${`${name} ${about}`.padEnd(20)}  ${help}\n`);
  return `${lines.join('')}\nEach with --help tells its options.\n`;
}

function commandText(name: string, { about, help, options }: Command): string {
  return `signon ${name} ${about}: ${help}\n\n${optionsText(options)}`;
}
