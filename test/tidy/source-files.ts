import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type EcmaScriptModule, parseSync } from 'oxc-parser';

/** A TypeScript file of the project with what the house rules look at. */
export interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
  /** Names of the types that it exports: interfaces, aliases, classes. */
  readonly types: readonly string[];
}

export interface Import {
  readonly line: number;
  /** As written. */
  readonly from: string;
  /** The project file it names; null = a library. */
  readonly target: string | null;
}

/** The project's folder, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every file git tracks or would track. */
export const trackedFiles: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(ROOT + path));

/** All TypeScript of the project, tests included. */
export const sourceFiles: readonly SourceFile[] = trackedFiles.filter((path) => path.endsWith('.ts')).map(readSource);

/** The program without its tests. */
export const programFiles = sourceFiles.filter((file) => !file.path.startsWith('test/'));

function readSource(path: string): SourceFile {
  const text = readFileSync(ROOT + path, 'utf8');
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const types = program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || !node.declaration) return [];
    const { declaration } = node;
    const isType = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ClassDeclaration'].includes(declaration.type);
    return isType && 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : [];
  });
  return { path, text, lines: text.split('\n'), imports: importsOf(module, text), types };
}

/** Everything that names another module: imports and re-exports, of types too, and dynamic imports of a literal. */
function importsOf(module: EcmaScriptModule, text: string): Import[] {
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries[0]?.moduleRequest ?? []),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const literal = /^'([^']+)'$/.exec(text.slice(start, end));
      return literal ? [{ start, value: literal[1]! }] : [];
    }),
  ];
  const typeImports = [...text.matchAll(/\btypeof import\('([^']+)'\)/g)];
  requests.push(...typeImports.map(({ index, 1: value }) => ({ start: index, end: index, value: value! })));
  return requests.map(({ start, value: from }) => ({
    line: text.slice(0, start).split('\n').length,
    from,
    target: from.startsWith('#') ? from.slice(1) : null,
  }));
}
