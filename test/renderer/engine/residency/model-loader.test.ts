import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { textToImage } from '#renderer/engine/pipeline/text-to-image.ts';
import { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { demoModel, demoRender } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { expectGolden, golden, input, parameter } from '#test/renderer/engine/graph/golden.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';
import { countLoaderSessions } from '#test/renderer/engine/residency/opened-sessions.ts';

const DEMO = demoModel().files.checkpoint;
const scratch = scratchFolder();
const options = { provider: 'cpu', threads: 1, batchRows: 8, cacheFolder: join(scratch, 'cache') } as const;
const forever = new AbortController().signal;

const { sessions, closeLater } = countLoaderSessions();

/** A loader, how many sessions it has opened, and a way to load one model and give it back. */
function createLoader({ modelsMax = 2, memoryMib = 0 } = {}) {
  const loader = new ModelLoader({ modelsMax, memoryMib, options: Promise.resolve(options), onChange: () => {} });
  closeLater(loader);
  const before = sessions.opened;
  const use = async (choice: ModelChoice, encodes = false) => {
    const lease = await loader.acquire([{ choice, encodes }], forever);
    lease.giveBack();
    return lease.models[0]!;
  };
  return { loader, use, opened: () => sessions.opened - before };
}

// Merging needs sessions of its own, once; from then on the merged weights lie in the cache.
beforeAll(async () => {
  const { use } = createLoader();
  for (const name of ['lcm', 'blueprint', 'neon']) await use(demoModel(name));
});

const at = (name: string, folder: string, change: Partial<ModelChoice['files']> = {}): ModelChoice => ({
  name,
  files: { ...modelFilesAt(folder), ...change },
  adapters: [],
});

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

/** Of the demo model: its text encoder, decoder and TAESD, its UNet and what that makes of prompts. */
const [SHARED, OWN] = [3, 2];

describe('models that have networks in common', () => {
  it('share the VAE and the text encoders where only the adapters of their UNets differ', async () => {
    const { loader, use, opened } = createLoader();
    const [lcm, blueprint] = [await use(demoModel('lcm')), await use(demoModel('blueprint'))];
    expect(opened()).toBe(SHARED + 2 * OWN);
    expect(blueprint.decoder).toBe(lcm.decoder);
    expect(blueprint.text.encoders[0]).toBe(lcm.text.encoders[0]);
    expect(blueprint.unet).not.toBe(lcm.unet);
    expect(loader.resident.map(({ adapters }) => adapters.map(({ name }) => name))).toEqual([['lcm'], ['blueprint']]);
    await use(demoModel('lcm'));
    expect(opened()).toBe(SHARED + 2 * OWN);
  });

  it('load what they share once when they are wanted at the same time', async () => {
    const { use, opened } = createLoader();
    await Promise.all([use(demoModel('lcm')), use(demoModel('blueprint')), use(demoModel('lcm'))]);
    expect(opened()).toBe(SHARED + 2 * OWN);
  });

  it('have text encoders of their own where an adapter changes them, and the UNet in common where it does not', async () => {
    const { use, opened } = createLoader();
    const file = join(scratch, 'text.safetensors');
    const layer = 'text_encoder.text_model.encoder.layers.0.self_attn.q_proj';
    const shapes = { [`${layer}.lora_A.weight`]: [1, 128], [`${layer}.lora_B.weight`]: [128, 1] };
    const sources = Object.entries(shapes).map(([key, shape]) => ({
      key,
      dtype: 'F32' as const,
      shape,
      bytes: () => new Uint8Array(parameter(key, shape).buffer),
    }));
    await writeSafetensors(file, sources);
    const plain = await use(demoModel());
    const changed = await use({ ...demoModel(), adapters: [{ name: 'text', file, weight: 1 }] });
    // One of them to merge the one weight that the adapter changes.
    expect(opened()).toBe(SHARED + OWN + 1 + 1);
    expect(changed.unet).toBe(plain.unet);
    expect(changed.text.encoders[0]).not.toBe(plain.text.encoders[0]);
  });

  it('share a VAE that is the same file, under whatever path, and none that only looks alike', async () => {
    const { use } = createLoader({ modelsMax: 4 });
    const [own, copy] = [await use(at('own', DEMO)), await use(at('copy', copyDemo('copy')))];
    expect(copy.decoder).not.toBe(own.decoder);
    symlinkSync(join(DEMO, 'vae'), join(scratch, 'linked-vae'));
    const linked = await use(at('linked', join(scratch, 'copy'), { vae: join(scratch, 'linked-vae') }));
    expect(linked.decoder).toBe(own.decoder);
    expect(linked.unet).toBe(copy.unet);
  });

  it('keep so many UNets as there may be models, and what those need', async () => {
    const { loader, use, opened } = createLoader({ modelsMax: 2 });
    for (const name of ['lcm', 'blueprint', 'neon']) await use(demoModel(name));
    expect(loader.resident.map(({ adapters }) => adapters[0]!.name)).toEqual(['blueprint', 'neon']);
    expect(opened()).toBe(SHARED + 3 * OWN);
    await use(demoModel('lcm'));
    expect(opened()).toBe(SHARED + 4 * OWN);
  });
});

describe('a model loader', () => {
  it('opens the encoder only for renders that read a picture', async () => {
    const { use, opened } = createLoader();
    expect((await use(demoModel())).encoder).toBeNull();
    expect(opened()).toBe(SHARED + OWN);
    expect((await use(demoModel(), true)).encoder).not.toBeNull();
    expect(opened()).toBe(SHARED + OWN + 1);
  });

  it('loads two models at once where both fit, and says so where they do not', async () => {
    const [base, refiner] = [
      at('sdxl', await writeTinyModel(join(scratch, 'pair'), 'sdxl')),
      at('refiner', await writeTinyModel(join(scratch, 'pair'), 'refiner')),
    ];
    const needs = [base, refiner].map((choice) => ({ choice, encodes: false }));
    const both = createLoader({ modelsMax: 2 });
    expect(await both.loader.groupsThatFit(needs, forever)).toEqual([needs]);
    const lease = await both.loader.acquire(needs, forever);
    expect(lease.models.map(({ choice }) => choice.name)).toEqual(['sdxl', 'refiner']);
    lease.giveBack();
    for (const bounds of [{ modelsMax: 1 }, { memoryMib: 150 }]) {
      const { loader } = createLoader(bounds);
      expect(await loader.groupsThatFit(needs, forever)).toEqual(needs.map((need) => [need]));
    }
  });

  it('keeps within its memory, and refuses a model that is larger by itself', async () => {
    const { loader, use } = createLoader({ modelsMax: 9, memoryMib: 100 });
    for (const name of ['lcm', 'blueprint']) await use(demoModel(name));
    expect(loader.resident.map(({ adapters }) => adapters[0]!.name)).toEqual(['blueprint']);
    const small = createLoader({ memoryMib: 65 });
    await expect(small.use(demoModel())).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(
        /^Cannot load model demo: at most 65 MiB for models \(EASEL_MEMORY_MIB\), and it takes \d+$/,
      ),
    });
  });

  it('leaves nothing open when a network cannot be opened, and tries again', async () => {
    const folder = await writeTinyModel(join(scratch, 'broken'), 'sdxl');
    const vae = join(folder, 'vae/diffusion_pytorch_model.safetensors');
    cpSync(vae, join(scratch, 'vae.safetensors'));
    cpSync(join(folder, 'text_encoder/model.safetensors'), vae);
    const { loader, use, opened } = createLoader();
    const broken = at('broken', folder);
    await expect(use(broken)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('vae decoder'),
    });
    expect(opened()).toBeGreaterThan(0);
    await expect.poll(() => sessions.opened - sessions.released).toBe(0);
    expect(loader.resident).toEqual([]);
    cpSync(join(scratch, 'vae.safetensors'), vae);
    await use(broken);
    expect(loader.resident).toHaveLength(1);
  });

  it('says that somebody waited where there was something to load', async () => {
    const { loader } = createLoader();
    const needs = [{ choice: demoModel(), encodes: false }];
    const waits = [];
    for (let i = 0; i < 2; i++) {
      const lease = await loader.acquire(needs, forever);
      waits.push(lease.waited);
      lease.giveBack();
    }
    expect(waits).toEqual([true, false]);
    await expect(loader.acquire(needs, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  });
});

describe('a loaded model', () => {
  it('makes previews with its own small decoder where it has no TAESD', async () => {
    const { use } = createLoader();
    expect((await use(at('demo', copyDemo('without-taesd')))).preview.kind).toBe('full');
  });

  it('makes previews with TAESD where there is one, with the numbers of diffusers', async () => {
    const folder = copyDemo('with-taesd');
    await addTaesd(folder);
    const { use } = createLoader();
    const { preview } = await use(at('with-taesd', folder));
    expect(preview.kind).toBe('tiny');
    expectGolden(await preview.decode(input('in:z', [1, 4, 8, 10])), golden.taesd.decode);
  });

  it('keeps width and height apart on the whole way', async () => {
    const { use } = createLoader();
    const model = await use(demoModel());
    const render: ValidRender = demoRender({
      model: model.choice,
      sampler: 'euler',
      steps: 1,
      guidance: 4,
      width: 192,
      height: 112,
      seed: 2 ** 32 - 1,
      count: 2,
    });
    const shapes: string[] = [];
    const seeds: number[] = [];
    for await (const progress of textToImage(
      { acquire: async () => model, noise: createNoise, signal: forever },
      render,
    )) {
      if (progress.kind === 'denoised') shapes.push(progress.latents.dims.join('×'));
      if (progress.kind !== 'picture') continue;
      shapes.push(progress.pixels.dims.join('×'));
      seeds.push(progress.seed);
    }
    expect(shapes).toEqual(['2×4×7×12', '1×3×112×192', '1×3×112×192']);
    expect(seeds).toEqual([2 ** 32 - 1, 0]);
  });
});
