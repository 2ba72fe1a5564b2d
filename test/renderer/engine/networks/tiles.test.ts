import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { tiledDecode, tiledEncode } from '#renderer/engine/networks/tiles.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { expectGolden, input } from '#test/renderer/engine/graph/golden.ts';
import { pipelines, writeTinyVae } from '#test/renderer/engine/pipeline/tiny-model.ts';

const scratch = scratchFolder();
const options = { dialect: cpuDialect, residency: 'mapped' } as const;
const cpu = { provider: 'cpu', threads: 1 } as const;
/** As small as diffusers was told to make them for the golden file. */
const small = { factor: 8, tile: 8, wholeArea: 64 };

async function openHalves() {
  const config = pipelines.models.sd15!.vae;
  const folder = join(scratch, 'vae');
  await writeTinyVae(folder, config);
  const weights = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  const vae = parseVaeConfig(config);
  const decoder = await openSession(buildVaeDecoder(vae, weights, { ...options, latents: 'raw' }), cpu);
  const encoder = await openSession(buildVaeEncoder(vae, weights, options), cpu);
  return { decoder, encoder };
}

describe('tiles', () => {
  it('give the picture and the moments of diffusers, whatever the size is not a multiple of', async () => {
    const { decoder, encoder } = await openHalves();
    const decode = async (latents: Tensor) => (await decoder.run({ latents })).picture!;
    const encode = async (picture: Tensor) => (await encoder.run({ picture })).moments!;
    expectGolden(await tiledDecode(input('in:z', [1, 4, 20, 27]), { ...small, decode }), pipelines.tiles.decode);
    expectGolden(
      await tiledEncode(input('in:img', [1, 3, 160, 216], 1), { ...small, encode }),
      pipelines.tiles.moments,
    );
    await decoder.release();
    await encoder.release();
  });

  it('never hand the network more than one tile, and let messages through between two', async () => {
    const areas: number[] = [];
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const decode = async ({ dims }: Tensor) => {
      areas.push(dims[2]! * dims[3]!);
      const until = performance.now() + 3;
      while (performance.now() < until);
      return tensor([1, 3, dims[2]! * 8, dims[3]! * 8]);
    };
    const { dims } = await tiledDecode(tensor([1, 4, 130, 130]), { factor: 8, decode });
    clearInterval(timer);
    expect(dims).toEqual([1, 3, 1040, 1040]);
    expect(Math.max(...areas)).toBe(64 * 64);
    expect(turns).toBeGreaterThan(1);
  });

  it('leave a picture of 1024 × 1024 whole', async () => {
    const seen: (readonly number[])[] = [];
    const decode = async (latents: Tensor) => {
      seen.push(latents.dims);
      return latents;
    };
    await tiledDecode(tensor([1, 4, 128, 128]), { factor: 8, decode });
    expect(seen).toEqual([[1, 4, 128, 128]]);
  });

  it('end between two tiles when nobody wants them any more', async () => {
    const abort = new AbortController();
    let calls = 0;
    const decode = async ({ dims }: Tensor) => {
      calls += 1;
      abort.abort(new Error('enough'));
      return tensor([1, 3, dims[2]! * 8, dims[3]! * 8]);
    };
    const asked = tiledDecode(tensor([1, 4, 130, 130]), { factor: 8, decode, signal: abort.signal });
    await expect(asked).rejects.toThrow('enough');
    expect(calls).toBe(1);
  });
});
