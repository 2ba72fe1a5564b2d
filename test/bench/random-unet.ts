import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { floatToHalf } from '#renderer/engine/weights/half.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';

/** The configuration of Stable Diffusion 1.5's UNet: 860 million parameters. */
export const SD15_UNET = {
  _class_name: 'UNet2DConditionModel',
  sample_size: 64,
  cross_attention_dim: 768,
  attention_head_dim: 8,
  block_out_channels: [320, 640, 1280, 1280],
  layers_per_block: 2,
};

/** Values are repeated after this many: nobody looks at the pictures, and the arithmetic takes the same time. */
const POOL = 65_536;

/** Writes a UNet of random fp16 weights as a diffusers folder, which diffusers itself can load too. */
export async function writeRandomUNet(folder: string, config: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const parsed = parseUNetConfig(config);
  const shapes = wantedWeights((weights) =>
    buildUNet(parsed, weights, { residency: 'mapped', dialect: portableDialect }),
  );
  await writeRandomWeights(join(folder, 'diffusion_pytorch_model.safetensors'), shapes);
}

/** Writes random fp16 weights of these shapes. */
export async function writeRandomWeights(file: string, shapes: ReadonlyMap<string, readonly number[]>): Promise<void> {
  const sources = [...shapes].map(([key, shape]) => randomWeight(key, shape));
  await writeSafetensors(file, sources, { metadata: { format: 'pt' } });
}

/** Spread so that activations neither vanish nor overflow: ±√(3 / inputs) for matrices, near 1 for scales. */
function randomWeight(key: string, shape: readonly number[]): WeightSource {
  const isMatrix = shape.length > 1;
  const centre = !isMatrix && key.endsWith('.weight') ? 1 : 0;
  const spread = isMatrix ? Math.sqrt(3 / elements(shape.slice(1))) : 0.1;
  const bytes = () => {
    const count = elements(shape);
    const pool = Float32Array.from({ length: Math.min(POOL, count) }, () => centre + spread * (2 * Math.random() - 1));
    const halves = floatToHalf(pool);
    const all = new Uint16Array(count);
    for (let at = 0; at < count; at += halves.length) all.set(halves.subarray(0, count - at), at);
    return new Uint8Array(all.buffer);
  };
  return { key, dtype: 'F16', shape, bytes };
}
