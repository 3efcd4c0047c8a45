/** How the demo looks on a screen of 100 columns. */
import process from 'node:process';
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** How wide a line may become. */
export const columns = 100;

/** Text in colour, where the screen has colours and nobody has asked for none. */
export function paint(style: Style, text: string): string {
  return coloured ? styleText(style, text, { validateStream: false }) : text;
}

/** Writes lines with so many blanks in front. */
export function print(indent: number, ...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(line === '' ? '\n' : `${' '.repeat(indent)}${line}\n`);
}

/** A heading over what follows. */
export function heading(text: string, remark = ''): void {
  print(0, '', paint('bold', text) + (remark === '' ? '' : paint('dim', `  ${remark}`)), paint('dim', '─'.repeat(columns)));
}

/** A name and what belongs to it, in lines that fit, the further ones under the first. */
export function field(indent: number, name: string, text: string, style: Style = 'reset', width = 12): void {
  const [first = '', ...more] = wrapped(text, columns - indent - width);
  print(indent, paint('dim', name.padEnd(width)) + paint(style, first), ...more.map((line) => ' '.repeat(width) + paint(style, line)));
}

/** A text in lines of at most so many characters, cut at blanks where there are some. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

const { NO_COLOR = '', FORCE_COLOR = '' } = process.env;
const coloured = NO_COLOR === '' && (FORCE_COLOR === '' ? process.stdout.isTTY === true : FORCE_COLOR !== '0');
