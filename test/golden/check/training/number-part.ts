import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';

/** A part of one case, of numbers that need no network. */
export function numberPart<T>(
  key: string,
  check: (recorded: T, file: GoldenFile) => readonly Finding[] | Promise<readonly Finding[]>,
): GoldenPart {
  return {
    format: 'training',
    key,
    cases: (file) => [{ name: key, run: async () => check(recordedAt<T>(file, key), file) }],
  };
}
