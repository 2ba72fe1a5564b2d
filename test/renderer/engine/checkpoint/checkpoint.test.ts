import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { describeModel } from '#renderer/engine/checkpoint/describe-model.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { readBytes } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { torchLegacy, torchZip } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));
const UNET = 'diffusion_pytorch_model.safetensors';
const scratch = scratchFolder();
let copies = 0;

/** A copy of the demo model with something done to it. */
async function changed(change: (folder: string) => void | Promise<void>): Promise<string> {
  const folder = join(scratch, `model-${++copies}`);
  cpSync(DEMO, folder, { recursive: true });
  await change(folder);
  return folder;
}

async function refused(change: (folder: string) => void | Promise<void>, sentence: string | RegExp) {
  await expect(readCheckpoint(modelFilesAt(await changed(change)))).rejects.toThrow(sentence);
}

/** Divides the UNet of a folder into two files, with an index as diffusers writes it. */
async function divide(folder: string, { index = `${UNET}.index.json`, names = PIECES } = {}): Promise<void> {
  const whole = join(folder, 'unet', UNET);
  const entries = [...(await readSafetensors(whole))];
  const middle = Math.floor(entries.length / 2);
  const map: Record<string, string> = {};
  for (const [i, part] of [entries.slice(0, middle), entries.slice(middle)].entries()) {
    const weights = part.map(([key, entry]) => ({ ...entry, key, bytes: () => readBytes(entry) }));
    await writeSafetensors(join(folder, 'unet', names[i]!), weights);
    for (const [key] of part) map[key] = names[i]!;
  }
  writeFileSync(join(folder, 'unet', index), JSON.stringify({ metadata: { total_size: 1 }, weight_map: map }));
  rmSync(whole);
}

const PIECES = [
  'diffusion_pytorch_model-00001-of-00002.safetensors',
  'diffusion_pytorch_model-00002-of-00002.safetensors',
];

/** Puts a part's weights into a file of torch. */
async function pickled(folder: string, { part, from, to, write }: Pickling): Promise<void> {
  const entries = await readSafetensors(join(folder, part, from));
  const tensors = new Map<string, { dtype: 'F32' | 'F16'; shape: readonly number[]; bytes: Uint8Array }>();
  for (const [key, entry] of entries) {
    tensors.set(key, { dtype: entry.dtype as 'F16', shape: entry.shape, bytes: await readBytes(entry) });
  }
  writeFileSync(join(folder, part, to), write(tensors));
  rmSync(join(folder, part, from));
}

interface Pickling {
  readonly part: string;
  readonly from: string;
  readonly to: string;
  readonly write: typeof torchLegacy;
}

describe('a diffusers folder', () => {
  it('has its parts found', async () => {
    const { name, family, unet, vae, textEncoders, taesd, zerosForEmptyNegative } = await readCheckpoint(
      modelFilesAt(DEMO),
    );
    const sizes = [unet, vae, textEncoders[0]!, taesd!].map(({ weights }) => weights.size);
    expect(sizes).toEqual([248, 212, 52, expect.any(Number)]);
    expect([name, family, zerosForEmptyNegative]).toEqual(['demo-model', 'sd15', false]);
    expect(textEncoders.map(({ tokenizer, pad }) => [tokenizer, pad])).toEqual([[join(DEMO, 'tokenizer'), null]]);
  });

  it.each([
    ['the plain file', ['x.safetensors', 'x.fp16.safetensors', 'x.non_ema.safetensors'], 'x.safetensors'],
    ['fp16 next', ['x.bf16.safetensors', 'x.fp16.safetensors', 'x.non_ema.safetensors'], 'x.fp16.safetensors'],
    ['any other then', ['x.non_ema.safetensors', 'pytorch_model.bin'], 'x.non_ema.safetensors'],
    ['diffusers’ own name first', ['a.safetensors', 'model.safetensors'], 'model.safetensors'],
  ])('has the best of several files taken: %s', async (_what, names, expected) => {
    const folder = await changed((at) => {
      for (const name of names) cpSync(join(DEMO, 'unet', UNET), join(at, 'unet', name));
      rmSync(join(at, 'unet', UNET));
    });
    const { unet } = await readCheckpoint(modelFilesAt(folder));
    expect(unet.weights.get('conv_in.bias')?.file).toBe(join(folder, 'unet', expected));
  });

  it('may mix variants: each part has its own', async () => {
    const folder = await changed((at) => {
      renameSync(join(at, 'vae', UNET), join(at, 'vae/diffusion_pytorch_model.fp16.safetensors'));
    });
    const { unet, vae } = await readCheckpoint(modelFilesAt(folder));
    expect(unet.weights.get('conv_in.bias')?.file).toMatch(/model\.safetensors$/);
    expect(vae.weights.get('decoder.conv_in.bias')?.file).toMatch(/fp16\.safetensors$/);
  });

  it('has the numbers of its scheduler read that Python writes and JSON does not know', async () => {
    const folder = await changed((at) => {
      const file = join(at, 'scheduler/scheduler_config.json');
      writeFileSync(file, '{"lambda_min_clipped": -Infinity, "trained_betas": NaN, "beta_schedule": "Infinity, NaN"}');
    });
    const { scheduler } = await readCheckpoint(modelFilesAt(folder));
    const wanted = { lambda_min_clipped: -Infinity, trained_betas: null, beta_schedule: 'Infinity, NaN' };
    // The class is that of the pipeline's index where the file says none.
    expect(scheduler).toEqual({ _class_name: 'DDIMScheduler', ...wanted });
  });

  it('predicts what the operator says instead of what its files say', async () => {
    const { scheduler } = await readCheckpoint({ ...modelFilesAt(DEMO), prediction: 'sample' });
    expect(scheduler).toMatchObject({ prediction_type: 'sample', beta_schedule: 'scaled_linear' });
  });

  it('with a scheduler that cannot be followed is told apart when it is described', async () => {
    const folder = await changed((at) => {
      writeFileSync(join(at, 'scheduler/scheduler_config.json'), '{"_class_name": "FlowMatchEulerDiscreteScheduler"}');
    });
    await expect(describeModel('flow', modelFilesAt(folder))).rejects.toThrow(
      'given "FlowMatchEulerDiscreteScheduler"',
    );
  });

  it.each([
    [`${UNET}.index.json`, PIECES],
    [
      'diffusion_pytorch_model.safetensors.index.fp16.json',
      PIECES.map((name) => name.replace('model-', 'model.fp16-')),
    ],
  ])('may be divided by %s', async (index, names) => {
    const folder = await changed((at) => divide(at, { index, names }));
    const { unet } = await readCheckpoint(modelFilesAt(folder));
    expect([...unet.weights.keys()].sort()).toEqual(
      [...(await readSafetensors(join(DEMO, 'unet', UNET))).keys()].sort(),
    );
  });

  it('that is divided is refused with the piece or key that is not as its index says', async () => {
    const reindexed = (change: (map: Record<string, string>) => void) => async (at: string) => {
      await divide(at);
      const file = join(at, 'unet', `${UNET}.index.json`);
      const index = JSON.parse(readFileSync(file, 'utf8'));
      change(index.weight_map);
      writeFileSync(file, JSON.stringify(index));
    };
    await refused(async (at) => {
      await divide(at);
      rmSync(join(at, 'unet', PIECES[1]!));
    }, 'unet/diffusion_pytorch_model-00002-of-00002.safetensors: there is no such file');
    await refused(async (at) => {
      await divide(at);
      rmSync(join(at, 'unet', `${UNET}.index.json`));
    }, 'but the index of its pieces (*.index.json) is missing');
    await refused(
      reindexed((map) => Object.assign(map, { more: PIECES[0] })),
      'has "more", which it has not',
    );
    await refused(
      reindexed((map) => Reflect.deleteProperty(map, 'conv_in.bias')),
      'has "conv_in.bias", which unet/diffusion_pytorch_model.safetensors.index.json does not list there',
    );
    for (const name of ['../vae/x.safetensors', '/etc/passwd', 'x.json', '..', 3]) {
      await refused(
        reindexed((map) => Object.assign(map, { a: name })),
        'must name a file beside it for "a", given',
      );
    }
    await refused((at) => {
      rmSync(join(at, 'unet', UNET));
      writeFileSync(join(at, 'unet', `${UNET}.index.json`), '{"weight_map":');
    }, 'unet/diffusion_pytorch_model.safetensors.index.json: it is not JSON');
  });

  it.each([
    ['today’s', torchZip],
    ['legacy', torchLegacy],
  ])('may have its weights in .bin files, of which nothing is run: %s format', async (_format, write) => {
    const folder = await changed(async (at) => {
      await pickled(at, { part: 'unet', from: UNET, to: 'diffusion_pytorch_model.bin', write });
      writeFileSync(join(at, 'unet/optimizer.bin'), 'not this one');
    });
    const { unet } = await readCheckpoint(modelFilesAt(folder));
    const original = (await readSafetensors(join(DEMO, 'unet', UNET))).get('conv_in.weight')!;
    expect(unet.weights.size).toBe(248);
    expect(await readBytes(unet.weights.get('conv_in.weight')!)).toEqual(await readBytes(original));
  });

  it('may have two text encoders, or the second alone', async () => {
    const two = await changed((at) => {
      cpSync(join(at, 'text_encoder'), join(at, 'text_encoder_2'), { recursive: true });
      cpSync(join(at, 'tokenizer'), join(at, 'tokenizer_2'), { recursive: true });
    });
    await expect(readCheckpoint(modelFilesAt(two))).rejects.toThrow(
      'its UNet reads text 128 wide, given text encoders of 128 + 128 = 256. They belong to different models',
    );
    const second = await changed((at) => {
      renameSync(join(at, 'text_encoder'), join(at, 'text_encoder_2'));
      renameSync(join(at, 'tokenizer'), join(at, 'tokenizer_2'));
    });
    const { textEncoders } = await readCheckpoint(modelFilesAt(second));
    expect(textEncoders.map(({ tokenizer, pad }) => [tokenizer, pad])).toEqual([[join(second, 'tokenizer_2'), null]]);
    rmSync(join(second, 'tokenizer_2'), { recursive: true });
    const bare = (await readCheckpoint(modelFilesAt(second))).textEncoders;
    expect(bare.map(({ tokenizer, pad }) => [tokenizer, pad])).toEqual([[null, '!']]);
  });

  it('may have a tiny decoder beside it', async () => {
    const folder = await changed((at) => {
      rmSync(join(at, 'taesd'), { recursive: true, force: true });
      mkdirSync(join(at, 'vae_approx'));
      cpSync(join(at, 'loras/lcm.safetensors'), join(at, 'vae_approx/diffusion_pytorch_model.safetensors'));
    });
    const copied = await readSafetensors(join(DEMO, 'loras/lcm.safetensors'));
    expect((await readCheckpoint(modelFilesAt(folder))).taesd?.weights.size).toBe(copied.size);
  });

  it('takes a VAE from elsewhere, and needs none of its own then', async () => {
    const folder = await changed((at) => rmSync(join(at, 'vae'), { recursive: true }));
    const { vae } = await readCheckpoint({ ...modelFilesAt(folder), vae: join(DEMO, 'vae') });
    expect(vae.weights.get('decoder.conv_in.bias')?.file).toBe(join(DEMO, 'vae', UNET));
    await expect(readCheckpoint({ ...modelFilesAt(folder), vae: '/nowhere/x.pt' })).rejects.toThrow(
      'Cannot load VAE x.pt: there is no such file',
    );
    await expect(readCheckpoint({ ...modelFilesAt(DEMO), taesd: '/nowhere/tiny' })).rejects.toThrow(
      'Cannot load TAESD tiny: there is no such folder',
    );
  });

  it('that lacks a part is refused with the part', async () => {
    const without = (part: string) => (folder: string) => rmSync(join(folder, part), { recursive: true });
    await refused(without('model_index.json'), 'a diffusers folder has model_index.json, this one has none');
    await refused(without('unet'), 'unet/config.json is missing');
    await refused(without('vae/config.json'), 'vae/config.json is missing');
    await refused(without('scheduler'), 'scheduler/scheduler_config.json is missing');
    await refused(without('text_encoder'), 'it has neither text_encoder nor text_encoder_2');
    await refused(without('text_encoder/model.safetensors'), 'text_encoder has no weights (*.safetensors or *.bin)');
    await expect(readCheckpoint(modelFilesAt('/nowhere/at-all'))).rejects.toThrow(
      'Cannot load model at-all: there is no such folder',
    );
  });

  it('that is damaged is refused with the file', async () => {
    await refused((folder) => writeFileSync(join(folder, 'unet/config.json'), '{"a":'), 'unet/config.json is not JSON');
    await refused((folder) => truncateSync(join(folder, 'vae', UNET), 1000), 'truncated');
    await refused((folder) => truncateSync(join(folder, 'vae', UNET), 90_000), /vae\/diff/);
    await refused((folder) => {
      rmSync(join(folder, 'unet', UNET));
      writeFileSync(join(folder, 'unet/diffusion_pytorch_model.bin'), 'boom');
    }, 'unet/diffusion_pytorch_model.bin: it is neither a zip archive nor a pickle');
  });
});
