import { expect } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import type { Residency } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { openPromptProducts } from '#renderer/engine/networks/prompt-products.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { expectGolden, golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { apart, turned } from '#test/renderer/engine/graph/turned.ts';

/** How a UNet is built. */
export interface BuiltAs {
  readonly dialect: Dialect;
  readonly residency: Residency;
  readonly promptApart?: boolean;
}

const CPU = { provider: 'cpu', threads: 1 } as const;

/** As the CPU opens a network; the other ways compute the prompt's keys and values inside. */
export const asOpened: BuiltAs = { dialect: cpuDialect, residency: 'mapped', promptApart: true };

/** Builds a golden network from hashed parameters and compares all its runs. */
export async function checkUNet(name: string, built: BuiltAs): Promise<void> {
  const { config, n_keys, n_params, runs } = golden.unet[name]!;
  const parsed = parseUNetConfig(config);
  const shapes = wantedWeights((weights) => buildUNet(parsed, weights, built));
  expect(shapes.size).toBe(n_keys);
  expect([...shapes.values()].reduce((sum, shape) => sum + elements(shape), 0)).toBe(n_params);
  await withParameters(shapes, async (weights) => {
    const graph = buildUNet(parsed, weights, built);
    const session = await openSession(graph, CPU);
    const products = built.promptApart ? await openPromptProducts(weights, CPU) : null;
    for (const { hw, t, batch, out } of runs) {
      const feeds: Record<string, Tensor> = { ...inputs(config, { batch, hw }), timestep: repeat(t, batch) };
      const apart = await products?.of(feeds.encoder_hidden_states!);
      const { noise } = await session.run({ ...feeds, ...apart });
      expectGolden(noise!, out);
    }
    await session.release();
    await products?.release();
  });
}

/**
 * How far what a golden network makes of an image that is turned is from what it makes of it, turned: nothing where no
 * edge is different from any other place.
 */
export async function edgesOfUNet(name: string, wraps: boolean): Promise<number> {
  const { config } = golden.unet[name]!;
  const parsed = parseUNetConfig(config);
  const built = { dialect: cpuDialect, residency: 'mapped', wraps } as const;
  return withParameters(
    wantedWeights((weights) => buildUNet(parsed, weights, built)),
    async (weights) => {
      const session = await openSession(buildUNet(parsed, weights, built), CPU);
      const feeds: Record<string, Tensor> = { ...inputs(config, { batch: 1, hw: [16, 8] }), timestep: repeat(500, 1) };
      const move = { rows: 8, columns: 0 };
      const { noise } = await session.run(feeds);
      const { noise: moved } = await session.run({ ...feeds, sample: turned(feeds.sample!, move) });
      await session.release();
      return apart(turned(noise!, move), moved!);
    },
  );
}

function inputs(
  config: Readonly<Record<string, unknown>>,
  { batch, hw }: { batch: number; hw: readonly [number, number] },
): Readonly<Record<string, Tensor>> {
  const number = (key: string, fallback: number) => Number(config[key] ?? fallback);
  const ids = [1024, 1024, 0, 0, 1024, 1024].slice(0, (number('projection_class_embeddings_input_dim', 0) - 32) / 8);
  const rows = Float32Array.from(Array.from({ length: batch }, () => ids).flat());
  const textTime = {
    text_embeds: input('in:pooled', [batch, 32]),
    time_ids: { dims: [batch, ids.length], data: rows },
  };
  return {
    sample: input('in:sample', [batch, number('in_channels', 4), ...hw]),
    encoder_hidden_states: input('in:ctx', [batch, 77, number('cross_attention_dim', 1280)]),
    ...(config.addition_embed_type ? textTime : {}),
    ...(config.time_cond_proj_dim ? { timestep_cond: input('in:w', [batch, 32]) } : {}),
  };
}

function repeat(value: number, count: number): Tensor {
  return { dims: [count], data: new Float32Array(count).fill(value) };
}
