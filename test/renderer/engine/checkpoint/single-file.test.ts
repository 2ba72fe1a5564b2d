import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { understandSingleFile } from '#renderer/engine/checkpoint/single-file.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { headerOnly, type Shapes } from '#test/renderer/engine/checkpoint/full-size.ts';
import { SMALL_UNET, SMALL_VAE, smallSingleFile, writeShapes } from '#test/renderer/engine/checkpoint/small-model.ts';
import { op, tensorOpcodes, torchZip } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const scratch = scratchFolder();
let files = 0;

async function understand(change: (shapes: Map<string, readonly number[]>) => void) {
  const shapes = new Map(smallSingleFile());
  change(shapes);
  return understandSingleFile(headerOnly(shapes), 'mine.safetensors');
}

const without = (prefix: string) => (shapes: Map<string, readonly number[]>) => {
  for (const key of [...shapes.keys()]) if (key.startsWith(prefix)) shapes.delete(key);
};

async function onDisk(shapes: Shapes): Promise<string> {
  const file = join(scratch, `single-${++files}.safetensors`);
  await writeShapes(file, shapes);
  return file;
}

describe('a single file', () => {
  it.each([
    'model_ema.diffusion_modelinput_blocks00weight',
    'model_ema.decay',
    'betas',
    'sqrt_one_minus_alphas_cumprod',
    'posterior_mean_coef1',
    'denoiser.sigmas',
    'cond_stage_model.logit_scale',
    'cond_stage_model.transformer.text_model.embeddings.position_ids',
    'cond_stage_model.transformer.text_projection.weight',
    'first_stage_model.loss.discriminator.main.0.weight',
    'embedding_manager.string_to_param_dict.x',
    'v_pred',
  ])('may have what training left: %s', async (key) => {
    const plain = await understand(() => {});
    const found = await understand((shapes) => shapes.set(key, [3]));
    expect(found.unet.weights.size).toBe(plain.unet.weights.size);
    expect([...found.textEncoders[0]!.weights.keys()]).toEqual([...plain.textEncoders[0]!.weights.keys()]);
    expect([...found.vae!.weights.keys()]).toEqual([...plain.vae!.weights.keys()]);
  });

  it.each([
    'lora_unet_mid_block.alpha',
    'model.diffusion_model.double_blocks.0.x',
    'model.diffusion_model.input_blocks.1.5.x',
    'first_stage_model.foreign.weight',
    'conditioner.embedders.1.model.visual.proj',
    'edm_mean',
  ])('with a key that no part has is refused by it: %s', async (key) => {
    await expect(understand((shapes) => shapes.set(key, [3]))).rejects.toThrow(
      `Cannot load model mine.safetensors: its key "${key}" belongs to no part of Stable Diffusion`,
    );
  });

  it('with scaled eight-bit weights is refused by the scale', async () => {
    const key = 'model.diffusion_model.out.2.scale_weight';
    await expect(understand((shapes) => shapes.set(key, []))).rejects.toThrow(
      `its key "${key}" says that its 8-bit weights are scaled, which is not supported. Use its fp16`,
    );
  });

  it('that lacks a part is refused with the part', async () => {
    await expect(understand(without('model.'))).rejects.toThrow(
      'a checkpoint has a UNet (keys model.diffusion_model.…), given a file whose first key is "cond_stage_model.transformer.',
    );
    await expect(understand(without(''))).rejects.toThrow('given an empty file');
    await expect(understand(without('cond_stage_model.'))).rejects.toThrow(
      'it has no text encoder (keys cond_stage_model.… or conditioner.embedders.…). Use a checkpoint that includes it',
    );
    expect((await understand(without('first_stage_model.'))).vae).toBeNull();
    const shapes = new Map(smallSingleFile());
    without('first_stage_model.')(shapes);
    await expect(readCheckpoint(modelFilesAt(await onDisk(shapes)))).rejects.toThrow(
      /^Cannot load model single-\d+\.safetensors: it has no VAE\. Give it one as a file of its own$/,
    );
  });

  it('is read from the disk with nothing but its header, and takes the published tokenizer', async () => {
    const file = await onDisk(smallSingleFile());
    const found = await readCheckpoint(modelFilesAt(file));
    expect(found).toMatchObject({ family: 'sd15', taesd: null, zerosForEmptyNegative: false });
    expect(found.name).toMatch(/^single-\d+\.safetensors$/);
    expect(found.textEncoders[0]).toMatchObject({ tokenizer: null, pad: null });
    expect(found.unet.config).toMatchObject(SMALL_UNET);
    expect(parseVaeConfig(found.vae.config)).toMatchObject({ ...parseVaeConfig(SMALL_VAE), scalingFactor: 0.18215 });
    expect(found.unet.weights.get('conv_in.weight')?.file).toBe(file);
  });

  it('whose names lack `text_model.` is the same', async () => {
    const short = new Map([...smallSingleFile()].map(([key, shape]) => [key.replace('.text_model.', '.'), shape]));
    const found = await understandSingleFile(headerOnly(short), 'mine');
    const plain = await understand(() => {});
    expect([...found.textEncoders[0]!.weights.keys()]).toEqual([...plain.textEncoders[0]!.weights.keys()]);
    expect(found.textEncoders[0]!.config).toEqual(plain.textEncoders[0]!.config);
  });

  it('may be a .ckpt with a state_dict, of which nothing is run', async () => {
    const shapes = [...smallSingleFile()];
    const tensors = new Map(
      shapes.map(([key, shape]) => [
        key,
        { dtype: 'F16' as const, shape, bytes: new Uint8Array(2 * shape.reduce((product, n) => product * n, 1)) },
      ]),
    );
    const file = join(scratch, 'model.ckpt');
    const extra = tensorOpcodes({ dtype: 'F16', shape: [0], bytes: new Uint8Array(0) }, { key: '0' });
    const wrap = (state: Buffer) =>
      Buffer.concat([op.dict, op.mark, op.text('state_dict'), state, op.text('optimizer'), extra, op.setItems]);
    writeFileSync(file, torchZip(tensors, wrap));
    const found = await readCheckpoint(modelFilesAt(file));
    expect(found.unet.config).toEqual((await understand(() => {})).unet.config);
    const hostile = join(scratch, 'hostile.ckpt');
    const call = [op.global('os', 'system'), op.mark, op.text('touch pwned'), op.tuple, op.reduce];
    writeFileSync(
      hostile,
      torchZip(tensors, (state) => Buffer.concat([state, ...call])),
    );
    await expect(readCheckpoint(modelFilesAt(hostile))).rejects.toThrow(
      /hostile\.ckpt: at byte \d+ its pickle names os\.system, which no weights need\. Nothing was run/,
    );
  });
});
