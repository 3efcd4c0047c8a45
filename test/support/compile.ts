import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What stands for the package when a snippet is compiled: other files for its entry points, or its own `exports` when left out. */
export type Instead = Readonly<Record<string, string>>;

/**
 * Compiles snippets as strictly as we compile ourselves, each as a module of its own within the package.
 *
 * @param snippets - TypeScript by name
 * @param files - further files of the same folder, which `instead` may name
 * @returns for each snippet the numbers of the errors that it gives
 */
export function compile(
  snippets: Readonly<Record<string, string>>,
  instead?: Instead,
  files: Readonly<Record<string, string>> = {},
): Readonly<Record<string, readonly number[]>> {
  const texts = new Map([...Object.entries(snippets), ...Object.entries(files)].map(([name, text]) => [pathOf(name), text]));
  const own = ownOptions();
  const others = Object.fromEntries(Object.entries(instead ?? {}).map(([name, file]) => [name, [file]]));
  // What stands for what is built has no part in a package that is used as it is built.
  const paths = instead === undefined ? {} : { ...own.paths, ...others };
  const options: ts.CompilerOptions = { ...own, paths, noEmit: true, skipLibCheck: false, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const errors = (name: string): readonly number[] => {
    const source = program.getSourceFile(pathOf(name));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ code }) => code);
  };
  return Object.fromEntries(Object.keys(snippets).map((name) => [name, errors(name)]));
}

/** The errors within declaration files themselves, as a consumer who checks them sees them. */
export function declarationErrors(files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, { ...ownOptions(), paths: {}, noEmit: true, skipLibCheck: false, types: ['node'] });
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ code, messageText }) => `${file}: TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

/** Nobody has such a folder: the snippets are only in memory. */
function pathOf(name: string): string {
  return `${root.replaceAll('\\', '/')}snippets/${name.replaceAll(/[^\w.]+/g, '-')}${name.endsWith('.ts') ? '' : '.ts'}`;
}

function ownOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root).options;
}
