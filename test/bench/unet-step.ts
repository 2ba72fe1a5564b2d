import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import type { Rounds } from '#test/bench/in-turn.ts';
import { writeStepInputs } from '#test/bench/random-inputs.ts';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { ALL_TOGETHER, type Contest, sideBySide } from '#test/bench/side-by-side.ts';
import { SDXL_UNET, VEGA_UNET } from '#test/bench/unet-configs.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model/unet', import.meta.url));
const ROUNDS: Rounds = { max: 5, limitMs: 240_000 };

/** What 24 GB of memory hold at the same time without slowing each other down. */
const BY_TWOS: Contest['groups'] = [
  ['Easel', 'Easel prepacked', 'diffusers fp32'],
  ['Easel', 'Easel prepacked', 'Easel int8', 'diffusers bf16'],
];

/** Float32 weights take 10 GB: no two programs with them at a time. */
const ONE_BY_ONE: Contest['groups'] = [
  ['Easel', 'diffusers fp32'],
  ['Easel', 'Easel int8', 'diffusers bf16'],
  ['Easel', 'Easel prepacked'],
];

interface Case {
  readonly name: string;
  /** Of a UNet that is written with random fp16 weights; null = the demo model's own. */
  readonly config: object | null;
  /** Of the latents. */
  readonly side: number;
  readonly gflop: number | null;
  readonly rounds: Rounds;
  readonly groups: Contest['groups'];
}

const full = { rounds: ROUNDS, groups: BY_TWOS };
const CASES: readonly Case[] = [
  {
    ...full,
    name: 'demo 16×16',
    config: null,
    side: 16,
    gflop: null,
    rounds: { max: 40, limitMs: 60_000 },
    groups: ALL_TOGETHER,
  },
  { ...full, name: 'sd15 64×64', config: SD15_UNET, side: 64, gflop: 803.3 },
  { ...full, name: 'vega 64×64', config: VEGA_UNET, side: 64, gflop: 663 },
  { ...full, name: 'vega 128×128', config: VEGA_UNET, side: 128, gflop: 2822 },
  { ...full, name: 'sdxl 64×64', config: SDXL_UNET, side: 64, gflop: 1589, groups: ONE_BY_ONE },
];

/**
 * One UNet step in Easel, with its weights mapped, prepacked and as 8-bit integers, and in diffusers in float32 and
 * bfloat16: same weights, same inputs, same threads, in turn. The first step of each does not count; Easel's makes the
 * prompt's keys and values there, diffusers makes them in every step.
 */
export async function* benchUNetStep(only: string): AsyncGenerator<BenchRow, void, undefined> {
  for (const one of CASES.filter(({ name }) => name.startsWith(only))) {
    const scratch = benchScratch();
    try {
      const folder = one.config ? join(scratch.path, 'unet') : DEMO;
      if (one.config) await writeRandomUNet(folder, one.config);
      const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as object;
      const inputs = await writeStepInputs(scratch.path, config, one.side);
      yield* sideBySide({ ...one, part: 'unet', folder, inputs });
    } finally {
      scratch.remove();
    }
  }
}
