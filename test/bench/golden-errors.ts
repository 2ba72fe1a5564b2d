import { join } from 'node:path';
import type { BenchRow } from '#test/bench/row.ts';
import { checkGolden, type EntryReport, isWithin } from '#test/golden/check/check-golden.ts';
import { PARTS } from '#test/golden/check/parts.ts';
import { readGolden } from '#test/golden/check/read-golden.ts';

/** The golden files that lie in the tree, in the formats of `npm run golden`. */
const FILES = [
  'engine.json',
  'control.json',
  'inpaint-control.json',
  'control-families.json',
  'other-sizes.json',
] as const;

/** A row for each entry of the golden files: its worst error, and the bound that it must stay below. */
export async function* goldenErrors(): AsyncGenerator<BenchRow, void, undefined> {
  for (const name of FILES) {
    const file = await readGolden(join(import.meta.dirname, '../golden', name));
    for await (const { key, entries } of checkGolden(file, PARTS)) {
      for (const entry of entries) yield errorRow(`${file.format} ${key}`, entry);
    }
  }
}

function errorRow(key: string, { name, comparisons, worst }: EntryReport): BenchRow {
  const entry = `${key} ${name}`.trim().slice(0, 58);
  if (!worst) return { name: entry, value: Number.NaN, unit: '', note: 'nothing was recorded' };
  const short = isWithin(worst) ? '' : `SHORT (${worst.what}): `;
  return { name: entry, value: worst.error, unit: '', note: `${short}at most ${worst.bound}, ${comparisons} compared` };
}
