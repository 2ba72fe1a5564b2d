import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { GoldenFile } from '#test/golden/check/part.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden } from '#test/renderer/engine/graph/golden.ts';

/** Keys by which a format is told, the first that fits; a file of control.json's may hold the UNets that it was made with. */
const FORMATS: readonly (readonly [GoldenFile['format'], RegExp])[] = [
  ['training', /^(grad|clip_grad|loops|adamw|noising|lr|ema|buckets|extract|textual_inversion)$/],
  ['engine', /^(sched|add_noise|clip|vae|taesd|lora_sdxl|controlnet\.config)$/],
  ['control', /^(resize|preprocess|depth|upscale|faces|sam|blip|booru|safety|video|ipadapter|full|controlnet(\..+)?)$/],
  ['engine', /^unet$/],
];

/** Where the files lie that come with the tests. */
const BUNDLED = new URL('../', import.meta.url);

/**
 * The file that is meant: the one of that path, or where there is none, the one of that bare name beside the tests.
 * Throws an Error where there is neither.
 */
export function findGolden(path: string): string {
  if (existsSync(path)) return path;
  const isBare = basename(path) === path;
  const bundled = fileURLToPath(new URL(path, BUNDLED));
  if (isBare && existsSync(bundled)) return bundled;
  throw new Error(`Cannot check ${path}: no such file${isBare ? ', neither here nor in test/golden' : ''}`);
}

/** Reads a golden file (.json or .json.gz) and tells its format by its keys. Throws an Error for what is none. */
export async function readGolden(path: string): Promise<GoldenFile> {
  const name = basename(path);
  const bytes = await readFile(path);
  return goldenOf(parsed(bytes, name), name);
}

function parsed(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes));
  } catch (thrown) {
    throw new Error(`Cannot check ${name}: it must be JSON, or JSON in a .gz: ${(thrown as Error).message}`);
  }
}

/** The same of what was read already; `name` is for sentences. */
export function goldenOf(content: unknown, name: string): GoldenFile {
  if (!isRecord(content)) throw new Error(`Cannot check ${name}: it must be a JSON object`);
  const keys = keysOf(content);
  const format = FORMATS.find(([, own]) => keys.some((key) => own.test(key)))?.[0];
  if (!format)
    throw new Error(`Cannot check ${name}: it must have the keys of engine.json, control.json or training.json`);
  const prefix = typeof content.prefix === 'string' ? content.prefix : '';
  return { format, content, recipe: createRecipe(prefix), unets: unetsOf(content) };
}

/** A file's keys, and those below `controlnet`, which is in two formats. */
function keysOf(content: Readonly<Record<string, unknown>>): readonly string[] {
  const { controlnet } = content;
  const below = isRecord(controlnet) ? Object.keys(controlnet).map((name) => `controlnet.${name}`) : [];
  return [...Object.keys(content), ...below];
}

function unetsOf(content: Readonly<Record<string, unknown>>): GoldenFile['unets'] {
  const own = isRecord(content.unet) ? (content.unet as typeof golden.unet) : {};
  const configs = Object.entries({ ...golden.unet, ...own }).map(([name, { config }]) => [name, config] as const);
  return Object.fromEntries(configs);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
