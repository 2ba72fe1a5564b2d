import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import type { RunTimeLoras, UNetInputs } from '#renderer/engine/networks/network.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { type AdapterStyle, source } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

export const RANK = 4;

/** What training programs adapt when they are told to adapt convolutions too. */
const TARGETS =
  /\.(to_q|to_k|to_v|to_out\.0|ff\.net\.0\.proj|ff\.net\.2|proj_in|proj_out|conv1|conv2|conv_shortcut|time_emb_proj|downsamplers\.0\.conv|upsamplers\.0\.conv)\.weight$/;

type Shapes = ReadonlyMap<string, readonly number[]>;

/** The weights of a golden UNet, and those of them that LoRAs change. */
export function goldenUNet(
  name: string,
  config: object = golden.unet[name]!.config,
): { config: object; shapes: Shapes; targets: Shapes } {
  const options = { dialect: cpuDialect, residency: 'mapped' } as const;
  const shapes = wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, options));
  const targets = [...shapes].filter(([key, shape]) => TARGETS.test(`.${key}`) && shape.length >= 2);
  return { config, shapes, targets: new Map(targets) };
}

/** The hashed factors of the golden recipe: A [4, …in], B [out, 4] or [out, 4, 1, 1]; another seed gives others. */
export function factors(
  key: string,
  shape: readonly number[],
  seed = 'lora',
  numbers = input,
): { down: Tensor; up: Tensor } {
  const down = [RANK, ...shape.slice(1)];
  const up = [shape[0]!, RANK, ...shape.slice(2).map(() => 1)];
  return { down: numbers(`${seed}_A:${key}`, down, 0.1), up: numbers(`${seed}_B:${key}`, up, 0.1) };
}

export interface LoraFile {
  readonly targets: Shapes;
  readonly style: AdapterStyle;
  readonly alpha: number | null;
  readonly seed?: string;
  readonly numbers?: typeof input;
}

/** Writes those factors as a training program would. */
export async function writeLora(file: string, { targets, style, alpha, seed, numbers }: LoraFile): Promise<void> {
  const sources = [...targets].flatMap(([key, shape]) => {
    const { down, up } = factors(key, shape, seed, numbers);
    const [downKey, upKey, alphaKey] = style(key.slice(0, -'.weight'.length));
    const pair = [source(downKey, down.dims, down.data), source(upKey, up.dims, up.data)];
    return alpha === null ? pair : [...pair, source(alphaKey, [], Float32Array.of(alpha))];
  });
  await writeSafetensors(file, sources);
}

/** The inputs of the golden LoRA runs; a width of text other than SDXL's means none of SDXL's own inputs. */
export function goldenInputs(contextWidth: number, loras: RunTimeLoras | null = null, numbers = input): UNetInputs {
  const isXl = contextWidth === 48;
  return {
    latents: numbers('in:sample', [1, 4, 16, 16]),
    timesteps: [500],
    conditions: {
      encoder_hidden_states: numbers('in:ctx', [1, 77, contextWidth]),
      ...(isXl && {
        text_embeds: numbers('in:pooled', [1, 32]),
        time_ids: { dims: [1, 6], data: Float32Array.of(1024, 1024, 0, 0, 1024, 1024) },
      }),
    },
    loras,
  };
}

/** One prediction of a network opened for it alone. */
export async function predictOnce(config: object, weights: WeightMap, inputs: UNetInputs): Promise<Tensor> {
  const unet = await openUNet(config, weights, { provider: 'cpu', threads: 1 });
  try {
    return await unet.predict(inputs);
  } finally {
    await unet.release();
  }
}

/** The largest difference of two tensors' elements. */
export function worstDifference(a: Tensor, b: Tensor): number {
  return a.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b.data[i]!)), 0);
}

type Use = (base: BaseWeights, paths: readonly string[], cacheFolder: string) => Promise<void>;

/** Hashed weights of a UNet, and LoRA files for it. */
export async function withLoraFiles(shapes: Shapes, files: readonly LoraFile[], use: Use): Promise<void> {
  await withFolder((folder) =>
    withParameters(shapes, async (unet) => {
      const paths = files.map((_, i) => join(folder, `lora-${i}.safetensors`));
      for (const [i, file] of files.entries()) await writeLora(paths[i]!, file);
      await use({ unet, textEncoders: [] }, paths, folder);
    }),
  );
}
