import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');

const ENTRIES = ['index', 'janitor', 'theory', 'vitest'];
const files = ENTRIES.map((name) => join(root, 'dist', 'types', 'src', 'library', `${name}.d.ts`));
const program = ts.createProgram(files, {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  noEmit: true,
});
const checker = program.getTypeChecker();

/** What a module exports, each export as what it finally is. */
function exportsOf(file: string): Map<string, ts.Symbol> {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol;
  return new Map(
    checker
      .getExportsOfModule(module)
      .map((symbol) => [symbol.name, symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol]),
  );
}

function isDocumented(symbol: ts.Symbol): boolean {
  return (
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '' || symbol.getJsDocTags().length > 0
  );
}

/** The methods of a class, which have to be explained like functions. */
function methodsOf(symbol: ts.Symbol): ts.Symbol[] {
  if (!(symbol.flags & ts.SymbolFlags.Class)) return [];
  return [...(symbol.members?.values() ?? [])].filter(({ flags }) => flags & ts.SymbolFlags.Method);
}

describe.each(ENTRIES.map((name, i) => [name, files[i] as string] as const))('the types of %s', (name, file) => {
  it('have a docstring for every export and every method', () => {
    const exported = exportsOf(file);
    expect(exported.size).toBeGreaterThan(5);
    const bare = [...exported].flatMap(([exportName, symbol]) =>
      [symbol, ...methodsOf(symbol)]
        .filter((one) => !isDocumented(one) && !(one.flags & ts.SymbolFlags.Module))
        .map((one) => (one === symbol ? exportName : `${exportName}.${one.name}`)),
    );
    expect(bare).toEqual([]);
  });

  it('are all on the page', () => {
    const names = [...exportsOf(file).keys()];
    expect(
      names.filter((exported) => !page.includes(`\`${exported}\``)),
      name,
    ).toEqual([]);
  });
});
