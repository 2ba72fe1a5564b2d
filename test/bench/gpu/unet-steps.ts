import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { memoryInUse } from '#test/bench/gpu/card-facts.ts';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import { median } from '#test/bench/row.ts';
import { SDXL_UNET, VEGA_UNET } from '#test/bench/unet-configs.ts';
import { golden } from '#test/renderer/engine/graph/golden.ts';

/** A UNet at one size of picture. */
export interface StepCase {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Of the latents. */
  readonly side: number;
  /** Work of one sample's step, a multiply-add as two, as torch's FLOP counter sees diffusers' network. */
  readonly gflop: number;
}

export const STEP_CASES: readonly StepCase[] = [
  { name: 'sd15 512×512', config: SD15_UNET, side: 64, gflop: 803.3 },
  { name: 'vega 1024×1024', config: VEGA_UNET, side: 128, gflop: 2822 },
  { name: 'sdxl 1024×1024', config: SDXL_UNET, side: 128, gflop: 6761 },
];

/** Small enough for a CPU in a second. */
export const QUICK_CASE: StepCase = {
  name: 'tiny 256×256',
  config: golden.unet.sd15_layers1!.config,
  side: 32,
  gflop: 0.208,
};

/** The step that a cold start is measured by: what most people have, or one for a CPU in a second. */
export function leadingCase(size: 'full' | 'quick'): StepCase {
  return size === 'full' ? STEP_CASES[0]! : QUICK_CASE;
}

/** Samples per call: one, and the pair of classifier-free guidance. */
export const BATCHES = [1, 2] as const;

export interface StepTimes {
  readonly openMs: number;
  /** Median of one call, by the number of samples. */
  readonly ms: Readonly<Record<number, number>>;
  /** All numbers of the results. */
  readonly areFinite: boolean;
  /** In use on the card while the network is open, of all programs; null where nobody says. */
  readonly memoryMib: number | null;
}

/** Writes random fp16 weights into `folder`, opens the network and times its steps. */
export async function timeSteps(
  { config, side }: StepCase,
  { options, folder, runs }: { readonly options: NetworkOptions; readonly folder: string; readonly runs: number },
): Promise<StepTimes> {
  await writeRandomUNet(folder, config);
  const json: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  const weights = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  const began = performance.now();
  const session = await openSession(buildUNet(parseUNetConfig(json), weights, graphOptions(options)), options);
  const openMs = performance.now() - began;
  const ms: Record<number, number> = {};
  let areFinite = true;
  for (const batch of BATCHES) {
    const feeds = stepFeeds(config, { batch, side });
    const times: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const start = performance.now();
      const { noise } = await session.run(feeds);
      times.push(performance.now() - start);
      areFinite &&= noise!.data.every(Number.isFinite);
    }
    // The first run chooses kernels and fills the arena.
    ms[batch] = median(times.slice(1));
  }
  const memoryMib = await memoryInUse();
  await session.release();
  return { openMs, ms, areFinite, memoryMib };
}

/** Random inputs of a step; what the network has no input for is left out by its own list. */
export function stepFeeds(
  config: StepCase['config'],
  { batch, side }: { readonly batch: number; readonly side: number },
): Readonly<Record<string, Tensor>> {
  const width = Number(config.cross_attention_dim);
  const pooled = 1280;
  return {
    sample: noise([batch, 4, side, side]),
    timestep: { dims: [batch], data: new Float32Array(batch).fill(500) },
    encoder_hidden_states: noise([batch, 77, width]),
    text_embeds: noise([batch, pooled]),
    time_ids: { dims: [batch, 6], data: new Float32Array(6 * batch).fill(8 * side) },
  };
}

/** Numbers in -1…1. */
export function noise(dims: readonly number[]): Tensor {
  return { dims, data: Float32Array.from({ length: elements(dims) }, () => 2 * Math.random() - 1) };
}
