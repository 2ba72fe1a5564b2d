import type { Recipe } from '#test/golden/check/recipe.ts';

/** A golden file that has been read. */
export interface GoldenFile {
  readonly format: 'engine' | 'control' | 'training';
  /** By the keys of README.md. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly recipe: Recipe;
  /** Configurations of UNets by name: the file's own, else those of engine.json. */
  readonly unets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One comparison: fine where the error is no larger than the bound; 0 as a bound means exactly equal. */
export interface Finding {
  readonly what: string;
  readonly error: number;
  readonly bound: number;
}

/** Something that is run once and compared with what was recorded of it. */
export interface GoldenCase {
  /** Unique in its part; begins with the keys that it stands under. */
  readonly name: string;
  /** Takes time and memory; whatever it throws counts as an error without a bound. */
  run(): Promise<readonly Finding[]>;
}

/** How everything under one key of a format is checked. */
export interface GoldenPart {
  readonly format: GoldenFile['format'];
  /** Where its numbers stand in the file, with dots: `controlnet`, `preprocess.canny`. */
  readonly key: string;
  /** Which keys it checks beside its own, where their names are not known before the file is read. */
  alsoChecks?(key: string): boolean;
  /** In the order of the file. */
  cases(file: GoldenFile): readonly GoldenCase[];
}

/** What stands in the file under a part's key. The caller knows the shape by README.md. */
export function recordedAt<T>(file: GoldenFile, key: string): T {
  const found = lookUp(file, key);
  if (found === undefined) throw new Error(`Cannot check ${key}: the file does not have it`);
  return found as T;
}

/** Whether the file has it: it may be some keys of a larger one. */
export function isRecorded(file: GoldenFile, key: string): boolean {
  return lookUp(file, key) !== undefined;
}

function lookUp({ content }: GoldenFile, key: string): unknown {
  return key.split('.').reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>>)?.[name], content);
}
