// `npm run golden -- FILE… [--only KEY]`: holds the engine against what reference programs recorded in these files
// (engine.json, control.json, training.json, also with other prefixes and sizes), key by key: the error that is worst
// beside its bound. A bare name that is not in the working folder is that of test/golden. Ends with 1 where one is larger than its bound, and with 2 where a file is none of these.
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { sweepAtEnd } from '#test/bench/bench-scratch.ts';
import { checkGolden, otherKeys, type PartReport } from '#test/golden/check/check-golden.ts';
import type { GoldenFile } from '#test/golden/check/part.ts';
import { PARTS } from '#test/golden/check/parts.ts';
import { findGolden, readGolden } from '#test/golden/check/read-golden.ts';

sweepAtEnd();
const { values, positionals } = readWords();
if (positionals.length === 0) end(2, 'Cannot check golden files: name one at least, such as training.json');
for (const path of positionals) {
  const [found, file] = await read(path).catch((error: Error): never => end(2, error.message));
  print(`\n${relative('', found)}`);
  const count = await printReports(file);
  if (count === 0) end(2, `Cannot check ${path}: it must have a key that begins with ${values.only ?? ''}, given none`);
  if (values.only === undefined) printOthers(file);
}

async function read(path: string): Promise<readonly [string, GoldenFile]> {
  const found = findGolden(path);
  return [found, await readGolden(found)];
}

function readWords() {
  try {
    return parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
  } catch (thrown) {
    return end(2, `Cannot check golden files: ${(thrown as Error).message}; npm run golden -- FILE… [--only KEY]`);
  }
}

/** How many there were. */
async function printReports(file: GoldenFile): Promise<number> {
  let count = 0;
  for await (const report of checkGolden(file, PARTS, values.only)) {
    print(lineOf(report));
    for (const { what, error, bound } of report.short) print(`  short: ${what}: ${figure(error)}, at most ${bound}`);
    if (report.short.length > 0) process.exitCode = 1;
    count++;
  }
  return count;
}

function printOthers(file: GoldenFile): void {
  const { notes, leftOut, unchecked } = otherKeys(file, PARTS);
  if (notes.length > 0) print(`notes only: ${notes.join(', ')}`);
  if (leftOut.length > 0) print(`not done here: ${leftOut.join(', ')}`);
  if (unchecked.length > 0) print(`not checked yet: ${unchecked.join(', ')}`);
}

function lineOf({ key, comparisons, worst, short, ms }: PartReport): string {
  const error = worst ? `${figure(worst.error)} of ${worst.bound} (${worst.what})` : '';
  const state = short.length > 0 ? 'SHORT' : 'ok';
  return `${key.padEnd(24)} ${state.padEnd(6)} ${String(comparisons).padStart(5)}  ${error}  ${(ms / 1000).toFixed(1)} s`;
}

function figure(error: number): string {
  return Number.isInteger(error) ? String(error) : error.toExponential(1);
}

function end(code: number, text: string): never {
  print(text);
  process.exit(code);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
