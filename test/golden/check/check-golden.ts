import type { Finding, GoldenCase, GoldenFile, GoldenPart } from '#test/golden/check/part.ts';

/** What was found under one key. */
export interface PartReport {
  readonly key: string;
  readonly comparisons: number;
  /** That with the largest error beside its bound; null where nothing was recorded. */
  readonly worst: Finding | null;
  /** Errors larger than their bounds, and cases that failed. */
  readonly short: readonly Finding[];
  readonly ms: number;
}

/** Checks a file part by part, those whose key begins with `only` where it is given. */
export async function* checkGolden(
  file: GoldenFile,
  parts: readonly GoldenPart[],
  only = '',
): AsyncGenerator<PartReport, void, undefined> {
  for (const part of partsOf(file, parts)) if (part.key.startsWith(only)) yield await report(part, file);
}

/** Whether a finding is within its bound. */
export function isWithin({ error, bound }: Finding): boolean {
  return error <= bound;
}

/** Keys of the file that no part knows, or that only some of what stands below them is known of. */
export function uncheckedKeys(file: GoldenFile, parts: readonly GoldenPart[]): readonly string[] {
  const known = partsOf(file, parts).map(({ key }) => key);
  return Object.entries(file.content).flatMap(([key, below]) => {
    if (NOTES.includes(key) || known.includes(key)) return [];
    if (!known.some((one) => one.startsWith(`${key}.`))) return [key];
    return Object.keys(below as object)
      .map((inner) => `${key}.${inner}`)
      .filter((inner) => !known.some((one) => inner === one || one.startsWith(`${inner}.`)));
  });
}

/** What says how a file was made. */
const NOTES = ['prefix', 'recipe', 'versions', 'configs'];

function partsOf({ format, content }: GoldenFile, parts: readonly GoldenPart[]): readonly GoldenPart[] {
  const has = (key: string) =>
    key
      .split('.')
      .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], content);
  return parts.filter((part) => part.format === format && has(part.key) !== undefined);
}

async function report(part: GoldenPart, file: GoldenFile): Promise<PartReport> {
  const began = performance.now();
  const findings: Finding[] = [];
  for (const one of part.cases(file)) findings.push(...(await findingsOf(one)));
  const shares = findings.map((finding) => ({ finding, share: shareOf(finding) }));
  const worst = shares.reduce<(typeof shares)[number] | null>((a, b) => (a && a.share >= b.share ? a : b), null);
  return {
    key: part.key,
    comparisons: findings.length,
    worst: worst?.finding ?? null,
    short: findings.filter((finding) => !isWithin(finding)),
    ms: performance.now() - began,
  };
}

async function findingsOf({ name, run }: GoldenCase): Promise<readonly Finding[]> {
  try {
    return (await run()).map((finding) => ({ ...finding, what: `${name} ${finding.what}`.trim() }));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return [{ what: `${name}: ${reason}`, error: Number.POSITIVE_INFINITY, bound: 0 }];
  }
}

function shareOf({ error, bound }: Finding): number {
  if (bound > 0) return error / bound;
  return error > 0 ? Number.POSITIVE_INFINITY : 0;
}
