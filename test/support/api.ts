import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from './package.ts';

/**
 * The public declarations of the built package: what each entry point exports, without comments, and then whatever those
 * declarations mention that has no public name of its own.
 *
 * @param entries - the declaration file of each entry point, by the name that it is imported under
 */
export function publicDeclarations(entries: Readonly<Record<string, string>>): string {
  const files = Object.values(entries).map((file) => join(packageRoot, file));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  });
  const checker = program.getTypeChecker();
  const original = (symbol: ts.Symbol): ts.Symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const owners = new Map<ts.Symbol, string>();
  const sections = Object.entries(entries).map(([name, file]) => {
    const source = program.getSourceFile(join(packageRoot, file));
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    const exported = module === undefined ? [] : checker.getExportsOfModule(module).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const lines = exported.map((symbol) => {
      const target = original(symbol);
      const owner = owners.get(target);
      if (owner !== undefined) return `export { ${symbol.name} } from '${owner}';`;
      owners.set(target, name);
      return `export ${declarationOf(target, symbol.name)}`;
    });
    return [`// ${name}`, ...lines].join('\n\n');
  });
  const hidden = mentioned([...owners.keys()], checker, original).map((symbol) => declarationOf(symbol, symbol.name));
  return `${[...sections, ['// mentioned, without a public name', ...hidden.toSorted()].join('\n\n')].join('\n\n')}\n`;
}

/** Every symbol of the package that declarations mention, directly or by way of others, beyond the given ones. */
function mentioned(known: readonly ts.Symbol[], checker: ts.TypeChecker, original: (symbol: ts.Symbol) => ts.Symbol): readonly ts.Symbol[] {
  const found = new Set(known);
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    const target = symbol === undefined ? undefined : original(symbol);
    if (target !== undefined && isDeclaredHere(target)) found.add(target);
    ts.forEachChild(node, visit);
  };
  // A set that grows while it is walked is walked to its end.
  for (const symbol of found) for (const declaration of symbol.declarations ?? []) visit(declaration);
  return [...found].slice(known.length);
}

/** At the top of a file of the package: members and type parameters are part of what holds them. */
function isDeclaredHere({ declarations: [declaration] = [] }: ts.Symbol): boolean {
  const statement = declaration === undefined ? undefined : statementOf(declaration);
  return (
    declaration !== undefined &&
    ts.isSourceFile(statement?.parent ?? declaration) &&
    declaration.getSourceFile().fileName.includes('/dist/') &&
    !declaration.getSourceFile().fileName.includes('/node_modules/')
  );
}

function declarationOf({ declarations = [] }: ts.Symbol, name: string): string {
  return declarations
    .map((declaration) => {
      const node = statementOf(declaration);
      const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/^(?:export )?(?:declare )?/, '');
      const own = ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isVariableStatement(node) ? `declare ${text}` : text;
      const local = ts.getNameOfDeclaration(declaration)?.getText();
      return local === name ? own : `${own} // as ${name}`;
    })
    .join('\n');
}

/** The whole statement of a declaration: of a variable, with its `const`. */
function statementOf(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
