import type { PresetSettings, ReadyMadePreset } from '#bot/domain/preset.ts';
import { hasAdapters } from '#bot/presets/offer.ts';
import { starterPresets } from '#bot/presets/starters.ts';
import { say } from '#bot/text/say.ts';
import type { Model } from '#shared/contract/messages.ts';

/** The name of the model that comes with the program. */
export const DEMO_MODEL = 'demo';

/** The ready-made presets that these models can draw, in the order in which they are shown. */
export function readyMadePresets(models: readonly Model[]): readonly ReadyMadePreset[] {
  const real = models.find((model) => !model.demonstration);
  const fast = real === undefined ? null : fastPreset(real);
  const demo = models.find((model) => model.name === DEMO_MODEL && model.demonstration);
  const starters = starterPresets(models, NOTHING_SETTLED);
  const taken = new Set(starters.map(({ name }) => name));
  return [
    ...(fast === null ? [] : [fast]),
    ...starters,
    ...(demo ? DEMO_PRESETS.filter((preset) => hasAdapters(demo, preset) && !taken.has(preset.name)) : []),
  ];
}

/** A preset that leaves everything to the member and the model. */
export const NOTHING_SETTLED: PresetSettings = {
  template: '{prompt}',
  negative: '',
  model: null,
  adapters: [],
  sampler: null,
  karras: null,
  spacing: null,
  steps: null,
  guidance: null,
  width: null,
  height: null,
  clipSkip: null,
  control: null,
  likeStrength: null,
};

/** LCM-LoRA as its authors use it: 4 steps, no guidance (Luo et al. 2023). */
const LCM_SETTINGS = { sampler: 'lcm', karras: false, steps: 4, guidance: 1 } as const;

/** Few-step sampling for whatever real model is there, when it has an LCM-LoRA. */
function fastPreset(model: Model): ReadyMadePreset | null {
  const lcm = model.adapters.find((adapter) => adapter.kind === 'lcm-lora');
  if (lcm === undefined) return null;
  return {
    ...NOTHING_SETTLED,
    ...LCM_SETTINGS,
    name: 'fast',
    description: say('ready-made.fast'),
    model: model.name,
    adapters: [{ name: lcm.name, weight: lcm.weight || 1 }],
  };
}

const DEMO_FAST = { ...NOTHING_SETTLED, ...LCM_SETTINGS, model: DEMO_MODEL, adapters: [{ name: 'lcm', weight: 1 }] };

const DEMO_FINE = {
  ...NOTHING_SETTLED,
  model: DEMO_MODEL,
  sampler: 'dpmpp_2m',
  karras: true,
  steps: 20,
  guidance: 4,
};

/** The demo model was trained with these words in its captions, so they steer it. */
const DEMO_PRESETS: readonly ReadyMadePreset[] = [
  { ...DEMO_FAST, name: 'storybook', description: say('ready-made.storybook') },
  { ...DEMO_FINE, name: 'fine', description: say('ready-made.fine') },
  { ...DEMO_FAST, name: 'pixel-art', description: say('ready-made.pixel-art'), template: 'pixel art of {prompt}' },
  {
    ...DEMO_FAST,
    name: 'watercolor',
    description: say('ready-made.watercolor'),
    template: '{prompt}, watercolor painting',
  },
  loraStyle('blueprint'),
  loraStyle('neon'),
  loraStyle('chalkboard'),
];

/** A style that the base model never saw: a LoRA of its own. Such a one is drawn with care: at 4 steps it turns soft. */
function loraStyle(name: 'blueprint' | 'neon' | 'chalkboard'): ReadyMadePreset {
  const description = say(`ready-made.${name}`);
  return { ...DEMO_FINE, name, description, template: `{prompt}, ${name} style`, adapters: [{ name, weight: 1 }] };
}
