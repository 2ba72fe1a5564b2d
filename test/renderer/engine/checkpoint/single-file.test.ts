import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { understandSingleFile } from '#renderer/engine/checkpoint/single-file.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { headerOnly, type Shapes } from '#test/renderer/engine/checkpoint/full-size.ts';
import { SMALL_UNET, SMALL_VAE, smallSingleFile, writeShapes } from '#test/renderer/engine/checkpoint/small-model.ts';
import { op, tensorOpcodes, torchZip } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const scratch = scratchFolder();
let files = 0;

/** What is said of keys that are known. */
const TOLD: ReadonlyMap<string, readonly string[]> = new Map([
  ['model_sampling.sigmas', []],
  ['global_step', []],
  ['control_model.input_blocks.0.0.weight', ['Its file also holds a ControlNet, which is not used']],
  ['safety_checker.special_care_embeds', ['Its file also holds a safety checker, which is not used']],
  ['vision_model.embeddings.class_embedding', ['Its file also holds a network that reads pictures, which is not used']],
]);

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
    'model_sampling.sigmas',
    'global_step',
    'model.diffusion_model.input_blocks.1.5.x',
    'first_stage_model.foreign.weight',
    'cond_stage_model.transformer.visual.proj',
    'lora_unet_mid_block.alpha',
    'control_model.input_blocks.0.0.weight',
    'safety_checker.special_care_embeds',
    'vision_model.embeddings.class_embedding',
  ])('with one key that nothing is drawn with is drawn: %s', async (key) => {
    const plain = await understand(() => {});
    const found = await understand((shapes) => shapes.set(key, [3]));
    for (const part of ['unet', 'vae'] as const) {
      expect([...found[part]!.weights.keys()]).toEqual([...plain[part]!.weights.keys()]);
    }
    expect([...found.textEncoders[0]!.weights.keys()]).toEqual([...plain.textEncoders[0]!.weights.keys()]);
    expect(plain.notes).toEqual([]);
    const notes = found.notes.map((note) => sharedEnglish.say(note));
    expect(notes).toEqual(TOLD.get(key) ?? [`Key "${key}" of its file belongs to no part of it and is not used`]);
  });

  it('counts the keys that belong to nothing, and is refused where they are many', async () => {
    const strange = (count: number) => (shapes: Map<string, readonly number[]>) => {
      for (let i = 0; i < count; i++) shapes.set(`model.diffusion_model.strange_blocks.${i}.weight`, [3]);
    };
    const [note] = (await understand(strange(2))).notes;
    expect(sharedEnglish.say(note!)).toBe(
      'Key "model.diffusion_model.strange_blocks.0.weight" and 1 more of its file belong to no part of it and are not used',
    );
    await expect(understand(strange(60))).rejects.toThrow(
      'its key "model.diffusion_model.strange_blocks.0.weight" (and 59 more) belongs to no part of Stable Diffusion',
    );
  });

  it.each([
    ['edm_mean', 'it is playground v2.5, whose noise is another one (EDM)'],
    ['edm_vpred.sigma_max', 'it is CosXL, whose noise is another one (EDM)'],
    ['model.diffusion_model.double_blocks.0.img_attn.qkv.weight', 'it is a model of the kind Flux'],
    ['model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight', 'it is a model of the kind SD 3'],
    ['model.diffusion_model.input_blocks.1.0.time_stack.in_layers.0.weight', 'it is a model of the kind Stable Video'],
  ])('of another kind is called by its name: %s', async (key, sentence) => {
    await expect(understand((shapes) => shapes.set(key, [3]))).rejects.toThrow(
      `Cannot load model mine.safetensors: ${sentence}`,
    );
  });

  it.each([
    ['out.2.scale_weight', 'scaled 8-bit floats'],
    ['out.2.weight.absmax', 'bitsandbytes nf4 or fp4'],
    ['out.2.weight.quant_state.bitsandbytes__nf4', 'bitsandbytes nf4 or fp4'],
    ['out.2.SCB', 'bitsandbytes int8'],
    ['out.2.qweight', 'GPTQ or AWQ'],
    ['out.2.comfy_quant', 'scaled 8-bit floats'],
  ])('with quantised weights is refused by the method: %s', async (name, method) => {
    const key = `model.diffusion_model.${name}`;
    await expect(understand((shapes) => shapes.set(key, []))).rejects.toThrow(
      `its key "${key}" says that its weights are quantised (${method}), which is not supported. Use its fp16`,
    );
  });

  it.each([
    ['model.diffusion_model.out.2.weight', 'I8', undefined],
    ['cond_stage_model.transformer.text_model.encoder.layers.0.mlp.fc1.weight', 'U8', undefined],
    ['first_stage_model.decoder.conv_in.weight', 'U8', 'F4'],
  ] as const)('with whole numbers for weights is refused: %s', async (key, dtype, unread) => {
    const weights = new Map(headerOnly(smallSingleFile()));
    weights.set(key, { ...weights.get(key)!, dtype, ...(unread && { unread }) });
    await expect(understandSingleFile(weights, 'mine')).rejects.toThrow(
      `is stored as ${unread ?? dtype}, so it is quantised, and what its numbers are multiplied with is missing`,
    );
  });

  it.each([
    [{ 'conv_in.weight': [3], 'down_blocks.0.resnets.0.conv1.weight': [3] }, 'it is a UNet alone'],
    [{ 'input_blocks.0.0.weight': [3] }, 'it is a UNet alone'],
    [{ 'decoder.conv_in.weight': [3], 'encoder.conv_in.weight': [3] }, 'it is a VAE alone'],
    [{ 'lora_unet_a.lora_up.weight': [3], 'lora_unet_a.lora_down.weight': [3] }, 'it is a LoRA or a relative'],
    [{ emb_params: [3] }, 'it is a textual inversion'],
    [{ 'text_model.final_layer_norm.weight': [3] }, 'it is a text encoder alone'],
    [{ 'controlnet_cond_embedding.conv_in.weight': [3] }, 'it is a ControlNet'],
    [{ 'image_proj.proj.weight': [3], 'ip_adapter.1.to_k_ip.weight': [3] }, 'it is an IP-Adapter'],
    [{ 'double_blocks.0.img_attn.qkv.weight': [3] }, 'it is a model of the kind Flux'],
    [{ 'mm.motion_modules.0.weight': [3] }, 'it is a model of the kind AnimateDiff'],
    [{ weight: [3] }, 'a checkpoint has a UNet (keys model.diffusion_model.…), given a file whose first key'],
  ])('that is no checkpoint is called what it is: %j', async (shapes, sentence) => {
    const all = headerOnly(new Map(Object.entries(shapes)));
    await expect(understandSingleFile(all, 'mine')).rejects.toThrow(`Cannot load model mine: ${sentence}`);
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
