import type { Preset, PresetSettings, ReadyMadePreset } from '#bot/domain/preset.ts';
import { drawsFromWords } from '#bot/presets/offer.ts';
import { say } from '#bot/text/say.ts';
import { timestepSpacing } from '#shared/contract/bounds.ts';
import type { Defaults, Model } from '#shared/contract/messages.ts';

/** What a family of models draws well with where its authors' examples say so. */
type Numbers = Pick<PresetSettings, 'sampler' | 'karras' | 'spacing' | 'steps' | 'guidance'>;

const USUAL = { sampler: 'dpmpp_2m', karras: true, spacing: null } as const;

/** Steps and guidance of the examples in the model cards, for the sampler that all of them are served well by. */
const NUMBERS: Readonly<Record<string, Numbers>> = {
  sd15: { ...USUAL, steps: 25, guidance: 7 },
  sd21: { ...USUAL, steps: 25, guidance: 7.5 },
  sdxl: { ...USUAL, steps: 30, guidance: 6 },
  ssd1b: { ...USUAL, steps: 25, guidance: 9 },
  vega: { ...USUAL, steps: 25, guidance: 9 },
};

/** A model that is told to take so few steps (turbo, Lightning, a merged LCM-LoRA) brings numbers of its own. */
const FEW_STEPS = 8;

/** Models of few steps were distilled to draw without guidance (Luo et al. 2023, Sauer et al. 2023). */
const WITHOUT_GUIDANCE = 1;

/** The starter styles as the first real model that draws from words draws them; none where its family is not known. */
export function starterPresets(models: readonly Model[], nothing: PresetSettings): readonly ReadyMadePreset[] {
  const model = models.find((one) => !one.demonstration && drawsFromWords(one));
  const numbers = model && numbersOf(model);
  if (!numbers) return [];
  return STARTERS.map((starter) => fitToModel({ ...nothing, ...starter, followsModel: true }, model));
}

/** A style as that model draws it: of a starter sampler, steps, guidance and size are the model's, all else is as it was. */
export function fitToModel<Style extends Preset | ReadyMadePreset>(style: Style, model: Model): Style {
  if (!('followsModel' in style) || model.demonstration) return style;
  const { defaultWidth: width, defaultHeight: height } = model;
  return { ...style, ...(numbersOf(model) ?? ITS_OWN), width, height };
}

/** Of a family that nobody has written numbers for. */
const ITS_OWN: Numbers = { sampler: null, karras: null, spacing: null, steps: null, guidance: null };

function numbersOf({ family, defaults }: Model): Numbers | undefined {
  const steps = defaults?.steps ?? 0;
  return defaults && steps > 0 && steps <= FEW_STEPS ? fewSteps(defaults) : NUMBERS[family];
}

function fewSteps({ sampler, karras, spacing, steps, guidance }: Defaults): Numbers {
  return {
    ...(sampler === '' ? { sampler: 'lcm', karras: false } : { sampler, karras }),
    spacing: timestepSpacing(spacing ?? ''),
    steps,
    guidance: guidance || WITHOUT_GUIDANCE,
  };
}

const STARTERS: readonly Pick<ReadyMadePreset, 'name' | 'description' | 'template' | 'negative'>[] = [
  {
    name: 'base',
    description: say('ready-made.base'),
    template: '{prompt}',
    negative: 'blurry, deformed, watermark, text',
  },
  {
    name: 'photo',
    description: say('ready-made.photo'),
    template: 'photograph of {prompt}, natural light, 50mm lens, sharp focus',
    negative: 'drawing, painting, cartoon, 3d render, oversaturated',
  },
  {
    name: 'cinematic',
    description: say('ready-made.cinematic'),
    template: 'film still of {prompt}, anamorphic lens, dramatic light, shallow depth of field, film grain',
    negative: 'drawing, cartoon, flat light, snapshot',
  },
  {
    name: 'cartoon',
    description: say('ready-made.cartoon'),
    template: 'cartoon of {prompt}, bold outlines, flat bright colors',
    negative: 'photograph, realistic, noise, gradients',
  },
  {
    name: 'line-art',
    description: say('ready-made.line-art'),
    template: 'line art of {prompt}, clean black lines on white paper',
    negative: 'photograph, color, shading, gray, texture',
  },
  {
    name: 'low-poly',
    description: say('ready-made.low-poly'),
    template: 'low poly model of {prompt}, flat shaded triangles, soft studio light',
    negative: 'photograph, fine detail, texture, noise',
  },
  {
    name: 'oil',
    description: say('ready-made.oil'),
    template: 'oil painting of {prompt}, visible brush strokes, thick paint on canvas',
    negative: 'photograph, 3d render, smooth, flat colors',
  },
  {
    name: 'watercolor',
    description: say('ready-made.watercolor'),
    template: 'watercolor painting of {prompt}, wet edges, white paper showing through',
    negative: 'photograph, 3d render, hard outlines, dark',
  },
  {
    name: 'charcoal',
    description: say('ready-made.charcoal'),
    template: 'charcoal drawing of {prompt}, smudged shadows, rough paper',
    negative: 'photograph, color, smooth, glossy',
  },
  {
    name: 'pastel',
    description: say('ready-made.pastel'),
    template: 'soft pastel drawing of {prompt}, chalky pale colors, textured paper',
    negative: 'photograph, neon, dark, glossy',
  },
  {
    name: 'pixel-art',
    description: say('ready-made.pixel-art'),
    template: 'pixel art of {prompt}, few colors, crisp square pixels, 16-bit game',
    negative: 'photograph, blurry, smooth, gradients',
  },
  {
    name: 'anime',
    description: say('ready-made.anime'),
    template: 'anime illustration of {prompt}, clean cel shading, expressive',
    negative: 'photograph, realistic, 3d render, extra fingers',
  },
  {
    name: 'isometric',
    description: say('ready-made.isometric'),
    template: 'isometric view of {prompt}, small diorama, plain background, soft shadows',
    negative: 'photograph, perspective, horizon, clutter',
  },
];
