import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a program loads, with what it loads in processes and threads that it starts. */
export interface ImportClosure {
  /** Files of the project. */
  readonly files: ReadonlySet<string>;
  /** Packages by name, each with one of the files that load it. */
  readonly packages: ReadonlyMap<string, string>;
}

/**
 * Everything that this program could load, by walking from file to file: imports that are left when types are stripped,
 * `require`, and other programs that are named as `new URL('….ts', import.meta.url)`.
 */
export function importClosure(program: string): ImportClosure {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const open = [program];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const name of loadedBy(file)) {
      if (name.startsWith('#')) open.push(name.slice(1));
      else if (name.startsWith('.')) open.push(join(dirname(file), name));
      else if (!name.startsWith('node:') && !packages.has(packageOf(name))) packages.set(packageOf(name), file);
    }
  }
  return { files, packages };
}

function loadedBy(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const { module } = parseSync(file, text);
  const isLoaded = ({ start }: { readonly start: number }) => !/^(import|export)\s+type\b/.test(text.slice(start));
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    return /^'([^']+)'$/.exec(text.slice(start, end))?.[1] ?? [];
  });
  const required = [...text.matchAll(/\brequire\('([^']+)'\)/g)].map(([, name]) => name!);
  const started = [...text.matchAll(/new URL\('([^']+\.ts)', import\.meta\.url\)/g)].map(([, path]) => path!);
  return [
    ...module.staticImports.filter(isLoaded).map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.filter(isLoaded).flatMap(({ entries }) => entries[0]?.moduleRequest?.value ?? []),
    ...dynamic,
    ...required,
    ...started.map((path) => (path.startsWith('.') ? path : `./${path}`)),
  ];
}

/** `@scope/name` or `name`, without what is of it. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
