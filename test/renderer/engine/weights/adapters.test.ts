import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaseWeights } from '#renderer/engine/weights/adapter-names.ts';
import { readAdapter } from '#renderer/engine/weights/adapters.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { kohyaOriginal, STYLES, writeConstants } from '#test/renderer/engine/weights/adapter-styles.ts';

function entry(...shape: number[]): WeightEntry {
  return { file: '/model', offset: 0, bytes: 0, dtype: 'F16', shape };
}

const ATTENTION = 'down_blocks.0.attentions.0.transformer_blocks.0';
const UNET = {
  [`${ATTENTION}.attn1.to_q`]: [8, 8],
  [`${ATTENTION}.attn1.to_out.0`]: [8, 8],
  [`${ATTENTION}.attn2.to_k`]: [8, 768],
  'down_blocks.0.attentions.0.proj_in': [8, 8, 1, 1],
  'down_blocks.0.resnets.0.conv1': [8, 4, 3, 3],
  'mid_block.resnets.0.time_emb_proj': [8, 16],
};
const PROJECTION = 'encoder.layers.0.self_attn.q_proj';

/** A small model of the sd15 kind; text encoder keys with or without their prefix. */
function model(prefix: 'text_model.' | '' = 'text_model.'): BaseWeights {
  return {
    unet: new Map([
      ...Object.entries(UNET).map(([module, shape]) => [`${module}.weight`, entry(...shape)] as const),
      ['down_blocks.0.resnets.0.conv1.bias', entry(8)] as const,
    ]),
    textEncoder: new Map([[`${prefix}${PROJECTION}.weight`, entry(6, 6)]]),
  };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-adapter-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function read(
  shapes: Record<string, readonly number[]>,
  { base = model(), value = 0.5, metadata = {} as Record<string, string> } = {},
) {
  const file = join(folder, 'style.safetensors');
  await writeConstants(file, shapes, { value, metadata });
  return readAdapter({ name: 'style', file, weight: 1 }, base);
}

/** Factors of rank 2 for every module of the UNet. */
function factors(style: (module: string) => readonly [string, string, string], alpha: boolean) {
  return Object.fromEntries(
    Object.entries(UNET).flatMap(([module, [out, ...inner]]) => {
      const [down, up, alphaKey] = style(module);
      const kernel = inner.slice(1).map(() => 1);
      const pair = [
        [down, [2, ...inner]],
        [up, [out!, 2, ...kernel]],
      ] as const;
      return alpha ? [...pair, [alphaKey, []] as const] : pair;
    }),
  );
}

describe('readAdapter', () => {
  it.each([...Object.entries(STYLES), ['kohya with the original names', kohyaOriginal(model().unet.keys())] as const])(
    'finds every weight of a file named as %s',
    async (_name, style) => {
      const { changes } = await read(factors(style, true), { value: 4 });
      expect(changes.map(({ target }) => target.key).sort()).toEqual(
        Object.keys(UNET)
          .map((module) => `${module}.weight`)
          .sort(),
      );
      expect(changes.every(({ rank, scale, target }) => rank === 2 && scale === 2 && target.part === 'unet')).toBe(
        true,
      );
    },
  );

  it('takes scale 1 when the file has no alpha', async () => {
    const { changes } = await read(factors(STYLES.peft, false));
    expect(changes.map(({ scale }) => scale)).toEqual(Object.keys(UNET).map(() => 1));
  });

  it('takes the alpha that diffusers stores in the metadata', async () => {
    const metadata = { lora_adapter_metadata: JSON.stringify({ 'unet.lora_alpha': 1 }) };
    const { changes } = await read(factors(STYLES.peft, false), { metadata });
    expect(changes[0]!.scale).toBe(0.5);
  });

  it.each([
    [
      'lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down',
      'lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_up',
    ],
    [
      'text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_A',
      'text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_B',
    ],
    [
      'text_encoder.encoder.layers.0.self_attn.q_proj.lora_linear_layer.down',
      'text_encoder.encoder.layers.0.self_attn.q_proj.lora_linear_layer.up',
    ],
    [
      'text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.down',
      'text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.up',
    ],
  ])('finds the text encoder by %s, whichever keys the model has', async (down, up) => {
    for (const prefix of ['text_model.', ''] as const) {
      const { changes } = await read({ [`${down}.weight`]: [2, 6], [`${up}.weight`]: [6, 2] }, { base: model(prefix) });
      expect(changes[0]!.target).toMatchObject({ part: 'textEncoder', key: `${prefix}${PROJECTION}.weight` });
    }
  });

  it('takes linear factors for a 1x1 convolution', async () => {
    const [down, up] = STYLES.peft('down_blocks.0.attentions.0.proj_in');
    const { changes } = await read({ [down]: [3, 8], [up]: [8, 3] });
    expect(changes[0]).toMatchObject({ rank: 3, target: { key: 'down_blocks.0.attentions.0.proj_in.weight' } });
  });

  it('drops the original names of a file that also has those of diffusers, as diffusers does', async () => {
    const original = kohyaOriginal(model().unet.keys());
    const { changes } = await read({ ...factors(original, false), ...factors(STYLES.kohya, false) });
    expect(changes).toHaveLength(Object.keys(UNET).length);
  });

  const Q = `unet.${ATTENTION}.attn1.to_q`;
  it.each([
    [
      'a layer this model lacks',
      { 'unet.down_blocks.7.conv.lora_A.weight': [1, 1] },
      /key unet\.down_blocks\.7\.conv\.lora_A\.weight: it fits no weight of this model\. It may be made for a model of another family/,
    ],
    [
      'SDXL by its second text encoder',
      { 'lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight': [1, 1] },
      /It is made for SDXL, which has a second text encoder/,
    ],
    [
      'SDXL by the width of its text',
      { 'unet.add_embedding.lora_A.weight': [1, 1], [`unet.${ATTENTION}.attn2.to_k.lora_A.weight`]: [4, 2048] },
      /It looks made for SDXL: it expects text of width 2048, and this model has 768/,
    ],
    [
      'factors of another size',
      { [`${Q}.lora_A.weight`]: [2, 10], [`${Q}.lora_B.weight`]: [10, 2] },
      /the weight is 8×8, given factors 10×2 and 2×10/,
    ],
    ['one factor alone', { [`${Q}.lora_A.weight`]: [2, 8] }, /attn1\.to_q lacks its up factor/],
    ['an alpha alone', { [`${Q}.alpha`]: [] }, /attn1\.to_q lacks its down factor/],
    [
      'the same weight twice',
      {
        [`${Q}.lora_A.weight`]: [2, 8],
        [`${Q}.lora_B.weight`]: [8, 2],
        [`${Q}.lora_down.weight`]: [2, 8],
      },
      /the file has this factor twice/,
    ],
    ['a LoHa file', { 'lora_unet_conv_in.hada_w1_a': [2, 2] }, /It is a LoHa adapter; only LoRA is supported/],
    ['a DoRA file', { [`${Q}.lora_magnitude_vector.weight`]: [8] }, /It is a DoRA adapter/],
    ['a whole checkpoint', { 'model.diffusion_model.out.0.weight': [8] }, /It is a whole checkpoint, not a LoRA/],
    ['a UNet', { 'conv_in.bias': [8] }, /key conv_in\.bias: it fits no weight of this model\. The file is no LoRA/],
    ['no tensors at all', {}, /it holds no LoRA/],
  ])('refuses %s and says why', async (_name, shapes, message) => {
    const reading = read(shapes as Record<string, readonly number[]>);
    await expect(reading).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
    await expect(reading).rejects.toThrow(/^Cannot use adapter style \(.*\/style\.safetensors\): /);
  });

  it('refuses an alpha that is no number', async () => {
    await expect(read(factors(STYLES.kohya, true), { value: Number.NaN })).rejects.toThrow('its alpha is NaN');
  });

  it('says when the file is not there', async () => {
    const missing = { name: 'style', file: join(folder, 'none.safetensors'), weight: 1 };
    await expect(readAdapter(missing, model())).rejects.toMatchObject({ code: 'not-found' });
  });
});
