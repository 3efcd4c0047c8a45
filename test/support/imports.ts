import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One import or re-export, static or dynamic, of a file under `src`. */
export interface Import {
  /** Relative to `src`, as `saml/login.ts`. */
  readonly from: string;
  /** A file relative to `src`, or the package of what is not ours. */
  readonly to: string;
  readonly ours: boolean;
  /** What is imported by name; `*` for all of it. */
  readonly names: readonly string[];
  /** True where nothing of it is left when it runs. */
  readonly typeOnly: boolean;
  /** True for what is loaded when it is asked for. */
  readonly late: boolean;
}

export const sourceFolder = fileURLToPath(new URL('../../src', import.meta.url));

/** Every source file, relative to `src`. */
export function sourceFiles(): readonly string[] {
  return readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted();
}

/** The package that a specifier is of: its subpaths are its own affair. What package.json maps stands for itself. */
export function packageOf(specifier: string): string {
  return /^(?:node:|#)/.test(specifier) ? specifier : (/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
}

/** Every import of a source file. */
export function importsOf(from: string): readonly Import[] {
  const text = readFileSync(join(sourceFolder, from), 'utf8');
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, names: readonly string[], typeOnly: boolean, late = false): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) throw new Error(`${from} imports what only shows when it runs`);
    const ours = specifier.text.startsWith('.');
    const to = ours
      ? relative(sourceFolder, resolve(dirname(join(sourceFolder, from)), specifier.text)).replaceAll('\\', '/')
      : packageOf(specifier.text);
    found.push({ from, to, ours, names, typeOnly, late });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importedNames(node.importClause), isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      const names =
        node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause.elements.map(originalName) : ['*'];
      add(node.moduleSpecifier, names, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], ['*'], false, true);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(literalOf(node.argument.literal), ['*'], true);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.ES2022, false));
  return found;
}

function importedNames(clause: ts.ImportClause | undefined): readonly string[] {
  const bindings = clause?.namedBindings;
  const named = bindings === undefined ? [] : ts.isNamedImports(bindings) ? bindings.elements.map(originalName) : ['*'];
  return clause?.name === undefined ? named : ['default', ...named];
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause?.isTypeOnly === true) return true;
  const bindings = clause?.namedBindings;
  return (
    clause?.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

/** `a` of `a as b`: a name that is changed on the way is still the same thing. */
function originalName({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (propertyName ?? name).text;
}

function literalOf(literal: ts.LiteralTypeNode['literal']): ts.Expression | undefined {
  return ts.isStringLiteral(literal) ? literal : undefined;
}
