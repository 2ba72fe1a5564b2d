import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { openClipWeights } from '#renderer/engine/checkpoint/clip-names.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { withLoras } from '#renderer/engine/networks/run-time-loras.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { source } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const KEY = 'text_projection.weight';
const LORA = 'lora_te2_text_projection';
const { config, ids } = golden.clip.g_gelu_proj!;

/** The encoder with its projection as OpenCLIP stores it: (in, out), under a name without `.weight`. */
async function asOpenClip(encoder: WeightMap, folder: string): Promise<WeightMap> {
  const { dims, data } = await readTensor(encoder.get(KEY)!);
  const [out, inputs] = dims as [number, number];
  const turned = Float32Array.from(data, (_, i) => data[(i % out) * inputs + Math.floor(i / out)]!);
  const file = join(folder, 'open-clip.safetensors');
  await writeSafetensors(file, [source('text_projection', [inputs, out], turned)]);
  return new Map([...encoder, ...openClipWeights(await readSafetensors(file)).weights]);
}

/** Pooled text with the LoRA at run time, merged, and as a full difference merged. */
async function pooledWith(encoder: WeightMap, clip: object, paths: { lora: string; cacheFolder: string }) {
  const base: BaseWeights = { unet: new Map(), textEncoders: [new Map(), encoder] };
  const adapter = { name: 'style', file: paths.lora, weight: 0.7 };
  const encode = async (weights: WeightMap, loras: Parameters<typeof withLoras>[1] | null) => {
    const opened = await openTextEncoder(clip, weights, { provider: 'cpu', threads: 1 });
    const { pooled } = await (loras ? withLoras(opened, loras) : opened).encode([ids], { skip: 0, states: 'normed' });
    await opened.release();
    return pooled;
  };
  const atRunTime = (await loadRunTimeLoras([adapter], base))!.textEncoders[1]!;
  const merged = await mergeAdapters({ base, adapters: [adapter], cacheFolder: paths.cacheFolder });
  const again = await mergeAdapters({ base: merged, adapters: [adapter], cacheFolder: paths.cacheFolder });
  return {
    plain: await encode(encoder, null),
    all: [await encode(encoder, atRunTime), await encode(merged.textEncoders[1]!, null)],
    twice: await encode(again.textEncoders[1]!, null),
  };
}

it('a LoRA of the text projection acts the same whichever way the checkpoint stores that weight', async () => {
  const shapes = wantedWeights(
    (weights) => buildClipTextEncoder(parseClipConfig(config), weights, { dialect: cpuDialect, residency: 'mapped' }),
    (key) => /^text_(model|projection)\./.test(key),
  );
  const [out, inputs] = shapes.get(KEY)!;
  expect(out).not.toBe(inputs);
  await withFolder((folder) =>
    withParameters(shapes, async (encoder) => {
      const lora = join(folder, 'lora.safetensors');
      const [down, up] = [input('down', [2, inputs!]), input('up', [out!, 2])];
      await writeSafetensors(lora, [
        source(`${LORA}.lora_down.weight`, down.dims, down.data),
        source(`${LORA}.lora_up.weight`, up.dims, up.data),
      ]);
      const paths = { lora, cacheFolder: join(folder, 'merged') };
      const linear = await pooledWith(encoder, config, paths);
      const turned = await asOpenClip(encoder, folder);
      const open = await pooledWith(turned, { ...config, projection_transposed: true }, paths);
      for (const pooled of [...linear.all, ...open.all]) expectSame(pooled, linear.all[0]!);
      expectSame(open.twice, linear.twice);
      expect(worstDifference(linear.plain, linear.all[0]!)).toBeGreaterThan(0.1);
      expect(worstDifference(linear.twice, linear.all[0]!)).toBeGreaterThan(0.1);
    }),
  );
});

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.dims).toEqual(expected.dims);
  expect(worstDifference(actual, expected)).toBeLessThan(1e-5);
}
