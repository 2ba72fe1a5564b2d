import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { kohyaOriginal, STYLES, writeConstants } from '#test/renderer/engine/adapters/adapter-styles.ts';

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
const FEED = 'encoder.layers.0.mlp.fc1';

/** A small model of the sd15 kind; text encoder keys with or without their prefix. */
function model(prefix: 'text_model.' | '' = 'text_model.', encoders = 1): BaseWeights {
  return {
    unet: new Map([
      ...Object.entries(UNET).map(([module, shape]) => [`${module}.weight`, entry(...shape)] as const),
      ['down_blocks.0.resnets.0.conv1.bias', entry(8)] as const,
    ]),
    textEncoders: Array.from({ length: encoders }, (_, i) => {
      const width = 6 + 2 * i;
      return new Map([
        [`${prefix}${PROJECTION}.weight`, entry(width, width)],
        [`${prefix}${FEED}.weight`, entry(4 * width, width)],
      ]);
    }),
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
      expect(changes.every(({ delta }) => delta.kind === 'low-rank' && delta.down.shape[0] === 2)).toBe(true);
      expect(changes.every(({ scale, target }) => scale === 2 && target.part === 'unet')).toBe(true);
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

  it.each([
    [
      'kohya',
      'lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down',
      'lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_up',
    ],
    [
      'peft',
      'text_encoder_2.text_model.encoder.layers.0.mlp.fc1.lora_A',
      'text_encoder_2.text_model.encoder.layers.0.mlp.fc1.lora_B',
    ],
    [
      'OpenCLIP',
      'lora_te2_transformer_resblocks_0_mlp_c_fc.lora_down',
      'lora_te2_transformer_resblocks_0_mlp_c_fc.lora_up',
    ],
    [
      'LyCORIS',
      'lycoris_te2_text_model_encoder_layers_0_mlp_fc1.lora_down',
      'lycoris_te2_text_model_encoder_layers_0_mlp_fc1.lora_up',
    ],
  ])('finds the second text encoder by its names of %s', async (_name, down, up) => {
    const base = model('text_model.', 2);
    const { changes } = await read({ [`${down}.weight`]: [2, 8], [`${up}.weight`]: [32, 2] }, { base });
    expect(changes[0]!.target).toMatchObject({ part: 'textEncoder2', key: `text_model.${FEED}.weight` });
  });

  it.each(['lycoris', 'lycoris_unet', 'lora_unet'])('finds the UNet by the prefix %s', async (prefix) => {
    const module = `${prefix}_down_blocks_0_resnets_0_conv1`;
    const { changes } = await read({
      [`${module}.hada_w1_a`]: [8, 2],
      [`${module}.hada_w1_b`]: [2, 36],
      [`${module}.hada_w2_a`]: [8, 2],
      [`${module}.hada_w2_b`]: [2, 36],
    });
    expect(changes).toMatchObject([{ target: { key: 'down_blocks.0.resnets.0.conv1.weight' }, scale: 1 }]);
  });

  it('takes linear factors for a 1x1 convolution', async () => {
    const [down, up] = STYLES.peft('down_blocks.0.attentions.0.proj_in');
    const { changes } = await read({ [down]: [3, 8], [up]: [8, 3] });
    expect(changes[0]).toMatchObject({
      delta: { kind: 'low-rank' },
      target: { key: 'down_blocks.0.attentions.0.proj_in.weight' },
    });
  });

  it('drops the original names of a file that also has those of diffusers, as diffusers does', async () => {
    const original = kohyaOriginal(model().unet.keys());
    const { changes } = await read({ ...factors(original, false), ...factors(STYLES.kohya, false) });
    expect(changes).toHaveLength(Object.keys(UNET).length);
  });

  const Q = `unet.${ATTENTION}.attn1.to_q`;
  const FLAT = `lora_unet_${`${ATTENTION}.attn1.to_q`.replaceAll('.', '_')}`;
  it.each([
    [
      'a layer this model lacks',
      { 'unet.down_blocks.7.conv.lora_A.weight': [1, 1] },
      /key unet\.down_blocks\.7\.conv\.lora_A\.weight: it fits no weight of this model\. It may be made for a model of another family/,
    ],
    [
      'SDXL by its second text encoder',
      { 'lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight': [1, 1] },
      /it is made for SDXL, which has a second text encoder; this model is SD 1\.5/,
    ],
    [
      'SDXL by the width of its text',
      { 'unet.add_embedding.lora_A.weight': [1, 1], [`unet.${ATTENTION}.attn2.to_k.lora_A.weight`]: [4, 2048] },
      /It looks made for SDXL: it expects text of width 2048; this model is SD 1\.5, with 768/,
    ],
    [
      "SDXL by a LoKr's factors",
      {
        'unet.add_embedding.lokr_w1': [1, 1],
        [`lycoris_unet_${ATTENTION.replaceAll('.', '_')}_attn2_to_k.lokr_w1`]: [4, 4],
        [`lycoris_unet_${ATTENTION.replaceAll('.', '_')}_attn2_to_k.lokr_w2_b`]: [2, 512],
      },
      /It looks made for SDXL: it expects text of width 2048; this model is SD 1\.5, with 768/,
    ],
    [
      'another UNet of the same family',
      { 'unet.up_blocks.7.conv.lora_A.weight': [1, 1], [`unet.${ATTENTION}.attn2.to_k.lora_A.weight`]: [4, 768] },
      /It may be made for a model with other layers of the same text width/,
    ],
    [
      'factors of another size',
      { [`${Q}.lora_A.weight`]: [2, 10], [`${Q}.lora_B.weight`]: [10, 2] },
      /the weight is 8×8, given 10×2 and 2×10/,
    ],
    ['one factor alone', { [`${Q}.lora_A.weight`]: [2, 8] }, /attn1\.to_q lacks its up factor/],
    ['an alpha alone', { [`${Q}.alpha`]: [] }, /attn1\.to_q has no factors/],
    [
      'the same weight twice',
      {
        [`${Q}.lora_A.weight`]: [2, 8],
        [`${Q}.lora_B.weight`]: [8, 2],
        [`${Q}.lora_down.weight`]: [2, 8],
      },
      /the file has this factor twice/,
    ],
    [
      'the same weight by two names',
      {
        [`${Q}.lora_A.weight`]: [2, 8],
        [`${Q}.lora_B.weight`]: [8, 2],
        [`${ATTENTION}.attn1.to_q.lora_A.weight`]: [2, 8],
        [`${ATTENTION}.attn1.to_q.lora_B.weight`]: [8, 2],
      },
      /unet\..*attn1\.to_q changes the same weight/,
    ],
    [
      'a LoHa without one of its factors',
      { [`${FLAT}.hada_w1_a`]: [8, 2], [`${FLAT}.hada_w1_b`]: [2, 8], [`${FLAT}.hada_w2_a`]: [8, 2] },
      /lacks its hada_w2_b factor/,
    ],
    [
      'a LoKr that multiplies to another size',
      { [`${FLAT}.lokr_w1`]: [2, 2], [`${FLAT}.lokr_w2`]: [4, 5] },
      /the weight is 8×8, given 2×2 and 4×5/,
    ],
    [
      'a Tucker core for a matrix',
      {
        [`${FLAT}.lora_down.weight`]: [2, 8],
        [`${FLAT}.lora_up.weight`]: [8, 2],
        [`${FLAT}.lora_mid.weight`]: [2, 2, 3, 3],
      },
      /the weight is 8×8, given 8×2 and 2×2×3×3 and 2×8/,
    ],
    [
      'factors of two kinds in one module',
      {
        [`${FLAT}.lora_down.weight`]: [2, 8],
        [`${FLAT}.lora_up.weight`]: [8, 2],
        [`${FLAT}.lokr_w1`]: [2, 2],
        [`${FLAT}.lokr_w2`]: [4, 4],
      },
      /has a (down|up) that does not go with its other factors/,
    ],
    [
      'a DoRA scale of another size',
      { [`${FLAT}.lora_down.weight`]: [2, 8], [`${FLAT}.lora_up.weight`]: [8, 2], [`${FLAT}.dora_scale`]: [1, 9] },
      /the weight is 8×8, given 1×9/,
    ],
    ['a bias where there is none', { [`${FLAT}.diff_b`]: [8] }, /it changes a bias, and this layer has none/],
    ['an OFT file', { [`${FLAT}.oft_blocks`]: [2, 2] }, /it is an OFT adapter; LoRA, .* are supported/],
    [
      "OpenCLIP's joined projection",
      { 'lora_te2_transformer_resblocks_0_attn_in_proj.lora_down.weight': [2, 8] },
      /joined attention projection/,
    ],
    [
      'a textual inversion',
      { emb_params: [2, 8] },
      /it is a textual inversion, not a LoRA: it belongs among the embeddings/,
    ],
    ['a whole checkpoint', { 'model.diffusion_model.out.0.weight': [8] }, /it is a whole checkpoint, not a LoRA/],
    ['a UNet', { 'conv_in.bias': [8] }, /key conv_in\.bias: the file is no LoRA or relative of one/],
    ['no tensors at all', {}, /it holds no tensors/],
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
