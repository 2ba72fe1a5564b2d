import type { EntryText } from '#renderer/models/catalog-entry.ts';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';
import { DEFAULT_GUIDANCE, DEFAULT_STEPS } from '#shared/contract/bounds.ts';

const TAESD = { repo: 'madebyollin/taesd' };
const TAESDXL = { repo: 'madebyollin/taesdxl' };

const SQUARE_1024 = { width: 1024, height: 1024 };

/** Solver and spacing for many steps; the LCM-LoRA beside it is for few, and asks for `lcm`, 4 steps and guidance 1. */
const MANY_STEPS = { sampler: 'dpmpp_2m', karras: true, steps: DEFAULT_STEPS, guidance: DEFAULT_GUIDANCE };

/** Entries that `npm run models -- pull NAME` writes into models.json; the operator may change them there. */
export const READY_MADE: readonly EntryText[] = [
  {
    name: 'sd15',
    family: 'sd15',
    checkpoint: { repo: 'stable-diffusion-v1-5/stable-diffusion-v1-5' },
    taesd: TAESD,
    adapters: [lcm('latent-consistency/lcm-lora-sdv1-5')],
    defaults: { ...MANY_STEPS, width: 512, height: 512 },
    licence: {
      id: 'CreativeML OpenRAIL-M',
      link: 'https://huggingface.co/spaces/CompVis/stable-diffusion-license',
    },
  },
  {
    name: 'sdxl',
    family: 'sdxl',
    checkpoint: { repo: 'stabilityai/stable-diffusion-xl-base-1.0' },
    taesd: TAESDXL,
    adapters: [lcm('latent-consistency/lcm-lora-sdxl')],
    defaults: { ...MANY_STEPS, ...SQUARE_1024 },
    licence: {
      id: 'CreativeML OpenRAIL++-M',
      link: 'https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md',
    },
  },
  {
    name: 'ssd-1b',
    family: 'ssd1b',
    checkpoint: { repo: 'segmind/SSD-1B' },
    taesd: TAESDXL,
    adapters: [lcm('latent-consistency/lcm-lora-ssd-1b')],
    defaults: { ...MANY_STEPS, ...SQUARE_1024 },
    licence: { id: 'Apache-2.0', link: 'https://huggingface.co/segmind/SSD-1B' },
  },
  {
    name: 'vega',
    family: 'vega',
    checkpoint: { repo: 'segmind/Segmind-Vega' },
    taesd: TAESDXL,
    adapters: [{ ...lcm('segmind/Segmind-VegaRT'), name: 'vega-rt' }],
    defaults: { ...MANY_STEPS, ...SQUARE_1024 },
    licence: { id: 'Apache-2.0', link: 'https://huggingface.co/segmind/Segmind-Vega' },
  },
];

/** A part that entries share and that can be pulled by itself, for models that the operator lists or drops in. */
export interface ReadyMadePart {
  readonly name: string;
  readonly source: HubSource;
  /** MB of its weights as published. */
  readonly megabytes: number;
  readonly licence: string;
  /** The setting that turns it on; absent = models find it themselves. */
  readonly setting?: string;
}

/** Tiny decoders for previews (https://github.com/madebyollin/taesd), and the check of finished pictures. */
export const READY_MADE_PARTS: readonly ReadyMadePart[] = [
  { name: 'taesd', source: whole(TAESD.repo), megabytes: 10, licence: 'MIT' },
  { name: 'taesdxl', source: whole(TAESDXL.repo), megabytes: 10, licence: 'MIT' },
  {
    name: 'safety-checker',
    source: whole('CompVis/stable-diffusion-safety-checker'),
    megabytes: 1_216,
    licence: 'CreativeML OpenRAIL-M',
    setting: 'EASEL_SAFETY_CHECKER',
  },
];

function lcm(repo: string) {
  const file = { repo, file: 'pytorch_lora_weights.safetensors' };
  return { name: 'lcm', file, kind: 'lcm-lora' as const };
}

function whole(repo: string): HubSource {
  return { repo, revision: 'main', file: null, variant: null };
}
