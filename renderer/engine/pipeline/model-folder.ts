import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { readSafetensors } from '#renderer/engine/weights/safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

/** A part of a model: its configuration, parsed but not understood, and its weights, not read. */
export interface ModelPart {
  readonly config: unknown;
  readonly weights: WeightMap;
}

/** A folder as diffusers writes it, looked at. */
export interface ModelFolder {
  readonly name: string;
  readonly folder: string;
  readonly unet: ModelPart;
  readonly vae: ModelPart;
  readonly textEncoder: ModelPart;
  /** A tiny decoder for previews, when the folder has one. */
  readonly taesd: ModelPart | null;
  readonly scheduler: unknown;
}

/** Formats that can run code when they are opened. Their first byte is never read. */
const PICKLES = ['.ckpt', '.pt', '.pth', '.bin', '.pkl'];

/** Where people put TAESD beside a model. */
const TAESD_FOLDERS = ['taesd', 'vae_approx'];

/**
 * Finds the parts of a model folder. Throws one sentence that names the folder, what is missing in it and what to do.
 * Only headers and configurations are read, so this takes milliseconds whatever the model's size.
 */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const name = basename(folder);
  await requireFolder(folder, name);
  const [unet, vae, textEncoder, taesd] = await Promise.all([
    readPart(folder, 'unet'),
    readPart(folder, 'vae'),
    readPart(folder, 'text_encoder'),
    readTaesd(folder),
  ]);
  const scheduler = await readJson(join(folder, 'scheduler', 'scheduler_config.json'), { model: name });
  return { name, folder, unet, vae, textEncoder, taesd, scheduler };
}

/** Refuses a file that is not safetensors by its name alone, without opening it. */
export function requireSafetensors(file: string): void {
  const ending = extname(file);
  if (ending === '.safetensors') return;
  const reason = PICKLES.includes(ending) ? ': such files can run code when opened, convert it first' : '';
  throw new Failure('invalid', `Cannot open weights: the file must be .safetensors, given ${basename(file)}${reason}`);
}

async function requireFolder(folder: string, name: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found) throw new Failure('not-found', `Cannot load model ${name}: there is no such folder`);
  if (!found.isDirectory()) {
    requireSafetensors(folder);
    throw new Failure('invalid', `Cannot load model ${name}: it must be a diffusers folder, given a single file`);
  }
  if (!(await exists(join(folder, 'model_index.json')))) {
    throw new Failure(
      'invalid',
      `Cannot load model ${name}: a diffusers folder has model_index.json, this one has none`,
    );
  }
}

async function readPart(folder: string, part: string): Promise<ModelPart> {
  const at = join(folder, part);
  const model = basename(folder);
  const config = await readJson(join(at, 'config.json'), { model });
  return { config, weights: await readWeights(at, { model, part }) };
}

async function readTaesd(folder: string): Promise<ModelPart | null> {
  for (const part of TAESD_FOLDERS) {
    const at = join(folder, part);
    if (!(await exists(at))) continue;
    const configFile = join(at, 'config.json');
    const config = (await exists(configFile)) ? await readJson(configFile, { model: basename(folder) }) : {};
    return { config, weights: await readWeights(at, { model: basename(folder), part }) };
  }
  return null;
}

async function readWeights(folder: string, { model, part }: { model: string; part: string }): Promise<WeightMap> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const files = chooseFiles(names.filter((name) => extname(name) === '.safetensors'));
  if (files.length === 0) {
    const pickle = names.find((name) => PICKLES.includes(extname(name)));
    if (pickle) requireSafetensors(pickle);
    throw new Failure('invalid', `Cannot load model ${model}: ${part} has no weights (*.safetensors)`);
  }
  const maps = await Promise.all(files.map((file) => readSafetensors(join(folder, file))));
  return new Map(maps.flatMap((map) => [...map]));
}

/** One file where there are several precisions (the plain name first, then fp16), all pieces of a divided one. */
function chooseFiles(names: readonly string[]): readonly string[] {
  const whole = names.filter((name) => !/-\d{5}-of-\d{5}/.test(name)).sort();
  const plain = whole.find((name) => /^[^.]+\.safetensors$/.test(name));
  const chosen = plain ?? whole.find((name) => name.includes('fp16')) ?? whole[0];
  return chosen ? [chosen] : names;
}

async function readJson(file: string, { model }: { model: string }): Promise<unknown> {
  const where = file.split('/').slice(-2).join('/');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Failure('invalid', `Cannot load model ${model}: ${where} is missing`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid', `Cannot load model ${model}: ${where} is not JSON`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
