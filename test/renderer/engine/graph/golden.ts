import { equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/** A tensor as the golden file records it: samples of its elements and two sums over all. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly absmean: number;
  readonly idx: readonly number[];
  readonly val: readonly number[];
}

interface GoldenUNet {
  readonly config: Readonly<Record<string, unknown>>;
  readonly n_params: number;
  readonly n_keys: number;
  readonly runs: readonly GoldenRun[];
}

/** One call of a UNet: the latents' height and width, the timestep and the samples, and what came out. */
export interface GoldenRun {
  readonly hw: readonly [number, number];
  readonly t: number;
  readonly batch: number;
  readonly out: GoldenTensor;
}

interface GoldenClip {
  readonly config: Readonly<Record<string, unknown>>;
  readonly ids: readonly number[];
  readonly last_hidden_state: GoldenTensor;
  readonly hidden_m2: GoldenTensor;
  readonly pooler_output?: GoldenTensor;
  readonly text_embeds?: GoldenTensor;
}

interface Golden {
  readonly unet: Readonly<Record<string, GoldenUNet>>;
  readonly clip: Readonly<Record<string, GoldenClip>>;
  readonly vae: { readonly config: object; readonly moments: GoldenTensor; readonly decode: GoldenTensor };
  readonly taesd: { readonly decode: GoldenTensor; readonly encode: GoldenTensor };
  readonly timestep_embedding_320_t999: GoldenTensor;
  readonly w_embedding_w7_dim16: readonly number[];
}

/** Outputs of diffusers and transformers on small networks; test/golden/README.md says how they were made. */
export const golden: Golden = JSON.parse(readFileSync(new URL('../../../golden/engine.json', import.meta.url), 'utf8'));

/** The numbers of a file whose names have no prefix. */
export const { uniform, input, parameter, picture } = createRecipe('');

/** Writes hashed parameters to a safetensors file and hands its weights to `use`; the file goes away afterwards. */
export async function withParameters<T>(
  shapes: ReadonlyMap<string, readonly number[]>,
  use: (weights: WeightMap) => Promise<T>,
  numberOf = parameter,
): Promise<T> {
  return withFolder(async (folder) => {
    const file = join(folder, 'weights.safetensors');
    const sources = [...shapes].map(([key, shape]) => ({
      key,
      dtype: 'F32' as const,
      shape,
      bytes: () => new Uint8Array(numberOf(key, shape).buffer),
    }));
    await writeSafetensors(file, sources);
    return use(await readSafetensors(file));
  });
}

/** Fails unless it is the recorded tensor: samples and sum; the sum tells a wrong region from wrong numbers. */
export function expectGolden(actual: Tensor, expected: GoldenTensor, tolerance = 1e-4): void {
  equal(actual.dims.join('×'), expected.shape.join('×'));
  const worst = worstDifference(actual, expected);
  ok(worst < tolerance, `largest difference of the sampled elements: ${worst}, at most ${tolerance}`);
  const apart = Math.abs(actual.data.reduce((total, value) => total + value, 0) - expected.sum);
  const allowed = tolerance * Math.max(1, actual.data.length * expected.absmean);
  ok(apart < allowed, `difference of the sums: ${apart}, at most ${allowed}`);
}

/** Largest difference of the sampled elements. */
export function worstDifference(actual: Tensor, expected: GoldenTensor): number {
  return Math.max(...expected.idx.map((at, i) => Math.abs(actual.data[at]! - expected.val[i]!)));
}
