import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** A weight of a VAE that only its decoder has; scaled by this, what comes out is NaN in any precision. */
export const DECODER_END = 'decoder.conv_norm_out.weight';
export const TOO_LARGE = 3e38;

/** Of a model that diffusers writes. */
export function decoderFile(folder: string): string {
  return join(folder, 'vae', 'diffusion_pytorch_model.safetensors');
}

/** Multiplies a float32 weight of a .safetensors file, in the file. */
export async function scaleWeight(file: string, key: string, factor: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { buffer: length } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    const headerBytes = Number(length.readBigUInt64LE());
    const { buffer: header } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 8);
    const { data_offsets: place } = JSON.parse(header.toString('utf8'))[key] as { data_offsets: [number, number] };
    const at = 8 + headerBytes + place[0];
    const bytes = Buffer.alloc(place[1] - place[0]);
    await handle.read(bytes, 0, bytes.length, at);
    for (let i = 0; i < bytes.length; i += 4) bytes.writeFloatLE(bytes.readFloatLE(i) * factor, i);
    await handle.write(bytes, 0, bytes.length, at);
  } finally {
    await handle.close();
  }
}
