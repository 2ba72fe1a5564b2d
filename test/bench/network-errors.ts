import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { hiddenOutput } from '#renderer/engine/graph/nets/clip.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { GOLDEN_NETS, type GoldenNet } from '#test/bench/gpu/golden-nets.ts';
import { type AdapterStyle, kohyaOriginal, STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import {
  type GoldenTensor,
  golden,
  input,
  withParameters,
  worstDifference,
} from '#test/renderer/engine/graph/golden.ts';
import { goldenInputs, goldenUNet, predictOnce, writeLora } from '#test/renderer/engine/weights/golden-lora.ts';

/** How far an output is from the recorded one. */
export interface OutputError {
  readonly name: string;
  /** Largest difference of the sampled elements. */
  readonly absolute: number;
  /** That, divided by the mean of |x| over the recorded tensor. */
  readonly relative: number;
}

/** Where merged and 8-bit weights may be kept meanwhile. */
export interface ErrorOptions {
  readonly cacheFolder: string;
}

const CPU: NetworkOptions = { provider: 'cpu', threads: 2, residency: 'mapped' };

type Change = (weights: WeightMap) => Promise<WeightMap> | WeightMap;

/** Every golden network on the CPU as the engine runs it, the UNets with 8-bit matrices too, and the golden LoRA. */
export async function* networkErrors({ cacheFolder }: ErrorOptions): AsyncGenerator<OutputError, void, undefined> {
  const asStored: Change = (weights) => weights;
  const eightBit: Change = (weights) => quantiseLinears(weights, { cacheFolder: join(cacheFolder, 'quantised') });
  for (const name of Object.keys(golden.unet)) yield await worstOf(`unet ${name}`, unetRuns(name), asStored);
  for (const net of OTHERS) yield await worstOf(net.name, [net], asStored);
  yield* loraErrors(cacheFolder);
  for (const name of Object.keys(golden.unet)) yield await worstOf(`unet ${name}, int8`, unetRuns(name), eightBit);
}

/** Where an output is of several runs, the run that is furthest off counts. */
async function worstOf(name: string, nets: readonly GoldenNet[], change: Change): Promise<OutputError> {
  const errors: OutputError[] = [];
  for (const net of nets) errors.push(errorFrom(name, await outputOf(net, change), net.expected));
  return errors.reduce((worst, one) => (one.relative > worst.relative ? one : worst));
}

function errorFrom(name: string, actual: Tensor, expected: GoldenTensor): OutputError {
  const absolute = worstDifference(actual, expected);
  return { name, absolute, relative: absolute / expected.absmean };
}

async function outputOf({ build, has, feeds, output }: GoldenNet, change: Change): Promise<Tensor> {
  const { readSmall: _, ...unread } = graphOptions(CPU);
  const shapes = wantedWeights((weights) => build(weights, unread), has);
  return withParameters(shapes, async (weights) => {
    const session = await openSession(build(await change(weights), graphOptions(CPU)), CPU);
    const outputs = await session.run(feeds, [output]);
    await session.release();
    return outputs[output]!;
  });
}

function unetRuns(name: string): GoldenNet[] {
  const { config, runs } = golden.unet[name]!;
  return runs.map(({ hw, t, batch, out }) => ({
    name: `unet ${name}`,
    build: (weights, options) => buildUNet(parseUNetConfig(config), weights, options),
    feeds: {
      sample: input('in:sample', [batch, Number(config.in_channels ?? 4), ...hw]),
      timestep: { dims: [batch], data: new Float32Array(batch).fill(t) },
      encoder_hidden_states: input('in:ctx', [batch, 77, Number(config.cross_attention_dim)]),
      ...(config.addition_embed_type ? textTime(config, batch) : {}),
      ...(config.time_cond_proj_dim ? { timestep_cond: input('in:w', [batch, 32]) } : {}),
    },
    output: 'noise',
    expected: out,
  }));
}

function textTime(config: Readonly<Record<string, unknown>>, batch: number): Feeds {
  // Each id is embedded 8 wide, beside a pooled text of 32.
  const count = (Number(config.projection_class_embeddings_input_dim) - 32) / 8;
  const ids = [1024, 1024, 0, 0, 1024, 1024].slice(0, count);
  const rows = Float32Array.from(Array.from({ length: batch }, () => ids).flat());
  return { text_embeds: input('in:pooled', [batch, 32]), time_ids: { dims: [batch, count], data: rows } };
}

/** The golden networks that are no UNets, each with all outputs that were recorded. */
const OTHERS: readonly GoldenNet[] = [
  vaeEncoder(),
  ...GOLDEN_NETS.filter(({ name }) => !name.startsWith('unet')).flatMap((net) => {
    const clip = golden.clip[net.name.replace('clip ', '')];
    if (!clip) return [{ ...net, name: `${net.name} decode` }];
    return [
      { ...net, name: `${net.name}: normed` },
      { ...net, name: `${net.name}: last but one`, output: hiddenOutput(1), expected: clip.hidden_m2 },
      { ...net, name: `${net.name}: pooled`, output: 'pooled', expected: (clip.text_embeds ?? clip.pooler_output)! },
    ];
  }),
];

function vaeEncoder(): GoldenNet {
  return {
    name: 'vae encode',
    build: (weights, options) => buildVaeEncoder(parseVaeConfig(golden.vae.config), weights, options),
    feeds: { picture: input('in:img', [1, 3, 32, 40], 1) },
    output: 'moments',
    expected: golden.vae.moments,
  };
}

interface LoraRun {
  readonly style: AdapterStyle;
  readonly alpha: number | null;
  readonly expected: 'manual_alpha2' | 'manual_noalpha' | 'kohya_sgm' | 'kohya_hf' | 'peft';
}

const { lora_sdxl: recorded } = golden as unknown as {
  readonly lora_sdxl: Readonly<Record<LoraRun['expected'] | 'base', GoldenTensor>>;
};

/** The golden LoRA, merged and at run time, in the key styles that were recorded. */
async function* loraErrors(cacheFolder: string): AsyncGenerator<OutputError, void, undefined> {
  const { config, shapes, targets } = goldenUNet('sdxl');
  const original = kohyaOriginal(shapes.keys());
  const merged: readonly LoraRun[] = [
    { style: STYLES.kohya, alpha: 2, expected: 'manual_alpha2' },
    { style: STYLES.peft, alpha: null, expected: 'manual_noalpha' },
  ];
  const atRunTime: readonly LoraRun[] = [
    { style: original, alpha: 2, expected: 'kohya_sgm' },
    { style: STYLES.kohya, alpha: 2, expected: 'kohya_hf' },
    { style: STYLES.peft, alpha: null, expected: 'peft' },
  ];
  const errors = await withParameters(shapes, async (unet) => {
    const base: BaseWeights = { unet, textEncoders: [] };
    const found = [errorFrom('lora_sdxl base', await predictOnce(config, unet, goldenInputs(48)), recorded.base)];
    for (const [i, { style, alpha, expected }] of [...merged, ...atRunTime].entries()) {
      const file = join(cacheFolder, `${expected}.safetensors`);
      await writeLora(file, { targets, style, alpha });
      const adapters = [{ name: expected, file, weight: 1 }];
      const isMerged = i < merged.length;
      const weights = isMerged ? (await mergeAdapters({ base, adapters, cacheFolder })).unet : unet;
      const loras = isMerged ? null : await loadRunTimeLoras(adapters, base);
      const output = await predictOnce(config, weights, goldenInputs(48, loras));
      found.push(errorFrom(`lora_sdxl ${expected}, ${isMerged ? 'merged' : 'run time'}`, output, recorded[expected]));
    }
    return found;
  });
  yield* errors;
}
