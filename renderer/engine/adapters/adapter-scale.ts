import { parseBoundedJson } from '#renderer/engine/weights/bounded-json.ts';

/** Settings that diffusers stores beside a LoRA, by network: `unet.lora_alpha`, `unet.alpha_pattern`, … */
export type AdapterSettings = Readonly<Record<string, unknown>>;

/** Out of a file's metadata; empty when there are none, as in most files. */
export function adapterSettings(metadata: Readonly<Record<string, string>>): AdapterSettings {
  try {
    const settings: unknown = parseBoundedJson(metadata.lora_adapter_metadata ?? '{}');
    return typeof settings === 'object' && settings !== null ? (settings as AdapterSettings) : {};
  } catch {
    return {};
  }
}

export interface ScaleSource {
  readonly settings: AdapterSettings;
  /** The module as the file names it. */
  readonly module: string;
  readonly rank: number;
  /** The file's own alpha for this module. */
  readonly alpha: number | null;
}

/**
 * What B·A is multiplied by at strength 1: alpha / rank (LoRA, arXiv 2106.09685, section 4.1), or alpha / sqrt(rank)
 * where the settings say rsLoRA (arXiv 2312.03732). No alpha, or alpha 0 as kohya reads it, means the rank itself.
 */
export function adapterScale({ settings, module, rank, alpha }: ScaleSource): number {
  const known = alpha ?? settingsAlpha(settings, module);
  if (known === null || known === 0) return 1;
  const network = module.split('.')[0]!;
  return settings[`${network}.use_rslora`] === true ? known / Math.sqrt(rank) : known / rank;
}

function settingsAlpha(settings: AdapterSettings, module: string): number | null {
  const [network, ...path] = module.split('.');
  const name = path.join('.');
  const pattern = settings[`${network}.alpha_pattern`];
  for (const [suffix, alpha] of Object.entries(typeof pattern === 'object' && pattern !== null ? pattern : {})) {
    if ((name === suffix || name.endsWith(`.${suffix}`)) && typeof alpha === 'number') return alpha;
  }
  const alpha = settings[`${network}.lora_alpha`];
  return typeof alpha === 'number' ? alpha : null;
}
