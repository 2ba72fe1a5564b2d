import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A TypeScript file of the project with what the house rules look at. */
export interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
}

export interface Import {
  readonly line: number;
  /** As written. */
  readonly from: string;
  /** The project file it names; null = a library. */
  readonly target: string | null;
  readonly typeOnly: boolean;
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
  return { path, text, lines: text.split('\n'), imports: importsOf(text) };
}

/** Static imports, re-exports and dynamic imports with a literal name. */
function importsOf(text: string): Import[] {
  const pattern =
    /(?:^import\s+(type\s)?(?:[^'"]*?\sfrom\s+)?|^export\s+(type\s)?[^'"]*?\sfrom\s+|\bimport\()'([^']+)'/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const from = match[3]!;
    return {
      line: text.slice(0, match.index).split('\n').length,
      from,
      target: from.startsWith('#') ? from.slice(1) : null,
      typeOnly: Boolean(match[1] ?? match[2]),
    };
  });
}
