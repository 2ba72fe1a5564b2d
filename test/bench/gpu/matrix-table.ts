import type { GoldenError, MatrixRow, Unmeasured } from '#test/bench/gpu/matrix.ts';

/** The first lines of the table in Markdown. */
export const MATRIX_HEADER = [
  '| network | LoRA | way | rows | open ms | warm-up ms | ms | share | MiB | switch ms | difference | replay | golden |',
  '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |',
].join('\n');

/** One line of it. */
export function matrixLine(row: MatrixRow | Unmeasured): string {
  return `| ${cellsOf(row).join(' | ')} |`;
}

function cellsOf(row: MatrixRow | Unmeasured): readonly string[] {
  const { name, lora, way } = row;
  if ('trouble' in row) return [name, lora, way, '', '', '', row.trouble.replaceAll('|', '/'), '', '', '', '', '', ''];
  const { rows, openMs, warmUpMs, ms, share, memoryMib, switchMs, difference, replaysExactly, golden } = row;
  const times = [openMs, warmUpMs].map((value) => value.toFixed(0));
  const shown = share === null ? '' : `${(100 * share).toFixed(0)} %`;
  return [
    ...[name, lora, way, String(rows), ...times, ms.toFixed(2), shown],
    ...[memoryMib?.toFixed(0) ?? '', switchMs?.toFixed(1) ?? '', difference?.toExponential(1) ?? ''],
    replaysExactly === null ? '' : replaysExactly ? 'same' : 'DIFFERS',
    golden ? goldenCell(golden) : '',
  ];
}

function goldenCell({ worst, bound, onCpu }: GoldenError): string {
  const isRight = worst !== null && worst < bound;
  const shown = `${isRight ? '' : 'WRONG: '}${worst?.toExponential(1) ?? 'no number'} of ${bound}`;
  return [shown, ...(onCpu.length > 0 ? [`on the CPU: ${onCpu.join(', ')}`] : [])].join('; ');
}
