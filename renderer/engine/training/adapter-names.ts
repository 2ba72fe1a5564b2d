/** Whose names an adapter's file has. */
export const ADAPTER_STYLES = ['diffusers', 'peft', 'kohya'] as const;
export type TrainedAdapterStyle = (typeof ADAPTER_STYLES)[number];

/** Names of the tensors that one weight's factors are written under; kohya's has a third, alpha. */
export interface FactorNames {
  readonly down: string;
  readonly up: string;
  readonly alpha: string | null;
}

/** How parts of a model are called in either style. */
const PARTS = {
  unet: { diffusers: 'unet', peft: 'unet', kohya: 'lora_unet' },
  text: { diffusers: 'text_encoder', peft: 'text_encoder', kohya: 'lora_te' },
  /** Of models that have two. */
  'text-1': { diffusers: 'text_encoder', peft: 'text_encoder', kohya: 'lora_te1' },
  'text-2': { diffusers: 'text_encoder_2', peft: 'text_encoder_2', kohya: 'lora_te2' },
} as const;

export type TrainedPart = keyof typeof PARTS;

/** Which part a model's text encoder is, counted from 0, of so many. */
export function textPart(encoder: number, of: number): TrainedPart {
  if (of === 1) return 'text';
  return encoder === 0 ? 'text-1' : 'text-2';
}

/**
 * As diffusers' scripts wrote them at first (which everything reads), as peft names its layers (which diffusers writes
 * today), or as kohya's scripts do.
 */
export function factorNames(key: string, part: TrainedPart, style: TrainedAdapterStyle): FactorNames {
  const module = key.replace(/\.weight$/, '');
  const prefix = PARTS[part][style];
  if (style === 'diffusers') {
    const name = `${prefix}.${module}.${part === 'unet' ? 'lora' : 'lora_linear_layer'}`;
    return { down: `${name}.down.weight`, up: `${name}.up.weight`, alpha: null };
  }
  if (style === 'peft')
    return { down: `${prefix}.${module}.lora_A.weight`, up: `${prefix}.${module}.lora_B.weight`, alpha: null };
  const name = `${prefix}_${module.replaceAll('.', '_')}`;
  return { down: `${name}.lora_down.weight`, up: `${name}.lora_up.weight`, alpha: `${name}.alpha` };
}

/**
 * What the lengths of a weight's rows (DoRA) are called: as by peft, with the ending without which transformers leaves
 * those of text encoders as they are, or by LyCORIS.
 */
export function rowLengthsName(key: string, part: TrainedPart, style: TrainedAdapterStyle): string {
  const module = key.replace(/\.weight$/, '');
  const prefix = PARTS[part][style];
  if (style === 'kohya') return `${prefix}_${module.replaceAll('.', '_')}.dora_scale`;
  return `${prefix}.${module}.lora_magnitude_vector.weight`;
}
