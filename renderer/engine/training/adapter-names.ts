/** Whose names an adapter's file has. */
export const ADAPTER_STYLES = ['diffusers', 'kohya'] as const;
export type TrainedAdapterStyle = (typeof ADAPTER_STYLES)[number];

/** Names of the tensors that one weight's factors are written under; kohya's has a third, alpha. */
export interface FactorNames {
  readonly down: string;
  readonly up: string;
  readonly alpha: string | null;
}

/** How parts of a model are called in either style. */
const PARTS = {
  unet: { diffusers: 'unet', kohya: 'lora_unet' },
  text: { diffusers: 'text_encoder', kohya: 'lora_te' },
} as const;

export type TrainedPart = keyof typeof PARTS;

/** As diffusers' scripts write them (peft's layers in its older names, which everything reads), or kohya's. */
export function factorNames(key: string, part: TrainedPart, style: TrainedAdapterStyle): FactorNames {
  const module = key.replace(/\.weight$/, '');
  const prefix = PARTS[part][style];
  if (style === 'diffusers') {
    const name = `${prefix}.${module}.${part === 'unet' ? 'lora' : 'lora_linear_layer'}`;
    return { down: `${name}.down.weight`, up: `${name}.up.weight`, alpha: null };
  }
  const name = `${prefix}_${module.replaceAll('.', '_')}`;
  return { down: `${name}.lora_down.weight`, up: `${name}.lora_up.weight`, alpha: `${name}.alpha` };
}
