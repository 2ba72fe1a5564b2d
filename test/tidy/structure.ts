import type { SourceFile } from '#test/tidy/source-files.ts';

/** Functions with their length in lines, found by indentation, which the formatter guarantees. */
export function functionsOf(
  file: SourceFile,
): { readonly name: string; readonly line: number; readonly length: number }[] {
  const start =
    /^(\s*)(?:export )?(?:async )?(?:function\*? ?(\w+)|(?:static |override )?(?:async )?\*?(#?\w+)\(.*\{$|(?:const )(\w+) = (?:async )?(?:function|\(.*=> \{$))/;
  const keywords = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'await', 'super', 'describe', 'it']);
  return file.lines.flatMap((text, index) => {
    const match = text.match(start);
    const name = match?.[2] ?? match?.[3] ?? match?.[4];
    if (!match || !name || keywords.has(name)) return [];
    const close = file.lines.findIndex((line, at) => at > index && line.startsWith(`${match[1]}}`));
    return close < 0 ? [] : [{ name, line: index + 1, length: close - index + 1 }];
  });
}

/** Exports whose line above is no comment. Overloads and re-exported names do not count. */
export function undocumentedExports(file: SourceFile): { readonly name: string; readonly line: number }[] {
  return file.lines.flatMap((text, index) => {
    const name = text.match(/^export (?:async )?(?:function\*?|class|const|abstract class) (\w+)/)?.[1];
    if (!name) return [];
    const above = file.lines[index - 1] ?? '';
    return above.trimEnd().endsWith('*/') || above.startsWith('//') ? [] : [{ name, line: index + 1 }];
  });
}

/** Cycles of value imports, each as the path around; type imports vanish at run time and may go both ways. */
export function importCycles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(
    files.map((file) => [file.path, file.imports.filter((i) => i.target && !i.typeOnly).map((i) => i.target!)]),
  );
  const cycles: string[][] = [];
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]) {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  }
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}
