import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-node';
import { describe, expect, it, vi } from 'vitest';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { textToImage } from '#renderer/engine/pipeline/text-to-image.ts';
import { loadModel } from '#renderer/engine/residency/load-model.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { demoRender } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { expectGolden, golden, input, parameter } from '#test/renderer/engine/graph/golden.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
const options = { provider: 'cpu', threads: 1, batchRows: 8, cacheFolder: join(scratch, 'cache') } as const;

/** The bundled model without its own TAESD. */
function copyDemo(name: string): string {
  const folder = join(scratch, name);
  cpSync(DEMO, folder, { recursive: true });
  rmSync(join(folder, 'taesd'), { recursive: true });
  return folder;
}

/** Both halves, as the published files have them; the encoder's one key stands for all of its keys. */
async function addTaesd(folder: string): Promise<void> {
  mkdirSync(join(folder, 'taesd'));
  const decoder = wantedWeights((weights) => buildTaesdDecoder(weights, { dialect: portableDialect }));
  const keys = new Map([...decoder, ['encoder.layers.0.weight', [64, 3, 3, 3]]]);
  const sources = [...keys].map(([key, shape]) => ({
    key,
    dtype: 'F32' as const,
    shape,
    bytes: () => new Uint8Array(parameter(key, shape).buffer),
  }));
  await writeSafetensors(join(folder, 'taesd/diffusion_pytorch_model.safetensors'), sources);
}

describe('a loaded model', () => {
  it('makes previews with its own small decoder where it has no TAESD', async () => {
    const folder = copyDemo('without-taesd');
    const model = await loadModel({ name: 'demo', files: modelFilesAt(folder), adapters: [] }, options);
    expect(model.preview.kind).toBe('full');
    await model.release();
  });

  it('makes previews with TAESD where there is one, with the numbers of diffusers', async () => {
    const folder = copyDemo('with-taesd');
    await addTaesd(folder);
    const model = await loadModel({ name: 'with-taesd', files: modelFilesAt(folder), adapters: [] }, options);
    expect(model.preview.kind).toBe('tiny');
    expectGolden(await model.preview.decode(input('in:z', [1, 4, 8, 10])), golden.taesd.decode);
    await model.release();
  });

  it('leaves nothing open when one of its parts cannot be opened', async () => {
    const folder = await writeTinyModel(join(scratch, 'broken'), 'sdxl');
    cpSync(join(folder, 'text_encoder/model.safetensors'), join(folder, 'vae/diffusion_pytorch_model.safetensors'));
    const releases: { readonly mock: { readonly calls: readonly unknown[] } }[] = [];
    const create = ort.InferenceSession.create.bind(ort.InferenceSession) as (
      ...given: unknown[]
    ) => Promise<ort.InferenceSession>;
    const spy = vi.spyOn(ort.InferenceSession, 'create').mockImplementation(async (...given: unknown[]) => {
      const session = await create(...given);
      releases.push(vi.spyOn(session, 'release'));
      return session;
    });
    const loading = loadModel({ name: 'broken', files: modelFilesAt(folder), adapters: [] }, options);
    await expect(loading).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('vae decoder') });
    spy.mockRestore();
    // Two text encoders, the UNet and what it makes of prompts.
    expect(releases.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1, 1]);
  });

  it('keeps width and height apart on the whole way', async () => {
    const model = await loadModel({ name: 'demo', files: modelFilesAt(DEMO), adapters: [] }, options);
    const render = demoRender({
      model: model.choice,
      sampler: 'euler',
      steps: 1,
      guidance: 4,
      width: 192,
      height: 120,
      seed: 2 ** 32 - 1,
      count: 2,
    });
    const bench = { acquire: async () => model, signal: new AbortController().signal };
    const shapes: string[] = [];
    const seeds: number[] = [];
    for await (const progress of textToImage(bench, render)) {
      if (progress.kind === 'denoised') shapes.push(progress.latents.dims.join('×'));
      if (progress.kind !== 'picture') continue;
      shapes.push(progress.pixels.dims.join('×'));
      seeds.push(progress.seed);
    }
    expect(shapes).toEqual(['2×4×15×24', '1×3×120×192', '1×3×120×192']);
    expect(seeds).toEqual([2 ** 32 - 1, 0]);
    await model.release();
  });
});
