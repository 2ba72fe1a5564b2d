import { join } from 'node:path';
import { readSafetensors } from '#renderer/engine/weights/safetensors.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { memoryRow, type Rounds } from '#test/bench/in-turn.ts';
import { copyDemoFiles, writeRandomCheckpoint, writeRandomTaesd } from '#test/bench/random-checkpoint.ts';
import { TRANSFORMERS, writeRandomLora } from '#test/bench/random-lora.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { startAll, startNode, startPython } from '#test/bench/sides.ts';
import type { Stepper } from '#test/bench/stepper.ts';

/** No round begins after the limit, except the first two, of which one warms up. */
const ROUNDS: Rounds = { max: 3, limitMs: 240_000 };
const PROGRAMS = ['Easel', 'diffusers fp32', 'diffusers bf16'] as const;
type Program = (typeof PROGRAMS)[number];

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
    const { running, refusals } = await startAll(PROGRAMS, (program) => start(program, files));
    for (const [program, note] of refusals) yield { name: `${WHAT}: ${program}`, value: Number.NaN, unit: 's', note };
    const laps = new Map<Program, Laps>([...running.keys()].map((program) => [program, emptyLaps()]));
    const began = performance.now();
    for (let round = 0; round <= ROUNDS.max; round++) {
      if (round >= 2 && performance.now() - began > ROUNDS.limitMs) break;
      for (const [program, stepper] of running) {
        const into = round === 0 ? emptyLaps() : laps.get(program)!;
        if (program === 'Easel') await lapEasel(stepper, into);
        else await lapDiffusers(stepper, into);
      }
    }
    yield* rows(laps);
    for (const [program, stepper] of running) yield await memoryRow(`${WHAT}: ${program}`, stepper);
  } finally {
    scratch.remove();
  }
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
  if (program === 'Easel') return startNode('picture-child.ts', [checkpoint, lora, cacheFolder]);
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
    const isSum = program === 'Easel';
    const how = isSum ? 'recipe less its decoder, plus TAESD alone' : 'AutoencoderTiny in the pipeline';
    yield seconds(`${WHAT}: ${program}, TAESD`, taesd, how);
    yield seconds(`${WHAT}: ${program}, full VAE`, full, isSum ? 'the recipe as it is, PNG included' : 'no PNG');
  }
  const easel = laps.get('Easel');
  if (!easel) return;
  yield seconds('… of Easel: text encoding', easel.encode);
  yield seconds('… of Easel: 4 steps', easel.denoise);
  yield seconds('… of Easel: TAESD decode alone', easel.tiny);
  for (const [program, { taesd, full }] of laps) {
    if (program === 'Easel') continue;
    yield ratio(`… times faster than ${program}, TAESD`, easel.taesd, taesd);
    yield ratio(`… times faster than ${program}, full VAE`, easel.full, full);
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
