import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tensor } from '#renderer/engine/tensor.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';

/** Writes what a UNet is given at one step as `inputs.safetensors`, for every program the same; says where. */
export function writeStepInputs(folder: string, config: object, side: number): Promise<string> {
  const { cross_attention_dim, addition_embed_type } = config as Record<string, unknown>;
  const pixels = 8 * side;
  return writeInputs(folder, {
    latents: input('in:latents', [1, 4, side, side]),
    context: input('in:context', [1, 77, Number(cross_attention_dim)]),
    // Of bigG, and the size, crop and size again of SDXL.
    ...(addition_embed_type === 'text_time' && {
      pooled: input('in:pooled', [1, 1280]),
      time_ids: tensor([1, 6], Float32Array.of(pixels, pixels, 0, 0, pixels, pixels)),
    }),
  });
}

/** The same for a decoder. */
export function writeLatents(folder: string, side: number): Promise<string> {
  return writeInputs(folder, { latents: input('in:latents', [1, 4, side, side]) });
}

async function writeInputs(folder: string, tensors: Readonly<Record<string, ReturnType<typeof tensor>>>) {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'inputs.safetensors');
  const sources = Object.entries(tensors).map(([key, { dims, data }]) => ({
    key,
    dtype: 'F32' as const,
    shape: dims,
    bytes: () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }));
  await writeSafetensors(file, sources);
  return file;
}
