import { expect, it } from 'vitest';
import { checkCase, type StoredGolden, storedGolden } from '#test/golden/check/check-case.ts';
import { otherKeys, partsOf } from '#test/golden/check/check-golden.ts';
import { type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { PARTS } from '#test/golden/check/parts.ts';

/** A case takes ten seconds of one core at most; beside other tests, or where the machine does something else, more. */
const PATIENCE_MS = 180_000;

/** A test that no key of a stored golden file goes unchecked, and that so many things are run, some under each key. */
export function checkNothingLeftOut(stem: StoredGolden, count: number): void {
  const file = storedGolden(stem);
  it('leaves no key unchecked, and has something to run under each', () => {
    expect(otherKeys(file, PARTS).unchecked).toEqual([]);
    const counts = keysOf(stem).map((key) => casesOf(partOf(file.format, key), file).length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts.reduce((sum, one) => sum + one)).toBe(count);
  });
}

/** A test for each thing that is run of these parts, against what is recorded of it, each error within its bound. */
export function checkEachCase(stem: StoredGolden, keys: readonly string[] = keysOf(stem)): void {
  const file = storedGolden(stem);
  for (const key of keys) {
    const part = partOf(file.format, key);
    for (const name of casesOf(part, file)) {
      it(`${key} ${name}`.trim(), () => checkCase(part, name, file), PATIENCE_MS);
    }
  }
}

/** Keys of the parts that check a stored file, as `npm run golden` finds them. */
export function keysOf(stem: StoredGolden): readonly string[] {
  return partsOf(storedGolden(stem), PARTS).map(({ key }) => key);
}

function partOf(format: GoldenFile['format'], key: string): GoldenPart {
  const found = PARTS.find((part) => part.format === format && part.key === key);
  if (!found) throw new Error(`no part checks ${key}`);
  return found;
}

/** Fails where the file has nothing under the part's key, in place of checking nothing. */
function casesOf(part: GoldenPart, file: GoldenFile): readonly string[] {
  recordedAt(file, part.key);
  return part.cases(file).map(({ name }) => name);
}
