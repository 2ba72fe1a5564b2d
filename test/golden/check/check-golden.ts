import type { Finding, GoldenCase, GoldenFile, GoldenPart } from '#test/golden/check/part.ts';

/** What was found under one key. */
export interface PartReport {
  readonly key: string;
  readonly comparisons: number;
  /** That with the largest error beside its bound; null where nothing was recorded. */
  readonly worst: Finding | null;
  /** Errors larger than their bounds, and cases that failed. */
  readonly short: readonly Finding[];
  /** Of each thing that was run, in the order of the file. */
  readonly entries: readonly EntryReport[];
  readonly ms: number;
}

/** What was found of one thing that was run. */
export interface EntryReport {
  /** Its keys below the part's; empty where the part is one thing. */
  readonly name: string;
  readonly comparisons: number;
  /** That with the largest error beside its bound; null where nothing was compared. */
  readonly worst: Finding | null;
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
  const entries: EntryReport[] = [];
  for (const one of part.cases(file)) {
    const found = await findingsOf(one);
    findings.push(...found);
    entries.push({ name: one.name, comparisons: found.length, worst: worstOf(found) });
  }
  return {
    key: part.key,
    comparisons: findings.length,
    worst: worstOf(findings),
    short: findings.filter((finding) => !isWithin(finding)),
    entries,
    ms: performance.now() - began,
  };
}

function worstOf(findings: readonly Finding[]): Finding | null {
  return findings.reduce<Finding | null>((a, b) => (a && shareOf(a) >= shareOf(b) ? a : b), null);
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
