/** What a command has of the world around it, beside the environment. */
export interface Terminal {
  /** The octets of a file, or of the standard input where it is called `-`. */
  read(file: string): Promise<Uint8Array>;
  /** To the standard output. */
  write(text: string): void;
  /** To the standard error. */
  complain(text: string): void;
  /** Whether colours are shown there, and wanted. */
  readonly coloured: boolean;
}

/** What a process ends with: the table of the README says when. */
export const exitCodes = { accepted: 0, refused: 1, usage: 2, unreadable: 3 } as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** How something is shown where there are colours. */
export type Colour = keyof typeof escapes;

/** Shows a text in a colour, or as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** The brush of a terminal. */
export function paintOf({ coloured }: Pick<Terminal, 'coloured'>): Paint {
  return (colour, text) => (coloured ? `\u001b[${escapes[colour]}m${text}\u001b[0m` : text);
}

/** JSON for machines, in which nothing is left that a terminal could take for a command. */
export function jsonText(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, undefined, 2).replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped)}\n`;
}

const escapes = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;
