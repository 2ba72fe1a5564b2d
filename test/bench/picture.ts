import { join } from 'node:path';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { memoryRow, type Rounds } from '#test/bench/in-turn.ts';
import { copyDemoFiles, writeRandomCheckpoint, writeRandomTaesd } from '#test/bench/random-checkpoint.ts';
import { TRANSFORMERS, writeRandomLora } from '#test/bench/random-lora.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { cpuWeightsOf, startAll, startNode, startPython } from '#test/bench/sides.ts';
import type { Stepper } from '#test/bench/stepper.ts';

/** No round begins after the limit, except the first two, of which one warms up. */
const ROUNDS: Rounds = { max: 3, limitMs: 240_000 };

/** Easel as it is and with what EASEL_CPU_WEIGHTS offers, and diffusers. */
type Program = 'Easel' | 'Easel prepacked' | 'Easel int8' | 'diffusers fp32' | 'diffusers bf16';

/** Programs that memory holds at the same time. */
const GROUPS: readonly (readonly Program[])[] = [
  ['Easel', 'diffusers fp32', 'diffusers bf16'],
  ['Easel prepacked', 'diffusers fp32'],
  ['Easel int8', 'diffusers bf16'],
];

/** What the picture is, for the rows' names. */
const WHAT = 'sd15 + LCM-LoRA, 4 steps';

/** Milliseconds by what was timed, one list entry for each round. */
type Laps = Record<'taesd' | 'full' | 'encode' | 'denoise' | 'tiny', number[]>;

/**
 * Words to picture with a full-size sd15 of random fp16 weights and a LoRA of rank 64 merged in, 512×512, models loaded
 * and warm, in turn. Easel's recipe decodes pictures with the full VAE and has TAESD for previews, so its time with
 * TAESD is the recipe's without its decoder plus the tiny decoder alone; diffusers has it put into its pipeline.
 */
export async function* benchPicture(): AsyncGenerator<BenchRow, void, undefined> {
  const scratch = benchScratch();
  try {
    const files = await writeFiles(scratch.path);
    for (const group of GROUPS) yield* race(group, files);
  } finally {
    scratch.remove();
  }
}

async function* race(group: readonly Program[], files: Files): AsyncGenerator<BenchRow, void, undefined> {
  const { running, refusals } = await startAll(group, (program) => start(program, files));
  for (const [program, note] of refusals) yield { name: `${WHAT}: ${program}`, value: Number.NaN, unit: 's', note };
  const laps = new Map<Program, Laps>([...running.keys()].map((program) => [program, emptyLaps()]));
  const began = performance.now();
  for (let round = 0; round <= ROUNDS.max; round++) {
    if (round >= 2 && performance.now() - began > ROUNDS.limitMs) break;
    for (const [program, stepper] of running) {
      const into = round === 0 ? emptyLaps() : laps.get(program)!;
      if (isOurs(program)) await lapEasel(stepper, into);
      else await lapDiffusers(stepper, into);
    }
  }
  yield* rows(laps);
  for (const [program, stepper] of running) yield await memoryRow(`${WHAT}: ${program}`, stepper);
}

function isOurs(program: Program): boolean {
  return program.startsWith('Easel');
}

interface Files {
  readonly checkpoint: string;
  readonly lora: string;
  readonly cacheFolder: string;
}

async function writeFiles(folder: string): Promise<Files> {
  const checkpoint = join(folder, 'sd15');
  await writeRandomCheckpoint(checkpoint);
  await writeRandomTaesd(join(checkpoint, 'taesd'));
  const names = ['vocab.json', 'merges.txt', 'tokenizer_config.json', 'special_tokens_map.json'];
  await copyDemoFiles(
    checkpoint,
    names.map((name) => `tokenizer/${name}`),
  );
  const lora = join(folder, 'lcm.safetensors');
  const unet = await readSafetensors(join(checkpoint, 'unet/diffusion_pytorch_model.safetensors'));
  await writeRandomLora(lora, unet, { name: 'lcm', rank: 64, targets: TRANSFORMERS });
  return { checkpoint, lora, cacheFolder: join(folder, 'cache') };
}

function start(program: Program, { checkpoint, lora, cacheFolder }: Files): Promise<Stepper> {
  if (isOurs(program)) return startNode('picture-child.ts', [checkpoint, lora, cacheFolder, cpuWeightsOf(program)]);
  const dtype = program === 'diffusers fp32' ? 'float32' : 'bfloat16';
  return startPython('diffusers-picture.py', [checkpoint, lora, dtype]);
}

async function lapEasel(stepper: Stepper, laps: Laps): Promise<void> {
  const { ms, encodeMs, denoiseMs, decodeMs } = await stepper.ask('full');
  const tiny = await stepper.number('taesd');
  laps.full.push(ms!);
  laps.encode.push(encodeMs!);
  laps.denoise.push(denoiseMs!);
  laps.tiny.push(tiny);
  laps.taesd.push(ms! - decodeMs! + tiny);
}

async function lapDiffusers(stepper: Stepper, laps: Laps): Promise<void> {
  laps.taesd.push(await stepper.number('taesd'));
  laps.full.push(await stepper.number('full'));
}

function* rows(laps: ReadonlyMap<Program, Laps>): Generator<BenchRow, void, undefined> {
  for (const [program, { taesd, full }] of laps) {
    const isSum = isOurs(program);
    const how = isSum ? 'recipe less its decoder, plus TAESD alone' : 'AutoencoderTiny in the pipeline';
    yield seconds(`${WHAT}: ${program}, TAESD`, taesd, how);
    yield seconds(`${WHAT}: ${program}, full VAE`, full, isSum ? 'the recipe as it is, PNG included' : 'no PNG');
  }
  for (const [program, own] of laps) {
    if (!isOurs(program)) continue;
    yield seconds(`… of ${program}: text encoding`, own.encode);
    yield seconds(`… of ${program}: 4 steps`, own.denoise);
    yield seconds(`… of ${program}: TAESD decode alone`, own.tiny);
    for (const [other, { taesd, full }] of laps) {
      if (isOurs(other)) continue;
      yield ratio(`… ${program}, times faster than ${other}, TAESD`, own.taesd, taesd);
      yield ratio(`… ${program}, times faster than ${other}, full VAE`, own.full, full);
    }
  }
}

function seconds(name: string, ms: readonly number[], how?: string): BenchRow {
  const spread = `best of ${ms.length}, median ${(median(ms) / 1000).toFixed(2)}`;
  return { name, value: Math.min(...ms) / 1000, unit: 's', note: how ? `${how}; ${spread}` : spread };
}

function ratio(name: string, ours: readonly number[], theirs: readonly number[]): BenchRow {
  return { name, value: Math.min(...theirs) / Math.min(...ours), unit: '×' };
}

function emptyLaps(): Laps {
  return { taesd: [], full: [], encode: [], denoise: [], tiny: [] };
}
