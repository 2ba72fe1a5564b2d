/** The x of a·x = b by Gaussian elimination with pivots; for the few unknowns of a solver's order. */
export function solveLinear(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = largestBelow(rows, column);
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[column]![j]!);
    }
  }
  const x = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const known = x.reduce((sum, value, j) => sum + (j > i ? rows[i]![j]! * value : 0), 0);
    x[i] = (rows[i]![size]! - known) / rows[i]![i]!;
  }
  return x;
}

function largestBelow(rows: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let i = column + 1; i < rows.length; i++) {
    if (Math.abs(rows[i]![column]!) > Math.abs(rows[best]![column]!)) best = i;
  }
  return best;
}
