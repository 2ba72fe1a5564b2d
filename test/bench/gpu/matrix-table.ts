import type { GoldenError, MatrixRow, Unmeasured } from '#test/bench/gpu/matrix.ts';

/** The first lines of the table in Markdown. */
export const MATRIX_HEADER = tableHead([
  ...['network', 'LoRA', 'way'],
  ...['rows', 'open ms', 'warm-up ms', 'ms', 'share', 'MiB', 'switch ms', 'difference'].map((name) => `${name}:`),
  ...['replay', 'attention', 'golden'],
]);

/** One line of it. */
export function matrixLine(row: MatrixRow | Unmeasured): string {
  return `| ${cellsOf(row).join(' | ')} |`;
}

/** Columns whose names end with a colon are of numbers. */
function tableHead(names: readonly string[]): string {
  const cells = names.map((name) => name.replace(/:$/, ''));
  const rule = names.map((name) => (name.endsWith(':') ? '---:' : '---'));
  return [cells, rule].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** The columns after the one in which a trouble is told. */
const EMPTY: readonly string[] = Array(7).fill('');

function cellsOf(row: MatrixRow | Unmeasured): readonly string[] {
  const { name, lora, way } = row;
  if ('trouble' in row) return [name, lora, way, ...EMPTY.slice(0, 3), row.trouble, ...EMPTY];
  const { rows, openMs, warmUpMs, ms, share, memoryMib, switchMs, difference, replaysExactly, kernels, golden } = row;
  const times = [openMs, warmUpMs].map((value) => value.toFixed(0));
  const shown = share === null ? '' : `${(100 * share).toFixed(0)} %`;
  return [
    ...[name, lora, way, String(rows), ...times, ms.toFixed(2), shown],
    ...[memoryMib?.toFixed(0) ?? '', switchMs?.toFixed(1) ?? '', difference?.toExponential(1) ?? ''],
    replaysExactly === null ? '' : replaysExactly ? 'same' : 'DIFFERS',
    kernels?.join(', ') ?? '',
    golden ? goldenCell(golden) : '',
  ];
}

function goldenCell({ worst, bound, onCpu }: GoldenError): string {
  const isRight = worst !== null && worst < bound;
  const shown = `${isRight ? '' : 'WRONG: '}${worst?.toExponential(1) ?? 'no number'} of ${bound}`;
  return [shown, ...(onCpu.length > 0 ? [`on the CPU: ${onCpu.join(', ')}`] : [])].join('; ');
}
