import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  isRecorded,
} from '#test/golden/check/part.ts';

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

/** Keys of a file that no part checks. */
export interface OtherKeys {
  /** Words and versions: there is nothing to check. */
  readonly notes: readonly string[];
  /** Numbers of what this program does not do, with the reason. */
  readonly leftOut: readonly string[];
  /** Nobody checks them yet; those below a key where a part checks only some of them. */
  readonly unchecked: readonly string[];
}

/** What of the file is not held against the engine. */
export function otherKeys(file: GoldenFile, parts: readonly GoldenPart[]): OtherKeys {
  const others = keysWithoutPart(file, partsOf(file, parts));
  const isKnown = (key: string) => NOTES.has(key) || LEFT_OUT.has(key);
  return {
    notes: others.filter((key) => NOTES.has(key)),
    leftOut: others.flatMap((key) => (LEFT_OUT.has(key) ? [`${key} (${LEFT_OUT.get(key)})`] : [])),
    unchecked: others.filter((key) => !isKnown(key)),
  };
}

function keysWithoutPart({ content }: GoldenFile, parts: readonly GoldenPart[]): readonly string[] {
  const has = (key: string) => parts.some((part) => part.key === key || part.alsoChecks?.(key));
  const isBegun = (key: string) => parts.some((part) => part.key.startsWith(`${key}.`));
  return Object.entries(content).flatMap(([key, below]) => {
    if (has(key)) return [];
    if (!isBegun(key)) return [key];
    const inner = Object.keys(below as object).map((name) => `${key}.${name}`);
    return inner.filter((one) => !has(one) && !isBegun(one));
  });
}

/** What says how a file was made: texts, versions, and configurations that other keys are checked with. */
const NOTES: ReadonlySet<string> = new Set([
  ...['prefix', 'recipe', 'versions', 'configs', 'unet'],
  ...['resize.pillow', 'resize.opencv', 'preprocess.opencv', 'faces.opencv'],
]);

const GREY_FACES = "CodeFormer's own branch for nearly grey pictures, which makes them black";
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['faces.is_gray', GREY_FACES],
  ['faces.adain_npy', GREY_FACES],
  ['diffusers_buckets', "the rule of diffusers' scripts for sizes of pictures; here it is kohya's, under buckets"],
]);

/** The parts that check something of the file, in the order in which they are checked. */
export function partsOf(file: GoldenFile, parts: readonly GoldenPart[]): readonly GoldenPart[] {
  return parts.filter((part) => part.format === file.format && isRecorded(file, part.key));
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
