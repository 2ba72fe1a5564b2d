import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialect.ts';
import { buildUNet } from '#renderer/engine/graph/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/unet-config.ts';
import { wantedWeights } from '#renderer/engine/graph/wanted-weights.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { mergeAdapters } from '#renderer/engine/weights/merged-weights.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { writeSafetensors } from '#renderer/engine/weights/write-safetensors.ts';
import { expectGolden, type GoldenTensor, golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { type AdapterStyle, kohyaOriginal, STYLES, source } from '#test/renderer/engine/weights/adapter-styles.ts';

const { lora_sdxl: recorded } = golden as unknown as {
  readonly lora_sdxl: Readonly<Record<'manual_alpha2' | 'manual_noalpha' | 'kohya_sgm', GoldenTensor>>;
};

const RANK = 4;
const TARGETS =
  /\.(to_q|to_k|to_v|to_out\.0|ff\.net\.0\.proj|ff\.net\.2|proj_in|proj_out|conv1|conv2|conv_shortcut|time_emb_proj|downsamplers\.0\.conv|upsamplers\.0\.conv)\.weight$/;

const config = parseUNetConfig(golden.unet.sdxl!.config);
const options = { dialect: cpuDialect, residency: 'mapped' } as const;
const shapes = wantedWeights((weights) => buildUNet(config, weights, options));
const targets = [...shapes].filter(([key, shape]) => TARGETS.test(`.${key}`) && shape.length >= 2);

/** The hashed factors of the golden recipe: A [4, …in], B [out, 4] or [out, 4, 1, 1]. */
function factors(key: string, shape: readonly number[]) {
  const down = [RANK, ...shape.slice(1)];
  const up = [shape[0]!, RANK, ...shape.slice(2).map(() => 1)];
  return { down: input(`lora_A:${key}`, down, 0.1), up: input(`lora_B:${key}`, up, 0.1) };
}

async function writeAdapter(file: string, style: AdapterStyle, alpha: number | null): Promise<void> {
  const sources = targets.flatMap(([key, shape]) => {
    const { down, up } = factors(key, shape);
    const [downKey, upKey, alphaKey] = style(key.slice(0, -'.weight'.length));
    const pair = [source(downKey, down.dims, down.data), source(upKey, up.dims, up.data)];
    return alpha === null ? pair : [...pair, source(alphaKey, [], Float32Array.of(alpha))];
  });
  await writeSafetensors(file, sources);
}

/** Merges a file of this style into the hashed UNet and hands the result on. */
async function merged<T>(
  { style, alpha }: { style: AdapterStyle; alpha: number | null },
  use: (merged: WeightMap, base: WeightMap) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-parity-'));
  try {
    return await withParameters(shapes, async (unet) => {
      const file = join(folder, 'lora.safetensors');
      await writeAdapter(file, style, alpha);
      const base = { unet, textEncoder: new Map() };
      const adapters = [{ name: 'golden', file, weight: 1 }];
      return use((await mergeAdapters({ base, adapters, cacheFolder: folder })).unet, unet);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The largest difference from W + scale · B·A, over every eighth target; the picture depends on all. */
async function worstDifference(result: WeightMap, base: WeightMap, scale: number): Promise<number> {
  let worst = 0;
  for (const [key, shape] of targets.filter((_, i) => i % 8 === 0)) {
    const { down, up } = factors(key, shape);
    const [actual, weight] = [await readTensor(result.get(key)!), await readTensor(base.get(key)!)];
    const columns = elements(shape.slice(1));
    for (let i = 0; i < actual.data.length; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      let change = 0;
      for (let k = 0; k < RANK; k++) change += up.data[row * RANK + k]! * down.data[k * columns + column]!;
      worst = Math.max(worst, Math.abs(actual.data[i]! - weight.data[i]! - scale * change));
    }
  }
  return worst;
}

async function predict(weights: WeightMap) {
  const session = await openSession(buildUNet(config, weights, options), { provider: 'cpu', threads: 2 });
  const { noise } = await session.run({
    sample: input('in:sample', [1, 4, 16, 16]),
    timestep: { dims: [1], data: Float32Array.of(500) },
    encoder_hidden_states: input('in:ctx', [1, 77, 48]),
    text_embeds: input('in:pooled', [1, 32]),
    time_ids: { dims: [1, 6], data: Float32Array.of(1024, 1024, 0, 0, 1024, 1024) },
  });
  await session.release();
  return noise!;
}

describe('mergeAdapters on the golden UNet', () => {
  it('has the targets of the recording', () => {
    expect(targets).toHaveLength(368);
  });

  it.each([
    ['kohya with the original names', { style: kohyaOriginal(shapes.keys()), alpha: 2 }, 'kohya_sgm'],
    ['kohya with the names of diffusers', { style: STYLES.kohya, alpha: 2 }, 'manual_alpha2'],
    ['peft without alpha', { style: STYLES.peft, alpha: null }, 'manual_noalpha'],
  ] as const)('gives the weights of the formula and the picture of diffusers for %s', async (_name, file, expected) => {
    await merged(file, async (result, base) => {
      expect(await worstDifference(result, base, (file.alpha ?? RANK) / RANK)).toBeLessThan(1e-6);
      expectGolden(await predict(result), recorded[expected]);
    });
  });
});
