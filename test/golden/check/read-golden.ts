import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GoldenFile } from '#test/golden/check/part.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden } from '#test/renderer/engine/graph/golden.ts';

/** Keys that only files of one format have. */
const FORMATS: readonly (readonly [GoldenFile['format'], readonly string[]])[] = [
  ['training', ['grad', 'loops', 'adamw']],
  ['engine', ['unet', 'sched', 'clip']],
  ['control', ['ipadapter', 'preprocess', 'sam', 'faces', 'controlnet', 'upscale', 'depth', 'resize', 'full']],
];

/** Reads a golden file (.json or .json.gz) and tells its format by its keys. Throws an Error for what is none. */
export async function readGolden(path: string): Promise<GoldenFile> {
  const bytes = await readFile(path);
  const content: unknown = JSON.parse(String(path.endsWith('.gz') ? gunzipSync(bytes) : bytes));
  return goldenOf(content, basename(path));
}

/** The same of what was read already; `name` is for sentences. */
export function goldenOf(content: unknown, name: string): GoldenFile {
  if (!isRecord(content)) throw new Error(`Cannot check ${name}: it must be a JSON object`);
  const format = FORMATS.find(([, keys]) => keys.some((key) => key in content))?.[0];
  if (!format)
    throw new Error(`Cannot check ${name}: it must have the keys of engine.json, control.json or training.json`);
  const prefix = typeof content.prefix === 'string' ? content.prefix : '';
  return { format, content, recipe: createRecipe(prefix), unets: unetsOf(content) };
}

function unetsOf(content: Readonly<Record<string, unknown>>): GoldenFile['unets'] {
  const own = isRecord(content.unet) ? (content.unet as typeof golden.unet) : {};
  const configs = Object.entries({ ...golden.unet, ...own }).map(([name, { config }]) => [name, config] as const);
  return Object.fromEntries(configs);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
