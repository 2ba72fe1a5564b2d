import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';

/** A part of control.json that is a list of cases. */
export function listPart<T>(
  key: string,
  check: (one: T, file: GoldenFile) => Promise<readonly Finding[]>,
  nameOf: (one: T) => string = (one) => JSON.stringify(one).slice(0, 60),
): GoldenPart {
  return {
    format: 'control',
    key,
    cases: (file) =>
      recordedAt<readonly T[]>(file, key).map((one, i) => ({
        name: `${i} ${nameOf(one)}`,
        run: () => check(one, file),
      })),
  };
}

/** A part that is one case. */
export function onePart<T>(key: string, check: (one: T, file: GoldenFile) => Promise<readonly Finding[]>): GoldenPart {
  return {
    format: 'control',
    key,
    cases: (file) => [{ name: '', run: () => check(recordedAt<T>(file, key), file) }],
  };
}
