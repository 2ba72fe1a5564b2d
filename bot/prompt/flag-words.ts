import type { Flags } from '#bot/prompt/syntax.ts';

/** An inline setting: the words for it, what its value is, and an example for people. */
export interface FlagWord {
  readonly key: keyof Flags;
  readonly names: readonly string[];
  readonly takes: 'number' | 'ratio' | 'word' | 'text' | 'nothing';
  readonly example: string;
}

/** Every inline setting there is. The first name is the one that is shown. */
export const FLAG_WORDS: readonly FlagWord[] = [
  { key: 'seed', names: ['seed'], takes: 'number', example: '--seed 7' },
  { key: 'steps', names: ['steps'], takes: 'number', example: '--steps 4' },
  { key: 'guidance', names: ['guidance', 'cfg', 'cfg_scale', 'cfg-scale'], takes: 'number', example: '--guidance 1.5' },
  { key: 'count', names: ['count', 'n', 'batch_size', 'batch-size', 'n_iter'], takes: 'number', example: '--count 2' },
  { key: 'ratio', names: ['ar', 'aspect', 'ratio'], takes: 'ratio', example: '--ar 3:2' },
  { key: 'width', names: ['width', 'w'], takes: 'number', example: '--width 512' },
  { key: 'height', names: ['height', 'h'], takes: 'number', example: '--height 512' },
  { key: 'style', names: ['style', 'styles'], takes: 'word', example: '--style watercolor' },
  { key: 'model', names: ['model', 'sd_model'], takes: 'word', example: '--model NAME' },
  { key: 'sampler', names: ['sampler', 'sampler_name', 'sampler-name'], takes: 'word', example: '--sampler euler' },
  { key: 'spacing', names: ['spacing'], takes: 'word', example: '--spacing trailing' },
  { key: 'strength', names: ['strength', 'denoising_strength'], takes: 'number', example: '--strength 0.6' },
  { key: 'imageWeight', names: ['iw'], takes: 'number', example: '--iw 1' },
  { key: 'keep', names: ['keep'], takes: 'word', example: '--keep off' },
  { key: 'weighting', names: ['weighting'], takes: 'word', example: '--weighting comfy' },
  { key: 'hires', names: ['hires'], takes: 'number', example: '--hires 1.5' },
  { key: 'hiresBy', names: ['hires-by'], takes: 'word', example: '--hires-by latent' },
  { key: 'refiner', names: ['refiner'], takes: 'word', example: '--refiner NAME' },
  {
    key: 'handover',
    names: ['handover', 'high_noise_fraction', 'high-noise-fraction', 'refiner_switch_at'],
    takes: 'number',
    example: '--handover 0.8',
  },
  { key: 'chaos', names: ['chaos', 'c'], takes: 'number', example: '--chaos 25' },
  { key: 'subseed', names: ['subseed'], takes: 'number', example: '--subseed 8' },
  {
    key: 'subseedStrength',
    names: ['subseed_strength', 'subseed-strength'],
    takes: 'number',
    example: '--subseed_strength 0.2',
  },
  { key: 'tile', names: ['tile', 'tiling'], takes: 'nothing', example: '--tile' },
  { key: 'stop', names: ['stop'], takes: 'number', example: '--stop 60' },
  { key: 'draft', names: ['draft'], takes: 'nothing', example: '--draft' },
  { key: 'relax', names: ['relax'], takes: 'nothing', example: '--relax' },
  { key: 'fast', names: ['fast'], takes: 'nothing', example: '--fast' },
  { key: 'repeat', names: ['repeat', 'r'], takes: 'number', example: '--repeat 3' },
  {
    key: 'no',
    names: ['no', 'negative_prompt', 'negative-prompt', 'negative', 'neg'],
    takes: 'text',
    example: '--no hands',
  },
];

/** The setting that a word means, in upper or lower case; undefined when there is none. */
export function flagWord(name: string): FlagWord | undefined {
  const lower = name.toLowerCase();
  return FLAG_WORDS.find((word) => word.names.includes(lower));
}
