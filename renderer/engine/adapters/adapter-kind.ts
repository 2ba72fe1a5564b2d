import { basename } from 'node:path';

/** What an adapter is for: `lcm-lora` makes few steps enough and wants the lcm sampler; `lora` changes content or style. */
export type AdapterKind = 'lcm-lora' | 'lora';

/** From the file's title where it has one, otherwise from its name. */
export function adapterKind(file: string, metadata: Readonly<Record<string, string>>): AdapterKind {
  const titles = TITLES.map((key) => metadata[key] ?? '');
  return [...titles, basename(file)].some((text) => CONSISTENCY.test(text)) ? 'lcm-lora' : 'lora';
}

/** Where training programs write what they made. */
const TITLES = ['modelspec.title', 'modelspec.description', 'ss_output_name', 'ss_training_comment'];

/** LCM-LoRA and VegaRT, the same for Segmind Vega. */
const CONSISTENCY = /(^|[^a-z])lcm([^a-z]|$)|latent[ _-]?consistency|vega-?rt/i;
