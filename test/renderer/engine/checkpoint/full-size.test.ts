import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Family, familyOf } from '#renderer/engine/checkpoint/family.ts';
import { understandSingleFile } from '#renderer/engine/checkpoint/single-file.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import {
  clipShapes,
  headerOnly,
  keymaps,
  originalOpenClip,
  originalUNet,
  originalVae,
  parametersOf,
  rename,
  type Shapes,
  shapesOf,
  UNETS,
  unetShapes,
  vaeShapes,
} from '#test/renderer/engine/checkpoint/full-size.ts';

const KEYMAPS: Readonly<Record<Family, string>> = {
  sd15: 'unet:SD1.5',
  sd21: 'unet:SD2.1',
  sdxl: 'unet:SDXL',
  'sdxl-refiner': 'unet:Refiner',
  ssd1b: 'unet:SSD-1B',
  vega: 'unet:Vega',
};
const TELLING_BIAS = 'model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias';
const scratch = scratchFolder();
const FAMILIES = Object.keys(UNETS) as Family[];

const clip = (hidden: number, layers: number, rest: object) => ({
  vocab_size: 49_408,
  hidden_size: hidden,
  intermediate_size: 4 * hidden,
  num_hidden_layers: layers,
  num_attention_heads: hidden / 64,
  eos_token_id: 2,
  ...rest,
});
const CLIP_L = clip(768, 12, { hidden_act: 'quick_gelu' });
const CLIP_H = clip(1024, 24, { hidden_act: 'gelu', projection_dim: 1024 });
const BIG_G = clip(1280, 32, { hidden_act: 'gelu', projection_dim: 1280 });

const clipL = (prefix: string) => {
  const shapes = [...clipShapes(CLIP_L)].filter(([key]) => key !== 'text_projection.weight');
  return rename(new Map(shapes), (key) => prefix + key);
};

/** Text encoders as the published single files have them. */
const TEXT: Readonly<Record<Family, Shapes>> = {
  sd15: clipL('cond_stage_model.transformer.'),
  sd21: originalOpenClip(clipShapes(CLIP_H), 'cond_stage_model.model.'),
  sdxl: new Map([
    ...clipL('conditioner.embedders.0.transformer.'),
    ...originalOpenClip(clipShapes(BIG_G), 'conditioner.embedders.1.model.'),
  ]),
  'sdxl-refiner': originalOpenClip(clipShapes(BIG_G), 'conditioner.embedders.0.model.'),
  ssd1b: new Map(),
  vega: new Map(),
};
const textOf = (family: Family) => (TEXT[family].size > 0 ? TEXT[family] : TEXT.sdxl);

/** A whole single file: shapes only, with the usual remains of training. */
function singleFileShapes(family: Family, unet: Shapes = unetShapes(UNETS[family].config)): Shapes {
  return new Map(
    [
      ...originalUNet(unet),
      ...originalVae(vaeShapes()),
      ...textOf(family),
      ['alphas_cumprod', [1000]],
      ['model_ema.decay', []],
      ['model_ema.diffusion_modelinput_blocks00weight', [320, 4, 3, 3]],
      ['cond_stage_model.transformer.text_model.embeddings.position_ids', [1, 77]],
    ].filter(([key]) => family === 'sd15' || !String(key).includes('position_ids')) as [string, readonly number[]][],
  );
}

/** A telling bias of SD 2, in a file with numbers of this standard deviation. */
function tellingBias(deviation: number): WeightEntry {
  const file = join(scratch, `bias-${deviation}`);
  const values = Float32Array.from({ length: 320 }, (_, i) => (i % 2 === 0 ? deviation : -deviation) + 0.5);
  writeFileSync(file, new Uint8Array(values.buffer));
  return { file, offset: 0, bytes: values.byteLength, dtype: 'F32', shape: [320] };
}

/** All weights of a single file; only SD 2's bias has numbers behind it. */
function singleFile(family: Family, { unet, deviation = 0.05 }: { unet?: Shapes; deviation?: number } = {}): WeightMap {
  const all = new Map(headerOnly(singleFileShapes(family, unet)));
  if (family === 'sd21') all.set(TELLING_BIAS, tellingBias(deviation));
  return all;
}

describe('a full-size network', () => {
  it.each(FAMILIES)('%s has the published number of parameters', (family) => {
    const { config, parameters } = UNETS[family];
    expect(parametersOf(unetShapes(config))).toBe(parameters);
  });

  it('of the other kinds has them too', () => {
    expect(parametersOf(vaeShapes())).toBe(83_653_863);
    expect(parametersOf(clipL(''))).toBe(123_060_480);
    const bigG = clipShapes(BIG_G);
    expect([bigG.size, parametersOf(bigG)]).toEqual([517, 694_659_840]);
  });

  it.each(FAMILIES)('%s has the keys of the key map', (family) => {
    expect([...originalUNet(unetShapes(UNETS[family].config)).keys()].sort()).toEqual(
      Object.keys(keymaps[KEYMAPS[family]]!).sort(),
    );
  });
});

describe('a full-size single file', () => {
  it.each(FAMILIES)('%s is known by its shapes, and gets its own configuration back', async (family) => {
    const { config } = UNETS[family];
    const shapes = unetShapes(config);
    const all = singleFile(family);
    const found = await understandSingleFile(all, 'model');
    expect(found.family).toBe(family);
    expect(familyOf(headerOnly(shapes))).toBe(family);
    expect(parseUNetConfig(found.unet.config)).toEqual({
      ...parseUNetConfig(config),
      sampleSize: family.startsWith('sd1') || family === 'sd21' ? 64 : 128,
    });
    expect(unetShapes(found.unet.config)).toEqual(shapes);
    expect([...found.unet.weights.keys()].sort()).toEqual([...shapes.keys()].sort());
  });

  it.each(FAMILIES)('%s has a VAE and text encoders that fit their weights', async (family) => {
    const { vae, textEncoders } = await understandSingleFile(singleFile(family), 'model');
    expect(shapesOf(vae!.weights)).toEqual(vaeShapes(vae!.config));
    expect(parametersOf(shapesOf(vae!.weights))).toBe(83_653_863);
    expect(parseVaeConfig(vae!.config).scalingFactor).toBe(
      family.startsWith('sd1') || family === 'sd21' ? 0.18215 : 0.13025,
    );
    for (const { config, weights } of textEncoders) {
      const wanted = new Map(
        [...clipShapes(config)].filter(([key]) => weights.has(key) || key !== 'text_projection.weight'),
      );
      expect(shapesOf(weights)).toEqual(new Map([...weights.keys()].map((key) => [key, wanted.get(key)])));
      expect(weights.size).toBe(wanted.size);
    }
    const traits = textEncoders.map(({ config, tokenizer, pad }) => {
      const { width, layers, heads, activation, projectionWidth, projectionTransposed, endId } =
        parseClipConfig(config);
      return [width, layers, heads, activation, projectionTransposed && projectionWidth, endId, tokenizer, pad];
    });
    const l = [768, 12, 12, 'quick_gelu', false, null, null, null];
    const g = [1280, 32, 20, 'gelu', 1280, null, null, '!'];
    const expected = { sd15: [l], sd21: [[1024, 23, 16, 'gelu', false, null, null, '!']], 'sdxl-refiner': [g] };
    expect(traits).toEqual(expected[family as keyof typeof expected] ?? [l, g]);
  });

  it('says what no shape shows: unconditional zeros for SDXL, the noise of its family', async () => {
    const zeros: Partial<Record<Family, boolean>> = {};
    for (const family of FAMILIES) {
      const found = await understandSingleFile(singleFile(family), 'model');
      zeros[family] = found.zerosForEmptyNegative;
      expect(found.scheduler).toMatchObject({ beta_start: 0.00085, beta_schedule: 'scaled_linear', steps_offset: 1 });
    }
    expect(zeros).toEqual({ sd15: false, sd21: false, sdxl: true, 'sdxl-refiner': false, ssd1b: true, vega: true });
  });

  it.each([
    [0.02, 4, 'epsilon', 64],
    [0.2, 4, 'v_prediction', 96],
    [0.2, 9, 'epsilon', 64],
  ])(
    'of SD 2 says by a bias of deviation %d, with %d channels, that it predicts %s',
    async (deviation, channels, type, side) => {
      const unet = unetShapes({ ...UNETS.sd21.config, in_channels: channels });
      const found = await understandSingleFile(singleFile('sd21', { unet, deviation }), 'model');
      expect(found.scheduler.prediction_type).toBe(type);
      expect(parseUNetConfig(found.unet.config).sampleSize).toBe(side);
    },
  );

  it.each(['v_prediction', 'sample', 'epsilon'] as const)('predicts %s where somebody says so', async (said) => {
    for (const family of ['sd15', 'sdxl'] as const) {
      const { scheduler } = await understandSingleFile(singleFile(family), 'model', said);
      expect(parseNoiseSchedule(scheduler).predictionType).toBe(said);
    }
  });

  it('of SDXL says by a mark of its own that it predicts velocity down to zero SNR', async () => {
    const all = new Map(singleFile('sdxl'));
    const mark = { ...all.get('alphas_cumprod')!, shape: [0], bytes: 0 };
    const { scheduler } = await understandSingleFile(all.set('v_pred', mark).set('ztsnr', mark), 'model');
    expect(scheduler).toMatchObject({ prediction_type: 'v_prediction', rescale_betas_zero_snr: true });
    expect(parseNoiseSchedule(scheduler)).toMatchObject({ predictionType: 'v_prediction', timestepSpacing: 'leading' });
  });

  it.each([
    ['inpainting', { in_channels: 9 }],
    ['instructions', { in_channels: 8 }],
    ['distilled guidance', { time_cond_proj_dim: 256 }],
    ['a middle that was taken out', { mid_block_type: null }],
    ['a lost layer', { layers_per_block: 1 }],
  ])('is found to be for %s', async (_kind, change) => {
    const config = { ...UNETS.sd15.config, ...change };
    const shapes = unetShapes(config);
    const all = new Map(singleFile('sd15', { unet: shapes }));
    if ('time_cond_proj_dim' in change) {
      all.delete('model.diffusion_model.null.weight');
      const entry = { ...all.get('alphas_cumprod')!, shape: [320, 256] };
      all.set('model.diffusion_model.time_embed.cond_proj.weight', entry);
    }
    const { family, unet } = await understandSingleFile(all, 'model');
    expect(family).toBe('sd15');
    expect(parseUNetConfig(unet.config)).toEqual(parseUNetConfig(config));
    expect(shapesOf(unet.weights)).toEqual(new Map([...unet.weights.keys()].map((key) => [key, shapes.get(key)])));
  });
});
