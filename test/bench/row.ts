/** One line of the bench's table. A ratio is measured in one run on one machine; a lone number says little elsewhere. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}

/** Measures and gives rows, all at once or as they come; of its cases only those whose name begins with `only`. */
export type Bench = (only: string) => Promise<readonly BenchRow[]> | AsyncIterable<BenchRow>;

/** The middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** As one line of text. Errors, which are small, come with their power of ten. */
export function rowText({ name, value, unit, note }: BenchRow): string {
  return `  ${name.padEnd(58)} ${numberText(value).padStart(9)} ${unit.padEnd(8)} ${note ?? ''}`.trimEnd();
}

function numberText(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.1) return value.toExponential(1);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
