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

/** An import of one project file by another, as whatever the caller draws them as: files, or rooms. */
export type Arrow = readonly [from: string, to: string];

/**
 * Groups that reach each other both ways, each as its members: strongly connected components by Tarjan (1972). Empty =
 * every import goes one way.
 */
export function cycles(arrows: readonly Arrow[]): string[][] {
  const targets = Map.groupBy(arrows, ([from]) => from);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  function visit(node: string) {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    stack.push(node);
    for (const [, next] of targets.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  }
  for (const [from] of arrows) if (!order.has(from)) visit(from);
  return found;
}
